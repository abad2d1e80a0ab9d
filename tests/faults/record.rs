//! Records the events that a subscriber received, for the audit.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::follower::Frame;

/// The id of an event on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogPosition {
    pub position: i64,
    /// The last 8 hex digits of the event's id.
    pub fingerprint: u32,
}

impl LogPosition {
    /// Reads `<position>-<fingerprint>`, with or without the number of a frame.
    pub fn parse(id: &str) -> Option<Self> {
        let (position, fingerprint) = event_of(id).split_once('-')?;
        Some(Self {
            position: position.parse().ok()?,
            fingerprint: u32::from_str_radix(fingerprint, 16).ok()?,
        })
    }
}

/// The id of a frame's event.
fn event_of(id: &str) -> &str {
    id.split('.').next().unwrap_or_default()
}

/// The place of a frame among those of its event: without a number it is the last.
fn frame_of(id: &str) -> u64 {
    let number = id.split_once('.').map(|(_, number)| number.parse());
    number.and_then(Result::ok).unwrap_or(u64::MAX)
}

/// One delivered event.
#[derive(Debug, Clone, Copy)]
pub struct ReceivedEvent {
    pub place: LogPosition,
    /// See [`digest`].
    pub digest: u64,
}

/// The events received since the stream started or was reset.
#[derive(Debug)]
pub struct Segment {
    /// The id before the first event.
    pub start: LogPosition,
    /// In the order of arrival.
    pub seen: Vec<ReceivedEvent>,
}

/// Everything that one subscriber received.
#[derive(Debug, Default)]
pub struct Record {
    /// `users.id` of the subscriber.
    pub user_id: i64,
    /// One, and one more for each reset.
    pub segments: Vec<Segment>,
    pub resets: usize,
    pub reconnects: usize,
    /// Descriptions of violations.
    pub complaints: Vec<String>,
    /// The last id received.
    pub last_id: String,
    /// A stream that starts at another id than requested must send `reset` next.
    owes_reset: bool,
}

/// Identifies the content of an event.
pub fn digest(chat_id: i64, kind: &str, text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (chat_id, kind, text).hash(&mut hasher);
    hasher.finish()
}

impl Record {
    /// An empty record.
    pub fn of(user_id: i64) -> Self {
        Self {
            user_id,
            ..Self::default()
        }
    }

    /// Records a frame; returns its position if it is an event of the log.
    pub fn take(&mut self, frame: &Frame) -> Option<i64> {
        if ["typing", "presence", "draft"].contains(&frame.event.as_str()) {
            return None;
        }
        self.check_frames(frame);
        let Some(place) = LogPosition::parse(&frame.id) else {
            self.report(format!("an event without an id: {frame:?}"));
            return None;
        };
        if std::mem::take(&mut self.owes_reset) && frame.event != "reset" {
            self.report(format!("resumed from another id without reset: {frame:?}"));
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
            _ if self.accompanies(frame) => None,
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

    /// Whether a frame of `/v1` tells no more than that other frames of its event belong to it: the `chat`
    /// before a message, or after the deletion of one.
    fn accompanies(&self, frame: &Frame) -> bool {
        let is_numbered = event_of(&frame.id) != frame.id;
        frame.event == "chat" && (is_numbered || self.continues(frame))
    }

    /// Whether the last frame was of the same event.
    fn continues(&self, frame: &Frame) -> bool {
        event_of(&frame.id) == event_of(&self.last_id)
    }

    /// Checks that each frame of an event arrives, once.
    fn check_frames(&mut self, frame: &Frame) {
        if ["ready", "reset"].contains(&frame.event.as_str()) || self.last_id.is_empty() {
            return;
        }
        let last = frame_of(&self.last_id);
        if self.continues(frame) {
            if frame_of(&frame.id) <= last {
                self.report(format!("repeated after {}: {frame:?}", self.last_id));
            }
        } else if last != u64::MAX {
            self.report(format!("cut off after {}: {frame:?}", self.last_id));
        }
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

    /// The number of events.
    pub fn delivered(&self) -> usize {
        self.segments.iter().map(|segment| segment.seen.len()).sum()
    }

    /// Records a violation; only the first five are kept.
    pub fn report(&mut self, complaint: String) {
        if self.complaints.len() < 5 {
            self.complaints.push(complaint);
        }
    }
}

fn digest_of(frame: &Frame) -> u64 {
    let data = frame.json();
    let message = &data["message"];
    let chat_id = [&data["chat_id"], &message["chat_id"], &data["chat"]["id"]];
    let chat_id = chat_id.into_iter().find_map(serde_json::Value::as_i64);
    let text = || message["content"].as_str().or(message["text"].as_str());
    let (kind, text) = match frame.event.as_str() {
        "new_message" | "message" => ("message_sent", text()),
        "reaction" if data["added"] == true => ("reaction_added", None),
        "reaction" => ("reaction_removed", None),
        "read" => ("chat_read", None),
        // The text of an edit may be that of a later one.
        other => (other, None),
    };
    digest(chat_id.unwrap_or_default(), kind, text.unwrap_or_default())
}
