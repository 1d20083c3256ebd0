//! The programs on the official SDK crates.

#[cfg(feature = "ec2")]
pub use aws_sdk_ec2 as ec2;
/// Called so in models of this year.
#[cfg(feature = "ec2")]
use aws_sdk_ec2::types::SecureBlobAttributeValue as UserData;
pub use aws_sdk_sts as sts;

use crate::peer::built_at_once;
pub use crate::peer::outcome;
#[cfg(feature = "ec2")]
use crate::peer::time;

#[macro_use]
#[path = "../peer_macros.rs"]
mod macros;

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

/// Bytes of a member.
#[cfg(feature = "ec2")]
fn blob(bytes: &'static [u8]) -> aws_smithy_types::Blob {
    aws_smithy_types::Blob::new(bytes)
}
