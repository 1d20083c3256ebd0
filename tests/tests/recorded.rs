//! Responses in XML that botocore's own tests have recorded, with the results that they expect.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::{Value, json};
use tests::json::same;
use tests::oracle::Oracle;
use tests::project::Project;
use tests::report::say;
use tests::{botocore, driver};

/// Files and services that are left out.
const LEFT_OUT: [(&str, &str); 3] = [
    ("cloudformation-get-template", DECODED),
    ("iam-get-user-policy", DECODED),
    ("iam-list-roles", DECODED),
];

const DECODED: &str = "the result has a decoded document, which is a text for clients";

/// Errors of S3 have their request id in the body, too, where botocore does not look for it.
const IDS_IN_BODIES: [(&str, &str); 2] = [
    ("s3-create-bucket", "96380E1CB938DDF7"),
    ("s3-list-objects", "9C7D5181867045BB"),
];

/// How many responses and errors are read.
const COUNTS: (usize, usize) = (201, 13);

/// A recorded response, and what is expected of it.
struct Record {
    file: String,
    service: String,
    operation: String,
    is_error: bool,
    body: String,
    expected: Value,
}

#[test]
fn recorded_responses_are_read() {
    let mut oracle = Oracle::start();
    let folder = env::var_os("BOTOCORE_ENDPOINT_TESTS").map(PathBuf::from);
    let folder = folder.expect("BOTOCORE_ENDPOINT_TESTS is not set: run `cargo xtask test`");
    let records: Vec<_> = ["responses", "errors"]
        .into_iter()
        .flat_map(|kind| records(&folder.join("responses").join(kind), kind == "errors"))
        .map(|record| record.completed(&mut oracle))
        .collect();

    let mut operations = BTreeMap::<_, BTreeSet<_>>::new();
    for record in &records {
        let of_service = operations.entry(record.service.clone()).or_default();
        of_service.insert(record.operation.clone());
    }
    let crates: Vec<_> = operations
        .into_iter()
        .map(|(service, operations)| {
            let mut input = botocore::input(&service);
            input.config.operations = Some(operations.into_iter().collect());
            input.config.crate_name = Some(format!("recorded-{service}"));
            tinsmith::generate(&input).unwrap_or_else(|error| panic!("{service}: {error}"))
        })
        .collect();
    let folders = crates.iter().map(|krate| krate.name.clone());
    let members: Vec<_> = folders.chain(["recorded-driver".to_owned()]).collect();
    let project = Project::new(env!("CARGO_TARGET_TMPDIR"), "recorded", &members);
    driver::write(&project, "recorded-driver", &crates);
    project.cargo("build --quiet --package recorded-driver");

    let questions: Vec<_> = records.iter().map(Record::question).collect();
    let answers = project.ask("recorded-driver", &questions);
    let differences: Vec<_> = records
        .iter()
        .zip(&answers)
        .filter_map(|(record, answer)| {
            let found = Record::found(answer);
            let is_same = same(&found, &record.expected);
            (!is_same).then(|| format!("{}: {found}\nexpected {}", record.file, record.expected))
        })
        .collect();
    assert!(differences.is_empty(), "\n{}", differences.join("\n\n"));
    let errors = records.iter().filter(|record| record.is_error).count();
    say(format_args!(
        "{} recorded responses, {errors} of them errors",
        records.len()
    ));
    assert_eq!((records.len() - errors, errors), COUNTS);
}

/// The records of a folder.
fn records(folder: &Path, is_error: bool) -> Vec<Record> {
    let files =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = files.map(|entry| entry.expect("an entry").path());
    let paths = paths.filter(|path| path.extension().is_some_and(|it| it == "xml"));
    let mut paths: Vec<_> = paths.collect();
    paths.sort();
    // Examples of documentation have no time.
    let read = |path: &Path| {
        let text = fs::read_to_string(path).expect("the file can be read");
        text.replace("YYYY-MM-DDTHH:MM:SS", "2013-02-03T04:05:06")
    };
    paths
        .into_iter()
        .filter_map(|path| {
            let file = path.file_stem()?.to_str()?.to_owned();
            if LEFT_OUT.iter().any(|(start, _)| file.starts_with(start)) {
                return None;
            }
            let (service, operation) = file.split_once('-').expect("a service and an operation");
            // Behind the sign is a number.
            let operation = operation.split('#').next()?;
            let expected = read(&path.with_extension("json"));
            Some(Record {
                service: service.to_owned(),
                operation: operation.to_owned(),
                body: read(&path),
                expected: serde_json::from_str(&expected).expect("JSON"),
                is_error,
                file,
            })
        })
        .collect()
}

impl Record {
    /// With the operation's name, and what is expected in the form of the driver's answers.
    fn completed(mut self, oracle: &mut Oracle) -> Self {
        let Self {
            service,
            operation,
            expected,
            ..
        } = &self;
        let mut answer = oracle.ask(&json!({
            "do": "recorded", "service": service, "operation": operation, "expected": expected,
        }));
        let name = answer["operation"].as_str().expect("a name");
        let operation = name.to_owned();
        self.operation = operation;
        self.expected = if self.is_error {
            let ids = IDS_IN_BODIES;
            if let Some((_, id)) = ids.iter().find(|(file, _)| *file == self.file) {
                assert_eq!(answer["request_id"], Value::Null, "{}", self.file);
                answer["request_id"] = (*id).into();
            }
            json!({
                "code": answer["error"]["Code"],
                "message": answer["error"]["Message"],
                "requestId": answer["request_id"],
            })
        } else {
            answer["value"].take()
        };
        self
    }

    fn question(&self) -> Value {
        let status = if self.is_error { 400 } else { 200 };
        json!({
            "crate": format!("recorded-{}", self.service),
            "operation": self.operation,
            "response": {"status_code": status, "headers": {}, "body": self.body},
        })
    }

    /// What is compared of an answer.
    fn found(answer: &Value) -> Value {
        let error = &answer["error"];
        match answer.get("output") {
            Some(output) => output.clone(),
            None if error.is_object() => json!({
                "code": error["code"], "message": error["message"], "requestId": error["requestId"],
            }),
            None => answer.clone(),
        }
    }
}
