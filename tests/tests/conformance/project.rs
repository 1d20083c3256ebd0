//! The generated crates, and the program that answers for them.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use codegen::Crate;
use serde_json::Value;

/// The program without the crates' names.
const DRIVER: &str = include_str!("driver.rs");

/// Writes the crates and the program, builds them, and asks the program: one answer per question.
pub(crate) fn run(crates: &[Crate], questions: &[Value]) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("conformance");
    write(&folder, crates);
    let program = build(&folder);

    let path = folder.join("questions.jsonl");
    let lines: String = questions.iter().map(|line| format!("{line}\n")).collect();
    fs::write(&path, lines).expect("the questions are written");
    let output = Command::new(program)
        .stdin(File::open(&path).expect("the questions are there"))
        .stderr(Stdio::inherit())
        .output()
        .expect("the program runs");
    assert!(output.status.success(), "{}", output.status);
    let answers = String::from_utf8(output.stdout).expect("UTF-8");
    let answers: Vec<_> = answers
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON of the program"))
        .collect();
    assert_eq!(answers.len(), questions.len(), "an answer per question");
    answers
}

fn write(folder: &Path, crates: &[Crate]) {
    let mut main = DRIVER.to_owned();
    let mut select = String::new();
    let mut manifest = include_str!("driver.toml").to_owned();
    for generated in crates {
        let name = &generated.name;
        let crate_folder = folder.join("crates").join(name);
        for (path, text) in &generated.files {
            write_file(&crate_folder.join(path), text);
        }
        let mut operations = String::new();
        for (path, text) in &generated.files {
            operations.extend(operation(path, text));
        }
        main += &format!("service!({name}: {operations});\n");
        select += &format!("        {name:?} => {name}::answer(operation, question),\n");
        manifest += &format!(
            "{name} = {{ path = \"../crates/{name}\", default-features = false, features = [\"serde\"] }}\n"
        );
    }
    main += &format!(
        "\nfn answer(name: &str, operation: &str, question: &Value) -> Result<Value, String> {{\n    \
         match name {{\n{select}        _ => Err(format!(\"there is no crate {{name}}\")),\n    }}\n}}\n"
    );
    let driver = folder.join("driver");
    write_file(&driver.join("src/main.rs"), &main);
    write_file(&driver.join("Cargo.toml"), &manifest);
    // The versions that everything else is tested with, and that are downloaded already.
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    let lock = fs::read_to_string(lock).expect("the workspace's lock file");
    write_file(&driver.join("Cargo.lock"), &lock);
}

/// The line of the program for an operation: its name in the model, module and marker type.
fn operation(path: &str, text: &str) -> Option<String> {
    let module = path.strip_prefix("src/operation/")?.strip_suffix(".rs")?;
    let between = |start: &str, end: &str| Some(text.split_once(start)?.1.split_once(end)?.0);
    let marker = between("Operation for ", " {")?;
    let name = between("const NAME: &'static str = ", ";")?;
    Some(format!("\n    {name} => {module}::{marker},"))
}

/// Leaves files alone that are as they should be, so that cargo does, too.
fn write_file(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    let parent = path.parent().expect("a file has a folder");
    fs::create_dir_all(parent).expect("the folder is made");
    fs::write(path, text).expect("the file is written");
}

fn build(folder: &Path) -> PathBuf {
    let target = folder.join("target");
    let output = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--target-dir"])
        .arg(&target)
        .current_dir(folder.join("driver"))
        .output()
        .expect("cargo runs");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}");
    target.join("debug/driver")
}
