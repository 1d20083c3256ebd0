//! Files and readers.

use std::fs;
use std::io::ErrorKind;
use std::time::{Duration, SystemTime};

use tempfile::TempDir;
use tinsmith_runtime::byte_stream::ByteStream;
use tinsmith_runtime::test_util::{Fake, Fault, SdkBody};
use tokio::io::AsyncReadExt;

use super::*;

fn files(folder: &TempDir) -> Vec<String> {
    let entries = fs::read_dir(folder.path()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.collect()
}

#[tokio::test]
async fn file_is_opened_anew_for_each_attempt() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    fs::write(&path, vec![7; 200_000]).unwrap();
    let fake = Fake::new().on::<Put>(|_| Ok(PutOutput::default()));
    fake.inject(Fault::status(503));
    let body = ByteStream::from_path(&path).await.unwrap();
    assert_eq!(body.length(), Some(200_000));
    assert!(body.is_repeatable());
    let core = Core::new(&SERVICE, fake.config());
    core.send::<Put>(PutInput::of(body)).await.unwrap();
    let requests = fake.requests();
    assert_eq!(requests.len(), 2);
    assert!(requests.iter().all(|it| *it.body() == vec![7; 200_000]));
}

#[tokio::test]
async fn file_that_changes_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    for content in ["01234", "0123456789ab", "9876543210"] {
        fs::write(&path, "0123456789").unwrap();
        let body = ByteStream::from_path(&path).await.unwrap();
        let part = ByteStream::from_path_range(&path, 3..5).await.unwrap();
        fs::write(&path, content).unwrap();
        let later = SystemTime::now() + Duration::from_secs(1);
        let file = fs::File::options().append(true).open(&path).unwrap();
        file.set_modified(later).unwrap();
        for body in [body, part] {
            let error = body.collect().await.unwrap_err().to_string();
            assert!(
                error.ends_with("has changed since the stream was made"),
                "{error}"
            );
        }
    }
}

#[tokio::test]
async fn part_of_a_file_and_empty_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    fs::write(&path, "0123456789").unwrap();
    let part = ByteStream::from_path_range(&path, 3..7).await.unwrap();
    assert_eq!(part.length(), Some(4));
    assert_eq!(part.collect().await.unwrap(), "3456");
    assert!(ByteStream::from_path_range(&path, 3..11).await.is_err());
    fs::write(&path, "").unwrap();
    let empty = ByteStream::from_path(&path).await.unwrap();
    assert_eq!(empty.length(), Some(0));
    assert_eq!(empty.collect().await.unwrap(), "");
    let missing = ByteStream::from_path(folder.path().join("missing")).await;
    assert!(missing.is_err());
}

#[tokio::test]
async fn saves_to_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    let (body, _) = zeros(300_000);
    assert_eq!(body.save(&path).await.unwrap(), 300_000);
    assert_eq!(fs::read(&path).unwrap(), vec![0; 300_000]);
    assert_eq!(ByteStream::from("new").save(&path).await.unwrap(), 3);
    assert_eq!(fs::read(&path).unwrap(), b"new");
    assert_eq!(files(&folder), ["file"]);
}

#[tokio::test]
async fn broken_stream_leaves_the_file_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    fs::write(&path, "old").unwrap();
    let (body, _) = zeros(100_000);
    let error = body.with_length(200_000).save(&path).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedEof);
    assert_eq!(fs::read(&path).unwrap(), b"old");
    assert_eq!(files(&folder), ["file"], "nothing is left behind");
    let error = ByteStream::from("new").save("/").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
}

#[tokio::test]
async fn asynchronous_readers_both_ways() {
    let (mut sender, receiver) = tokio::io::duplex(1000);
    tokio::spawn(async move {
        use tokio::io::AsyncWriteExt;
        sender.write_all(&vec![7; 100_000]).await.unwrap();
    });
    let stream = ByteStream::from_async_read(receiver);
    assert!(!stream.is_repeatable());
    let mut bytes = Vec::new();
    let mut reader = stream.into_async_read();
    reader.read_to_end(&mut bytes).await.unwrap();
    assert_eq!(bytes, vec![7; 100_000]);

    let (body, _) = zeros(10);
    let mut reader = body.with_length(20).into_async_read();
    let error = reader.read_to_end(&mut bytes).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedEof);
}

#[tokio::test]
async fn bodies_of_other_sdks_both_ways() {
    use aws_smithy_types::byte_stream::ByteStream as AwsByteStream;
    let stream = ByteStream::from(AwsByteStream::from_static(b"hello"));
    assert_eq!(stream.bytes().unwrap(), "hello");
    let stream = ByteStream::from(SdkBody::retryable(|| {
        SdkBody::from_body_1_x(ByteStream::from("hello"))
    }));
    assert!(stream.is_repeatable());
    assert_eq!(stream.length(), Some(5));
    let theirs = AwsByteStream::from(stream);
    assert_eq!(theirs.collect().await.unwrap().to_vec(), b"hello");
    let (body, _) = zeros(10);
    let stream = ByteStream::from(SdkBody::from(body));
    assert!(!stream.is_repeatable());
    assert_eq!(stream.collect().await.unwrap(), [0; 10][..]);
}
