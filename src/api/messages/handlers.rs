//! The handlers.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use uuid::Uuid;

use super::answer::{message_for, message_now, show_sent};
use super::{change, encode, new_message, wire};
use crate::accesses::{Action, Target};
use crate::api::caller::{MessagesCaller, ReadCaller};
use crate::api::context::ApiContext;
use crate::api::custom;
use crate::api::pages::{PAGE, PageQuery};
use crate::api::scheduled::new_scheduled;
use crate::api::scheduled::wire::{ScheduledMessage, SentOrScheduled};
use crate::api::users::beside::users_beside;
use crate::chat::{HistoryAccess, NamedPeople, PageBound, PageRange};
use crate::domain::{ChatId, DeleteMessage, MessageId, Principal, ReportMessage, UserId};
use crate::http::extract::{self, Path, Query};
use crate::http::idempotency::{IdempotencyKey, KeyedJson, once};
use crate::http::paging::Paging;
use crate::http::problem::Problems;
use crate::http::sending::{self, Location};
use crate::http::{Code, LastEventId, Problem, Reads, api_path};
use crate::idempotency::Record;

/// Lists messages of a chat in chronological order. It marks nothing read.
#[utoipa::path(
    get,
    path = "/chats/{id}/messages",
    operation_id = "listMessages",
    tag = "messages",
    params(("id" = i64, Path), wire::MessagesQuery),
    responses(
        (
            status = 200,
            description = "A page of messages",
            body = wire::MessagePage,
            headers(("Last-Event-ID" = String, description = "The last event that the answer reflects"))
        ),
        Problems
    )
)]
pub async fn list(
    State(context): State<ApiContext>,
    ReadCaller(caller): ReadCaller,
    Reads(language): Reads,
    Path(id): Path<i64>,
    Query(query): Query<wire::MessagesQuery>,
) -> Result<(LastEventId, Json<wire::MessagePage>), Problem> {
    let range = PageRange {
        limit: PAGE.limit(query.limit)?,
        bound: bound(&query)?,
    };
    let (chat, reader, chat_id) = (&context.chat, caller.user_id, ChatId(id));
    let (action, target) = (Action::Read, Target::Chat(chat_id));
    let access = HistoryAccess::Everything {
        sees_all: context.reader(&caller, action, target).await?.sees_all,
    };
    let page = chat.history(reader, chat_id, range, access);
    let page = context.about_chat(&caller, chat_id, page).await?;
    let named = page.value.messages.iter().collect();
    let users = users_beside(&context, reader, language, named).await?;
    let (realm, reader) = (context.policy.realm, Some(reader));
    let messages = page.value.messages.into_iter();
    let answer = wire::MessagePage {
        messages: messages
            .map(|message| encode::message(message, realm, reader, language))
            .collect(),
        users,
        has_older: page.value.has_older,
        has_newer: page.value.has_newer,
    };
    Ok((LastEventId(page.cursor), Json(answer)))
}

fn bound(query: &wire::MessagesQuery) -> Result<PageBound, Problem> {
    let given = [
        query.before_id.map(|id| PageBound::Before(MessageId(id))),
        query.after_id.map(|id| PageBound::After(MessageId(id))),
        query.around_id.map(|id| PageBound::Around(MessageId(id))),
        query.at.map(PageBound::At),
    ];
    let mut given = given.into_iter().flatten();
    let bound = given.next().unwrap_or(PageBound::Newest);
    if given.next().is_some() {
        let detail = "before_id, after_id, around_id and at exclude each other";
        return Err(Problem::bad_request(Code::InvalidQuery, detail));
    }
    Ok(bound)
}

