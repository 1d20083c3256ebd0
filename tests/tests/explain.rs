//! Everything in a model can be explained, and what is named as its place really has it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tests::fixtures;
use tinsmith::explain::{Explainer, Explanation, ModelLocation, Role};
use tinsmith::{Config, Input};

/// The committed model, as `cargo xtask codegen` reads it.
fn committed() -> (Input, PathBuf) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("");
    let model = root.join("model/codebuild");
    let read = |name: &str| fs::read(model.join(name)).unwrap();
    let names = [
        "service-2.json",
        "paginators-1.json",
        "endpoint-rule-set-1.json",
        "partitions.json",
    ];
    let files = names.map(|name| (name.to_owned(), read(name)));
    let configuration: toml::Table = fs::read_to_string(model.join("codegen.toml"))
        .unwrap()
        .parse()
        .unwrap();
    let operations = configuration["crate"]["operations"].as_array().unwrap();
    let operations = operations.iter().map(|it| it.as_str().unwrap().to_owned());
    let input = Input {
        model: BTreeMap::from(files),
        overlay: Some(read("overlay.json")),
        overlay_name: None,
        examples: BTreeMap::new(),
        config: Config {
            crate_name: Some("codebuild".to_owned()),
            crate_version: "0.1.0".to_owned(),
            operations: Some(operations.collect()),
            command: "cargo xtask codegen".to_owned(),
            runtime: tests::project::runtime(),
        },
    };
    (input, root)
}

fn smithy() -> Input {
    let file = fixtures::folder().join("retry-build/smithy.json");
    let mut input = fixtures::of_model("");
    input.model = BTreeMap::from([("smithy.json".to_owned(), fs::read(file).unwrap())]);
    input
}

/// The explanation of exactly this name.
fn exactly(explainer: &Explainer, name: &str) -> Explanation {
    let found = explainer
        .explain(name)
        .unwrap_or_else(|error| panic!("{error}"));
    let mut found = found.into_iter().filter(|it| it.name == name);
    found
        .next()
        .unwrap_or_else(|| panic!("{name} is not among what it means"))
}

/// A file by its lines.
struct Text(Vec<String>);

impl Text {
    fn of(text: &str) -> Self {
        Self(text.lines().map(str::to_owned).collect())
    }

    fn read(path: &Path) -> Self {
        Self::of(&fs::read_to_string(path).unwrap())
    }

    fn line(&self, line: usize) -> &str {
        &self.0[line - 1]
    }

    /// The nearest line at or above this one that has the given indentation.
    fn above(&self, line: usize, indentation: usize) -> &str {
        let is_there = |line: &&String| {
            !line.is_empty() && line.len() - line.trim_start().len() == indentation
        };
        let mut lines = self.0[..line].iter().rev();
        lines.find(is_there).expect("there is an owner")
    }
}

/// The line of a file that is written with two spaces a step has the name, and so have the lines of
/// what it is in.
#[track_caller]
fn expect_place(text: &Text, place: &ModelLocation, name: &str, owner: &str, part: Option<&str>) {
    let key = |name: &str| serde_json::Value::from(name).to_string();
    let at = text.line(place.line);
    assert!(at.contains(&key(part.unwrap_or(owner))), "{name}: {at}");
    let holder = text.above(place.line, 4);
    assert!(holder.contains(&key(owner)), "{name}: {holder}");
}

/// What each line in the answer has to say.
fn expect_items(it: &Explanation, file: impl Fn(&str) -> Text) {
    for item in &it.rust {
        let text = file(&item.file);
        let at = text.line(item.line).trim_start();
        let ident = item.path.rsplit(['.', ':']).next().unwrap();
        let expected = match item.what.as_str() {
            "operation" | "struct" | "input" | "output" => format!("pub struct {ident}"),
            "enum" | "union" | "error" => format!("pub enum {ident}"),
            "field" => format!("pub {ident}: "),
            "variant" => ident.to_owned(),
            _ => format!("pub fn {ident}"),
        };
        // The name is there as a whole.
        let is_whole = |rest: &str| {
            expected.ends_with(' ') || !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_')
        };
        let is_found = at.strip_prefix(&expected).is_some_and(is_whole);
        assert!(is_found, "{}: {item:?}\n{at}", it.name);
        // …in what the path says.
        let owner = item.path.rsplit("::").nth(1).unwrap();
        if matches!(
            item.what.as_str(),
            "field" | "variant" | "setter" | "getter" | "constructor"
        ) {
            let holder = text.above(item.line, 0);
            assert!(holder.contains(owner), "{}: {item:?}\n{holder}", it.name);
        }
    }
}

