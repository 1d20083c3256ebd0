//! Single objects: bytes, files and streams, up and down.

use std::io;
use std::os::unix::net::UnixListener;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use s3::Client;
use s3::client::{ByteStream, TransferErrorKind};
use s3::types::ChecksumAlgorithm;
use tempfile::tempdir;
use tokio::sync::Notify;

use crate::support::{MIB, bytes, content, is_s3s, stream, uploads, wait_for_no_uploads, with_bucket};

const BUCKET: &str = "objects";

/// The largest object has so many MiB.
pub async fn run(url: &str, largest: u64) {
    let client = with_bucket(url, BUCKET).await;
    up(&client).await;
    members(&client).await;
    down(&client, largest as usize * MIB).await;
    failures(&client).await;
    saved(&client).await;
    dropped(&client).await;
}

/// Bytes, files and streams of each length that is special.
async fn up(client: &Client) {
    let folder = tempdir().expect("a folder");
    let path = folder.path().join("file");
    for length in [0, 1, 5 * MIB, 5 * MIB + 1, 16 * MIB, 16 * MIB + 1, 21 * MIB] {
        let expected = bytes(length, length as u64);
        tokio::fs::write(&path, &expected).await.expect("a file");
        let bodies = [
            ("bytes", ByteStream::from(expected.clone())),
            ("file", ByteStream::from_path(&path).await.expect("a file")),
            ("stream", stream(expected.clone())),
            ("stream of a length", stream(expected.clone()).with_length(length as u64)),
        ];
        for (kind, body) in bodies {
            let last = Arc::new(AtomicU64::new(0));
            let seen = last.clone();
            // s3s-fs does not forget the checksum of an object that is replaced.
            let key = &format!("{kind} {length}");
            let upload = client.put_object().bucket(BUCKET).key(key).body(body).into_upload();
            let upload = upload.part_size(1).on_progress(move |bytes, total| {
                assert!(total.is_none_or(|it| it == length as u64), "{total:?}");
                seen.fetch_max(bytes, Ordering::Relaxed);
            });
            let output = upload.send().await.expect("an upload");
            assert!(output.e_tag.is_some(), "{output:?}");
            assert_eq!(last.load(Ordering::Relaxed), length as u64, "{kind}, {length}");
            assert!(content(client, BUCKET, key).await == expected, "{key}");
        }
    }
    assert_eq!(uploads(client, BUCKET).await, 0);
}

/// Members of the input are those of the object, whichever requests send it.
async fn members(client: &Client) {
    for length in [1, 17 * MIB] {
        let key = &format!("members {length}");
        let call = client.put_object().bucket(BUCKET).key(key);
        let call = call.content_type("text/x").metadata([("a", "b")]);
        let call = call.cache_control("no-store").checksum_algorithm(ChecksumAlgorithm::Sha256);
        let expected = bytes(length, 7);
        call.body(expected.clone()).into_upload().send().await.expect("an upload");
        let head = client.head_object().bucket(BUCKET).key(key).await.expect("an object");
        assert_eq!(head.content_type.as_deref(), Some("text/x"));
        assert_eq!(head.cache_control.as_deref(), Some("no-store"));
        assert_eq!(head.metadata.expect("metadata")["a"], "b");
        assert!(content(client, BUCKET, key).await == expected);
    }
    let call = client.put_object().bucket(BUCKET).key("xxhash").body(bytes(17 * MIB, 1));
    let upload = call.checksum_algorithm("XXHASH3").into_upload();
    let error = upload.send().await.expect_err("refused");
    assert!(error.to_string().contains("\"XXHASH3\" is not supported"), "{error}");
    // No request in parts takes it.
    let call = client.put_object().bucket(BUCKET).key("md5").content_md5("AAAAAAAAAAAAAAAAAAAAAA==");
    let error = call.body(bytes(17 * MIB, 1)).into_upload().send().await.expect_err("refused");
    assert_eq!(error.to_string(), "ContentMD5 cannot be set for an upload in parts");
}

