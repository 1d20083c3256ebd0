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
    let role = role(&iam::Client::from_conf(config())).await;
    lambda(&lambda::Client::from_conf(config()), &role).await;
    api_gateway(&apigateway::Client::from_conf(config())).await;
    ses(&sesv2::Client::from_conf(config())).await;
    glacier(&glacier::Client::from_conf(config())).await;
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

/// A role for a function.
async fn role(client: &iam::Client) -> String {
    let created = client.create_role().role_name("lambda").assume_role_policy_document("{}").await;
    let arn = created.expect("a role").role.expect("it is returned").arn;
    assert_eq!(arn, "arn:aws:iam::123456789012:role/lambda");
    arn
}

/// Blobs in bodies, payloads in both directions, responses without a body.
async fn lambda(client: &lambda::Client, role: &str) {
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
    let layer = layer.layer_version_arn.expect("an ARN");
    let listed = client.list_layers().await.expect("an answer").layers.expect("layers");
    let version = listed[0].latest_matching_version.as_ref().expect("a version");
    assert_eq!(version.layer_version_arn.as_deref(), Some(&*layer));

    let create = |role: &str| {
        let create = client.create_function().function_name("hello").role(role);
        let create = create.runtime(Runtime::Python312).handler("main.handler").layers([&*layer]);
        create.code(FunctionCode::default().zip_file(zip.clone()))
    };
    let error = create("arn:aws:iam::123456789012:role/other").await.expect_err("no such role");
    assert_eq!(error.code(), Some("InvalidParameterValueException"), "{error}");
    let created = create(role).await.expect("a function");
    assert_eq!(created.code_size, Some(22));
    let hash = "hznHbmgfkAkjuQDJ3w73XPQh05yrtUZQxLmtGbanbYU=";
    assert_eq!(created.code_sha256.as_deref(), Some(hash));
    let found = client.get_function().function_name("hello").await.expect("an answer");
    let layers = found.configuration.expect("it is there").layers.expect("layers");
    assert_eq!(layers[0].arn.as_deref(), Some(&*layer));
    let update = client.update_function_configuration().function_name("hello");
    let updated = update.memory_size(256).await.expect("changed");
    assert_eq!(updated.memory_size, Some(256));
    let listed = client.list_functions().into_paginator().items().send().collect::<Vec<_>>();
    let listed = listed.await.expect("functions");
    assert_eq!(listed[0].function_name.as_deref(), Some("hello"));
    // moto answers with what it gets.
    let answer = client.invoke().function_name("hello").payload(r#"{"a":1}"#).await;
    let answer = answer.expect("an answer");
    assert_eq!(answer.payload.as_deref(), Some(br#"{"a":1}"#.as_slice()));
    assert_eq!(answer.status_code, Some(200));

    client.delete_function().function_name("hello").await.expect("gone");
    let error = client.get_function().function_name("hello").await.unwrap_err();
    assert_eq!(error.code(), Some("ResourceNotFoundException"), "{error}");
    let missing = client.delete_function().function_name("hello").await;
    assert_eq!(missing.unwrap_err().status(), Some(404));
}

/// Labels in the path, items of pages.
async fn api_gateway(client: &apigateway::Client) {
    let mut ids = Vec::new();
    for name in ["first", "second"] {
        let created = client.create_rest_api().name(name).tags([("team", name)]).await;
        ids.push(created.expect("an API").id.expect("an id"));
    }
    let api = client.get_rest_api().rest_api_id(&*ids[1]).await.expect("an answer");
    assert_eq!(api.name.as_deref(), Some("second"));
    assert_eq!(api.tags.expect("tags")["team"], "second");
    let resources = || client.get_resources().rest_api_id(&*ids[0]).into_paginator().items();
    let root: Vec<_> = resources().send().collect().await.expect("resources");
    assert_eq!(root[0].path.as_deref(), Some("/"));
    let create = client.create_resource().rest_api_id(&*ids[0]).path_part("pets");
    let created = create.parent_id(root[0].id.clone().expect("an id")).await.expect("a resource");
    assert_eq!(created.path.as_deref(), Some("/pets"));
    let all: Vec<_> = resources().send().collect().await.expect("resources");
    assert_eq!(all.len(), 2);
    client.delete_rest_api().rest_api_id(&*ids[0]).await.expect("gone");
    let left: Vec<_> = client.get_rest_apis().into_paginator().items().send().collect().await.expect("APIs");
    assert_eq!(left.len(), 1);
    let error = client.get_rest_api().rest_api_id(&*ids[0]).await.unwrap_err();
    assert_eq!(error.code(), Some("NotFoundException"), "{error}");
}

/// Nested structures, an address in the path.
async fn ses(client: &sesv2::Client) {
    use sesv2::types::{Body, Content, Destination, EmailContent, IdentityType, Message};
    let identity = client.create_email_identity().email_identity("a@example.com").await;
    let identity = identity.expect("an identity");
    assert_eq!(identity.identity_type, Some(IdentityType::EmailAddress));
    client.create_contact_list().contact_list_name("all").await.expect("a list");
    let create = client.create_contact().contact_list_name("all");
    create.email_address("b+c@example.com").unsubscribe_all(true).await.expect("a contact");
    let found = client.get_contact().contact_list_name("all").email_address("b+c@example.com").await;
    let found = found.expect("an answer");
    assert_eq!(found.unsubscribe_all, Some(true));
    assert!(found.created_timestamp.is_some());
    let listed = client.list_contacts().contact_list_name("all").await.expect("an answer");
    assert_eq!(listed.contacts.expect("contacts").len(), 1);
    let text = |text: &str| Content::new(text);
    let message = Message::new(text("hello"), Body::default().text(text("How are you?")));
    let send = |from: &str| {
        let send = client.send_email().from_email_address(from);
        let send = send.destination(Destination::default().to_addresses(["b@example.com"]));
        send.content(EmailContent::default().simple(message.clone()))
    };
    let sent = send("a@example.com").await.expect("it is sent");
    assert!(sent.message_id.is_some_and(|id| !id.is_empty()));
    let error = send("unknown@example.com").await.unwrap_err();
    assert_eq!(error.code(), Some("MessageRejected"), "{error}");
}

/// Members with defaults, checksums of streams, a stream as an answer.
async fn glacier(client: &glacier::Client) {
    use glacier::client::ByteStream;
    use glacier::types::JobParameters;
    client.create_vault().vault_name("films").await.expect("a vault");
    let bytes: Vec<u8> = (b'a'..=b'z').cycle().take(2_500_000).collect();
    let path = std::env::temp_dir().join(format!("tinsmith-moto-glacier-{}", std::process::id()));
    std::fs::write(&path, &bytes).expect("a file");
    let upload = || client.upload_archive().vault_name("films").archive_description("first");
    let body = ByteStream::from_path(&path).await.expect("a file");
    let archive = upload().body(body).await.expect("an archive");
    std::fs::remove_file(path).expect("it is there");
    assert_eq!(archive.archive_id.as_deref(), Some("80331a204e4c4d282a5a47b4db1a5221"));
    let hash = "41ec0d422cdbcc595d95a996b6cdb63d4ebdbe2e1de28cc897fca13ec3d66192";
    assert_eq!(archive.checksum.as_deref(), Some(hash));
    // Without checksums, it would be refused.
    let once = ByteStream::from_reader(std::io::Cursor::new("once"));
    let error = upload().body(once).await.unwrap_err();
    assert!(error.to_string().contains("can be read only once"), "{error}");

    let vault = client.describe_vault().vault_name("films").await.expect("an answer");
    assert_eq!((vault.number_of_archives, vault.size_in_bytes), (Some(1), Some(2_500_000)));
    let vaults: Vec<_> = client.list_vaults().into_paginator().items().send().collect().await.expect("vaults");
    assert_eq!(vaults.len(), 1);
    let job = JobParameters::default().r#type("archive-retrieval").tier("Expedited");
    let job = job.archive_id(archive.archive_id.expect("an id"));
    let job = client.initiate_job().vault_name("films").job_parameters(job).await.expect("a job");
    let job = job.job_id.expect("an id");
    let ask = || client.describe_job().vault_name("films").job_id(&*job);
    while ask().await.expect("an answer").completed != Some(true) {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    let output = client.get_job_output().vault_name("films").job_id(&*job).await.expect("the archive");
    assert_eq!(output.body.collect().await.expect("its bytes"), bytes);
}
