//! What is compared: selections, overlays, and models that cannot be compared.

use serde_json::{Value, json};
use tests::fixtures;
use tinsmith::compare::{Bump, ChangeKind, Class, Revision};
use tinsmith::error::ProblemKind;

use super::{changed, model, side};

fn selected(name: &str, model: &Value, operations: &[&str]) -> Revision {
    let operations = operations.iter().map(|&name| name.to_owned());
    Revision {
        operations: Some(operations.collect()),
        ..side(name, model)
    }
}

#[test]
fn unselected_shapes_are_not_compared() {
    let new = changed(|it| {
        it["shapes"]["View"]["members"]["more"] = json!({ "shape": "Text" });
        it["shapes"]["Node"]["members"]["more"] = json!({ "shape": "Text" });
    });
    let all = tinsmith::compare(&side("old", &model()), &side("new", &new), "1.0.0").unwrap();
    assert_eq!(all.changes.len(), 2);
    let (old, new) = (
        selected("old", &model(), &["Make", "Drop"]),
        selected("new", &new, &["Make", "Drop"]),
    );
    let report = tinsmith::compare(&old, &new, "1.0.0").unwrap();
    assert_eq!(report.changes, []);
    assert_eq!(report.operations, ["Make", "Drop"]);
}

/// Each side has a selection of its own: what is generated is what counts.
#[test]
fn another_selection_is_a_change() {
    let old = selected("old", &model(), &["Make"]);
    let new = selected("new", &model(), &["Drop", "Make"]);
    let report = tinsmith::compare(&old, &new, "1.2.3").unwrap();
    let change = &report.changes[0];
    assert_eq!(
        (change.kind, change.class),
        (ChangeKind::OperationAdded, Class::Additive)
    );
    assert_eq!(change.model, "operation now selected");
    assert_eq!(report.verdict.to.as_deref(), Some("1.3.0"));
    let report = tinsmith::compare(&new, &old, "1.2.3").unwrap();
    assert_eq!(report.changes[0].model, "operation no longer selected");
    assert_eq!(report.verdict.to.as_deref(), Some("2.0.0"));
    // What only one side has comes last.
    assert_eq!(report.operations, ["Make", "Drop"]);
}

#[test]
fn selected_operation_in_one_revision() {
    let old = changed(|it| {
        it["operations"].as_object_mut().unwrap().remove("Drop");
    });
    let report = tinsmith::compare(
        &selected("old", &old, &["Make", "Drop"]),
        &selected("new", &model(), &["Make", "Drop"]),
        "0.1.0",
    );
    let report = report.unwrap();
    assert_eq!(report.changes[0].path, "operations.Drop");
    assert_eq!(report.changes[0].model, "new operation");
}

#[test]
fn selected_operation_in_no_revision() {
    let (old, new) = (model(), model());
    let sides = |is_strict| {
        [&old, &new].map(|model| Revision {
            is_strict,
            ..selected("a revision", model, &["Make", "Dorp"])
        })
    };
    let [old, new] = sides(true);
    let error = tinsmith::compare(&old, &new, "0.1.0").unwrap_err();
    fixtures::expect(
        "asked for",
        &error,
        &[(ProblemKind::UnknownOperation, "operations.Dorp")],
    );
    assert_eq!(
        error.problems()[0].hint.as_deref(),
        Some("did you mean `Drop`?")
    );
    let [old, new] = sides(false);
    let report = tinsmith::compare(&old, &new, "0.1.0").unwrap();
    assert_eq!(report.operations, ["Make"]);
    assert_eq!(
        report.notes,
        ["operations.Dorp: neither model has such an operation"]
    );
}

#[test]
fn new_operations_that_are_not_selected_are_noted() {
    let old = changed(|it| {
        it["operations"].as_object_mut().unwrap().remove("Drop");
    });
    let report = tinsmith::compare(
        &selected("old", &old, &["Make"]),
        &selected("new", &model(), &["Make"]),
        "0.1.0",
    );
    let expected = "the model has new operations that are not selected: `Drop`";
    assert_eq!(report.unwrap().notes, [expected]);
}

#[test]
fn models_of_different_services() {
    let new = changed(|it| {
        it["metadata"]["serviceId"] = json!("Wholes");
        it["metadata"]["endpointPrefix"] = json!("wholes");
    });
    let error = tinsmith::compare(&side("old", &model()), &side("new", &new), "0.1.0");
    fixtures::expect(
        "two",
        &error.unwrap_err(),
        &[(ProblemKind::OtherService, "new")],
    );
    // Very old models have no id; their names on the wire tell.
    let new = changed(|it| {
        it["metadata"].as_object_mut().unwrap().remove("serviceId");
    });
    let report = tinsmith::compare(&side("old", &model()), &side("new", &new), "0.1.0");
    assert_eq!(report.unwrap().changes.len(), 1);
}

