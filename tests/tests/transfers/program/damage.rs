//! Downloads from a fake: content that is damaged, and checksums that are not those of the content.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use s3::Client;
use s3::client::{Download, TransferErrorKind};
use s3::operation::get_object::GetObject;
use s3::test_util::Fake;
use s3::types::ChecksumType;
use tempfile::tempdir;
use tinsmith_runtime::byte_stream::ByteStreamErrorKind;

use crate::support::{MIB, answer, bytes, checksum};

const LENGTH: usize = 3 * MIB + 5;

pub async fn run() {
    damaged_part().await;
    always_damaged().await;
    composite().await;
}

fn download(fake: &Fake) -> Download<GetObject> {
    let call = Client::from_conf(fake.config()).get_object().bucket("bucket").key("key");
    call.into_download().part_size(MIB as u64).threshold(0)
}

/// A part that is damaged is asked for again, and what was reported of it is taken off.
async fn damaged_part() {
    let content = bytes(LENGTH, 1);
    let (right, damaged) = (content.clone(), Arc::new(AtomicUsize::new(0)));
    let seen = damaged.clone();
    let fake = Fake::new().on::<GetObject>(move |input| {
        let output = answer(&input, &right);
        // Each part from the second one on, the first time.
        if input.range.is_none() || seen.fetch_add(1, Ordering::Relaxed) % 2 == 1 {
            return Ok(output);
        }
        let range = input.range.expect("a range");
        let length = if range.ends_with(&format!("{}", LENGTH - 1)) { 5 } else { MIB };
        Ok(output.body(vec![0; length]))
    });
    let folder = tempdir().expect("a folder");
    let path = folder.path().join("file");
    let reports = Arc::<Mutex<Vec<u64>>>::default();
    let reported = reports.clone();
    let saved = download(&fake).concurrency(1).on_progress(move |bytes, _| {
        reported.lock().expect("no panic").push(bytes);
    });
    saved.save(&path).await.expect("a file");
    assert!(std::fs::read(&path).expect("a file") == content);
    assert_eq!(damaged.swap(0, Ordering::Relaxed), 6, "three parts, twice each");
    assert_eq!(reports.lock().expect("no panic").last(), Some(&(LENGTH as u64)));
    assert!(reports.lock().expect("no panic").iter().all(|it| *it <= LENGTH as u64));

    let mut written = Vec::new();
    let ahead = download(&fake).concurrency(2).memory(2 * MIB as u64);
    ahead.write_to(&mut written).await.expect("the content");
    assert!(written == content);
}

/// What is damaged each time is an error, which says so.
async fn always_damaged() {
    let content = bytes(LENGTH, 2);
    let stated = content.clone();
    let fake = Fake::new().on::<GetObject>(move |input| {
        let mut output = answer(&input, &stated);
        output.checksum_crc32 = Some(checksum(b"another content"));
        Ok(output)
    });
    let folder = tempdir().expect("a folder");
    let error = download(&fake).attempts(2).save(folder.path().join("file")).await;
    let error = error.expect_err("damaged");
    assert!(matches!(error.kind(), TransferErrorKind::Checksum { .. }), "{error:?}");
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);

    let output = download(&fake).attempts(2).send().await.expect("a response");
    let error = output.body.collect().await.expect_err("damaged");
    assert_eq!(error.kind(), ByteStreamErrorKind::Damaged);
    assert!(error.to_string().contains("the content was damaged"), "{error}");
}

/// A checksum of the checksums of parts says nothing of the content, whatever form it has.
async fn composite() {
    let content = bytes(LENGTH, 3);
    let sent = content.clone();
    let fake = Fake::new().on::<GetObject>(move |input| {
        let mut output = answer(&input, &sent).checksum_type(ChecksumType::Composite);
        output.checksum_crc32 = Some(checksum(b"the checksums of parts"));
        Ok(output)
    });
    for threshold in [0, 2 * LENGTH as u64] {
        let mut written = Vec::new();
        let download = download(&fake).threshold(threshold);
        download.write_to(&mut written).await.expect("the content");
        assert!(written == content);
    }
    let client = Client::from_conf(fake.config());
    let object = client.get_object().bucket("bucket").key("key").await.expect("an object");
    assert!(object.body.collect().await.expect("the content") == content);
}
