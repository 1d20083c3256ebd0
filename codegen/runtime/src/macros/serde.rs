//! `Serialize` and `Deserialize` of generated types (feature `serde`).

/// Implements `Serialize` and `Deserialize` by two functions of the codec.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! serde {
    ($type:ident, $serialize:ident, $deserialize:ident) => {
        impl $crate::codec::model_form::Serialize for $type {
            fn serialize<S: $crate::codec::model_form::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::codec::model_form::$serialize(self, serializer)
            }
        }

        impl<'de> $crate::codec::model_form::Deserialize<'de> for $type {
            fn deserialize<D: $crate::codec::model_form::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::codec::model_form::$deserialize(deserializer)
            }
        }
    };
}

/// Empty without the feature `serde`.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! serde {
    ($($anything:tt)*) => {};
}
