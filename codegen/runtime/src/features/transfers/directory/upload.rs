//! A directory becomes objects.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::mpsc::{self, Sender};
use walkdir::WalkDir;

use super::super::error::{TransferError, TransferErrorKind};
use super::super::facts::Uploading;
use super::super::members::{pass_on, set_stream, set_text, text_of};
use super::super::settings::{Settings, setters};
use super::super::tasks::{joined, runtime};
use super::super::upload::Upload;
use super::files::{DirectoryOutput, Files};
use super::names::key_of;
use crate::client::{Call, Core};
use crate::core::byte_stream::ByteStream;
use crate::core::operation::Operation;

/// How many paths are found ahead.
const AHEAD: usize = 100;

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

type FilterFn = dyn Fn(&Path) -> bool + Send;

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
        let Self {
            core,
            input,
            directory,
            settings,
            follows_links,
            filter,
            edit,
        } = self;
        let runtime = runtime()?;
        let facts = O::UPLOAD;
        let prefix = text_of(&input, facts.key).unwrap_or_default().to_owned();
        let mut files = Files::new(settings);
        let (sender, mut paths) = mpsc::channel(AHEAD);
        let root = directory.clone();
        let finding = move || find(&root, follows_links, filter.as_deref(), &sender);
        let finding = runtime.spawn_blocking(finding);
        while let Some(path) = paths.recv().await {
            let path: PathBuf = path?;
            let mut input_of_file = O::Input::default();
            pass_on(&input, &mut input_of_file, &[]);
            set_text(&mut input_of_file, facts.key, &key_of(&prefix, &path)?);
            if let Some(edit) = &edit {
                input_of_file = edit(&path, input_of_file);
            }
            let (core, settings) = (core.clone(), files.settings());
            let path: Arc<Path> = directory.join(path).into();
            let upload = async move {
                let body = ByteStream::from_small_path(path.clone()).await;
                let body = body.map_err(|error| TransferError::file(&path, error))?;
                let length = body.length().unwrap_or_default();
                set_stream(&mut input_of_file, body);
                let upload = Upload::<O>::new(core, input_of_file);
                upload.with_settings(settings).send().await?;
                Ok(length)
            };
            files.add(upload).await?;
        }
        joined(finding.await)?;
        files.finish().await
    }
}

/// Finds the files of a directory, in the order of their names, until nobody takes them any more.
fn find(
    root: &Path,
    follows_links: bool,
    filter: Option<&FilterFn>,
    paths: &Sender<Result<PathBuf, TransferError>>,
) {
    let entries = WalkDir::new(root).follow_links(follows_links);
    for entry in entries.sort_by_file_name() {
        let path = match entry {
            Ok(entry) if entry.file_type().is_file() => {
                let path = entry.path().strip_prefix(root).unwrap_or(entry.path());
                Ok(path.to_owned())
            }
            Ok(_) => continue,
            Err(error) => {
                let path = error.path().unwrap_or(root).to_owned();
                let error = error.into();
                Err(TransferErrorKind::File { path, error }.into())
            }
        };
        let is_wanted = |path: &PathBuf| filter.is_none_or(|filter| filter(path));
        if path.as_ref().is_ok_and(|path| !is_wanted(path)) {
            continue;
        }
        if paths.blocking_send(path).is_err() {
            return;
        }
    }
}

impl<O: Uploading> fmt::Debug for DirectoryUpload<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DirectoryUpload")
            .field("directory", &self.directory)
            .field("input", &self.input)
            .finish_non_exhaustive()
    }
}
