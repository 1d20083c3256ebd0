//! A program that answers for generated crates: what they make of parameters and of responses, by
//! their feature `serde`. `program.rs` says how it is asked.

use codegen::Crate;

use crate::project::{self, Operation, Project, dependency};

/// The program without the crates' names.
const PROGRAM: &str = include_str!("program.rs");

/// Writes the crates into a project, each into the folder of its name, and the program that answers
/// for them. All of these folders have to be members of the project.
pub fn write(project: &Project, program: &str, crates: &[Crate]) {
    let mut dependencies = ["bytes", "http", "serde", "serde_json"]
        .map(|name| format!("{name} = \"1\""))
        .to_vec();
    let (mut services, mut arms) = (String::new(), String::new());
    for krate in crates {
        let name = &krate.name;
        project.write_crate(name, krate);
        dependencies.push(dependency(name, name, &["serde"]));
        let operations: String = project::operations(krate).map(|it| line(&it)).collect();
        let in_rust = name.replace('-', "_");
        services += &format!("service!({in_rust}: {operations});\n");
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
