//! Operations that transfer whole objects: which others they need, and which members play which part.

use serde::Deserialize;

/// What makes an operation transfer objects.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(
    expecting = "an object with `upload`, `download` or `listing`",
    rename_all = "camelCase"
)]
pub enum Transfer {
    /// It sends a whole object, which others send in parts.
    Upload(Box<Upload>),
    /// It receives an object, or a range of it.
    Download(Download),
    /// It lists objects, which another one receives.
    Listing(Listing),
}

/// An upload in parts.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "an object with the operations and members of an upload",
    rename_all = "camelCase"
)]
#[expect(clippy::struct_field_names, reason = "an upload has an id")]
pub struct Upload {
    /// The operation that begins an upload in parts.
    pub create: String,
    /// The operation that sends a part.
    pub part: String,
    /// The operation that makes an object of the parts.
    pub complete: String,
    /// The operation that removes the parts.
    pub abort: String,
    /// The operation that lists the parts.
    pub list: String,
    /// The name of the object.
    pub key: String,
    /// The id of the upload.
    pub upload_id: String,
    /// The number of a part.
    pub part_number: String,
    /// What identifies the content of a part.
    pub tag: String,
    /// The structure with the parts that completes an upload.
    pub completed: String,
    /// The list of parts.
    pub parts: String,
    /// The length of a listed part.
    pub part_length: String,
    /// The length of the object.
    pub object_length: String,
    /// The member that chooses the algorithm of checksums.
    pub checksum_algorithm: String,
    /// The algorithm if none is chosen.
    pub default_checksum: String,
    /// The member that says what a checksum covers.
    pub checksum_coverage: String,
    /// Its value for whole objects.
    pub full_checksum: String,
    /// Members about the whole content, which no request of an upload in parts takes.
    pub of_content: Vec<String>,
    /// How many parts there can be.
    pub max_parts: u32,
    /// The smallest length of a part that is not the last one.
    pub min_part_length: u64,
}

/// A download in ranges.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "an object with the members of a download",
    rename_all = "camelCase"
)]
pub struct Download {
    /// The range that is asked for.
    pub range: String,
    /// The range in the response.
    pub content_range: String,
    /// What identifies the content.
    pub tag: String,
    /// The condition that the content has a tag.
    pub condition: String,
    /// The member that asks for a part by its number.
    pub part_number: String,
}

/// A listing of objects to download.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "an object with the operation and members of a listing",
    rename_all = "camelCase"
)]
pub struct Listing {
    /// The operation that receives an object.
    pub get: String,
    /// What the names of the listed objects begin with.
    pub prefix: String,
    /// The list.
    pub objects: String,
    /// The name of an object.
    pub key: String,
    /// Its length.
    pub length: String,
}

impl Transfer {
    /// The other operations that it cannot do without, by the parts they play.
    pub fn operations(&self) -> Vec<(&'static str, &str)> {
        match self {
            Self::Upload(upload) => vec![
                ("create", &upload.create),
                ("part", &upload.part),
                ("complete", &upload.complete),
                ("abort", &upload.abort),
            ],
            Self::Download(_) => Vec::new(),
            Self::Listing(listing) => vec![("get", &listing.get)],
        }
    }

    /// The operation that an upload needs to be resumed.
    pub fn list(&self) -> Option<&str> {
        match self {
            Self::Upload(upload) => Some(&upload.list),
            Self::Download(_) | Self::Listing(_) => None,
        }
    }

    /// What it is, with the other operations.
    pub fn text(&self) -> String {
        match self {
            Self::Upload(it) => format!(
                "uploads in parts, with {}, {}, {}, {} and {}",
                it.create, it.part, it.complete, it.abort, it.list
            ),
            Self::Download(it) => format!(
                "downloads in ranges, with {} and {}",
                it.range, it.condition
            ),
            Self::Listing(it) => format!("downloads of what is listed, with {}", it.get),
        }
    }
}
