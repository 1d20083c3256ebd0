//! `AWS_CA_BUNDLE`, against a server whose certificate nobody else knows.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tinsmith_runtime::client::config::{
    Credentials, Region, RetryConfig, SdkConfig, SharedCredentialsProvider,
};
use tinsmith_runtime::client::{Config, Core};
use tinsmith_runtime::error::CallError;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::operation::*;

/// The environment of a process.
#[derive(Debug)]
struct Environment(HashMap<&'static str, String>);

impl LoadServiceConfig for Environment {
    fn load_config(&self, key: ServiceConfigKey<'_>) -> Option<String> {
        self.0.get(key.env()).cloned()
    }
}

fn file(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/client/certificates");
    folder.join(name).display().to_string()
}

/// A server that answers every connection once.
async fn server() -> String {
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    let certificate = CertificateDer::from_pem_file(file("server.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_file(file("server.key")).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(provider))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            // The client refuses the certificate, or not.
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue;
            };
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let response = "HTTP/1.1 200 OK\r\ncontent-length: 12\r\nconnection: close\r\n\r\n";
            let _ = stream.write_all(response.as_bytes()).await;
            let _ = stream.write_all(b"{\"id\":\"b:1\"}").await;
            let _ = stream.shutdown().await;
        }
    });
    url
}

/// A call with this value of `AWS_CA_BUNDLE`.
async fn call_with(
    url: &str,
    bundle: Option<String>,
) -> Result<StartOutput, CallError<StartError>> {
    let variables = bundle.map(|bundle| ("AWS_CA_BUNDLE", bundle));
    let shared = SdkConfig::builder()
        .region(Region::new("us-east-1"))
        .credentials_provider(SharedCredentialsProvider::new(Credentials::for_tests()))
        .endpoint_url(url)
        .retry_config(RetryConfig::disabled())
        .service_config(Environment(variables.into_iter().collect()))
        .build();
    let core = Core::new(&SERVICE, Config::from(&shared));
    core.send::<Start>(StartInput::named("p")).await
}

#[tokio::test]
async fn only_certificates_of_the_bundle_are_trusted() {
    let url = server().await;
    let output = call_with(&url, Some(file("authority.pem"))).await.unwrap();
    assert_eq!(output.id.as_deref(), Some("b:1"));
    // The system's certificates, also if the variable is empty; another one.
    for bundle in [None, Some(String::new()), Some(file("server.pem"))] {
        let error = call_with(&url, bundle.clone()).await.unwrap_err();
        assert!(
            error.to_string().contains("certificate"),
            "{bundle:?}: {error}"
        );
    }
}

/// AWS's HTTP client panics at such files.
#[tokio::test]
async fn unusable_bundles_are_errors() {
    let folder = tempfile::tempdir().unwrap();
    let written = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let frame = |text| format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n");
    for (bundle, expected) in [
        (
            folder.path().join("none").display().to_string(),
            " cannot be read: ",
        ),
        (written("empty", ""), " has no usable certificate"),
        (
            written("key", &std::fs::read_to_string(file("server.key")).unwrap()),
            " has no usable certificate",
        ),
        (
            written("broken", &frame("M*I=")),
            " is not in the format PEM: ",
        ),
        (
            written("other", &frame("YWJj")),
            " has no usable certificate",
        ),
    ] {
        let error = call_with("https://127.0.0.1:1", Some(bundle.clone()))
            .await
            .unwrap_err();
        let start = format!(
            "Start failed: the request could not be made: the CA bundle {bundle:?} \
             (AWS_CA_BUNDLE, or `ca_bundle` in the profile){expected}"
        );
        assert!(error.to_string().starts_with(&start), "{error}");
    }
    // Certificates that are not usable do not spoil the others.
    let authority = std::fs::read_to_string(file("authority.pem")).unwrap();
    let mixed = written("mixed", &(frame("YWJj") + &authority));
    let url = server().await;
    assert!(call_with(&url, Some(mixed)).await.is_ok());
}
