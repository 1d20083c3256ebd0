//! `SOURCE.toml` in a crate from one of botocore's models: what was taken.
//!
//! A configured model has its own in the model's folder, and other models are known to the user.

use serde::Serialize;
use tinsmith::Crate;
use tinsmith::output::MARKER;

use super::Job;
use crate::digest::sha256;
use crate::error::{Error, Result};
use crate::model::source::FILE;
use crate::model_files;

#[derive(Serialize)]
struct Record<'a> {
    package: &'static str,
    version: &'a str,
    service: &'a str,
    operations: Vec<&'a str>,
    #[serde(rename = "file")]
    files: Vec<RecordedFile>,
}

#[derive(Serialize)]
struct RecordedFile {
    name: String,
    /// Of the unpacked file.
    sha256: String,
}

/// Adds the file to a crate.
pub(super) fn add_to(job: &Job, output: &mut Crate) -> Result<()> {
    let Some((service, version)) = &job.botocore else {
        return Ok(());
    };
    let files = job.input.model.iter().map(|(name, bytes)| RecordedFile {
        name: name.trim_end_matches(".gz").to_owned(),
        sha256: model_files::text(name, bytes).map_or_else(|_| sha256(bytes), |it| sha256(&it)),
    });
    let record = Record {
        package: "botocore",
        version,
        service,
        operations: output
            .operations
            .iter()
            .map(|it| it.name.as_str())
            .collect(),
        files: files.collect(),
    };
    let toml = toml::to_string_pretty(&record).map_err(|error| Error::failure(FILE, error))?;
    let text =
        format!("# {MARKER} the model of {service}: what was taken from which package.\n\n{toml}");
    output.files.insert(FILE.to_owned(), text);
    Ok(())
}
