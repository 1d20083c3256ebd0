//! Macros for structures, unions and enums.

/// A structure and its member table.
///
/// ```text
/// structure! {
///     structure("Tag") => Tag {
///         key: "key".required();
///         value: "value";
///     }
/// }
/// ```
///
/// `, builder()` behind the name adds `builder` and `build` to the structure, and `, builder(checked)`
/// a `build` that fails if a required member is missing.
///
/// What only XML and forms need follows a comma: of the document after the name, of members after
/// their other properties. Another comma, and it is about the items of a list of lists.
///
/// ```text
/// structure! {
///     structure("Group"), document("CreateGroup").namespace("", "https://…") => Group {
///         tags: "tags".required(), item("Tag").flattened();
///         table: "table", item("Row"), item("Cell");
///     }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! structure {
    ($kind:ident($name:literal) $(.$fact:ident())*
        $(, builder($($checked:ident)?))?
        $(, document($document:literal) $(.$element:ident($($of_element:tt)*))*)? => $type:ident {
        $($field:ident: $member:literal $(.$flag:ident($($argument:tt)*))*
            $(, $($($xml:ident($($of_xml:tt)*)).+),+)?;)*
    }) => {
        // Field names are the member indexes: an enum counts them, and constants of the same names
        // are patterns. Except for `self_` and the like, no field name ends in an underscore, so
        // the names used here do.
        #[allow(dead_code, non_camel_case_types, non_upper_case_globals)]
        #[allow(clippy::enum_variant_names)]
        const _: () = {
            static SCHEMA: $crate::schema::Schema = $crate::schema::Schema::$kind(
                $name,
                &[$($crate::schema::Member::new($member)$(.$flag($($argument)*))*
                    $(.xml($crate::xml!($($($xml($($of_xml)*)).+),+)))?),*],
            )
            .in_rust(::std::stringify!($type), &[$(::std::stringify!($field)),*])
            $(.$fact())*$(.document(
                &$crate::xml::Element::named($document)$(.$element($($of_element)*))*,
            ))?;

            enum Position_ {
                $($field),*
            }
            $(const $field: usize = Position_::$field as usize;)*

            impl $crate::shape::Shape for $type {
                #[inline]
                fn schema(&self) -> &'static $crate::schema::Schema {
                    &SCHEMA
                }

                #[inline]
                fn member(&self, position_: usize) -> ::std::option::Option<$crate::value::ValueRef<'_>> {
                    match position_ {
                        $($field => $crate::value::Value::value(&self.$field),)*
                        _ => ::std::option::Option::None,
                    }
                }

                #[inline]
                fn member_mut(
                    &mut self,
                    position_: usize,
                ) -> ::std::option::Option<$crate::value::ValueMut<'_>> {
                    match position_ {
                        $($field => ::std::option::Option::Some(
                            $crate::value::Value::value_mut(&mut self.$field),
                        ),)*
                        _ => ::std::option::Option::None,
                    }
                }
            }
        };

        $($crate::builder!($type $($checked)?);)?
        $crate::shape!($type);
    };
}

/// `builder` and `build` of a structure, which is its own builder.
#[doc(hidden)]
#[macro_export]
macro_rules! builder {
    ($type:ident $($checked:ident)?) => {
        impl $type {
            /// The same as `default()`: a structure is its own builder.
            #[inline]
            #[must_use]
            pub fn builder() -> Self {
                ::std::default::Default::default()
            }

            $crate::builder!(@build $($checked)?);
        }
    };
    (@build) => {
        /// The structure itself, as the end of a chain that [`builder`](Self::builder) begins.
        #[inline]
        #[must_use]
        pub fn build(self) -> Self {
            self
        }
    };
    (@build checked) => {
        /// The structure itself, as the end of a chain that [`builder`](Self::builder) begins.
        ///
        /// # Errors
        ///
        /// If a required member is not set. Numbers, booleans and texts that may be empty count as
        /// set.
        #[inline]
        pub fn build(self) -> ::std::result::Result<Self, $crate::error::BuildError> {
            $crate::check::complete(&self).map(|()| self)
        }
    };
}

/// What XML and forms need to know of a member, and then of its items.
#[doc(hidden)]
#[macro_export]
macro_rules! xml {
    ($($fact:ident($($argument:tt)*)).+ $(, $($rest:tt)+)?) => {
        ::std::option::Option::Some(
            &$crate::xml::Xml::new()$(.$fact($($argument)*))+$(.of($crate::xml!($($rest)+)))?
        )
    };
}

