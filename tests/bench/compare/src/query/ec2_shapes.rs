//! The neutral form of EC2's outputs, for either side.

use super::ec2::operation::copy_snapshot::{CopySnapshotError, CopySnapshotOutput};
use super::ec2::operation::create_security_group::{
    CreateSecurityGroupError, CreateSecurityGroupOutput,
};
use super::ec2::operation::create_tags::{CreateTagsError, CreateTagsOutput};
use super::ec2::operation::describe_images::{DescribeImagesError, DescribeImagesOutput};
use super::ec2::operation::describe_instances::{DescribeInstancesError, DescribeInstancesOutput};
use super::ec2::operation::describe_spot_price_history::{
    DescribeSpotPriceHistoryError, DescribeSpotPriceHistoryOutput,
};
use super::ec2::operation::describe_volumes::{DescribeVolumesError, DescribeVolumesOutput};
use super::ec2::operation::import_key_pair::{ImportKeyPairError, ImportKeyPairOutput};
use super::ec2::operation::modify_instance_attribute::{
    ModifyInstanceAttributeError, ModifyInstanceAttributeOutput,
};
use super::ec2::operation::run_instances::{RunInstancesError, RunInstancesOutput};
use super::ec2::operation::stop_instances::{StopInstancesError, StopInstancesOutput};
use super::ec2::types::{
    ArchitectureValues, AttachmentStatus, CpuOptions, DeviceType, EbsInstanceBlockDevice,
    GroupIdentifier, HttpTokensState, IamInstanceProfile, Image, Instance,
    InstanceBlockDeviceMapping, InstanceMetadataOptionsResponse, InstanceNetworkInterface,
    InstanceState, InstanceStateChange, InstanceStateName, InstanceType, Monitoring,
    MonitoringState, NetworkInterfaceStatus, Placement, Reservation, RiProductDescription,
    SpotPrice, StateReason, Tag, Tenancy, Volume,
};
use crate::neutral::{enums, errors, shapes};

shapes! {
    CopySnapshotOutput { tags, snapshot_id }
    CreateSecurityGroupOutput { group_id, tags }
    CreateTagsOutput {}
    DescribeImagesOutput { next_token, images }
    DescribeInstancesOutput { next_token, reservations }
    DescribeSpotPriceHistoryOutput { next_token, spot_price_history }
    DescribeVolumesOutput { next_token, volumes }
    ImportKeyPairOutput { key_fingerprint, key_name, key_pair_id, tags }
    ModifyInstanceAttributeOutput {}
    RunInstancesOutput { reservation_id, owner_id, requester_id, groups, instances }
    StopInstancesOutput { stopping_instances }
    CpuOptions { core_count, threads_per_core }
    EbsInstanceBlockDevice { attach_time, delete_on_termination, status, volume_id }
    GroupIdentifier { group_id, group_name }
    IamInstanceProfile { arn, id }
    Image { image_id, name, public, ena_support }
    Instance {
        instance_id, image_id, state, private_dns_name, public_dns_name, state_transition_reason,
        ami_launch_index, instance_type, launch_time, placement, monitoring, private_ip_address,
        source_dest_check, security_groups, architecture, root_device_type, block_device_mappings,
        client_token, tags, network_interfaces, iam_instance_profile, ebs_optimized, cpu_options,
        metadata_options, usage_operation_update_time, state_reason
    }
    InstanceBlockDeviceMapping { device_name, ebs }
    InstanceMetadataOptionsResponse { http_tokens, http_put_response_hop_limit }
    InstanceNetworkInterface { network_interface_id, status, mac_address, groups }
    InstanceState { code, name }
    InstanceStateChange { instance_id, current_state, previous_state }
    Monitoring { state }
    Placement { availability_zone, partition_number, tenancy }
    Reservation { reservation_id, owner_id, requester_id, groups, instances }
    SpotPrice { availability_zone, instance_type, product_description, spot_price, timestamp }
    StateReason { code, message }
    Tag { key, value }
    Volume { volume_id, size, encrypted, create_time }
}

enums! {
    ArchitectureValues, AttachmentStatus, DeviceType, HttpTokensState, InstanceStateName, InstanceType,
    MonitoringState, NetworkInterfaceStatus, RiProductDescription, Tenancy,
}

errors! {
    CopySnapshotError {}
    CreateSecurityGroupError {}
    CreateTagsError {}
    DescribeImagesError {}
    DescribeInstancesError {}
    DescribeSpotPriceHistoryError {}
    DescribeVolumesError {}
    ImportKeyPairError {}
    ModifyInstanceAttributeError {}
    RunInstancesError {}
    StopInstancesError {}
}
