//! The last events of the log, so that clients that reconnect soon need no query.

use std::collections::VecDeque;
use std::sync::Arc;

use super::shared_event::SharedEvent;
use crate::domain::{Cursor, MessageId, Position, UserId};

/// A run of consecutive events, bounded in number and in bytes.
#[derive(Default)]
pub(super) struct RecentEvents {
    events: VecDeque<Arc<SharedEvent>>,
    bytes: usize,
}

impl RecentEvents {
    const MAX_EVENTS: usize = 16_384;
    const MAX_BYTES: usize = 32 * 1024 * 1024;

    /// Adds the event after the newest, and drops the oldest above the bounds.
    pub(super) fn push(&mut self, event: Arc<SharedEvent>) {
        self.bytes += event.memory_estimate();
        self.events.push_back(event);
        while self.events.len() > Self::MAX_EVENTS || self.bytes > Self::MAX_BYTES {
            let Some(oldest) = self.events.pop_front() else {
                break;
            };
            self.bytes -= oldest.memory_estimate();
        }
    }

    /// Drops all events: the log was replaced.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Clears a user's texts, and keeps their events.
    pub(super) fn clear_texts_of(&mut self, user_id: UserId) {
        for event in self
            .events
            .iter_mut()
            .filter(|event| event.has_text_of(user_id))
        {
            self.bytes -= event.memory_estimate();
            *event = Arc::new(SharedEvent::new(event.without_text()));
            self.bytes += event.memory_estimate();
        }
    }

    /// Clears the text of a message, and keeps its event.
    pub(super) fn clear_text(&mut self, message_id: MessageId) {
        let oldest = self.events.front().map(|event| event.position);
        let index = oldest.and_then(|oldest| usize::try_from(message_id.0 - oldest.0).ok());
        let Some(event) = index.and_then(|index| self.events.get_mut(index)) else {
            return;
        };
        self.bytes -= event.memory_estimate();
        *event = Arc::new(SharedEvent::new(event.without_text()));
        self.bytes += event.memory_estimate();
    }

    /// The events after `after`, if none is missing.
    pub(super) fn after(&self, after: Position) -> Option<impl Iterator<Item = &Arc<SharedEvent>>> {
        let oldest = self.events.front()?.position;
        let skipped = usize::try_from(after.next().0 - oldest.0).ok()?;
        (skipped <= self.events.len()).then(|| self.events.range(skipped..))
    }

    /// Whether a cursor is of this log; `None` if its event is not among these.
    pub(super) fn contains(&self, cursor: Cursor) -> Option<bool> {
        let oldest = self.events.front()?.position;
        let index = usize::try_from(cursor.position.0 - oldest.0).ok()?;
        self.events.get(index).map(|event| event.cursor() == cursor)
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use uuid::Uuid;

    use super::*;
    use crate::domain::{ChatId, Event, EventBody, MessageSent, Realm};

    fn event(position: i64, content: &str) -> Arc<SharedEvent> {
        Arc::new(SharedEvent::new(Event {
            position: Position(position),
            event_id: Uuid::from_u128(u128::try_from(position).unwrap()),
            realm: Realm::new("test"),
            chat_id: ChatId(1),
            chat_uuid: Uuid::nil(),
            subject_uuid: None,
            is_in_group: false,
            actor_id: None,
            body: EventBody::MessageSent(MessageSent {
                content: content.into(),
                ..MessageSent::default()
            }),
            recorded_at: Timestamp::UNIX_EPOCH,
        }))
    }

    fn positions(recent: &RecentEvents, after: i64) -> Option<Vec<i64>> {
        Some(
            recent
                .after(Position(after))?
                .map(|event| event.position.0)
                .collect(),
        )
    }

    #[test]
    fn returns_what_follows_unless_some_is_missing() {
        let mut recent = RecentEvents::default();
        assert_eq!(positions(&recent, 0), None);
        for position in 5..=8 {
            recent.push(event(position, ""));
        }
        assert_eq!(positions(&recent, 3), None, "4 is missing");
        assert_eq!(positions(&recent, 4), Some(vec![5, 6, 7, 8]));
        assert_eq!(positions(&recent, 7), Some(vec![8]));
        assert_eq!(positions(&recent, 8), Some(vec![]));
        assert_eq!(positions(&recent, 9), None, "9 has not been seen");
    }

    #[test]
    fn is_bounded_in_bytes() {
        let mut recent = RecentEvents::default();
        let long = "x".repeat(1024 * 1024);
        for position in 1..=100 {
            recent.push(event(position, &long));
        }
        assert!(recent.bytes <= RecentEvents::MAX_BYTES);
        assert!(recent.events.len() < 16);
        assert_eq!(recent.events.back().unwrap().position, Position(100));
    }

    #[test]
    fn clears_texts_of_a_user_and_keeps_positions() {
        let mut recent = RecentEvents::default();
        for (position, author) in [(5, 1), (6, 2), (7, 1)] {
            let mut event = (**event(position, "secret")).clone();
            event.actor_id = Some(UserId(author));
            recent.push(Arc::new(SharedEvent::new(event)));
        }
        recent.clear_texts_of(UserId(1));
        let texts = recent.events.iter().map(|event| match &event.body {
            EventBody::MessageSent(sent) => sent.content.as_str(),
            other => panic!("{other:?}"),
        });
        assert_eq!(texts.collect::<Vec<_>>(), ["", "secret", ""]);
        assert_eq!(positions(&recent, 4), Some(vec![5, 6, 7]));
        let weight: usize = recent
            .events
            .iter()
            .map(|event| event.memory_estimate())
            .sum();
        assert_eq!(recent.bytes, weight);
    }

    #[test]
    fn clears_the_text_of_one_message() {
        let mut recent = RecentEvents::default();
        for position in 5..=7 {
            recent.push(event(position, "text"));
        }
        for id in [6, 4, 8] {
            recent.clear_text(MessageId(id));
        }
        let texts = recent.events.iter().map(|event| match &event.body {
            EventBody::MessageSent(sent) => sent.content.as_str(),
            other => panic!("{other:?}"),
        });
        assert_eq!(texts.collect::<Vec<_>>(), ["text", "", "text"]);
    }

    #[test]
    fn recognises_cursors_by_fingerprint() {
        let mut recent = RecentEvents::default();
        for position in 5..=8 {
            recent.push(event(position, ""));
        }
        assert_eq!(recent.contains("6-00000006".parse().unwrap()), Some(true));
        assert_eq!(recent.contains("6-00000007".parse().unwrap()), Some(false));
        assert_eq!(recent.contains("4-00000004".parse().unwrap()), None);
        assert_eq!(recent.contains("9-00000009".parse().unwrap()), None);
    }
}
