//! Times as they are told. The source is the contracts' common page, "Time".

use jiff::Timestamp;

/// A time without what is finer than a millisecond: never later than the one given.
///
/// The server writes no finer ones, but `users` and `lessons` may be written by anyone.
pub fn to_milliseconds(time: Timestamp) -> Timestamp {
    let milliseconds = time.as_nanosecond().div_euclid(1_000_000);
    Timestamp::from_nanosecond(milliseconds * 1_000_000).unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(time: &str) -> String {
        to_milliseconds(time.parse().unwrap()).to_string()
    }

    #[test]
    fn cuts_and_never_rounds_up() {
        assert_eq!(
            cut("2026-01-02T03:04:05.678999Z"),
            "2026-01-02T03:04:05.678Z"
        );
        assert_eq!(cut("1969-12-31T23:59:59.9999Z"), "1969-12-31T23:59:59.999Z");
        assert_eq!(cut("2026-01-02T03:04:05Z"), "2026-01-02T03:04:05Z");
    }

    #[test]
    fn takes_the_ends_of_time() {
        assert_eq!(to_milliseconds(Timestamp::MIN), Timestamp::MIN);
        assert!(to_milliseconds(Timestamp::MAX) <= Timestamp::MAX);
    }
}
