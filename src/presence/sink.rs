//! Where presence and typing are delivered.

use crate::domain::{ChatId, Presence, Realm};
use crate::presence::introductions::NewMembers;
use crate::presence::replica_signal::TypingUpdate;

/// Delivers presence and typing to the subscribers of this replica.
pub(crate) trait PresenceSink: Send + Sync + 'static {
    /// Delivers what users are typing, unless an event has ended it already.
    fn apply_typing(&self, updates: &[TypingUpdate]);

    /// Ends typing that was not renewed in time.
    fn expire_typing(&self);

    /// The members that chats have gained since the last call.
    fn take_new_members(&self) -> Vec<NewMembers>;

    /// Tells the other members of these chats about a user.
    fn deliver_presence(&self, presence: Presence, chats: &[(Realm, ChatId)]);

    /// Tells new members which members of their chat are online, and the others which of the
    /// new members are.
    fn introduce(&self, new_members: &NewMembers, online: &[Presence]);
}
