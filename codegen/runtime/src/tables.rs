//! The macros through which generated types state their tables.
//!
//! A generated file holds a type and its table, one line per member or value; a change of the
//! model changes those lines and no others. What follows from the table (the traits of
//! [`shape`](super::shape) and [`value`](super::value), `Debug`, `serde`) is written here, once.
//!
//! The macros expect the module `runtime` to be in scope where they are used.

/// The table of a structure.
///
/// ```text
/// structure! {
///     Schema::structure("Tag") => Tag {
///         key: Member::new("key").required();
///         value: Member::new("value");
///     }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! structure {
    ($kind:ident($name:literal) $(.$fact:ident())* => $type:ident {
        $($field:ident: $member:literal $(.$flag:ident($($argument:tt)*))*;)*
    }) => {
        // A field's name stands for its position in the table: an enum counts, and constants of
        // the same names can stand in patterns. No field's name ends in an underscore, but for
        // `self_` and its like, so the names in here do.
        #[allow(dead_code, non_camel_case_types, non_upper_case_globals)]
        #[allow(clippy::enum_variant_names)]
        const _: () = {
            static SCHEMA: runtime::schema::Schema = runtime::schema::Schema::$kind(
                $name,
                &[$(runtime::schema::Member::new($member)$(.$flag($($argument)*))*),*],
            )$(.$fact())*;

            enum Position_ {
                $($field),*
            }
            $(const $field: usize = Position_::$field as usize;)*

            impl runtime::shape::Shape for $type {
                fn schema(&self) -> &'static runtime::schema::Schema {
                    &SCHEMA
                }

                fn member(&self, position_: usize) -> ::std::option::Option<runtime::value::ValueRef<'_>> {
                    match position_ {
                        $($field => runtime::value::Value::value(&self.$field),)*
                        _ => ::std::option::Option::None,
                    }
                }

                fn member_mut(
                    &mut self,
                    position_: usize,
                ) -> ::std::option::Option<runtime::value::ValueMut<'_>> {
                    match position_ {
                        $($field => ::std::option::Option::Some(
                            runtime::value::Value::value_mut(&mut self.$field),
                        ),)*
                        _ => ::std::option::Option::None,
                    }
                }
            }
        };

        $crate::shape!($type);
    };
}

/// The table of a union.
///
/// ```text
/// union! {
///     union("Value") => Value {
///         Text: "text";
///         Number: "number";
///     }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! union {
    ($kind:ident($name:literal) $(.$fact:ident())* => $type:ident {
        $($variant:ident: $member:literal $(.$flag:ident($($argument:tt)*))*;)*
    }) => {
        #[allow(dead_code, non_camel_case_types, unused_variables)]
        #[allow(clippy::enum_variant_names)]
        const _: () = {
            static SCHEMA: runtime::schema::Schema = runtime::schema::Schema::$kind(
                $name,
                &[$(runtime::schema::Member::new($member)$(.$flag($($argument)*))*),*],
            )$(.$fact())*;

            enum Position_ {
                $($variant),*
            }

            impl runtime::shape::Shape for $type {
                fn schema(&self) -> &'static runtime::schema::Schema {
                    &SCHEMA
                }

                fn member(&self, position_: usize) -> ::std::option::Option<runtime::value::ValueRef<'_>> {
                    match self {
                        $(Self::$variant(value) if position_ == Position_::$variant as usize => {
                            runtime::value::Value::value(value)
                        })*
                        _ => ::std::option::Option::None,
                    }
                }

                fn member_mut(
                    &mut self,
                    position_: usize,
                ) -> ::std::option::Option<runtime::value::ValueMut<'_>> {
                    $(
                        if position_ == Position_::$variant as usize {
                            *self = Self::$variant(::std::default::Default::default());
                        }
                    )*
                    match self {
                        $(Self::$variant(value) if position_ == Position_::$variant as usize => {
                            ::std::option::Option::Some(runtime::value::Value::value_mut(value))
                        })*
                        _ => ::std::option::Option::None,
                    }
                }

                fn set_unknown(&mut self, name: &str) {
                    *self = Self::UnknownValue(::std::convert::Into::into(name));
                }
            }

            /// No variant: the empty name.
            impl ::std::default::Default for $type {
                fn default() -> Self {
                    Self::UnknownValue(::std::default::Default::default())
                }
            }
        };

        $crate::shape!($type);
    };
}

