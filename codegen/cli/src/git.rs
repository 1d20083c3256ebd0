//! Reads committed files without a checkout.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::error::{Error, Result};

/// The files of a folder in a commit by name, without subfolders. `folder` is relative to `root`, which
/// need not be the root of the repository.
///
/// # Errors
///
/// If there is no repository, no such revision, or no such folder in it.
pub(crate) fn files(
    root: &Path,
    revision: &str,
    folder: &str,
) -> Result<BTreeMap<String, Vec<u8>>> {
    let place = format!("git:{revision}");
    let commit = format!("{revision}^{{commit}}");
    let arguments = [
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        &commit,
    ];
    let commit = match run(root, &arguments)? {
        Ok(commit) => String::from_utf8_lossy(&commit).trim().to_owned(),
        Err(stderr) if stderr.contains("not a git repository") => {
            return Err(Error::usage(
                place,
                "the workspace is not in a git repository",
            ));
        }
        Err(_) => {
            return Err(Error::usage(place, "there is no such revision")
                .hint("expected a branch, a tag, a commit, or an expression such as HEAD~3"));
        }
    };
    let failed =
        |stderr: String| Error::usage(&place, format_args!("cannot read {folder}: {stderr}"));
    let inside = format!("{folder}/");
    let names = run(root, &["ls-tree", "-z", &commit, &inside])?.map_err(failed)?;
    let names = String::from_utf8_lossy(&names).into_owned();
    let mut found = BTreeMap::new();
    // mode SP type SP hash TAB path
    for entry in names.split_terminator('\0') {
        let Some((facts, path)) = entry.split_once('\t') else {
            continue;
        };
        let mut facts = facts.split(' ').skip(1);
        if let (Some("blob"), Some(hash)) = (facts.next(), facts.next()) {
            let bytes = run(root, &["cat-file", "blob", hash])?.map_err(failed)?;
            let name = path.rsplit('/').next().unwrap_or(path);
            found.insert(name.to_owned(), bytes);
        }
    }
    if found.is_empty() {
        return Err(Error::usage(
            place,
            format_args!("there is no {folder} in it"),
        ));
    }
    Ok(found)
}

/// One file of a commit; `None` if the commit does not have it. `path` is relative to `root`.
///
/// # Errors
///
/// If git cannot be started.
pub(crate) fn file(root: &Path, revision: &str, path: &str) -> Result<Option<Vec<u8>>> {
    let name = format!("{revision}:./{path}");
    Ok(run(root, &["cat-file", "blob", &name])?.ok())
}

/// The stdout of git, or the last line of stderr if it fails.
fn run(root: &Path, arguments: &[&str]) -> Result<std::result::Result<Vec<u8>, String>> {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(root)
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| Error::usage("git", format_args!("cannot start it: {error}")))?;
    Ok(if output.status.success() {
        Ok(output.stdout)
    } else {
        let stderr = String::from_utf8_lossy(&output.stderr);
        Err(stderr
            .trim()
            .lines()
            .next_back()
            .unwrap_or_default()
            .to_owned())
    })
}
