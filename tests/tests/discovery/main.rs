//! Endpoint discovery against botocore's clients: for the same scripted responses, the same
//! requests to the same hosts, and the same errors.

use fastrand::Rng;
use serde_json::{Value, json};
use tests::project::{Project, client_dependencies, dependency};
use tests::python::Program;
use tests::{botocore, fixtures};

const DRIVER: &str = "discovery-driver";

/// What is asked at the operation's endpoint: nothing goes wrong in these many random lines.
const LINES: usize = 300;

/// A real service with one endpoint for all operations.
fn timestream(calls: &[Value]) -> Value {
    json!({"service": "timestream-query", "asks": "DescribeEndpoints", "calls": calls})
}

/// A fixture with identifiers in inputs, at the real service's endpoint.
fn books(calls: &[Value]) -> Value {
    let text = fixtures::input("discovery").model.remove("service-2.json");
    let mut model: Value = serde_json::from_slice(&text.expect("a model")).expect("JSON");
    // botocore fails for operations without any.
    model["operations"]["ListShelves"]["input"] = json!({"shape": "Nothing"});
    model["shapes"]["Nothing"] = json!({"type": "structure", "members": {}});
    let (service, asks) = ("timestream-query", "FindEndpoints");
    json!({"service": service, "model": model, "asks": asks, "calls": calls})
}

fn call(operation: &str, input: &Value, wait: u64, told: &[Value], done: &[Value]) -> Value {
    json!({"operation": operation, "input": input, "wait": wait, "told": told, "done": done})
}

fn query(wait: u64, told: &[Value], done: &[Value]) -> Value {
    call(
        "Query",
        &json!({"QueryString": "select 1", "ClientToken": "00000000-0000-4000-8000-000000000000"}),
        wait,
        told,
        done,
    )
}

fn endpoints<const N: usize>(endpoints: [(&str, i64); N]) -> Value {
    let list = endpoints
        .map(|(address, minutes)| json!({"Address": address, "CachePeriodInMinutes": minutes}));
    json!({"status": 200, "body": {"Endpoints": list.to_vec()}})
}

fn error(status: u16, code: &str) -> Value {
    json!({"status": status, "body": {"__type": code, "message": "no"}})
}

/// A connection that fails.
const OUT_OF_REACH: Value = Value::Null;

fn refused() -> Value {
    error(400, "InvalidEndpointException")
}

/// The answers of both sides to each line.
fn ask(name: &str, mut lines: Vec<Value>) -> Vec<(Value, Value)> {
    // All clients of a region in a process share a retry budget.
    for (index, line) in lines.iter_mut().enumerate() {
        line["region"] = format!("us-{name}-{index}").into();
    }
    let mut oracle = Program::start("discovery.py");
    let theirs = lines.iter().map(|line| {
        oracle.write(&line.to_string());
        serde_json::from_str(&oracle.read()).expect("JSON of the program")
    });
    let theirs: Vec<Value> = theirs.collect();

    let members = ["discovery", "timestream-query", DRIVER].map(str::to_owned);
    let project = Project::new(env!("CARGO_TARGET_TMPDIR"), "discovery", &members);
    let mut timestream = botocore::input("timestream-query");
    timestream.config.crate_name = Some("timestream-query".to_owned());
    // The discovery operation is selected automatically.
    timestream.config.operations = Some(vec!["Query".to_owned(), "CancelQuery".to_owned()]);
    let mut books = fixtures::input("discovery");
    for (name, file) in &timestream.model {
        if name.starts_with("endpoint-rule-set-1") {
            books.model.insert(name.clone(), file.clone());
        }
    }
    let features = ["serde", "test-util"];
    let mut dependencies = client_dependencies();
    for (folder, input) in [("timestream-query", timestream), ("discovery", books)] {
        let krate = tinsmith::generate(&input).unwrap_or_else(|error| panic!("{folder}: {error}"));
        project.write_crate(folder, &krate);
        dependencies.push(dependency(&krate.name, folder, &features));
    }
    project.write_program(DRIVER, &dependencies, include_str!("driver.rs"));
    project.cargo("build --quiet --package discovery-driver");
    let ours = project.ask(DRIVER, &lines);
    ours.into_iter().zip(theirs).collect()
}

