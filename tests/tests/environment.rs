//! Settings of environment variables and profiles, read by `aws_config`.
//!
//! A process cannot change its environment safely, so each case runs in its own process: this
//! program, which prints the client's settings if a variable is set.

use std::fs;
use std::path::Path;
use std::process::Command;

use codebuild::config::{Config, Credentials};

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
    // `aws_config` itself traces what it reads.
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .init();
    let client = codebuild::Client::new(Config::from(&shared));
    let config = client.config();
    println!("endpoint={:?}", config.endpoint_url());
    println!("region={:?}", config.region().map(AsRef::as_ref));
    let no_retries = codebuild::config::RetryConfig::disabled();
    let call = client.list_builds().customize(|config| {
        config
            .retry_config(no_retries)
            .credentials_provider(Credentials::for_tests())
    });
    let error = call.await.expect_err("there is no such server");
    println!("error={error}");
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
        let found = ask(&file, "endpoint", &variables);
        assert_eq!(found, format!("{expected:?}"), "{variables:?}");
    }
}

const EMPTY: &str = "\
[default]
services = mine
endpoint_url = http://all.profile
region = eu-west-1
[profile general]
services = mine
endpoint_url =
account_id_endpoint_mode =
[profile neither]
services = other
endpoint_url =
ca_bundle =
[services mine]
codebuild =
  endpoint_url = http://codebuild.profile
[services other]
codebuild =
  endpoint_url =
";

/// A setting that is there and empty is none, and the next one counts.
#[test]
fn empty_settings_are_unset() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("environment-empty");
    fs::write(&file, EMPTY).expect("the file can be written");
    let all = ("AWS_ENDPOINT_URL", "http://all.env");
    let (no_all, no_service) = (("AWS_ENDPOINT_URL", ""), ("AWS_ENDPOINT_URL_CODEBUILD", ""));
    let blank = ("AWS_ENDPOINT_URL_CODEBUILD", " ");
    let (general, neither) = (("AWS_PROFILE", "general"), ("AWS_PROFILE", "neither"));
    let ignore = ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
    for (variables, expected) in [
        (vec![no_all], Some("http://codebuild.profile")),
        (vec![no_service], Some("http://codebuild.profile")),
        (vec![no_all, no_service], Some("http://codebuild.profile")),
        (vec![all, no_service], Some("http://all.env")),
        (vec![all, blank], Some("http://all.env")),
        (vec![all, no_service, general], Some("http://all.env")),
        (vec![general], Some("http://codebuild.profile")),
        (vec![no_all, general], Some("http://codebuild.profile")),
        (vec![neither], None),
        (vec![no_all, no_service, neither], None),
        (vec![no_all, no_service, ignore], None),
    ] {
        let found = ask(&file, "endpoint", &variables);
        assert_eq!(found, format!("{expected:?}"), "{variables:?}");
    }
    let no_region = ("AWS_REGION", "");
    let default = ("AWS_DEFAULT_REGION", "us-west-2");
    for (variables, expected) in [
        (vec![no_region], Some("eu-west-1")),
        (vec![no_region, default], Some("us-west-2")),
        (
            vec![no_region, ("AWS_DEFAULT_REGION", "")],
            Some("eu-west-1"),
        ),
        (vec![no_region, neither], None),
    ] {
        let found = ask(&file, "region", &variables);
        assert_eq!(found, format!("{expected:?}"), "{variables:?}");
    }
    // The calls fail for no other reason than that there is no such server.
    let closed = ("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
    let names = [
        "AWS_ACCOUNT_ID_ENDPOINT_MODE",
        "AWS_CA_BUNDLE",
        "AWS_DISABLE_HOST_PREFIX_INJECTION",
        "AWS_USE_FIPS_ENDPOINT",
        "AWS_USE_DUALSTACK_ENDPOINT",
    ];
    let variables: Vec<_> = names
        .map(|name| (name, ""))
        .into_iter()
        .chain([closed, neither, ("AWS_REGION", "us-east-1")])
        .collect();
    let error = ask(&file, "error", &variables);
    assert!(
        error.starts_with("ListBuilds failed: the connection failed: "),
        "{error}"
    );
    let bundle = ("AWS_CA_BUNDLE", "/nonexistent/bundle.pem");
    let error = ask(&file, "error", &[closed, bundle]);
    assert!(
        error.contains("the CA bundle \"/nonexistent/bundle.pem\""),
        "{error}"
    );
}

/// Passwords would be part of the signature and of logs.
#[test]
fn user_names_in_endpoints_are_refused() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("environment-user");
    let profile = "\
[default]
endpoint_url = http://u:hunter2@profile
[profile service]
services = mine
[services mine]
codebuild =
  endpoint_url = http://u:hunter2@profile
";
    fs::write(&file, profile).expect("the file can be written");
    for variables in [
        vec![],
        vec![("AWS_PROFILE", "service")],
        vec![("AWS_ENDPOINT_URL", "http://u:hunter2@env")],
        vec![("AWS_ENDPOINT_URL_CODEBUILD", "http://u:hunter2@env")],
    ] {
        let error = ask(&file, "error", &variables);
        assert!(error.contains("has a user name or password"), "{error}");
        assert!(!error.contains("hunter2"), "{error}");
    }
}

/// A line of the output of a process with these variables.
fn ask(profile: &Path, line: &str, variables: &[(&str, &str)]) -> String {
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
    let found = text
        .lines()
        .find_map(|it| it.strip_prefix(line)?.strip_prefix('='));
    found
        .unwrap_or_else(|| panic!("{text}\n{output:?}"))
        .to_owned()
}
