//! A scripted server that speaks HTTP/2, and a client that accepts its certificate.

use std::future::poll_fn;
use std::sync::Arc;

use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use bytes::Bytes;
use h2::{Reason, SendStream};
use tinsmith_runtime::client::{Config, ConfigBuilder};
use tinsmith_runtime::http;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// Of `localhost`, until 2126; nothing else trusts it.
const CERTIFICATE: &str = "\
-----BEGIN CERTIFICATE-----\n\
MIIBlzCCAT6gAwIBAgIUJQdSLaTIeuVyUVG1DqWWzxvaWpEwCgYIKoZIzj0EAwIw\n\
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEzMDAyMzA0M1oYDzIxMjYxMTA2\n\
MDIzMDQzWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO\n\
PQMBBwNCAATc28uD78/lJ/vwqnv5m/8RT+u1f1PgW68e/JTVM3X6CK2WiyoPHfoK\n\
UwtkwDZr9BrYMgoWyIbwb3QdemNoDbtbo2wwajAdBgNVHQ4EFgQUg57lGrmgRhXb\n\
tqQquzJDbYCAQGcwHwYDVR0jBBgwFoAUg57lGrmgRhXbtqQquzJDbYCAQGcwGgYD\n\
VR0RBBMwEYIJbG9jYWxob3N0hwR/AAABMAwGA1UdEwEB/wQCMAAwCgYIKoZIzj0E\n\
AwIDRwAwRAIgIkthMMop0VjeteZdFNO1V1jY2aS4velTJbUvyRX81mICIChVRTmM\n\
RksTm9lo0MtHByEX1pkWkCmEWzNp/O3Gwe2X\n\
-----END CERTIFICATE-----\n\
";
const KEY: &str = "\
-----BEGIN PRIVATE KEY-----\n\
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgluS78kCbGndWcTZf\n\
f4HRFSzbd6SCHhKHpOxgNPawyjKhRANCAATc28uD78/lJ/vwqnv5m/8RT+u1f1Pg\n\
W68e/JTVM3X6CK2WiyoPHfoKUwtkwDZr9BrYMgoWyIbwb3QdemNoDbtb\n\
-----END PRIVATE KEY-----\n\
";

/// Serves one response: each chunk as soon as the client has room for it, and a reset of the stream
/// unless the body `ends`.
pub(crate) async fn serve(
    chunks: impl IntoIterator<Item = Vec<u8>, IntoIter: Send> + 'static,
    ends: bool,
) -> ConfigBuilder {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let acceptor = acceptor();
    let chunks = chunks.into_iter();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.expect("a connection");
        let stream = acceptor.accept(stream).await.expect("TLS");
        assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
        let mut connection = h2::server::handshake(stream).await.expect("HTTP/2");
        let (_, mut respond) = connection.accept().await.expect("a request").expect("a request");
        let sending = async move {
            let mut stream = respond.send_response(http::Response::new(()), false)?;
            for chunk in chunks {
                send(&mut stream, chunk.into()).await?;
            }
            if ends {
                stream.send_data(Bytes::new(), true)?;
            } else {
                // What is sent has to arrive first.
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                stream.send_reset(Reason::INTERNAL_ERROR);
            }
            Ok::<_, h2::Error>(())
        };
        tokio::spawn(sending);
        // Drives the connection until the client closes it.
        while let Some(Ok(_)) = connection.accept().await {}
    });
    let store = TrustStore::empty().with_pem_certificate(CERTIFICATE);
    let context = TlsContext::builder().with_trust_store(store).build().expect("a store");
    let client = Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
        .tls_context(context)
        .build_https();
    let url = format!("https://localhost:{port}");
    Config::for_tests().http_client(client).endpoint_url(url)
}

fn acceptor() -> TlsAcceptor {
    let certificate = CertificateDer::from_pem_slice(CERTIFICATE.as_bytes()).expect("PEM");
    let key = PrivateKeyDer::from_pem_slice(KEY.as_bytes()).expect("PEM");
    let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a certificate with its key");
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    TlsAcceptor::from(Arc::new(config))
}

async fn send(stream: &mut SendStream<Bytes>, mut bytes: Bytes) -> Result<(), h2::Error> {
    while !bytes.is_empty() {
        stream.reserve_capacity(bytes.len());
        let room = poll_fn(|context| stream.poll_capacity(context)).await;
        let room = room.transpose()?.unwrap_or_default();
        stream.send_data(bytes.split_to(room.min(bytes.len())), false)?;
    }
    Ok(())
}
