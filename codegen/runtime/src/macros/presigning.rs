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
            pub fn presign(
                self,
                expires_in: ::std::time::Duration,
            ) -> impl ::std::future::Future<
                Output = ::std::result::Result<
                    $crate::features::presigning::PresignedRequest,
                    $crate::error::CallError<$error>,
                >,
            > {
                self.0.presign(expires_in)
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

/// The method `presign_post` of a call that can be a form.
#[cfg(feature = "presigning")]
#[doc(hidden)]
#[macro_export]
macro_rules! presign_post {
    ($type:ident: $error:ident { condition: $condition:expr; field: $field:expr; }) => {
        impl $type {
            /// Makes a form of the call instead of sending it: whoever has it can send it with a
            /// file, without credentials, as the policy says. The key may end in `${filename}`.
            ///
            /// # Errors
            ///
            /// As `presign`, and for members that the policy does not have: state them with
            /// `PostPolicy::field`.
            #[inline]
            pub async fn presign_post(
                self,
                policy: $crate::features::presigned_post::PostPolicy,
            ) -> ::std::result::Result<
                $crate::features::presigned_post::PresignedPost,
                $crate::error::CallError<$error>,
            > {
                let members = $crate::features::presigned_post::PostMembers {
                    condition: $condition,
                    field: $field,
                };
                self.0.presign_post(policy, members).await
            }
        }
    };
}

/// Empty without the feature `presigning`.
#[cfg(not(feature = "presigning"))]
#[doc(hidden)]
#[macro_export]
macro_rules! presign_post {
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

/// The types of presigned forms.
#[cfg(feature = "presigning")]
#[doc(hidden)]
#[macro_export]
macro_rules! presigned_form {
    () => {
        /// What a presigned form may send, and until when.
        pub type PostPolicy = $crate::features::presigned_post::PostPolicy;
        /// A presigned form.
        pub type PresignedPost = $crate::features::presigned_post::PresignedPost;
    };
}

/// Empty without the feature `presigning`.
#[cfg(not(feature = "presigning"))]
#[doc(hidden)]
#[macro_export]
macro_rules! presigned_form {
    () => {};
}
