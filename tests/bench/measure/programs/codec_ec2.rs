//! Compares codecs on EC2: a page of 100 instances, and an instance to run.

use aws_sdk_ec2::operation::describe_instances::{
    DescribeInstances as OfficialDescribe, DescribeInstancesOutput as OfficialInstances,
};
use aws_sdk_ec2::operation::run_instances::{RunInstances as OfficialRun, RunInstancesInput as OfficialInput};
use bytes::Bytes;
use ec2_twelve::operation::Operation as _;
use ec2_twelve::operation::describe_instances::DescribeInstances;
use ec2_twelve::operation::run_instances::{RunInstances, RunInstancesInput};
use measure::comparison::{Candidate, Comparison, Meter};
use measure::official::{Operation, response};
use quick_xml::Reader;
use quick_xml::events::Event;

/// The script that an instance starts with, in base64, as both sides take it.
const USER_DATA: &str = "IyEvYmluL2Jhc2gKZG5mIGluc3RhbGwgLXkgbmdpbngKc3lzdGVtY3RsIGVuYWJsZSAtLW5vdyBuZ2lueAo=";

/// Measures all candidates.
pub fn compare(meter: Meter) {
    let mut comparison = Comparison::new(meter);
    read(&mut comparison);
    write(&mut comparison);
    comparison.print();
}

fn read(comparison: &mut Comparison) {
    let body = Bytes::from(measure::payload::describe_instances_response(100));
    let (ours, official) = (http::Response::new(body.clone().into()), response(&body));
    let operation = Operation::new(&OfficialDescribe::new());
    let read_ours = || DescribeInstances::response(&ours).expect("a valid response");
    let read_official = || operation.output::<OfficialInstances>(&official);
    let found = read_ours().reservations.expect("reservations");
    let peer = read_official();
    assert_eq!((found.len(), peer.reservations().len()), (100, 100));
    for (ours, peer) in found.into_iter().zip(peer.reservations()) {
        let (ours, peer) = (ours.instances.expect("instances").remove(0), &peer.instances()[0]);
        assert_eq!(ours.instance_id.as_deref(), peer.instance_id());
        assert_eq!(
            ours.launch_time.map(|time| time.timestamp()),
            peer.launch_time().map(|time| time.secs())
        );
        let [ours, peer] = [
            ours.network_interfaces.expect("interfaces").remove(0).groups.expect("groups").remove(0).group_name,
            peer.network_interfaces()[0].groups()[0].group_name().map(str::to_owned),
        ];
        assert_eq!(ours.as_deref(), Some("storefront & search"));
        assert_eq!(ours, peer);
    }
    let name = format!("EC2 DescribeInstances, 100 instances, {} kB, read", body.len() / 1_000);
    let candidates = vec![
        Candidate::new("ours", read_ours),
        Candidate::new("official", read_official),
        Candidate::new("quick-xml's events", || events(&body)),
    ];
    comparison.measure(&name, candidates);
}

/// Counts the events of a document.
fn events(body: &[u8]) -> usize {
    let (mut reader, mut count) = (Reader::from_reader(body), 0);
    while !matches!(reader.read_event().expect("valid XML"), Event::Eof) {
        count += 1;
    }
    count
}

/// The official serializer takes the input, so both sides clone theirs.
fn write(comparison: &mut Comparison) {
    let (ours, official) = (our_input(), official_input());
    let mut operation = Operation::new(&OfficialRun::new());
    let write_ours = || RunInstances::request(&ours.clone()).expect("a valid input");
    let mut write_official = || operation.request(official.clone());
    let written = write_ours();
    let written = fields(written.body().bytes().expect("a body"));
    let peer = write_official();
    assert_eq!(written, fields(peer.body().bytes().expect("a body")));
    let name = format!("EC2 RunInstances request, {} fields, write", written.len());
    let candidates = vec![
        Candidate::new("ours", write_ours),
        Candidate::new("official", write_official),
    ];
    comparison.measure(&name, candidates);
}

/// The fields of a form, in alphabetical order.
fn fields(form: &[u8]) -> Vec<&str> {
    let text = std::str::from_utf8(form).expect("a text");
    let mut fields: Vec<_> = text.split('&').collect();
    fields.sort_unstable();
    fields
}

