//! Whole directories: keys and paths, both ways.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use s3::Client;
use s3::client::TransferErrorKind;
use tempfile::tempdir;

use crate::support::{MIB, bytes, uploads, with_bucket};

const BUCKET: &str = "directories";

pub async fn run(url: &str) {
    let client = with_bucket(url, BUCKET).await;
    both_ways(&client).await;
    names(&client).await;
}

/// The files of a directory by their relative paths.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("inside").to_str().expect("UTF-8");
                found.insert(name.to_owned(), fs::read(&path).expect("a file"));
            }
        }
    }
    found
}

async fn both_ways(client: &Client) {
    let [from, to] = [tempdir(), tempdir()].map(|it| it.expect("a folder"));
    let names = ["a", "b/c", "b/d e/ü+&.txt", "b/d e/f", "g.skip", "large"];
    for (seed, name) in names.into_iter().enumerate() {
        let path = from.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        let length = if name == "large" { 18 * MIB } else { seed * 1000 };
        fs::write(path, bytes(length, seed as u64)).expect("a file");
    }
    let sent = Arc::new(AtomicU64::new(0));
    let seen = sent.clone();
    let upload = client.put_object().bucket(BUCKET).key("photos/").upload_directory(from.path());
    let upload = upload.filter(|path| path.extension().is_none_or(|it| it != "skip"));
    let upload = upload.map_input(|path, input| match path.extension() {
        Some(_) => input.content_type("text/plain"),
        None => input,
    });
    let upload = upload.on_progress(move |bytes, total| {
        assert_eq!(total, None);
        seen.fetch_max(bytes, Ordering::Relaxed);
    });
    let output = upload.send().await.expect("an upload");
    let mut expected = files(from.path());
    expected.remove("g.skip");
    let length = expected.values().map(|it| it.len() as u64).sum();
    assert_eq!((output.files, output.bytes), (5, length));
    assert_eq!(sent.load(Ordering::Relaxed), length);
    let key = "photos/b/d e/ü+&.txt";
    let head = client.head_object().bucket(BUCKET).key(key).await.expect("an object");
    assert_eq!(head.content_type.as_deref(), Some("text/plain"));

    // What stands for a folder is none of the files.
    client.put_object().bucket(BUCKET).key("photos/b/").await.expect("an object");
    client.put_object().bucket(BUCKET).key("other/x").await.expect("an object");
    let download = client.list_objects_v2().bucket(BUCKET).prefix("photos/").max_keys(2);
    let output = download.download_directory(to.path()).send().await.expect("a download");
    assert_eq!((output.files, output.bytes), (5, length));
    assert!(files(to.path()) == expected);
    // The prefix may end inside of a name.
    let some = tempdir().expect("a folder");
    let download = client.list_objects_v2().bucket(BUCKET).prefix("photos/b/d");
    download.download_directory(some.path()).send().await.expect("a download");
    assert_eq!(files(some.path()).into_keys().collect::<Vec<_>>(), ["d e/f", "d e/ü+&.txt"]);
    assert_eq!(uploads(client, BUCKET).await, 0);
}

/// Names that would leave the directory.
async fn names(client: &Client) {
    for key in ["names/../../escaped", "names//absolute", "names/./here"] {
        client.put_object().bucket(BUCKET).key(key).body("no").await.expect("an object");
        let folder = tempdir().expect("a folder");
        let inside = folder.path().join("inside");
        let list = || client.list_objects_v2().bucket(BUCKET).prefix("names/");
        let error = list().download_directory(&inside).send().await.expect_err("a bad name");
        assert!(matches!(error.kind(), TransferErrorKind::Name { .. }), "{error:?}");
        assert!(error.to_string().contains("names/"), "{error}");
        assert!(!folder.path().join("escaped").exists());
        // A filter leaves them out.
        let download = list().download_directory(&inside).filter(|key, _| key.ends_with("fine"));
        let output = download.send().await.expect("nothing to do");
        assert_eq!(output.files, 0);
        let body = client.put_object().bucket(BUCKET).key(key).body("");
        body.await.expect("an object");
    }
}
