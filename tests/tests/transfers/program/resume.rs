//! Uploads that are interrupted and resumed.

use std::sync::{Arc, Mutex};

use s3::Client;
use s3::client::{ByteStream, TransferErrorKind};
use s3::operation::put_object::PutObject;
use tempfile::tempdir;

use crate::support::{MIB, bytes, content, stream, uploads, with_bucket};

const BUCKET: &str = "resume";

type Upload = s3::client::Upload<PutObject>;

pub async fn run(url: &str) {
    let client = with_bucket(url, BUCKET).await;
    let folder = tempdir().expect("a folder");
    let path = folder.path().join("file");
    let content = bytes(22 * MIB, 1);
    tokio::fs::write(&path, &content).await.expect("a file");
    let file = ByteStream::from_path(&path).await.expect("a file");
    resumed(&client, "bytes", &content, content.clone().into()).await;
    resumed(&client, "file", &content, file).await;
    resumed(&client, "stream", &content, stream(content.clone())).await;
    other_content(&client).await;
    empty_parts(&client).await;
}

fn upload(client: &Client, key: &str, body: ByteStream) -> Upload {
    let call = client.put_object().bucket(BUCKET).key(key).content_type("text/x").body(body);
    call.into_upload().part_size(5 * MIB as u64).concurrency(1)
}

/// An upload that breaks off after some parts, and its id.
async fn interrupted(client: &Client, key: &str, content: &[u8]) -> String {
    let id = Arc::new(Mutex::new(String::new()));
    let known = id.clone();
    let broken = stream(content[..12 * MIB].to_vec()).with_length(content.len() as u64);
    let upload = upload(client, key, broken);
    let upload = upload.resumable(move |id| known.lock().expect("no panic").push_str(id));
    let error = upload.send().await.expect_err("too short");
    assert!(matches!(error.kind(), TransferErrorKind::Stream(_)), "{error:?}");
    let id = id.lock().expect("no panic").clone();
    assert_eq!(error.upload_id(), Some(&*id));
    assert!(error.to_string().contains(&id), "{error}");
    id
}

/// The parts that the service has.
async fn parts(client: &Client, key: &str, id: &str) -> Vec<(Option<i32>, Option<String>)> {
    let list = client.list_parts().bucket(BUCKET).key(key).upload_id(id).await.expect("a list");
    let parts = list.parts.unwrap_or_default().into_iter();
    parts.map(|it| (it.part_number, it.last_modified.map(|it| it.to_rfc3339()))).collect()
}

async fn resumed(client: &Client, key: &str, expected: &[u8], body: ByteStream) {
    let id = interrupted(client, key, expected).await;
    let before = parts(client, key, &id).await;
    assert_eq!(before.len(), 2, "{before:?}");
    let sent = Arc::new(Mutex::new(Vec::new()));
    let seen = sent.clone();
    // A part that is there is reported at once.
    let upload = upload(client, key, body).resume(&id).on_progress(move |bytes, _| {
        seen.lock().expect("no panic").push(bytes);
    });
    upload.send().await.expect("the rest");
    let sent = sent.lock().expect("no panic").clone();
    assert_eq!(sent[..2], [5 * MIB as u64, 10 * MIB as u64], "{sent:?}");
    assert_eq!(sent.last(), Some(&(expected.len() as u64)));
    assert!(content(client, BUCKET, key).await == expected, "{key}");
    let head = client.head_object().bucket(BUCKET).key(key).await.expect("an object");
    assert_eq!(head.content_type.as_deref(), Some("text/x"));
    assert_eq!(uploads(client, BUCKET).await, 0);
}

/// Parts with another content are sent again.
async fn other_content(client: &Client) {
    let id = interrupted(client, "other", &bytes(22 * MIB, 1)).await;
    let expected = bytes(13 * MIB, 2);
    let upload = upload(client, "other", expected.clone().into()).resume(&id);
    upload.send().await.expect("an upload");
    assert!(content(client, BUCKET, "other").await == expected);
    // An upload that is over.
    let over = self::upload(client, "other", expected.into()).resume(&id);
    let error = over.send().await.expect_err("no such upload");
    assert_eq!(error.call_error().and_then(|it| it.code()), Some("NoSuchUpload"), "{error:?}");
    assert_eq!(error.upload_id(), None, "it cannot be resumed");
}

/// Content and listed parts without a byte.
async fn empty_parts(client: &Client) {
    let id = interrupted(client, "empty", &bytes(22 * MIB, 1)).await;
    let upload_of = |content: Vec<u8>| upload(client, "empty", content.into()).resume(&id);
    upload_of(Vec::new()).send().await.expect("an upload");
    assert_eq!(content(client, BUCKET, "empty").await, b"");

    let created = client.create_multipart_upload().bucket(BUCKET).key("empty").await;
    let id = created.expect("an upload").upload_id.expect("an id");
    let part = client.upload_part().bucket(BUCKET).key("empty").upload_id(&id).part_number(1);
    part.await.expect("a part");
    let expected = bytes(12 * MIB, 3);
    let resumed = upload(client, "empty", expected.clone().into()).resume(&id);
    resumed.send().await.expect("an upload");
    assert!(content(client, BUCKET, "empty").await == expected);
}
