//! Models that nobody here wrote: those of ten versions of botocore, and what other packages ship. Each
//! is generated, or refused for a reason of the list in [`reasons`].
//!
//! Only in the long form; `tests/python/foreign_models.py` fetches them into `target/foreign-models`.
//! `FOREIGN_MODELS=botocore-1.0.0` takes one source only.

mod census;
mod reasons;
mod sources;

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::sync::Mutex;

use rayon::prelude::*;
use reasons::{LEFT_OUT, REFUSED, Reason};
use sources::Model;
use tests::report::say;
use tests::{botocore, long};
use tinsmith::error::Problem;

/// One in so many models is generated whole; of the others, all is done but the text.
const WHOLE: usize = 16;

/// What became of the models of a source.
#[derive(Default)]
struct Counts {
    models: usize,
    generated: usize,
    /// Models by the reason they were refused for.
    refused: BTreeMap<&'static str, usize>,
    /// Paginators and waiters by the reason they were left out for.
    left_out: BTreeMap<&'static str, usize>,
    /// Problems that no reason is for.
    unknown: BTreeMap<String, usize>,
}

#[test]
fn each_is_generated_or_refused_for_a_known_reason() {
    if !long::is_asked_for() {
        return;
    }
    let only = env::var("FOREIGN_MODELS").ok();
    let mut used = BTreeSet::new();
    let mut wrong = Vec::new();
    let mut total = 0;
    for source in sources::all(only.as_deref()) {
        let counts = Mutex::new(Counts::default());
        source
            .models
            .par_iter()
            .enumerate()
            .for_each(|(index, model)| {
                let input = model.input();
                // The text of all crates would take hours.
                let outcome = if index % WHOLE == 0 {
                    tinsmith::generate(&input).map(|krate| krate.warnings)
                } else {
                    tinsmith::parts::check(&input)
                };
                let keys = if source.name.starts_with("botocore") {
                    census::unknown_keys(&botocore::document(&input, "service-2"))
                } else {
                    BTreeSet::new()
                };
                let mut counts = counts.lock().expect("no model panics");
                count(&mut counts, model, outcome);
                for key in keys {
                    let line = format!("no line in tests/src/traits.rs is for `{key}`");
                    *counts.unknown.entry(line).or_default() += 1;
                }
            });
        let counts = counts.into_inner().expect("no model panics");
        say(format_args!(
            "{}: {} models, {} generated",
            source.name, counts.models, counts.generated
        ));
        for (of, what) in [(&counts.refused, "refused"), (&counts.left_out, "left out")] {
            for (reason, count) in of {
                say(format_args!("    {count} {what}: {reason}"));
                used.insert(*reason);
            }
        }
        for (problem, count) in counts.unknown {
            wrong.push(format!("{}: {count} times: {problem}", source.name));
        }
        total += counts.models;
    }
    if only.is_none() {
        let all = REFUSED.iter().chain(LEFT_OUT).map(|reason| reason.why);
        let idle = all.filter(|why| !used.contains(why));
        wrong.extend(idle.map(|why| format!("nothing is refused because {why}")));
        assert!(total > 2_000, "{total} models are too few");
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn count(counts: &mut Counts, model: &Model, outcome: Result<Vec<Problem>, tinsmith::Error>) {
    counts.models += 1;
    let mut unknown = |problem: &Problem| {
        let line = format!("{}: {:?}: {problem}", model.name, problem.kind);
        *counts.unknown.entry(line).or_default() += 1;
    };
    match outcome {
        Ok(warnings) => {
            counts.generated += 1;
            for warning in &warnings {
                match Reason::of(LEFT_OUT, warning) {
                    Some(reason) => *counts.left_out.entry(reason.why).or_default() += 1,
                    None => unknown(warning),
                }
            }
        }
        Err(error) => {
            // A model counts once for each of its reasons.
            let mut found = BTreeSet::new();
            for problem in error.problems() {
                match Reason::of(REFUSED, problem) {
                    Some(reason) => {
                        found.insert(reason.why);
                    }
                    None => unknown(problem),
                }
            }
            for why in found {
                *counts.refused.entry(why).or_default() += 1;
            }
        }
    }
}
