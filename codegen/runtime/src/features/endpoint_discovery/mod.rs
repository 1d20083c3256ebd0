//! Endpoint discovery: for operations without a fixed endpoint, the client requests the endpoint
//! from another operation of the service and caches it for as long as the response says.
//!
//! | module | contents |
//! |---|---|
//! | `cache` | the cache of discovered endpoints |
//! | `call` | discovery for one call |
//! | `failure` | discovery failures |
//!
//! Requests, caching and failures are handled as in botocore.

mod cache;
mod call;
mod failure;

use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

use std::sync::Arc;

use crate::client::core::Core;
use crate::client::operation::{CallFeature, ClientOperation};
use call::CallDiscovery;
use failure::DiscoveryFailure;

/// The endpoint identifiers in an input, by the names of their members.
pub type Identifiers = BTreeMap<&'static str, String>;

/// The operation that returns the endpoints of others.
pub trait EndpointOperation: ClientOperation {
    /// The error code with which the service rejects requests to an endpoint that is no longer
    /// valid.
    const INVALID_ENDPOINT: &'static str;

    /// The input for the endpoint of an operation with these identifiers, for services with several
    /// endpoints.
    #[must_use]
    fn discovery_input(_operation: &'static str, _identifiers: Identifiers) -> Self::Input {
        Self::Input::default()
    }

    /// The addresses in an output, the best one first, each with the minutes for which it is valid.
    fn endpoints(output: Self::Output) -> Vec<(String, i64)>;
}

/// How the endpoint of a call is discovered.
#[derive(Clone, Debug)]
pub struct Discovery {
    query: EndpointQuery,
    discovery_operation: DiscoveryOperation,
}

impl Discovery {
    /// Discovers the endpoint of `operation` for these identifiers by the operation `E`; without
    /// identifiers, all operations share one endpoint.
    pub fn by<E: EndpointOperation>(
        operation: &'static str,
        identifiers: impl IntoIterator<Item = (&'static str, Option<String>)>,
    ) -> Arc<dyn CallFeature> {
        let identifiers = identifiers.into_iter();
        let identifiers: Identifiers = identifiers
            .filter_map(|(name, value)| Some((name, value?)))
            .collect();
        let discovery = Self {
            query: EndpointQuery {
                operation: (!identifiers.is_empty()).then_some(operation),
                identifiers,
            },
            discovery_operation: DiscoveryOperation {
                operation: E::SCHEMA.name,
                invalid_endpoint: E::INVALID_ENDPOINT,
                discover: discover::<E>,
            },
        };
        CallDiscovery::new(discovery)
    }
}

/// What an endpoint is requested for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct EndpointQuery {
    operation: Option<&'static str>,
    identifiers: Identifiers,
}

/// The discovery operation without its types.
#[derive(Clone, Copy)]
struct DiscoveryOperation {
    operation: &'static str,
    invalid_endpoint: &'static str,
    discover: fn(Core, EndpointQuery) -> DiscoveryFuture,
}

/// Resolves to addresses with the minutes for which they are valid.
type DiscoveryFuture =
    Pin<Box<dyn Future<Output = Result<Vec<(String, i64)>, DiscoveryFailure>> + Send>>;

impl fmt::Debug for DiscoveryOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.operation)
    }
}

fn discover<E: EndpointOperation>(core: Core, query: EndpointQuery) -> DiscoveryFuture {
    let input = match query.operation {
        Some(operation) => E::discovery_input(operation, query.identifiers),
        None => E::Input::default(),
    };
    Box::pin(async move {
        let output = core
            .send::<E>(input)
            .await
            .map_err(|error| DiscoveryFailure::new(&error))?;
        Ok(E::endpoints(output))
    })
}
