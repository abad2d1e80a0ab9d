//! Chats, as operations answer with them.

use axum::Json;

use super::encode::{self, View};
use super::wire;
use crate::api::context::ApiContext;
use crate::chat::SeenChat;
use crate::domain::{ChatId, Language, Principal};
use crate::http::Problem;

/// A chat as the caller sees it now.
pub(in crate::api) async fn chat_now(
    context: &ApiContext,
    caller: &Principal,
    language: Language,
    id: ChatId,
) -> Result<Json<wire::Chat>, Problem> {
    let chat = context.chat_of(caller, id).await?.value;
    Ok(Json(encode_chat(context, caller, language, chat)))
}

/// Encodes a chat for a caller, with the members who are online now.
pub(in crate::api) fn encode_chat(
    context: &ApiContext,
    caller: &Principal,
    language: Language,
    chat: SeenChat,
) -> wire::Chat {
    encode_chats(context, caller, language, vec![chat]).remove(0)
}

/// Encodes chats for a caller, with the members who are online now.
pub(in crate::api) fn encode_chats(
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
