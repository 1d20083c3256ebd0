//! Documentation in every place of a model: any text is valid, so each model with it has to be
//! accepted.

use arbitrary::{Result, Unstructured};
use serde_json::json;

use crate::{Target, files, odd, verdict};

pub(crate) const TARGET: Target = Target {
    name: "prose",
    run: |bytes| try_texts(&mut Unstructured::new(bytes)).unwrap_or(false),
    tokens: &[],
};

fn try_texts(u: &mut Unstructured<'_>) -> Result<bool> {
    let [one, two, three] = [odd::text(u)?, odd::text(u)?, odd::text(u)?];
    let model = json!({
        "metadata": {
            "apiVersion": one, "endpointPrefix": two, "jsonVersion": "1.1", "protocol": "json",
            "serviceId": three, "serviceFullName": one, "targetPrefix": "T",
        },
        "documentation": one,
        "operations": {"Do": {
            "input": {"shape": "In"}, "documentation": two, "deprecated": true,
            "deprecatedMessage": three,
        }},
        "shapes": {
            "In": {"type": "structure", "documentation": three, "members": {
                "a": {"shape": "Text", "documentation": one},
                "b": {"shape": "Kind", "deprecated": true, "deprecatedMessage": two},
                "c": {"shape": "Text", "locationName": two},
            }},
            "Kind": {"type": "string", "enum": [one, two, three]},
            "Text": {"type": "string", "pattern": three, "documentation": two},
        },
    });
    let mut input = files::empty();
    files::put(&mut input, "service-2.json", model.to_string().into_bytes());
    assert!(verdict::generate(&input), "{model}");
    Ok(true)
}
