//! Transfers of whole objects: in parts, several at once.
//!
//! Which operations make one, and which members play which part, generated crates state. The requests
//! are calls of the client, with its retries, time limits and checksums.
//!
//! | module | contents |
//! |---|---|
//! | `facts` | operations and members |
//! | `upload`, `download` | one object |
//! | `directory` | whole directories |
//! | `settings` | settings that all transfers have |
//! | `error` | why a transfer failed |
//! | `erased`, `members` | operations without their types, and members by their names |
//! | `checksum` | checksums of objects and parts |
//! | `progress`, `retry`, `tasks` | bytes so far, attempts of parts, work at once |

mod checksum;
mod directory;
mod download;
mod erased;
mod error;
mod facts;
mod members;
mod progress;
mod retry;
mod settings;
mod tasks;
mod upload;

pub use self::directory::{DirectoryDownload, DirectoryOutput, DirectoryUpload};
pub use self::download::Download;
pub use self::erased::{Erased, ErasedPages};
pub use self::error::{TransferError, TransferErrorKind};
pub use self::facts::{
    DownloadFacts, Downloading, ListingDownloads, ListingFacts, ResumableUploading, UploadFacts,
    Uploading,
};
pub use self::upload::Upload;
