//! Build time of generated crates with their dependencies already built, and of programs without.
//!
//! `cargo clean` removes the packages under test, and cargo builds them again. If cargo compiled more
//! than these, their dependencies were not built yet, and the sample is taken again.

use std::fs::{self, File};
use std::time::SystemTime;

use crate::Context;
use crate::crates::SERVICES;
use crate::packages::{SUBJECTS, Workspace};
use crate::report::{DERIVES, OFFICIAL, OURS, Row, Series, Target, Unit};
use crate::size::{count, number};
use crate::usage::{self, Usage, in_turns, rows};
use tinsmith_cli::error::{Error, Result};
use tinsmith_cli::print;

/// A way to build, and its default number of rounds.
pub(crate) struct Profile {
    name: &'static str,
    command: &'static str,
    options: &'static [&'static str],
    rounds: u32,
}

pub(crate) const CHECK: Profile = Profile {
    name: "check",
    command: "check",
    options: &[],
    rounds: 3,
};

pub(crate) const DEV: Profile = Profile {
    name: "dev",
    command: "build",
    options: &[],
    rounds: 3,
};

pub(crate) const RELEASE: Profile = Profile {
    name: "release",
    command: "build",
    options: &["--release"],
    rounds: 2,
};

/// A package to build.
struct Build {
    package: String,
    /// The packages that are compiled; if only its source is touched, none.
    clean: Vec<String>,
    options: &'static [&'static str],
}

impl Build {
    fn new(package: &str) -> Self {
        Self {
            package: package.to_owned(),
            clean: vec![package.to_owned()],
            options: &[],
        }
    }

    /// A generated crate without its client.
    fn core(package: &str) -> Self {
        Self {
            options: &["--no-default-features"],
            ..Self::new(package)
        }
    }

    /// A package with these dependencies.
    fn with(package: &str, dependencies: impl IntoIterator<Item = String>) -> Self {
        let mut build = Self::new(package);
        build.clean.extend(dependencies);
        build
    }

    fn measure(&self, workspace: &Workspace, profile: &Profile) -> Result<Usage> {
        print::progress(format_args!("{}: {}", profile.name, self.package));
        for _ in 0..2 {
            let mut build = workspace.cargo(profile.command);
            build.args(["--offline", "--package", &self.package]);
            build.args(self.options).args(profile.options);
            if self.clean.is_empty() {
                let path = workspace.folder.join(&self.package).join("src/lib.rs");
                let file = File::options().append(true).open(&path);
                file.and_then(|file| file.set_modified(SystemTime::now()))
                    .map_err(|error| Error::io(&path, "touch it", &error))?;
                // As it is by default where a crate is worked on.
                build.env("CARGO_INCREMENTAL", "1");
            } else {
                let mut clean = workspace.cargo("clean");
                clean.args(["--quiet", "--offline"]).args(profile.options);
                for package in &self.clean {
                    clean.args(["--package", package]);
                }
                tinsmith_cli::process::finish(clean, "cargo clean")?;
            }
            let name = format!("cargo {}", profile.command);
            let (usage, stderr) = usage::measure(&build, &name)?;
            if compiled(&stderr) == self.clean.len().max(1) {
                return Ok(usage);
            }
        }
        let message = "cargo repeatedly compiles other packages than expected";
        Err(Error::failure(&self.package, message))
    }
}

/// The number of packages that cargo compiled.
fn compiled(stderr: &str) -> usize {
    let lines = stderr.lines().map(str::trim_start);
    let lines = lines.filter(|it| it.starts_with("Compiling ") || it.starts_with("Checking "));
    lines.count()
}

