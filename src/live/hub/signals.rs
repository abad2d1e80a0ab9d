//! What is true for a moment, on its way to the subscribers.

use std::collections::HashSet;
use std::sync::Arc;

use tokio::time::Instant;
use uuid::Uuid;

use super::{Hub, State};
use crate::domain::{ChatId, Event, EventBody, Presence, Realm, Signal, Typing, UserId};
use crate::live::metrics::METRICS;
use crate::presence::replica_signal::TypingCall;
use crate::presence::store::UserPresence;
use crate::presence::{LocalState, NewMembers};

/// Events looked at to see whether typing is over that was just heard of.
const LOOK_BACK: usize = 256;

impl Hub {
    /// The name of a chat in which a user was let type here a moment ago.
    pub fn cached_typing_permission(&self, chat_id: ChatId, user_id: UserId) -> Option<Uuid> {
        self.outbox.allowed((chat_id, user_id))
    }

    /// Tells all replicas that somebody types who may, or has ceased to.
    pub fn publish_typing(&self, typing: Typing) {
        let at = self.head().position;
        self.outbox.say(TypingCall { typing, at });
    }

    /// Which of these people are online.
    pub fn filter_online(&self, user_ids: impl Iterator<Item = UserId>) -> HashSet<UserId> {
        let state = self.state.lock();
        user_ids
            .filter(|user_id| state.online.contains(user_id))
            .collect()
    }

    pub(crate) fn outbox(&self) -> Arc<LocalState> {
        self.outbox.clone()
    }

    /// Takes in what replicas called out.
    pub(crate) fn apply_typing(&self, calls: &[TypingCall]) {
        let now = Instant::now();
        let mut state = self.state.lock();
        for call in calls {
            let typing = &call.typing;
            if !state.registry.has_subscribers(typing.chat_id) || state.is_over(call) {
                continue;
            }
            state.typing.apply(typing, now);
            state.tell_typing(typing.clone());
        }
    }

    /// Tells that typing is over which was not renewed.
    pub(crate) fn expire_typing(&self) {
        let mut state = self.state.lock();
        for typing in state.typing.expire(Instant::now()) {
            state.tell_typing(typing);
        }
    }

    /// After an event was delivered: typing that is over with it.
    pub(super) fn end_typing(&self, state: &mut State, event: &Event) {
        let Some(user_id) = ends_typing_of(event) else {
            return;
        };
        let chat_id = event.chat_id;
        if matches!(event.body, EventBody::ParticipantLeft(_)) {
            self.outbox.left(chat_id, user_id);
        } else {
            self.outbox.sent(chat_id, user_id, event.position);
        }
        if let Some(typing) = state.typing.end((chat_id, user_id)) {
            state.tell_typing(typing);
        }
    }

    /// Takes in who came and who went; returns those for whom that is news.
    pub(crate) fn note_presence(&self, online: &[UserId], offline: &[UserId]) -> Vec<UserId> {
        let mut state = self.state.lock();
        let mut changed = Vec::new();
        for user_id in online {
            if state.online.insert(*user_id) {
                changed.push(*user_id);
            }
        }
        for user_id in offline {
            if state.online.remove(user_id) {
                changed.push(*user_id);
            }
        }
        METRICS.users_online.set(state.online.len() as f64);
        changed
    }

    /// Takes in everyone who is online; returns those for whom that is news. Others are only
    /// believed to have gone where `is_sure`.
    pub(crate) fn replace_presence(&self, online: &[UserId], is_sure: bool) -> Vec<UserId> {
        let now: HashSet<UserId> = online.iter().copied().collect();
        let gone: Vec<UserId> = if is_sure {
            let state = self.state.lock();
            state.online.difference(&now).copied().collect()
        } else {
            Vec::new()
        };
        self.note_presence(online, &gone)
    }

    /// Who came into chats since this was last asked.
    pub(crate) fn take_new_members(&self) -> Vec<NewMembers> {
        self.state.lock().acquaintances.take()
    }

    /// Tells newcomers who of a chat's other members is online, and these of the newcomers.
    pub(crate) fn announce_to_new_members(&self, newcomers: &NewMembers, members: &[UserPresence]) {
        let NewMembers {
            realm,
            chat_id,
            user_ids,
        } = newcomers;
        let state = self.state.lock();
        for member in members {
            if !state.online.contains(&member.user_id) {
                continue;
            }
            let signal = state.presence(member);
            if user_ids.contains(&member.user_id) {
                state.tell(*realm, *chat_id, member.user_id, &signal);
            } else {
                let newcomers = user_ids.iter().copied();
                state
                    .registry
                    .signal_to(*realm, *chat_id, newcomers, &signal);
            }
        }
    }

    /// Tells people's counterparts whether they are online, as is known now.
    pub(crate) fn tell_presence(&self, people: &[UserPresence]) {
        let state = self.state.lock();
        for known in people {
            let signal = state.presence(known);
            for (realm, chat_id) in &known.chats {
                state.tell(*realm, *chat_id, known.user_id, &signal);
            }
        }
    }
}

impl State {
    /// Whether an event has passed that ends what somebody typed before it.
    fn is_over(&self, call: &TypingCall) -> bool {
        let typing = &call.typing;
        let Some(since) = self.recent.after(call.at) else {
            return false;
        };
        typing.is_typing
            && since.take(LOOK_BACK).any(|event| {
                event.chat_id == typing.chat_id && ends_typing_of(event) == Some(typing.user_id)
            })
    }

    /// Remembers who comes in with an event, where somebody here is to be told.
    pub(crate) fn announce_to_new_members(&mut self, event: &Event) {
        if self.registry.has_subscribers(event.chat_id)
            && let Some(newcomers) = NewMembers::of(event)
        {
            self.acquaintances.push(newcomers);
        }
    }

    fn presence(&self, known: &UserPresence) -> Arc<Signal> {
        Arc::new(Signal::Presence(Presence {
            user_id: known.user_id,
            online: self.online.contains(&known.user_id),
            last_seen: known.last_seen,
        }))
    }

    fn tell_typing(&self, typing: Typing) {
        let (realm, chat_id, user_id) = (typing.realm, typing.chat_id, typing.user_id);
        self.tell(realm, chat_id, user_id, &Arc::new(Signal::Typing(typing)));
    }

    fn tell(&self, realm: Realm, chat_id: ChatId, about: UserId, signal: &Arc<Signal>) {
        self.registry.signal(realm, chat_id, about, signal);
    }
}

/// Whose typing in its chat is over with an event.
fn ends_typing_of(event: &Event) -> Option<UserId> {
    match &event.body {
        EventBody::MessageSent(_) => event.actor_id,
        EventBody::ParticipantLeft(left) => Some(left.user_id),
        _ => None,
    }
}
