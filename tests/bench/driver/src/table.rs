//! One table of everything, in Markdown, which reads well on a terminal too.

use crate::report::{DERIVES, OFFICIAL, OURS, Report, Row, Side, Unit};

/// The groups in the order in which they are shown, with their headings.
pub(crate) const GROUPS: [(&str, &str); 6] = [
    ("generation", "Generation"),
    ("build", "Building the generated crate"),
    ("size", "Size"),
    ("codec", "Reading and writing"),
    ("calls", "Calls"),
    ("cold", "Cold build of a minimal program"),
];

/// Sides with a column of their own; others share one, with their names.
const COLUMNS: [&str; 3] = [OURS, OFFICIAL, DERIVES];

/// All groups in one table.
pub(crate) fn text(report: &Report) -> String {
    let rows = GROUPS.iter().flat_map(|(name, _)| {
        let rows = report.groups.get(*name).map(|group| &group.rows);
        rows.into_iter()
            .flatten()
            .map(move |row| (Some(*name), row))
    });
    table(rows)
}

/// The rows of one group.
pub(crate) fn of_group(rows: &[Row]) -> String {
    table(rows.iter().map(|row| (None, row)))
}

fn table<'a>(rows: impl Iterator<Item = (Option<&'a str>, &'a Row)>) -> String {
    let lines: Vec<_> = rows.map(|(group, row)| (group, line(row))).collect();
    let with_groups = lines.iter().any(|(group, _)| group.is_some());
    let header = ["what", "rounds"].iter().chain(&COLUMNS);
    let header = header.chain(&["others", "target", "met"]);
    let header = header.map(|text| (*text).to_owned()).collect();
    let mut lines = lines;
    lines.insert(0, (Some("group"), header));
    let lines = lines.into_iter().map(|(group, mut cells)| {
        if with_groups {
            cells.insert(0, group.unwrap_or_default().to_owned());
        }
        cells
    });
    let mut lines: Vec<Vec<String>> = lines.collect();
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max();
    let widths: Vec<_> = (0..lines[0].len())
        .map(|it| width(it).unwrap_or(0))
        .collect();
    lines.insert(1, widths.iter().map(|width| "-".repeat(*width)).collect());
    // Figures are aligned to the right.
    let first = if with_groups { 2 } else { 1 };
    let figures = first..=first + COLUMNS.len();
    let mut text = String::new();
    for cells in &lines {
        for (column, (cell, width)) in cells.iter().zip(&widths).enumerate() {
            text += &if figures.contains(&column) {
                format!("| {cell:>width$} ")
            } else {
                format!("| {cell:width$} ")
            };
        }
        text += "|\n";
    }
    text
}

fn line(row: &Row) -> Vec<String> {
    let ours = row.sides.first();
    let mut cells = vec![row.name.clone(), rounds(&row.sides)];
    let cell = |side: &Side| cell(row.unit, side, ours.filter(|ours| ours.name != side.name));
    for name in COLUMNS {
        let side = row.sides.iter().find(|side| side.name == name);
        cells.push(side.map(cell).unwrap_or_default());
    }
    let others = row
        .sides
        .iter()
        .filter(|side| !COLUMNS.contains(&side.name.as_str()))
        .map(|side| format!("{}: {}", side.name, cell(side)));
    cells.push(others.collect::<Vec<_>>().join(", "));
    cells.push(
        row.target
            .as_ref()
            .map(|target| target.text.clone())
            .unwrap_or_default(),
    );
    let met = row
        .is_met()
        .map(|is_met| if is_met { "yes" } else { "**no**" });
    cells.push(met.unwrap_or_default().to_owned());
    cells
}

/// How many samples the sides have.
fn rounds(sides: &[Side]) -> String {
    let mut counts: Vec<_> = sides.iter().map(|side| side.samples.len()).collect();
    counts.dedup();
    let counts: Vec<_> = counts.iter().map(usize::to_string).collect();
    counts.join("/")
}

/// The median, the minimum if there is more than one sample, and how many times ours it is.
fn cell(unit: Unit, side: &Side, ours: Option<&Side>) -> String {
    let mut text = quantity(unit, side.median());
    if side.samples.len() > 1 {
        text += &format!(" ({})", quantity(unit, side.minimum()));
    }
    if let Some(ours) = ours {
        text += &format!(" {:.2}×", side.median() / ours.median());
    }
    text
}

/// A number with its unit, to three digits.
fn quantity(unit: Unit, value: f64) -> String {
    match unit {
        Unit::Seconds => scaled(
            value,
            &[(1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")],
        ),
        Unit::Bytes => scaled(value, &[(1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1.0, "B")]),
        Unit::Count => scaled(value, &[(1e6, "M"), (1e3, "k"), (1.0, "")]),
    }
}

fn scaled(value: f64, scales: &[(f64, &str)]) -> String {
    let fits = scales.iter().find(|(scale, _)| value >= *scale);
    let Some((scale, unit)) = fits.or(scales.last()) else {
        return value.to_string();
    };
    let value = value / scale;
    let digits = match value {
        ..10.0 => 2,
        ..100.0 => 1,
        _ => 0,
    };
    // What is counted one by one has no fractions.
    let digits = if value.fract() == 0.0 { 0 } else { digits };
    format!("{value:.digits$} {unit}").trim_end().to_owned()
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
    fn a_row_has_its_ratio_and_its_target() {
        let sides = vec![
            Side::new(OURS, vec![1.0, 2.0, 3.0]),
            Side::new("plain copy", vec![4.0]),
        ];
        let row = Row::new("write", Unit::Seconds, sides)
            .target(crate::report::Target::at_most("1 s", 1.0));
        let text = of_group(&[row]);
        let last = text.lines().last().unwrap_or_default();
        let cells: Vec<_> = last.split('|').map(str::trim).collect();
        assert_eq!(cells[1..4], ["write", "3/1", "2 s (1 s)"]);
        assert_eq!(cells[6..9], ["plain copy: 4 s 2.00×", "≤ 1 s", "**no**"]);
    }
}
