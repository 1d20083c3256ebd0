//! Shapes of a small service with every kind of value, written as they would be generated.

use std::collections::HashMap;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use serde_json::Value as Document;
use tinsmith_runtime::error::{CallError, ErrorMetadata, ServiceError, Unmodelled};
use tinsmith_runtime::operation::{Operation, OperationSchema};
use tinsmith_runtime::protocol::aws_json::{AwsJson1_0, AwsJson1_1};

use crate::shapes as types;

/// A structure with a member of each kind.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Everything {
    pub(crate) boolean: Option<bool>,
    pub(crate) integer: Option<i32>,
    pub(crate) long: Option<i64>,
    pub(crate) float: Option<f32>,
    pub(crate) double: Option<f64>,
    pub(crate) string: Option<String>,
    pub(crate) color: Option<Color>,
    pub(crate) blob: Option<Bytes>,
    pub(crate) document: Option<Document>,
    pub(crate) epoch: Option<DateTime<Utc>>,
    pub(crate) date_time: Option<DateTime<Utc>>,
    pub(crate) http_date: Option<DateTime<Utc>>,
    pub(crate) epochs: Option<Vec<DateTime<Utc>>>,
    pub(crate) date_times: Option<Vec<DateTime<Utc>>>,
    pub(crate) http_dates: Option<HashMap<String, DateTime<Utc>>>,
    pub(crate) strings: Option<Vec<String>>,
    pub(crate) sparse_strings: Option<Vec<Option<String>>>,
    pub(crate) matrix: Option<Vec<Vec<i32>>>,
    pub(crate) documents: Option<Vec<Document>>,
    pub(crate) tags: Option<HashMap<String, String>>,
    pub(crate) sparse_tags: Option<HashMap<String, Option<i64>>>,
    pub(crate) by_color: Option<HashMap<Color, Inner>>,
    pub(crate) inners: Option<HashMap<String, Vec<Inner>>>,
    pub(crate) inner: Option<Inner>,
    pub(crate) choice: Option<Choice>,
    pub(crate) choices: Option<Vec<Choice>>,
    pub(crate) tree: Option<Tree>,
    pub(crate) renamed: Option<String>,
    pub(crate) etag: Option<String>,
    pub(crate) password: Option<String>,
    pub(crate) passwords: Option<HashMap<String, Vec<String>>>,
    pub(crate) secret: Option<Secret>,
    pub(crate) secrets: Option<Vec<Secret>>,
}

tinsmith_runtime::structure! {
    structure("Everything") => Everything {
        boolean: "boolean";
        integer: "integer";
        long: "long";
        float: "float";
        double: "double";
        string: "string";
        color: "color";
        blob: "blob";
        document: "document";
        epoch: "epoch";
        date_time: "dateTime".date_time();
        http_date: "httpDate".http_date();
        epochs: "epochs";
        date_times: "dateTimes".date_time();
        http_dates: "httpDates".http_date();
        strings: "strings";
        sparse_strings: "sparseStrings";
        matrix: "matrix";
        documents: "documents";
        tags: "tags";
        sparse_tags: "sparseTags";
        by_color: "byColor";
        inners: "inners";
        inner: "inner";
        choice: "choice";
        choices: "choices";
        tree: "tree";
        renamed: "renamed".wire("wire-name");
        etag: "etag".event_header();
        password: "password".sensitive();
        passwords: "passwords".sensitive();
        secret: "secret";
        secrets: "secrets";
    }
}

/// A structure with a required member.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Inner {
    pub(crate) r#type: Color,
    pub(crate) count: Option<i32>,
}

impl Inner {
    pub(crate) fn new(r#type: Color) -> Self {
        Self {
            r#type,
            ..Self::default()
        }
    }
}

tinsmith_runtime::structure! {
    structure("Inner") => Inner {
        r#type: "type".required();
        count: "count";
    }
}

/// A structure that contains itself.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Tree {
    pub(crate) value: Option<String>,
    pub(crate) next: Option<Box<Tree>>,
    pub(crate) children: Option<Vec<Tree>>,
}

tinsmith_runtime::structure! {
    structure("Tree") => Tree {
        value: "value";
        next: "next";
        children: "children";
    }
}

/// A structure that is sensitive as a whole.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Secret {
    pub(crate) key: Option<String>,
}

