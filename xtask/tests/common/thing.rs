//! A workspace with a configured model of the service `thing`, and two installed packages.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

use crate::run::{self, Run};

/// The workspace. It is removed when this is dropped.
pub(crate) struct Workspace(tempfile::TempDir);

impl Workspace {
    pub(crate) fn new() -> Self {
        let it = Self(tempfile::tempdir().unwrap());
        it.write("Cargo.toml", "");
        it.model("model/thing", &model("1"));
        it.configure("thing", "operations = [\"Do\"]");
        for (version, text) in [("1.2.3", "1"), ("1.2.4", "2")] {
            it.package(version, "thing", &model(text));
        }
        it
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn model(&self, folder: &str, model: &Value) {
        self.write(&format!("{folder}/service-2.json"), &model.to_string());
    }

    /// Makes as if a package of botocore were installed.
    pub(crate) fn package(&self, version: &str, service: &str, model: &Value) {
        let data = format!("target/botocore/{version}/botocore/data");
        self.model(&format!("{data}/{service}/2020-01-01"), model);
        let services = fs::read_dir(self.path(&data)).unwrap();
        let services = services.map(|it| it.unwrap().file_name().into_string().unwrap());
        let services: Vec<_> = services.collect();
        let list = format!("target/botocore/{version}/services.txt");
        self.write(&list, &services.join("\n"));
    }

    pub(crate) fn configure(&self, service: &str, operations: &str) {
        let text = format!(
            "[crate]\nname = \"{service}\"\nversion = \"1.2.3\"\npath = \"{service}\"\n{operations}\n"
        );
        self.write(&format!("model/{service}/codegen.toml"), &text);
    }

    /// A command that runs in it.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(arguments).current_dir(self.path(""));
        // Where cargo runs from, which is another workspace.
        command.env_remove("CARGO_MANIFEST_DIR");
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        run::run(&mut self.command(arguments))
    }
}

/// A model; each version has one member more.
pub(crate) fn model(version: &str) -> Value {
    let mut members = json!({ "first": { "shape": "Text" } });
    if version != "1" {
        members["second"] = json!({ "shape": "Text" });
    }
    json!({
        "metadata": {
            "apiVersion": "2020-01-01", "endpointPrefix": "thing", "jsonVersion": "1.1",
            "protocol": "json", "serviceId": "Thing", "targetPrefix": "Thing"
        },
        "operations": {
            "Do": { "name": "Do", "input": { "shape": "DoInput" } },
            "Undo": { "name": "Undo", "input": { "shape": "UndoInput" } }
        },
        "shapes": {
            "DoInput": { "type": "structure", "members": members },
            "UndoInput": { "type": "structure", "members": members },
            "Text": { "type": "string" }
        }
    })
}
