//! One service, generated with all its operations and counted.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use serde_json::Value;
use tests::botocore;
use tinsmith::{Crate, Input};

use crate::facts::{self, entries};

/// The shapes that overlays of the generator add to services, for texts of members (`rawText`).
const ADDED: [(&str, usize); 1] = [("S3", 1)];

/// A service with the files of its model.
pub(crate) struct Service {
    pub(crate) input: Input,
    /// `service-2`.
    pub(crate) model: Value,
}

/// The generated crate of a service, or the refusal.
pub(crate) struct Generated {
    pub(crate) krate: Crate,
    /// How long it took to generate it.
    pub(crate) time: Duration,
}

impl Generated {
    /// A line of the report.
    pub(crate) fn summary(&self) -> String {
        let counts = self.krate.counts;
        let files = self.krate.files.values();
        format!(
            "{} operations; {} shapes = {} types + {} folded; {} files, {} lines, {:.1?}",
            counts.operations,
            counts.closure,
            counts.emitted,
            counts.folded,
            files.len(),
            files.map(|text| text.lines().count()).sum::<usize>(),
            self.time,
        )
    }
}

impl Service {
    /// Reads a service, whatever its protocol.
    pub(crate) fn read(name: &str) -> Self {
        let input = botocore::input(name);
        let model = botocore::document(&input, "service-2");
        Self { input, model }
    }

    /// A file beside `service-2`, such as `waiters-2`; `null` if it is absent.
    pub(crate) fn document(&self, stem: &str) -> Value {
        let is_there = self
            .input
            .model
            .keys()
            .any(|file| matches!(file.strip_prefix(stem), Some(".json" | ".json.gz")));
        if is_there {
            botocore::document(&self.input, stem)
        } else {
            Value::Null
        }
    }

    /// Generates all operations twice, which has to give the same, and compares with the model.
    /// Exactly the operations that need what is not supported yet are left out.
    pub(crate) fn generate(&self) -> Result<Generated, String> {
        let rules = self.document("endpoint-rule-set-1");
        let (refused, operations): (Vec<_>, Vec<_>) = entries(&self.model["operations"])
            .map(|(name, _)| name.as_str())
            .partition(|name| facts::is_refused(&self.model, &rules, name));
        let operations: BTreeSet<_> = operations.into_iter().collect();
        let generate = || tinsmith::generate(&self.input).map_err(|error| error.to_string());
        let first = generate()?;
        let started = Instant::now();
        let krate = generate()?;
        let time = started.elapsed();
        if first != krate {
            return Err("it is not the same when it is generated again".to_owned());
        }
        self.count(&krate, &operations)?;
        for name in refused {
            let begin = format!("{name} is left out: ");
            if !krate
                .warnings
                .iter()
                .any(|it| it.message.starts_with(&begin))
            {
                return Err(format!("no warning says that {name} is left out"));
            }
        }
        Ok(Generated { krate, time })
    }

    /// Each operation, type, paginator and waiter of the model is generated once, and nothing else.
    fn count(&self, krate: &Crate, operations: &BTreeSet<&str>) -> Result<(), String> {
        let mut expected = facts::counts(&self.model, operations);
        let id = &self.model["metadata"]["serviceId"];
        let added = ADDED.iter().find(|(service, _)| id == service);
        let added = added.map_or(0, |(_, count)| *count);
        expected.closure += added;
        expected.folded += added;
        let counts = krate.counts;
        if counts != expected || counts.emitted + counts.folded != counts.closure {
            return Err(format!("{counts:?}, and the model has {expected:?}"));
        }
        let of_operations = |stem: &str, key: &str| {
            let document = self.document(stem);
            let ours = |(name, entry): &(&String, &Value)| {
                operations.contains(entry["operation"].as_str().unwrap_or(name))
            };
            entries(&document[key]).filter(ours).count()
        };
        let files = |folder: &str, text: &str| {
            let files = krate.files.iter();
            files
                .filter(|(path, file)| path.starts_with(folder) && file.contains(text))
                .count()
        };
        let table = [
            ("operations", krate.operations.len(), operations.len()),
            ("types", files("src/types/", ""), expected.emitted),
            (
                "paginators",
                files("src/operation/", "features::paginator::Paginated"),
                of_operations("paginators-1", "pagination"),
            ),
            (
                "waiters",
                files("src/waiter/", ""),
                of_operations("waiters-2", "waiters"),
            ),
        ];
        let wrong: Vec<_> = table
            .iter()
            .filter(|(_, found, expected)| found != expected)
            .map(|(what, found, expected)| format!("{found} files for {expected} {what}"))
            .collect();
        if wrong.is_empty() {
            Ok(())
        } else {
            Err(wrong.join("; "))
        }
    }
}
