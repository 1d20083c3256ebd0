//! `Serialize` and `Deserialize` of generated types, if the runtime has the feature `serde`.

/// `Serialize` and `Deserialize` of a structure or union.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! serde_of_shape {
    ($type:ident) => {
        impl $crate::codec::model_form::Serialize for $type {
            fn serialize<S: $crate::codec::model_form::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::codec::model_form::serialize(self, serializer)
            }
        }

        impl<'de> $crate::codec::model_form::Deserialize<'de> for $type {
            fn deserialize<D: $crate::codec::model_form::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::codec::model_form::deserialize(deserializer)
            }
        }
    };
}

/// Nothing without the feature `serde`.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! serde_of_shape {
    ($type:ident) => {};
}

/// `Serialize` and `Deserialize` of an open enum.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! serde_of_enumeration {
    ($type:ident) => {
        impl $crate::codec::model_form::Serialize for $type {
            fn serialize<S: $crate::codec::model_form::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::codec::model_form::Deserialize<'de> for $type {
            fn deserialize<D: $crate::codec::model_form::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::codec::model_form::deserialize_text(deserializer)
            }
        }
    };
}

/// Nothing without the feature `serde`.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! serde_of_enumeration {
    ($type:ident) => {};
}
