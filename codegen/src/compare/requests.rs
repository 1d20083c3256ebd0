//! How the requests of an operation are sent.

use super::Comparison;
use super::change::place;
use super::report::{Change, Class, Kind, Subject};
use super::words::code;
use crate::ir::{Operation, Protocol};

impl Comparison<'_> {
    /// What is special to an operation; what concerns all of them is said of the service.
    pub(super) fn requests(&mut self, subject: &Subject, old: &Operation, new: &Operation) {
        self.protocol(subject, old, new);
        match (old.is_signed, new.is_signed) {
            (false, true) => {
                let wire = "requests are signed and need credentials";
                self.sent(subject, "auth", Kind::Request, "signed", wire);
            }
            (true, false) => {
                let (model, wire) = ("not signed any more", "requests are not signed");
                self.sent(subject, "auth", Kind::Request, model, wire);
            }
            _ => {}
        }
        let what = "requestcompression";
        match (old.is_compressed, new.is_compressed) {
            (false, true) => {
                let wire = "long requests are compressed with gzip";
                self.sent(subject, what, Kind::Request, "compressed", wire);
            }
            (true, false) => {
                let (model, wire) = ("not compressed any more", "requests are not compressed");
                self.sent(subject, what, Kind::Request, model, wire);
            }
            _ => {}
        }
        let was = &self.old.model.operations[&old.model_name].host_prefix;
        let is = &self.new.model.operations[&new.model_name].host_prefix;
        if was != is {
            let [was, is] = [was, is].map(|it| it.as_ref().map_or("none".to_owned(), code));
            let model = format!("prefix of the host name: {was} → {is}");
            let wire = "requests go to other hosts";
            self.sent(subject, "endpoint", Kind::Endpoint, model, wire);
        }
        self.discovery(subject, old, new);
    }

    fn protocol(&mut self, subject: &Subject, old: &Operation, new: &Operation) {
        let Protocol::AwsJson {
            minor: was,
            is_query_compatible: knew_query,
            ..
        } = &old.protocol;
        let Protocol::AwsJson {
            minor: is,
            is_query_compatible: knows_query,
            ..
        } = &new.protocol;
        let (what, kind) = ("protocol", Kind::Protocol);
        if was != is {
            let model = format!("awsJson 1.{was} → awsJson 1.{is}");
            let wire = format!("requests are sent as `application/x-amz-json-1.{is}`");
            self.sent(subject, what, kind, model, wire);
        }
        match (knew_query, knows_query) {
            (false, true) => {
                let wire = "errors have the codes of awsQuery";
                self.sent(subject, what, kind, "compatible with awsQuery", wire);
            }
            (true, false) => {
                let model = "not compatible with awsQuery any more";
                let wire = "errors have no codes of awsQuery";
                self.sent(subject, what, kind, model, wire);
            }
            _ => {}
        }
    }

    /// Where requests go, if that has to be asked for.
    fn discovery(&mut self, subject: &Subject, old: &Operation, new: &Operation) {
        let (model, wire) = match (&old.discovery, &new.discovery) {
            (None, Some(it)) => (
                "the endpoint has to be discovered",
                format!("the client asks {} where to send it", code(&it.asks.1)),
            ),
            (Some(_), None) => (
                "the endpoint has not to be discovered any more",
                "requests go to the endpoint of the service".to_owned(),
            ),
            (Some(was), Some(is)) if was != is => (
                "the endpoint is discovered in another way",
                format!("the client asks {} something else", code(&is.asks.1)),
            ),
            _ => return,
        };
        self.sent(subject, "endpointdiscovery", Kind::Endpoint, model, wire);
    }

    /// A change of what is sent; `what` is the place in the operation.
    fn sent(
        &mut self,
        subject: &Subject,
        what: &str,
        kind: Kind,
        model: impl Into<String>,
        wire: impl Into<String>,
    ) {
        let path = format!("{}.{what}", place(subject));
        self.push(Change::new(subject, path, kind, Class::Behaviour, model).wire(wire));
    }
}
