//! A directory becomes objects.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::task::spawn_blocking;
use tokio_util::sync::CancellationToken;

use super::super::error::TransferError;
use super::super::facts::Uploading;
use super::super::members::{pass_on, set_stream, set_text, text_of};
use super::super::settings::{Settings, setters};
use super::super::tasks::{joined, runtime};
use super::super::upload::Upload;
use super::files::{DirectoryOutput, Files};
use super::names::key_of;
use super::search::{FilterFn, Search};
use crate::client::{Call, Core};
use crate::core::byte_stream::ByteStream;
use crate::core::operation::Operation;

/// An upload of a directory under construction.
///
/// Each file becomes an object whose name is the key of the call, followed by the relative path with
/// slashes. The other members of the call's input are those of each object. The first file that fails
/// ends the upload; objects that are there already stay.
#[must_use = "an upload does nothing until it is sent"]
pub struct DirectoryUpload<O: Uploading> {
    core: Core,
    input: O::Input,
    directory: PathBuf,
    settings: Settings,
    follows_links: bool,
    filter: Option<Box<FilterFn>>,
    edit: Option<Box<EditFn<O>>>,
}

type EditFn<O> = dyn Fn(&Path, <O as Operation>::Input) -> <O as Operation>::Input + Send + Sync;

impl<O: Uploading> Call<O> {
    /// Sends the files of a directory, whose names follow the key of this call.
    pub fn upload_directory(self, directory: impl AsRef<Path>) -> DirectoryUpload<O> {
        let (core, input) = self.into_parts();
        DirectoryUpload {
            core,
            input,
            directory: directory.as_ref().to_owned(),
            settings: Settings::default(),
            follows_links: false,
            filter: None,
            edit: None,
        }
    }
}

impl<O: Uploading> DirectoryUpload<O> {
    setters!();

    /// Sends only files for whose relative path the function is true.
    pub fn filter(mut self, filter: impl Fn(&Path) -> bool + Send + 'static) -> Self {
        self.filter = Some(Box::new(filter));
        self
    }

    /// Changes the input of each file, given its relative path: for its content type, for example.
    pub fn map_input(
        mut self,
        edit: impl Fn(&Path, O::Input) -> O::Input + Send + Sync + 'static,
    ) -> Self {
        self.edit = Some(Box::new(edit));
        self
    }

    /// Whether symbolic links are followed, as they are not by default.
    pub fn follow_links(mut self, follow: bool) -> Self {
        self.follows_links = follow;
        self
    }

    /// Sends the files.
    ///
    /// # Errors
    ///
    /// If a file cannot be read, its path is not UTF-8, or a call fails permanently.
    pub async fn send(self) -> Result<DirectoryOutput, TransferError> {
        runtime()?;
        let mut files = Files::new(self.settings.clone());
        let added = self.add_to(&mut files).await;
        files.finish(added).await
    }

    async fn add_to(self, files: &mut Files) -> Result<(), TransferError> {
        let facts = O::UPLOAD;
        let prefix = text_of(&self.input, facts.key).unwrap_or_default();
        let mut search = Some(Search::new(
            &self.directory,
            self.follows_links,
            self.filter,
        ));
        while let Some(before) = search {
            let (paths, rest) = joined(spawn_blocking(|| before.go_on()).await)?;
            search = rest;
            for path in paths {
                let path = path?;
                let mut input = O::Input::default();
                pass_on(&self.input, &mut input, &[]);
                set_text(&mut input, facts.key, &key_of(prefix, &path)?);
                if let Some(edit) = &self.edit {
                    input = edit(&path, input);
                }
                let (core, settings) = (self.core.clone(), files.settings());
                let path = self.directory.join(path);
                let upload = |stop| send::<O>(core, input, settings, path.into(), stop);
                files.add(upload).await?;
            }
        }
        Ok(())
    }
}

/// Sends a file, unless it is to stop before, and returns its length.
async fn send<O: Uploading>(
    core: Core,
    mut input: O::Input,
    settings: Settings,
    path: Arc<Path>,
    stop: CancellationToken,
) -> Result<u64, TransferError> {
    let body = ByteStream::from_small_path(path.clone()).await;
    let body = body.map_err(|error| TransferError::file(&path, error))?;
    let length = body.length().unwrap_or_default();
    set_stream(&mut input, body);
    let upload = Upload::<O>::new(core, input).with_settings(settings);
    upload.send_until(stop).await?;
    Ok(length)
}

impl<O: Uploading> fmt::Debug for DirectoryUpload<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DirectoryUpload")
            .field("directory", &self.directory)
            .field("input", &self.input)
            .finish_non_exhaustive()
    }
}
