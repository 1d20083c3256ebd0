//! Texts of a model that are parsed: expressions, templates, patterns.

use serde_json::{Value, json};

use crate::{Target, files, verdict};

pub(crate) const TARGET: Target = Target {
    name: "texts",
    run,
    tokens: &[
        "a",
        "b",
        "items",
        "next",
        "flag",
        "count",
        "tags",
        "name",
        ".",
        "[]",
        "[*]",
        "[-1]",
        "[0]",
        "[?",
        "]",
        "*",
        "||",
        "&&",
        "!",
        "==",
        "!=",
        "<",
        ">=",
        "(",
        ")",
        "length(",
        "keys(",
        "`1`",
        "`true`",
        "'x'",
        "\"",
        "`",
        "'",
        "\\",
        "{",
        "}",
        "{{",
        "}}",
        "{Region}",
        "{Url}",
        "{P#dnsSuffix}",
        "{P#",
        "https://",
        "http://",
        "/",
        "#",
        "^",
        "$",
        "(us|eu)",
        "\\-",
        "\\w+",
        "\\d+",
        "^us\\-\\w+\\-\\d+$",
        "[a-z]",
        "{3}",
        "{1,900}",
        "(a*)*",
        "()*",
        "(?i)",
        "\\p{L}",
        "\\b",
        "|",
        "+",
        "?",
        "resourceId[0]",
        "{Name}",
        "{Name+}",
        "/things/",
        "?",
        "=",
        "&",
        "%2F",
        "%",
        "X-",
        ":",
        ",",
        " ",
        "-",
        "_",
        "é",
        "\u{202e}",
        "99999999999999999999",
    ],
};

/// Where the text is put in the model's files.
const PLACES: &[(&str, &str)] = &[
    ("paginators-1.json", "/pagination/List/input_token"),
    ("paginators-1.json", "/pagination/List/output_token"),
    ("paginators-1.json", "/pagination/List/result_key"),
    ("paginators-1.json", "/pagination/List/limit_key"),
    ("paginators-1.json", "/pagination/List/more_results"),
    ("waiters-2.json", "/waiters/Done/acceptors/0/argument"),
    ("waiters-2.json", "/waiters/Done/acceptors/1/argument"),
    ("waiters-2.json", "/waiters/Done/acceptors/2/argument"),
    ("endpoint-rule-set-1.json", "/rules/0/endpoint/url"),
    ("endpoint-rule-set-1.json", "/rules/0/conditions/1/argv/1"),
    ("partitions.json", "/partitions/0/regionRegex"),
    ("service-2.json", "/operations/List/endpoint/hostPrefix"),
    (
        "service-2.json",
        "/operations/List/operationContextParams/Url/path",
    ),
    ("service-2.json", "/operations/List/deprecatedMessage"),
    ("service-2.json", "/shapes/Text/pattern"),
    ("service-2.json", "/shapes/Kind/enum/0"),
    ("service-2.json", "/shapes/In/members/name/locationName"),
    ("service-2.json", "/metadata/serviceId"),
    ("service-2.json", "/metadata/targetPrefix"),
    ("service-2.json", "/metadata/endpointPrefix"),
];

/// The same for a REST service.
const REST_PLACES: &[(&str, &str)] = &[
    ("service-2.json", "/operations/List/http/requestUri"),
    ("service-2.json", "/operations/List/http/requestUri"),
    ("service-2.json", "/operations/List/http/method"),
    ("service-2.json", "/shapes/In/members/name/locationName"),
    ("service-2.json", "/shapes/In/members/count/locationName"),
    ("service-2.json", "/shapes/In/members/next/locationName"),
    ("service-2.json", "/shapes/In/members/tags/locationName"),
];

fn run(bytes: &[u8]) -> bool {
    let Some((&place, text)) = bytes.split_first() else {
        return false;
    };
    let Ok(text) = std::str::from_utf8(text) else {
        return false;
    };
    let place = usize::from(place) % (PLACES.len() + REST_PLACES.len());
    let mut model = model();
    let (file, pointer) = match PLACES.get(place) {
        Some(place) => *place,
        None => {
            make_rest(&mut model[0].1);
            REST_PLACES[place - PLACES.len()]
        }
    };
    let mut input = files::empty();
    for (name, mut value) in model {
        if name == file {
            *value.pointer_mut(pointer).expect("the place is there") = text.into();
        }
        files::put(&mut input, name, value.to_string().into_bytes());
    }
    // It also has to be accepted or refused without a model.
    let _ = tinsmith::parts::expression(text);
    verdict::generate(&input)
}

