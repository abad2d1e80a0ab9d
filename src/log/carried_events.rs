//! Events that their notification carries: `sql/append/notify_appended.sql`.

use std::collections::VecDeque;

use parking_lot::Mutex;
use serde::Deserialize;
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::domain::{Attachment, Cursor, Event, Position, ShownTo, time};
use crate::log::raw_event::RawEvent;

/// Notifications that may wait for the tail, of at most 8,000 bytes each.
const CAPACITY: usize = 64;

/// Consecutive events of one notification. They are genuine: its signature was verified.
pub struct CarriedEvents {
    /// The event before the first one.
    pub after: Cursor,
    /// The position of the last one.
    pub up_to: Position,
    json: String,
}

/// An event as `notify_appended.sql` writes it.
#[derive(Deserialize)]
struct Columns<'a>(
    Uuid,
    &'a str,
    Option<i64>,
    &'a str,
    Option<i64>,
    #[serde(borrow)] &'a RawValue,
    i64,
    Option<Uuid>,
    Option<Uuid>,
    Option<Vec<Attachment>>,
    Option<Vec<i64>>,
    Option<bool>,
    bool,
    Option<ShownTo>,
);

impl CarriedEvents {
    /// Reads the text of a notification; `None` if it is another one.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (after, rest) = text.strip_prefix("log ")?.split_once(' ')?;
        let (up_to, json) = rest.split_once(' ')?;
        Some(Self {
            after: after.parse().ok()?,
            up_to: Position(up_to.parse().ok()?),
            json: json.to_owned(),
        })
    }

    /// The events; `None` if this version cannot read them.
    pub fn events(&self) -> Option<Vec<Event>> {
        let columns: Vec<Columns<'_>> = serde_json::from_str(&self.json).ok()?;
        let first = self.after.position.next();
        let events = (first.0..).zip(columns);
        let events: Vec<Event> = events
            .map(|(position, columns)| columns.into_event(Position(position)))
            .collect();
        let is_whole = events
            .last()
            .is_some_and(|last| last.position == self.up_to);
        is_whole.then_some(events)
    }
}

impl Columns<'_> {
    fn into_event(self, position: Position) -> Event {
        let recorded_at = time::clamp_to_rfc3339(self.6.div_euclid(1_000));
        let raw = RawEvent {
            event_id: self.0,
            realm: self.1,
            chat_id: self.2,
            kind: self.3,
            actor_id: self.4,
            payload: self.5,
            chat_uuid: self.7,
            subject_uuid: self.8,
            files: self.9,
            newly_read: self.10,
            is_blanked: self.11,
            is_in_group: self.12,
            shown_to: self.13,
        };
        raw.into_event(position, recorded_at)
    }
}

/// Notifications that wait for the tail.
#[derive(Default)]
pub(super) struct CarriedQueue(Mutex<VecDeque<CarriedEvents>>);

impl CarriedQueue {
    /// Adds the newest. If there are too many, all are dropped: the tail reads the log instead.
    pub(super) fn push(&self, carried: CarriedEvents) {
        let mut waiting = self.0.lock();
        if waiting.len() >= CAPACITY {
            waiting.clear();
        }
        waiting.push_back(carried);
    }

    /// The oldest.
    pub(super) fn pop(&self) -> Option<CarriedEvents> {
        self.0.lock().pop_front()
    }

    pub(super) fn clear(&self) {
        self.0.lock().clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn carried(after: i64) -> CarriedEvents {
        let text = format!("log {after}-0000000a {} []", after + 1);
        CarriedEvents::parse(&text).expect("it is well formed")
    }

    #[test]
    fn full_queue_keeps_only_what_comes_later() {
        let queue = CarriedQueue::default();
        for after in 0..=i64::try_from(CAPACITY).expect("small") {
            queue.push(carried(after));
        }
        let oldest = queue.pop().expect("the newest was added");
        assert_eq!(oldest.up_to.0, i64::try_from(CAPACITY).expect("small") + 1);
        assert!(queue.pop().is_none());
    }

    #[test]
    fn other_texts_and_incomplete_ranges_are_refused() {
        for text in [
            "",
            "log",
            "log 1-0000000a",
            "log 1-0000000a x []",
            "log 1 2 []",
            "1 {}",
        ] {
            assert!(CarriedEvents::parse(text).is_none(), "{text}");
        }
        assert!(carried(1).events().is_none(), "it lacks an event");
        let unknown = CarriedEvents::parse("log 1-0000000a 2 [[1]]").expect("it is well formed");
        assert!(unknown.events().is_none());
    }
}
