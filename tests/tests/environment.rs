//! Endpoint settings of environment variables and profiles, read by `aws_config`.
//!
//! A process cannot change its environment safely, so each case runs in its own process: this
//! program, which prints the client's settings if a variable is set.

use std::fs;
use std::path::Path;
use std::process::Command;

use codebuild::config::Config;

/// The variable that makes [`print`] print.
const CHILD: &str = "PRINT_THE_ENDPOINT";

#[tokio::test]
async fn print() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    let shared = aws_config::defaults(aws_config::BehaviorVersion::latest())
        .no_credentials()
        .load()
        .await;
    let client = codebuild::Client::new(Config::from(&shared));
    println!("endpoint={:?}", client.config().endpoint_url());
}

const PROFILE: &str = "\
[default]
services = mine
endpoint_url = http://all.profile
[profile plain]
endpoint_url = http://plain.profile
[services mine]
codebuild =
  endpoint_url = http://codebuild.profile
";

#[test]
fn endpoint_settings_of_the_environment() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("environment-profile");
    fs::write(&file, PROFILE).expect("the file can be written");
    let all = ("AWS_ENDPOINT_URL", "http://all.env");
    let service = ("AWS_ENDPOINT_URL_CODEBUILD", "http://codebuild.env");
    let other = ("AWS_ENDPOINT_URL_S3", "http://s3.env");
    let plain = ("AWS_PROFILE", "plain");
    let ignore = ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
    for (variables, expected) in [
        (vec![], Some("http://codebuild.profile")),
        (vec![all], Some("http://all.env")),
        (vec![all, service], Some("http://codebuild.env")),
        (vec![service, plain], Some("http://codebuild.env")),
        (vec![all, plain], Some("http://all.env")),
        (vec![other, plain], Some("http://plain.profile")),
        (vec![ignore], None),
        (vec![ignore, all, service], None),
        (vec![ignore, plain], None),
    ] {
        let found = ask(&file, &variables);
        assert_eq!(found, format!("{expected:?}"), "{variables:?}");
    }
}

/// The output of a process with these variables.
fn ask(profile: &Path, variables: &[(&str, &str)]) -> String {
    let program = std::env::current_exe().expect("this program");
    let mut command = Command::new(program);
    command.args(["--exact", "print", "--nocapture"]);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("AWS_") {
            command.env_remove(name);
        }
    }
    command
        .env(CHILD, "1")
        .env("AWS_CONFIG_FILE", profile)
        .env("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
        .env("AWS_REGION", "us-east-1")
        .envs(variables.iter().copied());
    let output = command.output().expect("it runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = text.lines().find_map(|line| line.strip_prefix("endpoint="));
    line.unwrap_or_else(|| panic!("{text}\n{output:?}"))
        .to_owned()
}
