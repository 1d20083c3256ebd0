//! Features of models that readers or generated code treat specially, among those of supported protocols.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::facts::{Reach, entries, items, references};
use crate::service::Service;

/// A feature, and whether a service has it.
type Feature = (&'static str, fn(&Facts<'_>) -> bool);

/// The features, by subject.
const FEATURES: [Feature; 90] = [
    // The model as a whole.
    ("awsJson 1.0", |it| {
        it.speaks("json") && it.metadata("jsonVersion") == "1.0"
    }),
    ("awsJson 1.1", |it| {
        it.speaks("json") && it.metadata("jsonVersion") == "1.1"
    }),
    ("restJson1", |it| it.speaks("rest-json")),
    ("restXml", |it| it.speaks("rest-xml")),
    ("awsQuery", |it| it.metadata("protocol") == "query"),
    ("ec2Query", |it| it.metadata("protocol") == "ec2"),
    ("named keys of a map", |it| {
        it.any_shape(|shape| shape["key"]["locationName"].is_string())
    }),
    ("name in requests of ec2Query", |it| {
        it.any_member(|_, member| member["queryName"].is_string())
    }),
    ("XML namespace of an input", |it| {
        it.any_operation(|operation| operation["input"]["xmlNamespace"].is_object())
    }),
    ("XML namespace of a member", |it| {
        it.any_shape(|shape| {
            entries(&shape["members"]).any(|(_, member)| member["xmlNamespace"].is_object())
        })
    }),
    ("flattened list", |it| {
        it.any_shape(|shape| shape["flattened"] == true)
    }),
    ("named items of a list", |it| {
        it.any_shape(|shape| shape["member"]["locationName"].is_string())
    }),
    ("one of several protocols", |it| {
        items(it.metadata("protocols")).count() > 1
    }),
    ("awsQueryCompatible", |it| {
        it.metadata("awsQueryCompatible").is_object()
    }),
    ("extras of the service", |it| {
        !it.service.document("service-2.sdk-extras").is_null()
    }),
    ("extras of paginators", |it| {
        !it.service.document("paginators-1.sdk-extras").is_null()
    }),
    ("shapes that nothing reaches", |it| {
        it.shapes.len() < entries(&it.model()["shapes"]).count()
    }),
    // Types.
    ("list", |it| it.has_type("list")),
    ("map", |it| it.has_type("map")),
    ("map with enum keys", |it| {
        it.any_shape(|shape| it.target(&shape["key"])["enum"].is_array())
    }),
    ("long", |it| it.has_type("long")),
    ("float", |it| it.has_type("float")),
    ("double", |it| it.has_type("double")),
    ("blob", |it| it.has_type("blob")),
    ("timestamp", |it| it.has_type("timestamp")),
    ("timestamp as ISO 8601", |it| {
        it.any_shape(|shape| shape["timestampFormat"] == "iso8601")
    }),
    ("enum with values that are no words", |it| {
        it.any_shape(|shape| items(&shape["enum"]).filter_map(Value::as_str).any(is_odd))
    }),
    ("union", |it| it.any_shape(|shape| shape["union"] == true)),
    ("document", |it| {
        it.any_shape(|shape| shape["document"] == true)
    }),
    ("structure without members", |it| {
        it.any_shape(|shape| {
            shape["type"] == "structure" && entries(&shape["members"]).count() == 0
        })
    }),
    ("recursion", |it| it.has_recursion(|_| true)),
    ("recursion that needs boxes", |it| {
        it.has_recursion(|shape| shape["type"] == "structure")
    }),
    ("sensitive", |it| {
        it.any_shape(|shape| shape["sensitive"] == true)
    }),
    ("deprecated shape", |it| {
        it.any_shape(|shape| shape["deprecated"] == true)
    }),
    ("deprecated member", |it| {
        it.any_member(|_, member| member["deprecated"] == true)
    }),
    ("deprecated since", |it| {
        it.any_member(|_, member| member["deprecatedSince"].is_string())
    }),
    ("member named as a keyword", |it| {
        it.any_member(|name, _| ["type", "match", "in", "ref", "use", "where"].contains(&name))
    }),
    ("JSON in a string", |it| {
        it.any_member(|_, member| member["jsonvalue"] == true)
    }),
    // Errors.
    ("error without a message", |it| {
        it.any_error(|error| !entries(&error["members"]).any(|(name, _)| is_message(name)))
    }),
    ("error with members of its own", |it| {
        it.any_error(|error| entries(&error["members"]).any(|(name, _)| !is_message(name)))
    }),
    ("error with a code of its own", |it| {
        it.any_error(|error| error["error"]["code"].is_string())
    }),
    ("error that may be retried", |it| {
        it.any_error(|error| error["retryable"].is_object())
    }),
    // Operations.
    ("operation without input", |it| {
        it.any_operation(|operation| operation["input"].is_null())
    }),
    ("operation without output", |it| {
        it.any_operation(|operation| operation["output"].is_null())
    }),
    ("deprecated operation", |it| {
        it.any_operation(|operation| operation["deprecated"] == true)
    }),
    ("host prefix", |it| {
        it.any_operation(|operation| operation["endpoint"]["hostPrefix"].is_string())
    }),
    ("unsigned operation", |it| {
        it.any_operation(|operation| operation["authtype"] == "none")
    }),
    ("bearer tokens only", |it| {
        it.metadata("signatureVersion") == "bearer"
    }),
    ("bearer tokens or signatures", |it| {
        let bearer = "smithy.api#httpBearerAuth";
        items(it.metadata("auth")).count() > 1 && items(it.metadata("auth")).any(|it| it == bearer)
    }),
    ("event stream", |it| {
        it.any_shape(|shape| shape["eventstream"] == true)
    }),
    ("request compression", |it| {
        it.any_operation(|operation| operation["requestcompression"].is_object())
    }),
    ("endpoint discovery, required", |it| {
        it.any_operation(|operation| operation["endpointdiscovery"]["required"] == true)
    }),
    ("endpoint discovery, optional", |it| {
        it.any_operation(|operation| {
            operation["endpointdiscovery"].is_object()
                && operation["endpointdiscovery"]["required"] != true
        })
    }),
    ("idempotency token", |it| {
        it.any_member(|_, member| member["idempotencyToken"] == true)
    }),
    ("idempotency token, required", |it| {
        it.any_shape(|shape| {
            items(&shape["required"])
                .filter_map(Value::as_str)
                .any(|name| shape["members"][name]["idempotencyToken"] == true)
        })
    }),
    // HTTP bindings.
    ("host label", |it| {
        it.any_member(|_, member| member["hostLabel"] == true)
    }),
    ("label of several segments", |it| {
        it.any_uri(|uri| uri.contains("+}"))
    }),
    ("literal query", |it| it.any_uri(|uri| uri.contains('?'))),
    ("slash at the end of the path", |it| {
        it.any_uri(|uri| uri.len() > 1 && uri.ends_with('/'))
    }),
    ("query of a list", |it| {
        it.any_bound("querystring", |target| target["type"] == "list")
    }),
    ("query of a map of text", |it| it.any_query_map("string")),
    ("query of a map of lists", |it| it.any_query_map("list")),
    ("timestamp in the query", |it| {
        it.any_bound("querystring", |target| target["type"] == "timestamp")
    }),
    ("timestamp in a header", |it| {
        it.any_bound("header", |target| target["type"] == "timestamp")
    }),
    ("JSON in a header", |it| {
        it.any_member(|_, member| member["jsonvalue"] == true && member["location"] == "header")
    }),
    ("headers with a prefix", |it| {
        it.any_bound("headers", |_| true)
    }),
    ("status code", |it| it.any_bound("statusCode", |_| true)),
    ("error with a member in a header", |it| {
        it.any_error(|error| entries(&error["members"]).any(|(_, it)| it["location"] == "header"))
    }),
    ("bytes as the body", |it| {
        it.any_payload(|target| target["type"] == "blob")
    }),
    ("text as the body", |it| {
        it.any_payload(|target| target["type"] == "string")
    }),
    ("union as the body", |it| {
        it.any_payload(|target| target["union"] == true)
    }),
    ("document as the body", |it| {
        it.any_payload(|target| target["document"] == true)
    }),
    ("structure as the body", |it| {
        it.any_payload(|target| {
            target["type"] == "structure" && target["union"] != true && target["document"] != true
        })
    }),
    ("stream of bytes in an input", |it| it.any_stream("input")),
    ("stream of bytes in an output", |it| it.any_stream("output")),
    ("unsigned body", |it| {
        it.any_operation(|operation| operation["unsignedPayload"] == true)
    }),
    ("wire name of a member", |it| {
        it.any_member(|_, member| member["locationName"].is_string())
    }),
    ("sparse", |it| it.any_shape(|shape| shape["sparse"] == true)),
    // Endpoints.
    ("endpoint parameter of an operation", |it| {
        it.any_operation(|operation| operation["staticContextParams"].is_object())
    }),
    ("endpoint parameter by an expression", |it| {
        it.any_operation(|operation| operation["operationContextParams"].is_object())
    }),
    ("endpoint parameter of a member", |it| {
        it.any_member(|_, member| member["contextParam"].is_object())
    }),
    ("endpoint that asks for asymmetric signatures", |it| {
        let rules = it.service.document("endpoint-rule-set-1").to_string();
        rules.contains("\"sigv4a\"")
    }),
    ("endpoint that says how to sign", |it| {
        let rules = it.service.document("endpoint-rule-set-1").to_string();
        rules.contains("authSchemes")
    }),
    // Paginators, waiters, examples.
    ("paginator with a path", |it| {
        it.any_page(|key| key.contains(['.', '[', '|']))
    }),
    ("paginator of several lists", |it| {
        let pages = &it.service.document("paginators-1")["pagination"];
        entries(pages).any(|(_, page)| items(&page["result_key"]).count() > 1)
    }),
    ("waiter for an error", |it| {
        it.any_acceptor(|acceptor| acceptor["matcher"] == "error")
    }),
    ("waiter with an expression", |it| {
        it.any_acceptor(|acceptor| {
            let argument = acceptor["argument"].as_str().unwrap_or_default();
            argument.contains(['`', '?', '(', '='])
        })
    }),
    ("examples", |it| {
        entries(&it.service.document("examples-1")["examples"]).count() > 0
    }),
    ("timestamp as HTTP date", |it| {
        it.any_shape(|shape| shape["timestampFormat"] == "rfc822")
    }),
    ("endpoint parameter of the client", |it| {
        it.model()["clientContextParams"].is_object()
    }),
];

