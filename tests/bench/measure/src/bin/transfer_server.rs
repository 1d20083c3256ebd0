//! Objects of zeros: keeps the lengths of what it receives, and sends as many, with their checksum if a request asks
//! for a whole object with it. Prints its URL, and runs until it is killed.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use aws_smithy_types::base64;
use bytes::Bytes;
use crc32fast::Hasher;
use http::{Method, Request, StatusCode, header};
use http_body_util::{BodyExt as _, Either, Full};
use hyper::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use measure::loopback::Zeros;
use tokio::net::TcpListener;

/// The length of a piece that is digested.
const PIECE: u64 = 256 << 10;

/// How many objects a page lists.
const PAGE: usize = 1_000;

/// Lengths of objects, and of the parts of uploads, by their paths.
#[derive(Default)]
struct Lengths {
    objects: BTreeMap<String, u64>,
    parts: BTreeMap<String, u64>,
    checksums: HashMap<u64, String>,
}

impl Lengths {
    /// The CRC32 of this many zeros, as headers have it.
    fn checksum(&mut self, length: u64) -> String {
        let checksum = self.checksums.entry(length).or_insert_with(|| {
            let zeros = vec![0; usize::try_from(PIECE).unwrap_or_default()];
            let (mut hasher, mut left) = (Hasher::new(), length);
            while left > 0 {
                let piece = left.min(PIECE);
                hasher.update(&zeros[..usize::try_from(piece).unwrap_or_default()]);
                left -= piece;
            }
            base64::encode(hasher.finalize().to_be_bytes())
        });
        checksum.clone()
    }
}

/// A body.
type Content = Either<Full<Bytes>, Zeros>;

fn text(text: impl Into<Bytes>) -> Content {
    Either::Left(Full::new(text.into()))
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    let lengths = Arc::<Mutex<Lengths>>::default();
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let lengths = lengths.clone();
        tokio::spawn(async move {
            let answer = service_fn(move |request| answer(request, lengths.clone()));
            // Closed connections are ignored.
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), answer)
                .await;
        });
    }
}

/// The value of a parameter of the query.
fn parameter<'q>(query: &'q str, name: &str) -> Option<&'q str> {
    let mut parameters = query
        .split('&')
        .map(|it| it.split_once('=').unwrap_or((it, "")));
    parameters.find_map(|(it, value)| (it == name).then_some(value))
}

async fn answer(
    request: Request<Incoming>,
    lengths: Arc<Mutex<Lengths>>,
) -> Result<Response<Content>, hyper::Error> {
    let (head, mut body) = request.into_parts();
    let mut received = 0;
    while let Some(frame) = body.frame().await {
        received += frame?.data_ref().map_or(0, |it| it.len() as u64);
    }
    let stated = head.headers.get("x-amz-decoded-content-length");
    let stated = stated.and_then(|it| it.to_str().ok()?.parse().ok());
    let received = stated.unwrap_or(received);
    let (path, query) = (
        head.uri.path().to_owned(),
        head.uri.query().unwrap_or_default(),
    );
    let mut lengths = lengths.lock().unwrap_or_else(PoisonError::into_inner);
    let response = Response::builder().header(header::ETAG, "\"0123456789abcdef\"");
    let is_upload = parameter(query, "uploadId").is_some();
    let content = match head.method {
        Method::PUT if is_upload => {
            *lengths.parts.entry(path).or_default() += received;
            text("")
        }
        Method::PUT => {
            lengths.objects.insert(path, received);
            text("")
        }
        Method::POST if is_upload => {
            let length = lengths.parts.remove(&path).unwrap_or_default();
            lengths.objects.insert(path, length);
            let result = "CompleteMultipartUploadResult";
            text(format!("<{result}><ETag>e</ETag></{result}>"))
        }
        Method::POST => {
            let result = "InitiateMultipartUploadResult";
            text(format!("<{result}><UploadId>u</UploadId></{result}>"))
        }
        Method::GET if parameter(query, "list-type").is_some() => {
            text(listing(&lengths.objects, &path, query))
        }
        Method::GET | Method::HEAD => {
            let Some(&length) = lengths.objects.get(&path) else {
                let missing = response.status(StatusCode::NOT_FOUND);
                return Ok(missing.body(text("")).unwrap_or_else(|_| empty()));
            };
            let range = head
                .headers
                .get(header::RANGE)
                .and_then(|it| it.to_str().ok());
            let range = range.and_then(|it| it.strip_prefix("bytes=")?.split_once('-'));
            let Some((start, end)) = range else {
                let mut response = response.header(header::CONTENT_LENGTH, length);
                if head.headers.contains_key("x-amz-checksum-mode") {
                    response = response
                        .header("x-amz-checksum-crc32", lengths.checksum(length))
                        .header("x-amz-checksum-type", "FULL_OBJECT");
                }
                let length = if head.method == Method::HEAD {
                    0
                } else {
                    length
                };
                return Ok(response
                    .body(Either::Right(Zeros::new(length)))
                    .unwrap_or_else(|_| empty()));
            };
            let start: u64 = start.parse().unwrap_or_default();
            let end: u64 = end.parse().map_or(length, |it: u64| length.min(it + 1));
            let range = format!("bytes {start}-{}/{length}", end - 1);
            let response = response.status(StatusCode::PARTIAL_CONTENT);
            let response = response.header(header::CONTENT_RANGE, range);
            return Ok(response
                .body(Either::Right(Zeros::new(end - start)))
                .unwrap_or_else(|_| empty()));
        }
        _ => text(""),
    };
    Ok(response.body(content).unwrap_or_else(|_| empty()))
}

fn empty() -> Response<Content> {
    Response::new(text(""))
}

/// A page of the objects of a bucket that begin with a prefix.
fn listing(objects: &BTreeMap<String, u64>, bucket: &str, query: &str) -> String {
    let prefix = parameter(query, "prefix")
        .unwrap_or_default()
        .replace("%2F", "/");
    let prefix = format!("{}/{prefix}", bucket.trim_end_matches('/'));
    let start: usize = parameter(query, "continuation-token")
        .and_then(|it| it.parse().ok())
        .unwrap_or_default();
    let objects = objects.iter().filter(|(path, _)| path.starts_with(&prefix));
    let objects: Vec<_> = objects.collect();
    let mut text = "<ListBucketResult>".to_owned();
    let bucket = bucket.trim_end_matches('/').len() + 1;
    for (path, length) in objects.iter().skip(start).take(PAGE) {
        let key = &path[bucket..];
        text += &format!("<Contents><Key>{key}</Key><Size>{length}</Size></Contents>");
    }
    let end = start + PAGE;
    if end < objects.len() {
        text += &format!(
            "<IsTruncated>true</IsTruncated><NextContinuationToken>{end}</NextContinuationToken>"
        );
    }
    text + "</ListBucketResult>"
}
