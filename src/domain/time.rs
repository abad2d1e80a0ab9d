//! The range of times of RFC 3339 (`docs/realms/README.md`).

use jiff::Timestamp;

/// 0000-01-01T00:00:00Z: the first time of RFC 3339.
const FIRST: i64 = -62_167_219_200_000;
/// 9999-12-30T22:00:00Z: the last second of [`Timestamp`].
const LAST: i64 = 253_402_207_200_000;

/// The time this many milliseconds after 1970, clamped to the range of RFC 3339.
pub fn clamp_to_rfc3339(milliseconds: i64) -> Timestamp {
    let within = milliseconds.clamp(FIRST, LAST);
    Timestamp::from_millisecond(within).expect("both ends are in the range of a Timestamp")
}

/// Whether RFC 3339 can express a time.
pub fn is_rfc3339(time: Timestamp) -> bool {
    time.as_millisecond() >= FIRST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_out_of_range_are_clamped() {
        assert_eq!(
            clamp_to_rfc3339(i64::MIN).to_string(),
            "0000-01-01T00:00:00Z"
        );
        assert_eq!(clamp_to_rfc3339(-1).to_string(), "1969-12-31T23:59:59.999Z");
        assert_eq!(
            clamp_to_rfc3339(i64::MAX).to_string(),
            "9999-12-30T22:00:00Z"
        );
    }

    #[test]
    fn years_before_0_are_out_of_range() {
        assert!(is_rfc3339(clamp_to_rfc3339(FIRST)));
        assert!(!is_rfc3339("-000001-12-31T23:59:59Z".parse().unwrap()));
    }
}
