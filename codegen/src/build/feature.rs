//! What a module has.

use std::collections::BTreeSet;

/// A part of a client that not everybody needs: a feature of generated crates. A module's are chosen
/// when it is generated, because cargo's are those of the crate that includes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Feature {
    /// `Client` and `Config`, on AWS's own runtime crates.
    Client,
    /// AWS's HTTPS connector; without it, give `Config` a connector.
    DefaultHttpsClient,
    /// `Serialize` and `Deserialize` for every type, in the form of the model.
    Serde,
    /// `futures_core::Stream` for pages and items.
    Stream,
    /// Fakes of the service, fixtures and doubles of a connection, for tests.
    TestUtil,
}

impl Feature {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Client,
        Self::DefaultHttpsClient,
        Self::Serde,
        Self::Stream,
        Self::TestUtil,
    ];

    /// Its name in generated crates.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::DefaultHttpsClient => "default-https-client",
            Self::Serde => "serde",
            Self::Stream => "stream",
            Self::TestUtil => "test-util",
        }
    }

    /// Some features with what they need: all but `serde` are about a client.
    pub(crate) fn with_needed(features: &BTreeSet<Self>) -> BTreeSet<Self> {
        let mut all = features.clone();
        if features.iter().any(|it| *it != Self::Serde) {
            all.insert(Self::Client);
        }
        all
    }
}
