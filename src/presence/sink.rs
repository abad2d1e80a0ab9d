//! The interface through which presence, typing and drafts are delivered.

use std::sync::Arc;

use crate::domain::{ChatId, Draft, DraftKey, Presence, Realm};
use crate::presence::introductions::{ChangedBlock, NewMembers};
use crate::presence::local_state::LocalState;
use crate::presence::replica_signal::TypingUpdate;

/// Delivers presence and typing to the subscribers of this replica.
pub(crate) trait PresenceSink: Send + Sync + 'static {
    /// The users connected to this replica, and the typing to publish.
    fn local_state(&self) -> Arc<LocalState>;

    /// Delivers typing, unless an event has ended it already.
    fn apply_typing(&self, updates: &[TypingUpdate]);

    /// Ends typing that was not renewed in time.
    fn expire_typing(&self);

    /// Whether the user of a draft is connected to this replica.
    fn shows_draft(&self, key: &DraftKey) -> bool;

    /// Sends a draft as it is now to its user.
    fn deliver_draft(&self, key: &DraftKey, draft: Option<Draft>);

    /// The members that chats have gained since the last call.
    fn take_new_members(&self) -> Vec<NewMembers>;

    /// The blocks of connected users that have begun or ended since the last call.
    fn take_changed_blocks(&self) -> Vec<ChangedBlock>;

    /// Sends the blocked user of a block the presence of the other one, who is in `chats`, as far as it is
    /// shown to them. They get nothing if they are in none of these.
    fn show_presence(&self, block: &ChangedBlock, presence: Presence, chats: &[(Realm, ChatId)]);

    /// Sends a user's presence to the other members of these chats, but for those whom the user blocks.
    fn deliver_presence(&self, presence: Presence, chats: &[(Realm, ChatId)]);

    /// Sends new members the presence of the other members of their chat, and the other members
    /// that of the new ones. `online` lists the members who are online.
    fn introduce(&self, new_members: &NewMembers, online: &[Presence]);
}
