//! Very large valid models and documents. A linear algorithm finishes each of these tests in
//! seconds; a quadratic or exponential one would never finish. So there is no time limit: the sizes
//! are the test.
//!
//! Tests have stacks of 2 MiB, so nothing can recurse as deep as its input.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value, json};
use tinsmith::compare::Revision;
use tinsmith::error::ProblemKind;
use tinsmith::parts::{from_html, from_markdown};
use tinsmith::{Config, Crate, Error, Input};

fn input(files: impl IntoIterator<Item = (&'static str, Value)>) -> Input {
    let files = files.into_iter();
    let files = files.map(|(name, value)| (name.to_owned(), value.to_string().into_bytes()));
    Input {
        model: files.collect(),
        overlay: None,
        overlay_name: None,
        examples: BTreeMap::new(),
        config: Config {
            crate_name: Some("hostile".to_owned()),
            crate_version: "0.1.0".to_owned(),
            operations: None,
            command: "cargo xtask codegen".to_owned(),
            runtime: tinsmith::Runtime::default(),
        },
    }
}

/// A botocore model with these shapes; `In` is the input of its operation.
fn model(shapes: Map<String, Value>) -> Value {
    let mut model = json!({
        "metadata": {
            "apiVersion": "2020-01-01", "endpointPrefix": "things", "jsonVersion": "1.1",
            "protocol": "json", "serviceId": "Things", "targetPrefix": "Things",
        },
        "operations": {"Do": {"input": {"shape": "In"}}},
    });
    model["shapes"] = shapes.into();
    model
}

fn shapes(entries: impl IntoIterator<Item = (String, Value)>) -> Map<String, Value> {
    entries.into_iter().collect()
}

fn structure(members: Map<String, Value>) -> Value {
    let mut shape = json!({"type": "structure"});
    shape["members"] = members.into();
    shape
}

fn generate(shapes: Map<String, Value>) -> Result<Crate, Error> {
    tinsmith::generate(&input([("service-2.json", model(shapes))]))
}

/// The members of a structure: names and the shapes they refer to.
fn members(references: impl IntoIterator<Item = (String, String)>) -> Map<String, Value> {
    let references = references.into_iter();
    references
        .map(|(name, shape)| (name, json!({"shape": shape})))
        .collect()
}

#[track_caller]
fn refused(result: Result<Crate, Error>, kind: ProblemKind, path: &str) {
    let error = result.expect_err("there is too much of it");
    let problem = &error.problems()[0];
    assert_eq!(
        (problem.kind, problem.path.as_str()),
        (kind, path),
        "{error}"
    );
}

#[test]
fn many_shapes() {
    let count = 5_000;
    let mut all = shapes((0..count).map(|number| {
        let next = format!("Shape{}", (number + 1) % count);
        let list = format!("List{number}");
        let own = members([("next".to_owned(), next), ("others".to_owned(), list)]);
        (format!("Shape{number}"), structure(own))
    }));
    all.extend((0..count).map(|number| {
        let item = format!("Shape{}", number / 2);
        (
            format!("List{number}"),
            json!({"type": "list", "member": {"shape": item}}),
        )
    }));
    all.insert(
        "In".to_owned(),
        structure(members([("first".to_owned(), "Shape0".to_owned())])),
    );
    let krate = generate(all).expect("a model");
    assert_eq!(krate.counts.emitted, count);
    assert_eq!(krate.counts.closure, 2 * count + 1);
}

#[test]
fn many_members() {
    let count = 5_000;
    // Every second one has the Rust name of the one before it.
    let name = |number: usize| match number % 2 {
        0 => format!("member{number}"),
        _ => format!("Member{}", number - 1),
    };
    let all = members((0..count).map(|number| (name(number), "Text".to_owned())));
    let mut wide = structure(all.clone());
    wide["required"] = all.keys().cloned().collect();
    let mut shapes = shapes([(
        "In".to_owned(),
        structure(members([("a".to_owned(), "Wide".to_owned())])),
    )]);
    shapes.insert("Wide".to_owned(), wide);
    shapes.insert(
        "Text".to_owned(),
        json!({"type": "string", "min": 1, "pattern": "(b(x*)*)*"}),
    );
    let krate = generate(shapes).expect("a model");
    let file = &krate.files["src/types/wide.rs"];
    assert!(file.contains("member0_2: String,") && file.contains("member4998_2: String,"));
}

/// Values with the same Rust name are numbered.
#[test]
fn many_values_with_one_rust_name() {
    let values: Vec<_> = (0..20_000_u32)
        .map(|number| {
            let signs = format!("{number:020b}").replace('0', "-").replace('1', ".");
            format!("a{signs}")
        })
        .collect();
    let kind = json!({"type": "string", "enum": values});
    let krate = generate(shapes([
        (
            "In".to_owned(),
            structure(members([("kind".to_owned(), "Kind".to_owned())])),
        ),
        ("Kind".to_owned(), kind),
    ]));
    let file = &krate.expect("a model").files["src/types/kind.rs"];
    assert!(file.contains("    A,\n") && file.contains("    A20000,\n"));
}

/// Nested structures are named types, so any depth is accepted. Nested lists have a limit.
#[test]
fn deeply_nested_types() {
    let mut all = shapes((0..1_000).map(|depth| {
        let inner = members([("inner".to_owned(), format!("Level{}", depth + 1))]);
        (format!("Level{depth}"), structure(inner))
    }));
    all.insert("Level1000".to_owned(), structure(Map::new()));
    all.insert(
        "In".to_owned(),
        structure(members([("top".to_owned(), "Level0".to_owned())])),
    );
    assert_eq!(generate(all).expect("a model").counts.emitted, 1_001);

    for kind in ["list", "map"] {
        let mut all = shapes((0..1_000).map(|depth| {
            let inner = json!({"shape": format!("Level{}", (depth + 1) % 1_000)});
            let shape =
                json!({"type": kind, "member": inner, "key": {"shape": "Text"}, "value": inner});
            (format!("Level{depth}"), shape)
        }));
        all.insert("Text".to_owned(), json!({"type": "string"}));
        all.insert(
            "In".to_owned(),
            structure(members([("top".to_owned(), "Level0".to_owned())])),
        );
        refused(generate(all), ProblemKind::Unsupported, "shapes.Level0");
    }
}

/// Fixtures keep minimum lengths of lists, but not where these multiply.
#[test]
fn nested_lists_with_minimum_lengths() {
    let mut all = shapes((0..12).map(|depth| {
        let inner = json!({"shape": format!("Level{}", depth + 1)});
        (
            format!("Level{depth}"),
            json!({"type": "list", "member": inner, "min": 1_000}),
        )
    }));
    all.insert("Level12".to_owned(), json!({"type": "string", "min": 900}));
    let tops = (0..500).map(|number| (format!("top{number}"), "Level0".to_owned()));
    all.insert("In".to_owned(), structure(members(tops)));
    let krate = generate(all).expect("a model");
    let size: usize = krate.files.values().map(String::len).sum();
    assert!(size < 20_000_000, "{size}");
}

/// Shared shapes and texts are not copied without limit.
#[test]
fn many_references_to_shared_shapes() {
    let words = "word ".repeat(1 << 20);
    let many = (0..1_000).map(|number| (format!("member{number}"), "Text".to_owned()));
    let mut shapes = shapes([("In".to_owned(), structure(members(many)))]);
    shapes.insert(
        "Text".to_owned(),
        json!({"type": "string", "documentation": words}),
    );
    refused(
        generate(shapes.clone()),
        ProblemKind::Unsupported,
        "operations.Do",
    );

    shapes["Text"] = json!({"type": "string"});
    let mut model = model(shapes);
    let operation = model["operations"]["Do"].clone();
    model["operations"] = (0..2_000)
        .map(|number| (format!("Do{number}"), operation.clone()))
        .collect();
    let error = tinsmith::generate(&input([("service-2.json", model)]));
    let error = error.expect_err("two million members");
    assert!(
        error.problems()[0].path.starts_with("operations.Do"),
        "{error}"
    );
}

/// Every problem is listed; only the first ones have hints, which compare with all names.
#[test]
fn many_problems() {
    let count = 10_000;
    let broken =
        members((0..count).map(|number| (format!("m{number}"), format!("Shapes{number}"))));
    let mut all =
        shapes((0..count).map(|number| (format!("Shape{number}"), json!({"type": "string"}))));
    all.insert("In".to_owned(), structure(broken));
    let error = generate(all).expect_err("references lead nowhere");
    assert_eq!(error.problems().len(), count);
    assert!(
        error.problems()[0]
            .hint
            .as_ref()
            .is_some_and(|hint| hint.contains("`Shape0`"))
    );

    // Long names are not compared by edit distance.
    let long = members([("m".to_owned(), "x".repeat(300_000))]);
    let other = ("x".repeat(300_001), json!({"type": "string"}));
    let all = shapes([("In".to_owned(), structure(long)), other]);
    assert!(generate(all).is_err());
}

/// Modules are files, whose names have a maximum length.
#[test]
fn long_names() {
    let long = "x".repeat(300);
    let all = shapes([
        (
            "In".to_owned(),
            structure(members([(long.clone(), long.clone())])),
        ),
        (long.clone(), structure(Map::new())),
    ]);
    refused(
        generate(all),
        ProblemKind::InvalidName,
        &format!("shapes.{long}"),
    );
    let mut model = model(shapes([("In".to_owned(), structure(Map::new()))]));
    model["operations"] = json!({long.clone(): {}});
    let result = tinsmith::generate(&input([("service-2.json", model)]));
    refused(
        result,
        ProblemKind::InvalidName,
        &format!("operations.{long}"),
    );
}

/// A region pattern stands for the product of its groups.
#[test]
fn region_patterns_with_many_groups() {
    let pattern = format!(r"^{}\-\w+\-\d+$", "(a|b|c)".repeat(60));
    let partitions = json!({"partitions": [{
        "id": "aws", "regionRegex": pattern,
        "outputs": {
            "name": "aws", "dnsSuffix": "a", "dualStackDnsSuffix": "a", "implicitGlobalRegion": "a",
            "supportsDualStack": true, "supportsFIPS": true,
        },
    }]});
    let model = model(shapes([("In".to_owned(), structure(Map::new()))]));
    let result = tinsmith::generate(&input([
        ("service-2.json", model),
        ("partitions.json", partitions),
    ]));
    let krate = result.expect("an unknown pattern is a warning");
    let path = "partitions.json: partitions[0].regionRegex";
    assert!(krate.warnings.iter().any(|warning| warning.path == path));
    fuzz::look_at(&krate);
}

/// Expressions of the maximum length, of every kind that nests.
#[test]
fn long_expressions() {
    let conditions = [
        "flag||".repeat(680) + "flag",
        "flag&&".repeat(680) + "flag",
        "!".repeat(4_000) + "flag",
        "(".repeat(15) + "flag" + &")".repeat(15),
        "items[?".repeat(14) + "flag" + &"]".repeat(14),
        "in.".repeat(1_300) + "flag",
        "in.".repeat(98) + "flag",
        "flag||".repeat(99) + "flag",
        "(flag&&!(".repeat(7) + "flag" + &"||flag))".repeat(7),
        "(".repeat(4_000),
        "items[?".repeat(500),
    ];
    for condition in conditions {
        let model = json!({
            "metadata": model(Map::new())["metadata"],
            "operations": {"Do": {"output": {"shape": "Out"}}},
            "shapes": {
                "Out": structure(members([
                    ("flag".to_owned(), "Flag".to_owned()),
                    ("in".to_owned(), "Out".to_owned()),
                    ("items".to_owned(), "Items".to_owned()),
                ])),
                "Items": {"type": "list", "member": {"shape": "Out"}},
                "Flag": {"type": "boolean"},
            },
        });
        let waiters = json!({"waiters": {"Done": {
            "operation": "Do", "delay": 1, "maxAttempts": 2,
            "acceptors": [
                {"state": "success", "matcher": "path", "argument": condition, "expected": true},
            ],
        }}});
        if let Ok(krate) = tinsmith::generate(&input([
            ("service-2.json", model),
            ("waiters-2.json", waiters),
        ])) {
            fuzz::look_at(&krate);
        }
    }
}

/// A Smithy model with mixins of mixins.
fn mixins(depth: usize, kind: &str, shape: impl Fn(usize) -> Value) -> Result<Crate, Error> {
    let id = |number: usize| format!("com.example#Shape{number}");
    let mut shapes = shapes((0..depth).map(|number| {
        let mut shape = shape(number);
        shape["type"] = kind.into();
        if number > 0 {
            let mixin = json!({"target": id(number - 1)});
            shape["mixins"] = json!([mixin, mixin, mixin]);
        }
        shape["traits"] = json!({"smithy.api#mixin": {}});
        (id(number), shape)
    }));
    let last = json!({"type": kind, "mixins": [{"target": id(depth - 1)}]});
    shapes.insert("com.example#Last".to_owned(), last);
    shapes.insert(
        "com.example#In".to_owned(),
        json!({"type": "structure", "members": {}}),
    );
    shapes.insert(
        "com.example#Do".to_owned(),
        json!({"type": "operation", "input": {"target": "com.example#In"}}),
    );
    shapes.insert(
        "com.example#Things".to_owned(),
        json!({
            "type": "service", "version": "1", "operations": [{"target": "com.example#Do"}],
            "traits": {"aws.protocols#awsJson1_1": {}, "aws.auth#sigv4": {"name": "things"}},
        }),
    );
    tinsmith::generate(&input([(
        "smithy.json",
        json!({"smithy": "2.0", "shapes": shapes}),
    )]))
}

#[test]
fn mixins_of_mixins() {
    let operation = json!({"target": "com.example#Do"});
    mixins(
        60,
        "resource",
        |_| json!({"read": operation, "operations": [operation]}),
    )
    .expect("a model");
    mixins(
        300,
        "structure",
        |number| json!({"members": {format!("member{number}"): {"target": "smithy.api#String"}}}),
    )
    .expect("a model");
    let words = "word ".repeat(200_000);
    let error = mixins(40, "structure", |number| {
        let documentation = json!({"smithy.api#documentation": words.as_str()[..number + 900_000]});
        json!({"members": {format!("member{number}"): {"target": "smithy.api#String", "traits": documentation}}})
    });
    let error = error.expect_err("a gigabyte of words from 40 mixins");
    assert_eq!(
        error.problems()[0].kind,
        ProblemKind::Unsupported,
        "{error}"
    );
}

/// All names differ between both sides.
#[test]
fn comparison_with_all_shapes_renamed() {
    let count = 1_000;
    let side = |prefix: &str| {
        let mut all = shapes((0..count).map(|number| {
            let mut own = members([("kind".to_owned(), "Kind".to_owned())]);
            if number + 1 < count {
                own.insert(
                    format!("next{number}"),
                    json!({"shape": format!("{prefix}{}", number + 1)}),
                );
            }
            (format!("{prefix}{number}"), structure(own))
        }));
        let values: Vec<_> = (0..20_000)
            .map(|number| format!("{prefix}_{number}"))
            .collect();
        all.insert("Kind".to_owned(), json!({"type": "string", "enum": values}));
        all.insert(
            "In".to_owned(),
            structure(members([("first".to_owned(), format!("{prefix}0"))])),
        );
        Revision {
            name: prefix.to_owned(),
            model: input([("service-2.json", model(all))]).model,
            overlay: None,
            overlay_name: None,
            operations: None,
            is_strict: true,
        }
    };
    let report = tinsmith::compare(&side("Old"), &side("New"), "0.1.0").expect("two models");
    let renamed = report
        .changes
        .iter()
        .filter(|change| change.kind == tinsmith::compare::ChangeKind::TypeRenamed);
    assert_eq!(renamed.count(), count);
}

/// Long documentation: five megabytes of tags, and some of each kind of markup (in the long form, a
/// megabyte of each).
#[test]
fn long_documentation() {
    let size = if fuzz::is_long() { 1 << 20 } else { 60_000 };
    let html = [
        "<ul><li>",
        "<b>",
        "</b>",
        "<b><i>",
        "<br><td>",
        "<table><tr><td>",
        "<br>",
        "<dl><dt>a<dd>",
        "<blockquote>",
        "<pre>",
        "<code>",
        "<a href=\"https://a.b\">",
        "<p '",
        "<p \"'",
        "<!--",
        "<",
        "<4",
        "&",
        "&amp",
        "`",
        "x `` ",
        "*_",
        "http://",
        "https://{",
        "(https://a.b)",
        "<note>",
        "<p> <b> </b> <i> </i>",
    ];
    let converted = |text: &str, convert: &dyn Fn(&str) -> String| {
        let result = convert(text);
        let unit: String = text.chars().take(20).collect();
        assert!(result.len() < 8 * text.len(), "{unit}");
    };
    for unit in html {
        converted(&unit.repeat(size / unit.len()), &|text| {
            from_html(text, &|_| None)
        });
    }
    // An unclosed tag would make the rest plain text, so all tags are closed.
    let tags = "<br><td><b> </b><ul>".repeat((5 << 20) / 20);
    converted(&tags, &|text| from_html(text, &|_| None));
    let markdown = [
        "- ", "> ", "[", "[a](", "*", "_a*", "`a", "``` ", "<b", "| ", "\n1. a", "![", "\\", "&",
        "|a\n|-\n", "- a\n", "`` ` ",
    ];
    for unit in markdown {
        converted(&unit.repeat(size / unit.len()), &|text| {
            from_markdown(text, &|_| None)
        });
    }
}

/// Responses: large, deep, and with one member many times.
#[test]
fn large_and_deep_responses() {
    let exchange = fuzz::target("responses").expect("a target").run;
    let deep = 300_000;
    let mut bodies = vec![
        "[".repeat(deep),
        "{\"build\":".repeat(deep),
        "{\"tree\":{\"next\":".to_owned() + &"{\"next\":".repeat(deep),
        "{\"choice\":".to_owned() + &"{\"again\":".repeat(deep),
        "{\"document\":".to_owned() + &"[".repeat(deep) + &"]".repeat(deep) + "}",
        "{\"unknown\":".to_owned() + &"[".repeat(deep) + &"]".repeat(deep) + "}",
        format!("{{\"string\":\"{}\"}}", "\\u0041".repeat(deep)),
        format!("{{\"double\":{}}}", "9".repeat(deep)),
        format!(
            "{{\"double\":0.{}e-{}}}",
            "1".repeat(deep),
            "9".repeat(deep)
        ),
        format!("{{\"blob\":\"{}\"}}", "aGk=".repeat(deep)),
        format!("{{\"epoch\":\"{}\"}}", "1".repeat(deep)),
        format!(
            "{{\"dateTime\":\"2024-01-01T00:00:00.{}Z\"}}",
            "0".repeat(deep)
        ),
        format!("{{{}\"a\":1}}", "\"strings\":[\"a\"],".repeat(deep / 10)),
        format!(
            "{{{}\"a\":1}}",
            "\"inner\":{\"type\":\"RED\"},".repeat(deep / 10)
        ),
        format!("{{{}\"a\":1}}", "\"unknown\":null,".repeat(deep / 10)),
    ];
    let mut map = "{\"tags\":{".to_owned();
    for number in 0..deep / 10 {
        let _ = write!(map, "\"key{number}\":\"\",");
    }
    bodies.push(map + "\"last\":\"\"}}");
    for body in bodies {
        for which in [0, 0x3f, 0x40] {
            let mut bytes = vec![which];
            bytes.extend(body.as_bytes());
            exchange(&bytes);
        }
    }
}
