//! Whole directories: keys and paths, both ways.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use s3::Client;
use s3::client::TransferErrorKind;
use tempfile::tempdir;

use crate::support::{MIB, bytes, config, is_s3s, uploads, with_bucket};

const BUCKET: &str = "directories";

pub async fn run(url: &str) {
    let client = with_bucket(url, BUCKET).await;
    both_ways(&client).await;
    few_threads(url).await;
    links(&client).await;
    // s3s-fs takes buckets that are not there, and its keys are paths themselves.
    if !is_s3s() {
        failing(&client).await;
        names(&client).await;
    }
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
    let odd = if is_s3s() { "ü&.txt" } else { "ü+&.txt" };
    let odd = &format!("b/d e/{odd}");
    let names = ["a", "b/c", odd, "b/d e/f", "g.skip", "large"];
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
        seen.store(bytes, Ordering::Relaxed);
    });
    let output = upload.send().await.expect("an upload");
    let mut expected = files(from.path());
    expected.remove("g.skip");
    let length = expected.values().map(|it| it.len() as u64).sum();
    assert_eq!((output.files, output.bytes), (5, length));
    assert_eq!(sent.load(Ordering::Relaxed), length);
    let key = format!("photos/{odd}");
    let head = client.head_object().bucket(BUCKET).key(key).await.expect("an object");
    assert_eq!(head.content_type.as_deref(), Some("text/plain"));

    // A filter that panics does not look like the end of the directory.
    let upload = client.put_object().bucket(BUCKET).key("panic/").upload_directory(from.path());
    let upload = upload.filter(|path| path.components().count() < 2 || panic!("{path:?}"));
    let result = tokio::spawn(async move { upload.send().await.map(|_| ()) }).await;
    assert!(result.expect_err("a panic").is_panic());

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
    let some: Vec<_> = files(some.path()).into_keys().collect();
    assert_eq!(some, ["d e/f", odd.trim_start_matches("b/")]);
    assert_eq!(uploads(client, BUCKET).await, 0);
}

/// A file that fails ends the others, whose parts are removed before the error is there.
async fn failing(client: &Client) {
    let from = tempdir().expect("a folder");
    for (seed, name) in ["a", "b", "c", "failing"].into_iter().enumerate() {
        fs::write(from.path().join(name), bytes(24 * MIB, seed as u64)).expect("a file");
    }
    let begun = Arc::new(AtomicU64::new(0));
    let (seen, upload) = (begun.clone(), client.put_object().bucket(BUCKET).key("failing/"));
    let upload = upload.upload_directory(from.path()).part_size(5 * MIB as u64);
    let upload = upload.on_progress(move |bytes, _| seen.store(bytes, Ordering::Relaxed));
    let upload = upload.map_input(|path, input| {
        let is_failing = path.ends_with("failing");
        if is_failing { input.bucket("missing-bucket") } else { input }
    });
    let error = upload.send().await.expect_err("no such bucket");
    assert_eq!(error.call_error().and_then(|it| it.code()), Some("NoSuchBucket"), "{error:?}");
    assert_eq!(uploads(client, BUCKET).await, 0);
    println!("{} bytes were on their way", begun.load(Ordering::Relaxed));
}

/// The search for files leaves the threads to those who read them.
async fn few_threads(url: &str) {
    let from = tempdir().expect("a folder");
    for number in 0..250 {
        fs::write(from.path().join(number.to_string()), "content").expect("a file");
    }
    let (url, from) = (url.to_owned(), from.path().to_owned());
    let sent = std::thread::spawn(move || {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().max_blocking_threads(1).build().expect("a runtime");
        runtime.block_on(async {
            let client = Client::from_conf(config(&url).build());
            let call = client.put_object().bucket(BUCKET).key("few/");
            let upload = call.upload_directory(&from).concurrency(usize::MAX);
            tokio::time::timeout(Duration::from_secs(120), upload.send()).await
        })
    });
    let sent = tokio::task::spawn_blocking(|| sent.join()).await.expect("no panic");
    let output = sent.expect("no panic").expect("enough time").expect("an upload");
    assert_eq!(output.files, 250);
}

/// Symbolic links are followed if that is asked for, but not in a circle.
async fn links(client: &Client) {
    let [from, elsewhere] = [tempdir(), tempdir()].map(|it| it.expect("a folder"));
    fs::write(from.path().join("file"), "content").expect("a file");
    fs::write(elsewhere.path().join("linked"), "elsewhere").expect("a file");
    symlink(elsewhere.path(), from.path().join("folder")).expect("a link");
    symlink(from.path().join("file"), from.path().join("same")).expect("a link");
    let upload = |prefix: &str| {
        let call = client.put_object().bucket(BUCKET).key(prefix);
        call.upload_directory(from.path())
    };
    let keys = async |prefix: &str| {
        let list = client.list_objects_v2().bucket(BUCKET).prefix(prefix).await.expect("a list");
        let objects = list.contents.unwrap_or_default().into_iter();
        objects.map(|it| it.key.expect("a key")).collect::<Vec<_>>()
    };
    assert_eq!(upload("links/").send().await.expect("an upload").files, 1);
    assert_eq!(keys("links/").await, ["links/file"]);
    let output = upload("followed/").follow_links(true).send().await.expect("an upload");
    assert_eq!((output.files, output.bytes), (3, 7 + 9 + 7));
    let expected = ["followed/file", "followed/folder/linked", "followed/same"];
    assert_eq!(keys("followed/").await, expected);

    symlink(from.path(), elsewhere.path().join("circle")).expect("a link");
    let error = upload("circle/").follow_links(true).send().await.expect_err("a circle");
    let TransferErrorKind::File { path, .. } = error.kind() else {
        panic!("{error:?}");
    };
    assert!(path.ends_with("folder/circle"), "{error}");
    // A link to a file that is not there.
    let upload = upload("broken/").follow_links(true);
    fs::remove_dir_all(elsewhere.path()).expect("it is removed");
    let error = upload.send().await.expect_err("a broken link");
    assert!(matches!(error.kind(), TransferErrorKind::File { .. }), "{error:?}");
}

/// Names that would leave the directory.
async fn names(client: &Client) {
    for (number, name) in ["../../escaped", "/absolute", "./here", "b/../c"].iter().enumerate() {
        let folder_of_it = format!("names{number}/");
        let key = format!("{folder_of_it}{name}");
        client.put_object().bucket(BUCKET).key(&key).body("no").await.expect("an object");
        let folder = tempdir().expect("a folder");
        let inside = folder.path().join("inside");
        let list = || client.list_objects_v2().bucket(BUCKET).prefix(&folder_of_it);
        let error = list().download_directory(&inside).send().await.expect_err("a bad name");
        assert!(matches!(error.kind(), TransferErrorKind::Name { .. }), "{error:?}");
        assert!(error.to_string().contains(&key), "{error}");
        assert_eq!(files(folder.path()), BTreeMap::new());
        // A filter leaves it out.
        let download = list().download_directory(&inside).filter(|key, _| key.ends_with("fine"));
        let output = download.send().await.expect("nothing to do");
        assert_eq!(output.files, 0);
    }
}
