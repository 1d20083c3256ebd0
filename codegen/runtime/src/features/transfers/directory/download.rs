//! Objects become a directory.

use std::fmt;
use std::path::{Path, PathBuf};

use super::super::download;
use super::super::error::TransferError;
use super::super::facts::ListingDownloads;
use super::super::members::{number_of, pass_on, set_text, shapes_of, text_of};
use super::super::settings::{Settings, setters};
use super::super::tasks::runtime;
use super::files::{DirectoryOutput, Files};
use super::names::{folder_of, path_of};
use crate::client::{Call, Core};
use crate::core::operation::Operation;

/// A download of listed objects under construction.
///
/// Each object becomes a file. Its relative path is what follows the last slash of the prefix that is
/// listed; a name whose path would not be in the directory is an error, unless the filter leaves it out.
/// Objects whose names end with a slash stand for folders, and are left out. The first object that fails
/// ends the download; files that are there already stay.
#[must_use = "a download does nothing until it is sent"]
pub struct DirectoryDownload<O: ListingDownloads> {
    core: Core,
    input: O::Input,
    directory: PathBuf,
    settings: Settings,
    filter: Option<Box<FilterFn>>,
    edit: Option<Box<EditFn<O::Get>>>,
}

type FilterFn = dyn Fn(&str, u64) -> bool + Send + Sync;

type EditFn<G> = dyn Fn(&str, <G as Operation>::Input) -> <G as Operation>::Input + Send + Sync;

impl<O: ListingDownloads> Call<O> {
    /// Receives the listed objects as files of a directory.
    pub fn download_directory(self, directory: impl AsRef<Path>) -> DirectoryDownload<O> {
        let (core, input) = self.into_parts();
        DirectoryDownload {
            core,
            input,
            directory: directory.as_ref().to_owned(),
            settings: Settings::default(),
            filter: None,
            edit: None,
        }
    }
}

impl<O: ListingDownloads> DirectoryDownload<O> {
    setters!();

    /// Receives only objects for whose name and length the function is true.
    pub fn filter(mut self, filter: impl Fn(&str, u64) -> bool + Send + Sync + 'static) -> Self {
        self.filter = Some(Box::new(filter));
        self
    }

    /// Changes the input for each object, given its name: for the key of its encryption, for example.
    pub fn map_input(
        mut self,
        edit: impl Fn(&str, <O::Get as Operation>::Input) -> <O::Get as Operation>::Input
        + Send
        + Sync
        + 'static,
    ) -> Self {
        self.edit = Some(Box::new(edit));
        self
    }

    /// Receives the objects.
    ///
    /// # Errors
    ///
    /// If a call fails permanently, a name has no path in the directory, or a file cannot be written.
    pub async fn send(self) -> Result<DirectoryOutput, TransferError> {
        runtime()?;
        let mut files = Files::new(self.settings.clone());
        let added = self.add_to(&mut files).await;
        files.finish(added).await
    }

    async fn add_to(self, files: &mut Files) -> Result<(), TransferError> {
        let facts = O::LISTING;
        let mut request = <O::Get as Operation>::Input::default();
        pass_on(&self.input, &mut request, &[]);
        let prefix = text_of(&self.input, facts.prefix).unwrap_or_default();
        let folder = folder_of(prefix).to_owned();
        let mut made = PathBuf::new();
        let mut pages = facts.list.pages(&self.core, Box::new(self.input));
        while let Some(page) = pages.next().await? {
            for object in shapes_of(&*page, facts.objects) {
                let key = text_of(object, facts.key).unwrap_or_default();
                let length = number_of(object, facts.length).unwrap_or_default();
                if self
                    .filter
                    .as_ref()
                    .is_some_and(|filter| !filter(key, length))
                {
                    continue;
                }
                let Some(path) = path_of(&self.directory, &folder, key)? else {
                    continue;
                };
                let mut input = <O::Get as Operation>::Input::default();
                pass_on(&request, &mut input, &[]);
                set_text(&mut input, facts.key, key);
                if let Some(edit) = &self.edit {
                    input = edit(key, input);
                }
                let folder = path.parent().unwrap_or(&path);
                // Objects of one folder follow each other.
                if folder != made {
                    let created = tokio::fs::create_dir_all(folder).await;
                    created.map_err(|error| TransferError::file(folder, error))?;
                    folder.clone_into(&mut made);
                }
                let (core, settings) = (self.core.clone(), files.settings());
                let save = |stop| async move {
                    let (facts, input) = (facts.download, Box::new(input));
                    download::save_until(core, facts, input, settings, &path, &stop).await
                };
                files.add(save).await?;
            }
        }
        Ok(())
    }
}

impl<O: ListingDownloads> fmt::Debug for DirectoryDownload<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DirectoryDownload")
            .field("directory", &self.directory)
            .field("input", &self.input)
            .finish_non_exhaustive()
    }
}
