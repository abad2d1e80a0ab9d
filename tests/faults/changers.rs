//! Writers of changes over `/v1`: each message is edited, reacted to, pinned and deleted. A request
//! that failed or was not answered is repeated until it is acknowledged; no repetition may append a
//! second event.

use std::sync::Arc;

use jiff::Timestamp;
use reqwest::Method;
use serde_json::json;
use tokio_util::sync::CancellationToken;
use vestnik::domain::EventKind;

use super::repeater::{Lost, Repeater, event, id_of};
use super::senders::SendOutcomes;
use super::subscribers::TOKEN_LIFETIME;
use crate::support::database::token_lasting;
use crate::support::{Client, Person};

/// The thumbs up, percent-encoded.
const EMOJI: &str = "%F0%9F%91%8D";
/// 2100-01-01: the settings of each chat have a million seconds from here.
const MUTED_FROM: i64 = 4_102_444_800;

/// A member of a chat of the school.
pub struct Changer {
    /// The prefix of its texts.
    name: String,
    chat_id: i64,
    member: Repeater,
}

impl Changer {
    /// Writes through `base`.
    pub fn new(
        person: &Person,
        chat_id: i64,
        base: &str,
        seed: u64,
        outcomes: &Arc<SendOutcomes>,
    ) -> Self {
        let token = token_lasting(person.id, TOKEN_LIFETIME);
        Self {
            name: format!("{seed}.changer.{}", person.id),
            chat_id,
            member: Repeater::new(base, &token, seed ^ person.id.unsigned_abs(), outcomes),
        }
    }

    /// Changes one message after the other until stopped.
    pub async fn run(mut self, stop: CancellationToken) {
        let mut n = 0_i64;
        while !stop.is_cancelled() {
            n += 1;
            let text = format!("{} {n}", self.name);
            if self.change(n, &text).await.is_err() {
                self.member.outcomes.abandon(text);
            }
            self.member.pause().await;
        }
    }

    /// Sends a message, and makes every kind of change to it.
    async fn change(&mut self, n: i64, text: &str) -> Result<(), Lost> {
        let (member, chat_id) = (&mut self.member, self.chat_id);
        let messages = format!("/v1/school/chats/{chat_id}/messages");
        let sending = member.send(&messages, chat_id, json!({ "text": text }), text.to_owned());
        let id = id_of(&sending.await?)?;
        let message = format!("/v1/school/messages/{id}");
        let reaction = format!("{message}/reactions/{EMOJI}");
        let pin = format!("/v1/school/chats/{chat_id}/pins/{id}");
        let edited = format!("{text} edited");
        let muted_until = MUTED_FROM + chat_id * 1_000_000 + n;
        let is_deleted = n % 3 == 0;

        let body = json!({ "text": edited });
        let edit = |client: &Client| client.request(Method::PATCH, &message).json(&body);
        let change = event(chat_id, EventKind::MessageEdited, &edited);
        member.change(change, edit).await?;
        for (kind, method, path) in [
            (EventKind::ReactionAdded, Method::PUT, &reaction),
            (EventKind::MessagePinned, Method::PUT, &pin),
            (EventKind::ReactionRemoved, Method::DELETE, &reaction),
            (EventKind::MessageUnpinned, Method::DELETE, &pin),
        ] {
            let request = |client: &Client| client.request(method.clone(), path);
            member.change(event(chat_id, kind, &id), request).await?;
        }
        let until = Timestamp::from_second(muted_until).expect("a year before 10000");
        let body = json!({ "muted_until": until.to_string() });
        let settings = format!("/v1/school/chats/{chat_id}/me");
        let mute = |client: &Client| client.request(Method::PATCH, &settings).json(&body);
        let change = event(chat_id, EventKind::ChatSettingsChanged, &muted_until);
        member.change(change, mute).await?;
        if is_deleted {
            let delete = |client: &Client| client.request(Method::DELETE, &message);
            let change = event(chat_id, EventKind::MessageDeleted, &id);
            member.change(change, delete).await?;
        }
        Ok(())
    }
}
