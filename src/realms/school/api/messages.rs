//! Messages: history, sending, deleting, marking read.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};

use crate::chat::{self, HistoryAccess, HistoryBound, HistoryRange};
use crate::domain::text::MessageText;
use crate::domain::{AppendOutcome, ChatId, Command, MessageId, MessageSent, Principal, Rejection};
use crate::http::Caller;
use crate::http::extract::{self, OptionalJson, Path, Query};
use crate::http::problem::Problems;
use crate::http::{Code, LastEventId, Problem};
use crate::realms::RealmContext;
use crate::realms::kit::history;
use crate::realms::kit::paging::PageSize;
use crate::realms::school::{translate, wire};

const PAGE: PageSize = PageSize {
    default: 50,
    max: 100,
};

/// A page of a chat's history, in chronological order.
///
/// For participants and admins. A participant's request for the newest page is a visit:
/// it marks the chat read.
#[utoipa::path(
    get,
    path = "/api/chats/{chat_id}/messages",
    operation_id = "listMessages",
    tag = "messages",
    params(("chat_id" = i64, Path), wire::HistoryQuery),
    responses(
        (
            status = 200,
            description = "A page of the history",
            body = wire::MessagePage,
            headers(("Last-Event-ID" = String, description = "The last event that the answer reflects"))
        ),
        Problems
    )
)]
pub async fn history(
    State(school): State<RealmContext>,
    Caller(caller): Caller,
    Path(chat_id): Path<i64>,
    Query(query): Query<wire::HistoryQuery>,
) -> Result<(LastEventId, Json<wire::MessagePage>), Problem> {
    let limit = PAGE.limit(query.limit)?;
    let bound = bound(&query)?;
    let access = history_access(&query, &caller)?;
    let range = HistoryRange { bound, limit };
    let page = school
        .chat
        .history(caller.user_id, ChatId(chat_id), range, access)
        .await;
    let page = page.map_err(|error| hide_missing_chat(error, &caller))?;
    let has_more = page.value.has_more;
    let (at, messages) = history::encode(page, |message| translate::message(message, &caller));
    Ok((at, Json(wire::MessagePage { messages, has_more })))
}

fn bound(query: &wire::HistoryQuery) -> Result<HistoryBound, Problem> {
    match (query.before_id, query.after_id) {
        (None, None) => Ok(HistoryBound::Newest),
        (Some(id), None) => Ok(HistoryBound::Before(MessageId(id))),
        (None, Some(id)) => Ok(HistoryBound::After(MessageId(id))),
        (Some(_), Some(_)) => Err(Problem::bad_request(
            Code::InvalidQuery,
            "before_id and after_id exclude each other",
        )),
    }
}

/// Only an admin learns that a chat does not exist: to others it is a chat of other users.
fn hide_missing_chat(error: chat::Error, caller: &Principal) -> Problem {
    match error {
        chat::Error::Rejected(Rejection::ChatNotFound) if !caller.is_admin() => {
            Rejection::NotAParticipant.into()
        }
        error => error.into(),
    }
}

fn history_access(
    query: &wire::HistoryQuery,
    caller: &Principal,
) -> Result<HistoryAccess, Problem> {
    let with_deleted = query.include_deleted.unwrap_or(false);
    match (caller.is_admin(), with_deleted) {
        (true, with_deleted) => Ok(HistoryAccess::Admin { with_deleted }),
        (false, true) => Err(Problem::forbidden(
            Code::NotAnAdmin,
            "only an admin may see deleted messages",
        )),
        (false, false) if query.visit == Some(false) => Ok(HistoryAccess::ReadOnly),
        (false, false) => Ok(HistoryAccess::MarkRead),
    }
}

/// Sends a message.
///
/// The answer comes when the message is durable. Repeating a request with its `client_id`
/// (or `Idempotency-Key`) is safe for ever: 200 with the stored message, and nothing is
/// sent again. Sending is a visit too.
#[utoipa::path(
    post,
    path = "/api/messages",
    operation_id = "sendMessage",
    tag = "messages",
    params(("Idempotency-Key" = Option<Uuid>, Header, nullable = false, description = "Another place for `client_id`")),
    request_body = wire::SendMessage,
    responses(
        (status = 201, description = "The message, stored", body = wire::Message),
        (status = 200, description = "It had been sent before", body = wire::Message),
        Problems
    )
)]
pub async fn send(
    State(school): State<RealmContext>,
    Caller(caller): Caller,
    headers: HeaderMap,
    extract::Json(body): extract::Json<wire::SendMessage>,
) -> Result<(StatusCode, Json<wire::Message>), Problem> {
    require_writer(&caller)?;
    let client_id = extract::client_id(&headers, body.client_id)?;
    let text = MessageText::new(body.content)
        .map_err(|error| Problem::bad_request(Code::InvalidContent, format!("content {error}")))?;
    let sent = MessageSent {
        content: text.as_str().to_owned(),
        client_id,
        ..MessageSent::default()
    };
    let command = Command::SendMessage {
        chat_id: ChatId(body.chat_id),
        text,
        client_id,
        reply_to: None,
    };
    let (status, stored) = match school.chat.execute(caller.user_id, command).await? {
        AppendOutcome::New(stored) => (StatusCode::CREATED, stored),
        AppendOutcome::Duplicate(stored) => (StatusCode::OK, stored),
        AppendOutcome::NoChange => return Err(Problem::internal()),
    };
    Ok((status, Json(translate::stored_message(&stored, sent))))
}

/// Takes back a message; its author alone may.
#[utoipa::path(
    delete,
    path = "/api/messages/{message_id}",
    operation_id = "deleteMessage",
    tag = "messages",
    params(("message_id" = i64, Path)),
    responses((status = 200, description = "It is deleted", body = wire::Success), Problems)
)]
pub async fn delete(
    State(school): State<RealmContext>,
    Caller(caller): Caller,
    Path(message_id): Path<i64>,
) -> Result<Json<wire::Success>, Problem> {
    let command = Command::DeleteMessage {
        message_id: MessageId(message_id),
    };
    school.chat.execute(caller.user_id, command).await?;
    Ok(Json(wire::Success { success: true }))
}

/// Marks a chat read, up to a message or to the newest. A mark never moves back.
#[utoipa::path(
    post,
    path = "/api/chats/{chat_id}/read",
    operation_id = "markRead",
    tag = "chats",
    params(("chat_id" = i64, Path)),
    request_body(content = Option<wire::MarkRead>),
    responses((status = 204, description = "It is marked"), Problems)
)]
pub async fn mark_read(
    State(school): State<RealmContext>,
    Caller(caller): Caller,
    Path(chat_id): Path<i64>,
    OptionalJson(body): OptionalJson<wire::MarkRead>,
) -> Result<StatusCode, Problem> {
    require_writer(&caller)?;
    let up_to = body.unwrap_or_default().up_to_id.map(MessageId);
    let command = Command::MarkRead {
        chat_id: ChatId(chat_id),
        up_to,
    };
    school.chat.execute(caller.user_id, command).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// An admin reads everything and writes nothing.
pub(super) fn require_writer(caller: &Principal) -> Result<(), Problem> {
    if caller.is_admin() {
        Err(Rejection::ReadOnlyRole.into())
    } else {
        Ok(())
    }
}
