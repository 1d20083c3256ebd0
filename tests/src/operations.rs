//! The operations of the committed crate, as types and in the model.

use std::path::Path;

use serde_json::Value;

/// Calls a function once per operation of the committed crate, with the operation as its type:
/// `each_operation!(check(oracle))` calls `check::<RetryBuild>(oracle)` and so on.
///
/// What follows the parentheses, such as `.await`, follows each call. A test of `wire` holds the
/// list against the crate's configuration.
#[macro_export]
macro_rules! each_operation {
    ($function:ident($($argument:expr),*) $($rest:tt)*) => {{
        use codebuild::operation;
        [
            $function::<operation::retry_build::RetryBuild>($($argument),*) $($rest)*,
            $function::<operation::start_build::StartBuild>($($argument),*) $($rest)*,
            $function::<operation::stop_build::StopBuild>($($argument),*) $($rest)*,
            $function::<operation::batch_get_builds::BatchGetBuilds>($($argument),*) $($rest)*,
            $function::<operation::batch_delete_builds::BatchDeleteBuilds>($($argument),*) $($rest)*,
            $function::<operation::list_builds::ListBuilds>($($argument),*) $($rest)*,
            $function::<operation::list_builds_for_project::ListBuildsForProject>($($argument),*) $($rest)*,
            $function::<operation::create_project::CreateProject>($($argument),*) $($rest)*,
            $function::<operation::batch_get_projects::BatchGetProjects>($($argument),*) $($rest)*,
            $function::<operation::list_projects::ListProjects>($($argument),*) $($rest)*,
            $function::<operation::delete_project::DeleteProject>($($argument),*) $($rest)*,
        ]
    }};
}

/// The committed model.
pub fn model() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../model/codebuild/service-2.json");
    let text = std::fs::read(path).expect("the committed model");
    serde_json::from_slice(&text).expect("JSON of the committed model")
}

/// The error codes that the model lists for an operation.
pub fn errors<'a>(model: &'a Value, operation: &str) -> Vec<&'a str> {
    let errors = model["operations"][operation]["errors"].as_array();
    let shapes = errors.into_iter().flatten();
    shapes.filter_map(|error| error["shape"].as_str()).collect()
}

/// The required members of an operation's input.
pub fn required<'a>(model: &'a Value, operation: &str) -> Vec<&'a str> {
    let input = &model["operations"][operation]["input"]["shape"];
    let shape = &model["shapes"][input.as_str().unwrap_or_default()];
    let required = shape["required"].as_array();
    required
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}
