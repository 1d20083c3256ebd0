//! The search for the files of a directory.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::super::error::{TransferError, TransferErrorKind};

/// How many entries are looked at in one go.
const STEP: usize = 100;

/// Whether a file is wanted, by its relative path.
pub(super) type FilterFn = dyn Fn(&Path) -> bool + Send;

/// A search that goes on step by step, so that nothing is found for nobody.
pub(super) struct Search {
    root: PathBuf,
    filter: Option<Box<FilterFn>>,
    entries: walkdir::IntoIter,
}

impl Search {
    pub(super) fn new(root: &Path, follows_links: bool, filter: Option<Box<FilterFn>>) -> Self {
        Self {
            root: root.to_owned(),
            filter,
            entries: WalkDir::new(root).follow_links(follows_links).into_iter(),
        }
    }

    /// The relative paths of the next files, and the rest of the search, unless this was the end. It
    /// blocks.
    pub(super) fn go_on(mut self) -> (Vec<Result<PathBuf, TransferError>>, Option<Self>) {
        let entries: Vec<_> = self.entries.by_ref().take(STEP).collect();
        let is_over = entries.len() < STEP;
        let paths = entries.into_iter().filter_map(|it| self.file(it)).collect();
        (paths, (!is_over).then_some(self))
    }

    /// The relative path of an entry, if it is a file that is wanted.
    fn file(
        &self,
        entry: walkdir::Result<walkdir::DirEntry>,
    ) -> Option<Result<PathBuf, TransferError>> {
        match entry {
            Ok(entry) => {
                let path = entry.path().strip_prefix(&self.root);
                let path = path.unwrap_or(entry.path());
                let is_wanted = || self.filter.as_ref().is_none_or(|filter| filter(path));
                let is_file = entry.file_type().is_file();
                (is_file && is_wanted()).then(|| Ok(path.to_owned()))
            }
            Err(error) => {
                let path = error.path().unwrap_or(&self.root).to_owned();
                let error = error.into();
                Some(Err(TransferErrorKind::File { path, error }.into()))
            }
        }
    }
}
