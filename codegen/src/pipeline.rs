//! The phases in order.

use crate::config::{Config, Feature, Input};
use crate::error::{Error, Problem};
use crate::lower::Lowered;
use crate::model::Model;
use crate::observe::{Observer, Phase, observed};
use crate::output::Crate;
use crate::rust_file::{OutputForm, Recorder};
use crate::{emit, ir, lower, output, overlay, select, warnings};

/// A generated crate with its model and ir.
pub(crate) struct Generated {
    pub(crate) model: Model,
    pub(crate) krate: ir::Crate,
    pub(crate) output: Crate,
}

/// Runs all phases; the recorder collects declarations.
pub(crate) fn generate(
    input: &Input,
    form: &OutputForm,
    observer: &dyn Observer,
    recorder: Option<&Recorder>,
) -> Result<Generated, Error> {
    let (model, stale) = observed(observer, Phase::Read, || read(input))?;
    let lowered = observed(observer, Phase::Lower, || {
        let selection = select::select(&model, input.config.operations.as_deref())?;
        lower::lower(&model, &selection, &input.config)
    })?;
    let warnings = all_warnings(&model, &lowered, &input.config, stale);
    let Lowered { krate, counts, .. } = lowered;
    let runtime = &input.config.runtime;
    let files = emit::emit(&krate, &input.examples, runtime, form, observer, recorder)?;
    let runtime_features = krate.runtime_features(form.has(Feature::Client));
    let output = Crate {
        name: krate.name.clone(),
        files,
        operations: krate.operations.iter().map(operation).collect(),
        counts,
        runtime_features: runtime_features.collect(),
        warnings,
    };
    Ok(Generated {
        model,
        krate,
        output,
    })
}

fn operation(operation: &ir::Operation) -> output::Operation {
    output::Operation {
        name: operation.model_name.clone(),
        module: operation.module.to_string(),
        marker: operation.name.to_string(),
    }
}

/// All phases that can refuse a model, without the text of the crate; the result is the warnings.
pub(crate) fn check(input: &Input) -> Result<Vec<Problem>, Error> {
    let (model, stale) = read(input)?;
    let selection = select::select(&model, input.config.operations.as_deref())?;
    let lowered = lower::lower(&model, &selection, &input.config)?;
    Ok(all_warnings(&model, &lowered, &input.config, stale))
}

/// What the client does not do, what the crate lacks of the model, and what is stale of the shipped
/// overlay.
fn all_warnings(
    model: &Model,
    lowered: &Lowered,
    config: &Config,
    stale: Vec<Problem>,
) -> Vec<Problem> {
    let mut warnings = warnings::of(model, &lowered.krate);
    if config.operations.is_none() {
        warnings.extend(warnings::left_out(model, &lowered.krate));
    }
    warnings.extend(lowered.warnings.iter().cloned());
    warnings.extend(stale);
    warnings
}

/// Reads the model and applies the overlays. The problems are entries of the shipped one that do not
/// apply.
pub(crate) fn read(input: &Input) -> Result<(Model, Vec<Problem>), Error> {
    let mut model = Model::read(&input.model)?;
    let stale = overlay::apply(&mut model, input)?;
    Ok((model, stale))
}
