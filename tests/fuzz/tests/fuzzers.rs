//! Every target under libFuzzer, which searches for inputs by coverage; in the long form only.
//!
//! `cargo xtask test --long -- -p fuzz --test fuzzers` builds `libfuzzer/` with coverage (a C++
//! compiler is needed, libFuzzer comes with its crate) and runs each target for a minute, or
//! `FUZZ_SECONDS`. New inputs are kept in `target/fuzz/corpus`, failing ones in
//! `target/fuzz/failures`.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use fastrand::Rng;
use fuzz::Target;

/// Coverage instrumentation for libFuzzer. Unlike sanitizers, it works with stable compilers.
const COVERAGE: &str = "--cfg fuzzing -Ccodegen-units=1 -Clink-dead-code -Cpasses=sancov-module \
                        -Cllvm-args=-sanitizer-coverage-level=4 \
                        -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
                        -Cllvm-args=-sanitizer-coverage-pc-table \
                        -Cllvm-args=-sanitizer-coverage-trace-compares";

/// How many random inputs a target with an empty corpus begins with.
const SEEDS: usize = 64;

/// Maximum lengths of inputs: most findings need few bytes, decisions need more.
const LONGEST: usize = 2_000;

#[test]
fn fuzzers_find_nothing() {
    if !fuzz::is_long() {
        return;
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = folder.join("../../target/fuzz");
    let program = build(&folder.join("libfuzzer"), &target);
    let seconds = env::var("FUZZ_SECONDS").unwrap_or_else(|_| "60".to_owned());
    let mut failures = String::new();
    for it in fuzz::TARGETS {
        let (is_fine, log) = run(it, &program, folder, &target, &seconds);
        let runs = log.lines().rfind(|line| line.starts_with("Done "));
        let line = format!("{}: {}\n", it.name, runs.unwrap_or("it failed"));
        // Not captured, to show progress.
        let _ = io::stderr().write_all(line.as_bytes());
        if !is_fine {
            let _ = writeln!(failures, "{line}{log}");
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

fn build(package: &Path, target: &Path) -> PathBuf {
    let host = "x86_64-unknown-linux-gnu";
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["build", "--release", "--target", host, "--target-dir"])
        .arg(target.join("build"))
        .current_dir(package)
        .env("RUSTFLAGS", COVERAGE)
        .status()
        .expect("cargo");
    assert!(status.success(), "{status}");
    target.join("build").join(host).join("release/libfuzzer")
}

/// Runs a target for this time; returns whether nothing was found, and libFuzzer's output.
fn run(it: &Target, program: &Path, folder: &Path, target: &Path, seconds: &str) -> (bool, String) {
    let [found, failures] = ["corpus", "failures"].map(|name| {
        let folder = target.join(name).join(it.name);
        fs::create_dir_all(&folder).expect("a folder");
        folder
    });
    if fs::read_dir(&found).expect("a folder").next().is_none() {
        let mut rng = Rng::with_seed(0x5eed);
        for number in 0..SEEDS {
            let bytes: Vec<u8> = (0..rng.usize(1..400)).map(|_| rng.u8(..)).collect();
            fs::write(found.join(format!("seed-{number}")), bytes).expect("a seed");
        }
    }
    let mut command = Command::new(program);
    command
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-max_len={LONGEST}"))
        .args(["-len_control=0", "-rss_limit_mb=4096", "-timeout=600"])
        .arg(format!("-artifact_prefix={}/", failures.display()));
    if !it.tokens.is_empty() {
        let path = target.join(format!("{}.dict", it.name));
        fs::write(&path, dictionary(it)).expect("a dictionary");
        command.arg(format!("-dict={}", path.display()));
    }
    // libFuzzer writes new inputs to the first folder.
    command.arg(found);
    let committed = folder.join("corpus").join(it.name);
    if committed.exists() {
        command.arg(committed);
    }
    let output = command
        .env("FUZZ_TARGET", it.name)
        .stdin(Stdio::null())
        .output()
        .expect("the fuzzer");
    let log = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.success(), log)
}

/// The tokens of a target as a libFuzzer dictionary.
fn dictionary(it: &Target) -> String {
    let tokens = it.tokens.iter().filter(|token| !token.is_empty());
    let escaped = tokens.map(|token| {
        let bytes = token.bytes().map(|byte| format!("\\x{byte:02X}"));
        format!("\"{}\"\n", bytes.collect::<String>())
    });
    escaped.collect()
}