/// An imported model has the rules without their documentation, the package that it comes from has
/// them with it.
#[test]
fn rules_for_endpoints_are_compared_without_their_documentation() {
    let rules = |endpoint: &str, documentation: Value| {
        let mut region = json!({ "type": "string", "builtIn": "AWS::Region", "required": false });
        if documentation != Value::Null {
            region["documentation"] = documentation;
        }
        let set = json!({
            "version": "1.0",
            "parameters": { "Region": region },
            "rules": [{ "type": "endpoint", "conditions": [], "endpoint": { "url": endpoint } }]
        });
        let mut side = side("a revision", &model());
        let file = set.to_string().into_bytes();
        side.model
            .insert("endpoint-rule-set-1.json".to_owned(), file);
        side
    };
    let compared =
        |old: &Revision, new: &Revision| tinsmith::compare(old, new, "0.1.0").unwrap().changes;
    let (here, there) = ("https://here.example", "https://there.example");
    let plain = rules(here, Value::Null);
    assert_eq!(compared(&plain, &rules(here, Value::Null)), []);
    let documented = rules(here, json!("The region."));
    assert_eq!(compared(&plain, &documented), []);
    assert_eq!(compared(&documented, &plain), []);
    let changes = compared(&plain, &rules(there, json!("The region.")));
    let [change] = &*changes else {
        panic!("one change, not {changes:?}");
    };
    assert_eq!(change.kind, ChangeKind::Endpoint);
}

#[test]
fn problems_name_their_revision() {
    let good = side("old", &model());
    for (edit, kind, path) in [
        (
            (|it| it["shapes"]["Part"]["type"] = json!("wheel")) as fn(&mut Value),
            ProblemKind::Unsupported,
            "new: shapes.Part.type",
        ),
        (
            |it| it["operations"]["Make"]["authtype"] = json!("basic"),
            ProblemKind::Unsupported,
            "new: operations.Make.auth",
        ),
        (
            |it| it["operations"]["Make"]["input"]["shape"] = json!("None"),
            ProblemKind::DanglingReference,
            "new: operations.Make.input",
        ),
    ] {
        // Without names, what cannot be generated is left out.
        let bad = selected("new", &changed(edit), &["Make"]);
        let error = tinsmith::compare(&good, &bad, "0.1.0").unwrap_err();
        fixtures::expect(path, &error, &[(kind, path)]);
    }
}

fn with_overlay(name: &str, model: &Value, overlay: &Value) -> Revision {
    Revision {
        overlay: Some(overlay.to_string().into_bytes()),
        ..side(name, model)
    }
}

#[test]
fn an_overlay_can_keep_the_name_of_a_type() {
    let new = changed(|it| {
        let shapes = it["shapes"].as_object_mut().unwrap();
        let seen = shapes.remove("Seen").unwrap();
        shapes.insert("Sight".to_owned(), seen);
        it["shapes"]["MakeOutput"]["members"]["seen"]["shape"] = json!("Sight");
    });
    let overlay = json!({ "shapes": { "Sight": { "rename": "Seen" } } });
    let report = tinsmith::compare(
        &side("old", &model()),
        &with_overlay("new", &new, &overlay),
        "0.1.0",
    );
    assert_eq!(report.unwrap().changes, []);
}

/// The service's words changed, and ours stand in the crate.
#[test]
fn documentation_that_the_overlay_replaces() {
    let new = changed(|it| {
        it["shapes"]["Part"]["documentation"] = json!("<p>Another part.</p>");
    });
    let overlay = json!({ "shapes": { "Part": { "documentation": "Ours." } } });
    let (old, new) = (
        with_overlay("old", &model(), &overlay),
        with_overlay("new", &new, &overlay),
    );
    let report = tinsmith::compare(&old, &new, "0.1.0").unwrap();
    let found: Vec<_> = report
        .changes
        .iter()
        .map(|it| (it.path.as_str(), it.reaches_users))
        .collect();
    assert_eq!(found, [("shapes.Part", false)]);
    assert_eq!(report.verdict.bump, Bump::None);
    assert_eq!(report.changelog, "");
}

/// A model without prose has the words of its overlay, and they are compared with such words only.
#[test]
fn documentation_of_overlays() {
    let bare = changed(|it| {
        it.as_object_mut().unwrap().remove("documentation");
        it["operations"]["Make"]
            .as_object_mut()
            .unwrap()
            .remove("documentation");
        it["shapes"]["Part"]
            .as_object_mut()
            .unwrap()
            .remove("documentation");
        let name = &mut it["shapes"]["DropInput"]["members"]["name"];
        name.as_object_mut().unwrap().remove("documentation");
    });
    let words = |text: &str| {
        let overlay = json!({ "shapes": {
            "Part": { "documentation": text },
            "Mode": { "values": { "FAST": { "documentation": text } } }
        } });
        with_overlay("a revision", &bare, &overlay)
    };
    let report = tinsmith::compare(&words("One."), &words("Two."), "0.1.0").unwrap();
    let found: Vec<_> = report
        .changes
        .iter()
        .map(|it| (it.path.as_str(), it.reaches_users))
        .collect();
    assert_eq!(
        found,
        [("shapes.Part", true), ("shapes.Mode.enum.FAST", true)]
    );
    assert_eq!(report.verdict.bump, Bump::Patch);

    let report = tinsmith::compare(&words("One."), &side("new", &model()), "0.1.0").unwrap();
    assert_eq!(report.changes, []);
    let expected = "documentation was not compared: a revision has ours, new has the service's";
    assert_eq!(report.notes, [expected]);
}

