//! Passes the cases of a service from Python through the generated program to the comparison.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;

use serde_json::{Value, json};
use tests::project::Project;
use tests::report::say;
use tests::{botocore, driver, fixtures, python};
use tinsmith::{Crate, Input};

use crate::compare::Case;
use crate::services;
use crate::smaller::Smaller;

/// How many failures of a service are minimized and shown.
const SHOWN: usize = 5;

/// A service to be compared.
pub(crate) struct Subject {
    service: String,
    operations: Vec<String>,
    krate: Crate,
}

impl Subject {
    /// Operations of a service, from its own model.
    pub(crate) fn new(service: &str, mut input: Input, operations: Vec<String>) -> Self {
        input.config.operations = Some(operations.clone());
        let krate = tinsmith::generate(&input).unwrap_or_else(|error| panic!("{service}: {error}"));
        Self {
            service: service.to_owned(),
            operations,
            krate,
        }
    }

    /// Operations of a service from another model than botocore's.
    pub(crate) fn planted(service: &str, operations: &[&str], change: impl Fn(&mut Value)) -> Self {
        let mut input = services::input(service);
        let mut model = botocore::document(&input, "service-2");
        change(&mut model);
        input.model.retain(|name, _| !name.starts_with("service-2"));
        let file = "service-2.json".to_owned();
        input.model.insert(file, model.to_string().into_bytes());
        input.config.crate_name = Some(format!("planted-{service}"));
        let operations = operations.iter().map(|&name| name.to_owned());
        Self::new(service, input, operations.collect())
    }

    fn program(&self) -> String {
        format!("{}-driver", self.krate.name)
    }

    /// The job for `differential.py`.
    pub(crate) fn job(&self, seed: u64, cases: usize, cover: bool) -> Value {
        let fixture = self.service.strip_prefix("fixture:");
        let model = fixture.map(|name| fixtures::folder().join(name).join("service-2.json"));
        json!({
            "service": self.service,
            "crate": self.krate.name,
            "operations": self.operations,
            "model": model,
            "seed": seed,
            "cases": cases,
            "cover": cover,
        })
    }
}

/// Writes and builds the crates and a program for each. `others` are the dependencies of one more
/// crate, whose features apply to all of them, as in any program.
pub(crate) fn build(name: &str, subjects: &[Subject], others: &[String]) -> Project {
    let members: Vec<_> = subjects
        .iter()
        .flat_map(|subject| [subject.krate.name.clone(), subject.program()])
        .chain([format!("{name}-others")])
        .collect();
    let project = Project::new(env!("CARGO_TARGET_TMPDIR"), name, &members);
    for subject in subjects {
        let krate = std::slice::from_ref(&subject.krate);
        driver::write(&project, &subject.program(), krate);
    }
    project.write_program(&format!("{name}-others"), others, "fn main() {}\n");
    project.cargo("build --quiet --workspace");
    project
}

/// The program of a service.
pub(crate) fn answering(project: &Project, subject: &Subject) -> Command {
    Command::new(project.program(&subject.program()))
}

/// A case that differs.
pub(crate) struct Failure {
    pub(crate) id: String,
    /// The smallest differing case found, from both sides.
    pub(crate) text: String,
}

/// The result for a service.
pub(crate) struct Report {
    pub(crate) cases: usize,
    /// How many members were sent, counted once per kind of case and operation.
    pub(crate) members: usize,
    /// Members that were never sent.
    pub(crate) unsent: Vec<String>,
    /// The deviations that occurred, and in how many cases.
    pub(crate) used: BTreeMap<&'static str, usize>,
    pub(crate) failures: Vec<Failure>,
    /// All cases that differ, shown or not.
    failed: usize,
    how_to_repeat: String,
}

impl Report {
    /// As text.
    pub(crate) fn problems(&self) -> impl Iterator<Item = String> {
        self.failures.iter().map(|failure| {
            format!(
                "{} (of {} cases that differ)\n{}\nrepeat it: DIFFERENTIAL_CASE={} {}",
                failure.id, self.failed, failure.text, failure.id, self.how_to_repeat
            )
        })
    }
}

/// Compares all services, as many at a time as there are processors.
pub(crate) fn all(
    project: &Project,
    subjects: &[Subject],
    seed: u64,
    cases: usize,
    is_long: bool,
) -> Vec<Report> {
    let operations: usize = subjects.iter().map(|it| it.operations.len()).sum();
    let fair = cases / subjects.len();
    let waiting = Mutex::new(subjects.iter());
    let reports = Mutex::new(Vec::new());
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let next = waiting.lock().expect("nobody failed").next();
                    let Some(subject) = next else { return };
                    // Half of the cases are shared out by operations, the other half equally.
                    let by_size = cases * subject.operations.len() / operations;
                    let report = one(
                        project,
                        subject,
                        seed,
                        usize::midpoint(fair, by_size) + 1,
                        is_long,
                    );
                    say(format_args!(
                        "{}: {} cases, {} members, {} differ",
                        subject.service, report.cases, report.members, report.failed
                    ));
                    reports.lock().expect("nobody failed").push(report);
                }
            });
        }
    });
    reports.into_inner().expect("nobody failed")
}

/// Compares a service.
pub(crate) fn one(
    project: &Project,
    subject: &Subject,
    seed: u64,
    cases: usize,
    is_long: bool,
) -> Report {
    let mut python = python::command("differential.py")
        .arg(subject.job(seed, cases, is_long).to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python starts");
    let questions = python.stdout.take().expect("stdout is piped");
    let mut program = answering(project, subject)
        .stdin(Stdio::from(questions))
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let answers = BufReader::new(program.stdout.take().expect("stdout is piped"));

    let mut report = Report {
        cases: 0,
        members: 0,
        unsent: Vec::new(),
        used: BTreeMap::new(),
        failures: Vec::new(),
        failed: 0,
        how_to_repeat: format!(
            "DIFFERENTIAL_SEED={seed} cargo xtask test -- -p tests --test differential agrees"
        ),
    };
    // One failure per operation and kind is shown.
    let mut kinds = BTreeSet::new();
    let mut to_show = Vec::new();
    let mut summary = None;
    for line in answers.lines() {
        let line = line.expect("the program writes UTF-8");
        let (answer, facts) = line.split_once('\t').expect("an answer and a case");
        if answer.is_empty() {
            summary = Some(parse(facts));
            continue;
        }
        report.cases += 1;
        let case = Case::new(parse(facts), parse(answer));
        let (differences, used) = case.differences();
        for deviation in used {
            *report.used.entry(deviation).or_default() += 1;
        }
        if !differences.is_empty() {
            report.failed += 1;
            let kind = case.id().rsplit_once('/').map(|(kind, _)| kind.to_owned());
            if kinds.insert(kind) && to_show.len() < SHOWN {
                to_show.push(case.id().to_owned());
            }
        }
    }
    let (python, program) = (python.wait(), program.wait());
    assert!(
        python.is_ok_and(|it| it.success()) && program.is_ok_and(|it| it.success()),
        "{}: a program failed after {} cases",
        subject.service,
        report.cases
    );
    let summary = summary.expect("the last line");
    assert_eq!(summary["cases"], report.cases, "all cases came through");
    report.members = usize::try_from(summary["sent"].as_u64().expect("a number")).expect("few");
    let unsent = summary["unsent"].as_array().expect("a list").iter();
    report.unsent = unsent.map(ToString::to_string).collect();
    for id in to_show {
        let text = Smaller::start(project, subject, seed, &id).reduce();
        let text = text.expect("it differs as it did before");
        report.failures.push(Failure { id, text });
    }
    report
}

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}
