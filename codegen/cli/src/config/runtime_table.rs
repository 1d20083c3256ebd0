//! The table `[runtime]`: where generated crates find the runtime.

use std::path::PathBuf;

use serde::Deserialize;
use toml::Spanned;

use super::line;
use crate::codegen::runtime::{RuntimeLocation, is_version};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuntimeTable {
    path: Option<PathBuf>,
    version: Option<String>,
    git: Option<String>,
    rev: Option<String>,
}

/// The message if the table is not exactly one location.
const EXPECTED: &str = "[runtime] requires either `path` (relative to the workspace), or \
                                   `version` (such as \"0.1\"), or `git` with `rev`";

/// The location in a table of the text, or the line and the message of an error.
pub(super) fn location(
    text: &str,
    table: Spanned<RuntimeTable>,
) -> Result<RuntimeLocation, (usize, String)> {
    let line = line(text, table.span().start);
    let location = table.into_inner().location();
    location.ok_or_else(|| (line, EXPECTED.to_owned()))
}

impl RuntimeTable {
    /// The location; `None` if the table is not exactly one.
    fn location(self) -> Option<RuntimeLocation> {
        match (self.path, self.version, self.git, self.rev) {
            (Some(path), None, None, None) => Some(RuntimeLocation::Folder {
                shown: path.display().to_string(),
                path,
            }),
            (None, Some(version), None, None) => {
                is_version(&version).then_some(RuntimeLocation::Version(version))
            }
            (None, None, Some(url), Some(revision)) => Some(RuntimeLocation::Git { url, revision }),
            _ => None,
        }
    }
}
