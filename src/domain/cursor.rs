//! The cursor that a client sends back to resume.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use super::Position;

/// A position in *this* log: `<position>-<fingerprint>`. The fingerprint is the last
/// eight hex digits of the `event_id` at that position (`00000000` at position 0).
///
/// # Why
/// A bare position would be valid in every log that is long enough: in one restored from a backup,
/// or in that of a standby that had lost the last events. The fingerprint tells them apart without
/// an epoch that operators have to maintain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The last event seen.
    pub position: Position,
    fingerprint: u32,
}

impl Cursor {
    /// Before the first event.
    pub const START: Self = Self {
        position: Position(0),
        fingerprint: 0,
    };

    /// The cursor of the event with this id at this position.
    pub fn new(position: Position, event_id: Uuid) -> Self {
        let [.., a, b, c, d] = event_id.into_bytes();
        Self {
            position,
            fingerprint: u32::from_be_bytes([a, b, c, d]),
        }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:08x}", self.position, self.fingerprint)
    }
}

/// Not of the form `<position>-<8 hex digits>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an event id of this server")]
pub struct MalformedCursor;

impl FromStr for Cursor {
    type Err = MalformedCursor;

    fn from_str(text: &str) -> Result<Self, MalformedCursor> {
        let (position, fingerprint) = text.split_once('-').ok_or(MalformedCursor)?;
        let digits = |text: &str, radix| text.chars().all(|c| c.is_digit(radix));
        if position.is_empty() || !digits(position, 10) {
            return Err(MalformedCursor);
        }
        if fingerprint.len() != 8 || !digits(fingerprint, 16) {
            return Err(MalformedCursor);
        }
        let position = position.parse().map_err(|_| MalformedCursor)?;
        let fingerprint = u32::from_str_radix(fingerprint, 16).map_err(|_| MalformedCursor)?;
        Ok(Self {
            position: Position(position),
            fingerprint,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carries_the_last_eight_digits_of_the_event_id() {
        let id = Uuid::parse_str("0192f0c4-1111-7222-8333-4444deadbeef").unwrap();
        assert_eq!(
            Cursor::new(Position(48213), id).to_string(),
            "48213-deadbeef"
        );
        assert_eq!(Cursor::START.to_string(), "0-00000000");
    }

    #[test]
    fn parses_its_own_output() {
        for text in ["0-00000000", "1-0000000f", "9223372036854775807-ffffffff"] {
            assert_eq!(text.parse::<Cursor>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn malformed_cursors_are_refused() {
        for text in [
            "",
            "-",
            "1",
            "1-",
            "-00000000",
            "1-0000000",
            "1-000000000",
            "1-0000000g",
            "+1-00000000",
            "1--0000000",
            "9223372036854775808-00000000",
            " 1-00000000",
            "1-+0000000",
            "x-00000000",
        ] {
            assert_eq!(text.parse::<Cursor>(), Err(MalformedCursor), "{text:?}");
        }
    }
}
