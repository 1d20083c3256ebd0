//! What a change of a fact means: the one table of rules.
//!
//! A row is a fact, what happens to it, and under which conditions; then the class and the kind of
//! the change, what it is in the model, and what it does to the Rust API and on the wire. The first
//! row that applies counts. In the words, `{old}` and `{new}` are the values of the fact, `{item}`
//! and the like the names of the node, `{old.item}` those in the old revision.

use std::collections::BTreeSet;

use super::facts::Fact;
use super::report::{ChangeKind, Class};

/// What happens to a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// It is new with all of its path.
    New,
    /// It is gone with all of its path.
    Gone,
    /// It holds now.
    Added,
    /// It holds no longer.
    Removed,
    /// It has another value.
    Changed,
    /// In rules: one of the last three.
    Any,
}

/// When a rule applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Condition {
    /// The path is in requests.
    Sent,
    /// The path is in responses.
    Received,
    /// The path is in the input of an operation, which a fluent call sets.
    Input,
    /// The structure has a constructor in both revisions.
    Constructor,
    /// The other model has it, too, but it is not selected there.
    InModel,
    /// No other fact of the same group has changed before this one.
    First,
}

/// A row of the table.
#[derive(Debug)]
pub(super) struct Rule {
    fact: Fact,
    event: Event,
    conditions: &'static [Condition],
    pub(super) class: Class,
    pub(super) kind: ChangeKind,
    pub(super) model: &'static str,
    pub(super) rust: &'static str,
    pub(super) wire: &'static str,
}

impl Rule {
    /// The rule for a change of a fact.
    pub(super) fn find(
        fact: Fact,
        event: Event,
        conditions: &BTreeSet<Condition>,
    ) -> Option<&'static Self> {
        RULES.iter().find(|rule| {
            let is_event = rule.event == event
                || (rule.event == Event::Any && !matches!(event, Event::New | Event::Gone));
            rule.fact == fact
                && is_event
                && rule.conditions.iter().all(|it| conditions.contains(it))
        })
    }
}

macro_rules! rules {
    ($(
        $fact:ident $event:ident $([$($condition:ident)+])? =>
        $class:ident $kind:ident $model:literal $(rust $rust:literal)? $(wire $wire:literal)?;
    )*) => {
        &[$(Rule {
            fact: Fact::$fact,
            event: Event::$event,
            conditions: &[$($(Condition::$condition),+)?],
            class: Class::$class,
            kind: ChangeKind::$kind,
            model: $model,
            rust: concat!($($rust)?),
            wire: concat!($($wire)?),
        }),*]
    };
}

