//! Compares implementations of the same work, in turns.

use std::hint::black_box;
use std::time::{Duration, Instant};

use serde::Serialize;

/// An implementation of the work. The result is dropped within the measured time.
pub struct Candidate<'a> {
    name: &'static str,
    work: Box<dyn FnMut() + 'a>,
}

/// A measured quantity.
#[derive(Serialize)]
pub struct Row {
    /// The work, and the quantity unless it is time.
    pub name: String,
    /// `seconds`, `bytes` or `count`.
    pub unit: &'static str,
    /// In the order of the candidates.
    pub series: Vec<Series>,
}

/// The samples of a candidate.
#[derive(Serialize)]
pub struct Series {
    /// The candidate.
    pub name: &'static str,
    /// One for each round.
    pub samples: Vec<f64>,
}

/// Allocations of doing the work once.
#[derive(Clone, Copy)]
pub struct Allocations {
    /// The number of allocations and reallocations.
    pub count: u64,
    /// The peak of allocated memory.
    pub peak_bytes: u64,
}

/// How the work is measured.
pub enum Meter {
    /// Wall time.
    Time {
        /// The number of samples of each candidate.
        rounds: usize,
        /// The approximate duration of a sample.
        turn: Duration,
    },
    /// A function that runs the work once and counts.
    Allocations(fn(&mut dyn FnMut()) -> Allocations),
}

/// The measured rows.
pub struct Comparison {
    meter: Meter,
    rows: Vec<Row>,
}

impl<'a> Candidate<'a> {
    /// An implementation with its name.
    pub fn new<T>(name: &'static str, mut work: impl FnMut() -> T + 'a) -> Self {
        let work = Box::new(move || drop(black_box(work())));
        Self { name, work }
    }
}

impl Meter {
    /// Wall time, with the number of rounds from the program's first argument.
    pub fn time() -> Self {
        let rounds = std::env::args().nth(1).and_then(|text| text.parse().ok());
        Self::Time {
            rounds: rounds.unwrap_or(15),
            turn: Duration::from_millis(20),
        }
    }
}

impl Comparison {
    /// Without any rows.
    pub fn new(meter: Meter) -> Self {
        let rows = Vec::new();
        Self { meter, rows }
    }

    /// Measures all candidates.
    pub fn measure(&mut self, name: &str, mut candidates: Vec<Candidate<'_>>) {
        match self.meter {
            Meter::Time { rounds, turn } => self.rows.push(Row {
                name: name.to_owned(),
                unit: "seconds",
                series: times(rounds, turn, &mut candidates),
            }),
            Meter::Allocations(measure) => {
                let counted = candidates.iter_mut().map(|candidate| {
                    // One-time initialization is not counted.
                    (candidate.work)();
                    (candidate.name, measure(&mut candidate.work))
                });
                let counted: Vec<_> = counted.collect();
                let row = |quantity, unit, of: fn(&Allocations) -> u64| Row {
                    name: format!("{name}: {quantity}"),
                    unit,
                    series: counted
                        .iter()
                        .map(|(name, counted)| Series {
                            name,
                            #[expect(clippy::cast_precision_loss, reason = "less than 2^53")]
                            samples: vec![of(counted) as f64],
                        })
                        .collect(),
                };
                self.rows.push(row("allocations", "count", |it| it.count));
                self.rows.push(row("peak", "bytes", |it| it.peak_bytes));
            }
        }
    }

    /// Prints the rows as JSON.
    pub fn print(&self) {
        print(&self.rows);
    }
}

/// Ours against each of the others, in seconds: a row for each, because each has a target.
pub fn against(name: &str, ours: &[f64], others: Vec<(&'static str, Vec<f64>)>) -> Vec<Row> {
    let rows = others.into_iter().map(|(other, samples)| {
        let series = |name, samples| Series { name, samples };
        Row {
            name: format!("{name}, against {other}"),
            unit: "seconds",
            series: vec![series("ours", ours.to_vec()), series(other, samples)],
        }
    });
    rows.collect()
}

/// Prints rows as JSON.
///
/// # Panics
///
/// Never: numbers and strings can be serialized.
pub fn print(rows: &[Row]) {
    let text = serde_json::to_string(rows).expect("numbers and strings");
    println!("{text}");
}

/// Samples each candidate once per round, in alternating order.
fn times(rounds: usize, turn: Duration, candidates: &mut [Candidate<'_>]) -> Vec<Series> {
    let candidates = candidates.iter_mut().map(|candidate| {
        let times = times_in(turn, &mut candidate.work);
        let (name, samples) = (candidate.name, Vec::new());
        (candidate, times, Series { name, samples })
    });
    let mut candidates: Vec<_> = candidates.collect();
    for round in 0..rounds {
        let sample = |(candidate, times, series): &mut (&mut Candidate<'_>, u32, Series)| {
            let elapsed = repeat(*times, &mut candidate.work);
            series
                .samples
                .push(elapsed.as_secs_f64() / f64::from(*times));
        };
        if round % 2 == 0 {
            candidates.iter_mut().for_each(sample);
        } else {
            candidates.iter_mut().rev().for_each(sample);
        }
    }
    candidates.into_iter().map(|(.., series)| series).collect()
}

fn repeat(times: u32, work: &mut dyn FnMut()) -> Duration {
    let start = Instant::now();
    for _ in 0..times {
        work();
    }
    start.elapsed()
}

/// The number of repetitions that take this time, at least one. Also warms up.
fn times_in(turn: Duration, work: &mut dyn FnMut()) -> u32 {
    let mut times = 1_u32;
    loop {
        let elapsed = repeat(times, work);
        if elapsed >= turn / 2 {
            let wanted = f64::from(times) * turn.as_secs_f64() / elapsed.as_secs_f64();
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            return (wanted as u32).max(1);
        }
        times = times.saturating_mul(2);
    }
}
