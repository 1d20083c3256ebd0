//! Items without documentation, which get a text derived from their names.

use crate::lower::becomes_type;
use crate::model::{Documentation, Kind, Model};
use crate::overlay;
use crate::select::{self, Selection};
use crate::{Error, Input};

/// The paths in `overlay.json` that lack documentation, in model order: operations, then shapes, each
/// with its members or values.
///
/// # Errors
///
/// Those of [`generate`](crate::generate) up to the selection.
pub fn undocumented(input: &Input) -> Result<Vec<String>, Error> {
    let mut model = Model::read(&input.model)?;
    overlay::apply(&mut model, input)?;
    let selection = select::select(&model, input.config.operations.as_deref())?;
    let operations = selection.operations.iter();
    let operations = operations
        .filter(|name| is_missing(&model.operations[**name].documentation))
        .map(|name| format!("operations.{name}"));
    let shapes = selection.shapes.iter();
    Ok(operations
        .chain(shapes.flat_map(|name| of_shape(&model, &selection, name)))
        .collect())
}

/// The paths of a shape and its members or values.
fn of_shape(model: &Model, selection: &Selection<'_>, name: &str) -> Vec<String> {
    let shape = &model.shapes[name];
    let path = format!("shapes.{name}");
    let mut missing = Vec::new();
    // That of an input or output says what it is of.
    if becomes_type(name, shape, selection) && is_missing(&shape.documentation) {
        missing.push(path.clone());
    }
    if let Kind::Enumeration(values) = &shape.kind {
        let values = values.iter();
        let values = values.filter(|(_, value)| is_missing(&value.documentation));
        missing.extend(values.map(|(value, _)| format!("{path}.values.{value}")));
    }
    for (member, facts) in shape.structure().into_iter().flat_map(|it| &it.members) {
        let target = &model.shapes[&facts.target];
        // Members without documentation use that of their target, unless it is a type.
        let is_type = becomes_type(&facts.target, target, selection);
        if is_missing(&facts.documentation) && (is_type || is_missing(&target.documentation)) {
            missing.push(format!("{path}.members.{member}"));
        }
    }
    missing
}

fn is_missing(documentation: &Documentation) -> bool {
    *documentation == Documentation::None
}
