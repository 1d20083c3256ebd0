//! What is made of each trait, on shapes and on references to them.

/// What becomes of a trait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// The same on a shape, on a member that targets it, and on the items of a list.
    Everywhere,
    /// The same on a shape and on a member; the items of a list have nothing that would show it.
    Members,
    /// One of the two has it: members, or shapes.
    OnePlace,
    /// It changes nothing, because of this.
    Ignored(&'static str),
}

use Use::{Everywhere, Ignored, Members, OnePlace};

const NOT_JSON: &str = "only protocols with HTTP bindings, XML or forms have it";
const OPTIONAL: &str = "all members are optional for clients, except required ones";

/// The keys of botocore's shapes and references, without those that say what a shape consists of.
pub const BOTOCORE: &[(&str, Use)] = &[
    ("documentation", Members),
    ("deprecated", Members),
    ("deprecatedMessage", Members),
    ("deprecatedSince", Members),
    ("sensitive", Everywhere),
    ("timestampFormat", Everywhere),
    ("enum", Everywhere),
    ("min", Everywhere),
    ("max", Everywhere),
    ("pattern", Members),
    ("locationName", Members),
    ("idempotencyToken", Members),
    ("contextParam", Members),
    ("hostLabel", Members),
    ("eventheader", Members),
    ("eventpayload", Members),
    ("endpointdiscoveryid", Members),
    ("exception", Members),
    ("error", Members),
    ("fault", Members),
    ("required", OnePlace),
    ("retryable", OnePlace),
    ("sparse", OnePlace),
    ("union", OnePlace),
    ("document", OnePlace),
    ("eventstream", OnePlace),
    ("box", Ignored(OPTIONAL)),
    ("default", Ignored(OPTIONAL)),
    ("tags", Ignored("they have no meaning")),
    (
        "event",
        Ignored("the stream says which structures are events"),
    ),
    ("synthetic", Ignored("tools added the error")),
    ("wrapper", Ignored(NOT_JSON)),
    (
        "jsonvalue",
        Ignored("in a JSON document it is a string, as in botocore"),
    ),
    ("location", Ignored(NOT_JSON)),
    ("payload", Ignored(NOT_JSON)),
    ("streaming", Ignored(NOT_JSON)),
    ("requiresLength", Ignored(NOT_JSON)),
    ("flattened", Ignored(NOT_JSON)),
    ("queryName", Ignored(NOT_JSON)),
    ("resultWrapper", Ignored(NOT_JSON)),
    ("xmlNamespace", Ignored(NOT_JSON)),
    ("xmlAttribute", Ignored(NOT_JSON)),
    ("xmlOrder", Ignored(NOT_JSON)),
];

/// Those of botocore's keys that are about XML and forms, in a service that speaks restXml.
pub const BOTOCORE_XML: &[(&str, Use)] = &[
    ("locationName", Everywhere),
    ("xmlNamespace", Everywhere),
    ("flattened", Members),
    ("xmlAttribute", Members),
    ("queryName", Members),
];

/// The keys of botocore's shapes and references that are no traits.
pub const BOTOCORE_PARTS: [&str; 6] = ["type", "shape", "members", "member", "key", "value"];

/// Smithy's traits of shapes and members.
pub const SMITHY: &[(&str, Use)] = &[
    ("smithy.api#documentation", Members),
    ("smithy.api#deprecated", Members),
    ("smithy.api#sensitive", Everywhere),
    ("smithy.api#timestampFormat", Everywhere),
    ("smithy.api#length", Everywhere),
    ("smithy.api#range", Everywhere),
    ("smithy.api#pattern", Members),
    ("smithy.api#required", OnePlace),
    ("smithy.api#idempotencyToken", OnePlace),
    ("smithy.api#hostLabel", OnePlace),
    ("smithy.api#eventHeader", OnePlace),
    ("smithy.api#eventPayload", OnePlace),
    ("smithy.rules#contextParam", OnePlace),
    ("aws.api#clientEndpointDiscoveryId", OnePlace),
    ("smithy.api#enum", OnePlace),
    ("smithy.api#enumValue", OnePlace),
    ("smithy.api#sparse", OnePlace),
    ("smithy.api#streaming", OnePlace),
    ("smithy.api#error", OnePlace),
    ("smithy.api#httpError", OnePlace),
    ("smithy.api#retryable", OnePlace),
    ("aws.protocols#awsQueryError", OnePlace),
    ("smithy.api#jsonName", Ignored("awsJson does not use it")),
    (
        "smithy.api#mediaType",
        Ignored("the type is that of the shape"),
    ),
    ("smithy.api#uniqueItems", Ignored("the service checks it")),
    ("smithy.api#default", Ignored(OPTIONAL)),
    ("smithy.api#addedDefault", Ignored(OPTIONAL)),
    ("smithy.api#clientOptional", Ignored(OPTIONAL)),
    ("smithy.api#box", Ignored(OPTIONAL)),
    ("smithy.api#input", Ignored(OPTIONAL)),
    ("smithy.api#output", Ignored(OPTIONAL)),
    ("smithy.api#notProperty", Ignored("it is about resources")),
    ("smithy.api#references", Ignored("it is about resources")),
    ("smithy.api#tags", Ignored("they have no meaning")),
    ("smithy.api#private", Ignored("it is about other models")),
    (
        "smithy.api#recommended",
        Ignored("it does not make a member required"),
    ),
    (
        "smithy.api#externalDocumentation",
        Ignored("documentation is ours or the model's own"),
    ),
    ("smithy.api#requiresLength", Ignored(NOT_JSON)),
    ("smithy.api#httpHeader", Ignored(NOT_JSON)),
    ("smithy.api#httpLabel", Ignored(NOT_JSON)),
    ("smithy.api#httpPayload", Ignored(NOT_JSON)),
    ("smithy.api#httpPrefixHeaders", Ignored(NOT_JSON)),
    ("smithy.api#httpQuery", Ignored(NOT_JSON)),
    ("smithy.api#httpQueryParams", Ignored(NOT_JSON)),
    ("smithy.api#httpResponseCode", Ignored(NOT_JSON)),
    ("smithy.api#xmlAttribute", Ignored(NOT_JSON)),
    ("smithy.api#xmlFlattened", Ignored(NOT_JSON)),
    ("smithy.api#xmlName", Ignored(NOT_JSON)),
    ("smithy.api#xmlNamespace", Ignored(NOT_JSON)),
    ("aws.protocols#ec2QueryName", Ignored(NOT_JSON)),
];