/// How many items of each kind there are.
fn expect_kinds(it: &Explanation) {
    let kinds: Vec<_> = it.rust.iter().map(|it| it.what.as_str()).collect();
    let is = |start: &str| it.what.starts_with(start);
    if !it.is_selected {
        assert_eq!(kinds, [""; 0], "{}", it.name);
    } else if is("an operation") {
        let all = ["operation", "input", "output", "error", "method"];
        assert_eq!(kinds, all, "{}", it.name);
    } else if is("a member of the union") {
        assert_eq!(kinds, ["variant", "getter"], "{}", it.name);
    } else if is("a member of the event stream") {
        // Events are variants of the union, errors of the operations' stream errors.
        let is_event = kinds == ["variant", "getter"];
        let is_error = !kinds.is_empty() && kinds.iter().all(|it| *it == "variant");
        assert!(is_event || is_error, "{}: {kinds:?}", it.name);
    } else if is("a member") {
        // A shape may be the input of an operation, its output and a type, and each has the member.
        let fields = kinds.iter().filter(|it| **it == "field").count();
        let setters = kinds.iter().filter(|it| **it == "setter").count();
        assert!(fields > 0 && fields == setters, "{}: {kinds:?}", it.name);
    } else if is("a value") {
        assert_eq!(kinds, ["variant"], "{}", it.name);
    } else if is("a structure") || is("an error") {
        assert!(kinds.contains(&"struct"), "{}: {kinds:?}", it.name);
    } else if is("an enum") || is("a union") || is("an event stream") {
        assert_eq!(kinds.len(), 1, "{}", it.name);
    } else {
        assert_eq!(kinds, [""; 0], "{}", it.name);
        assert!(it.rust_type.is_some(), "{}", it.name);
    }
    // What is generated is reached by something that is.
    let is_used = it.uses.iter().any(|it| it.is_selected);
    assert_eq!(
        is_used,
        it.is_selected && !is("an operation"),
        "{}",
        it.name
    );
    if let Some(example) = &it.example {
        let value: Result<serde_json::Value, _> = serde_json::from_str(example);
        // The test `explained` reads those in XML and forms.
        let is_xml = example.starts_with('<') || example.ends_with('"') || is("a value");
        assert!(value.is_ok() || is_xml, "{}: {example}", it.name);
    }
}

#[test]
fn everything_of_the_committed_model() {
    let (input, root) = committed();
    let explainer = Explainer::new(&input).unwrap();
    let read = |name: &str| fs::read_to_string(root.join("model/codebuild").join(name)).unwrap();
    let (model, overlay) = (read("service-2.json"), read("overlay.json"));
    let json: serde_json::Value = serde_json::from_str(&model).unwrap();
    let overlay_json: serde_json::Value = serde_json::from_str(&overlay).unwrap();
    let (model, overlay) = (Text::of(&model), Text::of(&overlay));
    let mut names = 0;
    let mut words = 0;
    let mut check = |name: &str, owner: &str, part: Option<&str>| {
        let it = exactly(&explainer, name);
        let place = it.model.as_ref().expect(name);
        expect_place(&model, place, name, owner, part);
        expect_kinds(&it);
        expect_items(&it, |file| Text::read(&root.join("generated").join(file)));
        for place in &it.overlays {
            let key = format!("\"{}\"", part.unwrap_or(owner));
            let at = overlay.line(place.line);
            assert!(at.contains(&key), "{name}: {at}");
            words += 1;
        }
        names += 1;
    };
    // What there is, as the file says and not as we read it.
    for name in json["operations"].as_object().unwrap().keys() {
        check(name, name, None);
    }
    for (name, shape) in json["shapes"].as_object().unwrap() {
        check(name, name, None);
        for member in shape["members"].as_object().into_iter().flatten() {
            check(&format!("{name}.{}", member.0), name, Some(member.0));
        }
        for value in shape["enum"].as_array().into_iter().flatten() {
            let value = value.as_str().unwrap();
            check(&format!("{name}.{value}"), name, Some(value));
        }
    }
    assert_eq!(names, explainer.names().len());
    // Every entry of the overlay belongs to something.
    let mut entries = overlay_json["operations"].as_object().unwrap().len();
    for shape in overlay_json["shapes"].as_object().unwrap().values() {
        let keys = |name: &str| shape[name].as_object().map_or(0, serde_json::Map::len);
        let own = shape.as_object().unwrap().keys();
        let own = own
            .filter(|key| !matches!(key.as_str(), "members" | "values"))
            .count();
        entries += usize::from(own > 0) + keys("members") + keys("values");
    }
    assert_eq!(words, entries);
}

