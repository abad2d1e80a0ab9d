//! Messages: sending and history.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};

use crate::chat::{Audience, HistoryAccess};
use crate::contracts::direct::errors::Errors;
use crate::contracts::direct::{encode, ids, wire};
use crate::contracts::shared::ContractContext;
use crate::contracts::shared::history;
use crate::contracts::shared::new_chats::existing_instead;
use crate::contracts::shared::next_link::NextLink;
use crate::contracts::shared::paging::PageSize;
use crate::contracts::shared::query::Query;
use crate::domain::{ChatCreated, NewMessage};
use crate::http::extract::{self, Path};
use crate::http::sending::send as send_message;
use crate::http::{Caller, Code, LastEventId, Problem};

const PAGE: PageSize = PageSize {
    default: 50,
    max: 100,
};

/// Sends a message to a user. The first message creates the conversation.
///
/// The server answers when the message is durable. A request may be repeated with the same
/// `client_id` (or `Idempotency-Key`) at any time: the answer is 200 with the stored message, and
/// no second message is stored.
#[utoipa::path(
    post,
    path = "/api/v1/chat/direct/{user_id}/send",
    operation_id = "sendDirectMessage",
    tag = "direct",
    params(
        ("user_id" = String, Path, description = "The id of the recipient"),
        ("Idempotency-Key" = Option<Uuid>, Header, nullable = false, description = "An alternative to `client_id` in the body")
    ),
    request_body = wire::Send,
    responses(
        (status = 201, description = "The stored message", body = wire::Sent),
        (status = 200, description = "The message that an earlier request with this `client_id` stored", body = wire::Sent),
        Errors
    )
)]
pub async fn send(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Path(user_id): Path<String>,
    headers: HeaderMap,
    extract::Json(body): extract::Json<wire::Send>,
) -> Result<(StatusCode, Json<wire::Sent>), Problem> {
    let (chat, sender) = (&context.chat, caller.user_id);
    let recipient = ids::user_id(&user_id)?;
    if recipient == sender {
        let detail = "a conversation needs another user than the caller";
        return Err(Problem::bad_request(Code::InvalidChat, detail));
    }
    // The request is checked before the conversation is created.
    let client_id = extract::client_id(&headers, body.client_id)?;
    let text = context.message_text("body", body.body)?;
    let pair = ChatCreated::pair(sender, recipient);
    let chat_id = match existing_instead(&context, sender, &pair).await? {
        Some(there) => there,
        None => chat.get_or_create_private_chat(sender, pair).await?.chat_id,
    };
    let message = NewMessage {
        client_id,
        ..NewMessage::text(chat_id, text)
    };
    let sent = send_message(chat, sender, message).await?;
    let message = encode::sent_message(sent.event(), sent.message(), Audience::Actor);
    Ok((sent.status(), Json(wire::Sent { message })))
}

/// Returns a page of a conversation's history, in chronological order.
///
/// The page ends with the newest message, or before `before_id`. It marks nothing read.
#[utoipa::path(
    get,
    path = "/api/v1/chat/conversations/{id}/messages",
    operation_id = "listDirectMessages",
    tag = "direct",
    params(("id" = String, Path, description = "The id of the conversation"), wire::HistoryQuery),
    responses(
        (
            status = 200,
            description = "A page of the history",
            body = wire::MessageList,
            headers(
                ("Last-Event-ID" = String, description = "The last event that the answer reflects"),
                ("Link" = Option<String>, description = "Where the list continues, if there is more: `rel=\"next\"`")
            )
        ),
        Errors
    )
)]
pub async fn history(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Path(id): Path<String>,
    Query(query): Query<wire::HistoryQuery>,
    uri: Uri,
) -> Result<(LastEventId, NextLink, Json<wire::MessageList>), Problem> {
    let (chat, reader) = (&context.chat, caller.user_id);
    let before = query.before_id.as_deref().map(ids::before_message);
    let range = history::range(PAGE, query.limit, before, query.offset)?;
    let id = ids::conversation_id(&id)?;
    let chat_id = chat.find_chat(id).await?;
    let access = HistoryAccess::ReadOnly;
    let page = chat.history(reader, chat_id, range, access).await?;
    let next = history::next(&page, &uri, "before_id", |message| message.uuid);
    let encode = |message| encode::message(message, id, reader);
    let (cursor, messages) = history::encode(page, encode);
    Ok((cursor, next, Json(wire::MessageList { messages })))
}