/// The generated crates of a service: with the client against the official crate, without it against
/// types with serde's derives.
pub(crate) fn service(context: &Context, service: &str, profile: &Profile) -> Result<Vec<Row>> {
    let workspace = Workspace::write(context)?;
    // The official SageMaker takes minutes.
    let rounds = context.rounds(if service == "sagemaker" {
        1
    } else {
        profile.rounds
    });
    let subjects = SUBJECTS.iter().filter(|subject| subject.service == service);
    let mut builds = Vec::new();
    for subject in subjects.clone() {
        let ours = format!("{}-ours", subject.package);
        builds.push(Build::new(&ours));
        builds.push(Build::core(&ours));
        if subject.has_types() {
            builds.push(Build::new(&format!("{}-types", subject.package)));
        }
    }
    builds.push(Build::with(
        &format!("{service}-official"),
        [format!("aws-sdk-{service}")],
    ));
    let samples = in_turns(rounds, &builds, |build| build.measure(&workspace, profile))?;
    let Some((official, mut samples)) = samples.split_last() else {
        return Ok(Vec::new());
    };
    let mut all = Vec::new();
    for subject in subjects {
        let target = (profile.name == "release").then_some(match subject.package {
            "slice" => Target::OfOfficial("≤ 1/15 of official", 1.0 / 15.0),
            _ => Target::OfOfficial("≤ 1/8 of official", 1.0 / 8.0),
        });
        let count = if subject.has_types() { 3 } else { 2 };
        let (own, others) = samples.split_at(count);
        samples = others;
        let name = format!("{}, {}", subject.name, profile.name);
        all.extend(rows(
            &format!("{name}, with the client"),
            &[(OURS, &own[0]), (OFFICIAL, official)],
            [target, None],
        ));
        let core = [OURS, DERIVES].into_iter().zip(&own[1..]);
        let core: Vec<_> = core.map(|(name, usages)| (name, &usages[..])).collect();
        all.extend(rows(&format!("{name}, core"), &core, [None, None]));
    }
    Ok(all)
}

/// Whole EC2 and twelve operations of it, with targets for both.
pub(crate) fn ec2(context: &Context, profile: &Profile) -> Result<Vec<Row>> {
    let (whole, part) = match profile.name {
        "check" => (Target::Absolute("≤ 30 s", 30.0), None),
        _ => (
            Target::Absolute("≤ 75 s", 75.0),
            Some(Target::OfOfficial("≤ 1/50 of official", 1.0 / 50.0)),
        ),
    };
    let memory = Target::Absolute("≤ 2.5 GB", 2.5e9);
    // The official crate takes ten minutes.
    let rounds = context.rounds(1);
    let [mut all, twelve] = whole_and_twelve(context, "EC2", profile, rounds, [Some(whole), part])?;
    if let Some(peak) = all.last_mut() {
        peak.target = Some(memory);
    }
    all.extend(twelve);
    Ok(all)
}

/// Release builds of whole S3 and of twelve operations of it.
pub(crate) fn s3(context: &Context) -> Result<Vec<Row>> {
    let targets = [
        Target::OfOfficial("≤ 1/6 of official", 1.0 / 6.0),
        Target::OfOfficial("≤ 1/15 of official", 1.0 / 15.0),
    ];
    let rounds = context.rounds(RELEASE.rounds);
    let [whole, twelve] = whole_and_twelve(context, "S3", &RELEASE, rounds, targets.map(Some))?;
    Ok(whole.into_iter().chain(twelve).collect())
}

/// A whole service and twelve operations of it, with the client, against the official crate. The targets
/// are for wall time.
fn whole_and_twelve(
    context: &Context,
    service: &str,
    profile: &Profile,
    rounds: u32,
    targets: [Option<Target>; 2],
) -> Result<[Vec<Row>; 2]> {
    let workspace = Workspace::write(context)?;
    // Builds dependencies of the official crate: a sample that includes some is taken again.
    Build::with("sts-official", ["aws-sdk-sts".to_owned()]).measure(&workspace, profile)?;
    let name = service.to_lowercase();
    let builds = [
        Build::new(&format!("{name}-ours")),
        Build::new(&format!("{name}-twelve")),
        Build::with(&format!("{name}-official"), [format!("aws-sdk-{name}")]),
    ];
    let samples = in_turns(rounds, &builds, |build| build.measure(&workspace, profile))?;
    let compared = |what: &str, ours, target| {
        let name = format!("{what} {service}, {}", profile.name);
        let series: [(&str, &[Usage]); 2] = [(OURS, ours), (OFFICIAL, &samples[2])];
        rows(&name, &series, [target, None])
    };
    Ok([
        compared("whole", &samples[0], targets[0]),
        compared("12 operations of", &samples[1], targets[1]),
    ])
}

