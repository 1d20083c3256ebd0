//! The table `[runtime]`: where generated crates find the runtime.

use std::path::PathBuf;

use serde::Deserialize;

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
pub(super) const EXPECTED: &str = "[runtime] requires either `path` (relative to the workspace), or \
                                   `version` (such as \"0.1\"), or `git` with `rev`";

impl RuntimeTable {
    /// The location; `None` if the table is not exactly one.
    pub(super) fn location(self) -> Option<RuntimeLocation> {
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
