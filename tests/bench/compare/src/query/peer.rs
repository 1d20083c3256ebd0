//! The programs on the official SDK crates.

#[cfg(feature = "ec2")]
pub use aws_sdk_ec2 as ec2;
/// Called so in models of this year.
#[cfg(feature = "ec2")]
use aws_sdk_ec2::types::SecureBlobAttributeValue as UserData;
pub use aws_sdk_sts as sts;

use crate::peer::built_at_once;
pub use crate::peer::outcome;

/// Sets members of a call or a structure; lists are set item by item.
macro_rules! set {
    ($it:expr, {}) => { $it };
    ($it:expr, { $member:ident: [$($item:expr),* $(,)?] $(, $($rest:tt)*)? }) => {
        set!($it $(.$member($item))*, { $($($rest)*)? })
    };
    ($it:expr, { $member:ident: $value:expr $(, $($rest:tt)*)? }) => {
        set!($it.$member($value), { $($($rest)*)? })
    };
}

/// A structure with these members.
macro_rules! new {
    ($type:ident { $($members:tt)* }) => {
        $crate::peer::Built::built(set!($type::builder(), { $($members)* }).build())
    };
}

/// Sets a list without items.
macro_rules! set_empty {
    ($it:expr, $member:ident: [$item:ty], $method:ident) => {
        $it.$method(Some(Vec::<$item>::new()))
    };
}

#[path = "sts.rs"]
pub mod sts_program;
#[path = "sts_shapes.rs"]
#[allow(deprecated, reason = "newer models call a member by another name")]
mod sts_shapes;

#[cfg(feature = "ec2")]
#[path = "ec2.rs"]
pub mod ec2_program;
#[cfg(feature = "ec2")]
#[path = "ec2_shapes.rs"]
mod ec2_shapes;

built_at_once! {
    sts::types::PolicyDescriptorType, sts::types::ProvidedContext,
}

#[cfg(feature = "ec2")]
built_at_once! {
    ec2::types::AttributeBooleanValue, UserData, ec2::types::BlockDeviceMapping,
    ec2::types::CpuOptionsRequest, ec2::types::EbsBlockDevice, ec2::types::Filter,
    ec2::types::IamInstanceProfileSpecification, ec2::types::InstanceIpv6Address,
    ec2::types::InstanceMetadataOptionsRequest, ec2::types::InstanceNetworkInterfaceSpecification,
    ec2::types::Placement, ec2::types::RunInstancesMonitoringEnabled, ec2::types::Tag,
    ec2::types::TagSpecification,
}

/// A time, in seconds since 1970 and nanoseconds.
#[cfg(feature = "ec2")]
fn time(seconds: i64, nanoseconds: u32) -> aws_smithy_types::DateTime {
    aws_smithy_types::DateTime::from_secs_and_nanos(seconds, nanoseconds)
}

/// Bytes of a member.
#[cfg(feature = "ec2")]
fn blob(bytes: &'static [u8]) -> aws_smithy_types::Blob {
    aws_smithy_types::Blob::new(bytes)
}