/// The features of a service.
pub(crate) fn of(service: &Service) -> BTreeSet<&'static str> {
    let facts = Facts::of(service);
    FEATURES
        .iter()
        .filter(|(_, has)| has(&facts))
        .map(|(name, _)| *name)
        .collect()
}

/// All features that some service has.
pub(crate) fn all() -> BTreeSet<&'static str> {
    FEATURES.iter().map(|(name, _)| *name).collect()
}

/// Checks the list above against all services, and returns what is wrong.
pub(crate) fn check(owners: &BTreeMap<&str, Vec<String>>) -> Vec<String> {
    FEATURES
        .iter()
        .filter(|(name, _)| !owners.contains_key(name))
        .map(|(name, _)| format!("no service has the feature \"{name}\" any more"))
        .collect()
}

/// The documents in which features are found.
struct Facts<'s> {
    service: &'s Service,
    /// The shapes that operations reach.
    shapes: Vec<(&'s str, &'s Value)>,
}

impl<'s> Facts<'s> {
    fn of(service: &'s Service) -> Self {
        let model = &service.model;
        let operations = entries(&model["operations"]).map(|(name, _)| name.as_str());
        let reach = Reach::of(model, &operations.collect());
        let shapes = reach.shapes.into_iter();
        Self {
            service,
            shapes: shapes.map(|name| (name, &model["shapes"][name])).collect(),
        }
    }

