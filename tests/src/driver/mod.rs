//! A generated program that writes requests and reads responses with generated crates, by their
//! feature `serde`. `program.rs` documents its input and output.

use tinsmith::Crate;

use crate::project::{self, Project, dependency, runtime_dependency};

/// The program without the crates' names.
const PROGRAM: &str = include_str!("program.rs");

/// What a test adds to the program for some of the crates.
pub struct Extension<'a> {
    /// Code before the function `answer`: a macro `client!`, called with the name of each of these
    /// crates, and a function `with_client::<Client, Operation>(question)`, which answers questions
    /// that have an `input`.
    pub code: &'a str,
    /// The crates it is for.
    pub is_for: &'a dyn Fn(&Crate) -> bool,
    /// The feature that these crates need.
    pub feature: &'a str,
}

/// Writes the crates into a project, each into the folder of its name, and the program that uses
/// them. All of these folders have to be members of the project.
pub fn write(project: &Project, program: &str, crates: &[Crate]) {
    write_extended(project, program, crates, None);
}

/// As [`write()`], with additions to the program.
pub fn write_extended(
    project: &Project,
    program: &str,
    crates: &[Crate],
    extension: Option<&Extension<'_>>,
) {
    let mut main = PROGRAM.to_owned();
    let mut dependencies = match extension {
        Some(extension) => {
            main += extension.code;
            project::client_dependencies()
        }
        None => {
            let lines = ["serde = \"1\"", "serde_json = \"1\""].map(str::to_owned);
            let runtime = runtime_dependency(&["serde"]);
            lines.into_iter().chain([runtime]).collect()
        }
    };
    let mut arms = String::new();
    for krate in crates {
        let name = &krate.name;
        project.write_crate(name, krate);
        let in_rust = name.replace('-', "_");
        let mut features = vec!["serde"];
        let extension = extension.filter(|it| (it.is_for)(krate));
        if let Some(extension) = extension {
            features.push(extension.feature);
            main += &format!("client!({in_rust});\n");
        }
        dependencies.push(dependency(name, name, &features));
        for operation in &krate.operations {
            let of = &operation.name;
            let (module, marker) = (&operation.module, &operation.marker);
            let path = format!("{in_rust}::operation::{module}::{marker}");
            if extension.is_some() {
                arms += &format!(
                    "        ({name:?}, {of:?}) if !question[\"input\"].is_null() => \
                     Ok(with_client::<{in_rust}::Client, {path}>(question).to_string()),\n"
                );
            }
            arms += &format!("        ({name:?}, {of:?}) => without_client::<{path}>(question),\n");
        }
    }
    main += &format!(
        "\n\
         fn answer(name: &str, operation: &str, question: &Value) -> Result<String, String> {{\n    \
         match (name, operation) {{\n{arms}        \
         _ => Err(format!(\"there is no operation {{operation}} of {{name}}\")),\n    }}\n}}\n"
    );
    project.write_program(program, &dependencies, &main);
}
