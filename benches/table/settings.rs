//! What the environment selects.

use std::str::FromStr;
use std::time::Duration;

use crate::rows;

pub struct Settings {
    /// `ROWS`: names of rows, comma-separated; all by default.
    pub rows: Vec<String>,
    /// `BENCH_SECONDS`: how long one contender is measured in one round.
    pub round: Duration,
    /// `BENCH_ROUNDS`: how often each contender is measured.
    pub rounds: usize,
    /// `PLOT`: whether docs/performance.svg is written.
    pub plot: bool,
}

impl Settings {
    pub fn from_environment() -> Self {
        let rows = text("ROWS").unwrap_or_else(|| rows::NAMES.join(","));
        let rows: Vec<String> = rows.split(',').map(str::to_owned).collect();
        for row in &rows {
            let is_known = rows::NAMES.contains(&row.as_str());
            assert!(
                is_known,
                "ROWS: {row} is none of {}",
                rows::NAMES.join(", ")
            );
        }
        Self {
            rows,
            round: Duration::from_secs(number("BENCH_SECONDS", 5)),
            rounds: number("BENCH_ROUNDS", 3),
            plot: text("PLOT").is_some(),
        }
    }
}

fn number<T: FromStr>(name: &str, default: T) -> T {
    text(name).map_or(default, |value| {
        let value = value.parse().ok();
        value.unwrap_or_else(|| panic!("{name} is a number"))
    })
}

fn text(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
