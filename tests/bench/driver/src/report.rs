//! Results as Markdown tables, a file for each group in `target/benchmarks/results`.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use clap::ValueEnum as _;
use serde::Deserialize;

use crate::{BENCH, Context, Group};
use tinsmith_cli::error::{Error, Result};
use tinsmith_cli::print;

const DOCS: &str = "docs/benchmarks.md";
const MARKER: &str = "<!-- From here on: written by `cargo xtask bench --write-docs`. -->\n";

/// The names of series that have columns of their own.
pub(crate) const OURS: &str = "ours";
pub(crate) const OFFICIAL: &str = "official";
pub(crate) const DERIVES: &str = "serde derives";
const COLUMNS: [&str; 3] = [OURS, OFFICIAL, DERIVES];

/// A compared quantity, which the programs of `tests/bench/measure` print as JSON. Less is better.
#[derive(Deserialize)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) unit: Unit,
    /// Ours first.
    pub(crate) series: Vec<Series>,
    #[serde(skip)]
    pub(crate) target: Option<Target>,
}

/// The unit of samples.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Unit {
    Seconds,
    Bytes,
    Count,
}

/// The samples of one implementation.
#[derive(Deserialize)]
pub(crate) struct Series {
    pub(crate) name: String,
    /// One for each round.
    pub(crate) samples: Vec<f64>,
}

