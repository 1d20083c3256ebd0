//! Folders of services that `tinsmith.toml` no longer has.

use std::fs;
use std::path::{Path, PathBuf};

use tinsmith::output::is_generated;

use crate::config::{Configured, normal};
use crate::model::source;
use crate::print;
use crate::workspace::Workspace;

/// What is left of services, by paths as displayed.
#[derive(Debug, Default)]
pub(super) struct Leftovers {
    /// Folders of generated code.
    pub(super) code: Vec<String>,
    /// Folders of imported models.
    pub(super) models: Vec<String>,
}

impl Leftovers {
    /// What is in the folders of generated code and of models, but not configured. Without
    /// `tinsmith.toml`, there are no such folders.
    pub(super) fn of(workspace: &Workspace, configured: &[Configured]) -> Self {
        let Some(settings) = workspace.settings() else {
            return Self::default();
        };
        let is_code = |folder: &Path| {
            let files = ["Cargo.toml", "mod.rs"];
            let mut files = files
                .iter()
                .filter_map(|file| fs::read(folder.join(file)).ok());
            files.any(|text| is_generated(&text))
        };
        let used = configured.iter();
        let used = used.flat_map(|it| [Some(it.krate.path.as_path()), it.krate.runtime.folder()]);
        let used: Vec<_> = used.flatten().map(normal).collect();
        let models = workspace.models();
        Self {
            code: folders(workspace, settings.output())
                .filter(|path| {
                    !used.contains(&normal(path)) && is_code(&workspace.root().join(path))
                })
                .map(|path| path.display().to_string())
                .collect(),
            models: folders(workspace, models)
                .map(|path| workspace.root().join(path))
                .filter(|path| path.join(source::FILE).is_file())
                .filter(|path| !configured.iter().any(|it| it.model == *path))
                .map(|path| workspace.shown(&path))
                .collect(),
        }
    }

    /// Warns of models, and of code unless a check reports it.
    pub(super) fn warn(&self, is_check: bool) {
        let code = self.code.iter().filter(|_| !is_check);
        for folder in self.models.iter().chain(code) {
            let message =
                "belongs to no service of tinsmith.toml: remove it, or configure the service";
            print::warning(folder, message);
        }
    }
}

/// The entries of a folder of the workspace, relative to the root, sorted.
fn folders(workspace: &Workspace, folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(workspace.root().join(folder));
    let entries = entries.into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries.map(|it| folder.join(it.file_name())).collect();
    paths.sort();
    paths.into_iter()
}
