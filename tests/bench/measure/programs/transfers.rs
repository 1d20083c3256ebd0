//! Transfers a large file and many small ones with the generated client and with boto3's s3transfer, in turns:
//! `transfers ROUNDS URL PYTHON SCRIPT FOLDER`. Prints seconds as JSON.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

use aws_config::{BehaviorVersion, Region};
use aws_credential_types::Credentials;
use measure::comparison::{self, Row, Series};
use s3_ours::Client;
use s3_ours::client::ByteStream;

const BUCKET: &str = "bucket";

/// The length of the large file.
const LARGE: u64 = 1 << 30;

/// How many small files there are, and their length.
const SMALL: (usize, usize) = (2_000, 10_000);

/// The transfers, by their names for the other side.
const TRANSFERS: [(&str, &str); 4] = [
    ("up", "a file of 1 GiB up"),
    ("down", "a file of 1 GiB down"),
    ("all up", "2,000 files of 10 kB up"),
    ("all down", "2,000 files of 10 kB down"),
];

/// boto3 in a process of its own.
struct Boto3 {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Boto3 {
    fn start(python: &str, script: &str, url: &str, folder: &Path) -> Self {
        let mut child = Command::new(python)
            .args([script, url, BUCKET])
            .arg(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python starts");
        let input = child.stdin.take().expect("it is piped");
        let output = BufReader::new(child.stdout.take().expect("it is piped"));
        Self { child, input, output }
    }

    /// The seconds that a transfer took.
    fn transfer(&mut self, name: &str) -> f64 {
        writeln!(self.input, "{name}").expect("boto3 runs");
        let mut line = String::new();
        self.output.read_line(&mut line).expect("boto3 runs");
        line.trim().parse().expect("seconds of boto3")
    }
}

impl Drop for Boto3 {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The generated client.
struct Ours {
    client: Client,
    folder: PathBuf,
}

impl Ours {
    async fn transfer(&self, name: &str) -> f64 {
        let (client, folder) = (&self.client, &self.folder);
        let start = Instant::now();
        match name {
            "up" => {
                let body = ByteStream::from_path(folder.join("large")).await.expect("a file");
                let call = client.put_object().bucket(BUCKET).key("ours/large").body(body);
                call.into_upload().send().await.expect("an upload");
            }
            "down" => {
                let call = client.get_object().bucket(BUCKET).key("ours/large");
                let download = call.into_download();
                download.save(folder.join("ours-large")).await.expect("a download");
            }
            "all up" => {
                let call = client.put_object().bucket(BUCKET).key("ours/small/");
                let upload = call.upload_directory(folder.join("small"));
                let output = upload.send().await.expect("an upload");
                assert_eq!(output.files, SMALL.0 as u64);
            }
            _ => {
                let call = client.list_objects_v2().bucket(BUCKET).prefix("ours/small/");
                let download = call.download_directory(folder.join("ours-small"));
                let output = download.send().await.expect("a download");
                assert_eq!(output.files, SMALL.0 as u64);
            }
        }
        start.elapsed().as_secs_f64()
    }
}

/// Writes the files to send.
fn write_files(folder: &Path) {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).expect("a folder");
    let large = File::create(folder.join("large")).expect("a file");
    large.set_len(LARGE).expect("a file");
    let content = vec![0; SMALL.1];
    for number in 0..SMALL.0 {
        let parent = folder.join(format!("small/{}", number % 20));
        fs::create_dir_all(&parent).expect("a folder");
        fs::write(parent.join(number.to_string()), &content).expect("a file");
    }
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, rounds, url, python, script, folder] = &arguments[..] else {
        panic!("usage: transfers ROUNDS URL PYTHON SCRIPT FOLDER");
    };
    let rounds: usize = rounds.parse().expect("a number of rounds");
    let folder = PathBuf::from(folder);
    write_files(&folder);
    let mut boto3 = Boto3::start(python, script, url, &folder);
    let config = aws_config::defaults(BehaviorVersion::latest())
        .region(Region::from_static("eu-west-1"))
        .endpoint_url(url)
        .credentials_provider(Credentials::from_keys("AKIDEXAMPLE", "secret", None));
    let client = Client::new(&config.load().await);
    let ours = Ours { client, folder: folder.clone() };
    let mut rows = Vec::new();
    for (transfer, name) in TRANSFERS {
        let mut samples = [Vec::new(), Vec::new()];
        // The first round is not counted.
        for round in 0..=rounds {
            let seconds = if round % 2 == 0 {
                let first = ours.transfer(transfer).await;
                [first, boto3.transfer(transfer)]
            } else {
                let first = boto3.transfer(transfer);
                [ours.transfer(transfer).await, first]
            };
            if round > 0 {
                for (samples, seconds) in samples.iter_mut().zip(seconds) {
                    samples.push(seconds);
                }
            }
        }
        let [ours, boto3] = samples;
        let series = |name, samples| Series { name, samples };
        rows.push(Row {
            name: name.to_owned(),
            unit: "seconds",
            series: vec![series("ours", ours), series("boto3", boto3)],
        });
    }
    drop(boto3);
    let _ = fs::remove_dir_all(&folder);
    comparison::print(&rows);
}
