//! Checksum algorithms by their names in models and headers.

use aws_smithy_checksums::ChecksumAlgorithm;
use aws_smithy_checksums::http::HttpChecksum;
use base64_simd::STANDARD;
use http::HeaderName;

use super::sha512::Sha512;
use crate::core::operation::BodyChecksum;
use crate::core::schema::{Location, Member};

/// The names of headers with a checksum begin with it.
pub(super) const PREFIX: &str = "x-amz-checksum-";

/// The header that says what a checksum covers.
pub(in crate::features) const COVERAGE: &str = "x-amz-checksum-type";

/// Its value for a checksum of the checksums of parts, which says nothing of the content.
pub(in crate::features) const COMPOSITE: &str = "COMPOSITE";

/// An algorithm that this crate knows.
#[derive(Clone, Copy, Debug)]
pub(in crate::features) struct Algorithm {
    name: &'static str,
    /// A checksum of no bytes yet.
    make: fn() -> Box<dyn HttpChecksum>,
}

/// The known algorithms, with their names in models. Of several that a response has, the first is
/// checked.
const KNOWN: [Algorithm; 6] = [
    Algorithm::new("CRC64NVME", || ChecksumAlgorithm::Crc64Nvme.into_impl()),
    Algorithm::new("CRC32C", || ChecksumAlgorithm::Crc32c.into_impl()),
    Algorithm::new("CRC32", || ChecksumAlgorithm::Crc32.into_impl()),
    Algorithm::new("SHA1", || ChecksumAlgorithm::Sha1.into_impl()),
    Algorithm::new("SHA256", || ChecksumAlgorithm::Sha256.into_impl()),
    Algorithm::new("SHA512", || Box::<Sha512>::default()),
];

impl Algorithm {
    const fn new(name: &'static str, make: fn() -> Box<dyn HttpChecksum>) -> Self {
        Self { name, make }
    }

    /// The algorithm of a name.
    ///
    /// # Errors
    ///
    /// If it is unknown.
    pub(in crate::features) fn named(name: &str) -> Result<Self, String> {
        let known = KNOWN.into_iter().find(|it| it.name == name);
        known.ok_or_else(|| {
            let names = KNOWN.map(|it| it.name).join(", ");
            format!(
                "the checksum algorithm {name:?} is not supported: choose one of {names}, or set \
                 the member with the checksum itself"
            )
        })
    }

    /// The known algorithms, the preferred ones first.
    #[cfg(feature = "transfers")]
    pub(in crate::features) fn all() -> impl Iterator<Item = Self> {
        KNOWN.into_iter()
    }

    /// Those of the named algorithms that are known, the preferred ones first.
    pub(in crate::features) fn known(names: &[&str]) -> impl Iterator<Item = Self> {
        KNOWN.into_iter().filter(|it| names.contains(&it.name))
    }

    pub(in crate::features) fn name(self) -> &'static str {
        self.name
    }

    /// The header or trailer with the checksum.
    pub(in crate::features) fn header(self) -> HeaderName {
        HeaderName::from_static(self.checksum().header_name())
    }

    /// A checksum of no bytes yet.
    pub(in crate::features) fn checksum(self) -> Box<dyn HttpChecksum> {
        (self.make)()
    }
}

/// Whether a member is a checksum, of any algorithm.
pub(in crate::features) fn is_checksum(member: &Member) -> bool {
    let start = member.wire.get(..PREFIX.len());
    member.location == Location::Header && start.is_some_and(|it| it.eq_ignore_ascii_case(PREFIX))
}

/// The text of a header with a checksum that is being computed.
pub(super) struct Digest(pub(super) Box<dyn HttpChecksum>);

impl BodyChecksum for Digest {
    fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(self: Box<Self>) -> String {
        STANDARD.encode_to_string(self.0.finalize())
    }
}
