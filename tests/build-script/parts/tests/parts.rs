//! Each optional feature works in a module, against the module's fake.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use build_script_parts::compression::operation::put_points::{PutPoints, PutPointsOutput};
use build_script_parts::discovery::operation::list_shelves::{ListShelves, ListShelvesOutput};
use build_script_parts::event_streams::operation::watch::{Watch, WatchOutput};
use build_script_parts::query_compatible::operation::fetch::Fetch;
use build_script_parts::query_compatible::types::Missing;
use build_script_parts::{compression, discovery, event_streams, query_compatible, rest_json};
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

#[tokio::test]
async fn members_are_bound_and_bodies_streamed() {
    use rest_json::Client;
    use rest_json::operation::print::{Print, PrintOutput};
    use rest_json::test_util::Fake;

    let fake =
        Fake::new().on::<Print>(|input| Ok(PrintOutput::default().pages(input.pages.unwrap())));
    let client = Client::from_conf(fake.config());
    let call = client.print().path("a/b").kind("text/plain").pages("one");
    let output = call.send().await.unwrap();
    assert_eq!(output.pages.collect().await.unwrap(), "one");
    assert_eq!(fake.requests()[0].uri().path(), "/prints/a/b");
}

/// The manifests of these packages name the features that the modules say that they need.
#[test]
fn manifests_name_the_features_of_the_runtime() {
    use tinsmith::Feature;

    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let needs = |fixtures: &[&str], features: &[Feature]| -> BTreeSet<String> {
        let needs = fixtures.iter().flat_map(|fixture| {
            let model = own.join("../../fixtures").join(fixture);
            let builder = tinsmith::Builder::new(model).features(features.iter().copied());
            builder.generate().unwrap().features
        });
        needs.map(str::to_owned).collect()
    };
    let client = Feature::ALL;
    for (package, mut needed) in [
        (
            "parts",
            needs(
                &[
                    "compression",
                    "discovery",
                    "event-streams",
                    "query-compatible",
                    "rest-json",
                ],
                &[Feature::DefaultHttpsClient, Feature::TestUtil],
            ),
        ),
        ("client", needs(&["retry-build"], &client)),
        ("core", needs(&["retry-build"], &[])),
    ] {
        let manifest = fs::read_to_string(own.join("..").join(package).join("Cargo.toml")).unwrap();
        let manifest: Table = manifest.parse().unwrap();
        let features = manifest["dependencies"]["tinsmith-runtime"].get("features");
        let features = features.and_then(|it| it.as_array()).cloned();
        let features: BTreeSet<_> = features
            .unwrap_or_default()
            .iter()
            .filter_map(|it| it.as_str().map(str::to_owned))
            .collect();
        // Other features of the runtime bring it.
        needed.remove("client");
        assert_eq!(features, needed, "{package}");
    }
}
