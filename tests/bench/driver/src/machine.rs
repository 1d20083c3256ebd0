//! Where and when something was measured, and of which versions.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;

use chrono::{SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

use crate::BENCH;

/// All that figures depend on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Machine {
    /// When measuring began.
    pub(crate) time: String,
    /// What the processor calls itself.
    pub(crate) processor: String,
    pub(crate) cores: usize,
    /// What else the machine did: the load of the minute before.
    pub(crate) load: String,
    pub(crate) system: String,
    pub(crate) rustc: String,
    pub(crate) commit: String,
    /// The official crates and botocore.
    pub(crate) versions: Vec<String>,
}

/// This machine, now. What cannot be found out is `unknown`.
pub(crate) fn here(root: &Path) -> Machine {
    let system = format!("{} {}", std::env::consts::OS, std::env::consts::ARCH);
    let lock = fs::read_to_string(root.join(BENCH).join("Cargo.lock")).unwrap_or_default();
    let requirements = fs::read_to_string(root.join("tests/python/requirements.txt"));
    let botocore = requirements.unwrap_or_default();
    let botocore = botocore.lines().find(|line| line.starts_with("botocore=="));
    let mut versions = official(&lock);
    versions.extend(botocore.map(|line| line.replace("==", " ")));
    Machine {
        time: Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true),
        processor: line_of("/proc/cpuinfo", "model name"),
        cores: thread::available_parallelism().map_or(1, usize::from),
        load: fs::read_to_string("/proc/loadavg")
            .ok()
            .and_then(|text| Some(text.split_whitespace().next()?.to_owned()))
            .unwrap_or_else(unknown),
        system,
        rustc: output(root, "rustc", &["--version"]),
        commit: output(root, "git", &["describe", "--always", "--dirty"]),
        versions,
    }
}

/// The official crates of services in a lock file, with their versions.
fn official(lock: &str) -> Vec<String> {
    let lock: toml::Table = lock.parse().unwrap_or_default();
    let packages = lock.get("package").and_then(|value| value.as_array());
    let packages = packages.into_iter().flatten().filter_map(|package| {
        let name = package.get("name")?.as_str()?;
        let version = package.get("version")?.as_str()?;
        let is_one = ["codebuild", "dynamodb", "sagemaker"]
            .iter()
            .any(|service| name == format!("aws-sdk-{service}"));
        is_one.then(|| format!("{name} {version}"))
    });
    packages.collect()
}

fn line_of(path: &str, name: &str) -> String {
    let text = fs::read_to_string(path).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| Some(line.split_once(':')?.1.trim().to_owned()))
        .unwrap_or_else(unknown)
}

fn output(root: &Path, program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(root)
        .output();
    match output {
        Ok(output) if output.status.success() => {
            String::from_utf8_lossy(&output.stdout).trim().to_owned()
        }
        _ => unknown(),
    }
}

fn unknown() -> String {
    "unknown".to_owned()
}
