//! What to generate.

use std::collections::{BTreeMap, BTreeSet};

/// The input of [`generate`](crate::generate).
#[derive(Clone, Debug)]
pub struct Input {
    /// The files of the model by file name, plain or gzip (`service-2.json`,
    /// `paginators-1.json.gz`, `service-2.sdk-extras.json` …), or a single file of any name.
    pub model: BTreeMap<String, Vec<u8>>,
    /// `overlay.json`, if there is one.
    pub overlay: Option<Vec<u8>>,
    /// Example programs by file name, which become part of the crate as they are, and their
    /// `Cargo.toml`: from its `[dev-dependencies]` on, it is the end of the crate's manifest.
    pub examples: BTreeMap<String, String>,
    /// What to generate from the model.
    pub config: Config,
}

/// What to generate from a model.
#[derive(Clone, Debug)]
pub struct Config {
    /// The name of the crate; the service's id in lower case if there is none.
    pub crate_name: Option<String>,
    /// The version of the crate.
    pub crate_version: String,
    /// The operations, by their names in the model; all of them if there is no list.
    pub operations: Option<Vec<String>>,
    /// The command that regenerates the crate, for the header of each file.
    pub command: String,
    /// Where the crate finds the runtime.
    pub runtime: Runtime,
}

/// Where a generated crate finds the crate `tinsmith-runtime`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Runtime {
    /// A folder, relative to the generated crate's folder or absolute, with `/` between the parts.
    Path(String),
    /// A version requirement in the registry: `0.1`.
    Version(String),
    /// A git repository.
    Git {
        /// Its URL.
        url: String,
        /// The commit, tag or branch to use.
        revision: String,
    },
}

/// The folder `runtime` of the generated crate.
impl Default for Runtime {
    fn default() -> Self {
        Self::Path("runtime".to_owned())
    }
}

/// An optional feature of generated crates. Those of a module are chosen when it is generated.
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
    /// Fakes of the service, fixtures and test connections.
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
