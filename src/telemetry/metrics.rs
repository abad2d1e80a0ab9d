//! Metrics that are registered once, so that counting is an atomic addition and nothing else.
//!
//! Registered before there is a recorder they count nothing, for ever: `http::metrics::open`
//! comes first.

use metrics::{
    Counter, Gauge, Histogram, Unit, describe_counter, describe_gauge, describe_histogram,
};

/// A counter.
pub fn counter(name: &'static str, help: &'static str) -> Counter {
    describe_counter!(name, help);
    metrics::counter!(name)
}

/// Counters of one name, one for each value of a label.
pub fn counters<const N: usize>(
    name: &'static str,
    help: &'static str,
    label: &'static str,
    values: [&'static str; N],
) -> [Counter; N] {
    describe_counter!(name, help);
    values.map(|value| metrics::counter!(name, label => value))
}

/// A gauge.
pub fn gauge(name: &'static str, help: &'static str) -> Gauge {
    describe_gauge!(name, help);
    metrics::gauge!(name)
}

/// Gauges of one name, one for each value of a label.
pub fn gauges<const N: usize>(
    name: &'static str,
    help: &'static str,
    label: &'static str,
    values: [&'static str; N],
) -> [Gauge; N] {
    describe_gauge!(name, help);
    values.map(|value| metrics::gauge!(name, label => value))
}

/// A histogram of seconds, or of whatever its name says.
pub fn histogram(name: &'static str, help: &'static str) -> Histogram {
    if name.ends_with("seconds") {
        describe_histogram!(name, Unit::Seconds, help);
    } else {
        describe_histogram!(name, help);
    }
    metrics::histogram!(name)
}
