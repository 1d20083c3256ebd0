//! The generated crates, and the program that answers for them.

use codegen::Crate;
use serde_json::Value;
use tests::project::{self, Project};

/// The program without the crates' names.
const DRIVER: &str = include_str!("driver.rs");

/// Writes the crates and the program, builds them, and asks the program: one answer per question.
pub(crate) fn run(crates: &[Crate], questions: &[Value]) -> Vec<Value> {
    let project = write(crates);
    project.cargo("build --quiet --package driver");

    project.ask("driver", "questions", questions)
}

fn write(crates: &[Crate]) -> Project {
    let names = crates
        .iter()
        .map(|generated| format!("crates/{}", generated.name));
    let members: Vec<_> = names.chain(["driver".to_owned()]).collect();
    let project = Project::new(env!("CARGO_TARGET_TMPDIR"), "conformance", &members);
    let mut main = DRIVER.to_owned();
    let mut select = String::new();
    let mut manifest = include_str!("driver.toml").to_owned();
    for generated in crates {
        let name = &generated.name;
        project.write_crate(&format!("crates/{name}"), generated);
        let operations: String = project::operations(generated)
            .map(|it| format!("\n    {:?} => {}::{},", it.name, it.module, it.marker))
            .collect();
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
    project.write("driver/src/main.rs", &main);
    project.write("driver/Cargo.toml", &manifest);
    project
}