const RULES: &[Rule] = rules! {
    Operation New [InModel] => Additive OperationAdded "operation now selected"
        rust "`{item}` and the module `{owner}` are new" wire "`{wire}` can be called";
    Operation New => Additive OperationAdded "new operation"
        rust "`{item}` and the module `{owner}` are new" wire "`{wire}` can be called";
    Operation Gone [InModel] => Breaking OperationRemoved "operation no longer selected"
        rust "`{item}` and the module `{owner}` are gone" wire "`{wire}` can no longer be called";
    Operation Gone => Breaking OperationRemoved "operation removed"
        rust "`{item}` and the module `{owner}` are gone" wire "`{wire}` can no longer be called";

    Type New => Additive TypeAdded "new {new}" rust "`{item}` is new: {declaration}";
    Type Gone [InModel] => Breaking TypeRemoved "{old} no longer used" rust "`{item}` is gone";
    Type Gone => Breaking TypeRemoved "{old} removed" rust "`{item}` is gone";
    Type Changed => Breaking TypeKind "{old} → {new}" rust "`{item}` is now {declaration}";

    Field New [Input] => Additive MemberAdded "new member"
        rust "`{owner}` gains the field `{declaration}` and {accessor}, also on the fluent call";
    Field New [Received] => Additive MemberAdded "new member"
        rust "`{owner}` gains the field `{declaration}` and {accessor}"
        wire "`{wire}` is read from responses (before: ignored)";
    Field New => Additive MemberAdded "new member"
        rust "`{owner}` gains the field `{declaration}` and {accessor}";
    Required New [Sent] => Behaviour MemberAdded "required";
    Required New => Additive MemberAdded "required";
    Parameter New [Constructor] => Breaking MemberAdded ""
        rust "`{owner}::new` takes it as well";
    Parameter New => Additive MemberAdded "" rust "`{owner}::new` is new and takes it";
    Presence New [Sent] => Additive MemberAdded "" wire "`{wire}` {new}";

    Field Gone [Input] => Breaking MemberRemoved "member removed"
        rust "`{owner}` loses the field `{declaration}` and {accessor}, also on the fluent call";
    Field Gone [Received] => Breaking MemberRemoved "member removed"
        rust "`{owner}` loses the field `{declaration}` and {accessor}"
        wire "`{wire}` is ignored in responses";
    Field Gone => Breaking MemberRemoved "member removed"
        rust "`{owner}` loses the field `{declaration}` and {accessor}";
    Parameter Gone [Constructor] => Breaking MemberRemoved ""
        rust "`{owner}::new` no longer takes it";
    Parameter Gone => Breaking MemberRemoved "" rust "`{owner}::new` is gone";
    Presence Gone [Sent] => Breaking MemberRemoved "" wire "`{wire}` is no longer sent";

    Variant New [Received] => Additive MemberAdded "new member"
        rust "`{owner}` gains the variant `{declaration}` and {accessor}"
        wire "`{wire}` is read as this variant (before: `UnknownValue`)";
    Variant New => Additive MemberAdded "new member"
        rust "`{owner}` gains the variant `{declaration}` and {accessor}"
        wire "`{wire}` can be sent by this name";
    Variant Gone [Received] => Breaking MemberRemoved "member removed"
        rust "`{owner}` loses the variant `{declaration}` and {accessor}"
        wire "`{wire}` is read as `UnknownValue`";
    Variant Gone => Breaking MemberRemoved "member removed"
        rust "`{owner}` loses the variant `{declaration}` and {accessor}"
        wire "`{wire}` can no longer be sent by this name";

    EnumValue New [Received] => Additive ValueAdded "new value"
        rust "`{owner}` gains the variant `{declaration}`"
        wire "`{wire}` is read as this variant (before: `UnknownValue`)";
    EnumValue New => Additive ValueAdded "new value"
        rust "`{owner}` gains the variant `{declaration}`" wire "`{wire}` can be sent by this name";
    EnumValue Gone [Received] => Breaking ValueRemoved "value removed"
        rust "`{owner}` loses the variant `{declaration}`"
        wire "`{wire}` is read as `UnknownValue`";
    EnumValue Gone => Breaking ValueRemoved "value removed"
        rust "`{owner}` loses the variant `{declaration}`"
        wire "`{wire}` can no longer be sent by this name";

    ErrorVariant New => Additive ErrorAdded "new error `{wire}`"
        rust "`{owner}` gains the variant `{declaration}` and {accessor}"
        wire "the code `{wire}` is read as this variant (before: `Unhandled`)";
    ErrorVariant Gone => Breaking ErrorRemoved "error `{wire}` removed"
        rust "`{owner}` loses the variant `{declaration}` and {accessor}"
        wire "the code `{wire}` is read as `Unhandled`";

    EventStream New => Breaking MemberAdded "the output is now an event stream"
        rust "`{owner}` gains the field `{declaration}`, and loses `Clone` and `PartialEq`";
    EventStream Gone => Breaking MemberRemoved "the output is no longer an event stream"
        rust "`{owner}` loses the field `{declaration}`";
    EventStream Changed => Breaking MemberType "another event stream"
        rust "`{owner}` has the field `{declaration}` in place of `{old.declaration}`";

    Paginator New => Additive Pagination "now paginated" rust "`{item}` gains its paginator";
    Paginator Gone => Breaking Pagination "no longer paginated" rust "`{item}` loses its paginator";
    Paginator Changed => Behaviour Pagination "paginated in another way"
        rust "`{item}` has another paginator: the types of its pages and items may differ";

    Waiter New => Additive Waiter "new waiter" rust "`{item}` is new";
    Waiter Gone => Breaking Waiter "waiter removed" rust "`{item}` is gone";
    Waiter Changed => Behaviour Waiter "waits in another way"
        rust "`{item}` may end at another time or with another outcome";

    ServiceId Changed => Behaviour Service "service id: {old} → {new}"
        wire "the `user-agent` header names {new}";
    ServiceName Changed => Documentation Service "service name: {old} → {new}";
    ApiVersion Changed => Documentation Service "API version: {old} → {new}";
    SigningName Changed => Behaviour Service "signing name: {old} → {new}"
        wire "requests are signed for {new}";
    TargetPrefix Any => Behaviour Service "prefix of `X-Amz-Target`: {old} → {new}"
        wire "the prefix of operations in `X-Amz-Target` is {new}";
    EndpointRules Changed => Behaviour Endpoint "other endpoint rules"
        wire "requests may go to other hosts";
    Settings Any => Behaviour Service "settings of environment and profile: {old} → {new}"
        wire "requests depend on other settings";
    PayloadHash Added => Behaviour Request "requests now state the hash of their payload"
        wire "signed requests have the header `x-amz-content-sha256`";
    PayloadHash Removed => Behaviour Request "requests no longer state the hash of their payload"
        wire "signed requests have no header `x-amz-content-sha256`";
    PathAsSent Added => Behaviour Request "signatures now cover the path as it is sent"
        wire "requests have other signatures";
    PathAsSent Removed => Behaviour Request "signatures no longer cover the path as it is sent"
        wire "requests have other signatures";
    ToldRegion Any => Behaviour Endpoint "region in responses: {old} → {new}"
        wire "requests for another region are repeated as {new} tells";
    Partitions Changed => Behaviour Endpoint "other partitions"
        wire "requests may go to other hosts";
    Protocols Changed => Documentation Protocol "protocols: {old} → {new}";

    Request Changed => Behaviour Request "request: {old} → {new}"
        wire "requests are {new}";
    ContentType Changed => Behaviour Protocol "content type: {old} → {new}"
        wire "requests are sent as {new}";
    QueryCompatible Added => Behaviour Protocol "now compatible with awsQuery"
        wire "errors have the codes of awsQuery";
    QueryCompatible Removed => Behaviour Protocol "no longer compatible with awsQuery"
        wire "errors have no codes of awsQuery";
    Auth Added => Behaviour Request "now authenticated with {new}"
        wire "requests are authenticated with {new}";
    Auth Changed => Behaviour Request "authentication: {old} → {new}"
        wire "requests are authenticated with {new}";
    Auth Removed => Behaviour Request "no longer authenticated"
        wire "requests are not authenticated";
    UnsignedPayload Added => Behaviour Request "the body is no longer signed"
        wire "signatures leave out the body";
    UnsignedPayload Removed => Behaviour Request "the body is now signed"
        wire "signatures cover the body: streams are read twice";
    Presigning Added => Additive Request "can be presigned"
        rust "the call of `{item}` has `presign` (feature `presigning`)";
    Presigning Removed => Breaking Request "can no longer be presigned"
        rust "the call of `{item}` no longer has `presign` (feature `presigning`)";
    Compressed Added => Behaviour Request "now compressed"
        wire "long requests are compressed with gzip";
    Compressed Removed => Behaviour Request "no longer compressed"
        wire "requests are not compressed";
    Checksum Any => Behaviour Request "other checksums"
        wire "requests and responses have other checksums";
    HostPrefix Any => Behaviour Endpoint "prefix of the host name: {old} → {new}"
        wire "requests go to other hosts";
    Discovery Added => Behaviour Endpoint "now with endpoint discovery"
        wire "the client calls {new} to discover the endpoint";
    Discovery Removed => Behaviour Endpoint "no longer with endpoint discovery"
        wire "requests go to the endpoint of the service";
    Discovery Changed => Behaviour Endpoint "endpoint discovery in another way"
        wire "the client calls {new} with other parameters";

    Headers Added => Behaviour Request "now with constant headers: {new}"
        wire "requests have the headers {new}";
    Headers Removed => Behaviour Request "no longer with constant headers: {old}"
        wire "requests have no headers {old}";
    Headers Changed => Behaviour Request "constant headers: {old} → {new}"
        wire "requests have the headers {new}";
    BodyChecksums Added => Behaviour Request "now with checksums of the body: {new}"
        wire "requests have the checksums {new}: streams are read twice";
    BodyChecksums Removed => Behaviour Request "no longer with checksums of the body: {old}"
        wire "requests have no checksums {old}";
    BodyChecksums Changed => Behaviour Request "checksums of the body: {old} → {new}"
        wire "requests have the checksums {new}";
    StatedEndpoint Added => Behaviour Endpoint "the endpoint is now in the member {new}"
        wire "requests go to the host of the URL in {new}";
    StatedEndpoint Removed => Behaviour Endpoint "the endpoint is no longer in the member {old}"
        wire "requests go to the endpoint of the service";
    StatedEndpoint Changed => Behaviour Endpoint "member with the endpoint: {old} → {new}"
        wire "requests go to the host of the URL in {new}";
    PresignedCopy Added => Behaviour Request "now with a presigned request for the source's region: {new}"
        wire "requests have the URL of a presigned one if {new} asks for it";
    PresignedCopy Removed => Behaviour Request "no longer with a presigned request for the source's region: {old}"
        wire "requests have no URL that the caller has not set";
    Transfer Added => Additive Request "now with transfers: {new}"
        rust "its call has the methods of transfers, with the feature `transfers`";
    Transfer Removed => Breaking Request "no longer with transfers: {old}"
        rust "its call has no methods of transfers any more";
    Transfer Changed => Behaviour Request "transfers: {old} → {new}"
        wire "transfers send other requests";
    PresignedCopy Changed => Behaviour Request "presigned request for the source's region: {old} → {new}"
        wire "requests have the URL of a presigned one if {new} asks for it";

    ErrorsInSuccess Added => Behaviour Retry "errors in successful responses now count"
        wire "an error document in a 200 response is an error and is retried";
    ErrorsInSuccess Removed => Behaviour Retry "errors in successful responses no longer count"
        wire "an error document in a 200 response is not an error";
    PresignedPost Added => Additive Request "can be a presigned form"
        rust "the call of `{item}` has `presign_post` (feature `presigning`)";
    PresignedPost Removed => Breaking Request "can no longer be a presigned form"
        rust "the call of `{item}` no longer has `presign_post` (feature `presigning`)";
    PresignedPost Changed => Behaviour Request "presigned forms: {old} → {new}"
        wire "presigned forms have {new}";
    Session Any => Behaviour Request "signatures with its sessions: {old} → {new}"
        wire "requests to endpoints that ask for sessions are signed with {new}";
    StatesRegion Added => Behaviour Endpoint "errors about regions are now about the one in its input"
        wire "its requests are not repeated in another region after such errors";
    StatesRegion Removed => Behaviour Endpoint "errors about regions are no longer about the one in its input"
        wire "its requests are repeated in another region after such errors";
    EndpointParameters Any => Behaviour Endpoint "parameters of its endpoint: {old} → {new}"
        wire "its requests may go to another host or path";
    SlowResponse Added => Behaviour Request "its response may now take minutes"
        wire "only time limits that the program sets hold";
    SlowResponse Removed => Behaviour Request "its response is no longer expected to take minutes"
        wire "the default time limits hold";
    UnwrappedOutput Added => Behaviour Protocol "the document of the output is now its member"
        wire "the root of responses is the member";
    UnwrappedOutput Removed => Behaviour Protocol "the document of the output is no longer its member"
        wire "the member is in the root of responses";

    TypeName Changed => Breaking TypeRenamed "was {old}"
        rust "{old} is renamed to {new}; `rename` in the overlay can keep the old name";
    Error Added => Additive ErrorTrait "now an error" rust "`{item}` is an error";
    Error Removed => Breaking ErrorTrait "no longer an error" rust "`{item}` is no longer an error";
    ErrorCode Changed => Behaviour ErrorCode "error code: {old} → {new}"
        wire "the code {new} is read as this error, and no longer {old}";
    ErrorStatus Changed => Behaviour ErrorStatus "HTTP status: {old} → {new}"
        wire "fakes send this error with the status {new}";
    Retryable Added => Behaviour Retry "now retryable ({new})"
        wire "a call that fails with it is retried";
    Retryable Removed => Behaviour Retry "no longer retryable"
        wire "a call that fails with it is not retried";
    Retryable Changed => Behaviour Retry "retryable: {old} → {new}"
        wire "a call that fails with it is retried";

    RustName Changed => Breaking RustName "another Rust name" rust "{old} of `{owner}` renamed to {new}";
    ValueType Changed => Breaking MemberType "type: {old} → {new}"
        rust "`{item}` changes from `{old.type}` to `{type}`";
    Recursive Added => Breaking MemberType "now part of a recursion"
        rust "`{item}` changes from `{old.type}` to `{type}`";
    Recursive Removed => Breaking MemberType "no longer part of a recursion"
        rust "`{item}` changes from `{old.type}` to `{type}`";
    Required Added => Documentation MemberRequired "now required";
    Required Removed => Documentation MemberRequired "no longer required";
    Optional Added [First] => Breaking MemberType "now optional"
        rust "`{item}` changes from `{old.type}` to `{type}`";
    Optional Removed [First] => Breaking MemberType "no longer optional"
        rust "`{item}` changes from `{old.type}` to `{type}`";
    Optional Any => Breaking MemberType "" rust "`{item}` changes from `{old.type}` to `{type}`";
    Parameter Added => Breaking MemberType "" rust "`{owner}::new` takes it now";
    Parameter Removed => Breaking MemberType "" rust "`{owner}::new` no longer takes it";
    Parameter Changed => Breaking MemberType "" rust "`{owner}::new` takes the new type";
    Getter Changed => Breaking MemberType "" rust "{accessor} returns the new type";
    WireType Changed => Behaviour MemberType "" wire "`{wire}` is {new}";
    NonEmpty Added [First Sent] => Behaviour MemberEmpty "may no longer be empty"
        wire "requests with an empty `{wire}` are refused before sending";
    NonEmpty Removed [First Sent] => Behaviour MemberEmpty "may now be empty"
        wire "requests with an empty `{wire}` are sent";
    TimestampFormat Changed [First] => Behaviour TimestampFormat "timestamp format: {old} → {new}"
        wire "the timestamp format of `{wire}` is {new}";
    IdempotencyToken Added => Behaviour IdempotencyToken "now an idempotency token";
    IdempotencyToken Removed => Behaviour IdempotencyToken "no longer an idempotency token";
    Presence Changed [Sent] => Behaviour MemberRequired "" wire "`{wire}` {new}";
    WireName Changed => Behaviour WireName "wire name: {old} → {new}"
        wire "{old} is now called {new}";
    Location Changed => Behaviour Location "location: {old} → {new}" wire "`{wire}` is in {new}";
    Base64 Added => Behaviour Location "now base64 in the header" wire "`{wire}` is base64";
    Base64 Removed => Behaviour Location "no longer base64 in the header"
        wire "`{wire}` is not base64";

    RequiresLength Added => Behaviour Constraint "now needs a known length"
        wire "a stream of unknown length is refused";
    RequiresLength Removed => Behaviour Constraint "no longer needs a known length"
        wire "a stream of unknown length is sent";

    Flattened Added => Behaviour WireName "now flattened"
        wire "no element is around the items of `{wire}`";
    Flattened Removed => Behaviour WireName "no longer flattened"
        wire "an element is around the items of `{wire}`";
    ItemNames Added [First] => Behaviour WireName "items or values now called {new}"
        wire "the items or values in `{wire}` are called {new}";
    ItemNames Removed [First] => Behaviour WireName "items or values no longer called {old}"
        wire "the items or values in `{wire}` have their usual name";
    ItemNames Changed [First] => Behaviour WireName "names of items or values: {old} → {new}"
        wire "the items or values in `{wire}` are called {new}";
    KeyNames Added => Behaviour WireName "keys now called {new}"
        wire "the keys in `{wire}` are called {new}";
    KeyNames Removed => Behaviour WireName "keys no longer called {old}"
        wire "the keys in `{wire}` have their usual name";
    KeyNames Changed => Behaviour WireName "names of keys: {old} → {new}"
        wire "the keys in `{wire}` are called {new}";
    Attribute Added => Behaviour WireName "now an attribute" wire "`{wire}` is an attribute";
    Attribute Removed => Behaviour WireName "no longer an attribute"
        wire "`{wire}` is an element";
    Namespaces Added => Behaviour WireName "now with the XML namespace {new}"
        wire "elements of `{wire}` are in the namespace {new}";
    Namespaces Removed => Behaviour WireName "no longer with the XML namespace {old}"
        wire "elements of `{wire}` are in no namespace of their own";
    Namespaces Changed => Behaviour WireName "XML namespace: {old} → {new}"
        wire "elements of `{wire}` are in the namespace {new}";
    QueryName Added => Behaviour WireName "now called {new} in requests"
        wire "`{wire}` is sent as {new}";
    QueryName Removed => Behaviour WireName "no longer called {old} in requests"
        wire "`{wire}` is sent with its own name";
    QueryName Changed => Behaviour WireName "name in requests: {old} → {new}"
        wire "`{wire}` is sent as {new}";
    DocumentName Added => Behaviour WireName "document now called {new}"
        wire "the root of the document is called {new}";
    DocumentName Removed => Behaviour WireName "document no longer called {old}"
        wire "the root of the document has the name of its shape";
    DocumentName Changed => Behaviour WireName "name of the document: {old} → {new}"
        wire "the root of the document is called {new}";
    Default Added => Behaviour MemberRequired "now with the default {new}"
        wire "`{wire}` is sent as {new} if it is not set";
    Default Removed => Behaviour MemberRequired "no longer with the default {old}"
        wire "`{wire}` is not sent if it is not set";
    Default Changed => Behaviour MemberRequired "default: {old} → {new}"
        wire "`{wire}` is sent as {new} if it is not set";
    LastSegment Added => Behaviour Request "now cut to what follows the last slash"
        wire "only what follows the last slash of `{wire}` is sent";
    LastSegment Removed => Behaviour Request "no longer cut to what follows the last slash"
        wire "all of `{wire}` is sent";

    Md5Of Any => Behaviour Request "MD5 of a key: {old} → {new}"
        wire "`{wire}`, if it is not set, is the MD5 of {new}";
    AccountOf Any => Behaviour Request "account of an ARN: {old} → {new}"
        wire "`{wire}`, if it is not set, is the account in {new}";
    ResourceName Any => Behaviour Constraint "allowed values: {old} → {new}"
        wire "other texts than {new} are refused before sending";
    PercentEncoded Added => Behaviour Request "now percent-encoded"
        wire "what a header cannot have is percent-encoded in `{wire}`";
    PercentEncoded Removed => Behaviour Request "no longer percent-encoded"
        wire "`{wire}` is sent as it is";
    Ascii Added => Behaviour Constraint "now has to be ASCII"
        wire "other characters in `{wire}` are refused before sending";
    Ascii Removed => Behaviour Constraint "no longer has to be ASCII"
        wire "other characters in `{wire}` are sent";
    UrlEncodedBy Any => Behaviour Request "the element that says whether it is URL-encoded: {old} → {new}"
        wire "`{wire}` is decoded if {new} says so";
    Lenient Added => Behaviour Constraint "now left out if it cannot be read"
        wire "a malformed `{wire}` is left out";
    Lenient Removed => Behaviour Constraint "no longer left out if it cannot be read"
        wire "a response with a malformed `{wire}` fails";

    LastEvent Added => Behaviour Retry "now the last event"
        wire "a stream that ends without `{wire}` is an error";
    LastEvent Removed => Behaviour Retry "no longer the last event"
        wire "a stream may end without `{wire}`";

    Sensitive Added => Behaviour Sensitivity "now sensitive" rust "`Debug` hides `{item}`";
    Sensitive Removed => Behaviour Sensitivity "no longer sensitive" rust "`Debug` shows `{item}`";
    Deprecated Added => Behaviour Deprecation "now deprecated"
        rust "the compiler warns where `{item}` is used";
    Deprecated Removed => Documentation Deprecation "no longer deprecated"
        rust "the compiler no longer warns where `{item}` is used";
    Deprecated Changed => Documentation Deprecation "another reason for the deprecation"
        rust "the compiler's warning about `{item}` has another text";
    Constraints Changed => Documentation Constraint "constraints: {old} → {new}";
    Documentation Added => Documentation Documentation "documentation added";
    Documentation Removed => Documentation Documentation "documentation removed";
    Documentation Changed => Documentation Documentation "documentation changed";
    ParameterOrder Changed => Breaking ParameterOrder "another order of required members"
        rust "`{item}::new` takes its parameters in another order: {new}";
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_names_or_values() {
        let known = [
            "old",
            "new",
            "item",
            "owner",
            "declaration",
            "type",
            "accessor",
            "wire",
        ];
        for rule in RULES {
            for sentence in [rule.model, rule.rust, rule.wire] {
                for word in sentence.split(['{', '}']).skip(1).step_by(2) {
                    let name = word.strip_prefix("old.").unwrap_or(word);
                    assert!(known.contains(&name), "{word} in {rule:?}");
                }
            }
        }
    }
}
