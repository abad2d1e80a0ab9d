//! The handlers.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::{encode, new_scheduled, wire};
use crate::api::caller::{MessagesCaller, ReadCaller};
use crate::api::context::ApiContext;
use crate::api::messages::new_message;
use crate::api::pages::{PAGE, PageQuery};
use crate::api::users::beside::users_beside;
use crate::chat::ScheduledMessage;
use crate::domain::text::MessageText;
use crate::domain::{CancelScheduled, ChangeScheduled, Principal, ScheduledId};
use crate::http::extract::{MergePatch, Path, Query};
use crate::http::paging::Paging;
use crate::http::problem::Problems;
use crate::http::{Problem, Reads};

/// Lists the caller's scheduled messages in all chats of the realm: those that wait, and those that failed.
#[utoipa::path(
    get,
    path = "/scheduled",
    operation_id = "listScheduled",
    tag = "messages",
    params(PageQuery),
    responses((status = 200, description = "A page of the list", body = wire::ScheduledList), Problems)
)]
pub async fn list(
    State(context): State<ApiContext>,
    ReadCaller(caller): ReadCaller,
    Reads(language): Reads,
    Query(query): Query<PageQuery>,
) -> Result<Json<wire::ScheduledList>, Problem> {
    let paging = Paging::new(PAGE, query.limit, query.cursor.as_deref())?;
    let after = ScheduledId(paging.after.unwrap_or_default());
    let listed = context
        .chat
        .scheduled(caller.user_id, after, paging.rows())
        .await?;
    let (listed, next_cursor) = paging.cut(listed, |one| one.id.0, |one| one);
    let named = listed.iter().collect();
    let users = users_beside(&context, caller.user_id, language, named).await?;
    let realm = context.policy.realm;
    let scheduled = listed.into_iter().map(|one| encode::scheduled(one, realm));
    Ok(Json(wire::ScheduledList {
        scheduled: scheduled.collect(),
        users,
        next_cursor,
    }))
}

/// Changes the text or the time of a scheduled message of the caller's. One that has failed waits again.
#[utoipa::path(
    patch,
    path = "/scheduled/{id}",
    operation_id = "changeScheduled",
    tag = "messages",
    params(("id" = i64, Path)),
    request_body(
        content(
            (wire::ScheduledChange = "application/json"),
            (wire::ScheduledChange = "application/merge-patch+json")
        )
    ),
    responses((status = 200, description = "The scheduled message", body = wire::ScheduledMessage), Problems)
)]
pub async fn change(
    State(context): State<ApiContext>,
    MessagesCaller(caller): MessagesCaller,
    Path(id): Path<i64>,
    MergePatch(body): MergePatch<wire::ScheduledChange>,
) -> Result<Json<wire::ScheduledMessage>, Problem> {
    let id = ScheduledId(id);
    let text = match body.text {
        Some(text) => Some(changed_text(&context, &caller, id, text).await?),
        None => None,
    };
    let send_at = body.send_at.map(new_scheduled::writable).transpose()?;
    let command = ChangeScheduled { id, text, send_at };
    let changed = context.chat.execute(&caller, command).await;
    changed.map_err(new_message::refused)?;
    let scheduled = own(&context, &caller, id).await?;
    Ok(Json(encode::scheduled(scheduled, context.policy.realm)))
}

/// The new text of a scheduled message, which may be blank beside files.
async fn changed_text(
    context: &ApiContext,
    caller: &Principal,
    id: ScheduledId,
    text: String,
) -> Result<MessageText, Problem> {
    if text.trim().is_empty() && !own(context, caller, id).await?.attachments.is_empty() {
        return new_message::blank(context, text);
    }
    new_message::text(context, "text", text)
}

async fn own(
    context: &ApiContext,
    caller: &Principal,
    id: ScheduledId,
) -> Result<ScheduledMessage, Problem> {
    let found = context.chat.scheduled_message(caller.user_id, id).await;
    Ok(found?)
}

/// Cancels a scheduled message of the caller's.
#[utoipa::path(
    delete,
    path = "/scheduled/{id}",
    operation_id = "cancelScheduled",
    tag = "messages",
    params(("id" = i64, Path)),
    responses((status = 204, description = "The message is not sent"), Problems)
)]
pub async fn cancel(
    State(context): State<ApiContext>,
    MessagesCaller(caller): MessagesCaller,
    Path(id): Path<i64>,
) -> Result<StatusCode, Problem> {
    let command = CancelScheduled {
        id: ScheduledId(id),
    };
    context.chat.execute(&caller, command).await?;
    Ok(StatusCode::NO_CONTENT)
}
