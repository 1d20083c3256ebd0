//! What only crates with presigned requests have (feature `presigning`).

/// The method `presign` of a call, whose mark says that it has one.
#[cfg(feature = "presigning")]
#[doc(hidden)]
#[macro_export]
macro_rules! presign {
    ($type:ident($operation:ident): $error:ident presignable) => {
        impl $crate::features::presigning::Presign for $operation {}

        impl $type {
            /// Presigns the request instead of sending it: whoever has it can send it with any HTTP
            /// client, without credentials. It is valid for `expires_in` from now on, whole seconds
            /// up to 7 days, or until the credentials expire that it was signed with.
            ///
            /// # Errors
            ///
            /// If the input is incomplete, there are no credentials, or for another time.
            #[inline]
            pub async fn presign(
                self,
                expires_in: ::std::time::Duration,
            ) -> ::std::result::Result<
                $crate::features::presigning::PresignedRequest,
                $crate::error::CallError<$error>,
            > {
                self.0.presign(expires_in).await
            }
        }
    };
    ($type:ident($operation:ident): $error:ident not_clone_presignable) => {
        $crate::presign!($type($operation): $error presignable);
    };
    ($type:ident($operation:ident): $error:ident $($mark:ident)?) => {};
}

/// Empty without the feature `presigning`.
#[cfg(not(feature = "presigning"))]
#[doc(hidden)]
#[macro_export]
macro_rules! presign {
    ($($anything:tt)*) => {};
}

/// The type of presigned requests.
#[cfg(feature = "presigning")]
#[doc(hidden)]
#[macro_export]
macro_rules! presigned_request {
    () => {
        /// A presigned request.
        pub type PresignedRequest = $crate::features::presigning::PresignedRequest;
    };
}

/// Empty without the feature `presigning`.
#[cfg(not(feature = "presigning"))]
#[doc(hidden)]
#[macro_export]
macro_rules! presigned_request {
    () => {};
}
