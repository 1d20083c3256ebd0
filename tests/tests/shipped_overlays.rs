//! The overlays that ship with the generator, on botocore's models.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde_json::{Value, json};
use tests::{botocore, fixtures};
use tinsmith::Input;
use tinsmith::compare::Revision;
use tinsmith::error::ProblemKind::StaleOverlay;
use tinsmith::explain::Explainer;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("codegen/overlays")
}

/// The names of the files.
fn files() -> BTreeSet<String> {
    let entries = fs::read_dir(folder()).expect("the folder is there");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let names = names.map(|name| name.into_string().expect("ASCII"));
    names.filter(|name| name != "files.rs").collect()
}

/// Botocore's models by what files are for: the id of a service and the version of its API.
fn models() -> HashMap<[Value; 2], Input> {
    let services = botocore::services().into_par_iter();
    let models = services.map(|service| {
        let input = botocore::input(&service);
        let metadata = &botocore::document(&input, "service-2")["metadata"];
        (key(metadata), input)
    });
    models.collect()
}

fn key(metadata: &Value) -> [Value; 2] {
    ["serviceId", "apiVersion"].map(|name| metadata[name].clone())
}

#[test]
fn every_file_is_embedded() {
    let list = fs::read_to_string(folder().join("files.rs")).expect("the list");
    let listed = list.lines().filter_map(|line| line.split('"').nth(1));
    let listed: Vec<_> = listed.map(str::to_owned).collect();
    assert_eq!(listed, files().into_iter().collect::<Vec<_>>());
}