/// Hand-written lines, each with its purpose.
#[allow(clippy::too_many_lines, reason = "it is a table")]
fn lines() -> Vec<(&'static str, Value)> {
    let denied = || error(400, "AccessDeniedException");
    let invalid = || error(400, "ValidationException");
    let get = |shelf: &str, wait, told: &[Value], done: &[Value]| {
        let input = json!({"Shelf": shelf, "Title": "Dune"});
        call("GetBook", &input, wait, told, done)
    };
    let one = |address| [endpoints([(address, 1)])];
    let mut custom = timestream(&[query(0, &[], &[]), query(0, &[], &[refused()])]);
    custom["endpoint_url"] = json!("https://custom.example");
    vec![
        (
            "kept until it expires, for all operations",
            timestream(&[
                query(0, &one("a.example"), &[]),
                call("CancelQuery", &json!({"QueryId": "q"}), 59, &[], &[]),
                query(1, &one("b.example"), &[]),
            ]),
        ),
        (
            "the next address where the first has expired",
            timestream(&[
                query(0, &[endpoints([("a.example", 1), ("b.example", 2)])], &[]),
                query(60, &[], &[]),
                query(60, &one("c.example"), &[]),
            ]),
        ),
        (
            "an answer that expires at once",
            timestream(&[
                query(0, &[endpoints([("a.example", 0), ("b.example", 5)])], &[]),
                query(0, &[], &[]),
                query(300, &[endpoints([("c.example", 0)])], &[]),
                query(0, &one("d.example"), &[]),
            ]),
        ),
        (
            "addresses with a scheme",
            timestream(&[
                query(0, &one("http://a.example"), &[]),
                query(60, &one("https://b.example:8443"), &[]),
            ]),
        ),
        (
            "the wrong endpoint",
            timestream(&[
                query(
                    0,
                    &[endpoints([("a.example", 5)]), endpoints([("b.example", 5)])],
                    &[refused()],
                ),
                query(0, &[], &[]),
                query(
                    0,
                    &[endpoints([("c.example", 5)])],
                    &[error(421, "Anything")],
                ),
                query(0, &[], &[invalid()]),
                query(0, &[], &[]),
            ]),
        ),
        (
            "nobody to ask, before and after there was an answer",
            timestream(&[
                query(0, &[OUT_OF_REACH; 4], &[]),
                query(0, &one("a.example"), &[]),
                query(60, &[OUT_OF_REACH; 4], &[]),
                query(59, &one("b.example"), &[]),
                query(1, &one("c.example"), &[]),
            ]),
        ),
        (
            "the service refuses to tell",
            timestream(&[
                query(0, &[denied()], &[]),
                query(0, &one("a.example"), &[]),
                query(60, &[denied()], &[]),
                query(0, &one("b.example"), &[]),
            ]),
        ),
        (
            "no endpoint in the answer",
            timestream(&[
                query(0, &one("a.example"), &[]),
                query(60, &[endpoints([])], &[]),
                query(0, &[OUT_OF_REACH; 4], &[]),
                query(0, &one("b.example"), &[]),
            ]),
        ),
        (
            "failures on both ways are repeated",
            timestream(&[query(
                0,
                &[error(500, ""), endpoints([("a.example", 1)])],
                &[OUT_OF_REACH, error(503, "")],
            )]),
        ),
        ("a custom endpoint", custom),
        (
            "identifiers",
            books(&[
                get("one", 0, &one("a.example"), &[]),
                get("two", 0, &one("b.example"), &[]),
                get("one", 59, &[], &[]),
                get("two", 1, &one("c.example"), &[]),
                get(
                    "one",
                    0,
                    &[endpoints([("d.example", 1)]), endpoints([("f.example", 1)])],
                    &[refused()],
                ),
                // No identifiers are a cache entry, too.
                call("ListShelves", &json!({}), 0, &one("e.example"), &[]),
                call("ListShelves", &json!({}), 0, &[], &[]),
            ]),
        ),
        (
            "identifiers in structures, and an operation that need not ask",
            books(&[
                call(
                    "PutBook",
                    &json!({
                        "Shelf": "one",
                        "Place": {"Room": "r", "Row": {"Number": 1, "Side": "left"}},
                    }),
                    0,
                    &one("a.example"),
                    &[],
                ),
                call(
                    "PutBook",
                    &json!({"Shelf": "one", "Place": {"Room": "r"}}),
                    0,
                    &one("b.example"),
                    &[],
                ),
                call("CountBooks", &json!({"Shelf": "one"}), 0, &[], &[]),
            ]),
        ),
    ]
}

