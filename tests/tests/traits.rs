//! Traits on members and on items of lists count as on the shapes that they target, or change nothing:
//! the table is [`tests::traits`].

use serde_json::{Value, json};
use tests::fixtures;
use tests::traits::{BOTOCORE, BOTOCORE_XML, SMITHY, Use};
use tinsmith::{Crate, Input};

/// Where a trait is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Nowhere,
    /// The shape `TheThing`, which is the target of a member, or of the items of a list.
    Shape,
    /// The member, or the items.
    Reference,
}

/// The crate, in which an enum of a reference has the name of one of a shape.
fn generate(input: &Input) -> Crate {
    let mut krate = tinsmith::generate(input).unwrap_or_else(|error| panic!("{error}"));
    let renamed = |text: &str| {
        let text = ["Requestm", "ListItem"]
            .iter()
            .fold(text.to_owned(), |text, own| text.replace(own, "TheThing"));
        let text = ["requestm", "list_item"].iter().fold(text, |text, own| {
            let text = text.replace(&format!("{own}::"), "the_thing::");
            text.replace(&format!("mod {own};"), "mod the_thing;")
        });
        text.replace("types/requestm.rs", "types/the_thing.rs")
            .replace("types/list_item.rs", "types/the_thing.rs")
    };
    let files = krate.files.iter().map(|(path, text)| {
        let mut text = renamed(text);
        if path == "src/types.rs" {
            // In the order of their names.
            let mut lines: Vec<_> = text.lines().collect();
            lines.sort_unstable();
            text = lines.join("\n");
        }
        (renamed(path), text)
    });
    krate.files = files.collect();
    krate
}

/// Checks a trait: `build` makes a model with it at a place, for a member or for the items of a list.
fn check(name: &str, of: Use, build: &dyn Fn(Place, bool) -> Input) {
    for is_list in [false, true] {
        let [nowhere, shape, reference] = [Place::Nowhere, Place::Shape, Place::Reference]
            .map(|place| generate(&build(place, is_list)));
        let place = if is_list {
            "the items of a list"
        } else {
            "a member"
        };
        let effect = fixtures::differences(&nowhere, &shape);
        match of {
            Use::Everywhere => assert!(!effect.is_empty(), "{name} of the target of {place}"),
            Use::Members => assert!(
                is_list || !effect.is_empty(),
                "{name} of the target of {place}"
            ),
            Use::Ignored(_) => assert_eq!(effect, "", "{name} of the target of {place}"),
            Use::OnePlace => {}
        }
        let other = fixtures::differences(&shape, &reference);
        assert_eq!(other, "", "{name} of {place}, and of its target");
    }
}

