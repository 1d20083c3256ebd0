//! A scripted server behind TLS, and the configuration of clients that trust it.

use std::path::PathBuf;
use std::sync::Arc;

use aws_smithy_http_client::Builder as HttpClient;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_types::sdk_config::Builder;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::setup;

/// A certificate of the runtime's tests.
fn file(name: &str) -> PathBuf {
    let folder = "../../../codegen/runtime/tests/client/certificates";
    [env!("CARGO_MANIFEST_DIR"), folder, name].iter().collect()
}

/// Accepts connections, and passes what they carry to the server at a URL without TLS; the URL of that.
pub async fn before(url: &str) -> String {
    let certificate = CertificateDer::from_pem_file(file("server.pem")).expect("a certificate");
    let key = PrivateKeyDer::from_pem_file(file("server.key")).expect("a key");
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions of TLS")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a configuration");
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let server = url.strip_prefix("http://").expect("a URL").to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("https://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, server) = (acceptor.clone(), server.clone());
            tokio::spawn(async move {
                let mut client = acceptor.accept(stream).await.expect("TLS");
                let mut server = TcpStream::connect(server).await.expect("the server");
                // Either end may break a connection.
                let _ = copy_bidirectional(&mut client, &mut server).await;
            });
        }
    });
    url
}

/// A configuration as [`setup::config`], whose clients trust the certificate.
pub fn config(url: &str) -> Builder {
    let authority = std::fs::read(file("authority.pem")).expect("a certificate");
    let trusted = TrustStore::empty().with_pem_certificate(authority);
    let context = TlsContext::builder().with_trust_store(trusted).build();
    let client = HttpClient::new()
        .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
        .tls_context(context.expect("a context"))
        .build_https();
    setup::config(url).http_client(client)
}
