//! Subscriptions to the events of a realm, of a user's chats, or of one chat.

use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use tokio::time::sleep;
use tracing::{Instrument as _, Span};

use crate::chat::access::SendAccess;
use crate::chat::error::Error;
use crate::chat::service::Chat;
use crate::domain::{ChatId, Cursor, Principal, Rejection};
use crate::live::{self, Delivery, Outlet, Scope, Subscriber};

/// From one attempt to reopen a subscription to the next, on average.
const REOPEN_INTERVAL: Duration = Duration::from_secs(1);

/// One connection's events, from a cursor on.
pub struct Subscription {
    live: live::Subscription,
    reopening: Option<Box<Reopening>>,
}

/// How to continue after the log could not be read.
struct Reopening {
    chat: Chat,
    principal: Principal,
    scope: Scope,
    /// The last event delivered.
    seen: Cursor,
    /// The running attempt, after the log could not be read. It is kept between calls, so that a
    /// caller that often drops [`Subscription::next`] does not restart it.
    attempt: Option<BoxFuture<'static, Result<live::Subscription, Error>>>,
    /// The request's span, for the log lines of a stream that outlives its handler.
    span: Span,
}

impl Chat {
    /// Subscribes to events after `resume`, or else from now on.
    pub async fn subscribe(
        &self,
        principal: &Principal,
        scope: Scope,
        resume: Option<Cursor>,
    ) -> Result<Subscription, Error> {
        let live = self.open_live(principal, scope, resume).await?;
        let reopening = None;
        Ok(Subscription { live, reopening })
    }

    /// Subscribes to one chat as a member.
    ///
    /// # Errors
    /// `ChatNotFound`, `NotAParticipant`.
    pub async fn subscribe_to_chat(
        &self,
        principal: &Principal,
        chat_id: ChatId,
        resume: Option<Cursor>,
    ) -> Result<Subscription, Error> {
        let check = self.require_member(principal.user_id, chat_id);
        let checked = self.subscribe_then(principal, chat_id, resume, check);
        Ok(checked.await?.0)
    }

    /// Subscribes a party to a two-party chat, unless the party is banned. Also returns the
    /// restrictions on the party's writing to it.
    ///
    /// # Errors
    /// `ChatNotFound`, `NotAParticipant`, `Banned`.
    pub async fn subscribe_to_two_party_chat(
        &self,
        principal: &Principal,
        chat_id: ChatId,
        resume: Option<Cursor>,
    ) -> Result<(Subscription, SendAccess), Error> {
        let check = async {
            let access = self.send_access(principal.user_id, chat_id).await?;
            if access.is_banned {
                return Err(Rejection::Banned.into());
            }
            Ok(access)
        };
        self.subscribe_then(principal, chat_id, resume, check).await
    }

    /// Subscribes first, and only then runs the check: a removal or a ban after the check ends
    /// the subscription. In the other order, one that happens between the two would be missed.
    async fn subscribe_then<T>(
        &self,
        principal: &Principal,
        chat_id: ChatId,
        resume: Option<Cursor>,
        check: impl Future<Output = Result<T, Error>>,
    ) -> Result<(Subscription, T), Error> {
        let scope = Scope::OneChat(chat_id);
        let subscription = self.subscribe(principal, scope, resume).await?;
        Ok((subscription, check.await?))
    }

    async fn open_live(
        &self,
        principal: &Principal,
        scope: Scope,
        resume: Option<Cursor>,
    ) -> Result<live::Subscription, Error> {
        let subscriber = Subscriber {
            realm: self.realm,
            user_id: principal.user_id,
            role: principal.role,
            shows_groups: scope != Scope::OwnPrivateChats,
            is_personal: scope == Scope::Personal,
            session: principal.session.clone(),
            shows_online: principal.key.is_none(),
        };
        let (hub, pool) = (self.hub.clone(), self.pool.clone());
        Ok(live::Subscription::open(hub, pool, subscriber, scope, resume).await?)
    }
}

impl Subscription {
    /// Makes the subscription survive failures of the log: [`next`](Self::next) then waits until
    /// the log can be read again, and continues after the last delivered event. For transports
    /// whose clients do not reconnect by themselves.
    #[must_use]
    pub fn reopening(self, chat: Chat, principal: Principal, scope: Scope) -> Self {
        let reopening = Reopening {
            chat,
            principal,
            scope,
            seen: self.live.start(),
            attempt: None,
            span: Span::current(),
        };
        Self {
            reopening: Some(Box::new(reopening)),
            ..self
        }
    }

    /// The cursor before the first event, or within it: then its first frames were received before.
    pub fn start(&self) -> Cursor {
        self.live.start()
    }

    /// Whether the cursor to resume from is not of this log, so that the subscription started
    /// from the head instead.
    pub fn was_reset(&self) -> bool {
        self.live.was_reset()
    }

    /// Has events written to an outlet while [`next`](Self::next) waits, also between two calls,
    /// until the outlet could not write all. Not if the subscription is
    /// [reopening](Self::reopening), which has to see each event.
    pub fn attach(&self, outlet: Arc<dyn Outlet>) {
        if self.reopening.is_none() {
            self.live.attach(outlet);
        }
    }

    /// Waits until the outlet is not in use. It remains so until [`next`](Self::next) is called.
    pub async fn recall(&mut self) {
        self.live.recall().await;
    }

    /// Waits for the next delivery. May be dropped and called again at any time: nothing is lost.
    ///
    /// # Errors
    /// `Unavailable` if the log cannot be read; the client then resumes.
    pub async fn next(&mut self) -> Result<Delivery, Error> {
        let Some(reopening) = &mut self.reopening else {
            return Ok(self.live.next().await?);
        };
        if reopening.attempt.is_none() {
            match self.live.next().await {
                Ok(delivery) => {
                    reopening.track(&delivery);
                    return Ok(delivery);
                }
                Err(error) => {
                    tracing::warn!(parent: &reopening.span, %error, "a subscription failed and is reopened");
                }
            }
        }
        // Boxed, because it is rare: see `http::stream::drive`.
        self.live = Box::pin(reopening.reopen()).await;
        Ok(if self.live.was_reset() {
            Delivery::Reset(self.live.start())
        } else {
            Delivery::SignalsLost
        })
    }
}

impl Reopening {
    fn track(&mut self, delivery: &Delivery) {
        match delivery {
            Delivery::Events(events) => {
                if let Some(last) = events.last() {
                    self.seen = last.cursor();
                }
            }
            Delivery::Reset(head) => self.seen = *head,
            Delivery::Signals(_) | Delivery::SignalsLost | Delivery::Ended(_) => {}
        }
    }

    async fn reopen(&mut self) -> live::Subscription {
        loop {
            let Some(attempt) = &mut self.attempt else {
                self.attempt = Some(self.open_after_pause());
                continue;
            };
            let opened = attempt.await;
            self.attempt = None;
            if let Ok(live) = opened {
                self.seen = live.start();
                return live;
            }
        }
    }

    fn open_after_pause(&self) -> BoxFuture<'static, Result<live::Subscription, Error>> {
        let (chat, principal) = (self.chat.clone(), self.principal.clone());
        let (scope, resume) = (self.scope, Some(self.seen));
        let opening = async move {
            sleep(REOPEN_INTERVAL.mul_f64(rand::random_range(0.5..1.5))).await;
            chat.open_live(&principal, scope, resume).await
        };
        Box::pin(opening.instrument(self.span.clone()))
    }
}
