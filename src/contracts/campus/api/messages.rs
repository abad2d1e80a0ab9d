//! Messages.
//!
//! In `/messages/{id}` the id is that of a conversation for GET, and that of a message for PUT and
//! DELETE: to a router these are one path, so the parameter has one name.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use uuid::Uuid;

use crate::chat::{self, HistoryAccess, PageBound, PageRange};
use crate::contracts::campus::send::{Draft, own_message};
use crate::contracts::campus::{encode, wire};
use crate::contracts::shared::ContractContext;
use crate::contracts::shared::history;
use crate::contracts::shared::next_link::NextLink;
use crate::contracts::shared::paging::{PageSize, WHOLE};
use crate::contracts::shared::query::Query;
use crate::domain::{DeleteMessage, EditMessage, Rejection};
use crate::http::Caller;
use crate::http::extract::{self, Path};
use crate::http::problem::Problems;
use crate::http::sending::created_or_found;
use crate::http::{Code, LastEventId, Problem};

const PAGE: PageSize = PageSize {
    default: WHOLE,
    max: 100,
};

/// Sends a message.
///
/// The server answers once the message is durable. Repeating a request with the same `client_id`
/// (or `Idempotency-Key`) is always safe: it sends nothing, and the answer is 200 with the stored
/// message. Sending marks the conversation read for the sender.
#[utoipa::path(
    post,
    path = "/api/unet-chat/messages/",
    operation_id = "campusSendMessage",
    tag = "campus",
    params(("Idempotency-Key" = Option<Uuid>, Header, nullable = false, description = "Alternative to `client_id`")),
    request_body = wire::NewMessage,
    responses(
        (status = 201, description = "The stored message", body = wire::Message),
        (status = 200, description = "The message that an earlier request with this `client_id` stored", body = wire::Message),
        Problems
    )
)]
pub async fn send(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    headers: HeaderMap,
    extract::Json(body): extract::Json<wire::NewMessage>,
) -> Result<(StatusCode, Json<wire::Message>), Problem> {
    if body.sender_id.is_some_and(|id| id != caller.user_id.0) {
        let detail = "sender_id must be the caller's id, or absent";
        return Err(Problem::forbidden(Code::NotYourself, detail));
    }
    context.require(context.policy.features.replies || body.reply_to.is_none())?;
    let draft = Draft {
        chat_id: context.chat.find_chat(body.conversation_id).await?,
        conversation_id: body.conversation_id,
        text: context.message_text("text", body.text)?,
        reply_to: body.reply_to,
        client_id: extract::client_id(&headers, body.client_id)?,
    };
    let sent = draft.send(&context.chat, caller.user_id).await?;
    Ok((created_or_found(sent.is_new), Json(sent.message)))
}

/// Lists a page of a conversation's messages, in chronological order: the newest, or the newest
/// before a message. Without `limit` it has up to 1,000 messages, fewer if their texts are long.
///
/// It includes a deleted message, without its text, if another message replies to it. It marks
/// nothing read.
#[utoipa::path(
    get,
    path = "/api/unet-chat/messages/{id}",
    operation_id = "campusListMessages",
    tag = "campus",
    params(("id" = Uuid, Path, description = "The id of a conversation"), wire::HistoryQuery),
    responses(
        (
            status = 200,
            description = "A page of messages",
            body = Vec<wire::Message>,
            headers(
                ("Last-Event-ID" = String, description = "The id of the last event that the answer includes"),
                ("Link" = Option<String>, description = "Where the list continues, if there is more: `rel=\"next\"`")
            )
        ),
        Problems
    )
)]
pub async fn history(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Path(conversation_id): Path<Uuid>,
    Query(query): Query<wire::HistoryQuery>,
    uri: Uri,
) -> Result<(LastEventId, NextLink, Json<Vec<wire::Message>>), Problem> {
    let before = query.before.map(PageBound::BeforeUuid);
    let bound = before.unwrap_or(PageBound::Newest);
    let limit = PAGE.limit(query.limit)?;
    let (chat, reader) = (&context.chat, caller.user_id);
    let chat_id = chat.find_chat(conversation_id).await?;
    let access = HistoryAccess::WithRepliedToDeleted;
    let range = PageRange { bound, limit };
    let page = chat.long_page(reader, chat_id, range, access).await;
    let page = page.map_err(unknown_before_is_invalid)?;
    let next = history::next(&page, &uri, "before", |message| message.uuid);
    let message = |message| encode::message(message, conversation_id, reader);
    let (last_event_id, messages) = history::encode(page, message);
    Ok((last_event_id, next, Json(messages)))
}

/// An unknown message in the query is an invalid query (400), not a missing resource (404).
fn unknown_before_is_invalid(error: chat::Error) -> Problem {
    match error {
        chat::Error::Rejected(Rejection::MessageNotFound) => Problem::bad_request(
            Code::InvalidCursor,
            "before must be a message of this conversation",
        ),
        error => error.into(),
    }
}

/// Edits the text of a message. Only its author may. The event log keeps the former text.
#[utoipa::path(
    put,
    path = "/api/unet-chat/messages/{id}",
    operation_id = "campusEditMessage",
    tag = "campus",
    params(("id" = Uuid, Path, description = "The id of a message")),
    request_body = wire::MessageChange,
    responses((status = 200, description = "The edited message", body = wire::Message), Problems)
)]
pub async fn edit(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Path(id): Path<Uuid>,
    extract::Json(body): extract::Json<wire::MessageChange>,
) -> Result<Json<wire::Message>, Problem> {
    context.require(context.policy.features.edits)?;
    let text = context.message_text("text", body.text)?;
    let (chat, author) = (&context.chat, caller.user_id);
    let message_id = chat.find_message(id).await?;
    let command = EditMessage { message_id, text };
    chat.execute(author, command).await?;
    let message = own_message(chat, author, message_id).await?;
    let conversation_id = chat.uuid_of(message.chat_id).await?;
    Ok(Json(encode::message(message, conversation_id, author)))
}

/// Deletes a message. Its author and the creator of the group may.
#[utoipa::path(
    delete,
    path = "/api/unet-chat/messages/{id}",
    operation_id = "campusDeleteMessage",
    tag = "campus",
    params(("id" = Uuid, Path, description = "The id of a message")),
    responses((status = 204, description = "The message is deleted"), Problems)
)]
pub async fn delete(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    let message_id = context.chat.find_message(id).await?;
    let command = DeleteMessage { message_id };
    context.chat.execute(caller.user_id, command).await?;
    Ok(StatusCode::NO_CONTENT)
}
