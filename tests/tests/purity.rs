//! The generator does I/O only in its module `build`.

use std::fs;
use std::path::Path;

#[test]
fn only_the_module_for_build_scripts_does_io() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("codegen/src");
    let mut folders = vec![sources.clone()];
    let (mut pure, mut found) = (0, Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.extension().is_none_or(|end| end != "rs") {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let modules = ["fs", "env", "net", "process", "thread", "time", "os"];
            let uses = modules.map(|module| format!("use std::{module}"));
            let does_io = uses
                .iter()
                .any(|it| text.lines().any(|line| line.starts_with(it)));
            pure += usize::from(!does_io);
            if does_io {
                found.push(path.strip_prefix(&sources).unwrap().display().to_string());
            }
        }
    }
    assert!(pure > 100, "{pure}");
    assert!(
        found.iter().all(|path| path.starts_with("build/")),
        "{found:?}"
    );
    assert!(!found.is_empty());
}
