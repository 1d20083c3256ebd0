//! Forms (`application/x-www-form-urlencoded`): members as parameters whose keys are paths, such as
//! `Tags.member.1.Key`.
//!
//! | module | contents |
//! |---|---|
//! | `write` | a client's side |
//! | `pairs`, `read` | the service's side: the parameters as a tree of keys, and the members in it |

mod pairs;
mod read;
mod write;

use std::borrow::Cow;

use crate::core::schema::Member;
use crate::core::xml::Xml;

pub use self::pairs::value;
pub use self::read::read;
pub use self::write::write;

/// The content type of a form.
pub const CONTENT_TYPE: &str = "application/x-www-form-urlencoded";

/// How keys are made of members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// As in awsQuery: `Tags.member.1`, or `Tags.1` if the list is flattened.
    Query,
    /// As in ec2Query: all lists are flattened, and names begin with a capital letter.
    Ec2,
}

impl Keys {
    /// The part of a key for a member.
    fn name(self, member: &Member) -> Cow<'static, str> {
        if self == Self::Query {
            return member.wire.into();
        }
        if let Some(name) = member.xml.and_then(|xml| xml.query_name) {
            return name.into();
        }
        let mut rest = member.wire.chars();
        match rest.next() {
            Some(first) if first.is_ascii_lowercase() => {
                format!("{}{}", first.to_ascii_uppercase(), rest.as_str()).into()
            }
            _ => member.wire.into(),
        }
    }

    /// The part of a key between a list or map and the number of an item.
    fn items(self, xml: &Xml, name: &'static str) -> Option<&'static str> {
        (self == Self::Query && !xml.is_flattened).then_some(name)
    }
}

/// The name of a map's entries.
const ENTRY: &str = "entry";
