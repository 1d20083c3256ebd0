//! `init`: writes `tinsmith.toml`.

use std::env;
use std::path::{Path, PathBuf};

use crate::config::settings::{FILE, Settings};
use crate::error::{Error, Result};
use crate::folder::{self, Change};
use crate::print;

/// The options of `init`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Generate modules into this folder of a crate of yours, such as src/aws, instead of crates.
    #[arg(long, value_name = "DIR")]
    modules: Option<PathBuf>,
}

const TEMPLATE: &str = include_str!("tinsmith.toml");

const CRATES: &str = "\
# A crate for each service, such as clients/dynamodb. For modules of a crate of yours instead, with these
# features: modules = \"src/aws\", features = [\"client\", \"default-https-client\"]
crates = \"clients\"";

/// Writes the file.
///
/// # Errors
///
/// If it is there already, or cannot be written.
pub(super) fn run(arguments: &Arguments) -> Result<()> {
    let folder =
        env::current_dir().map_err(|error| Error::io(Path::new("."), "find it", &error))?;
    if folder.join(FILE).exists() {
        return Err(Error::usage(FILE, "is there already")
            .hint("`tinsmith add SERVICE` adds a service to it"));
    }
    let text = text(arguments.modules.as_deref());
    Settings::from_text(FILE, &text)?;
    let mut change = Change::new(&folder)?;
    change.write.push((FILE.to_owned(), text.into_bytes()));
    folder::apply(&[&change])?;
    print::done(format_args!("written   {FILE}"));
    print::next(
        "`tinsmith add dynamodb --operations GetItem,PutItem` adds a service, `tinsmith services` lists them",
    );
    Ok(())
}

/// The contents of the file.
fn text(modules: Option<&Path>) -> String {
    let output = match modules {
        None => CRATES.to_owned(),
        Some(folder) => {
            let folder = toml::Value::from(folder.display().to_string());
            format!(
                "# A module for each service, such as src/aws/dynamodb, with these features. For crates instead:\n\
                 # crates = \"clients\"\n\
                 modules = {folder}\n\
                 features = [\"client\", \"default-https-client\"]"
            )
        }
    };
    TEMPLATE.replace("{output}", &output)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_valid_and_states_the_defaults() {
        for modules in [None, Some(Path::new("src/aws"))] {
            let settings = Settings::from_text(FILE, &text(modules)).unwrap();
            assert_eq!(settings.modules(), modules);
            assert!(settings.krate("dynamodb").is_none());
        }
        let none = Settings::from_text(FILE, "").unwrap();
        let written = Settings::from_text(FILE, &text(None)).unwrap();
        assert_eq!(format!("{none:?}"), format!("{written:?}"));
    }
}