/// The whole content, in a file, in a writer and as a stream.
async fn down(client: &Client, largest: usize) {
    let folder = tempdir().expect("a folder");
    let path = folder.path().join("file");
    for length in [0, 1, 5 * MIB, 16 * MIB + 1, largest] {
        let expected = bytes(length, length as u64);
        let key = &format!("down {length}");
        let put = client.put_object().bucket(BUCKET).key(key).body(expected.clone());
        put.into_upload().send().await.expect("an upload");
        let download = || {
            let call = client.get_object().bucket(BUCKET).key(key);
            call.into_download().part_size(3 * MIB as u64).threshold(3 * MIB as u64)
        };
        let last = Arc::new(AtomicU64::new(0));
        let seen = last.clone();
        let saved = download().on_progress(move |bytes, total| {
            assert_eq!(total, Some(length as u64));
            seen.fetch_max(bytes, Ordering::Relaxed);
        });
        let output = saved.save(&path).await.expect("a file");
        assert_eq!(output.content_length, Some(length as i64));
        assert_eq!(last.load(Ordering::Relaxed), length as u64);
        assert!(tokio::fs::read(&path).await.expect("a file") == expected, "{length}");
        let mut writer = Vec::new();
        download().write_to(&mut writer).await.expect("a download");
        assert!(writer == expected, "{length}");
        let output = download().send().await.expect("a download");
        assert_eq!(output.body.length(), Some(length as u64));
        assert!(output.body.collect().await.expect("the content") == expected, "{length}");
        // A range of it.
        if length > 10 * MIB {
            let call = client.get_object().bucket(BUCKET).key(key).range("bytes=7-10485766");
            let mut range = Vec::new();
            let part = call.into_download().part_size(MIB as u64).threshold(0);
            part.write_to(&mut range).await.expect("a range");
            assert!(range == expected[7..10_485_767]);
        }
    }
    // What was there stays if nothing comes.
    let missing = client.get_object().bucket(BUCKET).key("missing").into_download();
    let error = missing.save(&path).await.expect_err("no object");
    assert_eq!(error.call_error().and_then(|it| it.code()), Some("NoSuchKey"), "{error:?}");
    let names: Vec<_> = std::fs::read_dir(folder.path()).expect("a folder").collect();
    assert_eq!(names.len(), 1, "{names:?}");
}

/// Content that breaks off, and objects that are replaced.
async fn failures(client: &Client) {
    let call = client.put_object().bucket(BUCKET).key("broken");
    let body = stream(bytes(20 * MIB, 3)).with_length(30 * MIB as u64);
    let error = call.body(body).into_upload().send().await.expect_err("too short");
    assert!(matches!(error.kind(), TransferErrorKind::Stream(_)), "{error:?}");
    assert_eq!((uploads(client, BUCKET).await, error.upload_id()), (0, None));

    // A part as long as the content may be, which has no known length.
    let call = client.put_object().bucket(BUCKET).key("one part").body(stream(bytes(MIB, 1)));
    call.into_upload().part_size(u64::MAX).send().await.expect("an upload");

    // Bytes with another length than is stated.
    for (length, stated) in [(30, 20), (20, 30)] {
        let body = ByteStream::from(bytes(length * MIB, 3)).with_length((stated * MIB) as u64);
        let call = client.put_object().bucket(BUCKET).key("broken").body(body);
        let error = call.into_upload().send().await.expect_err("another length");
        assert!(matches!(error.kind(), TransferErrorKind::Stream(_)), "{error:?}");
        assert_eq!(uploads(client, BUCKET).await, 0);
    }

    changed_file(client).await;

    // Content that panics while it is read.
    let body = ByteStream::from_reader(Panics(20 * MIB));
    let upload = client.put_object().bucket(BUCKET).key("broken").body(body).into_upload();
    let result = tokio::spawn(async move { upload.send().await.map(|_| ()) }).await;
    assert!(result.expect_err("a panic").is_panic());
    wait_for_no_uploads(client, BUCKET).await;

    if is_s3s() {
        return;
    }
    let put = |seed| client.put_object().bucket(BUCKET).key("replaced").body(bytes(9 * MIB, seed));
    put(1).await.expect("an object");
    let call = client.get_object().bucket(BUCKET).key("replaced");
    let download = call.into_download().part_size(MIB as u64).threshold(0).concurrency(1);
    let output = download.send().await.expect("the first part");
    put(2).await.expect("another object");
    let error = output.body.collect().await.expect_err("another object");
    assert!(error.to_string().contains("the object was replaced"), "{error}");
}

