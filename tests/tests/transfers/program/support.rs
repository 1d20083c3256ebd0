//! Clients, content, and what servers have.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use s3::client::ByteStream;
use s3::config::ServiceSettings;
use s3::operation::complete_multipart_upload::{CompleteMultipartUpload, CompleteMultipartUploadOutput};
use s3::operation::create_multipart_upload::{CreateMultipartUpload, CreateMultipartUploadOutput};
use s3::operation::get_object::{GetObjectInput, GetObjectOutput};
use s3::operation::upload_part::{UploadPart, UploadPartOutput};
use s3::test_util::Fake;
use s3::{Client, Config};
use tinsmith_runtime::client::config::{ConfigBuilder, Region};
use tokio::io::{AsyncRead, ReadBuf};

use crate::http;
use crate::memory::base64;

pub const MIB: usize = 1 << 20;

pub fn config(url: &str) -> ConfigBuilder {
    let config = Config::for_tests().endpoint_url(url).region(Region::new("us-east-1"));
    config.force_path_style(true)
}

/// A client, and a new bucket.
pub async fn with_bucket(url: &str, bucket: &str) -> Client {
    let client = Client::from_conf(config(url).build());
    client.create_bucket().bucket(bucket).await.expect("a bucket");
    client
}

/// Bytes that differ everywhere.
pub fn bytes(length: usize, seed: u64) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut bytes = vec![0; length];
    random.fill(&mut bytes);
    bytes
}

/// A stream of unknown length, in pieces of odd lengths.
pub fn stream(content: Vec<u8>) -> ByteStream {
    ByteStream::from_async_read(InPieces(content, 0))
}

struct InPieces(Vec<u8>, usize);

impl AsyncRead for InPieces {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let rest = &self.0[self.1..];
        let length = rest.len().min(buffer.remaining()).min(12_345);
        buffer.put_slice(&rest[..length]);
        self.1 += length;
        Poll::Ready(Ok(()))
    }
}

/// The content of an object, by a plain request.
pub async fn content(client: &Client, bucket: &str, key: &str) -> Vec<u8> {
    let object = client.get_object().bucket(bucket).key(key).await.expect("an object");
    object.body.collect().await.expect("its content").to_vec()
}

/// How many uploads are there. s3s-fs does not list them: it has hidden files for them in its folder, which a
/// variable of the environment names. A part that it is still writing when its upload is removed stays there.
pub async fn uploads(client: &Client, bucket: &str) -> usize {
    if is_s3s() {
        return uploads_with(".upload-");
    }
    let output = client.list_multipart_uploads().bucket(bucket).await.expect("a list");
    output.uploads.unwrap_or_default().len()
}

/// Whether the server is s3s-fs, which has no conditions on requests for objects, and lists keys as they are
/// where it says that they are encoded.
pub fn is_s3s() -> bool {
    std::env::var_os("SERVER_FOLDER").is_some()
}

/// Files of the server's folder.
fn uploads_with(prefix: &str) -> usize {
    let folder = std::env::var_os("SERVER_FOLDER").expect("a folder");
    let entries = std::fs::read_dir(folder).expect("a folder");
    let names = entries.map(|it| it.expect("an entry").file_name());
    names.filter(|it| it.to_string_lossy().starts_with(prefix)).count()
}

/// How many parts of uploads are there.
pub async fn parts(client: &Client, bucket: &str) -> usize {
    if is_s3s() {
        return uploads_with(".upload_id-");
    }
    let output = client.list_multipart_uploads().bucket(bucket).await.expect("a list");
    let mut count = 0;
    for upload in output.uploads.unwrap_or_default() {
        let (key, id) = (upload.key.expect("a key"), upload.upload_id.expect("an id"));
        let list = client.list_parts().bucket(bucket).key(key).upload_id(id).await.expect("a list");
        count += list.parts.unwrap_or_default().len();
    }
    count
}

/// Waits until the parts of uploads are gone.
pub async fn wait_for_no_uploads(client: &Client, bucket: &str) {
    for _ in 0..100 {
        if uploads(client, bucket).await == 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("parts are left");
}

/// A fake of the operations that send an object in parts.
pub fn fake_of_uploads() -> Fake {
    Fake::new()
        .on::<CreateMultipartUpload>(|_| Ok(CreateMultipartUploadOutput::default().upload_id("id")))
        .on::<UploadPart>(|_| Ok(UploadPartOutput::default().e_tag("\"tag\"")))
        .on::<CompleteMultipartUpload>(|_| Ok(CompleteMultipartUploadOutput::default()))
}

/// The answer of a fake with the content or a range of it, and its checksum.
pub fn answer(input: &GetObjectInput, content: &[u8]) -> GetObjectOutput {
    let output = GetObjectOutput::default().e_tag("\"tag\"");
    let Some(range) = &input.range else {
        return output.checksum_crc32(checksum(content)).body(content.to_vec());
    };
    let (first, last) = http::range(range);
    let part = &content[first as usize..=last as usize];
    let output = output.content_range(format!("bytes {first}-{last}/{}", content.len()));
    output.checksum_crc32(checksum(part)).body(part.to_vec())
}

/// The CRC32 of a content as members have it.
pub fn checksum(content: &[u8]) -> String {
    base64(crc32fast::hash(content))
}
