//! Generating crates: the total time, and each phase.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use flate2::read::GzDecoder;
use serde_json::Value;
use tinsmith::Crate;
use tinsmith::observe::{Observer, Phase};

use crate::Context;
use crate::crates::input;
use crate::report::{OURS, Row, Series, Target, Unit};
use tinsmith_cli::error::{Error, Result};
use tinsmith_cli::folder::{self, Change};
use tinsmith_cli::model_files::{self, Files};

/// Sums of the time in each phase, over all threads.
#[derive(Default)]
struct Clock(Mutex<BTreeMap<Phase, Duration>>);

thread_local! {
    static BEGIN: Cell<Option<Instant>> = const { Cell::new(None) };
}

impl Observer for Clock {
    fn begin(&self, _: Phase) {
        BEGIN.set(Some(Instant::now()));
    }

    fn end(&self, phase: Phase) {
        if let (Some(begin), Ok(mut phases)) = (BEGIN.take(), self.0.lock()) {
            *phases.entry(phase).or_default() += begin.elapsed();
        }
    }
}

/// The seconds of one round.
#[derive(Clone, Copy, Default)]
struct Round {
    total: f64,
    read: f64,
    lower: f64,
    emit: f64,
    format: f64,
    write: f64,
    /// `serde_json` on the same models.
    parse: f64,
    /// Writing the same files one by one.
    copy: f64,
}

/// The folder of botocore's models.
///
/// # Errors
///
/// If it is unknown.
pub(crate) fn models() -> Result<PathBuf> {
    let data = env::var_os("BOTOCORE_DATA").map(PathBuf::from);
    data.ok_or_else(|| {
        Error::usage("BOTOCORE_DATA", "is not set")
            .hint("`cargo xtask bench` sets it to the models of the pinned botocore")
    })
}

/// Measures `CodeBuild`, `SageMaker`, all services of awsJson, and all services.
pub(crate) fn measure(context: &Context) -> Result<Vec<Row>> {
    let data = models()?;
    let folder = context.folder.join("generated");
    let (json, all) = (json_services(&data)?, services(context, &data)?);
    let json_name = format!("all {} services of awsJson", json.len());
    let all_name = format!("all {} services", all.len());
    let mut rows = Vec::new();
    clear(&folder)?;
    for (name, services, rounds, target) in [
        (
            "CodeBuild",
            vec![data.join("codebuild")],
            20,
            Some(Target::Absolute("≤ 60 ms", 0.06)),
        ),
        ("SageMaker", vec![data.join("sagemaker")], 5, None),
        (&json_name, json, 3, Some(Target::Absolute("≤ 6 s", 6.0))),
        (&all_name, all, 3, Some(Target::Absolute("≤ 14 s", 14.0))),
    ] {
        // Each round has its own folder, and nothing is removed before the end: ext4 does not reuse
        // recently freed inodes, and searching for others takes time.
        let rounds = (0..context.rounds(rounds)).map(|index| {
            let folder = folder.join(name).join(index.to_string());
            round(&context.root, &services, &folder)
        });
        rows.extend(rows_of(name, &rounds.collect::<Result<Vec<_>>>()?, target));
    }
    clear(&folder)?;
    Ok(rows)
}

fn rows_of(name: &str, rounds: &[Round], target: Option<Target>) -> Vec<Row> {
    let series =
        |name: &str, of: fn(&Round) -> f64| Series::new(name, rounds.iter().map(of).collect());
    let ours = |phase: &str, of: fn(&Round) -> f64| {
        let name = format!("{name}: {phase}");
        Row::new(name, Unit::Seconds, vec![series(OURS, of)])
    };
    let mut rows = vec![
        ours("total, wall", |round| round.total),
        ours("read", |round| round.read),
        ours("lower", |round| round.lower),
        ours("emit", |round| round.emit),
        ours("format", |round| round.format),
        ours("write", |round| round.write),
    ];
    rows[0].target = target;
    let parse = series("serde_json::Value", |round| round.parse);
    rows[1].series.push(parse);
    rows[5]
        .series
        .push(series("plain copy", |round| round.copy));
    rows
}

