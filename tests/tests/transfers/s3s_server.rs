//! The S3 server of the crate `s3s-fs`, on a folder: prints its port, and ends with its standard input.

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() {
    let folder = std::env::args().nth(1).expect("a folder");
    let mut service = S3ServiceBuilder::new(FileSystem::new(folder).expect("a folder"));
    // The credentials of `Config::for_tests`.
    service.set_auth(SimpleAuth::from_single("ANOTREAL", "notrealrnrELgWzOk3IfjzDKtFBhDby"));
    let service = service.build();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    println!("{}", listener.local_addr().expect("its number").port());
    std::thread::spawn(|| {
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        std::process::exit(0);
    });
    while let Ok((connection, _)) = listener.accept().await {
        let service = service.clone();
        tokio::spawn(async move {
            let server = Builder::new(TokioExecutor::new());
            let _ = server.serve_connection(TokioIo::new(connection), service).await;
        });
    }
}
