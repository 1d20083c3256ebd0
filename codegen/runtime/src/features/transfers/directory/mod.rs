//! Transfers of whole directories.
//!
//! | module | contents |
//! |---|---|
//! | `upload`, `download` | both directions |
//! | `search` | the search for the files of a directory |
//! | `names` | names of objects for paths, and paths for names of objects |
//! | `files` | files that are transferred at once |

mod download;
mod files;
mod names;
mod search;
mod upload;

pub use self::download::DirectoryDownload;
pub use self::files::DirectoryOutput;
pub use self::upload::DirectoryUpload;
