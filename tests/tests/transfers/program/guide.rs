//! The code of docs/s3.md.

use std::fs;

use s3::config::{Credentials, Region, SdkConfig, SharedCredentialsProvider};
use tempfile::tempdir;

use crate::support::{MIB, bytes, wait_for_no_uploads, with_bucket};
use crate::{five_minutes, page};

const BUCKET: &str = "guide";

pub async fn run(url: &str) {
    let client = with_bucket(url, BUCKET).await;
    let shared = SdkConfig::builder()
        .region(Region::new("us-east-1"))
        .credentials_provider(SharedCredentialsProvider::new(Credentials::for_tests()))
        .build();
    let same = five_minutes::client_of(&shared, url);
    let link = five_minutes::five_minutes(&same, BUCKET).await.expect("a link");
    assert!(link.contains("/manifest?X-Amz-Algorithm="), "{link}");

    let folder = tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let movie = bytes(20 * MIB, 9);
    fs::write(path("movie.mp4"), &movie).expect("a file");
    fs::create_dir_all(path("photos/a")).expect("a folder");
    for name in ["photos/a/b.jpg", "photos/c.jpg", "photos/none"] {
        fs::write(path(name), name).expect("a file");
    }
    page::transfers(&client, BUCKET, folder.path()).await.expect("transfers");
    assert!(fs::read(path("copy.mp4")).expect("a file") == movie);
    assert_eq!(fs::read(path("copies/a/b.jpg")).expect("a file"), b"photos/a/b.jpg");
    wait_for_no_uploads(&client, BUCKET).await;
    page::resumable(&client, BUCKET, &path("movie.mp4"), None).await.expect("an upload");
}
