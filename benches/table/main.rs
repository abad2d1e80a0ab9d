//! The benchmarks: each row compares two servers, or two states of one, that were measured in turns
//! within one run. docs/performance.md describes the rows and how to read them.
//!
//! `make bench` runs them. Absolute figures are the machine's; quote the ratios.

mod peers;
mod rows;
mod servers;
mod settings;

use support::report::{Report, file};

use self::settings::Settings;

#[tokio::main]
async fn main() {
    let settings = Settings::from_environment();
    raise_limit_of_open_files();
    let mut report = Report::default();
    for row in &settings.rows {
        println!("\n{row}:");
        rows::run(row, &settings, &mut report).await;
    }
    report.finish(&file("target/bench/results.json"));
    if settings.plot {
        report.plot(&file("docs/performance.svg"));
    }
}

/// Thousands of streams are open on both sides.
fn raise_limit_of_open_files() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        maximum: limit.maximum,
    };
    setrlimit(Resource::Nofile, raised).expect("the soft limit can be raised to the hard one");
}