#[test]
fn everything_of_every_fixture() {
    let smithy_text = String::from_utf8(smithy().model["smithy.json"].clone()).unwrap();
    let fixtures = fixtures::names()
        .into_iter()
        .map(|name| (fixtures::input(&name), name));
    for (input, fixture) in fixtures.chain([(smithy(), "smithy".to_owned())]) {
        let explainer = Explainer::new(&input).unwrap();
        for name in explainer.names() {
            let it = exactly(&explainer, &name);
            // Smithy has some shapes without saying so.
            let is_in_file = fixture != "smithy"
                || (!name.starts_with("smithy.api#")
                    && (name.contains('.') || smithy_text.contains(&format!("#{name}\": {{"))));
            assert!(it.model.is_some() || !is_in_file, "{fixture}: {name}");
            let is_of_prelude = it.model.is_none();
            if it.is_selected && !is_of_prelude {
                expect_kinds(&it);
            }
            expect_items(&it, |file| Text::of(&explainer.output().files[file]));
        }
    }
}

#[test]
fn a_smithy_model_names_its_own_places() {
    let explainer = Explainer::new(&smithy()).unwrap();
    let text = Text::read(&fixtures::folder().join("retry-build/smithy.json"));
    for (name, path) in [
        ("RetryBuild", "shapes.org.example.builds#RetryBuild"),
        (
            "Build.state",
            "shapes.org.example.builds#Build.members.state",
        ),
        (
            "org.example.builds#Build$state",
            "shapes.org.example.builds#Build.members.state",
        ),
        // From a mixin.
        (
            "Build.id",
            "shapes.org.example.builds#NamesBuild.members.id",
        ),
        ("SharedSource", "shapes.org.example.shared#Source"),
    ] {
        let found = explainer.explain(name).unwrap();
        let place = found[0].model.as_ref().unwrap();
        assert_eq!(place.path, path);
        let key = path.rsplit('.').next().unwrap();
        let at = text.line(place.line);
        assert!(at.contains(key.rsplit('#').next().unwrap()), "{name}: {at}");
    }
}

#[test]
fn endpoint_discovery() {
    let explainer = Explainer::new(&fixtures::input("discovery")).unwrap();
    for (name, fact) in [
        (
            "GetBook",
            "endpoint discovery: the client calls `FindEndpoints`",
        ),
        ("FindEndpoints", "returns the endpoints of other operations"),
        ("Row.Side", "an identifier for endpoint discovery"),
    ] {
        assert_eq!(exactly(&explainer, name).facts, [fact], "{name}");
    }
    assert_eq!(exactly(&explainer, "CountBooks").facts, [""; 0]);
}

#[test]
fn names_in_every_spelling() {
    let (input, _) = committed();
    let explainer = Explainer::new(&input).unwrap();
    for (spellings, name) in [
        (
            &["RetryBuild", "retry_build", "retrybuild", "retry-build"][..],
            "RetryBuild",
        ),
        (
            &[
                "Build.phases",
                "Build::phases",
                "build.phases",
                "build::phases",
                "codebuild::types::Build::phases",
                "types::Build.phases",
                "BUILD.PHASES",
                "RetryBuild.build.phases",
                "RetryBuildOutput.build.phases",
                "StartBuildOutput.build.phases[3]",
                "com.amazonaws.codebuild#Build$phases",
            ],
            "Build.phases",
        ),
        (
            &[
                "ProjectCache.type",
                "ProjectCache::r#type",
                "project_cache.type",
            ],
            "ProjectCache.type",
        ),
        (
            &[
                "Build.buildStatus",
                "Build.build_status",
                "build.buildstatus",
            ],
            "Build.buildStatus",
        ),
        (
            &[
                "CacheType.S3",
                "CacheType::S3",
                "cache_type::s3",
                "types::CacheType::S3",
            ],
            "CacheType.S3",
        ),
        (
            &[
                "CacheType.NO_CACHE",
                "CacheType::NoCache",
                "NO_CACHE",
                "NoCache",
            ],
            "CacheType.NO_CACHE",
        ),
        (
            &[
                "BuildPhase.startTime",
                "RetryBuild.build.phases[0].startTime",
            ],
            "BuildPhase.startTime",
        ),
    ] {
        for spelling in spellings {
            let found = explainer
                .explain(spelling)
                .unwrap_or_else(|error| panic!("{error}"));
            let found: Vec<_> = found.iter().map(|it| it.name.as_str()).collect();
            assert_eq!(found, [name], "{spelling}");
        }
    }
    for name in [
        "",
        ".",
        "::",
        "Build.",
        "Build.nothing",
        "nothing at all",
        "[",
        "#",
        "r#",
    ] {
        assert!(explainer.explain(name).is_err(), "{name:?}");
    }
}