/// Sends a message, or with `send_at` schedules it.
///
/// The server answers once the message is durable. Repeating a request with the same `client_id` (or
/// `Idempotency-Key`) is always safe: it sends nothing, and the answer is 200 with the stored message.
#[utoipa::path(
    post,
    path = "/chats/{id}/messages",
    operation_id = "sendMessage",
    tag = "messages",
    params(
        ("id" = i64, Path),
        ("Idempotency-Key" = Option<Uuid>, Header, nullable = false, description = "Alternative to `client_id`")
    ),
    request_body = wire::NewMessage,
    responses(
        (
            status = 201,
            description = "The stored message",
            body = wire::Message,
            headers(("Location" = String, description = "The path of the message"))
        ),
        (status = 202, description = "The message that is sent later", body = ScheduledMessage),
        (
            status = 200,
            description = "The message that an earlier request with this `client_id` stored or scheduled",
            body = SentOrScheduled
        ),
        Problems
    )
)]
pub async fn send(
    State(context): State<ApiContext>,
    MessagesCaller(caller): MessagesCaller,
    Reads(language): Reads,
    Path(id): Path<i64>,
    headers: HeaderMap,
    extract::Json(body): extract::Json<wire::NewMessage>,
) -> Result<(StatusCode, Location, Json<SentOrScheduled>), Problem> {
    context.require_writer(&caller)?;
    let client_id = extract::client_id(&headers, body.client_id)?;
    let (chat_id, send_at) = (ChatId(id), body.send_at);
    if send_at.is_some() {
        new_scheduled::check(&body)?;
    }
    let message = new_message::parse(&context, &caller, chat_id, body, client_id)?;
    if let Some(send_at) = send_at {
        let scheduled = new_scheduled::schedule(&context, &caller, message, send_at);
        let (status, scheduled) = scheduled.await?;
        let answer = SentOrScheduled::Scheduled(scheduled);
        return Ok((status, Location::none(), Json(answer)));
    }
    let sent = sending::send(&context.chat, &caller, message);
    let sent = context.about_chat(&caller, chat_id, sent).await;
    let sent = sent.map_err(new_message::refused)?;
    let message = show_sent(&context, &caller, language, &sent).await?;
    let base = api_path(context.policy.realm);
    let location = Location::of_new(sent.is_new, || format!("{base}/messages/{}", message.id));
    let answer = SentOrScheduled::Sent(Box::new(message));
    Ok((sent.status(), location, Json(answer)))
}

/// Shows a message of a chat that the caller may see.
#[utoipa::path(
    get,
    path = "/messages/{id}",
    operation_id = "getMessage",
    tag = "messages",
    params(("id" = i64, Path)),
    responses((status = 200, description = "The message", body = wire::Message), Problems)
)]
pub async fn show(
    State(context): State<ApiContext>,
    ReadCaller(caller): ReadCaller,
    Reads(language): Reads,
    Path(id): Path<i64>,
) -> Result<Json<wire::Message>, Problem> {
    message_now(&context, &caller, language, MessageId(id)).await
}

/// Shows the message that has a UUID: its id in contracts whose ids are UUIDs.
#[utoipa::path(
    get,
    path = "/messages/by-uuid/{uuid}",
    operation_id = "getMessageByUuid",
    tag = "messages",
    params(("uuid" = Uuid, Path)),
    responses((status = 200, description = "The message", body = wire::Message), Problems)
)]
pub async fn show_by_uuid(
    context: State<ApiContext>,
    caller: ReadCaller,
    language: Reads,
    Path(uuid): Path<Uuid>,
) -> Result<Json<wire::Message>, Problem> {
    let MessageId(id) = context.chat.find_any_message(uuid).await?;
    show(context, caller, language, Path(id)).await
}

/// Changes the text and the custom data of one's own message. The text may become empty if the message has files.
/// A server-side key changes the custom data of any message.
#[utoipa::path(
    patch,
    path = "/messages/{id}",
    operation_id = "editMessage",
    tag = "messages",
    params(("id" = i64, Path)),
    request_body(
        content((wire::Edit = "application/json"), (wire::Edit = "application/merge-patch+json"))
    ),
    responses((status = 200, description = "The message as it is then", body = wire::Message), Problems)
)]
pub async fn edit(
    State(context): State<ApiContext>,
    MessagesCaller(caller): MessagesCaller,
    Reads(language): Reads,
    Path(id): Path<i64>,
    extract::MergePatch(body): extract::MergePatch<wire::Edit>,
) -> Result<Json<wire::Message>, Problem> {
    let id = MessageId(id);
    let program = match &body.custom {
        Some(_) => custom::program_reader(&context, &caller, Target::Message(id)).await?,
        None => None,
    };
    change::change(&context, &caller, id, body).await?;
    match program {
        Some(reader) => message_for(&context, &caller, reader, language, id).await,
        None => message_now(&context, &caller, language, id).await,
    }
}

