//! Messages: history, sending, deleting, marking read.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};

use crate::accesses::{Access, Action, Target};
use crate::chat::{self, HistoryAccess, PageBound, PageRange};
use crate::contracts::school::classes::{require_known_chat, require_known_message};
use crate::contracts::school::roles::require_writer;
use crate::contracts::school::{encode, wire};
use crate::contracts::shared::ContractContext;
use crate::contracts::shared::history;
use crate::contracts::shared::next_link::NextLink;
use crate::contracts::shared::paging::PageSize;
use crate::contracts::shared::query::Query;
use crate::domain::{ChatId, DeleteMessage, MessageId, NewMessage, Principal, Rejection};
use crate::http::Caller;
use crate::http::extract::{self, OptionalJson, Path};
use crate::http::problem::Problems;
use crate::http::sending::send as send_message;
use crate::http::{Code, LastEventId, Problem};

const PAGE: PageSize = PageSize {
    default: 50,
    max: 100,
};

/// Lists a page of a chat's messages, in chronological order.
///
/// For participants and admins. A participant's request for the newest page marks the chat read,
/// unless `visit` is `false`.
#[utoipa::path(
    get,
    path = "/api/chats/{chat_id}/messages",
    operation_id = "listMessages",
    tag = "messages",
    params(("chat_id" = i64, Path), wire::HistoryQuery),
    responses(
        (
            status = 200,
            description = "A page of messages",
            body = wire::MessagePage,
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
    Path(chat_id): Path<i64>,
    Query(query): Query<wire::HistoryQuery>,
    uri: Uri,
) -> Result<(LastEventId, NextLink, Json<wire::MessagePage>), Problem> {
    let range = history_range(&query)?;
    let (chat, reader, chat_id) = (&context.chat, caller.user_id, ChatId(chat_id));
    let access = history_access(&context, &query, &caller, chat_id).await?;
    require_known_chat(&context, &caller, chat_id).await?;
    let page = chat.history(reader, chat_id, range, access).await;
    let page = page.map_err(|error| hide_missing_chat(error, &caller))?;
    let mut former = match access {
        HistoryAccess::Admin {
            with_deleted: true, ..
        } => chat.former_texts(&page.value).await?,
        _ => HashMap::new(),
    };
    let (has_more, next) = if query.after_id.is_some() {
        let newest = page.value.messages.last().filter(|_| page.value.has_newer);
        let next = newest.map(|newest| NextLink::to(&uri, "after_id", newest.id.0));
        (page.value.has_newer, next.unwrap_or_default())
    } else {
        let next = history::next(&page, &uri, "before_id", |message| message.id.0);
        (page.value.has_older, next)
    };
    let message = |message: chat::Message| {
        let former = former.remove(&message.id).unwrap_or_default();
        encode::message(message, former, reader)
    };
    let (last_event_id, messages) = history::encode(page, message);
    let answer = wire::MessagePage { messages, has_more };
    Ok((last_event_id, next, Json(answer)))
}

fn history_range(query: &wire::HistoryQuery) -> Result<PageRange, Problem> {
    let limit = PAGE.limit(query.limit)?;
    let bound = match (query.before_id, query.after_id) {
        (None, None) => PageBound::Newest,
        (Some(id), None) => PageBound::Before(MessageId(id)),
        (None, Some(id)) => PageBound::After(MessageId(id)),
        (Some(_), Some(_)) => {
            let detail = "before_id and after_id exclude each other";
            return Err(Problem::bad_request(Code::InvalidQuery, detail));
        }
    };
    Ok(PageRange { bound, limit })
}

/// Students and teachers cannot tell a chat that does not exist from a chat of other users.
fn hide_missing_chat(error: chat::Error, caller: &Principal) -> Problem {
    match error {
        chat::Error::Rejected(Rejection::ChatNotFound) if !caller.is_admin() => {
            Rejection::NotAParticipant.into()
        }
        error => error.into(),
    }
}

async fn history_access(
    context: &ContractContext,
    query: &wire::HistoryQuery,
    caller: &Principal,
    chat_id: ChatId,
) -> Result<HistoryAccess, Problem> {
    let with_deleted = query.include_deleted.unwrap_or(false);
    match (caller.is_admin(), with_deleted) {
        (true, with_deleted) => {
            let access = Access::new(Action::Read, Target::Chat(chat_id));
            Ok(HistoryAccess::Admin {
                with_deleted,
                recorded: context.accesses.record(caller, access).await?,
            })
        }
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
/// The server answers once the message is durable. Repeating a request with the same `client_id`
/// (or `Idempotency-Key`) is always safe: it sends nothing, and the answer is 200 with the stored
/// message. Sending marks the chat read for the sender.
#[utoipa::path(
    post,
    path = "/api/messages",
    operation_id = "sendMessage",
    tag = "messages",
    params(("Idempotency-Key" = Option<Uuid>, Header, nullable = false, description = "Alternative to `client_id`")),
    request_body = wire::SendMessage,
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
    extract::Json(body): extract::Json<wire::SendMessage>,
) -> Result<(StatusCode, Json<wire::Message>), Problem> {
    require_writer(&caller)?;
    let text = context.message_text("content", body.content)?;
    let message = NewMessage {
        client_id: extract::client_id(&headers, body.client_id)?,
        ..NewMessage::text(ChatId(body.chat_id), text)
    };
    require_known_chat(&context, &caller, message.chat_id).await?;
    let sent = send_message(&context.chat, caller.user_id, message).await?;
    Ok((sent.status(), Json(encode::sent_message(&sent))))
}

/// Deletes a message. Only its author may.
#[utoipa::path(
    delete,
    path = "/api/messages/{message_id}",
    operation_id = "deleteMessage",
    tag = "messages",
    params(("message_id" = i64, Path)),
    responses((status = 200, description = "The message is deleted", body = wire::Success), Problems)
)]
pub async fn delete(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Path(message_id): Path<i64>,
) -> Result<Json<wire::Success>, Problem> {
    let message_id = MessageId(message_id);
    require_known_message(&context, &caller, message_id).await?;
    let command = DeleteMessage { message_id };
    context.chat.execute(caller.user_id, command).await?;
    Ok(Json(wire::Success { success: true }))
}

/// Marks a chat read up to a message, by default the newest. A mark never moves back.
#[utoipa::path(
    post,
    path = "/api/chats/{chat_id}/read",
    operation_id = "markRead",
    tag = "chats",
    params(("chat_id" = i64, Path)),
    request_body(content = Option<wire::MarkRead>),
    responses((status = 204, description = "The chat is marked read"), Problems)
)]
pub async fn mark_read(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Path(chat_id): Path<i64>,
    OptionalJson(body): OptionalJson<wire::MarkRead>,
) -> Result<StatusCode, Problem> {
    require_writer(&caller)?;
    let up_to = body.unwrap_or_default().up_to_id.map(MessageId);
    let (chat, chat_id) = (&context.chat, ChatId(chat_id));
    require_known_chat(&context, &caller, chat_id).await?;
    chat.mark_read(caller.user_id, chat_id, up_to).await?;
    Ok(StatusCode::NO_CONTENT)
}