/// Paths and their number, in a model small enough to count by hand.
#[test]
fn paths_are_the_shortest_and_all_are_counted() {
    let model = serde_json::json!({
        "metadata": {"apiVersion": "2020-01-01", "serviceId": "T", "protocol": "json",
            "jsonVersion": "1.1", "targetPrefix": "T", "endpointPrefix": "t",
            "serviceFullName": "T", "signatureVersion": "v4", "uid": "t"},
        "operations": {"Do": {"name": "Do", "http": {"method": "POST", "requestUri": "/"},
            "input": {"shape": "In"}, "errors": [{"shape": "Bad"}]}},
        "shapes": {
            "In": {"type": "structure", "members": {
                "far": {"shape": "Far"}, "tree": {"shape": "Tree"}, "leaf": {"shape": "Leaf"},
                "map": {"shape": "LeafMap"}}},
            "Far": {"type": "structure", "members": {
                "one": {"shape": "Leaf"}, "two": {"shape": "Leaves"}}},
            "Tree": {"type": "structure", "members": {
                "left": {"shape": "Tree"}, "right": {"shape": "Tree"}, "leaf": {"shape": "Leaf"}}},
            "Leaves": {"type": "list", "member": {"shape": "Leaf"}},
            "LeafMap": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Leaf"}},
            "Leaf": {"type": "structure", "members": {"text": {"shape": "Text"}}},
            "Text": {"type": "string"},
            "Bad": {"type": "structure", "members": {"why": {"shape": "Leaf"}}, "exception": true}
        }
    });
    let explainer = Explainer::new(&fixtures::of_model(model.to_string())).unwrap();
    let uses = |name: &str| -> Vec<(Role, String, u64)> {
        let it = exactly(&explainer, name);
        it.uses
            .into_iter()
            .map(|it| (it.role, it.path, it.others))
            .collect()
    };
    // far.one, far.two[], tree.leaf, leaf, map{}: turns of `Tree` are not counted.
    let leaf = |part: &str| {
        [
            (Role::Input, format!("leaf{part}"), 4),
            (Role::Error, format!("Bad.why{part}"), 0),
        ]
    };
    assert_eq!(uses("Leaf"), leaf(""));
    assert_eq!(uses("Leaf.text"), leaf(".text"));
    assert_eq!(
        uses("Tree.left"),
        [(Role::Input, "tree.left".to_owned(), 0)]
    );
    assert_eq!(uses("Far.two"), [(Role::Input, "far.two".to_owned(), 0)]);
    assert_eq!(uses("In"), [(Role::Input, String::new(), 0)]);
    // The keys of the map, and five paths to a leaf with a text.
    assert_eq!(uses("Text")[0], (Role::Input, "leaf.text".to_owned(), 5));
    assert_eq!(
        exactly(&explainer, "Tree.left").facts,
        ["boxed: part of a recursion"]
    );
}

/// Why a call has no `presign`, or that it has one.
#[test]
fn requests_that_can_be_presigned() {
    let wire = |input: &Input, name: &str| {
        let explainer = Explainer::new(input).unwrap();
        exactly(&explainer, name).wire.join("\n")
    };
    let (committed, _) = committed();
    let rest = fixtures::input("rest-json");
    for (input, name, words) in [
        (
            &committed,
            "RetryBuild",
            "cannot be presigned: its protocol has the input in the body",
        ),
        (&rest, "ListBooks", "can be presigned"),
        (&rest, "PutCover", "cannot be presigned: the member `"),
    ] {
        let found = wire(input, name);
        assert!(found.lines().any(|line| line.starts_with(words)), "{found}");
    }
}

/// Services whose documents are XML.
#[test]
fn documents_in_xml() {
    let explainer = Explainer::new(&fixtures::input("rest-xml")).unwrap();
    for (name, words, example) in [
        (
            "PutRecord",
            "the body is XML, `Content-Type: application/xml`",
            "<RecordRequest xmlns=\"https://example.com/library/\"><Kind>book</Kind>\
             <SizeInBytes>1</SizeInBytes><Made>2025-11-22T00:00:00Z</Made></RecordRequest>",
        ),
        (
            "PutRecordRequest.Owners",
            "an element `Owner` for each item",
            "<Owners><Owner role=\"text\"><Id>text</Id></Owner></Owners>",
        ),
        (
            "PutRecordRequest.Settings",
            "an element for each entry, with `Key` and `Part`",
            "<Setting><Key>key</Key><Part><Note xmlns:n=\"urn:note\">text</Note>\
             <Parts><member></member></Parts></Part></Setting>",
        ),
        (
            "PutRecordRequest.Made",
            "a timestamp: RFC 3339 text",
            "<Made>2025-11-22T00:00:00Z</Made>",
        ),
        (
            "Part",
            "an element for each member that is set",
            "<Part><Note xmlns:n=\"urn:note\">text</Note><Parts><member>\
             <Note xmlns:n=\"urn:note\">text</Note><Parts><member></member></Parts>\
             </member></Parts></Part>",
        ),
    ] {
        let found = exactly(&explainer, name);
        let wire = found.wire.join("\n");
        assert!(wire.contains(words), "{name}: {wire}");
        let found = found.example.expect("a sample");
        assert_eq!(found, example, "{name}");
    }
}
