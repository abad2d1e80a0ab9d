//! A report as JSON: every round, so that the spread can be seen.

use std::process::Command;

use serde_json::{Value, json};

use super::{Figures, Goal, Row};

pub(super) fn text(rows: &[Row], facts: &[(String, f64, &str)]) -> String {
    let facts = facts
        .iter()
        .map(|(name, value, unit)| json!({"name": name, "value": value, "unit": unit}));
    let report = json!({
        "commit": commit(),
        "processors": std::thread::available_parallelism().map_or(0, usize::from),
        "rows": rows.iter().map(row).collect::<Vec<_>>(),
        "facts": facts.collect::<Vec<_>>(),
    });
    format!("{report:#}\n")
}

fn row(row: &Row) -> Value {
    json!({
        "name": row.name,
        "what": row.what,
        "unit": row.unit,
        "measured": figures(&row.measured),
        "beside": figures(&row.beside),
        "ratio": row.ratio(),
        "goal": goal(row.goal),
        "reached": row.goal.reached(row.ratio()).map(|reached| reached >= 1.0),
    })
}

fn figures(figures: &Figures) -> Value {
    json!({"of": figures.of, "median": figures.median(), "rounds": figures.rounds})
}

fn goal(goal: Goal) -> Value {
    match goal {
        Goal::AtLeast(ratio) => json!({"at_least": ratio}),
        Goal::AtMost(ratio) => json!({"at_most": ratio}),
        Goal::None => Value::Null,
    }
}

/// What was measured; `null` outside of a repository.
fn commit() -> Option<String> {
    let output = Command::new("git")
        .args(["describe", "--always", "--dirty"])
        .current_dir(super::file(""))
        .output()
        .ok()?;
    let commit = String::from_utf8(output.stdout).ok()?;
    Some(commit.trim().to_owned()).filter(|commit| !commit.is_empty())
}