/// An overlay is written for one version: what the old model does not have says nothing, what the
/// new one has lost is a note.
#[test]
fn overlay_entries_that_do_not_apply() {
    let overlay = json!({ "shapes": {
        "Part": { "members": { "size": { "sensitive": true }, "weight": { "documentation": "." } } }
    } });
    let without = changed(|it| {
        let members = it["shapes"]["Part"]["members"].as_object_mut().unwrap();
        members.remove("size");
    });
    let (old, new) = (
        with_overlay("old", &model(), &overlay),
        with_overlay("new", &without, &overlay),
    );
    let report = tinsmith::compare(&old, &new, "0.1.0").unwrap();
    let expected = "overlay.json: shapes.Part.members.size: it does not exist in the model";
    assert_eq!(report.notes, [expected]);
    let report = tinsmith::compare(&new, &old, "0.1.0").unwrap();
    assert_eq!(report.notes, Vec::<String>::new());
}

/// The changelog is for people who use the crate: what belongs together is one line.
#[test]
fn changelog() {
    let new = changed(|it| {
        let part = &mut it["shapes"]["Part"]["members"];
        part["weight"] = json!({ "shape": "Number" });
        part["color"] = json!({ "shape": "Text" });
        it["shapes"]["Mode"]["enum"] = json!(["SLOW", "SLOWER", "SLOWEST"]);
        it["shapes"]["DropInput"]["members"]["why"] = json!({ "shape": "Text" });
        it["shapes"]["DropInput"]["required"] = json!(["why", "name"]);
        it["shapes"]["Name"]["max"] = json!(32);
        it["shapes"]["Part"]["documentation"] = json!("<p>Other words.</p>");
        it["operations"]["Find"] = json!({ "name": "Find" });
    });
    let report = tinsmith::compare(&side("1.0", &model()), &side("1.1", &new), "2.3.4").unwrap();
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("changelog", report.changelog);
    });
}

/// Pages stand in a file of their own.
#[test]
fn pagination() {
    let model = changed(|it| {
        it["shapes"]["MakeOutput"]["members"]["next"] = json!({ "shape": "Text" });
        it["shapes"]["MakeOutput"]["members"]["other"] = json!({ "shape": "Text" });
    });
    let with = |token: &str| {
        let pages = json!({ "pagination": {
            "Make": { "input_token": "token", "output_token": token }
        } });
        let mut side = side("a revision", &model);
        let file = ("paginators-1.json".to_owned(), pages.to_string().into());
        side.model.extend([file]);
        side
    };
    let without = side("a revision", &model);
    for (old, new, class) in [
        (&without, &with("next"), Class::Additive),
        (&with("next"), &without, Class::Breaking),
        (&with("next"), &with("other"), Class::Behaviour),
    ] {
        let report = tinsmith::compare(old, new, "0.1.0").unwrap();
        let found: Vec<_> = report
            .changes
            .iter()
            .map(|it| (it.path.as_str(), it.kind, it.class))
            .collect();
        let path = "paginators-1: pagination.Make";
        assert_eq!(found, [(path, ChangeKind::Pagination, class)]);
    }
}

/// The call loses a method of the API if its input gets a member in the body.
#[test]
fn request_that_no_longer_fits_into_a_url() {
    let rest = json!({
        "metadata": {
            "apiVersion": "1", "endpointPrefix": "t", "protocol": "rest-json", "serviceId": "T",
            "signatureVersion": "v4",
        },
        "operations": {"Find": {
            "name": "Find", "http": {"method": "POST", "requestUri": "/find/{id}"},
            "input": {"shape": "In"},
        }},
        "shapes": {
            "In": {"type": "structure", "members": {
                "id": {"shape": "Text", "location": "uri", "locationName": "id"},
            }},
            "Text": {"type": "string"},
        },
    });
    let mut more = rest.clone();
    more["shapes"]["In"]["members"]["more"] = json!({ "shape": "Text" });
    for (old, new, class, words) in [
        (&rest, &more, Class::Breaking, "can no longer be presigned"),
        (&more, &rest, Class::Additive, "can be presigned"),
    ] {
        let report = tinsmith::compare(&side("old", old), &side("new", new), "1.0.0").unwrap();
        let mut changes = report.changes.iter();
        let change = changes.find(|it| it.path == "operations.Find.presigning");
        let change = change.expect("a change");
        assert_eq!((change.class, &*change.model), (class, words));
    }
}
