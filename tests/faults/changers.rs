//! Writers of changes over `/v1`: each message is edited, reacted to, pinned and deleted. A request
//! that failed or was not answered is repeated until it is acknowledged; no repetition may append a
//! second event.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use reqwest::{Method, RequestBuilder};
use serde_json::json;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;
use vestnik::domain::EventKind;

use super::senders::{PAUSE_MS, SEND_TIMEOUT, SendOutcomes};
use super::subscribers::TOKEN_LIFETIME;
use crate::support::database::token_lasting;
use crate::support::{Answer, Client, Person};

/// The thumbs up, percent-encoded.
const EMOJI: &str = "%F0%9F%91%8D";
/// 2100-01-01: the settings of each chat have a million seconds from here.
const MUTED_FROM: i64 = 4_102_444_800;

/// A member of a chat of the school.
pub struct Changer {
    /// The prefix of its texts.
    name: String,
    client: Client,
    chat_id: i64,
    rng: StdRng,
    outcomes: Arc<SendOutcomes>,
}

/// A message that a failover may have lost: there is nothing to change then.
struct Lost;

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
            client: Client::new(base).with_token(&token),
            chat_id,
            rng: StdRng::seed_from_u64(seed ^ person.id.unsigned_abs()),
            outcomes: outcomes.clone(),
        }
    }

    /// Changes one message after the other until stopped.
    pub async fn run(mut self, stop: CancellationToken) {
        let mut n = 0_i64;
        while !stop.is_cancelled() {
            n += 1;
            let text = format!("{} {n}", self.name);
            if self.change(n, &text).await.is_err() {
                self.outcomes.abandon(text);
            }
            self.pause().await;
        }
    }

    /// Sends a message, and makes every kind of change to it.
    async fn change(&mut self, n: i64, text: &str) -> Result<(), Lost> {
        let (chat_id, id) = (self.chat_id, self.send(text).await?);
        let message = format!("/v1/school/messages/{id}");
        let reaction = format!("{message}/reactions/{EMOJI}");
        let pin = format!("/v1/school/chats/{chat_id}/pins/{id}");
        let edited = format!("{text} edited");
        let muted_until = MUTED_FROM + chat_id * 1_000_000 + n;
        let is_deleted = n % 3 == 0;

        let body = json!({ "text": edited });
        let edit = |client: &Client| client.request(Method::PATCH, &message).json(&body);
        self.acknowledged(EventKind::MessageEdited, edited.clone(), edit)
            .await?;
        let about = || id.to_string();
        for (kind, method, path) in [
            (EventKind::ReactionAdded, Method::PUT, &reaction),
            (EventKind::MessagePinned, Method::PUT, &pin),
            (EventKind::ReactionRemoved, Method::DELETE, &reaction),
            (EventKind::MessageUnpinned, Method::DELETE, &pin),
        ] {
            let request = |client: &Client| client.request(method.clone(), path);
            self.acknowledged(kind, about(), request).await?;
        }
        let until = Timestamp::from_second(muted_until).expect("a year before 10000");
        let body = json!({ "muted_until": until.to_string() });
        let settings = format!("/v1/school/chats/{chat_id}/me");
        let mute = |client: &Client| client.request(Method::PUT, &settings).json(&body);
        self.acknowledged(
            EventKind::ChatSettingsChanged,
            muted_until.to_string(),
            mute,
        )
        .await?;
        if is_deleted {
            let delete = |client: &Client| client.request(Method::DELETE, &message);
            self.acknowledged(EventKind::MessageDeleted, about(), delete)
                .await?;
        }
        Ok(())
    }

    /// The id of the sent message.
    async fn send(&mut self, text: &str) -> Result<i64, Lost> {
        let path = format!("/v1/school/chats/{}/messages", self.chat_id);
        let client_id = Uuid::from_u128(self.rng.random());
        let body = json!({ "text": text, "client_id": client_id });
        let answer = self
            .answered(text, |client| {
                client.request(Method::POST, &path).json(&body)
            })
            .await?;
        let id = self
            .outcomes
            .acknowledge(self.chat_id, text.to_owned(), &answer);
        id.ok_or(Lost)
    }

    /// Repeats a change until it is acknowledged, and records that.
    async fn acknowledged(
        &mut self,
        kind: EventKind,
        key: String,
        request: impl Fn(&Client) -> RequestBuilder,
    ) -> Result<(), Lost> {
        self.answered(&format!("{kind:?} {key}"), request).await?;
        self.outcomes.acknowledge_change(self.chat_id, kind, key);
        Ok(())
    }

    /// Repeats a request until it succeeds.
    async fn answered(
        &mut self,
        what: &str,
        request: impl Fn(&Client) -> RequestBuilder,
    ) -> Result<Answer, Lost> {
        loop {
            let sending = self.client.try_send(request(&self.client));
            match timeout(SEND_TIMEOUT, sending).await {
                Err(_) => {
                    let complaint = format!("`{what}` waited {SEND_TIMEOUT:?} for an answer");
                    self.outcomes.report(complaint);
                }
                Ok(Err(_)) => self.outcomes.count_unanswered(),
                Ok(Ok(answer)) => match answer.status {
                    200 | 201 | 204 => return Ok(answer),
                    429 | 503 => self.outcomes.count_refused(),
                    403 | 404 => return Err(Lost),
                    status => {
                        let complaint = format!("`{what}` got {status}: {}", answer.body);
                        self.outcomes.report(complaint);
                    }
                },
            }
            self.pause().await;
        }
    }

    async fn pause(&mut self) {
        let pause = Duration::from_millis(self.rng.random_range(PAUSE_MS));
        tokio::time::sleep(pause).await;
    }
}