/// As a user's overlay, in which a stale entry is an error. Where the user's overlay states the same as
/// the shipped one, it is applied in its place.
#[test]
fn no_entry_is_stale() {
    let files = files();
    assert!(files.len() >= 9, "{files:?}");
    let mut models = models();
    for name in files {
        let text = fs::read(folder().join(&name)).expect("a file");
        let file: Value = serde_json::from_slice(&text).expect("JSON");
        let model = models.remove(&key(&file["for"]));
        let mut input = model.unwrap_or_else(|| panic!("{name}: no such service"));
        input.overlay = Some(text);
        tinsmith::undocumented(&input).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn nothing_of_them_is_stale_without_an_overlay_of_the_user() {
    for service in [
        "apigateway",
        "cloudsearchdomain",
        "glacier",
        "machinelearning",
        "docdb",
        "neptune",
        "rds",
    ] {
        let krate = tinsmith::generate(&botocore::input(service)).expect(service);
        assert_eq!(krate.warnings, [], "{service}");
    }
}

fn glacier(overlay: Option<&Value>) -> Result<tinsmith::Crate, tinsmith::Error> {
    let mut input = botocore::input("glacier");
    input.overlay = overlay.map(|it| it.to_string().into_bytes());
    input.config.operations = Some(vec!["ListVaults".to_owned()]);
    tinsmith::generate(&input)
}

#[test]
fn user_replaces_and_switches_off_facts() {
    let schema = |overlay: Option<&Value>| {
        let krate = glacier(overlay).expect("it is valid");
        let text = &krate.files["src/operation/list_vaults.rs"];
        let schema = text.split_once("OperationSchema::new").expect("a schema").1;
        schema.split_once(';').expect("its end").0.to_owned()
    };
    let shipped = schema(None);
    assert!(
        shipped.contains("(\"x-amz-glacier-version\", \"2012-06-01\")"),
        "{shipped}"
    );
    assert!(
        shipped.contains("(\"accountId\", Adjustment::Default(\"-\"))"),
        "{shipped}"
    );

    let off = json!({"service": {"headers": {"x-amz-glacier-version": null}}});
    let text = schema(Some(&off));
    assert!(
        !text.contains("glacier-version") && text.contains("accountId"),
        "{text}"
    );
    let off = json!({"service": {"headers": null, "inputMembers": null}});
    let text = schema(Some(&off));
    assert!(
        !text.contains("glacier-version") && !text.contains("Adjustment"),
        "{text}"
    );

    let other = json!({"service": {
        "headers": {"x-amz-glacier-version": "2013-01-01"},
        "inputMembers": {"accountId": {"default": "111122223333"}},
    }});
    let text = schema(Some(&other));
    assert!(
        text.contains("(\"x-amz-glacier-version\", \"2013-01-01\")"),
        "{text}"
    );
    assert!(text.contains("Default(\"111122223333\")"), "{text}");
    // The rest of the shipped overlay holds.
    let own = json!({"operations": {"ListVaults": {"headers": {"X-Own": "1"}}}});
    let text = schema(Some(&own));
    assert!(
        text.contains("x-own") && text.contains("glacier-version"),
        "{text}"
    );
}

/// Facts that are objects.
#[test]
fn user_replaces_and_switches_off_objects() {
    let copy_snapshot = |overlay: Option<&Value>| {
        let mut input = botocore::input("ec2");
        input.overlay = overlay.map(|it| it.to_string().into_bytes());
        input.config.operations = Some(vec!["CopySnapshot".to_owned()]);
        let krate = tinsmith::generate(&input).expect("it is valid");
        krate.files["src/operation/copy_snapshot.rs"].clone()
    };
    let own = |copy: Value| json!({"operations": {"CopySnapshot": {"presignedCopy": copy}}});
    let shipped = copy_snapshot(None);
    assert!(shipped.contains("sends_regions: true"), "{shipped}");
    assert!(!shipped.contains("Adjustment::Unsent"), "{shipped}");
    let text = copy_snapshot(Some(&own(Value::Null)));
    assert!(!text.contains("presigned_copy"), "{text}");
    for sends_regions in [None, Some(false)] {
        let mut copy = json!({
            "sourceRegion": "SourceRegion", "destinationRegion": "To", "url": "Description",
        });
        if let Some(sends_regions) = sends_regions {
            copy["sendsRegions"] = sends_regions.into();
        }
        let text = copy_snapshot(Some(&own(copy)));
        for part in [
            "(\"SourceRegion\", Adjustment::Unsent)",
            "destination_region: \"To\"",
            "url: \"Description\"",
            "sends_regions: false",
        ] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
    }
}

#[test]
fn presigned_copies_are_compared_and_explained() {
    let side = |name: &str, overlay: Option<Value>| Revision {
        name: name.to_owned(),
        model: botocore::input("docdb").model,
        overlay: overlay.map(|it| it.to_string().into_bytes()),
        overlay_name: None,
        operations: Some(vec!["CopyDBClusterSnapshot".to_owned()]),
        is_strict: true,
    };
    let off = json!({"operations": {"CopyDBClusterSnapshot": {"presignedCopy": null}}});
    let (with, without) = (side("with", None), side("without", Some(off)));
    for (old, new, words) in [
        (&without, &with, "now with a presigned request"),
        (&with, &without, "no longer with a presigned request"),
    ] {
        let report = tinsmith::compare(old, new, "0.1.0").expect("they can be compared");
        let path = "operations.CopyDBClusterSnapshot.presignedCopy";
        let change = report.changes.iter().find(|it| it.path == path);
        let change = change.unwrap_or_else(|| panic!("{:?}", report.changes));
        assert!(change.model.starts_with(words), "{}", change.model);
    }

    let explainer = Explainer::new(&botocore::input("docdb")).expect("it is valid");
    let found = explainer
        .explain("CopyDBClusterSnapshot")
        .expect("it is there")
        .remove(0);
    let fact = "`PreSignedUrl`, if not set, is the presigned request for the region in `SourceRegion`, \
                with the client's in `DestinationRegion`; neither region is sent";
    assert!(found.facts.iter().any(|it| it == fact), "{:?}", found.facts);
    assert_eq!(found.overlays[0].says, ["presignedCopy"]);
}

/// Settings have our words rather than those of the rules; a user's overlay has the last word, also where
/// it states no place.
#[test]
fn settings_are_documented() {
    let mut input = botocore::input("s3");
    input.config.operations = Some(vec!["GetObject".to_owned()]);
    let config =
        |input: &Input| tinsmith::generate(input).expect("S3").files["src/config.rs"].clone();
    let shipped = config(&input);
    assert!(
        shipped.contains("/// Puts the bucket in the path"),
        "{shipped}"
    );
    assert!(!shipped.contains("of the rules"), "{shipped}");
    let documented = json!({"documentation": "Words.", "profile": []});
    let overlay = json!({"service": {"settings": {"ForcePathStyle": documented}}});
    input.overlay = Some(overlay.to_string().into_bytes());
    let own = config(&input);
    let method = "    /// Words.\n    #[must_use]\n    fn force_path_style(";
    assert!(own.contains(method), "{own}");
    let overlay = json!({"service": {"settings": {"UseDualStack": {"documentation": "Words."}}}});
    input.overlay = Some(overlay.to_string().into_bytes());
    let problems = tinsmith::generate(&input).expect_err("there is no method");
    assert_eq!(problems.problems()[0].kind, StaleOverlay);
}

/// Ours are for models that an import has left without AWS's documentation.
#[test]
fn documentation_gives_way_to_that_of_models_and_users() {
    let mut input = botocore::input("s3");
    input.config.operations = Some(vec!["GetObject".to_owned()]);
    let summary = |input: &Input| {
        let krate = tinsmith::generate(input).expect("S3");
        let readme = &krate.files["README.md"];
        let line = readme.lines().find(|it| it.starts_with("- `GetObject`"));
        line.expect("the operation").to_owned()
    };
    let ours = "Receives an object, or a range of it, as a stream.";
    assert!(!summary(&input).ends_with(ours), "{}", summary(&input));
    let mut model = botocore::document(&input, "service-2");
    model["operations"]["GetObject"]["documentation"] = Value::Null;
    input.model.remove("service-2.json.gz");
    input
        .model
        .insert("service-2.json".to_owned(), model.to_string().into_bytes());
    assert!(summary(&input).ends_with(ours), "{}", summary(&input));
    let overlay = json!({"operations": {"GetObject": {"documentation": "Words."}}});
    input.overlay = Some(overlay.to_string().into_bytes());
    assert!(summary(&input).ends_with(" Words."), "{}", summary(&input));
}

/// Words about what an older model does not have are left out without a warning; other facts are not.
#[test]
fn words_about_missing_shapes_are_no_problem() {
    let mut input = botocore::input("s3");
    input.config.operations = Some(vec!["GetObject".to_owned()]);
    let mut model = botocore::document(&input, "service-2");
    let shapes = model["shapes"].as_object_mut().expect("shapes");
    for (shape, member) in [
        ("CreateBucketConfiguration", "Tags"),
        ("GetObjectOutput", "Expires"),
    ] {
        let members = shapes[shape]["members"].as_object_mut().expect("members");
        members.remove(member).expect("a member of the overlay");
    }
    input.model.remove("service-2.json.gz");
    let model = model.to_string().into_bytes();
    input.model.insert("service-2.json".to_owned(), model);
    let warnings = tinsmith::generate(&input).expect("S3").warnings;
    let texts: Vec<_> = warnings.iter().map(ToString::to_string).collect();
    let stale: Vec<_> = texts.iter().filter(|it| it.contains("s3.json")).collect();
    assert!(
        stale.len() == 1 && stale[0].contains("GetObjectOutput.members.Expires"),
        "{texts:?}"
    );
}

/// What each fact of a service with many of them does to comparisons and explanations.
#[test]
#[expect(clippy::too_many_lines, reason = "a row a fact")]
fn each_fact_is_compared_and_explained() {
    let off = json!({
        "service": {
            "settings": null, "signedPayloadHeader": null, "signedPathAsSent": null,
            "regionHeader": null, "regionElement": null, "regionErrors": null,
            "errorsInSuccess": null, "payloadSigning": null, "inputMembers": null,
        },
        "operations": {
            "CopyObject": {"slowResponse": null},
            "CreateBucket": {"statesRegion": null},
            "CreateSession": {"session": null},
            "GetBucketLocation": {"endpointParameters": null, "unwrappedOutput": null},
            "GetObject": {"transfer": null},
            "PutObject": {"presignedPost": null},
        },
        "shapes": {
            "SelectObjectContentEventStream": {"members": {"End": {"lastEvent": null}}},
            "Object": {"members": {"Key": {"urlEncodedBy": null}}},
            "HeadObjectOutput": {"members": {"Expires": {"lenient": null, "rawText": null}}},
        },
    });
    let copy =
        |member: &str, fact: &str| format!("shapes.CopyObjectRequest.members.{member}.{fact}");
    let facts = [
        ("service.settings", "settings of"),
        ("service.signedPayloadHeader", "requests no longer"),
        ("service.signedPathAsSent", "signatures no longer"),
        ("service.regionHeader", "region in responses"),
        (
            "operations.CopyObject.errorsInSuccess",
            "errors in successful",
        ),
        (&copy("CopySource", "percentEncoded"), "no longer percent"),
        (&copy("Metadata", "ascii"), "no longer has to be ASCII"),
        (&copy("Bucket", "resourceName"), "allowed values"),
        (&copy("SSECustomerKeyMD5", "md5Of"), "MD5 of a key"),
        (
            "operations.GetBucketLocation.unwrappedOutput",
            "the document of",
        ),
        (
            "operations.GetBucketLocation.endpointParameters",
            "parameters of its endpoint",
        ),
        (
            "operations.CopyObject.slowResponse",
            "its response is no longer",
        ),
        (
            "operations.CreateBucket.statesRegion",
            "errors about regions are no longer",
        ),
        (
            "operations.GetObject.transfer",
            "no longer with transfers: ",
        ),
        (
            "shapes.Object.members.Key.urlEncodedBy",
            "the element that says",
        ),
        (
            "shapes.HeadObjectOutput.members.Expires.lenient",
            "no longer left out",
        ),
        (
            "operations.CreateSession.session",
            "signatures with its sessions",
        ),
        (
            "operations.PutObject.presignedPost",
            "can no longer be a presigned form",
        ),
        (
            "shapes.SelectObjectContentEventStream.members.End.lastEvent",
            "no longer the last event",
        ),
        (
            "shapes.HeadObjectOutput.members.ExpiresString",
            "member removed",
        ),
    ];
    let operations = [
        "CopyObject",
        "CreateBucket",
        "CreateSession",
        "GetBucketLocation",
        "GetObject",
        "HeadObject",
        "ListObjects",
        "PutObject",
        "SelectObjectContent",
    ];
    switch_off("s3", &operations, &off, &facts);
    // What an overlay does not state stays.
    let element = json!({"service": {"regionElement": null}});
    switch_off(
        "s3",
        &["HeadBucket"],
        &element,
        &[("service.regionHeader", "region in responses")],
    );
    let off = json!({"service": {"inputMembers": {"AccountId": {"accountOf": null}}}});
    let account = "shapes.GetBucketRequest.members.AccountId.accountOf";
    switch_off(
        "s3control",
        &["GetBucket"],
        &off,
        &[(account, "account of an ARN")],
    );

    let explained = |service: &str, facts: &[(&str, &str)]| {
        let explainer = Explainer::new(&botocore::input(service)).expect("it is valid");
        for (name, fact) in facts {
            let found = explainer.explain(name).expect("it is there").remove(0);
            let says = found.facts.iter().any(|it| it.contains(fact));
            assert!(says, "{name}: {:?}", found.facts);
        }
    };
    let bucket = "a name of up to 255 ASCII letters, digits and `._-`, or an ARN";
    let facts = [
        ("CopyObject", "an error document in a successful response"),
        ("CreateBucket", "errors about regions are about the one"),
        ("CreateSession", "creates the sessions that sign"),
        (
            "PutObject",
            "its presigned forms have the condition `bucket`",
        ),
        ("SelectObjectContentEventStream.End", "the last event"),
        (
            "GetBucketLocation",
            "the document of the output is its member",
        ),
        (
            "GetBucketLocation",
            "the parameter `ForcePathStyle` as `true`",
        ),
        ("PutObject", "uploads in parts, with CreateMultipartUpload"),
        ("GetObject", "downloads in ranges, with Range"),
        ("ListObjectsV2", "downloads of what is listed"),
        ("CopyObjectRequest.CopySource", "sent percent-encoded"),
        ("CopyObjectRequest.Metadata", "not ASCII are refused"),
        ("CopyObjectRequest.Bucket", bucket),
        (
            "CopyObjectRequest.SSECustomerKeyMD5",
            "the MD5 of the key in `SSECustomerKey`",
        ),
        ("Object.Key", "decoded if the element `EncodingType`"),
        ("HeadObjectOutput.Expires", "its text is in `ExpiresString`"),
        ("HeadObjectOutput.Expires", "left out if it cannot be read"),
    ];
    explained("s3", &facts);
    let account = (
        "GetBucketRequest.AccountId",
        "the account of the ARN in `Bucket`",
    );
    explained("s3control", &[account]);
}

/// Compares a service with and without facts, both ways.
fn switch_off(service: &str, operations: &[&str], off: &Value, facts: &[(&str, &str)]) {
    let side = |name: &str, overlay: Option<&Value>| Revision {
        name: name.to_owned(),
        model: botocore::input(service).model,
        overlay: overlay.map(|it| it.to_string().into_bytes()),
        overlay_name: None,
        operations: Some(operations.iter().map(|&it| it.to_owned()).collect()),
        is_strict: true,
    };
    let (with, without) = (side("with", None), side("without", Some(off)));
    for (old, new, is_off) in [(&with, &without, true), (&without, &with, false)] {
        let report = tinsmith::compare(old, new, "0.1.0").expect("they can be compared");
        for (path, words) in facts {
            let change = report.changes.iter().find(|it| it.path == *path);
            let change = change.unwrap_or_else(|| panic!("{path}: {:?}", report.changes));
            assert!(
                !is_off || change.model.starts_with(words),
                "{path}: {}",
                change.model
            );
        }
    }
}

#[test]
fn switching_off_what_nothing_states_is_an_error() {
    for (overlay, path) in [
        (
            json!({"service": {"headers": {"x-amz-glacier-versoin": null}}}),
            "service.headers.x-amz-glacier-versoin",
        ),
        (
            json!({"operations": {"ListVaults": {"queryAsForm": false}}}),
            "operations.ListVaults.queryAsForm",
        ),
        (
            json!({"shapes": {"string": {"lastPathSegment": false}}}),
            "shapes.string.lastPathSegment",
        ),
    ] {
        let error = glacier(Some(&overlay)).expect_err(path);
        let path = format!("overlay.json: {path}");
        fixtures::expect(&path, &error, &[(StaleOverlay, &path)]);
    }
}

#[test]
fn stale_shipped_entries_are_warnings_that_name_them() {
    let mut input = botocore::input("glacier");
    let mut model = botocore::document(&input, "service-2");
    let operations = model["operations"].as_object_mut().expect("operations");
    operations.remove("UploadMultipartPart");
    input.model.remove("service-2.json.gz");
    input
        .model
        .insert("service-2.json".to_owned(), model.to_string().into_bytes());
    let krate = tinsmith::generate(&input).expect("it is valid");
    let warnings: Vec<_> = krate.warnings.iter().map(|it| it.path.as_str()).collect();
    let stale = "shipped overlay glacier.json: operations.UploadMultipartPart";
    assert_eq!(warnings, [stale]);
    assert_eq!(krate.warnings[0].kind, StaleOverlay);

    // Of another API version, the overlay is not for it.
    model["metadata"]["apiVersion"] = "2030-01-01".into();
    input
        .model
        .insert("service-2.json".to_owned(), model.to_string().into_bytes());
    let krate = tinsmith::generate(&input).expect("it is valid");
    assert_eq!(krate.warnings, []);
    assert!(!krate.files["src/operation/list_vaults.rs"].contains("glacier-version"));
}

/// Smithy's models have what botocore's have lost.
#[test]
fn facts_that_a_model_has_are_not_stale() {
    let mut input = botocore::input("dynamodb");
    let mut model = botocore::document(&input, "service-2");
    model["shapes"]["AttributeValue"]["union"] = true.into();
    input.model.remove("service-2.json.gz");
    input
        .model
        .insert("service-2.json".to_owned(), model.to_string().into_bytes());
    input.config.operations = Some(vec!["GetItem".to_owned()]);
    let krate = tinsmith::generate(&input).expect("it is valid");
    assert!(krate.files["src/types/attribute_value.rs"].contains("pub enum AttributeValue"));
    assert!(!krate.warnings.iter().any(|it| it.kind == StaleOverlay));
}

/// What changes if an overlay of the user takes the place of the shipped one.
#[test]
fn comparison_reports_changed_facts() {
    let side = |name: &str, overlay: Option<Value>| Revision {
        name: name.to_owned(),
        model: botocore::input("glacier").model,
        overlay: overlay.map(|it| it.to_string().into_bytes()),
        overlay_name: None,
        operations: Some(vec!["ListVaults".to_owned(), "UploadArchive".to_owned()]),
        is_strict: true,
    };
    let own = json!({
        "service": {"headers": {"x-amz-glacier-version": null}, "inputMembers": null},
        "operations": {"UploadArchive": {"bodyChecksums": {"x-amz-content-sha256": null}}},
    });
    let (old, new) = (side("old", None), side("new", Some(own)));
    let report = tinsmith::compare(&old, &new, "0.1.0").expect("they can be compared");
    let found: Vec<_> = report.changes.iter().map(|it| it.path.as_str()).collect();
    for path in [
        "operations.ListVaults.headers",
        "operations.UploadArchive.bodyChecksums",
        "shapes.ListVaultsInput.members.accountId.default",
    ] {
        assert!(found.contains(&path), "{path} is not in {found:?}");
    }
    let changed = report
        .changes
        .iter()
        .find(|it| it.path.ends_with(".default"));
    let wire = format!("{:?}", changed.expect("the default"));
    assert!(wire.contains("is not sent if it is not set"), "{wire}");
    let same = tinsmith::compare(&old, &old, "0.1.0").expect("they can be compared");
    assert_eq!(same.changes, []);
}

#[test]
fn explanation_names_the_overlay() {
    let mut input = botocore::input("glacier");
    let own = json!({"operations": {"ListVaults": {"documentation": "Lists."}}});
    input.overlay = Some(own.to_string().into_bytes());
    let explainer = Explainer::new(&input).expect("it is valid");
    let said = |name: &str| {
        let found = explainer.explain(name).expect("it is there").remove(0);
        let overlays = found.overlays.into_iter();
        let overlays = overlays.map(|it| (it.shipped, it.path, it.says.join(", ")));
        (overlays.collect::<Vec<_>>(), found.facts)
    };
    let shipped = || Some("shipped overlay glacier.json".to_owned());
    let (overlays, facts) = said("ListVaults");
    let expected = [
        (shipped(), "service".to_owned(), "headers".to_owned()),
        (
            None,
            "operations.ListVaults".to_owned(),
            "documentation".to_owned(),
        ),
    ];
    assert_eq!(overlays, expected);
    let header = "header `x-amz-glacier-version: 2012-06-01`";
    assert!(facts.iter().any(|it| it == header), "{facts:?}");
    let (overlays, facts) = said("ListVaultsInput.accountId");
    let path = "service.inputMembers.accountId".to_owned();
    assert_eq!(overlays, [(shipped(), path, "default".to_owned())]);
    assert!(
        facts.iter().any(|it| it.contains("sent as `-`")),
        "{facts:?}"
    );
    let (_, facts) = said("UploadArchive");
    assert!(
        facts.iter().any(|it| it.contains("`sha256-tree`")),
        "{facts:?}"
    );
}

/// Its signatures are not supported yet, its lists are.
#[test]
fn flattened_lists_have_the_names_of_their_items() {
    let mut input = botocore::input("sdb");
    let mut model = botocore::document(&input, "service-2");
    model["metadata"]["signatureVersion"] = "v4".into();
    input.model.retain(|name, _| !name.starts_with("service-2"));
    input
        .model
        .insert("service-2.json".to_owned(), model.to_string().into_bytes());
    let krate = tinsmith::generate(&input).expect("it is valid");
    for (file, row) in [
        (
            "operation/put_attributes",
            "\"Attributes\".wire(\"Attribute\")",
        ),
        (
            "operation/get_attributes",
            "\"AttributeNames\".wire(\"AttributeName\")",
        ),
        (
            "operation/list_domains",
            "\"DomainNames\".wire(\"DomainName\")",
        ),
        (
            "types/replaceable_item",
            "\"Attributes\".wire(\"Attribute\")",
        ),
    ] {
        let text = &krate.files[&format!("src/{file}.rs")];
        assert!(text.contains(row), "{row} is not in {text}");
    }
}
