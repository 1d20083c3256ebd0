//! The shapes of the namespace `smithy.api`: every model may refer to them, and no file contains them.

use crate::model::{Kind, Structure};

/// The shape of absent inputs and outputs.
pub(super) const UNIT: &str = "smithy.api#Unit";

/// The type of a shape with numbers of any size: the neutral model does not have them.
pub(super) fn large_number(id: &str) -> Option<&'static str> {
    match id {
        "smithy.api#BigDecimal" => Some("bigDecimal"),
        "smithy.api#BigInteger" => Some("bigInteger"),
        _ => None,
    }
}

/// Whether an id is that of a supported shape of the prelude.
pub(super) fn has(id: &str) -> bool {
    id.strip_prefix("smithy.api#")
        .is_some_and(|name| kind(name).is_some())
}

/// The kind of a shape of the prelude, by its name.
pub(super) fn kind(name: &str) -> Option<Kind> {
    Some(match name {
        "Blob" => Kind::Blob,
        "Boolean" | "PrimitiveBoolean" => Kind::Boolean,
        "String" => Kind::String,
        "Byte" | "PrimitiveByte" | "Short" | "PrimitiveShort" | "Integer" | "PrimitiveInteger" => {
            Kind::Integer
        }
        "Long" | "PrimitiveLong" => Kind::Long,
        "Float" | "PrimitiveFloat" => Kind::Float,
        "Double" | "PrimitiveDouble" => Kind::Double,
        "Timestamp" => Kind::Timestamp(None),
        "Document" => Kind::Document,
        "Unit" => Kind::Structure(Structure::default()),
        _ => return None,
    })
}