/// What a structure and a union have in common.
#[doc(hidden)]
#[macro_export]
macro_rules! shape {
    ($type:ident) => {
        impl runtime::value::Value for $type {
            fn value(&self) -> ::std::option::Option<runtime::value::ValueRef<'_>> {
                ::std::option::Option::Some(runtime::value::ValueRef::Shape(self))
            }

            fn value_mut(&mut self) -> runtime::value::ValueMut<'_> {
                runtime::value::ValueMut::Shape(self)
            }
        }

        impl runtime::value::Item for $type {}

        impl ::std::fmt::Debug for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                runtime::debug::fmt(self, f)
            }
        }

        #[cfg(feature = "serde")]
        impl runtime::model_form::Serialize for $type {
            fn serialize<S: runtime::model_form::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                runtime::model_form::serialize(self, serializer)
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> runtime::model_form::Deserialize<'de> for $type {
            fn deserialize<D: runtime::model_form::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                runtime::model_form::deserialize(deserializer)
            }
        }
    };
}

/// The values of an open enum.
///
/// ```text
/// enumeration! {
///     CacheType {
///         NoCache: "NO_CACHE";
///         S3: "S3";
///     }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! enumeration {
    ($type:ident { $($variant:ident: $text:literal;)* }) => {
        impl $type {
            /// Every value that this version of the crate knows, in the order of the model.
            pub const VALUES: &'static [Self] = &[$(Self::$variant),*];

            /// The value as the service spells it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::UnknownValue(text) => text,
                }
            }
        }

        // Equal, ordered and hashed by the text, as the service sees it: a value means the same
        // before and after an update of the model that brings it.
        impl ::std::cmp::PartialEq for $type {
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl ::std::cmp::Eq for $type {}

        impl ::std::cmp::PartialOrd for $type {
            fn partial_cmp(&self, other: &Self) -> ::std::option::Option<::std::cmp::Ordering> {
                ::std::option::Option::Some(::std::cmp::Ord::cmp(self, other))
            }
        }

        impl ::std::cmp::Ord for $type {
            fn cmp(&self, other: &Self) -> ::std::cmp::Ordering {
                ::std::cmp::Ord::cmp(self.as_str(), other.as_str())
            }
        }

        impl ::std::hash::Hash for $type {
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                ::std::hash::Hash::hash(self.as_str(), state);
            }
        }

        impl ::std::convert::From<&str> for $type {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::UnknownValue(::std::convert::Into::into(text)),
                }
            }
        }

        impl ::std::convert::From<::std::string::String> for $type {
            fn from(text: ::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl ::std::str::FromStr for $type {
            type Err = ::std::convert::Infallible;

            fn from_str(text: &str) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                ::std::result::Result::Ok(Self::from(text))
            }
        }

        impl ::std::convert::AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::std::fmt::Display for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        /// No value: the empty text.
        impl ::std::default::Default for $type {
            fn default() -> Self {
                Self::UnknownValue(::std::default::Default::default())
            }
        }

        impl runtime::shape::Enumeration for $type {
            fn set(&mut self, text: &str) {
                *self = Self::from(text);
            }

            #[cfg(feature = "test-util")]
            fn first(&self) -> ::std::option::Option<&'static str> {
                const TEXTS: &[&str] = &[$($text),*];
                TEXTS.first().copied()
            }
        }

        impl runtime::value::Value for $type {
            fn value(&self) -> ::std::option::Option<runtime::value::ValueRef<'_>> {
                ::std::option::Option::Some(runtime::value::ValueRef::Enumeration(self.as_str()))
            }

            fn value_mut(&mut self) -> runtime::value::ValueMut<'_> {
                runtime::value::ValueMut::Enumeration(self)
            }
        }

        impl runtime::value::Item for $type {}

        impl runtime::value::Key for $type {
            fn from_text(text: &str) -> Self {
                Self::from(text)
            }

            fn as_text(&self) -> &str {
                self.as_str()
            }
        }

        #[cfg(feature = "serde")]
        impl runtime::model_form::Serialize for $type {
            fn serialize<S: runtime::model_form::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> runtime::model_form::Deserialize<'de> for $type {
            fn deserialize<D: runtime::model_form::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                runtime::model_form::deserialize_text(deserializer)
            }
        }
    };
}

