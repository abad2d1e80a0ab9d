//! Conversations.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use uuid::Uuid;

use crate::chat::{self, Chat, ParticipantScope};
use crate::contracts::campus::{encode, new_conversation, wire};
use crate::contracts::shared::ContractContext;
use crate::contracts::shared::new_chats::existing_instead;
use crate::contracts::shared::next_link::NextLink;
use crate::contracts::shared::paging::{OffsetPaging, PageSize, WHOLE};
use crate::contracts::shared::query::Query;
use crate::contracts::shared::unknown_user::unknown_user_is_invalid;
use crate::domain::{ChatId, DeleteChat, Language, UserId};
use crate::http::Caller;
use crate::http::extract::{self, Path};
use crate::http::problem::Problems;
use crate::http::sending::created_or_found;
use crate::http::{Problem, Reads};

const LIST_PAGE: PageSize = PageSize {
    default: WHOLE,
    max: 100,
};

/// Creates a conversation.
///
/// A pair of users has one private conversation for each `service` and `service_id`. If it exists, the answer
/// is 200 with it; if it was deleted, it is restored with its history.
#[utoipa::path(
    post,
    path = "/api/unet-chat/conversations/",
    operation_id = "campusCreateConversation",
    tag = "campus",
    request_body = wire::NewConversation,
    responses(
        (status = 201, description = "The new conversation", body = wire::Conversation),
        (status = 200, description = "The private conversation that the pair had already", body = wire::Conversation),
        Problems
    )
)]
pub async fn create(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Reads(language): Reads,
    extract::Json(body): extract::Json<wire::NewConversation>,
) -> Result<(StatusCode, Json<wire::Conversation>), Problem> {
    let (chat, creator) = (&context.chat, caller.user_id);
    let new = new_conversation::validate(body, creator)?;
    let existing = existing_instead(&context, creator, &new).await?;
    let (chat_id, is_new) = if let Some(there) = existing {
        (there, false)
    } else {
        let created = chat.get_or_create(creator, new).await;
        created.map_err(unknown_user_is_invalid)?
    };
    let conversation = show_to(chat, creator, chat_id, language).await?;
    Ok((created_or_found(is_new), Json(conversation)))
}

async fn show_to(
    chat: &Chat,
    reader: UserId,
    chat_id: ChatId,
    language: Language,
) -> Result<wire::Conversation, chat::Error> {
    let scope = ParticipantScope::Members;
    let conversation = chat.chat_of_user(reader, chat_id, scope).await?;
    Ok(encode::conversation(conversation, reader, language))
}

/// Lists the caller's conversations, latest activity first.
#[utoipa::path(
    get,
    path = "/api/unet-chat/conversations/",
    operation_id = "campusListConversations",
    tag = "campus",
    params(wire::ListQuery),
    responses(
        (status = 200, description = "A page of the list", body = Vec<wire::Conversation>, headers(("Link" = Option<String>, description = "Where the list continues, if there is more: `rel=\"next\"`"))),
        Problems
    )
)]
pub async fn list(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Reads(language): Reads,
    Query(query): Query<wire::ListQuery>,
    uri: Uri,
) -> Result<(NextLink, Json<Vec<wire::Conversation>>), Problem> {
    let paging = OffsetPaging::new(LIST_PAGE, query.limit, query.offset)?;
    let (chat, reader) = (&context.chat, caller.user_id);
    let chats = chat.chats_by_activity(reader, paging.rows(), ParticipantScope::Members);
    let (chats, next) = paging.cut(chats.await?, &uri);
    let conversation = |chat| encode::conversation(chat, reader, language);
    let conversations = chats.into_iter().map(conversation).collect();
    Ok((next, Json(conversations)))
}

/// Shows a conversation of the caller.
#[utoipa::path(
    get,
    path = "/api/unet-chat/conversations/{id}",
    operation_id = "campusShowConversation",
    tag = "campus",
    params(("id" = Uuid, Path)),
    responses((status = 200, description = "The conversation", body = wire::Conversation), Problems)
)]
pub async fn show(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Reads(language): Reads,
    Path(id): Path<Uuid>,
) -> Result<Json<wire::Conversation>, Problem> {
    let chat_id = context.chat.find_chat(id).await?;
    let shown = show_to(&context.chat, caller.user_id, chat_id, language);
    Ok(Json(shown.await?))
}

/// Deletes a conversation for all its participants.
///
/// The creator of a group and both users of a private conversation may. The event log keeps the
/// events of the conversation.
#[utoipa::path(
    delete,
    path = "/api/unet-chat/conversations/{id}",
    operation_id = "campusDeleteConversation",
    tag = "campus",
    params(("id" = Uuid, Path)),
    responses((status = 204, description = "The conversation is deleted"), Problems)
)]
pub async fn delete(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    let chat_id = context.chat.find_chat(id).await?;
    let command = DeleteChat { chat_id };
    context.chat.execute(caller.user_id, command).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Marks a conversation read up to its newest message.
#[utoipa::path(
    post,
    path = "/api/unet-chat/conversations/{id}/read",
    operation_id = "campusMarkRead",
    tag = "campus",
    params(("id" = Uuid, Path)),
    responses((status = 204, description = "The conversation is marked read"), Problems)
)]
pub async fn mark_read(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    let chat_id = context.chat.find_chat(id).await?;
    context
        .chat
        .mark_read(caller.user_id, chat_id, None)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
