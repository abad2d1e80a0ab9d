//! A report as a plot: a bar for each row that has a goal, as long as the goal is reached.

use std::fmt::Write as _;

use super::table::{figure, goal, rounded};
use super::{Figures, Row};

/// In pixels.
const LABEL: f64 = 540.0;
const BAR: f64 = 300.0;
const FIGURES: f64 = 440.0;
const LINE: f64 = 26.0;
/// The bar of a row that is this many times beyond its goal fills the width.
const WIDEST: f64 = 2.0;

pub(super) fn plot(rows: &[Row]) -> String {
    let rows: Vec<(&Row, f64)> = rows
        .iter()
        .filter_map(|row| Some((row, row.goal.reached(row.ratio())?)))
        .collect();
    let (width, height) = (LABEL + BAR + FIGURES, LINE * (rows.len() as f64 + 1.5));
    let goal_at = LABEL + BAR / WIDEST;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"sans-serif\" font-size=\"12\">\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n\
         <text x=\"{goal_at}\" y=\"17\" text-anchor=\"middle\" fill=\"#555\">goal</text>\n"
    );
    for (n, (row, reached)) in rows.iter().enumerate() {
        svg.push_str(&bar(row, *reached, LINE * (n as f64 + 1.0)));
    }
    let _ = writeln!(
        svg,
        "<line x1=\"{goal_at}\" x2=\"{goal_at}\" y1=\"22\" y2=\"{}\" stroke=\"#222\" \
         stroke-dasharray=\"4 3\"/>\n</svg>",
        height - 8.0
    );
    svg
}

fn bar(row: &Row, reached: f64, top: f64) -> String {
    let length = BAR * reached.min(WIDEST) / WIDEST;
    let colour = if reached >= 1.0 { "#2f8f4e" } else { "#c8792b" };
    let baseline = top + 17.0;
    let (measured, beside) = (&row.measured, &row.beside);
    format!(
        "<text x=\"{}\" y=\"{baseline}\" text-anchor=\"end\">{}</text>\n\
         <rect x=\"{LABEL}\" y=\"{}\" width=\"{length:.1}\" height=\"18\" fill=\"{colour}\"/>\n\
         <text x=\"{}\" y=\"{baseline}\" fill=\"#333\">{} ({}) · {}, {}</text>\n",
        LABEL - 8.0,
        escaped(&row.what),
        top + 4.0,
        LABEL + BAR + 8.0,
        rounded(row.ratio()),
        escaped(&goal(row.goal)),
        escaped(&named(measured, row.unit)),
        escaped(&named(beside, row.unit)),
    )
}

fn named(figures: &Figures, unit: &str) -> String {
    format!("{} {}", figures.of, figure(figures.median(), unit))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
