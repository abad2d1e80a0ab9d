//! Conversations.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use uuid::Uuid;

use crate::chat::ParticipantScope;
use crate::contracts::messenger::errors::Errors;
use crate::contracts::messenger::send::Draft;
use crate::contracts::messenger::{encode, new_conversation, wire};
use crate::contracts::shared::ContractContext;
use crate::contracts::shared::new_chats::existing_instead;
use crate::contracts::shared::next_link::NextLink;
use crate::contracts::shared::paging::{OffsetPaging, PageSize, WHOLE};
use crate::contracts::shared::query::Query;
use crate::contracts::shared::unknown_user::unknown_user_is_invalid;
use crate::domain::{Features, MessageKind};
use crate::http::extract;
use crate::http::{Caller, Problem};

const PAGE: PageSize = PageSize {
    default: WHOLE,
    max: 100,
};

/// Lists the caller's conversations, latest activity first.
#[utoipa::path(
    get,
    path = "/api/messenger/conversations",
    operation_id = "listMessengerConversations",
    tag = "messenger",
    params(wire::ListQuery),
    responses((status = 200, description = "A page of the list", body = wire::ConversationsAnswer, headers(("Link" = Option<String>, description = "Where the list continues, if there is more: `rel=\"next\"`"))), Errors)
)]
pub async fn list(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Query(query): Query<wire::ListQuery>,
    uri: Uri,
) -> Result<(NextLink, Json<wire::ConversationsAnswer>), Problem> {
    let paging = OffsetPaging::new(PAGE, query.limit, query.offset)?;
    let (chat, scope) = (&context.chat, ParticipantScope::MemberIds);
    let chats = chat.chats_by_activity(caller.user_id, paging.rows(), scope);
    let (chats, next) = paging.cut(chats.await?, &uri);
    let conversations = chats.into_iter().map(encode::conversation).collect();
    Ok((next, Json(wire::Conversations { conversations }.into())))
}

/// Creates a conversation.
///
/// `{participantId, message?}` returns the direct conversation of the two users, and creates it if
/// there is none. `{participantIds, name, type: "group"}` creates a group.
#[utoipa::path(
    post,
    path = "/api/messenger/conversations",
    operation_id = "createMessengerConversation",
    tag = "messenger",
    params(
        ("Idempotency-Key" = Option<Uuid>, Header, nullable = false, description = "Alternative to `clientId`")
    ),
    request_body = wire::NewConversation,
    responses(
        (
            status = 200,
            description = "The new conversation, or the direct one that the two users had already",
            body = wire::ConversationAnswer
        ),
        Errors
    )
)]
pub async fn create(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    headers: HeaderMap,
    extract::Json(body): extract::Json<wire::NewConversation>,
) -> Result<Json<wire::ConversationAnswer>, Problem> {
    // Everything is validated before the conversation is created.
    let client_id = extract::client_id(&headers, body.client_id)?;
    let message = first_message(&context.policy.features, &body, client_id)?;
    let (chat, creator) = (&context.chat, caller.user_id);
    let new = new_conversation::validate(&body, creator)?;
    let existing = existing_instead(&context, creator, &new).await?;
    let chat_id = if let Some(there) = existing {
        there
    } else {
        let created = chat.get_or_create(creator, new).await;
        created.map_err(unknown_user_is_invalid)?.0
    };
    if let Some(message) = message {
        message.send(chat, creator, chat_id).await?;
    }
    let scope = ParticipantScope::MemberIds;
    let conversation = chat.chat_of_user(creator, chat_id, scope).await?;
    let conversation = encode::conversation(conversation);
    let answer = wire::OneConversation { conversation };
    Ok(Json(answer.into()))
}

fn first_message(
    features: &Features,
    new: &wire::NewConversation,
    client_id: Option<Uuid>,
) -> Result<Option<Draft>, Problem> {
    let text = new.message.clone().filter(|text| !text.is_empty());
    let draft =
        text.map(|text| Draft::new(features, text, MessageKind::Text, Vec::new(), client_id));
    draft.transpose()
}
