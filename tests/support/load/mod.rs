//! Load for benchmarks, from one thread over bare sockets: the machine is the server's, so the load
//! has to cost little beside it.
//!
//! A [`Generator`] holds senders, which repeat a request, and receivers, which read open streams of
//! any protocol. A [`Stamp`] in the text of a message says when it was sent; receivers look for stamps
//! and parse nothing else, so that each server is measured by the same client.

mod generator;
mod opening;
mod receiver;
mod request;
mod sender;
mod stamp;

use std::time::Duration;

pub use generator::{Generator, Outcome, Pace, Until};
pub use opening::Opening;
pub use request::RepeatedRequest;
pub use stamp::Stamp;

use super::Endpoint;

/// Sends all requests concurrently, each again as soon as it is answered; returns the latencies.
pub async fn load(
    endpoint: &Endpoint,
    requests: Vec<RepeatedRequest>,
    lasting: Duration,
) -> Vec<Duration> {
    let address = endpoint.address();
    let sending = tokio::task::spawn_blocking(move || {
        let mut generator = Generator::new();
        for request in requests {
            generator.add_sender(address, request);
        }
        generator.run(Pace::FlatOut { ahead: None }, lasting, 0)
    });
    sending.await.expect("the load does not fail").answered
}

/// The middle value.
pub fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

/// The value below which so many percent of the times are, in milliseconds.
pub fn percentile(times: &mut [Duration], percent: usize) -> f64 {
    assert!(!times.is_empty(), "nothing was measured");
    let at = (times.len() - 1) * percent / 100;
    times.select_nth_unstable(at).1.as_secs_f64() * 1_000.0
}
