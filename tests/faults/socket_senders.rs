//! Senders over sockets: an unanswered message is sent again over the next socket with the same
//! `client_id`.

use std::sync::Arc;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::follower::Closed;
use super::senders::{SEND_TIMEOUT, SendOutcomes};
use super::sockets::Socket;
use super::subscribers::lasting_token;
use crate::support::Person;
use crate::support::realm_codecs::Conversation;

/// The delay before a socket is opened again, or a refused message sent again.
const PAUSE_MS: std::ops::Range<u64> = 20..200;
/// The server accepts 20 frames a second from one connection.
const PACE: Duration = Duration::from_millis(60);

/// A member that sends to a conversation.
pub struct SocketSender {
    /// The prefix of its texts.
    pub name: String,
    conversation: Conversation,
    base: String,
    token: String,
    rng: StdRng,
    outcomes: Arc<SendOutcomes>,
    socket: Option<Socket>,
}

impl SocketSender {
    /// Sends through `base`.
    pub fn new(
        person: &Person,
        conversation: &Conversation,
        base: &str,
        seed: u64,
        outcomes: &Arc<SendOutcomes>,
    ) -> Self {
        Self {
            name: format!("{seed}.socket.{}", person.id),
            conversation: conversation.clone(),
            base: base.to_owned(),
            token: lasting_token(conversation, person),
            rng: StdRng::seed_from_u64(seed ^ person.id.unsigned_abs()),
            outcomes: outcomes.clone(),
            socket: None,
        }
    }

    /// Sends one message after the other until stopped.
    pub async fn run(mut self, stop: CancellationToken) {
        let mut n = 0_u64;
        while !stop.is_cancelled() {
            n += 1;
            let text = format!("{} {n}", self.name);
            let client_id = Uuid::from_u128(self.rng.random());
            while !self.send_in_time(&text, client_id).await {
                let pause = Duration::from_millis(self.rng.random_range(PAUSE_MS));
                tokio::time::sleep(pause).await;
            }
            tokio::time::sleep(PACE).await;
        }
    }

    async fn send_in_time(&mut self, text: &str, client_id: Uuid) -> bool {
        let sent = timeout(SEND_TIMEOUT, self.send(text, client_id)).await;
        sent.unwrap_or_else(|_| {
            let complaint = format!("`{text}` waited {SEND_TIMEOUT:?} for an answer");
            self.outcomes.report(complaint);
            false
        })
    }

    /// Sends once; returns whether it was acknowledged.
    async fn send(&mut self, text: &str, client_id: Uuid) -> bool {
        let Some(mut socket) = self.connected().await else {
            return false;
        };
        if !socket.send_message(text, client_id).await {
            self.outcomes.count_unanswered();
            return false;
        }
        let wanted = client_id.to_string();
        loop {
            let Ok(frame) = socket.next_json().await else {
                self.outcomes.count_unanswered();
                return false;
            };
            if let Some(code) = self.conversation.error_of(&frame) {
                self.refused(code, text);
                self.socket = Some(socket);
                return false;
            }
            if frame["type"] == "reset" {
                // The log was replaced, and the message may be lost with the old one.
                self.outcomes.count_unanswered();
                self.socket = Some(socket);
                return false;
            }
            if self.conversation.acknowledged(&frame) == Some(&wanted) {
                let position = self.conversation.position_of(&frame);
                let chat_id = self.conversation.chat_id;
                self.outcomes
                    .acknowledge_at(position, chat_id, text.to_owned());
                self.socket = Some(socket);
                return true;
            }
        }
    }

    async fn connected(&mut self) -> Option<Socket> {
        if let Some(socket) = self.socket.take() {
            return Some(socket);
        }
        match Socket::open(&self.base, &self.token, &self.conversation, None).await {
            Ok(socket) => Some(socket),
            Err(Closed::Unavailable | Closed::Status(502..=504)) => None,
            Err(Closed::Status(status)) => {
                self.outcomes
                    .report(format!("{}: a socket got {status}", self.name));
                None
            }
        }
    }

    fn refused(&self, code: &str, text: &str) {
        match code {
            "unavailable" | "rate_limited" => self.outcomes.count_refused(),
            other => self.outcomes.report(format!("`{text}` got {other}")),
        }
    }
}
