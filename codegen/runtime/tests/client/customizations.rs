//! What overlays state of operations: checksums of bodies, members that are sent with other values,
//! queries as forms, endpoints in inputs.

use std::io::Cursor;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use tinsmith_runtime::byte_stream::ByteStream;
use tinsmith_runtime::client::operation::CallFeature;
use tinsmith_runtime::client::{ClientOperation, Core};
use tinsmith_runtime::codec::checksum::{sha256, sha256_tree};
use tinsmith_runtime::error::Cause;
use tinsmith_runtime::features::body_checksum::StreamChecksums;
use tinsmith_runtime::features::stated_endpoint::StatedEndpoint;
use tinsmith_runtime::operation::{Adjustment, Operation, OperationSchema};
use tinsmith_runtime::protocol::rest_json::RestJson1;
use tinsmith_runtime::test_util::Fake;

use crate::operation::{SERVICE, StartError};

#[derive(Default)]
struct PutInput {
    owner: Option<String>,
    id: Option<String>,
    parent: Option<String>,
    tree: Option<String>,
    body: Option<ByteStream>,
}

tinsmith_runtime::structure! {
    structure("PutInput") => PutInput {
        owner: "Owner".label();
        id: "Id".label().required();
        parent: "Parent".query("parent");
        tree: "Tree".header("X-Tree");
        body: "Body".stream_payload();
    }
}

#[derive(Clone, Default)]
struct SearchInput {
    query: Option<String>,
    size: Option<i32>,
}

tinsmith_runtime::structure! {
    structure("SearchInput") => SearchInput {
        query: "Query".query("q").required();
        size: "Size".query("size");
    }
}

#[derive(Clone, Default)]
struct AskInput {
    endpoint: Option<String>,
}

tinsmith_runtime::structure! {
    structure("AskInput") => AskInput {
        endpoint: "Endpoint".required();
    }
}

#[derive(Default)]
struct Nothing {}

tinsmith_runtime::structure! {
    structure("Nothing") => Nothing {}
}

macro_rules! operation {
    ($name:ident: $input:ident, $schema:expr, |$given:ident| [$($feature:expr)?]) => {
        struct $name;

        impl Operation for $name {
            const SCHEMA: &'static OperationSchema = &$schema;
            type Protocol = RestJson1;
            type Input = $input;
            type Output = Nothing;
            type Error = StartError;
        }

        impl ClientOperation for $name {
            fn features($given: &$input) -> Vec<Arc<dyn CallFeature>> {
                vec![$($feature)?]
            }
        }
    };
}

operation!(Put: PutInput,
    OperationSchema::new("Put")
        .http("PUT", "/{Owner}/items/{Id}")
        .adjustments(&[
            ("Owner", Adjustment::Default("-")),
            ("Id", Adjustment::LastSegment),
            ("Parent", Adjustment::LastSegment),
        ])
        .body_checksums(&[("x-hash", sha256), ("x-tree", sha256_tree)]),
    |input| [StreamChecksums::of::<Self>(input)]);
operation!(Search: SearchInput,
    OperationSchema::new("Search").http("GET", "/search?format=sdk").query_as_form(),
    |_input| []);
operation!(Ask: AskInput,
    OperationSchema::new("Ask").http("POST", "/ask").endpoint_member("Endpoint"),
    |input| [StatedEndpoint::of::<Self>(input)]);

fn put(body: impl Into<ByteStream>) -> PutInput {
    PutInput {
        id: Some("1".to_owned()),
        body: Some(body.into()),
        ..PutInput::default()
    }
}