/// Generates services into empty folders, on all processors; then the references on one thread.
fn round(root: &Path, services: &[PathBuf], folder: &Path) -> Result<Round> {
    let clock = Clock::default();
    let start = Instant::now();
    let generated = in_parallel(services, |service| {
        let begin = Instant::now();
        let files = model_files::read(service)?;
        let read = begin.elapsed();
        let input = input(root, files, None);
        let krate = tinsmith::generate_observed(&input, &clock)?;
        let begin = Instant::now();
        let mut change = Change::new(&folder.join("ours").join(name(service)))?;
        let files = krate.files.iter();
        change.write = files
            .map(|(path, text)| (path.clone(), text.clone().into_bytes()))
            .collect();
        folder::apply(&[&change])?;
        Ok((krate, input.model, read, begin.elapsed()))
    })?;
    let total = start.elapsed().as_secs_f64();
    let phases = clock.0.into_inner().unwrap_or_default();
    let of = |phase| phases.get(&phase).map_or(0.0, Duration::as_secs_f64);
    let mut round = Round {
        total,
        read: of(Phase::Read),
        lower: of(Phase::Lower),
        emit: of(Phase::Emit),
        format: of(Phase::Format),
        ..Round::default()
    };
    for (service, (krate, model, read, write)) in services.iter().zip(&generated) {
        round.read += read.as_secs_f64();
        round.write += write.as_secs_f64();
        round.parse += parse(model)?;
        round.copy += copy(krate, &folder.join("copy").join(name(service)))?;
    }
    Ok(round)
}

/// The results in the order of the services.
fn in_parallel<T: Send>(
    services: &[PathBuf],
    work: impl Fn(&Path) -> Result<T> + Sync,
) -> Result<Vec<T>> {
    let queue = Mutex::new(services.iter().enumerate());
    let done = Mutex::new(Vec::new());
    let next = || queue.lock().ok()?.next();
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads.min(services.len()) {
            scope.spawn(|| {
                while let Some((index, service)) = next() {
                    let result = work(service);
                    let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
                    done.push((index, result));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// The services that can be generated.
fn services(context: &Context, data: &Path) -> Result<Vec<PathBuf>> {
    let folders = folders(data)?;
    let can = in_parallel(&folders, |folder| {
        let input = input(&context.root, model_files::read(folder)?, None);
        Ok(tinsmith::generate(&input).is_ok())
    })?;
    let folders = folders.into_iter().zip(can);
    Ok(folders
        .filter_map(|(folder, can)| can.then_some(folder))
        .collect())
}

/// The folders of all services.
fn folders(data: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(data).map_err(|error| Error::io(data, "read it", &error))?;
    let folders = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut folders: Vec<_> = folders.filter(|folder| folder.is_dir()).collect();
    folders.sort();
    Ok(folders)
}

/// The services with an awsJson protocol; botocore prefers it if a service has several.
fn json_services(data: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for folder in folders(data)? {
        let files = model_files::read(&folder)?;
        let mut files = files.iter();
        let service = files.find(|(name, _)| name.starts_with("service-2.json"));
        let Some((name, bytes)) = service else {
            continue;
        };
        let metadata = &json(name, bytes)?["metadata"];
        let mut protocols = metadata["protocols"].as_array().into_iter().flatten();
        if metadata["protocol"] == "json" || protocols.any(|protocol| protocol == "json") {
            found.push(folder);
        }
    }
    Ok(found)
}

fn name(service: &Path) -> &std::ffi::OsStr {
    service.file_name().unwrap_or_default()
}

/// A file, which may be compressed, as JSON.
pub(crate) fn json(name: &str, bytes: &[u8]) -> Result<Value> {
    let mut text = Vec::new();
    let text = match GzDecoder::new(bytes).read_to_end(&mut text) {
        Ok(_) => &text,
        Err(_) => bytes,
    };
    serde_json::from_slice(text).map_err(|error| Error::usage(name, error))
}

/// The time for decompressing and parsing a model.
fn parse(model: &Files) -> Result<f64> {
    let start = Instant::now();
    for (name, bytes) in model {
        std::hint::black_box(json(name, bytes)?);
    }
    Ok(start.elapsed().as_secs_f64())
}

/// The time for creating the folders and writing the files.
fn copy(krate: &Crate, folder: &Path) -> Result<f64> {
    let start = Instant::now();
    for (path, text) in &krate.files {
        let path = folder.join(path);
        let parent = path.parent().unwrap_or(folder);
        if !parent.exists() {
            fs::create_dir_all(parent).map_err(|error| Error::io(parent, "create it", &error))?;
        }
        fs::write(&path, text).map_err(|error| Error::io(&path, "write it", &error))?;
    }
    Ok(start.elapsed().as_secs_f64())
}

fn clear(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|error| Error::io(folder, "remove it", &error))?;
    }
    fs::create_dir_all(folder).map_err(|error| Error::io(folder, "create it", &error))
}
