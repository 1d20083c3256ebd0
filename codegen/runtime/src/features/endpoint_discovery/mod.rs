//! Operations that go to no fixed endpoint: the client asks another operation of the service where
//! to send them, and keeps the answer for as long as that says.
//!
//! | module | what is in it |
//! |---|---|
//! | `known` | the endpoints that a client knows, and how they are asked for |
//! | `call` | one call that has to go to such an endpoint |
//! | `failure` | why there is no endpoint |
//!
//! What is asked when, which answer counts and what happens if there is none is as in botocore.

mod call;
mod failure;
mod known;

use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

use std::sync::Arc;

use crate::client::core::Core;
use crate::client::operation::{CallFeature, ClientOperation};
use call::Discovering;
use failure::DiscoveryFailure;

/// What in an input the endpoint depends on, by the names of the members.
pub type Identifiers = BTreeMap<&'static str, String>;

/// The operation that tells the endpoints of others.
pub trait EndpointOperation: ClientOperation {
    /// The code of the error with which the service refuses a request at an endpoint that is not
    /// the right one any more.
    const INVALID_ENDPOINT: &'static str;

    /// Asks for the endpoint of an operation and some things, of services that have more than one.
    #[must_use]
    fn ask(_operation: &'static str, _identifiers: Identifiers) -> Self::Input {
        Self::Input::default()
    }

    /// The addresses in an answer, the best one first, each with the minutes that it may be used.
    fn endpoints(output: Self::Output) -> Vec<(String, i64)>;
}

/// How the endpoint of a call is found.
#[derive(Clone, Debug)]
pub struct Discovery {
    question: Question,
    asks: Asks,
}

impl Discovery {
    /// By asking the operation `E` for the endpoint of `operation` and the things that the input
    /// names; where it names none, there is one endpoint for all operations.
    pub fn by<E: EndpointOperation>(
        operation: &'static str,
        identifiers: impl IntoIterator<Item = (&'static str, Option<String>)>,
    ) -> Arc<dyn CallFeature> {
        let identifiers = identifiers.into_iter();
        let identifiers: Identifiers = identifiers
            .filter_map(|(name, value)| Some((name, value?)))
            .collect();
        let discovery = Self {
            question: Question {
                operation: (!identifiers.is_empty()).then_some(operation),
                identifiers,
            },
            asks: Asks {
                operation: E::SCHEMA.name,
                invalid_endpoint: E::INVALID_ENDPOINT,
                ask: ask::<E>,
            },
        };
        Discovering::new(discovery)
    }
}

/// What an endpoint is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Question {
    operation: Option<&'static str>,
    identifiers: Identifiers,
}

/// The operation that is asked, without its types.
#[derive(Clone, Copy)]
struct Asks {
    operation: &'static str,
    invalid_endpoint: &'static str,
    ask: fn(Core, Question) -> Asking,
}

/// An answer that is waited for: addresses with the minutes that they may be used.
type Asking = Pin<Box<dyn Future<Output = Result<Vec<(String, i64)>, DiscoveryFailure>> + Send>>;

impl fmt::Debug for Asks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.operation)
    }
}

fn ask<E: EndpointOperation>(core: Core, question: Question) -> Asking {
    let input = match question.operation {
        Some(operation) => E::ask(operation, question.identifiers),
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
