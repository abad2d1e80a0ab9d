//! A client that repeats a request that failed or was not answered, until it is acknowledged.

use std::sync::Arc;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use tokio::time::timeout;
use uuid::Uuid;
use vestnik::domain::EventKind;

use super::senders::{Acknowledged, PAUSE_MS, SEND_TIMEOUT, SendOutcomes};
use crate::support::{Answer, Client};

/// What a request is about is not there: a failover may have lost it.
pub struct Lost;

/// The refusals of what names something that is not there, besides 403 and 404.
const MISSING: [&str; 3] = ["attachment_not_found", "reply_not_found", "invalid_avatar"];

/// A caller of `/v1` whose writes are recorded.
pub struct Repeater {
    client: Client,
    rng: StdRng,
    pub outcomes: Arc<SendOutcomes>,
}

/// An answer, and whether an earlier attempt may have been carried out.
struct Answered {
    answer: Answer,
    is_repeated: bool,
}

impl Repeater {
    /// Calls `base` with a token.
    pub fn new(base: &str, token: &str, seed: u64, outcomes: &Arc<SendOutcomes>) -> Self {
        Self {
            client: Client::new(base).with_token(token),
            rng: StdRng::seed_from_u64(seed),
            outcomes: outcomes.clone(),
        }
    }

    /// Sends a message with these fields to a chat. `key` is how the log has it.
    pub async fn send(
        &mut self,
        path: &str,
        chat_id: i64,
        message: Value,
        key: String,
    ) -> Result<Answer, Lost> {
        let post = |client: &Client| client.request(Method::POST, path);
        self.post(chat_id, message, key, post).await
    }

    /// The same by a key, in the name of a user.
    pub async fn send_as(
        &mut self,
        user_id: i64,
        path: &str,
        chat_id: i64,
        message: Value,
        key: String,
    ) -> Result<Answer, Lost> {
        let post = |client: &Client| client.request(Method::POST, path).header("act-as", user_id);
        self.post(chat_id, message, key, post).await
    }

    async fn post(
        &mut self,
        chat_id: i64,
        mut message: Value,
        key: String,
        post: impl Fn(&Client) -> RequestBuilder,
    ) -> Result<Answer, Lost> {
        message["client_id"] = json!(Uuid::from_u128(self.rng.random()));
        let request = |client: &Client| post(client).json(&message);
        let answer = self.answered(&key, request).await?;
        let id = self.outcomes.acknowledge(chat_id, key, &answer);
        id.map(|_| answer).ok_or(Lost)
    }

    /// Makes a change that is an event of the log, which is recorded.
    pub async fn change(
        &mut self,
        event: Acknowledged,
        request: impl Fn(&Client) -> RequestBuilder,
    ) -> Result<Answer, Lost> {
        let what = format!("{:?} {}", event.kind, event.key);
        let answer = self.answered(&what, request).await?;
        self.outcomes.acknowledge_change(event);
        Ok(answer)
    }

    /// The same for a removal. If it is not there at a repetition, an earlier attempt may have removed it, and
    /// nothing is recorded.
    pub async fn remove(
        &mut self,
        event: Acknowledged,
        request: impl Fn(&Client) -> RequestBuilder,
    ) -> Result<(), Lost> {
        let what = format!("{:?} {}", event.kind, event.key);
        let Answered {
            answer,
            is_repeated,
        } = self.attempt(&what, request).await;
        match answer.status {
            200 | 204 => self.outcomes.acknowledge_change(event),
            _ if is_repeated => {}
            _ => return Err(Lost),
        }
        Ok(())
    }

    /// Repeats a request until it succeeds.
    pub async fn answered(
        &mut self,
        what: &str,
        request: impl Fn(&Client) -> RequestBuilder,
    ) -> Result<Answer, Lost> {
        let Answered { answer, .. } = self.attempt(what, request).await;
        if (200..300).contains(&answer.status) {
            Ok(answer)
        } else {
            Err(Lost)
        }
    }

    /// Sends a request once; `None` if it was not answered.
    pub async fn once(&self, request: impl Fn(&Client) -> RequestBuilder) -> Option<Answer> {
        let sending = self.client.try_send(request(&self.client));
        timeout(SEND_TIMEOUT, sending).await.ok()?.ok()
    }

    /// Repeats a request until it is answered: with success, or that what it names does not exist.
    async fn attempt(
        &mut self,
        what: &str,
        request: impl Fn(&Client) -> RequestBuilder,
    ) -> Answered {
        let mut is_repeated = false;
        loop {
            let sending = self.client.try_send(request(&self.client));
            match timeout(SEND_TIMEOUT, sending).await {
                Err(_) => {
                    let complaint = format!("`{what}` waited {SEND_TIMEOUT:?} for an answer");
                    self.outcomes.report(complaint);
                }
                Ok(Err(_)) => self.outcomes.count_unanswered(),
                Ok(Ok(answer)) => match answer.status {
                    200 | 201 | 204 | 403 | 404 => {
                        return Answered {
                            answer,
                            is_repeated,
                        };
                    }
                    400 if MISSING.contains(&answer.code()) => {
                        return Answered {
                            answer,
                            is_repeated,
                        };
                    }
                    // An upload stays locked until the server notices that an earlier request was cut off.
                    423 | 429 | 503 => self.outcomes.count_refused(),
                    status => {
                        let complaint = format!("`{what}` got {status}: {}", answer.body);
                        self.outcomes.report(complaint);
                    }
                },
            }
            is_repeated = true;
            self.pause().await;
        }
    }

    /// Waits for a moment.
    pub async fn pause(&mut self) {
        let pause = Duration::from_millis(self.rng.random_range(PAUSE_MS));
        tokio::time::sleep(pause).await;
    }
}

/// An event of a chat that a request causes.
pub fn event(chat_id: i64, kind: EventKind, key: &impl ToString) -> Acknowledged {
    Acknowledged {
        id: None,
        chat_id,
        kind,
        key: key.to_string(),
    }
}

/// The id of what an answer shows.
pub fn id_of(answer: &Answer) -> Result<i64, Lost> {
    answer.body["id"].as_i64().ok_or(Lost)
}
