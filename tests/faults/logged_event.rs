//! Events as the log has them, in the form in which writes and deliveries are compared with them.

use super::record::{LogPosition, ReceivedEvent, digest};
use super::subscribers::Scope;
use crate::support::TestDatabase;
use vestnik::contracts::messenger;
use vestnik::domain::EventKind;

/// One event of the log.
#[derive(Debug, Clone)]
pub struct LoggedEvent {
    pub place: LogPosition,
    pub chat_id: i64,
    realm: String,
    pub kind: String,
    /// With the kind, unique in the run: the text of a message and what it has besides, or what a change is
    /// about.
    pub key: String,
    /// The message that was edited or deleted.
    pub message_id: Option<i64>,
    /// Whether it is a read mark of which a message of the actor's own tells in `/v1`.
    is_visit: bool,
    actor_id: Option<i64>,
}

/// Reads events after a position.
pub async fn events_after(database: &TestDatabase, position: i64) -> Vec<LoggedEvent> {
    let sql = "SELECT position, right(event_id::text, 8), coalesce(chat_id, 0), realm, kind,
                      coalesce(
                          payload ->> 'content',
                          payload ->> 'message_id',
                          extract(epoch FROM (payload ->> 'muted_until')::timestamptz)::bigint::text,
                          payload ->> 'pair_key',
                          payload ->> 'attachment_id',
                          payload #>> '{custom,run}',
                          payload ->> 'user_id',
                          CASE kind WHEN 'chat_hidden' THEN chat_id::text END,
                          ''
                      )
                      || coalesce(' to ' || (payload ->> 'reply_to'), '')
                      || coalesce(' with ' || (payload -> 'attachments')::text, '')
                      || coalesce(' by ' || (payload ->> 'via_key'), '')
                      || CASE kind
                          WHEN 'participant_role_changed' THEN ' as ' || (payload ->> 'role')
                          ELSE ''
                      END,
                      CASE WHEN kind IN ('message_edited', 'message_deleted')
                           THEN (payload ->> 'message_id')::bigint END,
                      actor_id,
                      kind = 'chat_read' AND coalesce((payload ->> 'visit')::boolean, false)
               FROM events WHERE position > $1 ORDER BY position";
    let rows = database.client().await.query(sql, &[&position]).await;
    let rows = rows.expect("the log can be read");
    rows.iter()
        .map(|row| LoggedEvent {
            place: LogPosition {
                position: row.get(0),
                fingerprint: u32::from_str_radix(row.get(1), 16).expect("hex digits"),
            },
            chat_id: row.get(2),
            realm: row.get(3),
            kind: row.get(4),
            key: row.get(5),
            message_id: row.get(6),
            actor_id: row.get(7),
            is_visit: row.get(8),
        })
        .collect()
}

impl LoggedEvent {
    /// The record of a subscriber that received this event.
    pub fn as_received(&self, scope: &Scope) -> ReceivedEvent {
        ReceivedEvent {
            place: self.place,
            digest: self.digest(scope, &self.key),
        }
    }

    /// The message whose text this event changed, and its text from then on.
    pub fn changed_text(&self) -> Option<(i64, &str)> {
        match self.kind.as_str() {
            "message_edited" => Some((self.message_id?, &self.key)),
            "message_deleted" => Some((self.message_id?, "")),
            _ => None,
        }
    }

    /// Whether a subscriber received this event. A stream may show a message with one of its later
    /// texts.
    pub fn is_received(
        &self,
        scope: &Scope,
        received: &ReceivedEvent,
        later_texts: &[String],
    ) -> bool {
        let mut texts =
            std::iter::once(self.key.as_str()).chain(later_texts.iter().map(String::as_str));
        self.place == received.place
            && texts.any(|text| self.digest(scope, text) == received.digest)
    }

    fn digest(&self, scope: &Scope, text: &str) -> u64 {
        let text = if self.kind == "message_sent" {
            text
        } else {
            ""
        };
        let kind = match scope {
            Scope::Native(_) => native_kind(&self.kind),
            Scope::Admin | Scope::Chats(_) | Scope::Conversation(_) => &self.kind,
        };
        digest(self.chat_id, kind, text)
    }

    /// Whether a subscriber must receive the event.
    pub fn is_for(&self, scope: &Scope, user_id: i64) -> bool {
        let is_own = self.actor_id == Some(user_id);
        match scope {
            Scope::Admin => {
                self.realm == "school" && self.is_in_contracts() && self.kind != "chat_read"
            }
            Scope::Chats(chats) => chats.contains(&self.chat_id) && self.is_in_contracts(),
            Scope::Conversation(conversation) => {
                let excludes_reader = ["messenger", "market"].contains(&self.realm.as_str());
                conversation.chat_id == self.chat_id
                    && self.is_in_contracts()
                    && (self.kind != "chat_created" || conversation.realm == messenger::REALM)
                    && !(self.kind == "chat_read" && is_own && excludes_reader)
            }
            Scope::Native(chats) => {
                chats.contains(&self.chat_id)
                    && !self.is_visit
                    && (self.is_in_contracts() || self.is_only_native(is_own))
            }
        }
    }

    /// Whether frames show the message or the chat as it is when they are encoded.
    pub fn is_read_again(&self) -> bool {
        self.kind == "message_edited" || native_kind(&self.kind) == "chat"
    }

    /// Whether the streams of the five contracts show this kind of event.
    fn is_in_contracts(&self) -> bool {
        matches!(
            EventKind::named(&self.kind),
            Some(
                EventKind::MessageSent
                    | EventKind::MessageEdited
                    | EventKind::MessageDeleted
                    | EventKind::ChatCreated
                    | EventKind::ChatRead
            )
        )
    }

    /// Whether `/v1` alone shows the event. Others do not see a user's settings.
    fn is_only_native(&self, is_own: bool) -> bool {
        EventKind::named(&self.kind).is_some_and(|kind| match kind {
            EventKind::MessagePinned
            | EventKind::MessageUnpinned
            | EventKind::ParticipantJoined
            | EventKind::ParticipantLeft
            | EventKind::ReactionAdded
            | EventKind::ReactionRemoved => true,
            EventKind::ChatSettingsChanged => is_own,
            _ => false,
        })
    }
}

/// The kind that a frame of `/v1` tells: several kinds of events are shown as `chat`, which in a private chat has
/// the members too.
fn native_kind(kind: &str) -> &str {
    match kind {
        "chat_created"
        | "chat_settings_changed"
        | "message_pinned"
        | "message_unpinned"
        | "participant_joined"
        | "participant_left" => "chat",
        other => other,
    }
}