    fn model(&self) -> &'s Value {
        &self.service.model
    }

    fn metadata(&self, key: &str) -> &'s Value {
        &self.model()["metadata"][key]
    }

    fn speaks(&self, protocol: &str) -> bool {
        let mut listed = items(self.metadata("protocols"));
        self.metadata("protocol") == protocol || listed.any(|it| it == protocol)
    }

    fn any_uri(&self, is: impl Fn(&str) -> bool) -> bool {
        self.any_operation(|operation| operation["http"]["requestUri"].as_str().is_some_and(&is))
    }

    /// Whether a member with this location has a target of this kind.
    fn any_bound(&self, location: &str, is: impl Fn(&Value) -> bool) -> bool {
        self.any_member(|_, member| member["location"] == location && is(self.target(member)))
    }

    fn any_query_map(&self, value: &str) -> bool {
        self.any_bound("querystring", |target| {
            target["type"] == "map" && self.target(&target["value"])["type"] == value
        })
    }

    /// Whether the whole body of an input or output is a stream of bytes.
    fn any_stream(&self, root: &str) -> bool {
        self.any_operation(|operation| {
            let root = self.target(&operation[root]);
            let payload = &root["members"][root["payload"].as_str().unwrap_or_default()];
            self.target(payload)["streaming"] == true || payload["streaming"] == true
        })
    }

    /// Whether a member that is the whole body has a target of this kind, and is no stream.
    fn any_payload(&self, is: impl Fn(&Value) -> bool) -> bool {
        self.any_shape(|shape| {
            let payload = shape["payload"].as_str().unwrap_or_default();
            let target = self.target(&shape["members"][payload]);
            is(target) && target["streaming"] != true && target["eventstream"] != true
        })
    }

    /// The shape of a reference.
    fn target(&self, reference: &Value) -> &'s Value {
        let name = reference["shape"].as_str().unwrap_or_default();
        &self.model()["shapes"][name]
    }

    fn any_shape(&self, is: impl Fn(&Value) -> bool) -> bool {
        self.shapes.iter().any(|(_, shape)| is(shape))
    }

    fn any_error(&self, is: impl Fn(&Value) -> bool) -> bool {
        self.any_shape(|shape| shape["exception"] == true && is(shape))
    }

    fn any_member(&self, is: impl Fn(&str, &Value) -> bool) -> bool {
        self.any_shape(|shape| entries(&shape["members"]).any(|(name, member)| is(name, member)))
    }

    fn any_operation(&self, is: impl Fn(&Value) -> bool) -> bool {
        entries(&self.model()["operations"]).any(|(_, operation)| is(operation))
    }

    fn any_acceptor(&self, is: impl Fn(&Value) -> bool) -> bool {
        let waiters = self.service.document("waiters-2");
        entries(&waiters["waiters"]).any(|(_, waiter)| items(&waiter["acceptors"]).any(&is))
    }

    /// Whether a paginator has an expression of this kind.
    fn any_page(&self, is: impl Fn(&str) -> bool) -> bool {
        let pages = self.service.document("paginators-1");
        entries(&pages["pagination"]).any(|(_, page)| {
            ["output_token", "result_key", "more_results"]
                .into_iter()
                .flat_map(|key| items(&page[key]).chain([&page[key]]))
                .filter_map(Value::as_str)
                .any(&is)
        })
    }

    fn has_type(&self, name: &str) -> bool {
        self.any_shape(|shape| shape["type"] == name)
    }

    /// Whether a shape contains itself through shapes of these types.
    fn has_recursion(&self, counts: impl Fn(&Value) -> bool) -> bool {
        let graph: BTreeMap<_, Vec<_>> = self
            .shapes
            .iter()
            .filter(|(_, shape)| counts(shape))
            .map(|(name, shape)| (*name, references(shape).collect()))
            .collect();
        // Leaves are removed until only cycles and what leads to them are left.
        let mut left: BTreeSet<_> = graph.keys().copied().collect();
        loop {
            let ends: Vec<_> = left
                .iter()
                .copied()
                .filter(|name| !graph[name].iter().any(|next| left.contains(next)))
                .collect();
            if ends.is_empty() {
                return !left.is_empty();
            }
            left.retain(|name| !ends.contains(name));
        }
    }
}

/// Whether a value is not an identifier.
fn is_odd(value: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    !value.chars().all(is_word) || !value.starts_with(|c: char| c.is_ascii_alphabetic())
}

fn is_message(name: &str) -> bool {
    name.eq_ignore_ascii_case("message")
}
