//! A credentials provider that counts.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aws_credential_types::provider::future::ProvideCredentials as CredentialsFuture;
use tinsmith_runtime::client::config::{Credentials, ProvideCredentials};

/// Provides the access keys `AK0`, `AK1` and so on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Numbered(Arc<AtomicUsize>);

impl Numbered {
    /// How often it was asked.
    pub(crate) fn asked(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

impl ProvideCredentials for Numbered {
    fn provide_credentials<'a>(&'a self) -> CredentialsFuture<'a>
    where
        Self: 'a,
    {
        let number = self.0.fetch_add(1, Ordering::SeqCst);
        let key = format!("AK{number}");
        CredentialsFuture::ready(Ok(Credentials::new(key, "secret", None, None, "test")))
    }
}
