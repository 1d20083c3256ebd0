//! HTTP bindings: inputs, outputs and errors with members in the path, the query, headers, the
//! status code and the body, for REST protocols of any document format.
//!
//! Each module has both directions: what a client writes, a mock service reads.
//!
//! | module | contents |
//! |---|---|
//! | `request`, `response` | the messages |
//! | `path`, `query`, `header`, `body` | the parts of a message |
//! | `form` | queries that are sent as forms |
//! | `virtual_host` | the first segment of a path in the host name |

mod body;
mod form;
mod header;
mod path;
mod query;
pub(super) mod request;
pub(super) mod response;
mod virtual_host;

use crate::core::schema::{Location, Member};
use crate::core::shape::Shape;

/// The members with a location, by their indexes.
fn located(
    shape: &dyn Shape,
    location: Location,
) -> impl Iterator<Item = (usize, &'static Member)> + use<> {
    let members = shape.schema().members.iter().enumerate();
    members.filter(move |(_, member)| member.location == location)
}
