//! `POST /api/chats/{chat_id}/typing`.

use axum::extract::State;
use axum::http::StatusCode;

use crate::domain::ChatId;
use crate::http::Caller;
use crate::http::Problem;
use crate::http::extract::{Json, Path};
use crate::http::problem::Problems;
use crate::realms::RealmContext;
use crate::realms::school::api::messages::require_writer;
use crate::realms::school::wire;

/// Tells the other side that the caller types, or has ceased.
///
/// To be repeated every few seconds: it lapses after six, and with the next message. Whoever
/// follows events gets it as `typing`, if they are connected now.
#[utoipa::path(
    post,
    path = "/api/chats/{chat_id}/typing",
    operation_id = "setTyping",
    tag = "chats",
    params(("chat_id" = i64, Path)),
    request_body = wire::SetTyping,
    responses((status = 204, description = "It is told"), Problems)
)]
pub async fn set(
    State(school): State<RealmContext>,
    Caller(caller): Caller,
    Path(chat_id): Path<i64>,
    Json(body): Json<wire::SetTyping>,
) -> Result<StatusCode, Problem> {
    require_writer(&caller)?;
    let chat_id = ChatId(chat_id);
    school
        .chat
        .typing(caller.user_id, chat_id, body.is_typing)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