/// A union and its member table.
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
        $($variant:ident: $member:literal $(.$flag:ident($($argument:tt)*))*
            $(, $($($xml:ident($($of_xml:tt)*)).+),+)?;)*
    }) => {
        #[allow(dead_code, non_camel_case_types, unused_variables)]
        #[allow(clippy::enum_variant_names)]
        const _: () = {
            static SCHEMA: $crate::schema::Schema = $crate::schema::Schema::$kind(
                $name,
                &[$($crate::schema::Member::new($member)$(.$flag($($argument)*))*
                    $(.xml($crate::xml!($($($xml($($of_xml)*)).+),+)))?),*],
            )
            .in_rust(::std::stringify!($type), &[$(::std::stringify!($variant)),*])
            $(.$fact())*;

            enum Position_ {
                $($variant),*
            }

            impl $crate::shape::Shape for $type {
                #[inline]
                fn schema(&self) -> &'static $crate::schema::Schema {
                    &SCHEMA
                }

                #[inline]
                fn member(&self, position_: usize) -> ::std::option::Option<$crate::value::ValueRef<'_>> {
                    match self {
                        $(Self::$variant(value) if position_ == Position_::$variant as usize => {
                            $crate::value::Value::value(value)
                        })*
                        _ => ::std::option::Option::None,
                    }
                }

                #[inline]
                fn member_mut(
                    &mut self,
                    position_: usize,
                ) -> ::std::option::Option<$crate::value::ValueMut<'_>> {
                    $(
                        if position_ == Position_::$variant as usize
                            && !::std::matches!(self, Self::$variant(_))
                        {
                            *self = Self::$variant(::std::default::Default::default());
                        }
                    )*
                    match self {
                        $(Self::$variant(value) if position_ == Position_::$variant as usize => {
                            ::std::option::Option::Some($crate::value::Value::value_mut(value))
                        })*
                        _ => ::std::option::Option::None,
                    }
                }

                #[inline]
                fn set_unknown(&mut self, name: &str) {
                    *self = Self::UnknownValue(::std::convert::Into::into(name));
                }

                #[inline]
                fn unknown(&self) -> ::std::option::Option<&str> {
                    match self {
                        $(Self::$variant(_) => ::std::option::Option::None,)*
                        Self::UnknownValue(name) => ::std::option::Option::Some(name),
                    }
                }
            }

            /// No variant: the empty name.
            impl ::std::default::Default for $type {
                #[inline]
                fn default() -> Self {
                    Self::UnknownValue(::std::default::Default::default())
                }
            }
        };

        $crate::shape!($type);
    };
}

/// Common implementations of structures and unions.
#[doc(hidden)]
#[macro_export]
macro_rules! shape {
    ($type:ident) => {
        impl $crate::value::Value for $type {
            #[inline]
            fn value(&self) -> ::std::option::Option<$crate::value::ValueRef<'_>> {
                ::std::option::Option::Some($crate::value::ValueRef::Shape(self))
            }

            #[inline]
            fn value_mut(&mut self) -> $crate::value::ValueMut<'_> {
                $crate::value::ValueMut::Shape(self)
            }
        }

        impl $crate::value::Item for $type {}

        impl ::std::fmt::Debug for $type {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::debug::fmt(self, f)
            }
        }

        $crate::serde!($type, serialize, deserialize);
    };
}

/// An open enum and its values.
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
            /// All known values, in model order.
            pub const VALUES: &'static [Self] = &[$(Self::$variant),*];

            /// The texts of all known values, in model order.
            pub const fn values() -> &'static [&'static str] {
                &[$($text),*]
            }

            /// The value of a text, if it is known.
            ///
            /// # Errors
            ///
            /// If it is not.
            pub fn try_parse(
                text: &str,
            ) -> ::std::result::Result<Self, $crate::error::UnknownVariantError> {
                match Self::from(text) {
                    Self::UnknownValue(text) => {
                        ::std::result::Result::Err($crate::error::UnknownVariantError::new(text))
                    }
                    value => ::std::result::Result::Ok(value),
                }
            }

            /// The value's text on the wire.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::UnknownValue(text) => text,
                }
            }
        }

        // Equality, order and hash are those of the text, so that they do not change when an
        // unknown value becomes known.
        impl ::std::cmp::PartialEq for $type {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl ::std::cmp::Eq for $type {}

        impl ::std::cmp::PartialOrd for $type {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> ::std::option::Option<::std::cmp::Ordering> {
                ::std::option::Option::Some(::std::cmp::Ord::cmp(self, other))
            }
        }

        impl ::std::cmp::Ord for $type {
            #[inline]
            fn cmp(&self, other: &Self) -> ::std::cmp::Ordering {
                ::std::cmp::Ord::cmp(self.as_str(), other.as_str())
            }
        }

        impl ::std::hash::Hash for $type {
            #[inline]
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                ::std::hash::Hash::hash(self.as_str(), state);
            }
        }

        impl ::std::convert::From<&str> for $type {
            #[inline]
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::UnknownValue(::std::convert::Into::into(text)),
                }
            }
        }

        impl ::std::convert::From<::std::string::String> for $type {
            #[inline]
            fn from(text: ::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl ::std::str::FromStr for $type {
            type Err = ::std::convert::Infallible;

            #[inline]
            fn from_str(text: &str) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                ::std::result::Result::Ok(Self::from(text))
            }
        }

        impl ::std::convert::AsRef<str> for $type {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::std::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        /// No value: the empty text.
        impl ::std::default::Default for $type {
            #[inline]
            fn default() -> Self {
                Self::UnknownValue(::std::default::Default::default())
            }
        }

        impl $crate::shape::Enumeration for $type {
            #[inline]
            fn set(&mut self, text: &str) {
                *self = Self::from(text);
            }

            #[inline]
            fn texts(&self) -> &'static [&'static str] {
                Self::values()
            }
        }

        impl $crate::value::Value for $type {
            #[inline]
            fn value(&self) -> ::std::option::Option<$crate::value::ValueRef<'_>> {
                ::std::option::Option::Some($crate::value::ValueRef::Enumeration(self.as_str()))
            }

            #[inline]
            fn value_mut(&mut self) -> $crate::value::ValueMut<'_> {
                $crate::value::ValueMut::Enumeration(self)
            }
        }

        impl $crate::value::Item for $type {}

        impl $crate::value::Key for $type {
            #[inline]
            fn from_text(text: &str) -> Self {
                Self::from(text)
            }

            #[inline]
            fn as_text(&self) -> &str {
                self.as_str()
            }
        }

        $crate::serde!($type, serialize_text, deserialize_text);
    };
}
