//! The pauses between attempts of a delivery.

use std::time::Duration;

/// Pauses between attempts; the last one repeats. After an outage of minutes, the next attempt
/// follows within a minute.
const BACKOFF: [Duration; 10] = [
    Duration::from_secs(5),
    Duration::from_secs(10),
    Duration::from_secs(15),
    Duration::from_secs(30),
    Duration::from_secs(30),
    Duration::from_mins(1),
    Duration::from_mins(2),
    Duration::from_mins(5),
    Duration::from_mins(15),
    Duration::from_hours(1),
];

/// The pause after this number of failures, shortened by up to a fifth, so that notifications that
/// failed together are not retried together.
pub(super) fn backoff(failures: i32) -> Duration {
    let step = usize::try_from(failures).unwrap_or_default();
    let wait = BACKOFF
        .get(step)
        .or(BACKOFF.last())
        .copied()
        .unwrap_or_default();
    wait.mul_f64(rand::random_range(0.8..1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_pauses_grow_up_to_an_hour() {
        assert!(backoff(0) < Duration::from_secs(10));
        assert!(BACKOFF.is_sorted());
        for failures in [9, 10, 1_000, i32::MAX] {
            assert!(backoff(failures) <= Duration::from_hours(1));
            assert!(backoff(failures) >= Duration::from_mins(48));
        }
    }
}
