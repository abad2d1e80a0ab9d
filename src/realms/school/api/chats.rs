//! Chat lists.

use axum::Json;
use axum::extract::State;

use crate::chat::ParticipantScope;
use crate::domain::Position;
use crate::http::Caller;
use crate::http::extract::Query;
use crate::http::problem::Problems;
use crate::http::{Code, LastEventId, Problem, Reads};
use crate::realms::RealmContext;
use crate::realms::school::api::require_admin;
use crate::realms::school::paging::{self, Paging};
use crate::realms::school::{translate, wire};

/// The caller's chats, latest activity first.
///
/// For students and teachers; an admin has `/api/admin/chats`.
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
            headers(("Last-Event-ID" = String, description = "The last event that the answer reflects"))
        ),
        Problems
    )
)]
pub async fn list(
    State(school): State<RealmContext>,
    Caller(caller): Caller,
    Reads(language): Reads,
    Query(query): Query<wire::OwnChats>,
) -> Result<(LastEventId, Json<wire::ChatList>), Problem> {
    if caller.is_admin() {
        let detail = "an admin is in no chat; all of them are at /api/admin/chats";
        return Err(Problem::forbidden(Code::UseAdminChats, detail));
    }
    let paging = Paging::new(query.limit, query.cursor.as_deref())?;
    let after = paging.after.map(Position);
    let chats = school
        .chat
        .chats_of_user(
            caller.user_id,
            after,
            paging.rows(),
            ParticipantScope::Others,
        )
        .await?;
    let at = LastEventId(chats.cursor);
    let (chats, next_cursor) = paging.cut(
        chats.value,
        |chat| chat.list_position().0,
        |chat| translate::chat_item(chat, language, query.read_marks),
    );
    Ok((at, Json(wire::ChatList { chats, next_cursor })))
}

/// Every chat, latest activity first: for admins.
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
            headers(("Last-Event-ID" = String, description = "The last event that the answer reflects"))
        ),
        Problems
    )
)]
pub async fn list_all(
    State(school): State<RealmContext>,
    Caller(caller): Caller,
    Reads(language): Reads,
    Query(query): Query<wire::Search>,
) -> Result<(LastEventId, Json<wire::AdminChatList>), Problem> {
    require_admin(&caller)?;
    let paging = Paging::new(query.limit, query.cursor.as_deref())?;
    let name = paging::search(query.q.as_deref())?;
    let after = paging.after.map(Position);
    let chats = school
        .chat
        .chats_of_realm(name, after, paging.rows())
        .await?;
    let at = LastEventId(chats.cursor);
    let (chats, next_cursor) = paging.cut(
        chats.value,
        |chat| chat.list_position().0,
        |chat| translate::admin_chat_item(chat, language),
    );
    let list = wire::AdminChatList { chats, next_cursor };
    Ok((at, Json(list)))
}
