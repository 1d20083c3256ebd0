//! The HTTP client of clients for which none is set: AWS's own, with the certificates of
//! `AWS_CA_BUNDLE`, and with an error outside of tokio, where it would panic.

use std::fs;

use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_http_client::{Builder, ConnectorBuilder};
use aws_smithy_runtime::client::defaults::default_http_client_plugin_v2;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::connector_metadata::ConnectorMetadata;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::{
    RuntimeComponents, RuntimeComponentsBuilder,
};
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin;
use aws_smithy_types::config_bag::ConfigBag;
use base64_simd::STANDARD;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use tokio::runtime::Handle;

use crate::client::config::Config;

/// The default HTTP client.
///
/// # Errors
///
/// If the file with certificates is not usable.
pub(crate) fn default(config: &Config) -> Result<Option<SharedHttpClient>, String> {
    let client = match &config.ca_bundle {
        Some(path) => Some(trusting(path)?),
        None => default_http_client_plugin_v2(config.behavior_version()).and_then(|plugin| {
            let before = RuntimeComponentsBuilder::new("none");
            plugin.runtime_components(&before).http_client()
        }),
    };
    Ok(client.map(|client| SharedHttpClient::new(NeedsTokio(client))))
}

/// AWS's HTTP client with the certificates of a file instead of the system's.
fn trusting(path: &str) -> Result<SharedHttpClient, String> {
    let store = certificates(path)
        .map_err(|problem| {
            format!(
                "the CA bundle {path:?} (AWS_CA_BUNDLE, or `ca_bundle` in the profile) {problem}"
            )
        })?
        .iter()
        .fold(TrustStore::empty(), |store, certificate| {
            store.with_pem_certificate(pem(certificate))
        });
    let context = TlsContext::builder().with_trust_store(store).build();
    let context = context.map_err(|error| error.to_string())?;
    // As the default client is built.
    Ok(
        Builder::new().build_with_connector_fn(move |settings, components| {
            let mut builder = ConnectorBuilder::default()
                .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
                .tls_context(context.clone());
            builder.set_connector_settings(settings.cloned());
            builder.set_sleep_impl(components.and_then(RuntimeComponents::sleep_impl));
            builder.set_proxy_config(Some(ProxyConfig::from_env()));
            builder.build()
        }),
    )
}

/// The usable certificates of a file: AWS's client panics at others.
fn certificates(path: &str) -> Result<Vec<CertificateDer<'static>>, String> {
    let text = fs::read(path).map_err(|error| format!("cannot be read: {error}"))?;
    let mut certificates = CertificateDer::pem_slice_iter(&text)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| format!("is not in the format PEM: {error}"))?;
    certificates.retain(|it| RootCertStore::empty().add(it.clone()).is_ok());
    if certificates.is_empty() {
        return Err("has no usable certificate".to_owned());
    }
    Ok(certificates)
}

fn pem(certificate: &CertificateDer<'_>) -> String {
    let text = STANDARD.encode_to_string(certificate);
    format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n")
}

/// An HTTP client that panics outside of tokio.
#[derive(Debug)]
struct NeedsTokio(SharedHttpClient);

impl HttpClient for NeedsTokio {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        match Handle::try_current() {
            Ok(_) => self.0.http_connector(settings, components),
            Err(_) => SharedHttpConnector::new(NoConnector),
        }
    }

    fn validate_base_client_config(
        &self,
        components: &RuntimeComponentsBuilder,
        bag: &ConfigBag,
    ) -> Result<(), BoxError> {
        self.0.validate_base_client_config(components, bag)
    }

    fn validate_final_config(
        &self,
        components: &RuntimeComponents,
        bag: &ConfigBag,
    ) -> Result<(), BoxError> {
        self.0.validate_final_config(components, bag)
    }

    fn connector_metadata(&self) -> Option<ConnectorMetadata> {
        self.0.connector_metadata()
    }
}

/// The connector outside of tokio.
#[derive(Debug)]
struct NoConnector;

impl HttpConnector for NoConnector {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::ready(Err(ConnectorError::user(
            "the HTTP client needs tokio, and the call was awaited outside of it: await it in a \
             tokio runtime, or set an `http_client` on the config that works without"
                .into(),
        )))
    }
}
