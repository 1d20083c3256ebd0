//! The generated crates in one cargo workspace, checked by compiler, clippy and rustdoc.

use std::collections::BTreeMap;
use std::time::Instant;

use tests::project::Project;
use tests::report::say;
use tinsmith::Crate;

use crate::list;

/// A cargo workspace with the crates of some services, and the problems found in it.
pub(crate) struct Compiled {
    project: Project,
    services: Vec<String>,
    problems: Vec<String>,
}

impl Compiled {
    /// Writes the crates, by their services.
    pub(crate) fn write(crates: &BTreeMap<String, Crate>) -> Self {
        let services: Vec<_> = crates.keys().cloned().collect();
        let folder = |service: &str| format!("crates/{service}");
        let members: Vec<_> = services.iter().map(|name| folder(name)).collect();
        // Both forms of the test share a folder, and with it what is compiled.
        let project = Project::new(env!("CARGO_TARGET_TMPDIR"), "all-services", &members);
        for (service, krate) in crates {
            project.write_crate(&folder(service), krate);
        }
        Self {
            project,
            services,
            problems: Vec::new(),
        }
    }

    /// Runs cargo on the crates of the services, or on all of them if none are named. It continues
    /// after a problem; warnings are problems.
    pub(crate) fn run(&mut self, command: &str, services: &[&str]) {
        let packages: Vec<_> = services
            .iter()
            .map(|name| format!("--package full-{name}"))
            .collect();
        let (packages, count) = if packages.is_empty() {
            ("--workspace".to_owned(), self.services.len())
        } else {
            (packages.join(" "), packages.len())
        };
        // Arguments of clippy itself stay at the end.
        let (command, last) = match command.split_once(" -- ") {
            Some((command, last)) => (command, format!(" -- {last}")),
            None => (command, String::new()),
        };
        let arguments = format!("{command} {packages} --keep-going --message-format json{last}");

        let started = Instant::now();
        let mut done = 0;
        let diagnostics = self.project.diagnose(&arguments, |name| {
            done += 1;
            let seconds = started.elapsed().as_secs();
            say(format_args!(
                "{command}: {done} done of {count} crates, {seconds} s, {name}"
            ));
        });
        say(format_args!(
            "{command}: {count} crates, {} problems, {:.1?}",
            diagnostics.len(),
            started.elapsed()
        ));
        let problems = diagnostics
            .iter()
            .map(|it| format!("cargo {command}: {it}"));
        self.problems.extend(problems);
    }

    /// Fails with all problems.
    pub(crate) fn finish(self) {
        assert!(self.problems.is_empty(), "{}", list(&self.problems));
    }
}
