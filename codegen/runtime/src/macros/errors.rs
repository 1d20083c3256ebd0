//! Macros for errors.

/// An error shape: its code and the field of its message.
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
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                // A string or an enum.
                let message = self.$message.as_ref().map(|it| it.as_str());
                $crate::error::write_shape(f, self, $code, message)
            }
        }

        impl ::std::error::Error for $type {}
    };
}

/// The error enum of an operation. A variant whose name differs from its type's names the type,
/// too.
///
/// ```text
/// operation_error! {
///     RetryBuildError => crate::Error {
///         ResourceNotFoundException: "ResourceNotFoundException", message;
///         Unhandled2(Unhandled): "Unhandled", message, Transient, 503;
///     }
/// }
/// ```
///
/// A name behind the variant is that of its predicate; a number is the error's HTTP status, if it
/// is not 400; `"Code" as "Name"` gives the name in the body for an error whose code is in a
/// header. `Oops2(Oops repeated)` is a variant whose type has an earlier one, which values of the
/// type convert into.
#[doc(hidden)]
#[macro_export]
macro_rules! operation_error {
    ($type:ident => $all:ty {
        $(
            $variant:ident $(($shape:ident $($repeated:ident)?))? $(, $predicate:ident)?:
                $code:literal $(as $name:literal)?, $message:ident
                $(, $retryable:ident)? $(, $status:literal)?;
        )*
    }) => {
        impl $type {
            $($(
                #[doc = ::std::concat!(
                    "Whether it is [`", ::std::stringify!($variant),
                    "`](Self::", ::std::stringify!($variant), ").",
                )]
                #[inline]
                pub fn $predicate(&self) -> bool {
                    ::std::matches!(self, Self::$variant(_))
                }
            )?)*

            /// The error code, such as `ThrottlingException`.
            #[inline]
            pub fn code(&self) -> ::std::option::Option<&str> {
                match self {
                    $(Self::$variant(_) => ::std::option::Option::Some($code),)*
                    Self::Unhandled(metadata) => metadata.code(),
                }
            }

            /// The error message.
            #[inline]
            pub fn message(&self) -> ::std::option::Option<&str> {
                match self {
                    $(Self::$variant(error) => error.$message.as_ref().map(|it| it.as_str()),)*
                    Self::Unhandled(metadata) => metadata.message(),
                }
            }
        }

        impl ::std::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match self {
                    $(Self::$variant(error) => ::std::fmt::Display::fmt(error, f),)*
                    Self::Unhandled(metadata) => ::std::fmt::Display::fmt(metadata, f),
                }
            }
        }

        impl ::std::error::Error for $type {}

        $crate::sdk_error_of_operation!($type { $($variant: $code;)* });

        impl $crate::error::OperationError for $type {
            #[inline]
            fn modelled(code: &str) -> ::std::option::Option<Self> {
                // Errors may share a code: the first one in the model is used.
                #[allow(unreachable_patterns)]
                match code {
                    $($($name => ::std::option::Option::Some(
                        Self::$variant(::std::default::Default::default()),
                    ),)?)*
                    $($code => ::std::option::Option::Some(
                        Self::$variant(::std::default::Default::default()),
                    ),)*
                    _ => ::std::option::Option::None,
                }
            }

            #[inline]
            fn unhandled(metadata: $crate::error::ErrorMetadata) -> Self {
                Self::Unhandled(metadata)
            }

            #[inline]
            fn shape_mut(&mut self) -> ::std::option::Option<&mut dyn $crate::shape::Shape> {
                match self {
                    $(Self::$variant(error) => ::std::option::Option::Some(error),)*
                    Self::Unhandled(_) => ::std::option::Option::None,
                }
            }

            #[inline]
            fn retryable(&self) -> ::std::option::Option<$crate::error::Retryable> {
                match self {
                    $($(Self::$variant(_) => ::std::option::Option::Some(
                        $crate::error::Retryable::$retryable,
                    ),)?)*
                    #[allow(unreachable_patterns)]
                    _ => ::std::option::Option::None,
                }
            }

            #[inline]
            fn wire_form(&self) -> ::std::option::Option<$crate::error::WireForm<'_>> {
                ::std::option::Option::Some(match self {
                    $(Self::$variant(_) => {
                        #[allow(unused_mut, unused_assignments)]
                        let (mut name, mut status) = (::std::option::Option::None, 400);
                        $(name = ::std::option::Option::Some($name);)?
                        $(status = $status;)?
                        $crate::error::WireForm::Modelled { code: $code, name, status }
                    })*
                    Self::Unhandled(metadata) => $crate::error::WireForm::Unhandled(metadata),
                })
            }
        }

        $($crate::error_from_shape!($type, $variant $(, $shape $($repeated)?)?);)*

        impl ::std::convert::From<$crate::error::CallError<$type>> for $all {
            #[inline]
            fn from(error: $crate::error::CallError<$type>) -> Self {
                match error.into_reported() {
                    ::std::result::Result::Ok((error, report)) => match error {
                        $($type::$variant(error) => {
                            Self::$variant($crate::error::ServiceError::new(error, report))
                        })*
                        $type::Unhandled(error) => Self::Unhandled(report.unmodelled(error)),
                    },
                    ::std::result::Result::Err(error) => Self::Unhandled(error),
                }
            }
        }
    };
}

/// Converts the shape of a modelled error into an operation's error, by its first variant.
#[doc(hidden)]
#[macro_export]
macro_rules! error_from_shape {
    ($type:ident, $variant:ident) => {
        $crate::error_from_shape!($type, $variant, $variant);
    };
    ($type:ident, $variant:ident, $shape:ident) => {
        impl ::std::convert::From<types::$shape> for $type {
            #[inline]
            fn from(error: types::$shape) -> Self {
                Self::$variant(error)
            }
        }
    };
    ($type:ident, $variant:ident, $shape:ident repeated) => {};
}

/// The error enum of a service.
///
/// ```text
/// service_errors! {
///     Error {
///         InvalidInputException;
///         ResourceNotFoundException;
///     }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! service_errors {
    ($type:ident { $($variant:ident;)* }) => {
        impl $type {
            #[inline]
            fn view(&self) -> $crate::error::View<'_> {
                match self {
                    $(Self::$variant(error) => error.view(),)*
                    Self::Unhandled(error) => error.view_with_model(),
                }
            }

            $crate::error_predicates!(view);
            $crate::retry_predicates!(view);
        }

        impl ::std::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match self {
                    $(Self::$variant(error) => ::std::fmt::Display::fmt(error, f),)*
                    Self::Unhandled(error) => ::std::fmt::Display::fmt(error, f),
                }
            }
        }

        /// The text says everything, so there is no `source()` that would repeat it.
        impl ::std::error::Error for $type {}

        impl ::std::convert::From<$type> for $crate::error::AnyError {
            #[inline]
            fn from(error: $type) -> Self {
                match error {
                    $($type::$variant(error) => ::std::convert::Into::into(error),)*
                    $type::Unhandled(error) => ::std::convert::Into::into(error),
                }
            }
        }

        $crate::sdk_error_of_service!($type);
    };
}
