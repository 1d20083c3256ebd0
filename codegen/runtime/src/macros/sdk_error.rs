//! Traits of AWS's runtime for the errors of generated crates (feature `client`).

/// Implements the traits for the error of an operation.
#[cfg(feature = "client")]
#[doc(hidden)]
#[macro_export]
macro_rules! sdk_error_of_operation {
    ($type:ident { $($variant:ident: $code:literal;)* }) => {
        impl $crate::client::sdk_error::ProvideErrorMetadata for $type {
            #[inline]
            fn meta(&self) -> &$crate::client::sdk_error::AwsErrorMetadata {
                match self {
                    $(Self::$variant(_) => $crate::client::sdk_error::meta_of($code),)*
                    Self::Unhandled(metadata) => {
                        $crate::client::sdk_error::ProvideErrorMetadata::meta(metadata)
                    }
                }
            }

            #[inline]
            fn code(&self) -> ::std::option::Option<&str> {
                self.code()
            }

            #[inline]
            fn message(&self) -> ::std::option::Option<&str> {
                self.message()
            }
        }

        impl $crate::client::sdk_error::CreateUnhandledError for $type {
            #[inline]
            fn create_unhandled_error(
                source: ::std::boxed::Box<
                    dyn ::std::error::Error + ::std::marker::Send + ::std::marker::Sync,
                >,
                meta: ::std::option::Option<$crate::client::sdk_error::AwsErrorMetadata>,
            ) -> Self {
                Self::Unhandled($crate::client::sdk_error::unhandled(&*source, meta.as_ref()))
            }
        }
    };
}

/// Empty without the feature `client`.
#[cfg(not(feature = "client"))]
#[doc(hidden)]
#[macro_export]
macro_rules! sdk_error_of_operation {
    ($($anything:tt)*) => {};
}

/// Implements the traits for the error of a service.
#[cfg(feature = "client")]
#[doc(hidden)]
#[macro_export]
macro_rules! sdk_error_of_service {
    ($type:ident) => {
        impl $crate::client::sdk_error::ProvideErrorMetadata for $type {
            #[inline]
            fn meta(&self) -> &$crate::client::sdk_error::AwsErrorMetadata {
                $crate::client::sdk_error::meta(self.metadata())
            }

            #[inline]
            fn code(&self) -> ::std::option::Option<&str> {
                self.code()
            }

            #[inline]
            fn message(&self) -> ::std::option::Option<&str> {
                self.message()
            }
        }

        impl $crate::client::sdk_error::RequestId for $type {
            #[inline]
            fn request_id(&self) -> ::std::option::Option<&str> {
                self.request_id()
            }
        }
    };
}

/// Empty without the feature `client`.
#[cfg(not(feature = "client"))]
#[doc(hidden)]
#[macro_export]
macro_rules! sdk_error_of_service {
    ($type:ident) => {};
}