/// The core of the committed crate against the same over REST: lines and release builds.
pub(crate) fn rest(context: &Context) -> Result<Vec<Row>> {
    const AWS_JSON: &str = "awsJson";
    const TARGET: Target = Target::OfSeries("≤ 1.1× awsJson", AWS_JSON, 1.1);
    let workspace = Workspace::write(context)?;
    let packages = ["slice-rest-ours", "slice-ours"];
    let mut lines = Vec::new();
    for (name, package) in [OURS, AWS_JSON].into_iter().zip(packages) {
        let [_, count, _] = count(&workspace.folder.join(package).join("src"))?;
        lines.push(Series::new(name, vec![number(count)]));
    }
    let lines = Row::new("11 operations over REST: lines", Unit::Count, lines);
    let builds = packages.map(Build::core);
    let rounds = context.rounds(RELEASE.rounds);
    let samples = in_turns(rounds, &builds, |build| build.measure(&workspace, &RELEASE))?;
    let mut all = vec![lines.target(TARGET)];
    all.extend(rows(
        "11 operations over REST, release, core",
        &[(OURS, &samples[0]), (AWS_JSON, &samples[1])],
        [Some(TARGET), None],
    ));
    Ok(all)
}

/// `cargo check` of the committed crate after its root was touched.
pub(crate) fn touch(context: &Context) -> Result<Vec<Row>> {
    let workspace = Workspace::write(context)?;
    let build = Build {
        clean: Vec::new(),
        ..Build::new("slice-ours")
    };
    build.measure(&workspace, &CHECK)?;
    let rounds = context.rounds(5);
    let samples = in_turns(rounds, &[build], |build| build.measure(&workspace, &CHECK))?;
    Ok(rows(
        "the committed crate, check after touching it",
        &[(OURS, &samples[0])],
        [Some(Target::Absolute("≤ 0.8 s", 0.8)), None],
    ))
}

/// A program with clients of four services, and its stripped binary.
pub(crate) fn services(context: &Context) -> Result<Vec<Row>> {
    const PROGRAMS: [&str; 3] = ["services-five", "services-whole", "services-official"];
    let workspace = Workspace::write(context)?;
    let dependencies: [fn(&str) -> String; 3] = [
        |service| format!("{service}-five"),
        |service| format!("{service}-ours"),
        |service| format!("aws-sdk-{service}"),
    ];
    let builds = PROGRAMS.iter().zip(dependencies);
    let builds: Vec<_> = builds
        .map(|(program, dependency)| Build::with(program, SERVICES.map(|it| dependency(it.0))))
        .collect();
    let rounds = context.rounds(2);
    let samples = in_turns(rounds, &builds, |build| build.measure(&workspace, &RELEASE))?;
    let names = ["5 operations of each service", "whole services"];
    let targets = [
        Target::OfOfficial("≤ 1/9 of official", 1.0 / 9.0),
        Target::OfOfficial("≤ 1/6 of official", 1.0 / 6.0),
    ];
    let mut all = Vec::new();
    for ((name, target), ours) in names.iter().zip(targets).zip(&samples) {
        let series: [(&str, &[Usage]); 2] = [(OURS, ours), (OFFICIAL, &samples[2])];
        all.extend(rows(
            &format!("{name}, release"),
            &series,
            [None, Some(target)],
        ));
    }
    workspace.build_stripped(&PROGRAMS)?;
    let official = workspace.binary_size(PROGRAMS[2])?;
    for (name, program) in names.iter().zip(PROGRAMS) {
        let series = vec![
            Series::new(OURS, vec![workspace.binary_size(program)?]),
            Series::new(OFFICIAL, vec![official]),
        ];
        let row = Row::new(format!("{name}, stripped binary"), Unit::Bytes, series);
        all.push(row.target(Target::OfOfficial("≤ 0.85× official", 0.85)));
    }
    Ok(all)
}

/// Dev builds of the minimal programs in an empty target folder.
pub(crate) fn cold(context: &Context) -> Result<Vec<Row>> {
    let mut workspace = Workspace::write(context)?;
    workspace.target = context.folder.join("cold");
    let clear = || {
        if workspace.target.exists() {
            fs::remove_dir_all(&workspace.target)
                .map_err(|error| Error::io(&workspace.target, "remove it", &error))?;
        }
        Ok::<_, Error>(())
    };
    let programs = ["program-ours", "program-official", "program-core"];
    let samples = in_turns(context.rounds(1), &programs, |program| {
        print::progress(program);
        clear()?;
        let mut build = workspace.cargo("build");
        build.args(["--offline", "--package", program]);
        Ok(usage::measure(&build, "cargo build")?.0)
    })?;
    clear()?;
    let mut all = rows(
        "dev build of a program with a client",
        &[(OURS, &samples[0]), (OFFICIAL, &samples[1])],
        [None, None],
    );
    all.extend(rows(
        "dev build of a program on the core",
        &[(OURS, &samples[2])],
        [None, None],
    ));
    Ok(all)
}
