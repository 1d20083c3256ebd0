//! The service as a whole.

use super::Comparison;
use super::change::place;
use super::report::{Change, Class, Kind, Subject};
use super::words::{self, code};
use crate::model::endpoints::Endpoints;
use crate::model::{Documentation, Protocol, Service};

/// Whether two models are of one service. Old ones have no id that all formats share, so the same
/// names on the wire do as well.
pub(super) fn are_same(old: &Service, new: &Service) -> bool {
    old.id.eq_ignore_ascii_case(&new.id)
        || (old.signing_name == new.signing_name && old.target_prefix == new.target_prefix)
}

impl Comparison<'_> {
    pub(super) fn service(&mut self) {
        let (old, new) = (&self.old.model.service, &self.new.model.service);
        let subject = Subject::Service;
        let mut found = Vec::new();
        let mut compare = |path: &str, what: &str, old: &str, new: &str, class, wire: &str| {
            if old != new {
                let model = format!("{what}: {} → {}", code(old), code(new));
                let change = Change::new(&subject, path, Kind::Service, class, model);
                found.push(match wire {
                    "" => change,
                    wire => change.wire(format!("{wire} {}", code(new))),
                });
            }
        };
        let (behaviour, documentation) = (Class::Behaviour, Class::Documentation);
        compare(
            "metadata.serviceId",
            "the service's id",
            &old.id,
            &new.id,
            behaviour,
            "the `user-agent` header names",
        );
        compare(
            "metadata.serviceFullName",
            "the service's name",
            &old.full_name,
            &new.full_name,
            documentation,
            "",
        );
        compare(
            "metadata.apiVersion",
            "the version of the API",
            &old.api_version,
            &new.api_version,
            documentation,
            "",
        );
        compare(
            "metadata.signingName",
            "the name in signatures",
            &old.signing_name,
            &new.signing_name,
            behaviour,
            "requests are signed for",
        );
        let none = || "none".to_owned();
        compare(
            "metadata.targetPrefix",
            "the prefix of `X-Amz-Target`",
            &old.target_prefix.clone().unwrap_or_else(none),
            &new.target_prefix.clone().unwrap_or_else(none),
            behaviour,
            "operations are named with",
        );
        for (path, what, differ) in [
            (
                "endpoint-rule-set-1",
                "other rules for endpoints",
                !have_same_rules(&old.endpoints, &new.endpoints),
            ),
            (
                "partitions",
                "other groups of regions",
                old.endpoints.partitions != new.endpoints.partitions,
            ),
        ] {
            if differ {
                found.push(
                    Change::new(&subject, path, Kind::Endpoint, behaviour, what)
                        .wire("requests may go to other hosts"),
                );
            }
        }
        if old.protocols != new.protocols {
            let names = |service: &Service| {
                let names = service.protocols.iter().map(|&it| code(protocol(it)));
                words::list(&names.collect::<Vec<_>>())
            };
            let model = format!("protocols: {} → {}", names(old), names(new));
            let (path, kind) = ("metadata.protocols", Kind::Protocol);
            let mut change = Change::new(&subject, path, kind, documentation, model);
            // Which of them is spoken is said of each operation.
            change.reaches_users = false;
            found.push(change);
        }
        self.changes.append(&mut found);
        let (old, new) = (&old.documentation, &new.documentation);
        self.documentation(&subject, &place(&subject), old, new);
    }
}

/// Whether the rules do the same. What parameters are for does not count: models come with their
/// documentation and without.
fn have_same_rules(old: &Endpoints, new: &Endpoints) -> bool {
    let undocumented = |endpoints: &Endpoints| {
        let mut parameters = endpoints.parameters.clone();
        for parameter in parameters.values_mut() {
            parameter.documentation = Documentation::None;
        }
        parameters
    };
    // The order of parameters is that of the fields in the crate.
    undocumented(old).iter().eq(undocumented(new).iter()) && old.rules == new.rules
}

/// The name of a protocol, as Smithy writes it.
fn protocol(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::AwsJson1_0 => "awsJson1_0",
        Protocol::AwsJson1_1 => "awsJson1_1",
        Protocol::RestJson => "restJson1",
        Protocol::RestXml => "restXml",
        Protocol::Query => "awsQuery",
        Protocol::Ec2 => "ec2Query",
        Protocol::Cbor => "rpcv2Cbor",
    }
}