/// Sets the members that both sides set in the same way.
macro_rules! with_texts {
    ($input:expr) => {
        $input
            .image_id("ami-0a1b2c3d4e5f60718")
            .min_count(2)
            .max_count(10)
            .key_name("storefront")
            .user_data(USER_DATA)
            .client_token("0f1c2d3e-4a5b-6c7d-8e9f-000000000000")
            .ebs_optimized(true)
            .disable_api_termination(false)
    };
}

fn our_input() -> RunInstancesInput {
    use ec2_twelve::types::{
        BlockDeviceMapping, EbsBlockDevice, HttpTokensState, IamInstanceProfileSpecification,
        InstanceMetadataOptionsRequest, InstanceNetworkInterfaceSpecification, InstanceType, Placement,
        ResourceType, Tag, TagSpecification, VolumeType,
    };

    let volume = EbsBlockDevice::default()
        .volume_size(100)
        .volume_type(VolumeType::Gp3)
        .iops(4_000)
        .encrypted(true)
        .delete_on_termination(true);
    let devices = ["/dev/xvda", "/dev/xvdb"]
        .map(|name| BlockDeviceMapping::default().device_name(name).ebs(volume.clone()));
    let network = InstanceNetworkInterfaceSpecification::default()
        .device_index(0)
        .subnet_id("subnet-0a1b2c3d4e5f60718")
        .groups(["sg-0a1b2c3d4e5f60718", "sg-1a2b3c4d5e6f70819"])
        .associate_public_ip_address(false);
    let metadata = InstanceMetadataOptionsRequest::default()
        .http_tokens(HttpTokensState::Required)
        .http_put_response_hop_limit(2);
    let tags = [ResourceType::Instance, ResourceType::Volume].map(|resource| {
        TagSpecification::default().resource_type(resource).tags([
            Tag::default().key("Name").value("storefront-web"),
            Tag::default().key("team").value("shop & search"),
        ])
    });
    with_texts!(RunInstancesInput::default())
        .instance_type(InstanceType::from("m7g.large"))
        .placement(Placement::default().availability_zone("eu-west-1a"))
        .iam_instance_profile(IamInstanceProfileSpecification::default().name("storefront-web"))
        .block_device_mappings(devices)
        .network_interfaces([network])
        .metadata_options(metadata)
        .tag_specifications(tags)
}

fn official_input() -> OfficialInput {
    use aws_sdk_ec2::types::{
        BlockDeviceMapping, EbsBlockDevice, HttpTokensState, IamInstanceProfileSpecification,
        InstanceMetadataOptionsRequest, InstanceNetworkInterfaceSpecification, InstanceType, Placement,
        ResourceType, Tag, TagSpecification, VolumeType,
    };

    let volume = EbsBlockDevice::builder()
        .volume_size(100)
        .volume_type(VolumeType::Gp3)
        .iops(4_000)
        .encrypted(true)
        .delete_on_termination(true)
        .build();
    let device =
        |name| BlockDeviceMapping::builder().device_name(name).ebs(volume.clone()).build();
    let network = InstanceNetworkInterfaceSpecification::builder()
        .device_index(0)
        .subnet_id("subnet-0a1b2c3d4e5f60718")
        .groups("sg-0a1b2c3d4e5f60718")
        .groups("sg-1a2b3c4d5e6f70819")
        .associate_public_ip_address(false)
        .build();
    let metadata = InstanceMetadataOptionsRequest::builder()
        .http_tokens(HttpTokensState::Required)
        .http_put_response_hop_limit(2)
        .build();
    let tags = |resource| {
        TagSpecification::builder()
            .resource_type(resource)
            .tags(Tag::builder().key("Name").value("storefront-web").build())
            .tags(Tag::builder().key("team").value("shop & search").build())
            .build()
    };
    let profile = IamInstanceProfileSpecification::builder().name("storefront-web");
    with_texts!(OfficialInput::builder())
        .instance_type(InstanceType::from("m7g.large"))
        .placement(Placement::builder().availability_zone("eu-west-1a").build())
        .iam_instance_profile(profile.build())
        .block_device_mappings(device("/dev/xvda"))
        .block_device_mappings(device("/dev/xvdb"))
        .network_interfaces(network)
        .metadata_options(metadata)
        .tag_specifications(tags(ResourceType::Instance))
        .tag_specifications(tags(ResourceType::Volume))
        .build()
        .expect("everything required is set")
}
