
/// Templates, pages of stacks, waiters, errors whose codes are in the model's list.
async fn cloudformation(client: &cloudformation::Client) {
    use cloudformation::types::{Parameter, StackStatus, Tag};
    const TEMPLATE: &str = "Parameters: {Name: {Type: String}}\n\
        Resources: {Topic: {Type: \"AWS::SNS::Topic\", Properties: {TopicName: !Ref Name}}}\n\
        Outputs: {Arn: {Value: !Ref Topic}}\n";
    let name = |value: &str| [Parameter::default().parameter_key("Name").parameter_value(value)];
    // Moto has pages of 50.
    let names: Vec<_> = (0..52).map(|number| format!("stack-{number}")).collect();
    for stack in &names {
        let created = client
            .create_stack()
            .stack_name(stack)
            .template_body(TEMPLATE)
            .parameters(name(stack))
            .tags([Tag::new("team", "a & b < ü")])
            .await
            .expect("a stack");
        assert!(created.stack_id.expect("an id").contains(stack.as_str()));
    }
    let waited = client.wait_until_stack_create_complete().stack_name("stack-0").await;
    waited.expect("it is there");
    let described = client.describe_stacks().stack_name("stack-0").await.expect("the stack");
    let stack = described.stacks.expect("stacks").remove(0);
    assert_eq!(stack.stack_status, StackStatus::CreateComplete);
    assert!(stack.creation_time.timestamp() > 1_700_000_000);
    assert_eq!(stack.disable_rollback, Some(false));
    assert_eq!(stack.notification_arns, Some(Vec::new()));
    assert_eq!(stack.tags.expect("tags"), [Tag::new("team", "a & b < ü")]);
    let output = &stack.outputs.expect("outputs")[0];
    let arn = Some("arn:aws:sns:us-east-1:123456789012:stack-0");
    assert_eq!((output.output_key.as_deref(), output.output_value.as_deref()), (Some("Arn"), arn));
    let got = client.get_template().stack_name("stack-0").await.expect("the template");
    assert_eq!(got.template_body.as_deref(), Some(TEMPLATE));

    let mut pages = client.describe_stacks().into_paginator().send();
    let mut counts = Vec::new();
    while let Some(page) = pages.next().await {
        counts.push(page.expect("a page").stacks.expect("stacks").len());
    }
    assert_eq!(counts, [50, 2]);
    let listed: Vec<_> = client.describe_stacks().into_paginator().items().send().collect().await.expect("all pages");
    let mut listed: Vec<_> = listed.into_iter().map(|it| it.stack_name).collect();
    let mut expected = names.clone();
    listed.sort();
    expected.sort();
    assert_eq!(listed, expected);

    let call = client.update_stack().stack_name("stack-0").use_previous_template(true);
    call.parameters(name("other")).await.expect("it is updated");
    let waited = client.wait_until_stack_update_complete().stack_name("stack-0").await;
    waited.expect("it is there");
    let resources = client.list_stack_resources().stack_name("stack-0").await.expect("resources");
    let resource = resources.stack_resource_summaries.expect("resources").remove(0);
    assert_eq!(resource.logical_resource_id, "Topic");
    assert!(resource.physical_resource_id.expect("an ARN").ends_with(":other"));

    for stack in &names {
        client.delete_stack().stack_name(stack).await.expect("it is gone");
    }
    let waited = client.wait_until_stack_delete_complete().stack_name("stack-0").await;
    waited.expect("it is gone");
    let error = client.describe_stacks().stack_name("stack-0").await.unwrap_err();
    assert_eq!((error.code(), error.status()), (Some("ValidationError"), Some(400)), "{error}");
    assert_eq!(error.message(), Some("Stack with id stack-0 does not exist"));
}

