//! Chat lists.

use axum::Json;
use axum::extract::State;
use axum::http::Uri;

use crate::accesses::{Access, Action, Target};
use crate::chat::{ChatView, ParticipantScope};
use crate::contracts::school::lists::PAGE;
use crate::contracts::school::roles::require_admin;
use crate::contracts::school::{encode, wire};
use crate::contracts::shared::ContractContext;
use crate::contracts::shared::next_link::NextLink;
use crate::contracts::shared::query::Query;
use crate::domain::Position;
use crate::http::Caller;
use crate::http::paging::{self, Paging};
use crate::http::problem::Problems;
use crate::http::{Code, LastEventId, Problem, Reads};

/// Lists the caller's chats, latest activity first.
///
/// For students and teachers; admins use `/api/admin/chats`.
#[utoipa::path(
    get,
    path = "/api/chats",
    operation_id = "listChats",
    tag = "chats",
    params(wire::OwnChats),
    responses(
        (
            status = 200,
            description = "A page of the list",
            body = wire::ChatList,
            headers(
                ("Last-Event-ID" = String, description = "The id of the last event that the answer includes"),
                ("Link" = Option<String>, description = "Where the list continues, if there is more: `rel=\"next\"`")
            )
        ),
        Problems
    )
)]
pub async fn list(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Reads(language): Reads,
    Query(query): Query<wire::OwnChats>,
    uri: Uri,
) -> Result<(LastEventId, NextLink, Json<wire::ChatList>), Problem> {
    if caller.is_admin() {
        let detail = "an admin participates in no chat: /api/admin/chats lists every chat";
        return Err(Problem::forbidden(Code::UseAdminChats, detail));
    }
    let paging = Paging::new(PAGE, query.limit, query.cursor.as_deref())?;
    let (after, scope) = (paging.after.map(Position), ParticipantScope::Others);
    let (chat, rows) = (&context.chat, paging.rows());
    let found = chat.private_chats_of_user(caller.user_id, after, rows, scope);
    let found = found.await?;
    let key = |chat: &ChatView| chat.list_position().0;
    let item = |chat| encode::chat_item(chat, language, query.read_marks);
    let (chats, next_cursor) = paging.cut(found.value, key, item);
    let next = NextLink::at_cursor(&uri, next_cursor.as_deref());
    let list = wire::ChatList { chats, next_cursor };
    Ok((LastEventId(found.cursor), next, Json(list)))
}

/// Lists every chat, latest activity first. For admins.
#[utoipa::path(
    get,
    path = "/api/admin/chats",
    operation_id = "listAllChats",
    tag = "admin",
    params(wire::Search),
    responses(
        (
            status = 200,
            description = "A page of the list",
            body = wire::AdminChatList,
            headers(
                ("Last-Event-ID" = String, description = "The id of the last event that the answer includes"),
                ("Link" = Option<String>, description = "Where the list continues, if there is more: `rel=\"next\"`")
            )
        ),
        Problems
    )
)]
pub async fn list_all(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Reads(language): Reads,
    Query(query): Query<wire::Search>,
    uri: Uri,
) -> Result<(LastEventId, NextLink, Json<wire::AdminChatList>), Problem> {
    require_admin(&caller)?;
    let paging = Paging::new(PAGE, query.limit, query.cursor.as_deref())?;
    let name = paging::search(query.q.as_deref())?;
    let after = paging.after.map(Position);
    let access = Access::new(Action::Listed, Target::AllChats);
    let recorded = context.accesses.record(&caller, access).await?;
    let chat = &context.chat;
    let found = chat.chats_of_realm(recorded, name, after, paging.rows());
    let found = found.await?;
    let key = |chat: &ChatView| chat.list_position().0;
    let item = |chat| encode::admin_chat_item(chat, language);
    let (chats, next_cursor) = paging.cut(found.value, key, item);
    let next = NextLink::at_cursor(&uri, next_cursor.as_deref());
    let list = wire::AdminChatList { chats, next_cursor };
    Ok((LastEventId(found.cursor), next, Json(list)))
}
