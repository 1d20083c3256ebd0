//! The Smithy model of `CodeBuild` (`SMITHY_DIR`, not in this repository) against the botocore of
//! the same day: the same crate except for the differences listed here.
//!
//! Each difference is one fact of the model. With all of them changed to botocore's, the Smithy
//! model generates botocore's crate byte by byte; with one of them left out, it does not, or the
//! difference is gone and its line has to be removed.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use serde_json::{Value, json};
use tests::fixtures;
use tests::report::say;
use tinsmith::{Config, Crate, Input};

const NAMESPACE: &str = "com.amazonaws.codebuild#";

/// A kind of difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fact {
    /// Smithy anchors a pattern with `^` and `$` that botocore has without them.
    Pattern,
    /// Smithy has the member `message` of an error; botocore has it of errors of some services
    /// only. Every error has a message in Rust, and only its documentation differs.
    Message,
    /// The errors of an operation are a set in Smithy, and sorted when a model is written; botocore
    /// keeps the original order.
    ErrorOrder,
    /// Smithy marks an operation as paginated without naming the items; botocore has only
    /// paginators with items.
    Pages,
}
use Fact::{ErrorOrder, Message, Pages, Pattern};

/// The facts that differ, and the shapes or operations they are about.
const DIFFERENCES: [(Fact, &str); 19] = [
    (Pattern, "FleetName"),
    (Pattern, "ProjectName"),
    (Message, "AccountLimitExceededException"),
    (Message, "InvalidInputException"),
    (Message, "OAuthProviderException"),
    (Message, "ResourceAlreadyExistsException"),
    (Message, "ResourceNotFoundException"),
    (ErrorOrder, "CreateFleet"),
    (ErrorOrder, "CreateProject"),
    (ErrorOrder, "CreateReportGroup"),
    (ErrorOrder, "DeleteWebhook"),
    (ErrorOrder, "GetResourcePolicy"),
    (ErrorOrder, "ImportSourceCredentials"),
    (ErrorOrder, "PutResourcePolicy"),
    (ErrorOrder, "RetryBuild"),
    (ErrorOrder, "StartBuild"),
    (ErrorOrder, "UpdateFleet"),
    (ErrorOrder, "UpdateWebhook"),
    (Pages, "ListFleets"),
];

#[test]
fn all_differences_are_listed() {
    let Some(folder) = folder() else {
        say("no Smithy models: SMITHY_DIR is not set and ../shared/smithy is not there");
        return;
    };
    let smithy = fs::read(folder.join("codebuild-2016-10-06.json")).expect("CodeBuild's model");
    let smithy: Value = serde_json::from_slice(&smithy).expect("JSON");
    let (files, botocore) = botocore();
    let expected = generate(files);

    let without = |left_out: Option<usize>| {
        let mut model = smithy.clone();
        for (index, (fact, name)) in DIFFERENCES.iter().enumerate() {
            if Some(index) != left_out {
                take_over(&mut model, &botocore, *fact, name);
            }
        }
        let file = ("codebuild.json".to_owned(), model.to_string().into_bytes());
        fixtures::differences(&generate([file].into()), &expected)
    };
    let unexpected = without(None);
    assert!(unexpected.is_empty(), "not named:\n{unexpected}");
    for (index, (fact, name)) in DIFFERENCES.iter().enumerate() {
        let difference = without(Some(index));
        assert!(
            !difference.is_empty(),
            "{fact:?} of {name} is no difference"
        );
    }
}

/// Changes one fact of the Smithy model to botocore's.
fn take_over(smithy: &mut Value, botocore: &Value, fact: Fact, name: &str) {
    let shape = &mut smithy["shapes"][format!("{NAMESPACE}{name}")];
    assert!(shape.is_object(), "Smithy has no {name}");
    match fact {
        Pattern => {
            shape["traits"]["smithy.api#pattern"] = botocore["shapes"][name]["pattern"].clone();
        }
        Message => {
            assert_eq!(botocore["shapes"][name]["members"], json!({}));
            let members = shape["members"].as_object_mut().expect("members");
            members.remove("message").expect("a message");
        }
        ErrorOrder => {
            let errors = botocore["operations"][name]["errors"].as_array();
            let errors = errors.expect("errors").iter().map(|error| {
                let error = error["shape"].as_str().expect("a shape");
                json!({"target": format!("{NAMESPACE}{error}")})
            });
            let errors: Vec<_> = errors.collect();
            let theirs = shape["errors"].as_array().expect("errors");
            assert!(errors.iter().all(|error| theirs.contains(error)), "{name}");
            shape["errors"] = errors.into();
        }
        Pages => {
            let traits = shape["traits"].as_object_mut().expect("traits");
            let pages = traits.remove("smithy.api#paginated").expect("pages");
            assert_eq!(pages.get("items"), None);
        }
    }
}

fn generate(model: BTreeMap<String, Vec<u8>>) -> Crate {
    let input = Input {
        model,
        overlay: None,
        overlay_name: None,
        examples: BTreeMap::new(),
        config: Config {
            crate_name: None,
            crate_version: "0.1.0".to_owned(),
            operations: None,
            command: "cargo xtask test".to_owned(),
            runtime: tests::project::runtime(),
        },
    };
    let krate = tinsmith::generate(&input).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(krate.counts.operations, 50);
    krate
}

/// botocore's model of that day: its files, and the parsed `service-2.json`.
fn botocore() -> (BTreeMap<String, Vec<u8>>, Value) {
    let data = env::var_os("SMITHY_BOTOCORE_DATA")
        .map(PathBuf::from)
        .expect("SMITHY_BOTOCORE_DATA is not set: run `cargo xtask test`, which does it");
    let folder = data.join("codebuild/2016-10-06");
    let read = |name: &str| fs::read(folder.join(name)).expect("botocore has the file");
    let service = read("service-2.json.gz");
    let mut json = Vec::new();
    GzDecoder::new(&*service)
        .read_to_end(&mut json)
        .expect("botocore packs its models");
    let names = [
        "service-2.json.gz",
        "endpoint-rule-set-1.json.gz",
        "paginators-1.json",
    ];
    let files = names.map(|name| (name.to_owned(), read(name)));
    (files.into(), serde_json::from_slice(&json).expect("JSON"))
}

fn folder() -> Option<PathBuf> {
    let near = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/smithy");
    env::var_os("SMITHY_DIR")
        .map(PathBuf::from)
        .or_else(|| near.is_dir().then_some(near))
}
