//! A generated program that writes requests and reads responses with generated crates, by their
//! feature `serde`. `program.rs` documents its input and output.

use tinsmith::Crate;

use crate::project::{self, Operation, Project, dependency};

/// The program without the crates' names.
const PROGRAM: &str = include_str!("program.rs");

/// What a test adds to the program for some of the crates.
pub struct Extension<'a> {
    /// Code before the services, with a macro `client!` that is called as `service!` is, after a
    /// name for a module. The module has `call(operation, question)`, which answers questions that
    /// have an `input`.
    pub code: &'a str,
    /// Lines for the manifest.
    pub dependencies: &'a [&'a str],
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
    let mut dependencies = ["bytes", "http", "serde", "serde_json"]
        .map(|name| format!("{name} = \"1\""))
        .to_vec();
    let mut services = String::new();
    if let Some(extension) = extension {
        let lines = extension.dependencies.iter();
        dependencies.extend(lines.map(|&line| line.to_owned()));
        services.push_str(extension.code);
    }
    let mut arms = String::new();
    for krate in crates {
        let name = &krate.name;
        project.write_crate(name, krate);
        let operations: String = project::operations(krate).map(|it| line(&it)).collect();
        let in_rust = name.replace('-', "_");
        let mut features = vec!["serde"];
        services += &format!("service!({in_rust}: {operations});\n");
        if let Some(extension) = extension.filter(|it| (it.is_for)(krate)) {
            features.push(extension.feature);
            services += &format!("client!({in_rust}_client, {in_rust}: {operations});\n");
            arms += &format!(
                "        {name:?} if !question[\"input\"].is_null() => \
                 Ok({in_rust}_client::call(operation, question).to_string()),\n"
            );
        }
        dependencies.push(dependency(name, name, &features));
        arms += &format!("        {name:?} => {in_rust}::answer(operation, question),\n");
    }
    let main = format!(
        "{PROGRAM}{services}\n\
         fn answer(name: &str, operation: &str, question: &Value) -> Result<String, String> {{\n    \
         match name {{\n{arms}        _ => Err(format!(\"there is no crate {{name}}\")),\n    }}\n}}\n"
    );
    project.write_program(program, &dependencies, &main);
}

/// The line of the program for an operation.
fn line(operation: &Operation<'_>) -> String {
    let Operation {
        name,
        module,
        marker,
    } = operation;
    format!("\n    {name} => {module}::{marker},")
}
