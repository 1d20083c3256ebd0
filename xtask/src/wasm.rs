//! Checks that the cores of the generated crates compile for WebAssembly.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tinsmith_cli::config;
use tinsmith_cli::error::{Error, Result};
use tinsmith_cli::print;
use tinsmith_cli::process::{cargo, finish};
use tinsmith_cli::workspace::Workspace;

const TARGET: &str = "wasm32-unknown-unknown";

/// Checks every configured crate without default features; prints a message if the compilation target
/// is not installed.
///
/// # Errors
///
/// Exit code 1 if one does not compile.
pub(crate) fn check(root: &Path) -> Result<()> {
    if !library_folder().is_some_and(|folder| has_library(&folder)) {
        print::progress(format_args!(
            "{TARGET} is not installed: not checked (`rustup target add {TARGET}`)"
        ));
        return Ok(());
    }
    let mut errors = Vec::new();
    for configured in config::all(&Workspace::at(root)?)? {
        let name = &configured.krate.name;
        print::progress(format_args!("checking the core of {name} for {TARGET}"));
        let mut command = cargo(root);
        command
            .args(["check", "--quiet", "--package", name, "--target", TARGET])
            .args(["--no-default-features", "--features", "serde"]);
        let what = format!("the core of {name} for {TARGET}");
        errors.extend(finish(command, &what).err());
    }
    Error::all(errors)
}

/// The folder of the target's standard library, which need not exist; `None` if the compiler does not
/// support the target.
fn library_folder() -> Option<PathBuf> {
    let compiler = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(compiler)
        .args(["--print", "target-libdir", "--target", TARGET])
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim_end().into())
}

fn has_library(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|entries| {
        entries.flatten().any(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            name.starts_with("libstd-") && name.ends_with(".rlib")
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compiler_knows_the_target() {
        let folder = library_folder().expect("a folder");
        assert!(
            folder.ends_with(Path::new(TARGET).join("lib")),
            "{folder:?}"
        );
    }

    #[test]
    fn finds_the_standard_library() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("lib");
        assert!(!has_library(&folder));
        fs::create_dir(&folder).unwrap();
        assert!(!has_library(&folder));
        for other in ["libstdc.rlib", "libcore-1f.rlib", "libstd-1f.rmeta"] {
            fs::write(folder.join(other), "").unwrap();
        }
        assert!(!has_library(&folder));
        fs::write(folder.join("libstd-1f.rlib"), "").unwrap();
        assert!(has_library(&folder));
    }
}
