//! Building the generated crate, with everything that it depends on built before.
//!
//! `cargo clean` removes one package, and cargo builds it again. What is measured is cargo with the
//! compiler; the peak is the compiler's. If more than that one package was compiled, dependencies
//! were missing: that was to warm up, and it is done again.

use crate::Context;
use crate::project::{Project, SUBJECTS};
use crate::report::{DERIVES, OFFICIAL, OURS, Row, Side, Target, Unit};
use crate::usage::Usage;
use tinsmith_cli::error::{Error, Result};
use tinsmith_cli::print;
use tinsmith_cli::process::finish;

/// How something is built: the name, cargo's command, its option, and how often by default.
const KINDS: [(&str, &str, Option<&str>, u32); 3] = [
    ("check", "check", None, 3),
    ("dev", "build", None, 3),
    ("release", "build", Some("--release"), 2),
];

/// Something to build.
struct Contestant {
    /// The package to build.
    package: String,
    /// What is removed before: the package, and the official crate in it.
    clean: Vec<String>,
    options: &'static [&'static str],
    usages: Vec<Usage>,
}

impl Contestant {
    fn new(package: String) -> Self {
        let (clean, options) = (vec![package.clone()], &[][..]);
        Self {
            package,
            clean,
            options,
            usages: Vec::new(),
        }
    }

    /// The official crate of a service.
    fn official(service: &str) -> Self {
        let mut it = Self::new(format!("{service}-official"));
        it.clean.push(format!("aws-sdk-{service}"));
        it
    }

    /// The crate without its client.
    fn core(package: String) -> Self {
        Self {
            options: &["--no-default-features"],
            ..Self::new(package)
        }
    }

    fn build(&mut self, project: &Project, (_, command, option, _): Kind) -> Result<()> {
        for _ in 0..2 {
            let mut clean = project.cargo("clean");
            clean.args(["--quiet", "--offline"]).args(option);
            for package in &self.clean {
                clean.args(["--package", package]);
            }
            finish(clean, "cargo clean")?;
            let mut build = project.cargo(command);
            build.args(["--offline", "--lib", "--package", &self.package]);
            build.args(self.options).args(option);
            let usage = project.usage(&build, &format!("cargo {command}"))?;
            let compiled = compiled(&usage.stderr);
            if compiled == self.clean.len() {
                self.usages.push(usage);
                return Ok(());
            }
        }
        Err(Error::failure(
            &self.package,
            "cargo compiles more than this package, again and again",
        ))
    }
}

type Kind = (&'static str, &'static str, Option<&'static str>, u32);

/// The number of packages that cargo says it compiles.
fn compiled(stderr: &str) -> usize {
    let lines = stderr.lines().map(str::trim_start);
    lines
        .filter(|line| line.starts_with("Compiling ") || line.starts_with("Checking "))
        .count()
}

/// Measures all subjects.
pub(crate) fn measure(context: &Context) -> Result<Vec<Row>> {
    let project = Project::write(context)?;
    let mut rows = Vec::new();
    // Small ones first, and the official crate of both CodeBuilds once.
    for service in ["codebuild", "sagemaker"] {
        for kind in KINDS {
            // The official SageMaker takes minutes.
            let rounds = context.rounds(if service == "sagemaker" { 1 } else { kind.3 });
            rows.extend(of_service(&project, service, kind, rounds)?);
        }
    }
    Ok(rows)
}

fn of_service(project: &Project, service: &str, kind: Kind, rounds: u32) -> Result<Vec<Row>> {
    let mut official = Contestant::official(service);
    let mut subjects: Vec<_> = SUBJECTS
        .iter()
        .filter(|subject| subject.2 == service)
        .map(|(name, package, _)| {
            let ours = format!("{package}-ours");
            let client = Contestant::new(ours.clone());
            (
                *name,
                *package,
                [
                    client,
                    Contestant::core(ours),
                    Contestant::new(format!("{package}-types")),
                ],
            )
        })
        .collect();
    for round in 1..=rounds {
        print::progress(format_args!(
            "{service}, {}, round {round} of {rounds}",
            kind.0
        ));
        for (.., contestants) in &mut subjects {
            for contestant in contestants {
                contestant.build(project, kind)?;
            }
        }
        official.build(project, kind)?;
    }
    let mut rows = Vec::new();
    for (name, package, [client, core, types]) in &subjects {
        let target = match (kind.0, *package) {
            ("release", "codebuild") => Some(Target::of_official("≤ 1/6 of official", 1.0 / 6.0)),
            ("release", "sagemaker") => Some(Target::of_official("≤ 1/8 of official", 1.0 / 8.0)),
            _ => None,
        };
        rows.extend(rows_of(
            &format!("{name}, {}, with the client", kind.0),
            &[(OURS, client), (OFFICIAL, &official)],
            target,
        ));
        rows.extend(rows_of(
            &format!("{name}, {}, core", kind.0),
            &[(OURS, core), (DERIVES, types)],
            None,
        ));
    }
    Ok(rows)
}

fn rows_of(name: &str, sides: &[(&str, &Contestant)], target: Option<Target>) -> [Row; 3] {
    let row = |what: &str, unit, of: fn(&Usage) -> f64| {
        let sides = sides
            .iter()
            .map(|(name, contestant)| Side::new(name, contestant.usages.iter().map(of).collect()));
        Row::new(format!("{name}: {what}"), unit, sides.collect())
    };
    let mut wall = row("wall", Unit::Seconds, |usage| usage.wall);
    wall.target = target;
    [
        wall,
        row("CPU", Unit::Seconds, |usage| usage.cpu),
        row("peak memory", Unit::Bytes, |usage| usage.peak),
    ]
}
