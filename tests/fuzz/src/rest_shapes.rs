//! REST shapes with every location of members and every type that a location can have, written as
//! they would be generated.

use std::collections::HashMap;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use serde_json::Value as Document;
use tinsmith_runtime::error::{CallError, ErrorMetadata, ServiceError, Unmodelled};
use tinsmith_runtime::operation::{Operation, OperationSchema};
use tinsmith_runtime::protocol::rest_json::RestJson1;

use crate::shapes::{Choice, Color, Tree};

// Where `operation_error!` looks for errors.
use self as types;

#[derive(Clone, Default, PartialEq)]
pub(crate) struct PutInput {
    pub(crate) shelf: Option<String>,
    pub(crate) color: Option<Color>,
    pub(crate) number: Option<i64>,
    pub(crate) time: Option<DateTime<Utc>>,
    pub(crate) flag: Option<bool>,
    pub(crate) path: Option<String>,
    pub(crate) text_query: Option<String>,
    pub(crate) enum_query: Option<Color>,
    pub(crate) flag_query: Option<bool>,
    pub(crate) integer_query: Option<i32>,
    pub(crate) long_query: Option<i64>,
    pub(crate) float_query: Option<f32>,
    pub(crate) double_query: Option<f64>,
    pub(crate) time_query: Option<DateTime<Utc>>,
    pub(crate) epoch_query: Option<DateTime<Utc>>,
    pub(crate) date_query: Option<DateTime<Utc>>,
    pub(crate) texts_query: Option<Vec<String>>,
    pub(crate) enums_query: Option<Vec<Color>>,
    pub(crate) doubles_query: Option<Vec<f64>>,
    pub(crate) times_query: Option<Vec<DateTime<Utc>>>,
    pub(crate) lists_query: Option<HashMap<String, Vec<String>>>,
    pub(crate) text_header: Option<String>,
    pub(crate) json_header: Option<String>,
    pub(crate) enum_header: Option<Color>,
    pub(crate) flag_header: Option<bool>,
    pub(crate) integer_header: Option<i32>,
    pub(crate) long_header: Option<i64>,
    pub(crate) float_header: Option<f32>,
    pub(crate) double_header: Option<f64>,
    pub(crate) date_header: Option<DateTime<Utc>>,
    pub(crate) time_header: Option<DateTime<Utc>>,
    pub(crate) epoch_header: Option<DateTime<Utc>>,
    pub(crate) texts_header: Option<Vec<String>>,
    pub(crate) enums_header: Option<Vec<Color>>,
    pub(crate) integers_header: Option<Vec<i32>>,
    pub(crate) flags_header: Option<Vec<bool>>,
    pub(crate) dates_header: Option<Vec<DateTime<Utc>>>,
    pub(crate) times_header: Option<Vec<DateTime<Utc>>>,
    pub(crate) map_header: Option<HashMap<String, String>>,
    pub(crate) title: Option<String>,
    pub(crate) blob: Option<Bytes>,
    pub(crate) double: Option<f64>,
    pub(crate) tree: Option<Tree>,
}

tinsmith_runtime::structure! {
    structure("PutInput") => PutInput {
        shelf: "Shelf".label().required();
        color: "Color".label().required();
        number: "Number".label().required();
        time: "Time".label().required();
        flag: "Flag".label().required();
        path: "Path".label().required();
        text_query: "TextQuery".query("text");
        enum_query: "EnumQuery".query("enum");
        flag_query: "FlagQuery".query("flag");
        integer_query: "IntegerQuery".query("integer");
        long_query: "LongQuery".query("long");
        float_query: "FloatQuery".query("float");
        double_query: "DoubleQuery".query("double");
        time_query: "TimeQuery".query("time");
        epoch_query: "EpochQuery".query("epoch").epoch_seconds();
        date_query: "DateQuery".query("date").http_date();
        texts_query: "TextsQuery".query("texts");
        enums_query: "EnumsQuery".query("enums");
        doubles_query: "DoublesQuery".query("doubles");
        times_query: "TimesQuery".query("odd name&=");
        lists_query: "ListsQuery".query_params();
        text_header: "TextHeader".header("X-Text");
        json_header: "JsonHeader".header("X-Json").base64();
        enum_header: "EnumHeader".header("X-Enum");
        flag_header: "FlagHeader".header("X-Flag");
        integer_header: "IntegerHeader".header("X-Integer");
        long_header: "LongHeader".header("X-Long");
        float_header: "FloatHeader".header("X-Float");
        double_header: "DoubleHeader".header("X-Double");
        date_header: "DateHeader".header("X-Date");
        time_header: "TimeHeader".header("X-Time").date_time();
        epoch_header: "EpochHeader".header("X-Epoch").epoch_seconds();
        texts_header: "TextsHeader".header("X-Texts");
        enums_header: "EnumsHeader".header("X-Enums");
        integers_header: "IntegersHeader".header("X-Integers");
        flags_header: "FlagsHeader".header("X-Flags");
        dates_header: "DatesHeader".header("X-Dates");
        times_header: "TimesHeader".header("X-Times").date_time();
        map_header: "MapHeader".prefix_headers("X-Meta-");
        title: "Title".wire("title");
        blob: "Blob";
        double: "Double";
        tree: "Tree";
    }
}