fn model() -> [(&'static str, Value); 5] {
    [
        ("service-2.json", service()),
        (
            "paginators-1.json",
            json!({"pagination": {"List": {
                "input_token": "next", "output_token": "next", "result_key": "items",
                "limit_key": "count", "more_results": "flag",
            }}}),
        ),
        (
            "waiters-2.json",
            json!({"waiters": {"Done": {
                "operation": "List", "delay": 1, "maxAttempts": 2,
                "acceptors": [
                    {"state": "success", "matcher": "path", "argument": "next", "expected": "x"},
                    {"state": "failure", "matcher": "pathAny", "argument": "items[].name", "expected": "x"},
                    {"state": "retry", "matcher": "path", "argument": "flag", "expected": true},
                ],
            }}}),
        ),
        (
            "endpoint-rule-set-1.json",
            json!({
                "version": "1.0",
                "parameters": {
                    "Region": {"type": "String", "builtIn": "AWS::Region"},
                    "Url": {"type": "String"},
                },
                "rules": [
                    {
                        "type": "endpoint",
                        "conditions": [
                            {"fn": "isSet", "argv": [{"ref": "Region"}]},
                            {"fn": "stringEquals", "argv": [{"ref": "Region"}, "x"]},
                            {"fn": "aws.partition", "argv": [{"ref": "Region"}], "assign": "P"},
                        ],
                        "endpoint": {"url": "https://x.{Region}.{P#dnsSuffix}"},
                    },
                    {"type": "error", "error": "no region"},
                ],
            }),
        ),
        (
            "partitions.json",
            json!({"partitions": [{
                "id": "aws",
                "regionRegex": "^(us|eu)\\-\\w+\\-\\d+$",
                "regions": {"us-east-1": {}, "aws-global": {}},
                "outputs": {
                    "name": "aws", "dnsSuffix": "amazonaws.com", "dualStackDnsSuffix": "api.aws",
                    "implicitGlobalRegion": "us-east-1", "supportsDualStack": true, "supportsFIPS": true,
                },
            }]}),
        ),
    ]
}

/// Binds members to the parts of a request.
fn make_rest(service: &mut Value) {
    service["metadata"]["protocol"] = "rest-json".into();
    service["operations"]["List"]["http"] =
        json!({"method": "PUT", "requestUri": "/things/{Name}/all?fixed=1"});
    service["shapes"]["Labels"] =
        json!({"type": "map", "key": {"shape": "String"}, "value": {"shape": "String"}});
    let members = &mut service["shapes"]["In"]["members"];
    members["tags"] = json!({"shape": "Labels"});
    for (name, location, wire) in [
        ("name", "uri", "Name"),
        ("count", "querystring", "count"),
        ("next", "header", "X-Next"),
        ("tags", "headers", "X-Tag-"),
    ] {
        members[name]["location"] = location.into();
        members[name]["locationName"] = wire.into();
    }
}

fn service() -> Value {
    let text = json!({"shape": "Text"});
    json!({
        "metadata": {
            "apiVersion": "2020-01-01", "endpointPrefix": "things", "jsonVersion": "1.1", "protocol": "json",
            "serviceId": "Things", "targetPrefix": "Things",
        },
        "operations": {"List": {
            "input": {"shape": "In"}, "output": {"shape": "Out"}, "deprecated": true, "deprecatedMessage": "old",
            "endpoint": {"hostPrefix": "data-"},
            "operationContextParams": {"Url": {"path": "name"}},
        }},
        "shapes": {
            "In": {"type": "structure", "required": ["name"], "members": {
                "name": {"shape": "Text", "hostLabel": true, "locationName": "Name"},
                "next": {"shape": "String"}, "count": {"shape": "Integer"},
            }},
            "Out": {"type": "structure", "members": {
                "items": {"shape": "Items"}, "next": {"shape": "String"}, "flag": {"shape": "Boolean"},
                "count": {"shape": "Integer"}, "kind": {"shape": "Kind"}, "tags": {"shape": "Tags"},
            }},
            "Item": {"type": "structure", "members": {
                "name": text, "items": {"shape": "Items"}, "a": {"shape": "Item"}, "b": {"shape": "Boolean"},
                "count": {"shape": "Integer"},
            }},
            "Items": {"type": "list", "member": {"shape": "Item"}},
            "Tags": {"type": "map", "key": {"shape": "String"}, "value": {"shape": "Items"}},
            "Kind": {"type": "string", "enum": ["x", "y"]},
            "Text": {"type": "string", "pattern": "[a-z]+", "min": 2, "max": 40},
            "String": {"type": "string"},
            "Integer": {"type": "integer"},
            "Boolean": {"type": "boolean"},
        },
    })
}
