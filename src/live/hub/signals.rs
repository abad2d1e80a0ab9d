//! Delivers presence, typing and drafts to the subscribers.

use std::collections::HashSet;
use std::sync::Arc;

use tokio::time::Instant;
use uuid::Uuid;

use crate::domain::{
    ChatId, Draft, DraftKey, Event, EventBody, Presence, Realm, Signal, Typing, UserId,
};
use crate::live::hub::state::{Hub, State};
use crate::presence::{ChangedBlock, LocalState, NewMembers, PresenceSink, TypingUpdate};

/// How many events are searched for one that has ended a user's typing.
const LOOK_BACK: usize = 256;

impl Hub {
    /// The UUID of a chat in which the user was allowed to type a moment ago.
    pub fn cached_typing_permission(&self, chat_id: ChatId, user_id: UserId) -> Option<Uuid> {
        self.presence.typing_permission((chat_id, user_id))
    }

    /// Whether any user blocks a connected user.
    pub fn has_blockers(&self, realm: Realm, user_id: UserId) -> bool {
        self.state.lock().registry.has_blockers(realm, user_id)
    }

    /// Whether a user blocks a connected user.
    pub fn is_blocked_by(&self, realm: Realm, user_id: UserId, blocker: UserId) -> bool {
        let state = self.state.lock();
        state.registry.is_blocked_by(realm, user_id, blocker)
    }

    /// Publishes that a user, who may type in the chat, began to type or stopped.
    pub fn publish_typing(&self, typing: Typing) {
        let at = self.head().position;
        self.presence.set_typing(TypingUpdate { typing, at });
    }

    /// Announces a draft that was saved to the devices of its user.
    pub fn publish_draft(&self, key: DraftKey) {
        self.presence.draft_saved(key);
    }

    /// Those of these users who are online.
    pub fn filter_online(&self, user_ids: impl Iterator<Item = UserId>) -> HashSet<UserId> {
        self.presence.filter_online(user_ids)
    }

    /// Ends typing that an event, which was just delivered, makes obsolete.
    pub(super) fn end_typing(&self, state: &mut State, event: &Event) {
        let Some(user_id) = ends_typing_of(event) else {
            return;
        };
        let key = (event.chat_id, user_id);
        if matches!(event.body, EventBody::ParticipantLeft(_)) {
            self.presence.member_left(key);
        } else {
            self.presence.message_sent(key, event.position);
        }
        if let Some(typing) = state.typing.end(key) {
            state.deliver_typing(typing);
        }
    }
}

impl PresenceSink for Hub {
    fn local_state(&self) -> Arc<LocalState> {
        self.presence.clone()
    }

    fn apply_typing(&self, updates: &[TypingUpdate]) {
        let now = Instant::now();
        let mut state = self.state.lock();
        for update in updates {
            let typing = &update.typing;
            if !state.registry.has_subscribers(typing.chat_id) || state.is_obsolete(update) {
                continue;
            }
            state.typing.apply(typing, now);
            state.deliver_typing(typing.clone());
        }
    }

    fn expire_typing(&self) {
        let mut state = self.state.lock();
        for typing in state.typing.expire(Instant::now()) {
            state.deliver_typing(typing);
        }
    }

    fn shows_draft(&self, key: &DraftKey) -> bool {
        let state = self.state.lock();
        let mut queues = state.registry.queues_of(key.realm, key.user_id);
        queues.next().is_some()
    }

    fn deliver_draft(&self, key: &DraftKey, draft: Option<Draft>) {
        let signal = Arc::new(Signal::Draft(key.chat_id, draft));
        let state = self.state.lock();
        for queue in state.registry.queues_of(key.realm, key.user_id) {
            queue.signal(key.chat_id, &signal);
        }
    }

    fn take_changed_blocks(&self) -> Vec<ChangedBlock> {
        self.state.lock().changed_blocks.take()
    }