fn path(input: &PutInput) -> String {
    Put::request(input).expect("a request").uri().to_string()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// As the service's documentation says it: level by level.
fn tree(bytes: &[u8]) -> String {
    let mut level: Vec<_> = bytes.chunks(1 << 20).map(Sha256::digest).collect();
    if level.is_empty() {
        level.push(Sha256::digest(b""));
    }
    while level.len() > 1 {
        let pairs = level.chunks(2);
        level = pairs
            .map(|pair| match pair {
                [one] => *one,
                pair => Sha256::digest(pair.concat()),
            })
            .collect();
    }
    hex(&level[0])
}

#[test]
fn members_are_sent_with_other_values() {
    let input = put("");
    assert_eq!(path(&input), "/-/items/1");
    let owned = |owner: &str| PutInput {
        owner: Some(owner.to_owned()),
        ..put("")
    };
    assert_eq!(path(&owned("")), "/-/items/1");
    assert_eq!(path(&owned("me")), "/me/items/1");
    for (id, sent) in [("/items/1", "1"), ("a/b/c", "c"), ("c", "c")] {
        let input = PutInput {
            id: Some(id.to_owned()),
            parent: Some(id.to_owned()),
            ..put("")
        };
        assert_eq!(path(&input), format!("/-/items/{sent}?parent={sent}"));
        assert_eq!(input.id.as_deref(), Some(id));
    }
    // A label stays required if nothing follows the slash.
    let input = PutInput {
        id: Some("items/".to_owned()),
        ..put("")
    };
    assert_eq!(Put::request(&input).unwrap_err().missing, ["Id"]);
}

#[test]
fn requests_have_checksums_of_bytes_in_memory() {
    for (pieces, rest) in [(0, 0), (0, 5), (1, 0), (2, 1), (5, 0)] {
        let bytes = vec![7; (pieces << 20) + rest];
        let request = Put::request(&put(bytes.clone())).expect("a request");
        assert_eq!(request.headers()["x-tree"], tree(&bytes), "{pieces} {rest}");
    }
    let request = Put::request(&put("hello")).expect("a request");
    assert_eq!(request.headers()["x-hash"], hex(&Sha256::digest(b"hello")));
    // No body at all.
    let request = Put::request(&PutInput {
        body: None,
        ..put("")
    })
    .expect("a request");
    assert_eq!(request.headers()["x-tree"], tree(b""));
    let stated = PutInput {
        tree: Some("mine".to_owned()),
        ..put("")
    };
    let request = Put::request(&stated).expect("a request");
    assert_eq!(request.headers()["x-tree"], "mine");
}

#[tokio::test]
async fn streams_are_read_for_their_checksums() {
    let fake = Fake::new().on_async::<Put, _>(|input: PutInput| async move {
        input.body.unwrap().collect().await.unwrap();
        Ok(Nothing {})
    });
    let core = Core::new(&SERVICE, fake.config());
    let bytes: Vec<u8> = (0..=255).cycle().take((1 << 20) + 5).collect();
    let again = bytes.clone();
    let stream = || {
        let again = again.clone();
        let open = move || Ok(ByteStream::from_reader(Cursor::new(again.clone())));
        ByteStream::from_fn(open)
    };
    core.send::<Put>(put(stream())).await.expect("an answer");
    let stated = PutInput {
        tree: Some("mine".to_owned()),
        ..put(stream())
    };
    core.send::<Put>(stated).await.expect("an answer");
    let requests = fake.requests();
    assert_eq!(requests[0].header("x-tree"), Some(&*tree(&bytes)));
    assert_eq!(requests[1].header("x-tree"), Some("mine"));
    for request in &requests {
        let hash = hex(&Sha256::digest(&bytes));
        assert_eq!(request.header("x-hash"), Some(&*hash));
    }

    let once = ByteStream::from_reader(Cursor::new("once"));
    let error = core.send::<Put>(put(once)).await.map(drop).unwrap_err();
    assert!(matches!(error.cause(), Cause::Transport(_)), "{error}");
    assert!(error.to_string().contains("read only once"), "{error}");
    assert_eq!(fake.requests().len(), 2);
}

#[tokio::test]
async fn fakes_read_queries_and_forms() {
    let fake = Fake::new().on::<Search>(|input| {
        assert_eq!(input.query.as_deref(), Some("a&b=c d"));
        assert_eq!(input.size, Some(3));
        Ok(Nothing {})
    });
    let input = SearchInput {
        query: Some("a&b=c d".to_owned()),
        size: Some(3),
    };
    let core = Core::new(&SERVICE, fake.config());
    core.send::<Search>(input).await.expect("an answer");
    let request = &fake.requests()[0];
    assert_eq!(
        (request.method().as_str(), request.uri().path()),
        ("POST", "/search")
    );
    assert_eq!(request.uri().query(), None);
    assert_eq!(request.body(), "format=sdk&q=a%26b%3Dc%20d&size=3");
    let kind = request.header("content-type");
    assert_eq!(kind, Some("application/x-www-form-urlencoded"));
}

#[tokio::test]
async fn calls_go_to_the_endpoint_in_the_input() {
    let fake = Fake::new().on::<Ask>(|_| Ok(Nothing {}));
    let config = fake
        .config()
        .to_builder()
        .endpoint_url("https://custom.example.com");
    let core = Core::new(&SERVICE, config.build());
    let ask = |endpoint: &str| AskInput {
        endpoint: Some(endpoint.to_owned()),
    };
    for (endpoint, host) in [
        ("http://one.example.com/path", "http://one.example.com"),
        (
            "https://two.example.com:8443",
            "https://two.example.com:8443",
        ),
        ("", "https://custom.example.com"),
    ] {
        core.send::<Ask>(ask(endpoint)).await.expect(endpoint);
        let sent = fake.requests().pop().expect("a request").uri().to_string();
        assert_eq!(sent, format!("{host}/ask"));
        let stated = Ask::endpoint(&ask(endpoint)).expect("it is valid");
        assert_eq!(stated.as_deref(), (!endpoint.is_empty()).then_some(host));
    }
    for endpoint in ["one", "ftp://one", "https://me:secret@one", "https://"] {
        let error = core.send::<Ask>(ask(endpoint)).await.map(drop).unwrap_err();
        let Cause::Input(input) = error.cause() else {
            panic!("{error}");
        };
        assert!(input.invalid[0].starts_with("Endpoint "), "{error}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }
    assert_eq!(fake.requests().len(), 3);
}
