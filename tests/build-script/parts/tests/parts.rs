//! Each optional feature works in a module, against the module's fake.

use std::fs;
use std::path::{Path, PathBuf};

use build_script_parts::compression::operation::put_points::{PutPoints, PutPointsOutput};
use build_script_parts::discovery::operation::list_shelves::{ListShelves, ListShelvesOutput};
use build_script_parts::event_streams::operation::watch::{Watch, WatchOutput};
use build_script_parts::query_compatible::operation::fetch::Fetch;
use build_script_parts::query_compatible::types::Missing;
use build_script_parts::{compression, discovery, event_streams, query_compatible};
use event_streams::client::EventStream;
use event_streams::types::{Created, Events};
use toml::Table;

#[tokio::test]
async fn requests_are_compressed() {
    use compression::Client;
    use compression::test_util::Fake;

    let fake = Fake::new().on::<PutPoints>(|_| Ok(PutPointsOutput::default()));
    let client = Client::from_conf(fake.config());
    let points = "1,2;".repeat(10_000);
    client.put_points().points(&*points).send().await.unwrap();
    let requests = fake.requests();
    assert_eq!(requests[0].header("content-encoding"), Some("gzip"));
    assert!(requests[0].body().len() < 1_000);
    assert_eq!(
        fake.calls::<PutPoints>()[0].points.as_deref(),
        Some(&*points)
    );
}

#[tokio::test]
async fn endpoints_are_discovered() {
    use discovery::Client;
    use discovery::test_util::Fake;

    let fake = Fake::new().on::<ListShelves>(|_| Ok(ListShelvesOutput::default()));
    let client = Client::from_conf(fake.config());
    client.list_shelves().send().await.unwrap();
    assert_eq!(fake.calls::<ListShelves>().len(), 1);
}

#[tokio::test]
async fn events_are_received() {
    use event_streams::Client;
    use event_streams::test_util::Fake;

    let fake = Fake::new().on::<Watch>(|_| {
        let events = [Ok(Events::Created(Created::default()))];
        Ok(WatchOutput::default().events(EventStream::of(events)))
    });
    let client = Client::from_conf(fake.config());
    let mut output = client.watch().topic("t").send().await.unwrap();
    let event = output.events.recv().await.unwrap();
    assert_eq!(event, Some(Events::Created(Created::default())));
    assert_eq!(output.events.recv().await.unwrap(), None);
}

#[tokio::test]
async fn awsquery_codes_are_reported() {
    use query_compatible::Client;
    use query_compatible::test_util::Fake;

    let fake = Fake::new().on::<Fetch>(|_| Err(Missing::default().into()));
    let client = Client::from_conf(fake.config());
    let error = client.fetch().send().await.unwrap_err();
    assert_eq!(error.code(), Some("AWS.Fixture.Gone"));
}

/// What the manifests of these packages list is what the modules say that they need.
#[test]
fn manifests_are_what_modules_need() {
    use tinsmith::Feature;

    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let fixture = |name: &str| own.join("../../fixtures").join(name);
    let needs = |models: &[PathBuf], features: &[Feature]| {
        let mut needs = Table::new();
        for model in models {
            let builder = tinsmith::Builder::new(model).features(features.iter().copied());
            let lines = builder.generate().unwrap().dependencies();
            needs.extend(lines.parse::<Table>().unwrap());
        }
        needs
    };
    let parts = [
        "compression",
        "discovery",
        "event-streams",
        "query-compatible",
    ];
    let parts = parts.map(fixture);
    for (package, needed) in [
        (
            "parts",
            needs(&parts, &[Feature::DefaultHttpsClient, Feature::TestUtil]),
        ),
        ("client", needs(&[fixture("retry-build")], &Feature::ALL)),
        ("core", needs(&[fixture("retry-build")], &[])),
    ] {
        let manifest = fs::read_to_string(own.join("..").join(package).join("Cargo.toml")).unwrap();
        let manifest: Table = manifest.parse().unwrap();
        assert_eq!(
            manifest["dependencies"].as_table(),
            Some(&needed),
            "{package}"
        );
    }
}