/// An upper limit for our median, with its text.
#[derive(Clone, Copy)]
pub(crate) enum Target {
    Absolute(&'static str, f64),
    /// A multiple of the official crate's median.
    OfOfficial(&'static str, f64),
    /// A multiple of the median of a series, by its name.
    OfSeries(&'static str, &'static str, f64),
}

impl Row {
    pub(crate) fn new(name: impl Into<String>, unit: Unit, series: Vec<Series>) -> Self {
        let (name, target) = (name.into(), None);
        Self {
            name,
            unit,
            series,
            target,
        }
    }

    pub(crate) fn target(mut self, target: Target) -> Self {
        self.target = Some(target);
        self
    }

    /// Whether the target is met; `None` without a target or without the official side.
    fn is_met(&self) -> Option<bool> {
        let limit = match self.target? {
            Target::Absolute(_, limit) => limit,
            Target::OfOfficial(_, factor) => factor * self.series(OFFICIAL)?.median(),
            Target::OfSeries(_, name, factor) => factor * self.series(name)?.median(),
        };
        Some(self.series.first()?.median() <= limit)
    }

    fn series(&self, name: &str) -> Option<&Series> {
        self.series.iter().find(|series| series.name == name)
    }

    fn cells(&self) -> Vec<String> {
        let ours = self.series.first();
        let cell = |series: &Series| {
            let mut text = quantity(self.unit, series.median());
            if series.samples.len() > 1 {
                text += &format!(" ({})", quantity(self.unit, series.minimum()));
            }
            if let Some(ours) = ours.filter(|ours| ours.name != series.name) {
                text += &format!(" {:.2}×", series.median() / ours.median());
            }
            text
        };
        let mut rounds: Vec<_> = self.series.iter().map(|it| it.samples.len()).collect();
        rounds.dedup();
        let rounds: Vec<_> = rounds.iter().map(usize::to_string).collect();
        let mut cells = vec![self.name.clone(), rounds.join("/")];
        cells.extend(COLUMNS.map(|name| self.series(name).map(cell).unwrap_or_default()));
        let others = self.series.iter();
        let others = others.filter(|series| !COLUMNS.contains(&series.name.as_str()));
        let others = others.map(|series| format!("{}: {}", series.name, cell(series)));
        cells.push(others.collect::<Vec<_>>().join(", "));
        let target = self.target.map(|target| match target {
            Target::Absolute(text, _)
            | Target::OfOfficial(text, _)
            | Target::OfSeries(text, _, _) => text,
        });
        cells.push(target.unwrap_or_default().to_owned());
        let met = self.is_met().map(|met| if met { "yes" } else { "**no**" });
        cells.push(met.unwrap_or_default().to_owned());
        cells
    }
}

impl Series {
    pub(crate) fn new(name: &str, samples: Vec<f64>) -> Self {
        let name = name.to_owned();
        Self { name, samples }
    }

    fn minimum(&self) -> f64 {
        self.samples.iter().copied().fold(f64::INFINITY, f64::min)
    }

    fn median(&self) -> f64 {
        let mut sorted = self.samples.clone();
        sorted.sort_by(f64::total_cmp);
        match sorted.len() {
            0 => f64::NAN,
            odd if odd % 2 == 1 => sorted[odd / 2],
            even => f64::midpoint(sorted[even / 2 - 1], sorted[even / 2]),
        }
    }
}

/// A Markdown table, aligned to be readable in a terminal.
fn table(rows: &[Row]) -> String {
    let header = ["what", "rounds"].iter().chain(&COLUMNS);
    let header = header.chain(&["others", "target", "met"]);
    let mut lines = vec![header.map(|text| (*text).to_owned()).collect::<Vec<_>>()];
    lines.extend(rows.iter().map(Row::cells));
    let width = |column: usize| lines.iter().map(move |line| line[column].chars().count());
    let widths: Vec<_> = (0..lines[0].len())
        .map(|column| width(column).max().unwrap_or_default())
        .collect();
    lines.insert(1, widths.iter().map(|width| "-".repeat(*width)).collect());
    let mut text = String::new();
    for line in &lines {
        for (column, (cell, width)) in line.iter().zip(&widths).enumerate() {
            // Figures are aligned to the right.
            text += &if (1..=1 + COLUMNS.len()).contains(&column) {
                format!("| {cell:>width$} ")
            } else {
                format!("| {cell:width$} ")
            };
        }
        text += "|\n";
    }
    text
}

/// A number with its unit, to three digits.
fn quantity(unit: Unit, value: f64) -> String {
    let scales: &[(f64, &str)] = match unit {
        Unit::Seconds => &[(1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")],
        Unit::Bytes => &[(1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1.0, "B")],
        Unit::Count => &[(1e6, "M"), (1e3, "k"), (1.0, "")],
    };
    let fits = scales.iter().find(|(scale, _)| value >= *scale);
    let (scale, unit) = fits.unwrap_or(&scales[scales.len() - 1]);
    let value = value / scale;
    let digits = match value {
        _ if value.fract() == 0.0 => 0,
        ..10.0 => 2,
        ..100.0 => 1,
        _ => 0,
    };
    format!("{value:.digits$} {unit}").trim_end().to_owned()
}

/// The saved results.
pub(crate) struct Report<'a> {
    root: &'a Path,
    folder: PathBuf,
}

impl<'a> Report<'a> {
    pub(crate) fn new(context: &'a Context) -> Self {
        Self {
            root: &context.root,
            folder: context.folder.join("results"),
        }
    }

    fn path(&self, group: Group) -> PathBuf {
        self.folder.join(format!("{}.md", group.name()))
    }

    /// Saves the rows of a group.
    pub(crate) fn save(&self, group: Group, conditions: &str, rows: &[Row]) -> Result<()> {
        let (path, table) = (self.path(group), table(rows));
        let text = format!("### {}\n\n{conditions}\n\n{table}", group.heading());
        fs::create_dir_all(&self.folder)
            .and_then(|()| fs::write(&path, text))
            .map_err(|error| Error::io(&path, "write it", &error))
    }

    fn saved(&self, group: Group) -> Result<Option<String>> {
        let path = self.path(group);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::io(&path, "read it", &error)),
        }
    }

    /// The saved results of groups.
    pub(crate) fn text(&self, groups: &[Group]) -> Result<String> {
        let saved = groups.iter().map(|group| self.saved(*group));
        let saved: Vec<_> = saved.filter_map(Result::transpose).collect::<Result<_>>()?;
        Ok(saved.join("\n"))
    }

    /// Replaces the results in `docs/benchmarks.md`; those of groups that were not measured are kept.
    pub(crate) fn write_docs(&self) -> Result<()> {
        let path = self.root.join(DOCS);
        let text =
            fs::read_to_string(&path).map_err(|error| Error::io(&path, "read it", &error))?;
        let Some((before, old)) = text.split_once(MARKER) else {
            return Err(Error::usage(DOCS, "has no marker for the results")
                .hint(format!("add this line: {}", MARKER.trim_end())));
        };
        let mut text = format!("{before}{MARKER}");
        for group in Group::value_variants() {
            let section = match self.saved(*group)? {
                Some(saved) => Some(saved),
                None => section(old, group.heading()),
            };
            text.extend(section.map(|section| format!("\n{section}")));
        }
        fs::write(&path, text).map_err(|error| Error::io(&path, "write it", &error))?;
        print::line(format_args!("{DOCS}: written"));
        Ok(())
    }

    /// Machine, versions, time and load.
    pub(crate) fn conditions(&self) -> String {
        let read = |path: &str| fs::read_to_string(self.root.join(path)).unwrap_or_default();
        let cpuinfo = read("/proc/cpuinfo");
        let processor = cpuinfo.lines().find(|line| line.starts_with("model name"));
        let processor = processor.and_then(|line| Some(line.split_once(": ")?.1));
        let load = read("/proc/loadavg");
        let requirements = read("tests/python/requirements.txt");
        let botocore = requirements.lines().find(|it| it.starts_with("botocore=="));
        let mut versions = official_versions(&read(&format!("{BENCH}/Cargo.lock")));
        versions.extend(botocore.map(|line| line.replace("==", " ")));
        format!(
            "{}, {} cores, {} {}, {}; commit {}; {}. Measured {}, load before: {}.",
            processor.unwrap_or("unknown processor"),
            thread::available_parallelism().map_or(1, usize::from),
            std::env::consts::OS,
            std::env::consts::ARCH,
            self.output("rustc", &["--version"]),
            self.output("git", &["describe", "--always", "--dirty"]),
            versions.join(", "),
            self.output("date", &["-u", "+%Y-%m-%dT%H:%M:%SZ"]),
            load.split_whitespace().next().unwrap_or("unknown"),
        )
    }

    fn output(&self, program: &str, arguments: &[&str]) -> String {
        let mut command = Command::new(program);
        match command.args(arguments).current_dir(self.root).output() {
            Ok(output) if output.status.success() => {
                String::from_utf8_lossy(&output.stdout).trim().to_owned()
            }
            _ => "unknown".to_owned(),
        }
    }
}

/// A section with its heading.
fn section(text: &str, heading: &str) -> Option<String> {
    let start = text.find(&format!("### {heading}\n"))?;
    let end = text[start + 1..].find("\n### ");
    let end = end.map_or(text.len(), |end| start + 1 + end);
    Some(format!("{}\n", text[start..end].trim_end()))
}

/// The official service crates in a lock file, with their versions.
fn official_versions(lock: &str) -> Vec<String> {
    let lock: toml::Table = lock.parse().unwrap_or_default();
    let packages = lock.get("package").and_then(|value| value.as_array());
    let packages = packages.into_iter().flatten().filter_map(|package| {
        let name = package.get("name")?.as_str()?;
        let version = package.get("version")?.as_str()?;
        let service = name.strip_prefix("aws-sdk-")?;
        // Dependencies of `aws-config`.
        let is_compared = !["sso", "ssooidc", "signin"].contains(&service);
        is_compared.then(|| format!("{name} {version}"))
    });
    packages.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_have_three_digits() {
        assert_eq!(quantity(Unit::Seconds, 12.345), "12.3 s");
        assert_eq!(quantity(Unit::Seconds, 0.000_012_34), "12.3 µs");
        assert_eq!(quantity(Unit::Seconds, 0.0), "0 ns");
        assert_eq!(quantity(Unit::Bytes, 4_412.0), "4.41 kB");
        assert_eq!(quantity(Unit::Count, 37.0), "37");
    }

    #[test]
    fn rows_have_ratios_and_targets() {
        let series = vec![
            Series::new(OURS, vec![1.0, 2.0, 3.0]),
            Series::new("plain copy", vec![4.0]),
        ];
        let row = Row::new("write", Unit::Seconds, series).target(Target::Absolute("≤ 1 s", 1.0));
        let text = table(&[row]);
        let last = text.lines().last().unwrap_or_default();
        let cells: Vec<_> = last.split('|').map(str::trim).collect();
        assert_eq!(cells[1..4], ["write", "3/1", "2 s (1 s)"]);
        assert_eq!(cells[6..9], ["plain copy: 4 s 2.00×", "≤ 1 s", "**no**"]);
    }

    #[test]
    fn medians_and_minima() {
        let series = |samples: &[f64]| Series::new(OURS, samples.to_vec());
        assert!((series(&[3.0, 1.0, 2.0]).median() - 2.0).abs() < f64::EPSILON);
        assert!((series(&[4.0, 1.0, 2.0, 3.0]).median() - 2.5).abs() < f64::EPSILON);
        assert!((series(&[4.0, 1.0, 2.0]).minimum() - 1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn targets_are_compared_with_medians() {
        let is_met = |target: Option<Target>| {
            let ours = Series::new(OURS, vec![1.0, 1.0, 9.0]);
            let official = Series::new(OFFICIAL, vec![2.0]);
            let mut row = Row::new("row", Unit::Seconds, vec![ours, official]);
            row.target = target;
            row.is_met()
        };
        assert_eq!(is_met(Some(Target::Absolute("≤ 1 s", 1.0))), Some(true));
        assert_eq!(is_met(Some(Target::Absolute("≤ 0.9 s", 0.9))), Some(false));
        assert_eq!(is_met(Some(Target::OfOfficial("≤ 1/2", 0.5))), Some(true));
        assert_eq!(is_met(Some(Target::OfOfficial("≤ 1/3", 0.3))), Some(false));
        let of_itself = |factor| is_met(Some(Target::OfSeries("", OURS, factor)));
        assert_eq!([of_itself(1.0), of_itself(0.9)], [Some(true), Some(false)]);
        assert_eq!(is_met(Some(Target::OfSeries("", "none", 1.0))), None);
        assert_eq!(is_met(None), None);
    }

    #[test]
    fn sections_end_at_the_next_heading() {
        let text = "\n### A\n\n1\n\n### A, more\n\n2\n";
        assert_eq!(section(text, "A").as_deref(), Some("### A\n\n1\n"));
        assert_eq!(
            section(text, "A, more").as_deref(),
            Some("### A, more\n\n2\n")
        );
        assert_eq!(section(text, "B"), None);
    }
}
