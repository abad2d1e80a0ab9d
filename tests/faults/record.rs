//! What a subscriber was given, kept for the audit.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::follower::Frame;

/// A place in a log, as ids on the wire name it: the position, and a piece of the event's own id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogPosition {
    /// The position in the log.
    pub position: i64,
    /// The last 8 hex digits of the event's id.
    pub fingerprint: u32,
}

impl LogPosition {
    /// Reads `<position>-<fingerprint>`.
    pub fn parse(id: &str) -> Option<Self> {
        let (position, fingerprint) = id.split_once('-')?;
        Some(Self {
            position: position.parse().ok()?,
            fingerprint: u32::from_str_radix(fingerprint, 16).ok()?,
        })
    }
}

/// One event that was delivered.
#[derive(Debug, Clone, Copy)]
pub struct ReceivedEvent {
    /// Where it stands.
    pub place: LogPosition,
    /// See [`digest`].
    pub digest: u64,
}

/// What came without a break: from an id that the stream began at, or was reset to.
#[derive(Debug)]
pub struct Segment {
    /// The id it began after.
    pub start: LogPosition,
    /// What came, in the order it came in.
    pub seen: Vec<ReceivedEvent>,
}

/// Everything that one subscriber was given.
#[derive(Debug, Default)]
pub struct Record {
    /// `users.id` of the subscriber.
    pub user_id: i64,
    /// One, and one more for each reset.
    pub segments: Vec<Segment>,
    /// How often the stream said that the log is another one.
    pub resets: usize,
    /// How often a stream was opened again.
    pub reconnects: usize,
    /// What must never happen, in words.
    pub complaints: Vec<String>,
    /// The last id seen.
    pub last_id: String,
    /// A stream that began elsewhere than it was to resume from has to say `reset` next.
    owes_reset: bool,
}

/// Names what an event says: its chat and its text.
pub fn digest(chat_id: i64, kind: &str, text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (chat_id, kind, text).hash(&mut hasher);
    hasher.finish()
}

impl Record {
    /// The record of a subscriber who was given nothing yet.
    pub fn of(user_id: i64) -> Self {
        Self {
            user_id,
            ..Self::default()
        }
    }

    /// Takes an event in; returns its position where it is one of the log.
    pub fn take(&mut self, frame: &Frame) -> Option<i64> {
        if ["typing", "presence"].contains(&frame.event.as_str()) {
            // True for a moment: not of the log, and not to be accounted for.
            return None;
        }
        let Some(place) = LogPosition::parse(&frame.id) else {
            self.complain(format!("an event without an id: {frame:?}"));
            return None;
        };
        if std::mem::take(&mut self.owes_reset) && frame.event != "reset" {
            self.complain(format!("resumed elsewhere, without reset: {frame:?}"));
        }
        let taken = match frame.event.as_str() {
            "ready" => {
                self.begin(place, &frame.id);
                None
            }
            "reset" => {
                self.resets += 1;
                self.segments.push(Segment {
                    start: place,
                    seen: Vec::new(),
                });
                None
            }
            _ => {
                let digest = digest_of(frame);
                let segment = self.segments.last_mut().expect("`ready` comes first");
                segment.seen.push(ReceivedEvent { place, digest });
                Some(place.position)
            }
        };
        self.last_id.clone_from(&frame.id);
        taken
    }

    fn begin(&mut self, place: LogPosition, id: &str) {
        if self.segments.is_empty() {
            self.segments.push(Segment {
                start: place,
                seen: Vec::new(),
            });
            return;
        }
        self.reconnects += 1;
        self.owes_reset = id != self.last_id;
    }

    /// How many events there are.
    pub fn delivered(&self) -> usize {
        self.segments.iter().map(|segment| segment.seen.len()).sum()
    }

    /// Notes what must not happen; a flood of it says no more than its beginning.
    pub fn complain(&mut self, complaint: String) {
        if self.complaints.len() < 5 {
            self.complaints.push(complaint);
        }
    }
}

fn digest_of(frame: &Frame) -> u64 {
    let data = frame.json();
    let chat_id = data["chat_id"].as_i64().unwrap_or_default();
    let (kind, text) = match frame.event.as_str() {
        "new_message" => ("message_sent", data["message"]["content"].as_str()),
        "chat_created" => ("chat_created", None),
        "message_deleted" => ("message_deleted", None),
        "chat_read" => ("chat_read", None),
        other => (other, None),
    };
    digest(chat_id, kind, text.unwrap_or_default())
}
