//! How the requests of an operation are sent.

use super::Comparison;
use super::change::place;
use super::report::{Change, Class, Kind, Subject};
use super::words::code;
use crate::ir::{Operation, Protocol};

impl Comparison<'_> {
    /// What is special to an operation; what concerns all of them is said of the service.
    pub(super) fn requests(&mut self, subject: &Subject, old: &Operation, new: &Operation) {
        let host = |text: Option<&String>| text.map_or_else(|| "none".to_owned(), code);
        let before = host(
            self.old.model.operations[&old.model_name]
                .host_prefix
                .as_ref(),
        );
        let after = host(
            self.new.model.operations[&new.model_name]
                .host_prefix
                .as_ref(),
        );
        let mut found = protocol(old, new);
        if old.is_signed != new.is_signed {
            let (model, wire) = if new.is_signed {
                ("signed", "requests are signed and need credentials")
            } else {
                ("not signed any more", "requests are not signed")
            };
            found.push(("auth", Kind::Request, model.to_owned(), wire.to_owned()));
        }
        if old.is_compressed != new.is_compressed {
            let (model, wire) = if new.is_compressed {
                ("compressed", "long requests are compressed with gzip")
            } else {
                ("not compressed any more", "requests are not compressed")
            };
            let place = "requestcompression";
            found.push((place, Kind::Request, model.to_owned(), wire.to_owned()));
        }
        if before != after {
            let model = format!("prefix of the host name: {before} → {after}");
            let wire = "requests go to other hosts".to_owned();
            found.push(("endpoint", Kind::Endpoint, model, wire));
        }
        for (what, kind, model, wire) in found {
            let path = format!("{}.{what}", place(subject));
            self.push(Change::new(subject, path, kind, Class::Behaviour, model).wire(wire));
        }
    }
}

/// Where in the operation, the kind of the change, what the model says and what is sent.
type Found = (&'static str, Kind, String, String);

fn protocol(old: &Operation, new: &Operation) -> Vec<Found> {
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
    let mut found = Vec::new();
    if was != is {
        found.push((
            "protocol",
            Kind::Protocol,
            format!("awsJson 1.{was} → awsJson 1.{is}"),
            format!("requests are sent as `application/x-amz-json-1.{is}`"),
        ));
    }
    if knew_query != knows_query {
        let (model, wire) = if *knows_query {
            (
                "compatible with awsQuery",
                "errors have the codes of awsQuery",
            )
        } else {
            (
                "not compatible with awsQuery any more",
                "errors have no codes of awsQuery",
            )
        };
        found.push((
            "protocol",
            Kind::Protocol,
            model.to_owned(),
            wire.to_owned(),
        ));
    }
    found
}
