//! Calls services that speak awsQuery and ec2Query at the URL in the first argument; without one,
//! serves fakes of them.

use tinsmith_runtime::client::Config;


#[tokio::main(flavor = "current_thread")]
async fn main() {
    let Some(url) = std::env::args().nth(1) else {
        return serve().await;
    };
    let config = || Config::for_tests().endpoint_url(&url).build();
    sts(&sts::Client::from_conf(config())).await;
    iam(&iam::Client::from_conf(config())).await;
    sns(&sns::Client::from_conf(config())).await;
    ec2(&ec2::Client::from_conf(config())).await;
    rds(&rds::Client::from_conf(config())).await;
    cloudformation(&cloudformation::Client::from_conf(config())).await;
    autoscaling(&autoscaling::Client::from_conf(config())).await;
    load_balancers(&elbv2::Client::from_conf(config()), &ec2::Client::from_conf(config())).await;
    redshift(&redshift::Client::from_conf(config())).await;
    email(&ses::Client::from_conf(config())).await;
    caches(&elasticache::Client::from_conf(config())).await;
}

/// Timestamps and numbers; credentials that are not shown.
async fn sts(client: &sts::Client) {
    let identity = client.get_caller_identity().await.expect("an identity");
    assert_eq!(identity.account.as_deref(), Some("123456789012"));
    let assumed = client
        .assume_role()
        .role_arn("arn:aws:iam::123456789012:role/a+b & c")
        .role_session_name("session")
        .duration_seconds(900)
        .tags([sts::types::Tag::new("team", "tools")])
        .await
        .expect("credentials");
    let user = assumed.assumed_role_user.expect("a user");
    assert!(user.arn.contains("assumed-role/a+b & c/session"), "{}", user.arn);
    let credentials = assumed.credentials.expect("credentials");
    assert!(!credentials.session_token.is_empty());
    assert!(credentials.expiration.timestamp() > 1_700_000_000);
    communication_errors().await;
}

/// botocore and the official crate retry a call if AWS could not reach the identity provider.
async fn communication_errors() {
    use sts::operation::assume_role_with_web_identity::{
        AssumeRoleWithWebIdentity, AssumeRoleWithWebIdentityOutput,
    };
    use tinsmith_runtime::test_util::{Fake, Fault};
    let fake = Fake::new().on::<AssumeRoleWithWebIdentity>(|_| {
        Ok(AssumeRoleWithWebIdentityOutput::default().provider("provider"))
    });
    fake.inject(Fault::error(400, "IDPCommunicationError", "no answer"));
    let client = sts::Client::from_conf(fake.config());
    let call = client.assume_role_with_web_identity().web_identity_token("token");
    let call = call.role_arn("arn:aws:iam::123456789012:role/a").role_session_name("session");
    let output = call.await.expect("the second answer");
    assert_eq!(output.provider.as_deref(), Some("provider"));
    assert_eq!(fake.request_count(), 2);
}

/// Lists of structures, pages, waiters, errors whose codes are not their names.
async fn iam(client: &iam::Client) {
    use iam::types::Tag;
    let names: Vec<_> = (1..=5).map(|number| format!("user-{number}")).collect();
    for name in &names {
        let created = client
            .create_user()
            .user_name(name)
            .path("/team/")
            .tags([Tag::new("a b", "c/d & ü"), Tag::new("empty", "")])
            .await
            .expect("a user");
        assert_eq!(created.user.expect("it is returned").user_name, *name);
    }
    client.wait_until_user_exists().user_name("user-1").await.expect("it is there");
    let pages = client.list_users().path_prefix("/team/").into_paginator().page_size(2);
    let users: Vec<_> = pages.items().send().collect().await.expect("all pages");
    assert_eq!(users.iter().map(|user| user.user_name.clone()).collect::<Vec<_>>(), names);
    assert!(users[0].create_date.timestamp() > 1_700_000_000);

    let tag = client.tag_user().user_name("user-1").tags([Tag::new("late", "1")]);
    tag.await.expect("it is tagged");
    let tags = client.list_user_tags().user_name("user-1").await.expect("tags");
    assert_eq!(tags.is_truncated, Some(false));
    let tags = tags.tags.expect("tags");
    assert!(tags.contains(&Tag::new("a b", "c/d & ü")), "{tags:?}");
    assert!(tags.contains(&Tag::new("empty", "")) && tags.contains(&Tag::new("late", "1")));

    let policy = r#"{"Version":"2012-10-17","Statement":[]}"#;
    let role = client.create_role().role_name("role").assume_role_policy_document(policy);
    role.await.expect("a role");
    client.get_role().role_name("role").await.expect("it is there");
    for name in &names {
        client.delete_user().user_name(name).await.expect("gone");
    }
    let error = client.get_user().user_name("user-1").await.unwrap_err();
    assert_eq!(error.code(), Some("NoSuchEntity"), "{error}");
    assert_eq!(error.status(), Some(404));
    assert!(error.request_id().is_some());
    let is_missing = iam::operation::get_user::GetUserError::is_no_such_entity_exception;
    assert!(error.is_service(is_missing), "{error}");
}