tinsmith_runtime::structure! {
    structure("Secret").sensitive() => Secret {
        key: "key";
    }
}

/// An open enum.
#[derive(Clone, Debug)]
pub(crate) enum Color {
    Red,
    DarkGreen,
    UnknownValue(Box<str>),
}

tinsmith_runtime::enumeration! {
    Color {
        Red: "RED";
        DarkGreen: "dark-green";
    }
}

/// A union.
#[derive(Clone, PartialEq)]
pub(crate) enum Choice {
    Text(String),
    Number(i64),
    Numbers(Vec<i32>),
    Inner(Inner),
    Again(Box<Choice>),
    Password(String),
    UnknownValue(Box<str>),
}

tinsmith_runtime::union! {
    union("Choice") => Choice {
        Text: "text";
        Number: "number".wire("wire-number");
        Numbers: "numbers";
        Inner: "inner";
        Again: "again";
        Password: "password".sensitive();
    }
}

/// An operation.
pub(crate) struct Fetch;

impl Operation for Fetch {
    const SCHEMA: &'static OperationSchema =
        &OperationSchema::new("Fetch").target("Service_20200101.Fetch");
    type Protocol = AwsJson1_1;
    type Input = FetchInput;
    type Output = FetchOutput;
    type Error = FetchError;
}

#[derive(Clone, Default, PartialEq)]
pub(crate) struct FetchInput {
    pub(crate) name: Option<String>,
    pub(crate) source: Option<Source>,
    pub(crate) sources: Option<Vec<Source>>,
    pub(crate) by_name: Option<HashMap<String, Source>>,
    pub(crate) choice: Option<Choice>,
    pub(crate) color: Option<Color>,
    pub(crate) token: Option<String>,
}

tinsmith_runtime::structure! {
    structure("FetchInput") => FetchInput {
        name: "name".required();
        source: "source";
        sources: "sources";
        by_name: "byName";
        choice: "choice".required();
        color: "color".required();
        token: "token".idempotency_token();
    }
}

#[derive(Clone, Default, PartialEq)]
pub(crate) struct Source {
    pub(crate) r#type: Color,
    pub(crate) choice: Choice,
    pub(crate) name: String,
    pub(crate) inner: Option<Inner>,
    pub(crate) token: Option<String>,
}

tinsmith_runtime::structure! {
    structure("Source") => Source {
        r#type: "type".required();
        choice: "choice".required();
        name: "name".required();
        inner: "inner";
        token: "token".idempotency_token();
    }
}

#[derive(Clone, Default, PartialEq)]
pub(crate) struct FetchOutput {
    pub(crate) build: Option<Build>,
}

tinsmith_runtime::structure! {
    structure("FetchOutput") => FetchOutput {
        build: "build";
    }
}

#[derive(Clone, Default, PartialEq)]
pub(crate) struct Build {
    pub(crate) id: Option<String>,
    pub(crate) phases: Option<Vec<Phase>>,
}

tinsmith_runtime::structure! {
    structure("Build") => Build {
        id: "id";
        phases: "phases";
    }
}

#[derive(Clone, Default, PartialEq)]
pub(crate) struct Phase {
    pub(crate) start_time: Option<DateTime<Utc>>,
}

tinsmith_runtime::structure! {
    structure("Phase") => Phase {
        start_time: "startTime";
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum FetchError {
    NotFoundException(NotFoundException),
    BusyException(BusyException),
    SecretException(SecretException),
    Unhandled(ErrorMetadata),
}

tinsmith_runtime::operation_error! {
    FetchError => Error {
        NotFoundException: "NotFoundException", message;
        BusyException: "Busy", message, Throttling;
        SecretException: "SecretException", message;
    }
}

/// An error with further members.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct NotFoundException {
    pub(crate) message: Option<String>,
    pub(crate) code: Option<i32>,
    pub(crate) inner: Option<Inner>,
}

tinsmith_runtime::structure! {
    structure("NotFoundException") => NotFoundException {
        message: "message";
        code: "code";
        inner: "inner";
    }
}

tinsmith_runtime::error! {
    NotFoundException: "NotFoundException", message;
}

/// An error whose code is not its name, and whose message member is `Message`.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct BusyException {
    pub(crate) message: Option<String>,
}

