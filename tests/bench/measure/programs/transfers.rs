//! Transfers a large file and many small ones with the generated client, with the official transfer manager
//! and with boto3's s3transfer, in turns: `transfers ROUNDS URL PYTHON SCRIPT FOLDER LARGE COUNT`. Prints
//! seconds as JSON.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

use aws_sdk_s3_transfer_manager as official;
use measure::comparison;
use measure::loopback::{Unencrypted, as_if_with_tls};
use official::io::InputStream;
use official::io::walk::FsWalker;
use s3_twelve::client::ByteStream;

const BUCKET: &str = "bucket";

/// The length of a small file.
const SMALL: usize = 10_000;

/// The transfers, by their names for boto3, which the others have, too.
const TRANSFERS: [&str; 4] = ["up", "down", "all up", "all down"];

/// Who transfers. Each has objects, and a folder for what it receives, of its own name.
enum Side {
    Ours(s3_twelve::Client),
    Official(official::Client),
    Boto3(Boto3),
}

impl Side {
    const fn name(&self) -> &'static str {
        match self {
            Self::Ours(_) => "ours",
            Self::Official(_) => "official",
            Self::Boto3(_) => "boto3",
        }
    }

    /// The seconds that a transfer took.
    async fn transfer(&mut self, transfer: &str, files: &Files) -> f64 {
        let (name, start) = (self.name(), Instant::now());
        let large = format!("{name}/large");
        let small = format!("{name}/small/");
        let received = files.folder.join(format!("received-{name}"));
        let seconds = match self {
            Self::Ours(client) => {
                ours(client, transfer, files, &large, &small, &received).await;
                start.elapsed().as_secs_f64()
            }
            Self::Official(client) => {
                of_official(client, transfer, files, &large, &small, &received).await;
                start.elapsed().as_secs_f64()
            }
            Self::Boto3(process) => process.transfer(transfer),
        };
        files.check_received(transfer, &received);
        seconds
    }
}

async fn ours(
    client: &s3_twelve::Client,
    transfer: &str,
    files: &Files,
    large: &str,
    small: &str,
    received: &Path,
) {
    match transfer {
        "up" => {
            let body = ByteStream::from_path(files.large()).await.expect("a file");
            let call = client.put_object().bucket(BUCKET).key(large).body(body);
            call.into_upload().send().await.expect("an upload");
        }
        "down" => {
            let call = client.get_object().bucket(BUCKET).key(large);
            call.into_download().save(received).await.expect("a download");
        }
        "all up" => {
            let call = client.put_object().bucket(BUCKET).key(small);
            let output = call.upload_directory(files.small()).send().await.expect("an upload");
            assert_eq!(output.files, files.count as u64);
        }
        _ => {
            let call = client.list_objects_v2().bucket(BUCKET).prefix(small);
            let output = call.download_directory(received).send().await.expect("a download");
            assert_eq!(output.files, files.count as u64);
        }
    }
}

async fn of_official(
    client: &official::Client,
    transfer: &str,
    files: &Files,
    large: &str,
    small: &str,
    received: &Path,
) {
    match transfer {
        "up" => {
            let body = InputStream::from_path(files.large()).expect("a file");
            let upload = client.upload().bucket(BUCKET).key(large).body(body);
            upload.initiate().expect("an upload").join().await.expect("an upload");
        }
        "down" => {
            let download = client.download().bucket(BUCKET).key(large);
            let download = download.write_to_path(received).await.expect("a download");
            download.join().await.expect("a download");
        }
        "all up" => {
            let upload = client.upload_objects().bucket(BUCKET).key_prefix(small);
            let upload = upload.source(files.small());
            let upload = upload.walker(FsWalker::builder().recursive(true).build());
            let output = upload.initiate().expect("an upload").join().await.expect("an upload");
            assert_eq!(output.objects_uploaded(), files.count as u64);
        }
        _ => {
            fs::create_dir_all(received).expect("a folder");
            let download = client.download_objects().bucket(BUCKET).key_prefix(small);
            let download = download.destination(received).initiate().expect("a download");
            let output = download.join().await.expect("a download");
            assert_eq!(output.objects_downloaded(), files.count as u64);
        }
    }
}

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

/// The files to send, which all sides share.
struct Files {
    folder: PathBuf,
    length: u64,
    count: usize,
}

impl Files {
    fn write(folder: &str, length: u64, count: usize) -> Self {
        let folder = PathBuf::from(folder);
        let files = Self { folder, length, count };
        let _ = fs::remove_dir_all(&files.folder);
        fs::create_dir_all(&files.folder).expect("a folder");
        let large = File::create(files.large()).expect("a file");
        large.set_len(length).expect("a file");
        let content = vec![0; SMALL];
        for number in 0..count {
            let parent = files.small().join((number % 20).to_string());
            fs::create_dir_all(&parent).expect("a folder");
            fs::write(parent.join(number.to_string()), &content).expect("a file");
        }
        files
    }

    fn large(&self) -> PathBuf {
        self.folder.join("large")
    }

    fn small(&self) -> PathBuf {
        self.folder.join("small")
    }

    /// What was received is as long as it should be; it is removed.
    fn check_received(&self, transfer: &str, received: &Path) {
        match transfer {
            "down" => {
                let file = fs::metadata(received).expect("a file");
                assert_eq!(file.len(), self.length);
                fs::remove_file(received).expect("a file");
            }
            "all down" => {
                let last = self.count - 1;
                let last = received.join(format!("{}/{last}", last % 20));
                assert_eq!(fs::metadata(last).expect("a file").len(), SMALL as u64);
                fs::remove_dir_all(received).expect("a folder");
            }
            _ => {}
        }
    }

    fn describe(&self, transfer: &str) -> String {
        let (mebibytes, count) = (self.length >> 20, self.count);
        match transfer {
            "up" | "down" => format!("a file of {mebibytes} MiB {transfer}"),
            "all up" => format!("{count} files of 10 kB up"),
            _ => format!("{count} files of 10 kB down"),
        }
    }
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, rounds, url, python, script, folder, length, count] = &arguments[..] else {
        panic!("usage: transfers ROUNDS URL PYTHON SCRIPT FOLDER LARGE COUNT");
    };
    let rounds: usize = rounds.parse().expect("a number of rounds");
    let length = length.parse().expect("a number of bytes");
    let files = Files::write(folder, length, count.parse().expect("a number of files"));
    let shared = as_if_with_tls(url).await;
    let ours = s3_twelve::config::Builder::from(&shared).interceptor(Unencrypted);
    let official = aws_sdk_s3::config::Builder::from(&shared).interceptor(Unencrypted);
    let official = official::Config::builder().s3_config(official).build();
    let mut sides = [
        Side::Ours(s3_twelve::Client::from_conf(ours.build())),
        Side::Official(official::Client::new(official)),
        Side::Boto3(Boto3::start(python, script, url, &files.folder)),
    ];
    let mut rows = Vec::new();
    for transfer in TRANSFERS {
        let mut samples = [const { Vec::new() }; 3];
        let mut order = [0, 1, 2];
        // The first round is not counted.
        for round in 0..=rounds {
            for index in order {
                let seconds = sides[index].transfer(transfer, &files).await;
                if round > 0 {
                    samples[index].push(seconds);
                }
            }
            order.reverse();
        }
        let [ours, official, boto3] = samples;
        let others = vec![("official", official), ("boto3", boto3)];
        rows.extend(comparison::against(&files.describe(transfer), &ours, others));
    }
    drop(sides);
    let _ = fs::remove_dir_all(&files.folder);
    comparison::print(&rows);
}
