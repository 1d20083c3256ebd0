//! Real models as they changed: what `cargo xtask model diff` says of `CodeBuild` from botocore
//! 1.12 to the newest version there was when this was written.
//!
//! The commands run in a workspace without a configuration, so all operations are compared.

#[path = "common/history.rs"]
mod versions;

use std::fs;

use versions::{VERSIONS, Workspace};

/// The model of a version as text, prose and all.
fn model(version: &str) -> String {
    let file = versions::model(version, "codebuild").join("service-2.json");
    if let Ok(text) = fs::read_to_string(&file) {
        return text;
    }
    let packed = fs::File::open(file.with_extension("json.gz")).unwrap();
    std::io::read_to_string(flate2::read::GzDecoder::new(packed)).unwrap()
}

fn snapshot(name: &str, text: &str) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn from_one_version_to_the_next() {
    let workspace = Workspace::new("codebuild");
    let mut changed = 0;
    for pair in VERSIONS.windows(2) {
        let text = workspace.diff(pair[0], pair[1], &[]);
        snapshot(&format!("{}-{}", pair[0], pair[1]), &text);
        changed += usize::from(!text.contains("no changes"));
        // The sentences of the models stay where they are.
        assert!(!text.contains("<p>") && !text.contains("</"), "{text}");
        // Back again, nothing is missing.
        let back = workspace.diff(pair[1], pair[0], &[]);
        assert_eq!(
            back.contains("no changes"),
            text.contains("no changes"),
            "{pair:?}"
        );
    }
    assert!(
        changed >= 15,
        "only {changed} of {} pairs changed",
        VERSIONS.len() - 1
    );
}

/// What botocore took back in 1.20.100 it gave again, word for word.
#[test]
fn taken_back_and_given_again() {
    let workspace = Workspace::new("codebuild");
    let away = workspace.diff("1.20.50", "1.20.100", &[]);
    assert!(away.contains("verdict: major, 0.1.0 → 0.2.0"), "{away}");
    let again = workspace.diff("1.20.100", "1.21.4", &[]);
    assert!(again.contains("verdict: minor, 0.1.0 → 0.1.1"), "{again}");
    let both = workspace.diff("1.20.50", "1.21.4", &[]);
    assert!(
        both.contains("no changes\nverdict: nothing to release"),
        "{both}"
    );
}

/// The document that this project started from describes `RetryBuild` as of the first version that
/// has both `buildBatchArn` and `bucketOwnerAccess`. What came since is not in it.
#[test]
fn since_the_seed() {
    let workspace = Workspace::new("codebuild");
    let first = |name: &str| {
        let name = format!("\"{name}\"");
        let versions = VERSIONS.windows(2);
        let mut pairs = versions.filter(|pair| {
            workspace.diff(pair[0], pair[1], &[]);
            !model(pair[0]).contains(&name) && model(pair[1]).contains(&name)
        });
        let pair = pairs.next().unwrap();
        (pair[0].to_owned(), pair[1].to_owned())
    };
    // Versions that follow each other: it was this one and none between.
    let pair = |old: &str, new: &str| (old.to_owned(), new.to_owned());
    assert_eq!(first("buildBatchArn"), pair("1.17.31", "1.17.32"));
    assert_eq!(first("bucketOwnerAccess"), pair("1.20.49", "1.20.50"));

    let newest = VERSIONS[VERSIONS.len() - 1];
    let only = ["--operations", "RetryBuild"];
    let text = workspace.diff("1.20.50", newest, &only);
    snapshot("since-the-seed", &text);

    let json = workspace.diff(
        "1.20.50",
        newest,
        &[&only[..], &["--format", "json"]].concat(),
    );
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    let seed = fs::read_to_string(versions::workspace().join("tests/tests/seed.rs")).unwrap();
    let was = model("1.20.50");
    let mut came = 0;
    for change in report["changes"].as_array().unwrap() {
        let kind = change["kind"].as_str().unwrap();
        assert!(!kind.ends_with("Removed"), "{change}");
        if ["memberAdded", "valueAdded"].contains(&kind) {
            let path = change["path"].as_str().unwrap();
            let name = path.rsplit(".enum.").next().unwrap();
            let name = name.rsplit(".members.").next().unwrap();
            // Some things are called like others that were there before.
            let name = format!("\"{name}\"");
            assert!(!seed.contains(&name) || was.contains(&name), "{path}");
            came += 1;
        }
    }
    assert!(came > 20, "{came}");
}