/// A file that is replaced while its parts are sent.
async fn changed_file(client: &Client) {
    let folder = tempdir().expect("a folder");
    let [path, other] = ["file", "other"].map(|name| folder.path().join(name));
    for (path, seed) in [(&path, 1), (&other, 2)] {
        std::fs::write(path, bytes(20 * MIB, seed)).expect("a file");
    }
    let body = ByteStream::from_path(&path).await.expect("a file");
    let call = client.put_object().bucket(BUCKET).key("changed").body(body);
    let upload = call.into_upload().part_size(5 * MIB as u64).concurrency(1).attempts(1);
    let error = upload.on_progress(move |_, _| {
        let _ = std::fs::rename(&other, &path);
    });
    let error = error.send().await.expect_err("another file");
    assert!(error.to_string().contains("has changed since the stream was made"), "{error}");
    assert_eq!(uploads(client, BUCKET).await, 0);
}

/// Folders and devices are not replaced by files, and a download that fails leaves no file.
async fn saved(client: &Client) {
    let folder = tempdir().expect("a folder");
    let socket = folder.path().join("socket");
    let _listener = UnixListener::bind(&socket).expect("a socket");
    let put = |body| client.put_object().bucket(BUCKET).key("saved").body(body);
    put(bytes(9 * MIB, 1)).await.expect("an object");
    let download = || client.get_object().bucket(BUCKET).key("saved").into_download();
    for path in [folder.path(), &socket] {
        let error = download().save(path).await.expect_err("no file");
        assert!(error.to_string().contains("is there, and is not a file"), "{error}");
        let error = client.get_object().bucket(BUCKET).key("saved").await.expect("an object");
        error.body.save(path).await.expect_err("no file");
    }
    let names: Vec<_> = std::fs::read_dir(folder.path()).expect("a folder").collect();
    assert_eq!(names.len(), 1, "{names:?}");
    if is_s3s() {
        return;
    }
    // Other parts are still being received and written when one fails.
    let replacing = Arc::new(AtomicBool::new(false));
    let other = Mutex::new(Some(put(bytes(1, 2)).into_upload()));
    let download = download().part_size(64 << 10).threshold(0).concurrency(3);
    let download = download.on_progress(move |_, _| {
        if !replacing.swap(true, Ordering::Relaxed)
            && let Some(other) = other.lock().expect("no panic").take()
        {
            tokio::spawn(async move { other.send().await.map(|_| ()) });
        }
    });
    let folder = tempdir().expect("a folder");
    let error = download.save(folder.path().join("file")).await.expect_err("another object");
    assert!(matches!(error.kind(), TransferErrorKind::Changed), "{error:?}");
    let names: Vec<_> = std::fs::read_dir(folder.path()).expect("a folder").collect();
    assert!(names.is_empty(), "{names:?}");
}

/// A reader that panics after so many bytes.
struct Panics(usize);

impl io::Read for Panics {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0 = self.0.checked_sub(buffer.len()).expect("more bytes than it has");
        Ok(buffer.len())
    }
}

/// Uploads that are dropped when so many bytes are sent.
async fn dropped(client: &Client) {
    for sent in [1, 8 * MIB, 24 * MIB] {
        let enough = Arc::new(Notify::new());
        let notified = enough.clone();
        let call = client.put_object().bucket(BUCKET).key("dropped").body(bytes(40 * MIB, 5));
        let upload = call.into_upload().concurrency(2).on_progress(move |bytes, _| {
            if bytes >= sent as u64 {
                notified.notify_one();
            }
        });
        tokio::select! {
            biased;
            () = enough.notified() => {}
            result = upload.send() => panic!("it is not over: {result:?}"),
        }
        wait_for_no_uploads(client, BUCKET).await;
        let head = client.head_object().bucket(BUCKET).key("dropped").await;
        head.expect_err("no object");
    }
}
