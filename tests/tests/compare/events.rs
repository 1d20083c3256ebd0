//! Changes of event streams, in which several members may be one error.

use serde_json::{Value, json};
use tinsmith::compare::ChangeKind;
use tinsmith::compare::Class::{Additive, Behaviour, Breaking, Documentation as Words};

use super::cases::{self, Case, remove, set};
use super::{api, edited, report};

const MODEL: &str = include_str!("model-events.json");

const STREAM: &str = "shapes.WatchOutput.members.events";

const CASES: &[Case] = &[
    Case {
        name: "other words on the events",
        edit: |it| set(it, "shapes.Events.documentation", json!("What happened.")),
        forward: &[("shapes.Events", ChangeKind::Documentation, Words)],
        backward: &[("shapes.Events", ChangeKind::Documentation, Words)],
    },
    Case {
        name: "the first member of an error goes",
        edit: |it| remove(it, "shapes.Events.members.torn"),
        forward: &[
            (STREAM, ChangeKind::RustName, Breaking),
            (STREAM, ChangeKind::ErrorRemoved, Breaking),
        ],
        backward: &[
            (STREAM, ChangeKind::ErrorAdded, Additive),
            (STREAM, ChangeKind::RustName, Breaking),
        ],
    },
    Case {
        name: "another member of an error goes",
        edit: |it| remove(it, "shapes.Events.members.worn"),
        forward: &[(STREAM, ChangeKind::ErrorRemoved, Breaking)],
        backward: &[(STREAM, ChangeKind::ErrorAdded, Additive)],
    },
    Case {
        name: "a member is another error",
        edit: |it| set(it, "shapes.Events.members.busy.shape", json!("Broken")),
        forward: &[
            (STREAM, ChangeKind::RustName, Breaking),
            (STREAM, ChangeKind::MemberType, Breaking),
            ("shapes.Busy", ChangeKind::TypeRemoved, Breaking),
        ],
        backward: &[
            (STREAM, ChangeKind::RustName, Breaking),
            (STREAM, ChangeKind::MemberType, Breaking),
            ("shapes.Busy", ChangeKind::TypeAdded, Additive),
        ],
    },
    Case {
        name: "an error has another name",
        edit: |it| {
            let broken = it["shapes"]["Broken"].clone();
            remove(it, "shapes.Broken");
            set(it, "shapes.Ruined", broken);
            set(
                it,
                "operations.Watch.errors",
                json!([{ "shape": "Ruined" }]),
            );
            set(it, "shapes.Events.members.torn.shape", json!("Ruined"));
            set(it, "shapes.Events.members.worn.shape", json!("Ruined"));
        },
        forward: &[
            ("operations.Watch.errors", ChangeKind::RustName, Breaking),
            (STREAM, ChangeKind::RustName, Breaking),
            (STREAM, ChangeKind::RustName, Breaking),
            ("shapes.Ruined", ChangeKind::TypeRenamed, Breaking),
            ("shapes.Ruined", ChangeKind::ErrorCode, Behaviour),
        ],
        backward: &[
            ("operations.Watch.errors", ChangeKind::RustName, Breaking),
            (STREAM, ChangeKind::RustName, Breaking),
            (STREAM, ChangeKind::RustName, Breaking),
            ("shapes.Broken", ChangeKind::TypeRenamed, Breaking),
            ("shapes.Broken", ChangeKind::ErrorCode, Behaviour),
        ],
    },
];

#[test]
fn each_change_of_events_in_both_directions() {
    let old: Value = serde_json::from_str(MODEL).expect("it is JSON");
    cases::check(&old, CASES, "changes-of-events");
    let old_items = api::items(&old);
    for case in CASES {
        let new = edited(&old, case.edit);
        let new_items = api::items(&new);
        api::agree(&old_items, &new_items, &report(&old, &new), case.name);
        api::agree(&new_items, &old_items, &report(&new, &old), case.name);
    }
}
