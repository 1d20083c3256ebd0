//! Generating crates: the whole, and each phase.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use tinsmith::Crate;
use tinsmith::observe::{Observer, Phase};

use crate::Context;
use crate::report::{OURS, Row, Side, Target, Unit};
use crate::services::{self, Service};
use tinsmith_cli::error::{Error, Result};
use tinsmith_cli::folder::{self, Change};
use tinsmith_cli::model_files::{self, Files};

/// Adds up what the phases take, on all threads.
#[derive(Default)]
struct Clock(Mutex<BTreeMap<Phase, Duration>>);

thread_local! {
    static BEGUN: Cell<Option<Instant>> = const { Cell::new(None) };
}

impl Observer for Clock {
    fn begin(&self, _: Phase) {
        BEGUN.set(Some(Instant::now()));
    }

    fn end(&self, phase: Phase) {
        if let (Some(begun), Ok(mut phases)) = (BEGUN.take(), self.0.lock()) {
            *phases.entry(phase).or_default() += begun.elapsed();
        }
    }
}

/// What one round took.
#[derive(Clone, Copy, Default)]
struct Round {
    whole: f64,
    read: f64,
    lower: f64,
    emit: f64,
    format: f64,
    write: f64,
    /// `serde_json` on the same files.
    parse: f64,
    /// The same bytes to the disk, file by file.
    copy: f64,
}

/// Measures `CodeBuild`, `SageMaker` and all services.
pub(crate) fn measure(context: &Context) -> Result<Vec<Row>> {
    let data = services::models()?;
    let folder = context.folder.join("generated");
    let one = |name: &str| vec![Service::new(&data, name)];
    let all = Service::all(&data)?;
    let all_name = format!("all {} services", all.len());
    let mut rows = Vec::new();
    clear(&folder)?;
    for (name, services, rounds, target) in [
        (
            "CodeBuild",
            one("codebuild"),
            20,
            Some(Target::at_most("60 ms", 0.06)),
        ),
        ("SageMaker", one("sagemaker"), 5, None),
        (&all_name, all, 3, Some(Target::at_most("6 s", 6.0))),
    ] {
        let rounds: Vec<_> = (0..context.rounds(rounds))
            .map(|index| round(&services, &folder.join(name).join(index.to_string())))
            .collect::<Result<_>>()?;
        rows.extend(rows_of(name, &rounds, target));
    }
    clear(&folder)?;
    Ok(rows)
}

fn rows_of(name: &str, rounds: &[Round], target: Option<Target>) -> Vec<Row> {
    let side = |name: &str, of: fn(&Round) -> f64| Side::new(name, rounds.iter().map(of).collect());
    let ours = |what: &str, of: fn(&Round) -> f64| {
        let name = format!("{name}: {what}");
        Row::new(name, Unit::Seconds, vec![side(OURS, of)])
    };
    let mut rows = vec![
        ours("whole, by the clock", |round| round.whole),
        ours("read", |round| round.read),
        ours("lower", |round| round.lower),
        ours("emit", |round| round.emit),
        ours("format", |round| round.format),
        ours("write", |round| round.write),
    ];
    rows[0].target = target;
    rows[1]
        .sides
        .push(side("serde_json::Value", |round| round.parse));
    rows[5].sides.push(side("plain copy", |round| round.copy));
    rows
}

/// Generates the services into empty folders, on as many threads as there are processors. Then the
/// others have their turn: `serde_json` with the same models, and a copy of the same files.
///
/// Each round has a folder of its own, and nothing is removed before the last one: ext4 gives no file
/// the number of one that was removed in the last minutes, and passes over these one by one.
fn round(services: &[Service], folder: &Path) -> Result<Round> {
    let mut sum = Round::default();
    let clock = Clock::default();
    let start = Instant::now();
    let made = in_parallel(services, |service| {
        let timed = Instant::now();
        let files = model_files::read(&service.folder)?;
        let read = timed.elapsed();
        let input = Service::input(files, None);
        let krate = tinsmith::generate_observed(&input, &clock)?;
        let timed = Instant::now();
        let mut change = Change::new(&folder.join("ours").join(&service.name))?;
        let files = krate.files.iter();
        change.write = files
            .map(|(path, text)| (path.clone(), text.clone().into_bytes()))
            .collect();
        folder::apply(&[&change])?;
        Ok((krate, input.model, read, timed.elapsed()))
    })?;
    sum.whole = start.elapsed().as_secs_f64();
    let phases = clock.0.into_inner().unwrap_or_default();
    let of = |phase| {
        phases
            .get(&phase)
            .copied()
            .unwrap_or_default()
            .as_secs_f64()
    };
    (sum.read, sum.lower, sum.emit, sum.format) = (
        of(Phase::Read),
        of(Phase::Lower),
        of(Phase::Emit),
        of(Phase::Format),
    );
    for (_, _, read, write) in &made {
        sum.read += read.as_secs_f64();
        sum.write += write.as_secs_f64();
    }
    for (service, (krate, model, ..)) in services.iter().zip(&made) {
        sum.parse += parse(model)?;
        sum.copy += copy(krate, &folder.join("copy").join(&service.name))?;
    }
    Ok(sum)
}

/// Does it for each service; the results are in the order of the services.
fn in_parallel<T: Send>(
    services: &[Service],
    work: impl Fn(&Service) -> Result<T> + Sync,
) -> Result<Vec<T>> {
    let next = AtomicUsize::new(0);
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let done: Vec<(usize, Result<T>)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.min(services.len()))
            .map(|_| {
                scope.spawn(|| {
                    let mut done = Vec::new();
                    loop {
                        let index = next.fetch_add(1, Ordering::Relaxed);
                        let Some(service) = services.get(index) else {
                            return done;
                        };
                        done.push((index, work(service)));
                    }
                })
            })
            .collect();
        workers
            .into_iter()
            .filter_map(|worker| worker.join().ok())
            .flatten()
            .collect()
    });
    if done.len() != services.len() {
        return Err(Error::failure("generation", "a thread has panicked"));
    }
    let mut done = done;
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// How long `serde_json` takes to unpack and parse the files.
fn parse(model: &Files) -> Result<f64> {
    let start = Instant::now();
    for (name, bytes) in model {
        let value: Value = serde_json::from_slice(&services::unpacked(bytes))
            .map_err(|error| Error::usage(name, error))?;
        std::hint::black_box(value);
    }
    Ok(start.elapsed().as_secs_f64())
}

/// How long it takes to make the folders and write the files.
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
        fs::remove_dir_all(folder).map_err(|error| Error::io(folder, "clear it away", &error))?;
    }
    fs::create_dir_all(folder).map_err(|error| Error::io(folder, "create it", &error))
}
