//! The values that the service's constraints ask for where a fixture's usual value does not do.
//!
//! In a generated crate, codegen writes this file. These rows belong to the runtime's own tests.

/// The shape and the member in the model, and the value as JSON in the form of the model; null
/// stands for the usual value.
pub(super) const SAMPLES: &[(&str, &str, &str)] = &[
    ("Sampled", "code", "\"c-1\""),
    ("Sampled", "pair", "[null,null]"),
    ("Sampled", "limits", "{\"MAX\":null}"),
];
