//! The handlers.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::wire;
use crate::accesses::{Access, Action, Target};
use crate::api::caller::NativeCaller;
use crate::api::context::ApiContext;
use crate::api::desk::encode::DeskEncoder;
use crate::api::pages::{PAGE, PageQuery};
use crate::desk::{AccessPage, RecordedAccess, Scope};
use crate::domain::{ChatId, Position, text};
use crate::http::extract::{Path, Query};
use crate::http::paging::Paging;
use crate::http::problem::Problems;
use crate::http::{Code, Problem, Reads, extract};

/// Longest reason, in characters.
const REASON_MAX: usize = 500;

/// Records why the caller reads a chat without being its member. For admins, or moderators.
///
/// The reason counts for every access of the caller to the chat on the same day (UTC). Where the policy of the realm has
/// `reading_needs_reason`, the server refuses to show the chat before, with 403 `reason_required`. A member of the chat
/// records nothing.
#[utoipa::path(
    post,
    path = "/desk/chats/{id}/access",
    operation_id = "openChatOfOthers",
    tag = "desk",
    params(("id" = i64, Path, description = "The chat")),
    request_body = wire::ReasonToRead,
    responses((status = 204, description = "The reason is recorded"), Problems)
)]
pub async fn open(
    State(context): State<ApiContext>,
    NativeCaller(caller): NativeCaller,
    Path(id): Path<i64>,
    extract::Json(body): extract::Json<wire::ReasonToRead>,
) -> Result<StatusCode, Problem> {
    let desk = context.desk(&caller)?;
    desk.require_chat(ChatId(id)).await?;
    let reason = body.reason.trim();
    text::check(reason, REASON_MAX)
        .map_err(|error| Problem::bad_request(Code::InvalidContent, format!("reason {error}")))?;
    let access = Access {
        only_reported: desk.scope() == Scope::Reported,
        reason: Some(reason),
        ..Access::new(Action::Opened, Target::Chat(ChatId(id)))
    };
    context.accesses.record(&caller, access).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists accesses to chats by readers who are not their members, the newest first. For admins.
#[utoipa::path(
    get,
    path = "/desk/accesses",
    operation_id = "listAccesses",
    tag = "desk",
    params(PageQuery),
    responses((status = 200, description = "A page of the list", body = wire::AccessList), Problems)
)]
pub async fn list(
    State(context): State<ApiContext>,
    NativeCaller(caller): NativeCaller,
    Reads(language): Reads,
    Query(query): Query<PageQuery>,
) -> Result<Json<wire::AccessList>, Problem> {
    let desk = context.desk(&caller)?;
    if !caller.is_admin() {
        return Err(Problem::forbidden(Code::NotAnAdmin, "for admins only"));
    }
    let paging = Paging::new(PAGE, query.limit, query.cursor.as_deref())?;
    let before = paging.after.map(Position);
    let mut page = desk.accesses(before, paging.rows()).await?;
    let encoder = DeskEncoder::new(&context, language);
    let accesses = std::mem::take(&mut page.accesses);
    let (accesses, next_cursor) = paging.cut(
        accesses,
        |access: &RecordedAccess| access.id.0,
        |access| encode(access, &page, &encoder),
    );
    Ok(Json(wire::AccessList {
        accesses,
        next_cursor,
    }))
}

fn encode(
    access: RecordedAccess,
    page: &AccessPage,
    encoder: &DeskEncoder<'_>,
) -> wire::DeskAccess {
    let chat = access.chat_id.and_then(|id| page.chats.get(&id));
    let reader = access.user_id.map(|id| page.people.get(id));
    wire::DeskAccess {
        id: access.id.0,
        at: access.at.into(),
        reader: reader.map(|reader| encoder.person(reader)),
        via_key: access.via_key,
        action: access.action,
        chat: chat.map(|chat| encoder.chat(chat)),
        attachment_id: access.attachment_id.map(|id| id.0),
        route: access.route,
        address: access.address,
        reason: access.reason,
    }
}
