//! What generated crates state of transfers: which operations make one, and which members play which
//! part. Members have their names in the model.

use super::erased::{Erased, ErasedPages};
use crate::client::ClientOperation;
use crate::features::paginator::Paginated;

/// An operation that sends a whole object, and the operations that send it in parts.
pub trait Uploading: ClientOperation {
    /// The operations and members.
    const UPLOAD: &'static UploadFacts;
}

/// An upload whose parts can be listed, so that it can be resumed.
#[diagnostic::on_unimplemented(
    message = "uploads of `{Self}` cannot be resumed",
    label = "`resume` requires the operation that lists the parts of an upload: generate the crate \
             with it"
)]
pub trait ResumableUploading: Uploading {
    /// Lists the parts.
    const PARTS: &'static ErasedPages;
}

/// An operation that receives a whole object or a range of it.
pub trait Downloading: ClientOperation {
    /// The operation and its members.
    const DOWNLOAD: &'static DownloadFacts;
}

/// An operation that lists objects, which can be downloaded.
pub trait ListingDownloads: Paginated {
    /// Receives a listed object.
    type Get: Downloading;

    /// The operations and members.
    const LISTING: &'static ListingFacts;
}

/// An upload in parts.
#[derive(Debug)]
pub struct UploadFacts {
    /// Sends a whole object.
    pub put: Erased,
    /// Begins an upload in parts.
    pub create: Erased,
    /// Sends a part.
    pub part: Erased,
    /// Makes an object of the parts.
    pub complete: Erased,
    /// Removes the parts.
    pub abort: Erased,
    /// The name of an object.
    pub key: &'static str,
    /// The upload.
    pub upload_id: &'static str,
    /// The number of a part, from 1.
    pub part_number: &'static str,
    /// What identifies the content of a part or object.
    pub tag: &'static str,
    /// The structure with the list of parts that completes an upload.
    pub completed: &'static str,
    /// The list of parts.
    pub parts: &'static str,
    /// The length of a listed part.
    pub part_length: &'static str,
    /// The length of the object, which completes an upload.
    pub object_length: &'static str,
    /// The member that chooses the algorithm of checksums.
    pub checksum_algorithm: &'static str,
    /// The algorithm of uploads for which none is chosen.
    pub default_checksum: &'static str,
    /// The member that says what a checksum covers.
    pub checksum_coverage: &'static str,
    /// Its value for checksums of whole objects.
    pub full_checksum: &'static str,
    /// Members that say something of the whole content: no request of an upload in parts takes them.
    pub of_content: &'static [&'static str],
    /// How many parts an object can have.
    pub max_parts: u32,
    /// The smallest length of a part that is not the last one.
    pub min_part_length: u64,
}

/// A download in ranges.
#[derive(Debug)]
pub struct DownloadFacts {
    /// Receives an object or a range of it.
    pub get: Erased,
    /// The range that is asked for.
    pub range: &'static str,
    /// The range that is in the response.
    pub content_range: &'static str,
    /// What identifies the content.
    pub tag: &'static str,
    /// The condition that the content has this tag.
    pub condition: &'static str,
    /// The member that asks for a part by its number, in place of a range.
    pub part_number: &'static str,
}

/// A listing of objects to download.
#[derive(Debug)]
pub struct ListingFacts {
    /// Lists objects.
    pub list: ErasedPages,
    /// The download of one.
    pub download: &'static DownloadFacts,
    /// What the names of the listed objects begin with.
    pub prefix: &'static str,
    /// The list.
    pub objects: &'static str,
    /// The name of an object.
    pub key: &'static str,
    /// Its length.
    pub length: &'static str,
}
