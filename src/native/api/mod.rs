//! The handlers, by noun.

pub(super) mod accounts;
pub(super) mod attachments;
pub(super) mod chats;
pub(super) mod desk;
pub(super) mod events;
pub(super) mod invitations;
pub(super) mod managed_users;
pub(super) mod me;
pub(super) mod members;
pub(super) mod messages;
pub(super) mod people;
pub(super) mod pins;
pub(super) mod policy;
pub(super) mod push;
pub(super) mod reactions;
pub(super) mod reading;
pub(super) mod search;
pub(super) mod sessions;
pub(super) mod settings;
pub(super) mod unsubscribe;
pub(super) mod uploads;
pub(super) mod users;

use crate::chat::SeenChat;
use crate::domain::{Language, Principal};
use crate::http::paging::PageSize;
use crate::native::encode::{self, View};
use crate::native::{NativeContext, wire};

/// All lists.
const PAGE: PageSize = PageSize {
    default: 50,
    max: 100,
};

/// Encodes chats for a caller, with the members who are online now.
fn encode_chats(
    context: &NativeContext,
    caller: &Principal,
    language: Language,
    chats: Vec<SeenChat>,
) -> Vec<wire::Chat> {
    let members = chats.iter().flat_map(|chat| &chat.view.members);
    let online = context.chat.online(members.map(|member| member.user_id));
    let view = View {
        policy: &context.policy,
        reader: caller.user_id,
        observes: context.observes(caller),
        language,
        online: &online,
    };
    let chats = chats.into_iter();
    chats.map(|chat| encode::chat(chat, &view)).collect()
}