    fn show_presence(&self, block: &ChangedBlock, presence: Presence, chats: &[(Realm, ChatId)]) {
        let ChangedBlock {
            realm,
            blocker,
            blocked,
        } = *block;
        let state = self.state.lock();
        let of_realm = chats.iter().filter(|(of, _)| *of == realm);
        let of_realm = of_realm.map(|(_, chat_id)| *chat_id);
        let common = state.registry.common_chats(realm, blocked, of_realm);
        let is_hidden = state.registry.is_blocked_by(realm, blocked, blocker);
        let shown = if is_hidden {
            Presence::hidden(blocker)
        } else {
            presence
        };
        let signal = Arc::new(Signal::Presence(shown));
        for chat_id in common {
            state.registry.signal_one(realm, chat_id, blocked, &signal);
        }
    }

    fn take_new_members(&self) -> Vec<NewMembers> {
        self.state.lock().introductions.take()
    }

    fn deliver_presence(&self, presence: Presence, chats: &[(Realm, ChatId)]) {
        let about = presence.user_id;
        let signal = Arc::new(Signal::Presence(presence));
        let state = self.state.lock();
        for (realm, chat_id) in chats {
            state.registry.signal(*realm, *chat_id, about, &signal);
        }
    }

    fn introduce(&self, new_members: &NewMembers, online: &[Presence]) {
        let NewMembers {
            realm,
            chat_id,
            user_ids,
        } = new_members;
        let state = self.state.lock();
        for presence in online {
            let about = presence.user_id;
            let signal = Arc::new(Signal::Presence(*presence));
            if user_ids.contains(&about) {
                state.registry.signal(*realm, *chat_id, about, &signal);
            } else {
                let user_ids = user_ids.iter().copied();
                state
                    .registry
                    .signal_to(*realm, *chat_id, user_ids, about, &signal);
            }
        }
    }
}

impl State {
    /// Whether an event has ended the typing of an update already.
    fn is_obsolete(&self, update: &TypingUpdate) -> bool {
        let typing = &update.typing;
        let Some(since) = self.recent.after(update.at) else {
            return false;
        };
        typing.is_typing
            && since.take(LOOK_BACK).any(|event| {
                event.chat_id == typing.chat_id && ends_typing_of(event) == Some(typing.user_id)
            })
    }

    /// Remembers the users who join with an event, if the chat has subscribers here.
    pub(super) fn note_new_members(&mut self, event: &Event) {
        if self.registry.has_subscribers(event.chat_id)
            && let Some(new_members) = NewMembers::of(event)
        {
            self.introductions.push(new_members);
        }
    }

    /// Records a block or an unblock, ends the typing that the blocked user was shown, and has the blocker's
    /// presence hidden from them or shown to them again.
    pub(super) fn apply_block(&mut self, event: &Event) {
        let Some((blocker, blocked)) = self.registry.change_block(event) else {
            return;
        };
        let realm = event.realm;
        if self.registry.is_blocked_by(realm, blocked, blocker) {
            let chats = self.registry.chats_of(realm, blocked);
            for chat_id in chats.into_iter().flatten() {
                if let Some(stopped) = self.typing.stopped((*chat_id, blocker)) {
                    let signal = Arc::new(Signal::Typing(stopped));
                    self.registry.signal_one(realm, *chat_id, blocked, &signal);
                }
            }
        }
        self.changed_blocks.push(ChangedBlock {
            realm,
            blocker,
            blocked,
        });
    }

    fn deliver_typing(&self, typing: Typing) {
        let (realm, chat_id, user_id) = (typing.realm, typing.chat_id, typing.user_id);
        let signal = Arc::new(Signal::Typing(typing));
        self.registry.signal(realm, chat_id, user_id, &signal);
    }
}

/// The user whose typing in the chat ends with an event.
fn ends_typing_of(event: &Event) -> Option<UserId> {
    match &event.body {
        EventBody::MessageSent(_) => event.actor_id,
        EventBody::ParticipantLeft(left) => Some(left.user_id),
        _ => None,
    }
}
