//! Agreement with botocore: random requests, responses and errors of whole services, as botocore
//! and the generated crates write and read them.
//!
//! `tests/python/differential.py` makes the cases and asks botocore. Its lines go through a program
//! that uses the generated crate ([`tests::driver`]), and from there to [`compare`]. Nothing is
//! kept after its comparison. Intended differences are listed in [`deviations`], each with its
//! reason; any other is minimized and reported.
//!
//! - `DIFFERENTIAL_SEED`: another seed than 1
//! - `DIFFERENTIAL_CASE=dynamodb/PutItem/request/17`: only this case, shown from both sides
//!
//! The long form takes more services and 100 times the cases, and then every member of every
//! operation has to be sent, and every deviation to occur.

mod compare;
mod deviations;
mod run;
mod services;
mod smaller;

use std::env;
use std::time::Instant;

use run::{Report, Subject};
use tests::long;
use tests::report::say;

/// The number of cases in the usual and in the long form; some more where members were not sent
/// yet.
const CASES: usize = 2_000;
const LONG_CASES: usize = 210_000;

#[test]
fn agrees_with_botocore() {
    let seed = seed();
    if let Some(id) = env::var_os("DIFFERENTIAL_CASE") {
        return repeat(&id.into_string().expect("a case in UTF-8"), seed);
    }
    let is_long = long::is_asked_for();
    let (services, cases) = if is_long {
        (&services::LONG[..], LONG_CASES)
    } else {
        (&services::USUAL[..], CASES)
    };
    let started = Instant::now();
    let (subjects, skips) = services::subjects(services);
    let project = run::build("differential", &subjects, &[]);
    say(format_args!(
        "{} services built in {:.0?}",
        subjects.len(),
        started.elapsed()
    ));
    let started = Instant::now();
    let reports = run::all(&project, &subjects, seed, cases, is_long);
    let count: usize = reports.iter().map(|report| report.cases).sum();
    let members: usize = reports.iter().map(|report| report.members).sum();
    say(format_args!(
        "{count} cases of {} services with seed {seed}, {members} members, {:.0?}",
        subjects.len(),
        started.elapsed()
    ));

    let mut wrong: Vec<String> = reports.iter().flat_map(Report::problems).collect();
    if is_long {
        for (name, reason) in deviations::all() {
            let count = reports.iter().filter_map(|it| it.used.get(name));
            match count.sum::<usize>() {
                0 => wrong.push(format!("no case shows the deviation {name:?}")),
                count => say(format_args!("{count} times {name:?}: {reason}")),
            }
        }
        let idle = services::SKIPS
            .iter()
            .filter(|it| !skips.contains(it.reason));
        wrong.extend(idle.map(|it| format!("nothing is skipped because of {}", it.reason)));
        if count < 200_000 {
            wrong.push(format!("{count} cases are too few"));
        }
        for report in &reports {
            wrong.extend(
                report
                    .unsent
                    .iter()
                    .map(|member| format!("never sent: {member}")),
            );
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n\n"));
}

/// Shows one case from both sides, and a minimized one if they differ.
fn repeat(id: &str, seed: u64) {
    let (service, _) = id.split_once('/').expect("service/operation/kind/number");
    let (subjects, _) = services::subjects(&[service]);
    let project = run::build("differential", &subjects, &[]);
    let mut smaller = smaller::Smaller::start(&project, &subjects[0], seed, id);
    say(format_args!("{}", smaller.case()));
    let shown = smaller.reduce();
    assert!(shown.is_none(), "\n{}", shown.unwrap_or_default());
}

/// Whatever features of `serde_json` other crates of a program turn on.
#[test]
fn agrees_with_all_features_of_serde_json() {
    const FEATURES: [&str; 3] = ["arbitrary_precision", "preserve_order", "unbounded_depth"];
    let (subjects, _) = services::subjects(&services::NUMBERS);
    let others = format!("serde_json = {{ version = \"1\", features = {FEATURES:?} }}");
    let project = run::build("differential-features", &subjects, &[others]);
    let reports = run::all(&project, &subjects, seed(), CASES / 4, false);
    let wrong: Vec<String> = reports.iter().flat_map(Report::problems).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n\n"));
}

/// The comparison finds wrong wire names that are inserted into the model.
#[test]
fn finds_wrong_wire_names() {
    const OPERATIONS: [&str; 3] = ["StartExecution", "DescribeExecution", "TagResource"];
    const PLANTED: [(&str, &str, &str); 3] = [
        ("StartExecutionInput", "traceHeader", "request"),
        ("DescribeExecutionOutput", "cause", "response"),
        ("ResourceNotFound", "resourceName", "error"),
    ];
    let subject = Subject::planted("stepfunctions", &OPERATIONS, |model| {
        for (shape, member, _) in PLANTED {
            model["shapes"][shape]["members"][member]["locationName"] = "planted".into();
        }
    });
    let subjects = [subject];
    let project = run::build("differential-planted", &subjects, &[]);
    let report = run::one(&project, &subjects[0], 1, 300, false);
    for (_, member, kind) in PLANTED {
        let found: Vec<_> = report
            .failures
            .iter()
            .filter(|failure| failure.id.contains(&format!("/{kind}/")))
            .collect();
        assert!(!found.is_empty(), "{kind} {member}");
        for failure in found {
            assert!(failure.text.contains(member), "{}", failure.text);
            // The minimized case has only what the model requires.
            let case = failure.text.lines().find(|line| line.contains("question:"));
            assert!(case.is_some_and(|it| it.len() < 600), "{}", failure.text);
        }
    }
}

fn seed() -> u64 {
    match env::var("DIFFERENTIAL_SEED") {
        Ok(text) => text.parse().expect("a number for a seed"),
        Err(_) => 1,
    }
}
