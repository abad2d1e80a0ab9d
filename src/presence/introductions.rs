//! Who has just come into a chat: they and the others are to learn who of them is online.

use std::mem;

use crate::domain::{ChatCreated, ChatId, ChatRestored, Event, EventBody, Realm, UserId};
use crate::live::metrics::METRICS;

/// People who came into a chat with one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewMembers {
    pub(crate) realm: Realm,
    pub(crate) chat_id: ChatId,
    pub(crate) user_ids: Vec<UserId>,
}

impl NewMembers {
    /// Those who come in with an event.
    pub(crate) fn of(event: &Event) -> Option<Self> {
        let user_ids = match &event.body {
            EventBody::ChatCreated(ChatCreated { participants, .. })
            | EventBody::ChatRestored(ChatRestored { participants }) => participants
                .iter()
                .map(|participant| participant.user_id)
                .collect(),
            EventBody::ParticipantJoined(joined) => vec![joined.user_id],
            _ => return None,
        };
        Some(Self {
            realm: event.realm,
            chat_id: event.chat_id,
            user_ids,
        })
    }
}

/// Those who are not told yet. What does not fit is learned with the next coming and going.
#[derive(Default)]
pub(crate) struct PendingIntroductions(Vec<NewMembers>);

impl PendingIntroductions {
    const MOST: usize = 1_024;

    pub(crate) fn push(&mut self, newcomers: NewMembers) {
        if self.0.len() < Self::MOST {
            self.0.push(newcomers);
        } else {
            METRICS.signals_dropped.increment(1);
        }
    }

    pub(crate) fn take(&mut self) -> Vec<NewMembers> {
        mem::take(&mut self.0)
    }
}