tinsmith_runtime::structure! {
    structure("BusyException") => BusyException {
        message: "Message";
    }
}

tinsmith_runtime::error! {
    BusyException: "Busy", message;
}

/// An error with a sensitive message.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct SecretException {
    pub(crate) message: Option<String>,
}

tinsmith_runtime::structure! {
    structure("SecretException") => SecretException {
        message: "Message".sensitive();
    }
}

tinsmith_runtime::error! {
    SecretException: "SecretException", message;
}

/// An operation without output.
pub(crate) struct Ping;

impl Operation for Ping {
    const SCHEMA: &'static OperationSchema =
        &OperationSchema::new("Ping").target("Service_20200101.Ping");
    type Protocol = AwsJson1_0;
    type Input = PingInput;
    type Output = PingOutput;
    type Error = PingError;
}

#[derive(Clone, Default, PartialEq)]
pub(crate) struct PingInput {}

tinsmith_runtime::structure! {
    structure("PingInput") => PingInput {
    }
}

#[derive(Clone, Default, PartialEq)]
pub(crate) struct PingOutput {}

tinsmith_runtime::structure! {
    structure("PingOutput") => PingOutput {
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum PingError {
    Unhandled(ErrorMetadata),
}

tinsmith_runtime::operation_error! {
    PingError => Error {
    }
}

/// The errors of all operations.
#[derive(Debug)]
pub(crate) enum Error {
    NotFoundException(ServiceError<NotFoundException>),
    BusyException(ServiceError<BusyException>),
    SecretException(ServiceError<SecretException>),
    Unhandled(CallError<Unmodelled>),
}

tinsmith_runtime::service_errors! {
    Error {
        NotFoundException;
        BusyException;
        SecretException;
    }
}

/// All members set, to values that round-trip in every form.
pub(crate) fn sample() -> Everything {
    let time = DateTime::from_timestamp(1_474_123_456, 0);
    let inner = Inner {
        r#type: Color::DarkGreen,
        count: Some(-3),
    };
    let leaf = Tree {
        value: Some("leaf \u{1F343}".to_owned()),
        ..Tree::default()
    };
    let secret = Secret {
        key: Some("k-1".to_owned()),
    };
    Everything {
        boolean: Some(true),
        integer: Some(i32::MIN),
        long: Some(i64::MAX),
        float: Some(0.1),
        double: Some(f64::INFINITY),
        string: Some("a \"quoted\" text\n\0\u{7f}\u{2028}ü".to_owned()),
        color: Some(Color::UnknownValue("mauve".into())),
        blob: Some(Bytes::from_static(&[0, 255, 254, 1])),
        document: Some(serde_json::json!({"a": [1, 2.5, null, {"b": "c"}], "d": u64::MAX})),
        epoch: time,
        date_time: time,
        http_date: time,
        epochs: time.map(|time| vec![time]),
        date_times: time.map(|time| vec![time]),
        http_dates: time.map(|time| HashMap::from([("first".to_owned(), time)])),
        strings: Some(vec![String::new(), "b".to_owned()]),
        sparse_strings: Some(vec![None, Some("b".to_owned()), None]),
        matrix: Some(vec![vec![1, 2], Vec::new(), vec![3]]),
        documents: Some(vec![Document::Null, Document::Bool(true)]),
        tags: Some(HashMap::from([(String::new(), "v".to_owned())])),
        sparse_tags: Some(HashMap::from([("x".to_owned(), None)])),
        by_color: Some(HashMap::from([(Color::Red, inner.clone())])),
        inners: Some(HashMap::from([("k".to_owned(), vec![inner.clone()])])),
        inner: Some(inner.clone()),
        choice: Some(Choice::Again(Box::new(Choice::Inner(inner)))),
        choices: Some(vec![Choice::Number(-1), Choice::Numbers(vec![1])]),
        tree: Some(Tree {
            next: Some(Box::new(leaf.clone())),
            children: Some(vec![leaf]),
            value: None,
        }),
        renamed: Some("other".to_owned()),
        etag: None,
        password: Some("hunter2".to_owned()),
        passwords: Some(HashMap::from([(
            "p".to_owned(),
            vec!["hunter2".to_owned()],
        )])),
        secret: Some(secret.clone()),
        secrets: Some(vec![secret]),
    }
}
