//! A report as a table of Markdown.

use std::fmt::Write as _;

use super::{Goal, Row};

pub(super) fn table(rows: &[Row], facts: &[(String, f64, &str)]) -> String {
    let mut text =
        "| what | measured | beside it | ratio | goal | |\n|---|---|---|---|---|---|\n".to_owned();
    for row in rows {
        text.push_str(&line(row));
        text.push('\n');
    }
    if !facts.is_empty() {
        text.push('\n');
    }
    for (name, value, unit) in facts {
        let _ = writeln!(text, "* {name}: {}", figure(*value, unit));
    }
    text
}

pub(super) fn line(row: &Row) -> String {
    let (measured, beside) = (&row.measured, &row.beside);
    let is_reached = row.goal.reached(row.ratio());
    format!(
        "| {} | {}: {} | {}: {} | {} | {} | {} |",
        row.what,
        measured.of,
        figure(measured.median(), row.unit),
        beside.of,
        figure(beside.median(), row.unit),
        rounded(row.ratio()),
        goal(row.goal),
        is_reached.map_or("", |reached| if reached >= 1.0 { "✓" } else { "✗" })
    )
}

pub(super) fn goal(goal: Goal) -> String {
    match goal {
        Goal::AtLeast(ratio) => format!("≥ {ratio}"),
        Goal::AtMost(ratio) => format!("≤ {ratio}"),
        Goal::None => String::new(),
    }
}

/// Three digits, and thousands apart.
pub(super) fn figure(value: f64, unit: &str) -> String {
    let separator = if unit.is_empty() || unit.starts_with('/') {
        ""
    } else {
        " "
    };
    format!("{}{separator}{unit}", rounded(value))
}

pub(super) fn rounded(value: f64) -> String {
    if value.abs() < 100.0 {
        let decimals = if value.abs() < 10.0 { 2 } else { 1 };
        return format!("{value:.decimals$}");
    }
    let digits = format!("{value:.0}");
    let mut grouped = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
