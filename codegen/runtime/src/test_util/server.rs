//! The mock service as an HTTP server.

use std::io::{self, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use aws_smithy_async::rt::sleep::{SharedAsyncSleep, TokioSleep};
use http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream, ToSocketAddrs};
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, JoinSet};

use super::SdkBody;
use super::fake::{Fake, NoResponse};
use crate::client::config::Config;
use crate::core::body::Body;

/// How long pending requests may take when the server stops.
const GRACE: Duration = Duration::from_secs(1);

/// A [`Fake`] as an HTTP server.
///
/// Dropping it stops it: no connection is accepted, and pending requests have a second to finish.
/// [`shutdown`](Self::shutdown) waits for that.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    fake: Fake,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Fake {
    /// Listens on an address, such as `127.0.0.1:0` (any free port), and answers HTTP requests
    /// until the server is dropped.
    ///
    /// # Errors
    ///
    /// If the address cannot be bound.
    pub async fn serve(&self, address: impl ToSocketAddrs) -> io::Result<Server> {
        Server::start(self.clone(), address).await
    }
}

impl Server {
    async fn start(fake: Fake, address: impl ToSocketAddrs) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(run(listener, fake.clone(), stopped));
        Ok(Self {
            address,
            fake,
            stop,
            task,
        })
    }

    /// The server's URL, such as `http://127.0.0.1:45678`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The server's address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The mock service.
    pub fn fake(&self) -> &Fake {
        &self.fake
    }

    /// A configuration for calls of this server over a real connection: [`Config::for_tests`] with
    /// the server's URL. It needs the feature `default-https-client`, or an `http_client`.
    #[must_use]
    pub fn config(&self) -> Config {
        Config::for_tests().endpoint_url(self.url()).build()
    }

    /// Stops the server, and waits until its connections are closed.
    pub async fn shutdown(self) {
        drop(self.stop);
        // A task that panicked has stopped as well.
        let _ = self.task.await;
    }
}

async fn run(listener: TcpListener, fake: Fake, mut stopped: oneshot::Receiver<()>) {
    let connections = GracefulShutdown::new();
    let mut tasks = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let (stream, reset) = Stream::new(stream);
                    let connection = http1::Builder::new().serve_connection(
                        TokioIo::new(stream),
                        service(fake.clone(), reset),
                    );
                    // The client reports broken connections.
                    tasks.spawn(connections.watch(connection));
                }
                // Such as too many open files: retry later.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
            Some(_) = tasks.join_next() => {}
            _ = &mut stopped => break,
        }
    }
    drop(listener);
    // The remaining connections are dropped with the set of tasks.
    let _ = tokio::time::timeout(GRACE, connections.shutdown()).await;
}

fn service(
    fake: Fake,
    reset: Arc<AtomicBool>,
) -> impl hyper::service::Service<
    Request<Incoming>,
    Response = Response<SdkBody>,
    Error = ConnectionAborted,
    Future: Send,
> + Send {
    service_fn(move |request: Request<Incoming>| {
        let (fake, reset) = (fake.clone(), reset.clone());
        async move {
            let request = request.map(Body::from_body);
            let sleep = SharedAsyncSleep::new(TokioSleep::new());
            match fake.answer(request, &sleep).await {
                Ok(response) => Ok(response),
                Err(NoResponse::Incomplete(_)) => Err(ConnectionAborted),
                Err(NoResponse::Hang) => std::future::pending().await,
                Err(NoResponse::Reset) => {
                    reset.store(true, Ordering::Relaxed);
                    Err(ConnectionAborted)
                }
            }
        }
    })
}

/// Makes hyper close the connection.
#[derive(Debug)]
struct ConnectionAborted;

impl std::fmt::Display for ConnectionAborted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the connection was aborted by the server")
    }
}

impl std::error::Error for ConnectionAborted {}

/// A connection that may be closed with a reset.
struct Stream {
    inner: TcpStream,
    reset: Arc<AtomicBool>,
}

impl Stream {
    fn new(inner: TcpStream) -> (Self, Arc<AtomicBool>) {
        // Responses are only slower without it.
        let _ = inner.set_nodelay(true);
        let reset = Arc::new(AtomicBool::new(false));
        let stream = Self {
            inner,
            reset: reset.clone(),
        };
        (stream, reset)
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        if self.reset.load(Ordering::Relaxed) {
            // Closing a socket with zero linger sends a reset.
            let _ = self.inner.set_zero_linger();
        }
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(context, buffer)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    /// A socket that was shut down cannot be reset.
    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.reset.load(Ordering::Relaxed) {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.inner).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }
}