/// Maps of texts and of structures, bytes in forms.
async fn sns(client: &sns::Client) {
    use sns::types::{MessageAttributeValue, PublishBatchRequestEntry, Tag};
    let created = client
        .create_topic()
        .name("topic")
        .attributes([("DisplayName", "a & b"), ("KmsMasterKeyId", "key")])
        .tags([Tag::new("team", "tools")])
        .await
        .expect("a topic");
    let arn = created.topic_arn.expect("an ARN");
    let attributes = client.get_topic_attributes().topic_arn(&arn).await.expect("attributes");
    let attributes = attributes.attributes.expect("attributes");
    assert_eq!(attributes["DisplayName"], "a & b");
    let set = client.set_topic_attributes().topic_arn(&arn).attribute_name("DisplayName");
    set.attribute_value("").await.expect("it is set");

    let bytes = MessageAttributeValue::new("Binary").binary_value(vec![0, 0xff]);
    let text = MessageAttributeValue::new("String").string_value("<ü>");
    let published = client
        .publish()
        .topic_arn(&arn)
        .message("line 1\r\nline 2")
        .message_attributes([("bytes", bytes), ("text", text)])
        .await
        .expect("an id");
    assert!(published.message_id.is_some());
    let entries = ["1", "2"].map(|id| PublishBatchRequestEntry::new(id, format!("message {id}")));
    let batch = client.publish_batch().topic_arn(&arn).publish_batch_request_entries(entries);
    let batch = batch.await.expect("an answer");
    assert_eq!(batch.successful.expect("a list").len(), 2);

    let tags = client.list_tags_for_resource().resource_arn(&arn).await.expect("tags");
    assert_eq!(tags.tags.expect("tags"), [Tag::new("team", "tools")]);
    assert_eq!(client.list_topics().await.expect("topics").topics.expect("topics").len(), 1);
    client.delete_topic().topic_arn(&arn).await.expect("gone");
    let error = client.get_topic_attributes().topic_arn(&arn).await.unwrap_err();
    let is_missing = sns::operation::get_topic_attributes::GetTopicAttributesError::is_not_found_exception;
    assert!(error.is_service(is_missing), "{error}");
}