/// Lists in lists, booleans and numbers in both directions, pages.
async fn autoscaling(client: &autoscaling::Client) {
    use autoscaling::types::{BlockDeviceMapping, Ebs, Tag};
    let device = BlockDeviceMapping::new("/dev/xvda").ebs(Ebs::default().volume_size(8).encrypted(true));
    client
        .create_launch_configuration()
        .launch_configuration_name("small")
        .image_id("ami-12c6146b")
        .instance_type("t2.micro")
        .block_device_mappings([device])
        .await
        .expect("a configuration");
    let names = ["a", "b", "c"];
    for name in names {
        client
            .create_auto_scaling_group()
            .auto_scaling_group_name(name)
            .launch_configuration_name("small")
            .min_size(0)
            .max_size(2)
            .desired_capacity(1)
            .availability_zones(["us-east-1a"])
            .tags([Tag::new("team").value("v & w").propagate_at_launch(true)])
            .await
            .expect("a group");
    }
    let pages = client.describe_auto_scaling_groups().into_paginator().page_size(2);
    let groups: Vec<_> = pages.items().send().collect().await.expect("all pages");
    assert_eq!(groups.iter().map(|it| &*it.auto_scaling_group_name).collect::<Vec<_>>(), names);
    let group = &groups[0];
    assert_eq!((group.min_size, group.max_size, group.desired_capacity), (0, 2, 1));
    assert_eq!(group.instances.as_ref().map(Vec::len), Some(1));
    let tag = &group.tags.as_ref().expect("tags")[0];
    assert_eq!((tag.value.as_deref(), tag.propagate_at_launch), (Some("v & w"), Some(true)));
    let described = client.describe_launch_configurations().await.expect("an answer");
    let configuration = described.launch_configurations.expect("configurations").remove(0);
    let devices = configuration.block_device_mappings.expect("devices");
    let volume = devices[0].ebs.as_ref().expect("a volume");
    assert_eq!((volume.volume_size, volume.encrypted), (Some(8), Some(true)));
    for name in names {
        let call = client.delete_auto_scaling_group().auto_scaling_group_name(name);
        call.force_delete(true).await.expect("it is gone");
    }
    let call = client.delete_auto_scaling_group().auto_scaling_group_name("a");
    let error = call.await.unwrap_err();
    assert_eq!((error.code(), error.status()), (Some("ValidationError"), Some(400)), "{error}");
}

/// Structures in lists in structures, a waiter, an error with a code of its own.
async fn load_balancers(client: &elbv2::Client, ec2: &ec2::Client) {
    use elbv2::operation::describe_load_balancers::DescribeLoadBalancersError;
    use elbv2::types::{Action, ActionTypeEnum, LoadBalancerSchemeEnum, ProtocolEnum, Tag, TargetGroupAttribute};
    let subnets = ec2.describe_subnets().await.expect("subnets").subnets.expect("subnets");
    let vpc = subnets[0].vpc_id.clone().expect("a VPC");
    let subnets = subnets.into_iter().take(2).filter_map(|it| it.subnet_id);
    let created = client
        .create_load_balancer()
        .name("web")
        .subnets(subnets)
        .scheme(LoadBalancerSchemeEnum::Internal)
        .tags([Tag::new("team").value("web")])
        .await
        .expect("a load balancer");
    let balancer = created.load_balancers.expect("it is returned").remove(0);
    assert_eq!(balancer.availability_zones.as_ref().map(Vec::len), Some(2));
    let arn = balancer.load_balancer_arn.expect("an ARN");
    let created = client
        .create_target_group()
        .name("targets")
        .protocol(ProtocolEnum::Http)
        .port(80)
        .vpc_id(vpc)
        .health_check_path("/a?b&c")
        .await
        .expect("a target group");
    let group = created.target_groups.expect("it is returned").remove(0);
    assert_eq!(group.health_check_path.as_deref(), Some("/a?b&c"));
    assert_eq!(group.matcher.expect("a matcher").http_code.as_deref(), Some("200"));
    let targets = group.target_group_arn.expect("an ARN");
    let action = Action::new(ActionTypeEnum::Forward).target_group_arn(&targets);
    let call = client.create_listener().load_balancer_arn(&arn).protocol(ProtocolEnum::Http);
    call.port(80).default_actions([action]).await.expect("a listener");
    let listeners = client.describe_listeners().load_balancer_arn(&arn).await.expect("listeners");
    let listener = listeners.listeners.expect("listeners").remove(0);
    let actions = listener.default_actions.expect("actions");
    assert_eq!(actions[0].target_group_arn.as_deref(), Some(&*targets));
    let waited = client.wait_until_load_balancer_available().names(["web"]).await;
    waited.expect("it is there");
    let attribute = TargetGroupAttribute::default().key("stickiness.enabled").value("true");
    let call = client.modify_target_group_attributes().target_group_arn(&targets);
    let attributes = call.attributes([attribute.clone()]).await.expect("it is modified");
    assert!(attributes.attributes.expect("attributes").contains(&attribute));
    let tags = client.describe_tags().resource_arns([&arn]).await.expect("tags");
    let tags = tags.tag_descriptions.expect("descriptions").remove(0).tags.expect("tags");
    assert_eq!(tags, [Tag::new("team").value("web")]);
    client.delete_load_balancer().load_balancer_arn(&arn).await.expect("it is gone");
    let error = client.describe_load_balancers().names(["web"]).await.unwrap_err();
    let is_missing = DescribeLoadBalancersError::is_load_balancer_not_found_exception;
    assert!(error.is_service(is_missing), "{error}");
    assert_eq!(error.code(), Some("LoadBalancerNotFound"));
}

