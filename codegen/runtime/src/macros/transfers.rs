//! What only crates with transfers have (feature `transfers`).

/// An operation that sends a whole object, and what sends it in parts.
#[cfg(feature = "transfers")]
#[doc(hidden)]
#[macro_export]
macro_rules! upload {
    ($call:ident($put:ident) $(, resume($list:path))? {
        create: $create:path;
        part: $part:path;
        complete: $complete:path;
        abort: $abort:path;
        $($fact:ident: $value:expr;)*
    }) => {
        impl $crate::features::transfers::Uploading for $put {
            const UPLOAD: &'static $crate::features::transfers::UploadFacts =
                &$crate::features::transfers::UploadFacts {
                    put: $crate::features::transfers::Erased::of::<$put>(),
                    create: $crate::features::transfers::Erased::of::<$create>(),
                    part: $crate::features::transfers::Erased::of::<$part>(),
                    complete: $crate::features::transfers::Erased::of::<$complete>(),
                    abort: $crate::features::transfers::Erased::of::<$abort>(),
                    $($fact: $value,)*
                };
        }

        $(impl $crate::features::transfers::ResumableUploading for $put {
            const PARTS: &'static $crate::features::transfers::ErasedPages =
                &$crate::features::transfers::ErasedPages::of::<$list>();
        })?

        impl $call {
            /// Sends the object in parts, several at once, if it is large.
            #[inline]
            pub fn into_upload(self) -> $crate::features::transfers::Upload<$put> {
                self.0.into_upload()
            }

            /// Sends the files of a directory. Their names are the key of this call, followed by their
            /// relative paths.
            #[inline]
            pub fn upload_directory(
                self,
                directory: impl ::std::convert::AsRef<::std::path::Path>,
            ) -> $crate::features::transfers::DirectoryUpload<$put> {
                self.0.upload_directory(directory)
            }
        }
    };
}

/// An operation that receives a whole object or a range of it.
#[cfg(feature = "transfers")]
#[doc(hidden)]
#[macro_export]
macro_rules! download {
    ($call:ident($get:ident) { $($fact:ident: $value:expr;)* }) => {
        impl $crate::features::transfers::Downloading for $get {
            const DOWNLOAD: &'static $crate::features::transfers::DownloadFacts =
                &$crate::features::transfers::DownloadFacts {
                    get: $crate::features::transfers::Erased::of::<$get>(),
                    $($fact: $value,)*
                };
        }

        impl $call {
            /// Receives the object in ranges, several at once, if it is large.
            #[inline]
            pub fn into_download(self) -> $crate::features::transfers::Download<$get> {
                self.0.into_download()
            }
        }
    };
}

/// An operation that lists objects to download.
#[cfg(feature = "transfers")]
#[doc(hidden)]
#[macro_export]
macro_rules! listing {
    ($call:ident($list:ident) { get: $get:path; $($fact:ident: $value:expr;)* }) => {
        impl $crate::features::transfers::ListingDownloads for $list {
            type Get = $get;

            const LISTING: &'static $crate::features::transfers::ListingFacts =
                &$crate::features::transfers::ListingFacts {
                    list: $crate::features::transfers::ErasedPages::of::<$list>(),
                    download: <$get as $crate::features::transfers::Downloading>::DOWNLOAD,
                    $($fact: $value,)*
                };
        }

        impl $call {
            /// Receives the listed objects as files of a directory.
            #[inline]
            pub fn download_directory(
                self,
                directory: impl ::std::convert::AsRef<::std::path::Path>,
            ) -> $crate::features::transfers::DirectoryDownload<$list> {
                self.0.download_directory(directory)
            }
        }
    };
}

/// The types of transfers.
#[cfg(feature = "transfers")]
#[doc(hidden)]
#[macro_export]
macro_rules! transfers {
    () => {
        /// An upload under construction.
        pub type Upload<O> = $crate::features::transfers::Upload<O>;

        /// A download under construction.
        pub type Download<O> = $crate::features::transfers::Download<O>;

        /// An upload of a directory under construction.
        pub type DirectoryUpload<O> = $crate::features::transfers::DirectoryUpload<O>;

        /// A download of listed objects under construction.
        pub type DirectoryDownload<O> = $crate::features::transfers::DirectoryDownload<O>;

        /// What was transferred of a directory.
        pub type DirectoryOutput = $crate::features::transfers::DirectoryOutput;

        /// Why a transfer failed.
        pub type TransferError = $crate::features::transfers::TransferError;

        /// The kinds of [`TransferError`].
        pub type TransferErrorKind = $crate::features::transfers::TransferErrorKind;
    };
}

/// Empty without the feature `transfers`.
#[cfg(not(feature = "transfers"))]
#[doc(hidden)]
#[macro_export]
macro_rules! upload {
    ($($anything:tt)*) => {};
}

/// Empty without the feature `transfers`.
#[cfg(not(feature = "transfers"))]
#[doc(hidden)]
#[macro_export]
macro_rules! download {
    ($($anything:tt)*) => {};
}

/// Empty without the feature `transfers`.
#[cfg(not(feature = "transfers"))]
#[doc(hidden)]
#[macro_export]
macro_rules! listing {
    ($($anything:tt)*) => {};
}

/// Empty without the feature `transfers`.
#[cfg(not(feature = "transfers"))]
#[doc(hidden)]
#[macro_export]
macro_rules! transfers {
    ($($anything:tt)*) => {};
}
