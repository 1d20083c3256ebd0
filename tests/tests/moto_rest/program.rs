//! Calls REST services at the URL in the first argument.

use tinsmith_runtime::client::Config;
use tinsmith_runtime::error::Cause;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let url = std::env::args().nth(1).expect("a URL");
    let config = || Config::for_tests().endpoint_url(&url).build();
    batch(&batch::Client::from_conf(config())).await;
    eks(&eks::Client::from_conf(config())).await;
    iot(&iot::Client::from_conf(config())).await;
    iot_data(&iot_data::Client::from_conf(config())).await;
    lambda(&lambda::Client::from_conf(config())).await;
}

/// Bodies, lists in the query, an ARN as a label.
async fn batch(client: &batch::Client) {
    use batch::types::{ContainerProperties, JobDefinitionType, ResourceRequirement, ResourceType};
    let requirements = [(ResourceType::Vcpu, "1"), (ResourceType::Memory, "64")];
    let requirements = requirements.map(|(kind, value)| ResourceRequirement::new(value, kind));
    let registered = client
        .register_job_definition()
        .job_definition_name("first")
        .r#type(JobDefinitionType::Container)
        .container_properties(ContainerProperties::default().image("busybox").resource_requirements(requirements))
        .tags([("team", "tools")])
        .await
        .expect("a job definition");
    let arn = registered.job_definition_arn.expect("an ARN");
    assert_eq!(registered.revision, Some(1));
    let described = client.describe_job_definitions().job_definition_name("first").await;
    let described = described.expect("an answer").job_definitions.expect("definitions");
    assert_eq!(described.len(), 1);
    let properties = described[0].container_properties.as_ref().expect("properties");
    assert_eq!(properties.image.as_deref(), Some("busybox"));

    client
        .tag_resource()
        .resource_arn(&*arn)
        .tags([("a b", "c/d")])
        .await
        .expect("it is tagged");
    let tags = client.list_tags_for_resource().resource_arn(&*arn).await;
    let tags = tags.expect("an answer").tags.expect("tags");
    assert_eq!(tags["a b"], "c/d");
    assert_eq!(tags["team"], "tools");
}

/// Labels, query, methods, errors.
async fn eks(client: &eks::Client) {
    use eks::types::VpcConfigRequest;
    for name in ["one", "two"] {
        let created = client
            .create_cluster()
            .name(name)
            .role_arn("arn:aws:iam::123456789012:role/cluster")
            .resources_vpc_config(VpcConfigRequest::default().subnet_ids(["subnet-1"]))
            .await
            .expect("a cluster");
        let cluster = created.cluster.expect("it is returned");
        assert_eq!(cluster.name.as_deref(), Some(name));
        assert!(cluster.created_at.is_some());
    }
    let page = client.list_clusters().max_results(1).await.expect("a page");
    assert_eq!(page.clusters.expect("names"), ["one"]);
    assert!(page.next_token.is_some());
    let pages = client.list_clusters().into_paginator().page_size(1).items();
    let all: Vec<_> = pages.send().collect().await.expect("all pages");
    assert_eq!(all, ["one", "two"]);

    client.delete_cluster().name("one").await.expect("gone");
    let error = client.describe_cluster().name("one").await.unwrap_err();
    assert!(
        error.is_service(eks::operation::describe_cluster::DescribeClusterError::is_resource_not_found_exception),
        "{error}"
    );
    assert_eq!(error.status(), Some(404));
    let error = client.describe_cluster().name("").await.unwrap_err();
    assert!(matches!(error.cause(), Cause::Input(_)), "{error}");
}

/// Members in the body beside labels; a number in the query.
async fn iot(client: &iot::Client) {
    use iot::types::AttributePayload;
    let attributes = |value: &str| AttributePayload::default().attributes([("color", value)]);
    let created = client
        .create_thing()
        .thing_name("lamp:1")
        .attribute_payload(attributes("red"))
        .await
        .expect("a thing");
    assert_eq!(created.thing_name.as_deref(), Some("lamp:1"));
    let update = client.update_thing().thing_name("lamp:1");
    update.attribute_payload(attributes("blue")).await.expect("changed");
    let described = client.describe_thing().thing_name("lamp:1").await.expect("an answer");
    assert_eq!(described.attributes.expect("attributes")["color"], "blue");
    let listed = client
        .list_things()
        .attribute_name("color")
        .attribute_value("blue")
        .max_results(5)
        .await
        .expect("an answer");
    assert_eq!(listed.things.expect("things").len(), 1);
    let deleted = client.delete_thing().thing_name("lamp:1").expected_version(2).await;
    deleted.expect("gone");
    let error = client.describe_thing().thing_name("lamp:1").await.unwrap_err();
    assert_eq!(error.code(), Some("ResourceNotFoundException"), "{error}");
    client.create_thing().thing_name("shade").await.expect("a thing");
}

/// Bytes as bodies.
async fn iot_data(client: &iot_data::Client) {
    let state = r#"{"state":{"desired":{"on":true}}}"#;
    let updated = client.update_thing_shadow().thing_name("shade").payload(state).await;
    let payload = updated.expect("an answer").payload.expect("a body");
    assert!(payload.starts_with(b"{"));
    let shadow = client.get_thing_shadow().thing_name("shade").await.expect("an answer");
    let payload = shadow.payload.expect("a body");
    assert!(String::from_utf8_lossy(&payload).contains("\"on\""));
}

/// Blobs in bodies, responses without a body.
async fn lambda(client: &lambda::Client) {
    use lambda::types::{FunctionCode, LayerVersionContentInput, Runtime};
    // An empty archive.
    let zip: Vec<u8> = [b"PK\x05\x06".as_slice(), &[0; 18]].concat();
    let layer = client
        .publish_layer_version()
        .layer_name("tools")
        .content(LayerVersionContentInput::default().zip_file(zip.clone()))
        .await
        .expect("a layer");
    assert_eq!(layer.version, Some(1));
    let created = client
        .create_function()
        .function_name("hello")
        .role("arn:aws:iam::123456789012:role/lambda")
        .runtime(Runtime::Python312)
        .handler("main.handler")
        .code(FunctionCode::default().zip_file(zip))
        .await;
    // moto wants the role to exist, which is another service.
    let error = created.expect_err("moto knows no such role");
    assert_eq!(error.code(), Some("InvalidParameterValueException"), "{error}");
    let listed = client.list_functions().await.expect("an answer");
    assert_eq!(listed.functions.expect("functions").len(), 0);
    let error = client.get_function().function_name("hello").await.unwrap_err();
    assert_eq!(error.code(), Some("ResourceNotFoundException"), "{error}");
    let missing = client.delete_function().function_name("hello").await;
    assert_eq!(missing.unwrap_err().status(), Some(404));
    let update = client.update_function_configuration().function_name("hello");
    assert!(update.memory_size(256).await.is_err());
}
