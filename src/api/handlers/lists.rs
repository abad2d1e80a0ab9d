//! Lists: the sizes of their pages, and chats as a caller sees them.

use crate::api::context::ApiContext;
use crate::api::encode::{self, View};
use crate::api::wire;
use crate::chat::SeenChat;
use crate::domain::{Language, Principal};
use crate::http::paging::PageSize;

/// All lists.
pub(super) const PAGE: PageSize = PageSize {
    default: 50,
    max: 100,
};

/// Encodes chats for a caller, with the members who are online now.
pub(super) fn encode_chats(
    context: &ApiContext,
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
