//! The programs on generated clients.

#[cfg(feature = "ec2")]
pub use super::generated::ec2;
#[cfg(feature = "ec2")]
use super::generated::ec2::types::BlobAttributeValue as UserData;
pub use super::generated::sts;
pub use crate::ours::outcome;
#[cfg(feature = "ec2")]
use crate::ours::time;

#[macro_use]
#[path = "../ours_macros.rs"]
mod macros;

/// Sets a list without items; the peers have another method for that.
macro_rules! set_empty {
    ($it:expr, $member:ident: [$item:ty], $method:ident) => {
        $it.$member(Vec::<$item>::new())
    };
}

#[path = "sts.rs"]
pub mod sts_program;
#[path = "sts_shapes.rs"]
mod sts_shapes;

#[cfg(feature = "ec2")]
#[path = "ec2.rs"]
pub mod ec2_program;
#[cfg(feature = "ec2")]
#[path = "ec2_shapes.rs"]
mod ec2_shapes;

/// Bytes of a member.
#[cfg(feature = "ec2")]
fn blob(bytes: &'static [u8]) -> tinsmith_runtime::bytes::Bytes {
    tinsmith_runtime::bytes::Bytes::from_static(bytes)
}
