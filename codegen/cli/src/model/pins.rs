//! The pinned versions in `tests/python/requirements.txt`, which the tests compare models with.

use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::package::{NO_VERSIONS, REQUIREMENTS, UNREACHABLE, contains, temporary};
use crate::error::{Error, Result};
use crate::python;

/// The packages that are updated with botocore; other pins are kept.
const FAMILY: [&str; 3] = ["boto3", "botocore", "s3transfer"];

/// pip's report of what it would install.
#[derive(Deserialize)]
struct Report {
    install: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    metadata: Metadata,
}

#[derive(Deserialize)]
struct Metadata {
    name: String,
    version: String,
}

/// The requirements with another version of botocore and matching versions of boto3 and s3transfer;
/// `None` if they are up to date. pip resolves the versions without installing.
///
/// # Errors
///
/// If pip finds no matching versions or cannot be run.
pub(super) fn updated(root: &Path, version: &str) -> Result<Option<String>> {
    let path = root.join(REQUIREMENTS);
    let text = fs::read_to_string(&path).map_err(|error| Error::io(&path, "read it", &error))?;
    if text
        .lines()
        .any(|line| pin(line) == Some(("botocore", version)))
    {
        return Ok(None);
    }
    let pins = text.lines().filter_map(pin);
    let others = pins.filter(|(name, _)| !FAMILY.contains(name));
    let others: Vec<_> = others
        .map(|(name, version)| format!("{name}=={version}\n"))
        .collect();

    let staging = temporary(&root.join("target/botocore"))?;
    let constraints = staging.path().join("constraints.txt");
    fs::write(&constraints, others.concat())
        .map_err(|error| Error::io(&constraints, "write it", &error))?;
    let constraints = constraints.to_string_lossy();
    // Since 1.33, both have the same version.
    let (botocore, boto3) = (format!("botocore=={version}"), format!("boto3=={version}"));
    let mut arguments = python::PIP_INSTALL.to_vec();
    arguments.extend(["--dry-run", "--ignore-installed", "--report", "-"]);
    arguments.extend(["--constraint", &constraints, &botocore, &boto3]);
    let what = format!("resolve the versions for botocore {version}");
    let output = python::system(&arguments, root, &what).map_err(|error| {
        if contains(&error, NO_VERSIONS) {
            return Error::usage(&what, UNREACHABLE);
        }
        error
    })?;
    let report: Report =
        serde_json::from_str(&output).map_err(|error| Error::usage("pip's report", error))?;
    let found: Vec<_> = report
        .install
        .into_iter()
        .map(|item| item.metadata)
        .collect();
    Ok(Some(replaced(&text, &found)))
}

/// Replaces the versions of the pins in a text. New packages are not added; the tests fail if one is
/// required.
fn replaced(text: &str, found: &[Metadata]) -> String {
    let line = |line: &str| match pin(line) {
        Some((name, old)) => {
            let new = found.iter().find(|it| normal(&it.name) == normal(name));
            new.map_or(line.to_owned(), |new| line.replacen(old, &new.version, 1))
        }
        None => line.to_owned(),
    };
    text.split_inclusive('\n').map(line).collect()
}

/// The name and the version of a pin.
pub(super) fn pin(line: &str) -> Option<(&str, &str)> {
    let (name, version) = line.trim().split_once("==")?;
    let end = version.find([' ', ';', '#', '\t']).unwrap_or(version.len());
    (!name.starts_with('#')).then(|| (name.trim_end(), &version[..end]))
}

/// The normalized name of a package.
fn normal(name: &str) -> String {
    name.to_ascii_lowercase().replace(['_', '.'], "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_versions_in_place() {
        let text = "# botocore==1 in words\nboto3==1.2.3  # ours\nbotocore==1.2.3\r\nPyYAML==6.0\nzope.x==1";
        let found = [
            ("botocore", "1.3.0"),
            ("Boto3", "1.3.1"),
            ("zope-x", "2"),
            ("new", "1"),
        ];
        let found = found.map(|(name, version)| Metadata {
            name: name.to_owned(),
            version: version.to_owned(),
        });
        assert_eq!(
            replaced(text, &found),
            "# botocore==1 in words\nboto3==1.3.1  # ours\nbotocore==1.3.0\r\nPyYAML==6.0\nzope.x==2"
        );
    }
}
