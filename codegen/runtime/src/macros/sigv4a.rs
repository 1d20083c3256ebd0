//! What only crates with asymmetric signatures have (feature `sigv4a`).

/// The authentication schemes of a service that may ask for asymmetric signatures.
#[cfg(feature = "sigv4a")]
#[doc(hidden)]
#[macro_export]
macro_rules! with_sigv4a {
    ($($scheme:ident),*) => {
        &[$(&$scheme,)* &$crate::features::sigv4a::SIGV4A]
    };
}

/// Without the feature `sigv4a`, only the others.
#[cfg(not(feature = "sigv4a"))]
#[doc(hidden)]
#[macro_export]
macro_rules! with_sigv4a {
    ($($scheme:ident),*) => {
        &[$(&$scheme),*]
    };
}