/// The code of an error shape and the field that holds its message.
///
/// ```text
/// error! {
///     ResourceNotFoundException: "ResourceNotFoundException", message;
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! error {
    ($type:ident: $code:literal, $message:ident;) => {
        impl ::std::fmt::Display for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                runtime::error::write_shape(f, self, $code, self.$message.as_deref())
            }
        }

        impl ::std::error::Error for $type {}
    };
}

/// The errors of an operation. A variant that has not the name of its type names the type, too.
///
/// ```text
/// operation_error! {
///     RetryBuildError {
///         ResourceNotFoundException: "ResourceNotFoundException", message;
///         Unhandled2(Unhandled): "Unhandled", message, Transient;
///     }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! operation_error {
    ($type:ident {
        $($variant:ident $(($shape:ident))?: $code:literal, $message:ident $(, $retryable:ident)?;)*
    }) => {
        impl $type {
            /// The error code, such as `ThrottlingException`.
            pub fn code(&self) -> ::std::option::Option<&str> {
                match self {
                    $(Self::$variant(_) => ::std::option::Option::Some($code),)*
                    Self::Unhandled(metadata) => metadata.code(),
                }
            }

            /// The message for people.
            pub fn message(&self) -> ::std::option::Option<&str> {
                match self {
                    $(Self::$variant(error) => error.$message.as_deref(),)*
                    Self::Unhandled(metadata) => metadata.message(),
                }
            }
        }

        impl ::std::fmt::Display for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match self {
                    $(Self::$variant(error) => ::std::fmt::Display::fmt(error, f),)*
                    Self::Unhandled(metadata) => ::std::fmt::Display::fmt(metadata, f),
                }
            }
        }

        impl ::std::error::Error for $type {}

        #[cfg(feature = "client")]
        impl runtime::client::sdk_error::ProvideErrorMetadata for $type {
            fn meta(&self) -> &runtime::client::sdk_error::AwsErrorMetadata {
                match self {
                    $(Self::$variant(_) => runtime::client::sdk_error::meta_of($code),)*
                    Self::Unhandled(metadata) => {
                        runtime::client::sdk_error::ProvideErrorMetadata::meta(metadata)
                    }
                }
            }

            fn code(&self) -> ::std::option::Option<&str> {
                self.code()
            }

            fn message(&self) -> ::std::option::Option<&str> {
                self.message()
            }
        }

        impl runtime::error::OperationError for $type {
            fn modelled(code: &str) -> ::std::option::Option<Self> {
                // Errors may share a code: the first one in the model has it.
                #[allow(unreachable_patterns)]
                match code {
                    $($code => ::std::option::Option::Some(
                        Self::$variant(::std::default::Default::default()),
                    ),)*
                    _ => ::std::option::Option::None,
                }
            }

            fn unhandled(metadata: runtime::error::ErrorMetadata) -> Self {
                Self::Unhandled(metadata)
            }

            fn shape_mut(&mut self) -> ::std::option::Option<&mut dyn runtime::shape::Shape> {
                match self {
                    $(Self::$variant(error) => ::std::option::Option::Some(error),)*
                    Self::Unhandled(_) => ::std::option::Option::None,
                }
            }

            fn retryable(&self) -> ::std::option::Option<runtime::error::Retryable> {
                match self {
                    $($(Self::$variant(_) => ::std::option::Option::Some(
                        runtime::error::Retryable::$retryable,
                    ),)?)*
                    #[allow(unreachable_patterns)]
                    _ => ::std::option::Option::None,
                }
            }

            #[cfg(feature = "test-util")]
            fn wire_form(&self) -> ::std::option::Option<runtime::error::WireForm<'_>> {
                ::std::option::Option::Some(match self {
                    $(Self::$variant(_) => runtime::error::WireForm::Modelled($code),)*
                    Self::Unhandled(metadata) => runtime::error::WireForm::Unhandled(metadata),
                })
            }
        }

        $(
            #[cfg(feature = "test-util")]
            $crate::operation_error_from!($type, $variant $(, $shape)?);
        )*
    };
}

/// What a fake's closure reports an error with.
#[cfg(feature = "test-util")]
#[doc(hidden)]
#[macro_export]
macro_rules! operation_error_from {
    ($type:ident, $variant:ident) => {
        $crate::operation_error_from!($type, $variant, $variant);
    };
    ($type:ident, $variant:ident, $shape:ident) => {
        impl ::std::convert::From<types::$shape> for $type {
            fn from(error: types::$shape) -> Self {
                Self::$variant(error)
            }
        }
    };
}
