//! The authentication schemes that endpoint rules list, in the forms that most of them have.

use aws_smithy_types::Document;
use aws_smithy_types::endpoint::EndpointAuthScheme as AuthScheme;

/// Signature Version 4 with a signing name and region.
#[must_use]
pub fn sigv4(name: &str, region: &str) -> AuthScheme {
    scheme("sigv4", name, region)
}

/// Signature Version 4 with the service's own signing name, and a region.
#[must_use]
pub fn sigv4_in(region: &str) -> AuthScheme {
    AuthScheme::with_capacity("sigv4", 1).put("signingRegion", region)
}

/// Signature Version 4a (asymmetric) with a signing name and the set of regions that accept it.
#[must_use]
pub fn sigv4a<const N: usize>(name: &str, regions: [&str; N]) -> AuthScheme {
    sigv4a_in(regions).put("signingName", name)
}

/// Signature Version 4a (asymmetric) with the service's own signing name, and the set of regions
/// that accept it.
#[must_use]
pub fn sigv4a_in<const N: usize>(regions: [&str; N]) -> AuthScheme {
    let regions = Vec::from(regions.map(Document::from));
    AuthScheme::with_capacity("sigv4a", 2).put("signingRegionSet", regions)
}

/// Another scheme with a signing name and region.
#[must_use]
pub fn scheme(scheme: &'static str, name: &str, region: &str) -> AuthScheme {
    AuthScheme::with_capacity(scheme, 2)
        .put("signingName", name)
        .put("signingRegion", region)
}

/// The scheme with paths that signatures encode only once.
pub(super) fn without_double_encoding(scheme: AuthScheme) -> AuthScheme {
    scheme.put("disableDoubleEncoding", true)
}
