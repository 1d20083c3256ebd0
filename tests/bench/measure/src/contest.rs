//! Contestants do the same work in turns.

use std::hint::black_box;
use std::time::{Duration, Instant};

use serde::Serialize;

/// One who does the work, once per call. What it makes is dropped inside of it.
pub struct Contestant<'a> {
    name: &'static str,
    work: Box<dyn FnMut() + 'a>,
}

/// What was measured of one kind of work.
#[derive(Serialize)]
struct Result {
    name: String,
    /// In the order of the contestants.
    sides: Vec<Side>,
}

#[derive(Serialize)]
struct Side {
    name: &'static str,
    /// Per round: seconds for doing the work once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    seconds: Vec<f64>,
    /// For doing it once, where they are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    allocations: Option<Allocations>,
}

/// What doing the work once asks of the allocator.
#[derive(Clone, Copy, Serialize)]
pub struct Allocations {
    /// How often it is asked for memory; growing counts, too.
    pub count: u64,
    /// How much is held at one time at most.
    pub peak_bytes: u64,
}

/// How the work is measured.
pub enum Meter {
    /// By the clock.
    Time {
        /// How often each contestant has its turn.
        rounds: usize,
        /// How long a turn is at least.
        turn: Duration,
    },
    /// By a function that runs it once.
    Allocations(fn(&mut dyn FnMut()) -> Allocations),
}

/// Any number of kinds of work.
pub struct Contest {
    meter: Meter,
    results: Vec<Result>,
}

impl<'a> Contestant<'a> {
    /// Someone who does the work.
    pub fn new<T>(name: &'static str, mut work: impl FnMut() -> T + 'a) -> Self {
        let work = Box::new(move || drop(black_box(work())));
        Self { name, work }
    }
}

impl Meter {
    /// The clock, with the number of rounds that the program's first argument says.
    pub fn time() -> Self {
        let rounds = std::env::args().nth(1).and_then(|text| text.parse().ok());
        Self::Time {
            rounds: rounds.unwrap_or(15),
            turn: Duration::from_millis(20),
        }
    }

    fn side(&self, contestant: &mut Contestant<'_>) -> Side {
        Side {
            name: contestant.name,
            seconds: Vec::new(),
            allocations: match self {
                Self::Time { .. } => None,
                Self::Allocations(measure) => {
                    // The first time, what is made once per program may be made.
                    (contestant.work)();
                    Some(measure(&mut contestant.work))
                }
            },
        }
    }
}

impl Contest {
    /// No work yet.
    pub fn new(meter: Meter) -> Self {
        let results = Vec::new();
        Self { meter, results }
    }

    /// All contestants do this work.
    pub fn hold(&mut self, name: &str, mut contestants: Vec<Contestant<'_>>) {
        let mut sides: Vec<_> = contestants
            .iter_mut()
            .map(|contestant| self.meter.side(contestant))
            .collect();
        if let Meter::Time { rounds, turn } = self.meter {
            let times: Vec<u32> = contestants
                .iter_mut()
                .map(|contestant| times_in(turn, &mut contestant.work))
                .collect();
            for _ in 0..rounds {
                for ((contestant, times), side) in
                    contestants.iter_mut().zip(&times).zip(&mut sides)
                {
                    let taken = repeat(*times, &mut contestant.work);
                    side.seconds.push(taken.as_secs_f64() / f64::from(*times));
                }
            }
        }
        let name = name.to_owned();
        self.results.push(Result { name, sides });
    }

    /// Prints what was measured.
    ///
    /// # Panics
    ///
    /// Never: it is all numbers and names.
    pub fn print(&self) {
        let text = serde_json::to_string(&self.results).expect("numbers and names");
        println!("{text}");
    }
}

fn repeat(times: u32, work: &mut dyn FnMut()) -> Duration {
    let start = Instant::now();
    for _ in 0..times {
        work();
    }
    start.elapsed()
}

/// How often the work can be done in that time, at least once. Also warms up.
fn times_in(turn: Duration, work: &mut dyn FnMut()) -> u32 {
    let mut times = 1_u32;
    loop {
        let taken = repeat(times, work);
        if taken >= turn / 2 {
            let wanted = f64::from(times) * turn.as_secs_f64() / taken.as_secs_f64();
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            return (wanted as u32).max(1);
        }
        times = times.saturating_mul(2);
    }
}
