//! Behaviours that no model states: headers, defaults, checksums, endpoints.
//!
//! Each is a kind of fact with a name in the overlay. None knows a service.
//!
//! | module | facts |
//! |---|---|
//! | `service`, `operation`, `member` | of a service, an operation, a member |
//! | `transfer` | whether a model has what a transfer needs |
//! | `headers` | headers in entries |

mod headers;
mod member;
mod operation;
mod service;
mod transfer;

pub(super) use self::member::last_segment_of_targets;
use crate::model::{Kind, Member, Model};

fn is_text(model: &Model, member: &Member) -> bool {
    let target = model.shapes.get(&member.target);
    target.is_some_and(|it| matches!(it.kind, Kind::String | Kind::Enumeration(_)))
}
