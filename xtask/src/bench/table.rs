//! One table of everything, in Markdown, which reads well on a terminal too.

use comfy_table::{CellAlignment, ContentArrangement, Row as Line, Table, presets};

use super::report::{DERIVES, OFFICIAL, OURS, Report, Row, Side, Unit};

/// The groups in the order in which they are shown, with their headings.
pub(super) const GROUPS: [(&str, &str); 6] = [
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
pub(super) fn text(report: &Report) -> String {
    let rows = GROUPS.iter().flat_map(|(name, _)| {
        let rows = report.groups.get(*name).map(|group| &group.rows);
        rows.into_iter()
            .flatten()
            .map(move |row| (Some(*name), row))
    });
    format!("{}\n", table(rows))
}

/// The rows of one group.
pub(super) fn of_group(rows: &[Row]) -> String {
    format!("{}\n", table(rows.iter().map(|row| (None, row))))
}

fn table<'a>(rows: impl Iterator<Item = (Option<&'a str>, &'a Row)>) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::ASCII_MARKDOWN)
        .set_content_arrangement(ContentArrangement::Disabled);
    let mut with_groups = false;
    for (group, row) in rows {
        with_groups |= group.is_some();
        table.add_row(line(group, row));
    }
    let mut header: Vec<&str> = with_groups.then_some("group").into_iter().collect();
    header.extend(["what", "rounds"]);
    header.extend(COLUMNS);
    header.extend(["others", "target", "met"]);
    let first = if with_groups { 2 } else { 1 };
    table.set_header(header);
    for column in table.column_iter_mut().skip(first).take(COLUMNS.len() + 1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

fn line(group: Option<&str>, row: &Row) -> Line {
    let ours = row.sides.first();
    let mut cells: Vec<String> = group.map(str::to_owned).into_iter().collect();
    cells.push(row.name.clone());
    cells.push(rounds(&row.sides));
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
    cells.into()
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
            .target(super::super::report::Target::at_most("1 s", 1.0));
        let text = of_group(&[row]);
        let last = text.lines().last().unwrap_or_default();
        let cells: Vec<_> = last.split('|').map(str::trim).collect();
        assert_eq!(cells[1..4], ["write", "3/1", "2 s (1 s)"]);
        assert_eq!(cells[6..9], ["plain copy: 4 s 2.00×", "≤ 1 s", "**no**"]);
    }
}