/// A model of botocore with a trait. What it is about is the member `m` of the input, or the items of a
/// list there, and the shape `TheThing`.
fn botocore(name: &str, value: &Value, target: &Value, place: Place, is_list: bool) -> Input {
    let mut model = json!({
        "metadata": {
            "apiVersion": "2020-02-02", "endpointPrefix": "traits", "jsonVersion": "1.1",
            "protocol": "json", "serviceFullName": "Traits", "serviceId": "Traits",
            "targetPrefix": "Traits_20200202",
        },
        "operations": {"Do": {"input": {"shape": "Request"}, "output": {"shape": "Out"},
            "errors": [{"shape": "Failed"}]}},
        "shapes": {
            "Request": {"type": "structure", "members": {"m": {"shape": if is_list { "List" } else { "TheThing" }}}},
            "List": {"type": "list", "member": {"shape": "TheThing"}},
            "TheThing": target,
            "Failed": {"type": "structure", "exception": true, "members": {}},
            "Out": {"type": "structure", "members": {"events": {"shape": "Stream"}}},
            "Stream": {"type": "structure", "eventstream": true, "members": {"e": {"shape": "Event"}}},
            "Event": {"type": "structure", "event": true, "members": {}},
        },
    });
    let reference = match name {
        "exception" | "error" | "fault" => {
            model["shapes"]["Failed"] = target.clone();
            "/operations/Do/errors/0"
        }
        "eventheader" | "eventpayload" => {
            model["shapes"]["Request"]["members"] = json!({});
            model["shapes"]["Event"]["members"]["m"] = json!({"shape": "TheThing"});
            "/shapes/Event/members/m"
        }
        _ if is_list => "/shapes/List/member",
        _ => "/shapes/Request/members/m",
    };
    let shape = if reference.starts_with("/operations") {
        "/shapes/Failed"
    } else {
        "/shapes/TheThing"
    };
    if name == "hostLabel" && !is_list && place != Place::Nowhere {
        model["operations"]["Do"]["endpoint"] = json!({"hostPrefix": "{m}."});
        model["shapes"]["Request"]["required"] = json!(["m"]);
    }
    let stated = match place {
        Place::Nowhere => None,
        Place::Shape => model.pointer_mut(shape),
        Place::Reference => model.pointer_mut(reference),
    };
    if let Some(stated) = stated {
        stated[name] = value.clone();
        if name.starts_with("deprecated") {
            stated["deprecated"] = json!(true);
        }
        if name == "fault" {
            stated["exception"] = json!(true);
        }
    }
    let mut input = fixtures::of_model(model.to_string());
    let rules = json!({
        "version": "1.0",
        "parameters": {
            "Region": {"builtIn": "AWS::Region", "required": false, "type": "String", "documentation": "."},
            "M": {"required": false, "type": "String", "documentation": "."},
        },
        "rules": [
            {"conditions": [{"fn": "isSet", "argv": [{"ref": "M"}]}], "type": "endpoint",
                "endpoint": {"url": "https://{M}.example.com", "properties": {}, "headers": {}}},
            {"conditions": [], "type": "endpoint",
                "endpoint": {"url": "https://example.com", "properties": {}, "headers": {}}},
        ],
    });
    if name == "contextParam" {
        let name = "endpoint-rule-set-1.json".to_owned();
        input.model.insert(name, rules.to_string().into_bytes());
    }
    input
}

#[test]
fn botocores_traits_of_xml() {
    for &(name, of) in BOTOCORE_XML {
        let value = match name {
            "xmlNamespace" => json!({"uri": "https://example.com"}),
            "locationName" | "queryName" => json!("other"),
            _ => json!(true),
        };
        check(name, of, &|place, is_list| {
            let target = json!({"type": "string"});
            let mut input = botocore(name, &value, &target, place, is_list);
            let model = input.model.get_mut("service-2.json").expect("a model");
            let mut json: Value = serde_json::from_slice(model).expect("JSON");
            // Only requests of ec2Query have its names.
            let protocol = if name == "queryName" {
                "ec2"
            } else {
                "rest-xml"
            };
            json["metadata"]["protocol"] = json!(protocol);
            json["operations"]["Do"]["http"] = json!({"method": "POST", "requestUri": "/"});
            // Streams of events are whole bodies.
            json["shapes"]["Out"]["members"] = json!({});
            *model = json.to_string().into_bytes();
            input
        });
    }
}

#[test]
fn botocores_traits() {
    for &(name, of) in BOTOCORE {
        let value = match name {
            "documentation" | "deprecatedMessage" | "deprecatedSince" => json!("A word."),
            "timestampFormat" => json!("rfc822"),
            "enum" => json!(["A", "B"]),
            "min" => json!(40),
            "max" => json!(0),
            "pattern" => json!("[ab]"),
            "contextParam" => json!({"name": "M"}),
            "error" => json!({"code": "Other", "httpStatusCode": 409}),
            "locationName" | "location" | "payload" | "queryName" | "resultWrapper" => {
                json!("other")
            }
            "xmlNamespace" => json!({"uri": "https://example.com"}),
            _ => json!(true),
        };
        let target = match name {
            "timestampFormat" => json!({"type": "timestamp"}),
            "error" | "exception" | "fault" => json!({"type": "structure", "members": {}}),
            "eventpayload" => json!({"type": "blob"}),
            _ => json!({"type": "string"}),
        };
        // Endpoint discovery needs an operation of its own; it is read in the same way.
        if of == Use::OnePlace || name == "endpointdiscoveryid" {
            continue;
        }
        let build = |place, is_list| {
            // Without them, the structure is no error, and that is refused.
            let target = match (name, place) {
                ("error" | "exception" | "fault", Place::Nowhere) => {
                    json!({"type": "structure", "members": {}, "exception": true,
                        "error": {"code": "Usual"}})
                }
                _ => target.clone(),
            };
            botocore(name, &value, &target, place, is_list)
        };
        check(name, of, &build);
    }
}

