//! The cursor that a client sends back to resume.

use std::fmt;
use std::num::NonZeroU64;
use std::str::FromStr;

use uuid::Uuid;

use super::ids::Position;

/// A position in *this* log: `<position>-<fingerprint>`. The fingerprint is the last
/// eight hex digits of the `event_id` at that position (`00000000` at position 0).
///
/// Where an event makes several frames, each has a cursor of its own, `<position>-<fingerprint>.<n>`: a
/// client that was cut between two of them resumes after exactly that one. The frames of an event are in the
/// order of their numbers, and a frame has the same number for every reader at any time. The last may have
/// none: a cursor without a number is after all frames of its event.
///
/// # Why
/// A bare position would be valid in every log that is long enough: in one restored from a backup,
/// or in that of a standby that had lost the last events. The fingerprint tells them apart without
/// an epoch that operators have to maintain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The last event seen, in part if there is a [frame](Self::at_frame).
    pub position: Position,
    fingerprint: u32,
    frame: Option<FrameNumber>,
}

/// The number of a frame among those of its event, from 1.
pub type FrameNumber = NonZeroU64;

impl Cursor {
    /// Before the first event.
    pub const START: Self = Self {
        position: Position(0),
        fingerprint: 0,
        frame: None,
    };

    /// The cursor of the event with this id at this position.
    pub fn new(position: Position, event_id: Uuid) -> Self {
        let [.., a, b, c, d] = event_id.into_bytes();
        Self {
            position,
            fingerprint: u32::from_be_bytes([a, b, c, d]),
            frame: None,
        }
    }

    /// After this frame of the event, and before the next one.
    #[must_use]
    pub fn at_frame(self, number: FrameNumber) -> Self {
        Self {
            frame: Some(number),
            ..self
        }
    }

    /// After all frames of the event.
    #[must_use]
    pub fn of_event(self) -> Self {
        Self {
            frame: None,
            ..self
        }
    }

    /// Whether frames of the event may be left.
    pub fn is_within_event(self) -> bool {
        self.frame.is_some()
    }

    /// The position after which a client that resumes reads the log.
    pub fn read_after(self) -> Position {
        match self.frame {
            Some(_) => Position((self.position.0 - 1).max(0)),
            None => self.position,
        }
    }

    /// Whether it is after a frame of the same event that precedes this one.
    pub fn follows_within_event(self, seen: Self) -> bool {
        self.of_event() == seen.of_event()
            && match (seen.frame, self.frame) {
                (None, _) => false,
                (Some(_), None) => true,
                (Some(seen), Some(frame)) => frame > seen,
            }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:08x}", self.position, self.fingerprint)?;
        match self.frame {
            Some(frame) => write!(f, ".{frame}"),
            None => Ok(()),
        }
    }
}

/// Not of the form `<position>-<8 hex digits>`, with or without `.<n>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an event id of this server")]
pub struct MalformedCursor;

impl FromStr for Cursor {
    type Err = MalformedCursor;

    fn from_str(text: &str) -> Result<Self, MalformedCursor> {
        let (position, event) = text.split_once('-').ok_or(MalformedCursor)?;
        let (fingerprint, frame) = match event.split_once('.') {
            Some((fingerprint, frame)) => (fingerprint, Some(frame)),
            None => (event, None),
        };
        if fingerprint.len() != 8 {
            return Err(MalformedCursor);
        }
        Ok(Self {
            position: Position(number(position)?),
            fingerprint: u32::from_str_radix(digits(fingerprint, 16)?, 16)
                .map_err(|_| MalformedCursor)?,
            frame: frame.map(number).transpose()?,
        })
    }
}

/// A number without a sign.
fn number<T: FromStr>(text: &str) -> Result<T, MalformedCursor> {
    digits(text, 10)?.parse().map_err(|_| MalformedCursor)
}

fn digits(text: &str, radix: u32) -> Result<&str, MalformedCursor> {
    let are_digits = text.chars().all(|c| c.is_digit(radix));
    are_digits.then_some(text).ok_or(MalformedCursor)
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
        for text in [
            "0-00000000",
            "1-0000000f",
            "1-0000000f.1",
            "9223372036854775807-ffffffff",
            "9223372036854775807-ffffffff.18446744073709551615",
        ] {
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
            "1-00000000.",
            "1-00000000.0",
            "1-00000000.-1",
            "1-00000000.+1",
            "1-00000000.x",
            "1-00000000.1.1",
            "1-00000000.18446744073709551616",
            "1-0000000.1",
            "1.1-00000000",
        ] {
            assert_eq!(text.parse::<Cursor>(), Err(MalformedCursor), "{text:?}");
        }
    }

    #[test]
    fn frames_follow_each_other_and_the_event_follows_all() {
        let cursors = [
            "7-0000000f.1",
            "7-0000000f.2",
            "7-0000000f.10",
            "7-0000000f",
        ];
        let cursors: Vec<Cursor> = cursors.iter().map(|text| text.parse().unwrap()).collect();
        for (at, seen) in cursors.iter().enumerate() {
            let follow = cursors
                .iter()
                .map(|other| other.follows_within_event(*seen));
            let expected = (0..cursors.len()).map(|other| other > at);
            assert_eq!(follow.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
        }
        for other in ["7-0000000e.2", "8-0000000f.2", "8-0000000f"] {
            let other: Cursor = other.parse().unwrap();
            assert!(!other.follows_within_event(cursors[0]), "{other}");
        }
    }

    #[test]
    fn resumes_before_an_event_of_which_frames_are_left() {
        for (text, position) in [("7-0000000f", 7), ("7-0000000f.1", 6), ("0-00000000.1", 0)] {
            let cursor: Cursor = text.parse().unwrap();
            assert_eq!(cursor.read_after(), Position(position), "{text}");
        }
    }
}
