//! The time at which a message was sent, inside of its text.

use std::time::{Duration, Instant};

use memchr::memchr;

/// A mark that no server escapes, and hexadecimal nanoseconds.
const MARK: u8 = b'~';
const DIGITS: usize = 16;

/// Nanoseconds after the generator's start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp(u64);

impl Stamp {
    /// What a message's text contains in place of a stamp.
    pub const PLACE: &str = "~0000000000000000";

    pub(super) fn at(started: Instant, moment: Instant) -> Self {
        let nanoseconds = moment.duration_since(started).as_nanos();
        Self(u64::try_from(nanoseconds).expect("a benchmark is shorter than centuries"))
    }

    pub(super) fn age(self, started: Instant, now: Instant) -> Duration {
        now.duration_since(started)
            .saturating_sub(Duration::from_nanos(self.0))
    }

    pub(super) fn write(self, place: &mut [u8]) {
        place[0] = MARK;
        for (n, digit) in place[1..=DIGITS].iter_mut().enumerate() {
            let value = (self.0 >> (4 * (DIGITS - 1 - n))) & 15;
            *digit = b"0123456789abcdef"[usize::try_from(value).expect("four bits")];
        }
    }

    fn read(digits: &[u8]) -> Option<Self> {
        let digits = std::str::from_utf8(digits).ok()?;
        u64::from_str_radix(digits, 16).ok().map(Self)
    }
}

/// Finds stamps in a stream of bytes, also where two reads meet.
#[derive(Default)]
pub(super) struct StampScanner {
    /// A mark and fewer digits than a stamp has, at the end of what was read.
    begun: Vec<u8>,
}

impl StampScanner {
    pub(super) fn scan(&mut self, mut bytes: &[u8], mut found: impl FnMut(Stamp)) {
        if !self.begun.is_empty() {
            let missing = (1 + DIGITS - self.begun.len()).min(bytes.len());
            self.begun.extend_from_slice(&bytes[..missing]);
            if self.begun.len() <= DIGITS {
                return;
            }
            if let Some(stamp) = Stamp::read(&self.begun[1..]) {
                found(stamp);
                bytes = &bytes[missing..];
            }
            self.begun.clear();
        }
        while let Some(at) = memchr(MARK, bytes) {
            let Some(digits) = bytes.get(at + 1..=at + DIGITS) else {
                self.begun.extend_from_slice(&bytes[at..]);
                return;
            };
            if let Some(stamp) = Stamp::read(digits) {
                found(stamp);
            }
            bytes = &bytes[at + 1..];
        }
    }
}