/// Lists with named items, a secret, a waiter, an error.
async fn redshift(client: &redshift::Client) {
    use redshift::operation::describe_clusters::DescribeClustersError;
    use redshift::types::Tag;
    let created = client
        .create_cluster()
        .cluster_identifier("house")
        .node_type("ds2.xlarge")
        .master_username("user")
        .master_user_password("Secret & 12")
        .tags([Tag::default().key("team").value("data")])
        .await
        .expect("a cluster");
    let cluster = created.cluster.expect("it is returned");
    assert_eq!(cluster.endpoint.expect("an endpoint").port, Some(5_439));
    let groups = cluster.cluster_parameter_groups.expect("groups");
    assert_eq!(groups[0].parameter_group_name.as_deref(), Some("default.redshift-1.0"));
    let waited = client.wait_until_cluster_available().cluster_identifier("house").await;
    waited.expect("it is there");
    let described = client.describe_clusters().await.expect("clusters");
    let clusters = described.clusters.expect("clusters");
    let tags = clusters[0].tags.as_ref().expect("tags");
    assert_eq!(tags, &[Tag::default().key("team").value("data")]);
    let call = client.delete_cluster().cluster_identifier("house");
    call.skip_final_cluster_snapshot(true).await.expect("it is gone");
    let error = client.describe_clusters().cluster_identifier("house").await.unwrap_err();
    assert!(error.is_service(DescribeClustersError::is_cluster_not_found_fault), "{error}");
    assert_eq!(error.code(), Some("ClusterNotFound"));
}

/// Bytes and structures in forms; maps, floats and times in responses.
async fn email(client: &ses::Client) {
    use ses::operation::send_email::SendEmailError;
    use ses::types::{Body, Content, Destination, Message, RawMessage, VerificationStatus};
    client.verify_email_identity().email_address("a@example.com").await.expect("it is verified");
    let verified = client.verify_domain_identity().domain("example.org").await.expect("a token");
    assert!(verified.verification_token.is_some_and(|it| !it.is_empty()));
    let identities = client.list_identities().await.expect("an answer").identities.expect("identities");
    assert_eq!(identities, ["a@example.com", "example.org"]);
    let call = client.get_identity_verification_attributes().identities(["a@example.com"]);
    let attributes = call.await.expect("an answer").verification_attributes.expect("attributes");
    assert_eq!(attributes["a@example.com"].verification_status, VerificationStatus::Success);
    let send = |source: &str| {
        let message = Message::new(
            Content::new("ü & <x>"),
            Body::default().text(Content::new("line\r\n line +%\n").charset("UTF-8")),
        );
        client
            .send_email()
            .source(source)
            .destination(Destination::default().to_addresses(["b@example.com", "c@example.com"]))
            .message(message)
    };
    assert!(send("a@example.com").await.expect("it is sent").message_id.is_some());
    let raw = RawMessage::new(&b"From: a@example.com\nTo: b@example.com\n\nhi"[..]);
    client.send_raw_email().raw_message(raw).await.expect("it is sent");
    let quota = client.get_send_quota().await.expect("a quota");
    assert_eq!((quota.max24_hour_send, quota.sent_last24_hours), (Some(200.0), Some(3.0)));
    let statistics = client.get_send_statistics().await.expect("statistics");
    let point = &statistics.send_data_points.expect("points")[0];
    assert!(point.timestamp.expect("a time").timestamp() > 1_700_000_000);
    let error = send("z@example.net").await.unwrap_err();
    assert!(error.is_service(SendEmailError::is_message_rejected), "{error}");
    assert_eq!(error.message(), Some("Email address not verified z@example.net"));
}

/// Pages, a waiter that ends with a missing cluster, tags.
async fn caches(client: &elasticache::Client) {
    use elasticache::operation::describe_cache_clusters::DescribeCacheClustersError;
    use elasticache::types::Tag;
    for name in ["k-a", "k-b"] {
        client
            .create_cache_cluster()
            .cache_cluster_id(name)
            .engine("redis")
            .cache_node_type("cache.t3.micro")
            .num_cache_nodes(1)
            .tags([Tag::default().key("team").value("data")])
            .await
            .expect("a cluster");
    }
    let waited = client.wait_until_cache_cluster_available().cache_cluster_id("k-a").await;
    waited.expect("it is there");
    let pages = client.describe_cache_clusters().into_paginator().items();
    let clusters: Vec<_> = pages.send().collect().await.expect("all pages");
    assert_eq!(clusters.len(), 2);
    assert_eq!(clusters[0].auth_token_enabled, Some(false));
    let arn = clusters[0].arn.clone().expect("an ARN");
    let listed = client.list_tags_for_resource().resource_name(arn).await.expect("tags");
    assert_eq!(listed.tag_list.expect("tags"), [Tag::default().key("team").value("data")]);
    let error = client.describe_cache_clusters().cache_cluster_id("none").await.unwrap_err();
    let is_missing = DescribeCacheClustersError::is_cache_cluster_not_found_fault;
    assert!(error.is_service(is_missing), "{error}");
    assert_eq!((error.code(), error.status()), (Some("CacheClusterNotFound"), Some(404)));
}
