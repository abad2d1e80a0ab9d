//! The rows, by the servers that they need.

mod fanout;
mod inserts;
mod latency;
mod sends;
mod streams;

use support::report::Report;

use crate::settings::Settings;

/// The names that `ROWS` selects from.
pub const NAMES: [&str; 5] = ["sends", "latency", "fanout", "streams", "inserts"];

pub async fn run(name: &str, settings: &Settings, report: &mut Report) {
    match name {
        "sends" => sends::run(settings, report).await,
        "latency" => latency::run(settings, report).await,
        "fanout" => fanout::run(settings, report).await,
        "streams" => streams::run(settings, report).await,
        "inserts" => inserts::run(settings, report).await,
        other => unreachable!("{other} is not in NAMES"),
    }
}