/// A random line.
fn random(rng: &mut Rng) -> Value {
    let calls = (0..rng.usize(1..7)).map(|_| {
        let wait = rng
            .choice([0, 0, 1, 30, 59, 60, 61, 120])
            .unwrap_or_default();
        let mut told = Vec::new();
        for _ in 0..3 {
            let host = |rng: &mut Rng| format!("{}.example", rng.alphabetic());
            told.push(match rng.u8(0..8) {
                0 => error(400, "AccessDeniedException"),
                1 => endpoints([]),
                2 | 3 => OUT_OF_REACH,
                4 => endpoints([(&host(rng), rng.i64(0..3)), (&host(rng), rng.i64(0..3))]),
                _ => endpoints([(&host(rng), rng.i64(0..4))]),
            });
        }
        // After these, nobody is there to ask for the rest of the call.
        told.extend([OUT_OF_REACH; 8]);
        let done = match rng.u8(0..6) {
            0 => vec![refused()],
            1 => vec![error(421, "Misdirected"), OUT_OF_REACH],
            2 => vec![OUT_OF_REACH, refused()],
            3 => vec![error(400, "ValidationException")],
            _ => vec![],
        };
        (
            wait,
            told,
            done,
            rng.choice(["one", "two"]).unwrap_or_default(),
        )
    });
    let calls: Vec<_> = calls.collect();
    if rng.bool() {
        let calls = calls
            .iter()
            .map(|(wait, told, done, _)| query(*wait, told, done));
        return timestream(&calls.collect::<Vec<_>>());
    }
    let calls = calls.iter().map(|(wait, told, done, shelf)| {
        let input = json!({"Shelf": shelf, "Title": "Dune"});
        call("GetBook", &input, *wait, told, done)
    });
    books(&calls.collect::<Vec<_>>())
}

#[test]
fn requests_and_errors_equal_those_of_botocore() {
    let (names, mut questions): (Vec<_>, Vec<_>) = lines().into_iter().unzip();
    let mut rng = Rng::with_seed(1);
    questions.extend((0..LINES).map(|_| random(&mut rng)));
    let mut requests = 0;
    for (index, (ours, theirs)) in ask("same", questions.clone()).into_iter().enumerate() {
        let name = names.get(index).copied().unwrap_or("a random line");
        let list = |answer: &Value| answer.as_array().cloned().unwrap_or_default();
        let calls = list(&questions[index]["calls"]);
        assert_eq!(list(&ours).len(), calls.len(), "{name}");
        for (number, (ours, theirs)) in list(&ours).iter().zip(list(&theirs)).enumerate() {
            let calls = json!(calls[..=number]);
            assert_eq!(*ours, theirs, "{name}, the last of these calls: {calls}");
            requests += list(&ours["requests"]).len();
        }
    }
    assert!(requests > 5 * LINES, "{requests} requests");
}

/// A deviation: our call ends when a second endpoint refuses it, too; botocore repeats discovery
/// for as long as endpoints refuse.
#[test]
fn second_invalid_endpoint_ends_the_call() {
    let told = ["a", "b", "c"].map(|name| endpoints([(&format!("{name}.example"), 5)]));
    let line = timestream(&[query(0, &told, &[refused(), refused()])]);
    let [(ours, theirs)] = &ask("other", vec![line])[..] else {
        panic!("one answer");
    };
    let code = json!({"of": "Query", "code": "InvalidEndpointException"});
    assert_eq!(ours[0]["error"], code);
    assert_eq!(theirs[0]["error"], Value::Null);
    let requests = |answer: &Value| {
        answer[0]["requests"]
            .as_array()
            .cloned()
            .unwrap_or_default()
    };
    assert_eq!(requests(ours), requests(theirs)[..4]);
    assert_eq!(requests(theirs).len(), 6);
}
