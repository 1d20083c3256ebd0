
/// Serves fakes of several services at one URL, which is printed.
async fn serve() {
    use tinsmith_runtime::test_util::Fake;
    let fake = sns_fake(ec2_fake(Fake::new()));
    let fake = fake.on::<sts::operation::get_caller_identity::GetCallerIdentity>(|_| {
        Ok(sts::operation::get_caller_identity::GetCallerIdentityOutput::default().account("123456789012"))
    });
    let server = fake.serve("127.0.0.1:0").await.expect("a port");
    println!("{}", server.url());
    // Until the test ends.
    std::thread::spawn(|| {
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        std::process::exit(0);
    });
    std::future::pending::<()>().await;
}

fn sns_fake(fake: tinsmith_runtime::test_util::Fake) -> tinsmith_runtime::test_util::Fake {
    use sns::operation::create_topic::{CreateTopic, CreateTopicInput, CreateTopicOutput};
    use sns::operation::delete_topic::{DeleteTopic, DeleteTopicOutput};
    use sns::operation::get_topic_attributes::{GetTopicAttributes, GetTopicAttributesOutput};
    use sns::operation::list_topics::{ListTopics, ListTopicsOutput};
    use sns::operation::publish::{Publish, PublishError};
    use sns::types::{NotFoundException, Topic};
    use std::sync::{Arc, Mutex};
    use tinsmith_runtime::error::ErrorMetadata;
    let created = Arc::new(Mutex::new(CreateTopicInput::default()));
    let seen = created.clone();
    fake.on::<CreateTopic>(move |input| {
        let arn = format!("arn:aws:sns:us-east-1:123456789012:{}", input.name.as_deref().unwrap_or_default());
        *created.lock().unwrap() = input;
        Ok(CreateTopicOutput::default().topic_arn(arn))
    })
    .on::<ListTopics>(|input| {
        let next: usize = input.next_token.map_or(1, |it| it.parse().unwrap());
        let output = ListTopicsOutput::default().topics([Topic::default().topic_arn(format!("arn:{next}"))]);
        Ok(if next < 3 { output.next_token((next + 1).to_string()) } else { output })
    })
    .on::<GetTopicAttributes>(move |input| match input.topic_arn.as_deref() {
        Some("none") => Err(NotFoundException::default().message("no such topic").into()),
        Some("seen") => {
            // What the fake got, as text.
            let input = seen.lock().unwrap();
            let mut attributes: Vec<_> = input.attributes.iter().flatten().collect();
            attributes.sort();
            let tags = input.tags.iter().flatten().map(|it| [it.key.clone(), it.value.clone()]);
            let text = format!("{attributes:?}{:?}", tags.collect::<Vec<_>>());
            Ok(GetTopicAttributesOutput::default().attributes([("Seen", text)]))
        }
        _ => Ok(GetTopicAttributesOutput::default().attributes([("Owner", "1"), ("Empty", "")])),
    })
    .on::<DeleteTopic>(|_| Ok(DeleteTopicOutput::default()))
    .on::<Publish>(|_| Err(PublishError::Unhandled(ErrorMetadata::for_tests(500, "InternalFailure", "it broke"))))
}

fn ec2_fake(fake: tinsmith_runtime::test_util::Fake) -> tinsmith_runtime::test_util::Fake {
    use ec2::operation::describe_instances::{DescribeInstances, DescribeInstancesError, DescribeInstancesOutput};
    use ec2::operation::run_instances::{RunInstances, RunInstancesOutput};
    use ec2::types::{Instance, InstanceState, InstanceStateName, Reservation, Tag};
    use tinsmith_runtime::error::ErrorMetadata;
    let instance = |id: &str, state: &str, keys: &[&str]| {
        Instance::default()
            .instance_id(id)
            .state(InstanceState::default().name(InstanceStateName::from(state)))
            .tags(keys.iter().map(|&key| Tag::default().key(key)))
            .launch_time("2020-01-02T03:04:05Z".parse::<tinsmith_runtime::chrono::DateTime<tinsmith_runtime::chrono::Utc>>().unwrap())
    };
    fake.on::<DescribeInstances>(move |input| {
        if input.instance_ids.is_some() {
            let error = ErrorMetadata::for_tests(400, "InvalidInstanceID.NotFound", "no such instance");
            return Err(DescribeInstancesError::Unhandled(error));
        }
        // What the fake got, as text.
        let filters = input.filters.into_iter().flatten();
        let filters = filters.map(|it| (it.name.unwrap_or_default(), it.values.unwrap_or_default()));
        let owner = format!("{:?}", filters.collect::<Vec<_>>());
        let instances = [instance("i-1", "running", &["a", "b"]), instance("i-2", "stopped", &[])];
        let reservation = Reservation::default().owner_id(owner).instances(instances);
        Ok(DescribeInstancesOutput::default().reservations([reservation]))
    })
    .on::<RunInstances>(|_| Ok(RunInstancesOutput::default()))
}
