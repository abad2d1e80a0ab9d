//! The range of times of RFC 3339 (`docs/realms/README.md`).

use jiff::Timestamp;
use jiff::fmt::temporal::Pieces;
use serde::{Deserialize, Deserializer, de};

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

/// Reads a time of RFC 3339. The last hours of the year 9999 are beyond [`Timestamp`]: they become its end, since
/// clients write `9999-12-31T23:59:59Z` for "never".
pub fn parse_rfc3339(text: &str) -> Option<Timestamp> {
    if let Ok(time) = text.parse() {
        return Some(time);
    }
    let pieces = Pieces::parse(text).ok()?;
    let is_whole = pieces.time().is_some() && pieces.offset().is_some();
    let is_last = is_whole && pieces.date().year() == 9999;
    is_last.then(|| clamp_to_rfc3339(i64::MAX))
}

/// For fields of requests: [`parse_rfc3339`].
pub fn given<'de, D: Deserializer<'de>>(value: D) -> Result<Timestamp, D::Error> {
    Given::deserialize(value).map(|Given(time)| time)
}

/// The same for a field that may be absent or null.
pub fn given_or_null<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Timestamp>, D::Error> {
    let time = Option::<Given>::deserialize(value)?;
    Ok(time.map(|Given(time)| time))
}

/// The same for a field of which null differs from absent.
pub fn given_null<'de, D>(value: D) -> Result<Option<Option<Timestamp>>, D::Error>
where
    D: Deserializer<'de>,
{
    given_or_null(value).map(Some)
}

struct Given(Timestamp);

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
        let text = String::deserialize(value)?;
        let time = parse_rfc3339(&text).map(Self);
        time.ok_or_else(|| de::Error::invalid_value(de::Unexpected::Str(&text), &"a time"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_time_is_taken() {
        let end = "9999-12-30T22:00:00Z";
        for far in [
            "9999-12-31T23:59:59Z",
            "9999-12-31T23:59:59.999+00:00",
            "9999-12-31T00:00:00-12:00",
        ] {
            let time = parse_rfc3339(far).map(|time| time.to_string());
            assert_eq!(time.as_deref(), Some(end), "{far}");
        }
        assert!(parse_rfc3339("2026-11-25T20:15:00.5+03:00").is_some());
        for none in [
            "9999-12-31",
            "9999-12-31T23:59:59",
            "9999-13-31T23:59:59Z",
            "never",
            "",
        ] {
            assert_eq!(parse_rfc3339(none), None, "{none}");
        }
    }

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
