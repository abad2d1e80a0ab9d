//! The rows, by the servers that they need.

mod fanout;
mod imports;
mod inserts;
mod latency;
mod people;
mod photos;
mod sends;
mod streams;

use support::report::Report;

use crate::settings::Settings;

/// The names that `ROWS` selects from.
pub const NAMES: [&str; 8] = [
    "sends", "latency", "fanout", "streams", "inserts", "imports", "people", "photos",
];

pub async fn run(name: &str, settings: &Settings, report: &mut Report) {
    match name {
        "sends" => sends::run(settings, report).await,
        "latency" => latency::run(settings, report).await,
        "fanout" => fanout::run(settings, report).await,
        "streams" => streams::run(settings, report).await,
        "inserts" => inserts::run(settings, report).await,
        "imports" => imports::run(settings, report).await,
        "people" => people::run(settings, report).await,
        "photos" => photos::run(settings, report).await,
        other => unreachable!("{other} is not in NAMES"),
    }
}