/// Filters, dry runs, lists in lists, waiters, pages.
async fn ec2(client: &ec2::Client) {
    use ec2::types::{Filter, InstanceType, IpPermission, IpRange, ResourceType, Tag, TagSpecification};
    let images = client.describe_images().owners(["amazon"]).await.expect("images");
    let image = images.images.expect("images").remove(0).image_id.expect("an id");
    let tags = TagSpecification::default()
        .resource_type(ResourceType::Instance)
        .tags([Tag::default().key("Name").value("one & two"), Tag::default().key("team").value("")]);
    let run = client
        .run_instances()
        .image_id(&image)
        .instance_type(InstanceType::from("t3.micro"))
        .min_count(7)
        .max_count(7)
        .tag_specifications([tags]);
    let dry = run.clone().dry_run(true).await.unwrap_err();
    assert_eq!(dry.code(), Some("DryRunOperation"), "{dry}");
    let reservation = run.await.expect("instances");
    let instances = reservation.instances.expect("instances");
    let ids: Vec<_> = instances.into_iter().filter_map(|it| it.instance_id).collect();
    assert_eq!(ids.len(), 7);
    let running = client.wait_until_instance_running().instance_ids(&ids);
    running.await.expect("they run");

    let filters = [
        Filter::default().name("tag:Name").values(["one & two", "three"]),
        Filter::default().name("instance-state-name").values(["running"]),
    ];
    let pages = client.describe_instances().filters(filters).into_paginator().page_size(5);
    let reservations: Vec<_> = pages.items().send().collect().await.expect("all pages");
    let found = reservations.into_iter().flat_map(|it| it.instances.unwrap_or_default());
    let mut found: Vec<_> = found.collect();
    found.sort_by_key(|it| ids.iter().position(|id| Some(id) == it.instance_id.as_ref()));
    assert_eq!(found.len(), 7);
    let first = &found[0];
    assert!(first.launch_time.is_some_and(|it| it.timestamp() > 1_700_000_000));
    assert!(first.tags.as_ref().is_some_and(|it| it.len() == 2), "{:?}", first.tags);
    assert_eq!(first.instance_type, Some(InstanceType::from("t3.micro")));

    let tag = Tag::default().key("late").value("1");
    client.create_tags().resources(&ids[..2]).tags([tag]).await.expect("tagged");
    let late = Filter::default().name("key").values(["late"]);
    let late = client.describe_tags().filters([late]).await.expect("tags");
    assert_eq!(late.tags.expect("tags").len(), 2);

    let group = client.create_security_group().group_name("group").description("a group");
    let group = group.await.expect("a group").group_id.expect("an id");
    let permission = IpPermission::default()
        .ip_protocol("tcp")
        .from_port(443)
        .to_port(443)
        .ip_ranges([IpRange::default().cidr_ip("10.0.0.0/8"), IpRange::default().cidr_ip("192.168.0.0/16")]);
    let allow = client.authorize_security_group_ingress().group_id(&group);
    allow.ip_permissions([permission]).await.expect("it is allowed");
    let groups = client.describe_security_groups().group_ids([&group]).await.expect("groups");
    let permissions = groups.security_groups.expect("groups").remove(0).ip_permissions;
    let permission = permissions.expect("permissions").remove(0);
    assert_eq!(permission.from_port, Some(443));
    assert_eq!(permission.ip_ranges.expect("ranges").len(), 2);

    client.terminate_instances().instance_ids(&ids).await.expect("they end");
    let terminated = client.wait_until_instance_terminated().instance_ids(&ids);
    terminated.await.expect("they have ended");
    let unknown = client.describe_instances().instance_ids(["i-0123456789abcdef0"]);
    let error = unknown.await.unwrap_err();
    assert_eq!(error.code(), Some("InvalidInstanceID.NotFound"), "{error}");
    assert!(error.message().is_some_and(|it| it.contains("i-0123456789abcdef0")));
    assert!(error.request_id().is_some());
}

/// Items with names, waiters.
async fn rds(client: &rds::Client) {
    use rds::types::Tag;
    let tag = |key: &str, value: &str| Tag::default().key(key).value(value);
    let created = client
        .create_db_instance()
        .db_instance_identifier("database")
        .db_instance_class("db.t3.micro")
        .engine("postgres")
        .master_username("admin")
        .master_user_password("top-secret")
        .allocated_storage(20)
        .enable_cloudwatch_logs_exports(["postgresql", "upgrade"])
        .tags([tag("team", "tools")])
        .await
        .expect("an instance");
    let instance = created.db_instance.expect("it is returned");
    assert_eq!(instance.allocated_storage, Some(20));
    let arn = instance.db_instance_arn.expect("an ARN");
    let wait = client.wait_until_db_instance_available().db_instance_identifier("database");
    wait.await.expect("it is available");
    client.add_tags_to_resource().resource_name(&arn).tags([tag("late", "")]).await.expect("tagged");
    let tags = client.list_tags_for_resource().resource_name(&arn).await.expect("tags");
    assert_eq!(tags.tag_list.expect("tags"), [tag("team", "tools"), tag("late", "")]);
    let items = client.describe_db_instances().into_paginator().items();
    let found: Vec<_> = items.send().collect().await.expect("all pages");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].enabled_cloudwatch_logs_exports.as_ref().map(Vec::len), Some(2));
    let delete = client.delete_db_instance().db_instance_identifier("database");
    delete.skip_final_snapshot(true).await.expect("it goes");
    let missing = client.describe_db_instances().db_instance_identifier("database");
    let error = missing.await.unwrap_err();
    assert_eq!(error.code(), Some("DBInstanceNotFound"), "{error}");
    let is_missing = rds::operation::describe_db_instances::DescribeDbInstancesError::is_db_instance_not_found_fault;
    assert!(error.is_service(is_missing), "{error}");
}
