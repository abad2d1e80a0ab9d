//! Messages: history, sending, editing, deleting.
//!
//! What follows `/messages/` is a conversation's id where its history is read, and a
//! message's where that is changed: to a router it is one path.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use uuid::Uuid;

use crate::chat::{self, HistoryAccess, HistoryBound, HistoryRange};
use crate::domain::{Command, Rejection};
use crate::http::Caller;
use crate::http::extract::{self, Path, Query};
use crate::http::problem::Problems;
use crate::http::{Code, LastEventId, Problem};
use crate::realms::RealmContext;
use crate::realms::campus::sending::{self, Draft};
use crate::realms::campus::{translate, wire};
use crate::realms::kit::history;
use crate::realms::kit::paging::PageSize;

const PAGE: PageSize = PageSize {
    default: 50,
    max: 100,
};

/// Sends a message.
///
/// The answer comes when the message is durable. Repeating a request with its `client_id`
/// (or `Idempotency-Key`) is safe for ever: 200 with the stored message, and nothing is
/// sent again. Sending is a visit: it marks the conversation read.
#[utoipa::path(
    post,
    path = "/api/unet-chat/messages/",
    operation_id = "campusSendMessage",
    tag = "campus",
    params(("Idempotency-Key" = Option<Uuid>, Header, nullable = false, description = "Another place for `client_id`")),
    request_body = wire::NewMessage,
    responses(
        (status = 201, description = "The message, stored", body = wire::Message),
        (status = 200, description = "It had been sent before", body = wire::Message),
        Problems
    )
)]
pub async fn send(
    State(campus): State<RealmContext>,
    Caller(caller): Caller,
    headers: HeaderMap,
    extract::Json(body): extract::Json<wire::NewMessage>,
) -> Result<(StatusCode, Json<wire::Message>), Problem> {
    if body.sender_id.is_some_and(|id| id != caller.user_id.0) {
        let detail = "sender_id must be the caller's own, or left out";
        return Err(Problem::forbidden(Code::NotYourself, detail));
    }
    let draft = Draft {
        conversation: (
            body.conversation_id,
            campus.chat.find_chat(body.conversation_id).await?,
        ),
        text: sending::text(body.text)?,
        reply_to: body.reply_to,
        client_id: extract::client_id(&headers, body.client_id)?,
    };
    let sent = sending::send(&campus.chat, caller.user_id, draft).await?;
    let status = if sent.is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, Json(sent.message)))
}

/// A page of a conversation's history, in chronological order: the newest, or the newest
/// before a message.
///
/// A deleted message is in it, without its text, where others answer it.
#[utoipa::path(
    get,
    path = "/api/unet-chat/messages/{id}",
    operation_id = "campusListMessages",
    tag = "campus",
    params(("id" = Uuid, Path, description = "A conversation's"), wire::HistoryQuery),
    responses(
        (
            status = 200,
            description = "A page of the history",
            body = Vec<wire::Message>,
            headers(("Last-Event-ID" = String, description = "The last event that the answer reflects"))
        ),
        Problems
    )
)]
pub async fn history(
    State(campus): State<RealmContext>,
    Caller(caller): Caller,
    Path(id): Path<Uuid>,
    Query(query): Query<wire::HistoryQuery>,
) -> Result<(LastEventId, Json<Vec<wire::Message>>), Problem> {
    let bound = match query.before {
        Some(before) => HistoryBound::BeforeUuid(before),
        None => HistoryBound::Newest,
    };
    let limit = PAGE.limit(query.limit)?;
    let (chat, reader) = (&campus.chat, caller.user_id);
    let chat_id = chat.find_chat(id).await?;
    let range = HistoryRange { bound, limit };
    let access = HistoryAccess::WithRepliedToDeleted;
    let page = chat.history(reader, chat_id, range, access).await;
    let page = page.map_err(before_in_query)?;
    let (at, messages) = history::encode(page, |message| translate::message(message, id, reader));
    Ok((at, Json(messages)))
}

/// An unknown message in the query is a mistake in the query.
fn before_in_query(error: chat::Error) -> Problem {
    match error {
        chat::Error::Rejected(Rejection::MessageNotFound) => Problem::bad_request(
            Code::InvalidCursor,
            "before must be a message of this conversation",
        ),
        error => error.into(),
    }
}

/// Gives one's own message another text. The former one stays in the event log.
#[utoipa::path(
    put,
    path = "/api/unet-chat/messages/{id}",
    operation_id = "campusEditMessage",
    tag = "campus",
    params(("id" = Uuid, Path, description = "A message's")),
    request_body = wire::MessageChange,
    responses((status = 200, description = "The message as it is now", body = wire::Message), Problems)
)]
pub async fn edit(
    State(campus): State<RealmContext>,
    Caller(caller): Caller,
    Path(id): Path<Uuid>,
    extract::Json(body): extract::Json<wire::MessageChange>,
) -> Result<Json<wire::Message>, Problem> {
    let text = sending::text(body.text)?;
    let message_id = campus.chat.find_message(id).await?;
    let command = Command::EditMessage { message_id, text };
    campus.chat.execute(caller.user_id, command).await?;
    let message = campus.chat.message(caller.user_id, message_id).await?;
    let conversation_id = campus.chat.uuid_of(message.chat_id).await?;
    Ok(Json(translate::message(
        message,
        conversation_id,
        caller.user_id,
    )))
}

/// Takes back a message: its author may, and a group's creator.
#[utoipa::path(
    delete,
    path = "/api/unet-chat/messages/{id}",
    operation_id = "campusDeleteMessage",
    tag = "campus",
    params(("id" = Uuid, Path, description = "A message's")),
    responses((status = 204, description = "It is deleted"), Problems)
)]
pub async fn delete(
    State(campus): State<RealmContext>,
    Caller(caller): Caller,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    let message_id = campus.chat.find_message(id).await?;
    let command = Command::DeleteMessage { message_id };
    campus.chat.execute(caller.user_id, command).await?;
    Ok(StatusCode::NO_CONTENT)
}
