//! The shapes of the namespace `smithy.api`, which every model may refer to and no file contains.

use crate::model::{Kind, Structure};

/// A shape without members: what stands for nothing.
pub(super) const UNIT: &str = "smithy.api#Unit";

/// Numbers of any size, which no service uses and the neutral model does not have.
pub(super) const LARGE_NUMBERS: [&str; 2] = ["smithy.api#BigDecimal", "smithy.api#BigInteger"];

/// Whether it is the id of a shape of the prelude that is known here.
pub(super) fn has(id: &str) -> bool {
    id.strip_prefix("smithy.api#")
        .is_some_and(|name| kind(name).is_some())
}

/// What a shape of the prelude is, by its name.
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