#[derive(Clone, Default, PartialEq)]
pub(crate) struct PutOutput {
    pub(crate) status: Option<i32>,
    pub(crate) text: Option<String>,
    pub(crate) json: Option<String>,
    pub(crate) color: Option<Color>,
    pub(crate) flag: Option<bool>,
    pub(crate) size: Option<i64>,
    pub(crate) ratio: Option<f64>,
    pub(crate) date: Option<DateTime<Utc>>,
    pub(crate) epoch: Option<DateTime<Utc>>,
    pub(crate) texts: Option<Vec<String>>,
    pub(crate) sizes: Option<Vec<i64>>,
    pub(crate) dates: Option<Vec<DateTime<Utc>>>,
    pub(crate) map: Option<HashMap<String, String>>,
    pub(crate) title: Option<String>,
    pub(crate) choice: Option<Choice>,
}

tinsmith_runtime::structure! {
    structure("PutOutput") => PutOutput {
        status: "Status".status_code();
        text: "Text".header("X-Text");
        json: "Json".header("X-Json").base64();
        color: "Color".header("X-Enum");
        flag: "Flag".header("X-Flag");
        size: "Size".header("X-Long");
        ratio: "Ratio".header("X-Double");
        date: "Date".header("X-Date");
        epoch: "Epoch".header("X-Epoch").epoch_seconds();
        texts: "Texts".header("X-Texts");
        sizes: "Sizes".header("X-Integers");
        dates: "Dates".header("X-Dates");
        map: "Map".prefix_headers("X-Meta-");
        title: "Title".wire("title");
        choice: "Choice";
    }
}

/// An error with members in headers.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct BusyException {
    pub(crate) message: Option<String>,
    pub(crate) after: Option<i32>,
    pub(crate) texts: Option<Vec<String>>,
    pub(crate) quota: Option<String>,
}

tinsmith_runtime::structure! {
    structure("BusyException") => BusyException {
        message: "message";
        after: "After".header("Retry-After");
        texts: "Texts".header("X-Texts");
        quota: "Quota".wire("quota");
    }
}

tinsmith_runtime::error! {
    BusyException: "BusyException", message;
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum PutError {
    BusyException(BusyException),
    Unhandled(ErrorMetadata),
}

tinsmith_runtime::operation_error! {
    PutError => Error {
        BusyException: "BusyException", message, Throttling, 429;
    }
}

#[derive(Debug)]
pub(crate) enum Error {
    BusyException(ServiceError<BusyException>),
    Unhandled(CallError<Unmodelled>),
}

tinsmith_runtime::service_errors! {
    Error {
        BusyException;
    }
}

pub(crate) struct Put;

impl Operation for Put {
    const SCHEMA: &'static OperationSchema = &OperationSchema::new("Put")
        .http(
            "PUT",
            "/shelves/{Shelf}/{Color}/{Number}/{Time}/{Flag}/all/{Path+}/end?fixed=1&is%20bare",
        )
        .headers(&[("x-version", "7")]);
    type Protocol = RestJson1;
    type Input = PutInput;
    type Output = PutOutput;
    type Error = PutError;
}

/// Parameters of the query that no member has.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct TagsInput {
    pub(crate) id: Option<String>,
    pub(crate) tags: Option<HashMap<String, String>>,
}

tinsmith_runtime::structure! {
    structure("TagsInput") => TagsInput {
        id: "Id".label().required();
        tags: "Tags".query_params();
    }
}

/// A body that is one member.
macro_rules! payload {
    ($name:ident: $type:ty, $location:ident) => {
        #[derive(Clone, Default, PartialEq)]
        pub(crate) struct $name {
            pub(crate) tag: Option<String>,
            pub(crate) body: Option<$type>,
        }

        tinsmith_runtime::structure! {
            structure("Payload") => $name {
                tag: "Tag".header("X-Tag");
                body: "Body".$location();
            }
        }
    };
}

payload!(BlobPayload: Bytes, payload);
payload!(TextPayload: String, payload);
payload!(EnumPayload: Color, payload);
payload!(DocumentPayload: Document, payload);
payload!(StructurePayload: Tree, structure_payload);
payload!(UnionPayload: Choice, payload);

/// The schema of an operation by its method and URI.
macro_rules! schemas {
    ($($name:ident: $method:literal $uri:literal;)*) => {$(
        pub(crate) const $name: &OperationSchema =
            &OperationSchema::new(stringify!($name)).http($method, $uri);
    )*};
}

schemas! {
    TAGS: "GET" "/tags/{Id}";
    UPLOAD: "POST" "/upload";
}