/// As [`botocore`], in Smithy.
fn smithy(name: &str, value: &Value, kind: &str, place: Place, is_list: bool) -> Input {
    let mut model = json!({"smithy": "2.0", "shapes": {
        "a#Traits": {"type": "service", "version": "1", "operations": [{"target": "a#Do"}],
            "traits": {"aws.protocols#awsJson1_1": {}}},
        "a#Do": {"type": "operation", "input": {"target": "a#Request"}},
        "a#Request": {"type": "structure", "members": {
            "m": {"target": if is_list { "a#List" } else { "a#TheThing" }}}},
        "a#List": {"type": "list", "member": {"target": "a#TheThing"}},
        "a#TheThing": {"type": kind},
    }});
    let stated = match place {
        Place::Nowhere => None,
        Place::Shape => model.pointer_mut("/shapes/a#TheThing"),
        Place::Reference if is_list => model.pointer_mut("/shapes/a#List/member"),
        Place::Reference => model.pointer_mut("/shapes/a#Request/members/m"),
    };
    if let Some(stated) = stated {
        stated["traits"] = json!({ name: value });
    }
    fixtures::of_model(model.to_string())
}

#[test]
fn smithys_traits() {
    for &(name, of) in SMITHY {
        let value = match name {
            "smithy.api#documentation" => json!("A word."),
            "smithy.api#deprecated" => json!({"message": "A word."}),
            "smithy.api#timestampFormat" => json!("http-date"),
            "smithy.api#length" | "smithy.api#range" => json!({"min": 40}),
            "smithy.api#pattern" => json!("[ab]"),
            "smithy.api#xmlName"
            | "smithy.api#jsonName"
            | "smithy.api#mediaType"
            | "smithy.api#httpHeader"
            | "smithy.api#httpPrefixHeaders"
            | "smithy.api#httpQuery"
            | "aws.protocols#ec2QueryName" => json!("other"),
            "smithy.api#xmlNamespace" => json!({"uri": "https://example.com"}),
            _ => json!({}),
        };
        let kind = match name {
            "smithy.api#timestampFormat" => "timestamp",
            "smithy.api#range" => "integer",
            _ => "string",
        };
        if of != Use::OnePlace {
            check(name, of, &|place, is_list| {
                smithy(name, &value, kind, place, is_list)
            });
        }
    }
}

/// The values of an enum have traits, too.
#[test]
fn deprecated_values_of_enums() {
    let with = |shape: Value| {
        let model = json!({"smithy": "2.0", "shapes": {
            "a#Traits": {"type": "service", "version": "1", "operations": [{"target": "a#Do"}],
                "traits": {"aws.protocols#awsJson1_1": {}}},
            "a#Do": {"type": "operation", "input": {"target": "a#Request"}},
            "a#Request": {"type": "structure", "members": {"m": {"target": "a#TheThing"}}},
            "a#TheThing": shape,
        }});
        generate(&fixtures::of_model(model.to_string()))
    };
    let value = |traits: Value| json!({"target": "smithy.api#Unit", "traits": traits});
    let new = with(json!({"type": "enum", "members": {
        "A": value(json!({"smithy.api#enumValue": "A", "smithy.api#deprecated": {}})),
        "B": value(json!({"smithy.api#enumValue": "B"}))}}));
    let old = with(json!({"type": "string", "traits": {"smithy.api#enum": [
        {"value": "A", "deprecated": true}, {"value": "B"}]}}));
    assert_eq!(fixtures::differences(&new, &old), "");
    assert!(new.files["src/types/the_thing.rs"].contains("#[deprecated]\n    A,"));
}
