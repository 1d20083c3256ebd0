//! A directory of 5,000 objects, which are listed in pages.

use std::fs;

use tempfile::tempdir;

use crate::support::with_bucket;

const BUCKET: &str = "pages";

const COUNT: usize = 5_000;

pub async fn run(url: &str) {
    let client = with_bucket(url, BUCKET).await;
    let [from, to] = [tempdir(), tempdir()].map(|it| it.expect("a folder"));
    for number in 0..COUNT {
        let folder = from.path().join(format!("{}", number % 50));
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join(number.to_string()), number.to_string()).expect("a file");
    }
    let upload = client.put_object().bucket(BUCKET).key("").upload_directory(from.path());
    let output = upload.send().await.expect("an upload");
    assert_eq!(output.files, COUNT as u64);
    let list = client.list_objects_v2().bucket(BUCKET);
    let received = list.download_directory(to.path()).send().await.expect("a download");
    assert_eq!(received, output);
    for number in 0..COUNT {
        let path = to.path().join(format!("{}/{number}", number % 50));
        assert_eq!(fs::read_to_string(path).expect("a file"), number.to_string());
    }
}
