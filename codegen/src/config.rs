//! Configuration of the generator.

use std::collections::{BTreeMap, BTreeSet};

/// The input of [`generate`](crate::generate).
#[derive(Clone, Debug)]
pub struct Input {
    /// The files of the model by file name, plain or gzip (`service-2.json`,
    /// `paginators-1.json.gz`, `service-2.sdk-extras.json` …), or a single file of any name.
    pub model: BTreeMap<String, Vec<u8>>,
    /// The contents of `overlay.json`.
    pub overlay: Option<Vec<u8>>,
    /// What to call the overlay in messages; by default `overlay.json`.
    pub overlay_name: Option<String>,
    /// Example programs by file name, copied into the crate, and their `Cargo.toml`, whose
    /// `[dev-dependencies]` and following lines are appended to the crate's manifest.
    pub examples: BTreeMap<String, String>,
    /// The configuration.
    pub config: Config,
}

/// What to generate from a model.
#[derive(Clone, Debug)]
pub struct Config {
    /// The name of the crate; by default the service's id in lower case.
    pub crate_name: Option<String>,
    /// The version of the crate.
    pub crate_version: String,
    /// The operations by their names in the model; by default all.
    pub operations: Option<Vec<String>>,
    /// The command that regenerates the crate, for the header of each file.
    pub command: String,
    /// Where the crate finds the runtime.
    pub runtime: Runtime,
}

/// The dependency of a generated crate on `tinsmith-runtime`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Runtime {
    /// A folder, relative to the generated crate or absolute, with `/` as separator.
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

/// An optional feature of generated crates. A module's features are fixed when it is generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Feature {
    /// `Client` and `Config`, based on AWS's runtime crates.
    Client,
    /// AWS's HTTPS connector; without it, set an `http_client` on `Config`.
    DefaultHttpsClient,
    /// `Serialize` and `Deserialize` for every type, with the model's names.
    Serde,
    /// `futures_core::Stream` for pages, items and streams of bytes and events.
    Stream,
    /// A mock service, fixtures and test connections.
    TestUtil,
}

impl Feature {
    /// All features.
    pub const ALL: [Self; 5] = [
        Self::Client,
        Self::DefaultHttpsClient,
        Self::Serde,
        Self::Stream,
        Self::TestUtil,
    ];

    /// The name in generated crates.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::DefaultHttpsClient => "default-https-client",
            Self::Serde => "serde",
            Self::Stream => "stream",
            Self::TestUtil => "test-util",
        }
    }

    /// Features with their dependencies: all but `serde` require a client.
    pub(crate) fn with_needed(features: &BTreeSet<Self>) -> BTreeSet<Self> {
        let mut all = features.clone();
        if features.iter().any(|it| *it != Self::Serde) {
            all.insert(Self::Client);
        }
        all
    }
}