/// Deletes a message: its author may, the owner of the group, and a moderator if it was reported.
#[utoipa::path(
    delete,
    path = "/messages/{id}",
    operation_id = "deleteMessage",
    tag = "messages",
    params(("id" = i64, Path)),
    responses((status = 204, description = "The message is deleted"), Problems)
)]
pub async fn delete(
    State(context): State<ApiContext>,
    MessagesCaller(caller): MessagesCaller,
    Path(id): Path<i64>,
) -> Result<StatusCode, Problem> {
    let message_id = MessageId(id);
    let command = DeleteMessage { message_id };
    context.chat.execute(&caller, command).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists who has read a message, besides its author.
#[utoipa::path(
    get,
    path = "/messages/{id}/readers",
    operation_id = "listReaders",
    tag = "messages",
    params(("id" = i64, Path), PageQuery),
    responses((status = 200, description = "A page of the list", body = wire::ReaderList), Problems)
)]
pub async fn readers(
    State(context): State<ApiContext>,
    ReadCaller(caller): ReadCaller,
    Reads(language): Reads,
    Path(id): Path<i64>,
    Query(query): Query<PageQuery>,
) -> Result<Json<wire::ReaderList>, Problem> {
    let filters = [id.to_string()];
    let paging = Paging::filtered(PAGE, query.limit, query.cursor.as_deref(), &filters)?;
    let after = UserId(paging.after.unwrap_or_default());
    let (chat, id) = (&context.chat, MessageId(id));
    let (action, target) = (Action::Read, Target::Message(id));
    let reader = context.reader(&caller, action, target).await?;
    let readers = chat.readers(reader, id, after, paging.rows());
    let (chat_id, readers) = context.about_message(id, readers).await?;
    let (readers, next_cursor) = paging.cut(readers, |one| one.user_id.0, |one| one);
    let mut named = NamedPeople::default();
    for one in &readers {
        named.add(chat_id, one.user_id);
    }
    let users = users_beside(&context, caller.user_id, language, named).await?;
    let readers = readers.into_iter().map(|one| wire::Reader {
        user_id: one.user_id.0,
        read_at: one.read_at.map(Into::into),
    });
    let list = wire::ReaderList {
        readers: readers.collect(),
        users,
        next_cursor,
    };
    Ok(Json(list))
}

/// Reports a message to the moderators. While a report of the caller waits, another one adds none.
#[utoipa::path(
    post,
    path = "/messages/{id}/report",
    operation_id = "reportMessage",
    tag = "messages",
    params(("id" = i64, Path), IdempotencyKey),
    request_body = wire::Report,
    responses((status = 202, description = "The report waits for a moderator"), Problems)
)]
pub async fn report(
    State(context): State<ApiContext>,
    MessagesCaller(caller): MessagesCaller,
    Path(id): Path<i64>,
    KeyedJson { body, key }: KeyedJson<wire::Report>,
) -> Result<StatusCode, Problem> {
    context.require(context.policy.features.reports)?;
    let request = key.map(|key| key.by(&caller, "reportMessage"));
    let reporting = {
        let context = context.clone();
        Box::pin(async move { report_once(&context, &caller, MessageId(id), body.reason).await })
    };
    let record = |id: &MessageId| Record::of(id.0);
    once(&context.idempotency, request, reporting, record).await?;
    Ok(StatusCode::ACCEPTED)
}

async fn report_once(
    context: &ApiContext,
    caller: &Principal,
    message_id: MessageId,
    reason: String,
) -> Result<MessageId, Problem> {
    let (chat, reader) = (&context.chat, context.reader_of_own(caller));
    let message = chat.message(reader, message_id);
    let command = ReportMessage {
        chat_id: context.about_message(message_id, message).await?.chat_id,
        message_id,
        reason: new_message::text(context, "reason", reason)?,
    };
    chat.execute(caller, command).await?;
    Ok(message_id)
}
