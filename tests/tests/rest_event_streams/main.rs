//! Generated clients of services with event streams over REST, and over awsJson: against a server that sends frames of
//! AWS's crate over HTTP/1.1 and HTTP/2, and against fakes.

use tests::botocore;
use tests::project::Project;

const NAME: &str = "rest-event-streams";

/// The program, which asserts what it finds.
const PROGRAM: &str = include_str!("program.rs");

/// The services of botocore, each with the operations that the program calls.
const SERVICES: [(&str, &[&str]); 4] = [
    (
        "bedrock-runtime",
        &["ConverseStream", "InvokeModelWithResponseStream"],
    ),
    ("kinesis", &["SubscribeToShard"]),
    ("lambda", &["InvokeWithResponseStream"]),
    ("s3", &["SelectObjectContent"]),
];

#[test]
fn clients_receive_events_over_rest() {
    let project = Project::on_services(
        env!("CARGO_TARGET_TMPDIR"),
        NAME,
        &SERVICES,
        &["default-https-client", "serde", "test-util"],
        PROGRAM,
    );
    for (name, text) in [
        ("http2", include_str!("http2.rs")),
        ("kinesis_streams", include_str!("kinesis_streams.rs")),
        ("select", include_str!("select.rs")),
    ] {
        project.write(&format!("{NAME}/src/{name}.rs"), text);
    }
    project.cargo(&format!("run --quiet --package {NAME}"));
}

/// Operations that send events are left out, and named with the reason; the others are generated.
#[test]
fn only_operations_that_send_events_are_left_out() {
    for (service, sending) in [
        ("bedrock-runtime", "InvokeModelWithBidirectionalStream"),
        ("lexv2-runtime", "StartConversation"),
        ("polly", "StartSpeechSynthesisStream"),
        ("qbusiness", "Chat"),
        ("connecthealth", "StartMedicalScribeListeningSession"),
    ] {
        let input = botocore::input(service);
        let model = botocore::document(&input, "service-2");
        let all = model["operations"].as_object().expect("an object").len();
        let krate = tinsmith::generate(&input).unwrap_or_else(|error| panic!("{service}: {error}"));
        assert_eq!(krate.operations.len(), all - 1, "{service}");
        assert!(krate.operations.iter().all(|it| it.name != sending));
        let reasons: Vec<_> = krate
            .warnings
            .iter()
            .map(|it| it.message.as_str())
            .collect();
        let reason = format!("{sending} is left out: sending event streams is not supported yet");
        assert!(reasons.contains(&reason.as_str()), "{reasons:?}");
    }
}
