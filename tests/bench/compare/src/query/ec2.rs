//! Calls of EC2.
//!
//! This file is compiled for both sides. What is written differently in the two are macros and
//! functions of `peer.rs` and `ours.rs`, and of `peer_macros.rs` and `ours_macros.rs` beside the crate's root.

use super::ec2::Client;
use super::ec2::types::{
    AttributeBooleanValue, BlockDeviceMapping, CpuOptionsRequest, EbsBlockDevice, Filter,
    HttpTokensState, IamInstanceProfileSpecification, InstanceIpv6Address,
    InstanceMetadataOptionsRequest, InstanceNetworkInterfaceSpecification, InstanceType, Placement,
    ResourceType, RunInstancesMonitoringEnabled, ShutdownBehavior, Tag, TagSpecification,
    VolumeType,
};
use super::{UserData, blob, outcome, time};
use crate::neutral::Outcome;

/// The calls by their names.
pub const CALLS: &[&str] = &[
    "CreateSecurityGroup",
    "CreateTags",
    "DescribeImages",
    "DescribeInstances",
    "DescribeInstances with empty lists",
    "DescribeInstances without members",
    "DescribeSpotPriceHistory",
    "DescribeVolumes",
    "ImportKeyPair",
    "ModifyInstanceAttribute",
    "RunInstances",
    "RunInstances without token",
    "StopInstances",
];

/// Calls an operation by its name.
///
/// # Errors
///
/// Those of the call.
pub async fn call(config: &aws_types::SdkConfig, name: &str) -> Outcome {
    let client = Client::new(config);
    match name {
        "CopySnapshot" => {
            let call = client.copy_snapshot().source_region("eu-central-1");
            outcome(call.source_snapshot_id("snap-1").send().await)
        }
        "CreateSecurityGroup" => {
            let call = set!(client.create_security_group(), {
                description: "a & b <c>",
                group_name: "g",
                vpc_id: "vpc-1",
                tag_specifications: [tags(ResourceType::SecurityGroup)],
                dry_run: true,
            });
            outcome(call.send().await)
        }
        "CreateTags" => {
            let call = set!(client.create_tags(), {
                resources: ["i-1", "", "vol-1"],
                tags: [new!(Tag { key: "a b", value: "" }), new!(Tag { key: "\u{fc}" })],
            });
            outcome(call.send().await)
        }
        "DescribeImages" => {
            let call = set!(client.describe_images(), {
                executable_users: ["self"],
                owners: ["amazon", "123456789012"],
                include_deprecated: false,
                max_results: 5,
                next_token: "a+/=",
            });
            outcome(call.send().await)
        }
        "DescribeInstances" => {
            let call = set!(client.describe_instances(), {
                instance_ids: ["i-1", "i-2"],
                filters: [
                    new!(Filter { name: "tag:a b", values: ["x*", "\u{1f600}"] }),
                    new!(Filter { name: "instance-state-name" }),
                ],
                dry_run: false,
                max_results: 1_000,
                next_token: "~n/ ",
            });
            outcome(call.send().await)
        }
        "DescribeInstances with empty lists" => {
            let call =
                set_empty!(client.describe_instances(), instance_ids: [String], set_instance_ids);
            outcome(
                set_empty!(call, filters: [Filter], set_filters)
                    .send()
                    .await,
            )
        }
        "DescribeInstances without members" => outcome(client.describe_instances().send().await),
        "DescribeSpotPriceHistory" => {
            let call = set!(client.describe_spot_price_history(), {
                start_time: time(1_767_323_045, 0),
                end_time: time(1_767_323_045, 500_000_000),
                instance_types: [InstanceType::M5Large, InstanceType::from("z99.new")],
                product_descriptions: ["Linux/UNIX (Amazon VPC)"],
            });
            outcome(call.send().await)
        }
        "DescribeVolumes" => {
            let call = set!(client.describe_volumes(), { volume_ids: ["vol-1"] });
            outcome(call.max_results(0).send().await)
        }
        "ImportKeyPair" => {
            let call = client.import_key_pair().key_name("k");
            let call = call.public_key_material(blob(b"ssh-rsa AAAA\xff\0+/="));
            outcome(call.send().await)
        }
        "ModifyInstanceAttribute" => {
            let call = set!(client.modify_instance_attribute(), {
                instance_id: "i-1",
                disable_api_termination: new!(AttributeBooleanValue { value: true }),
                ebs_optimized: new!(AttributeBooleanValue {}),
                user_data: new!(UserData { value: blob(b"#!/bin/sh\n") }),
                groups: ["sg-1", "sg-2"],
            });
            outcome(call.send().await)
        }
        "RunInstances" => run_instances(&client).await,
        "RunInstances without token" => {
            let call = client.run_instances().min_count(1).max_count(1);
            outcome(call.send().await)
        }
        "StopInstances" => {
            let call = set!(client.stop_instances(), { instance_ids: ["i-1"], force: false });
            outcome(call.hibernate(true).send().await)
        }
        other => panic!("no call {other}"),
    }
}

/// The outcome of every page that there is.
pub async fn pages(config: &aws_types::SdkConfig) -> Vec<Outcome> {
    let call = Client::new(config).describe_instances().max_results(5);
    let mut pages = call.into_paginator().send();
    let mut outcomes = Vec::new();
    while let Some(page) = pages.next().await {
        outcomes.push(outcome(page));
    }
    outcomes
}

fn tags(resource: ResourceType) -> TagSpecification {
    new!(TagSpecification {
        resource_type: resource,
        tags: [
            new!(Tag {
                key: "Name",
                value: "a b"
            }),
            new!(Tag {
                key: "k/+",
                value: "=&%"
            }),
        ],
    })
}

async fn run_instances(client: &Client) -> Outcome {
    let volume = new!(EbsBlockDevice {
        delete_on_termination: true,
        iops: 3_000,
        volume_size: 8,
        volume_type: VolumeType::Gp3,
        encrypted: false,
    });
    let network = new!(InstanceNetworkInterfaceSpecification {
        device_index: 0,
        subnet_id: "subnet-1",
        groups: ["sg-1", "sg-2"],
        ipv6_addresses: [new!(InstanceIpv6Address {
            ipv6_address: "2001:db8::1"
        })],
        associate_public_ip_address: true,
    });
    let call = set!(client.run_instances(), {
        block_device_mappings: [
            new!(BlockDeviceMapping { device_name: "/dev/xvda", ebs: volume }),
            new!(BlockDeviceMapping { device_name: "/dev/xvdb", no_device: "" }),
        ],
        image_id: "ami-1",
        instance_type: InstanceType::from("z99.new"),
        min_count: 1,
        max_count: 2,
        key_name: "k",
        monitoring: new!(RunInstancesMonitoringEnabled { enabled: true }),
        placement: new!(Placement { availability_zone: "eu-west-1a", partition_number: 3 }),
        user_data: "IyEvYmluL3NoCg==",
        cpu_options: new!(CpuOptionsRequest { core_count: 2 }),
        metadata_options: new!(InstanceMetadataOptionsRequest {
            http_tokens: HttpTokensState::Required,
            http_put_response_hop_limit: 2,
        }),
        disable_api_termination: false,
        instance_initiated_shutdown_behavior: ShutdownBehavior::Terminate,
        client_token: "token 1",
        network_interfaces: [network],
        iam_instance_profile: new!(IamInstanceProfileSpecification { name: "p" }),
        tag_specifications: [tags(ResourceType::Instance), tags(ResourceType::Volume)],
    });
    outcome(call.send().await)
}
