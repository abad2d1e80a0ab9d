//! Blocking: a user who may write nothing to the caller.

use axum::extract::State;
use axum::http::StatusCode;

use crate::domain::UserId;
use crate::http::Caller;
use crate::http::Problem;
use crate::http::extract::Path;
use crate::http::problem::Problems;
use crate::realms::RealmContext;
use crate::realms::campus::api::conversations::named_in_body;

/// Blocks a user: they can neither write to the caller in a private conversation, nor begin
/// one, nor add them to a group.
#[utoipa::path(
    post,
    path = "/api/unet-chat/users/{user_id}/block",
    operation_id = "campusBlockUser",
    tag = "campus",
    params(("user_id" = i64, Path)),
    responses((status = 204, description = "They are blocked"), Problems)
)]
pub async fn block(
    State(campus): State<RealmContext>,
    Caller(caller): Caller,
    Path(user_id): Path<i64>,
) -> Result<StatusCode, Problem> {
    let blocked = campus.chat.block(caller.user_id, UserId(user_id)).await;
    blocked.map_err(named_in_body)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lifts a block.
#[utoipa::path(
    delete,
    path = "/api/unet-chat/users/{user_id}/block",
    operation_id = "campusUnblockUser",
    tag = "campus",
    params(("user_id" = i64, Path)),
    responses((status = 204, description = "They are not blocked"), Problems)
)]
pub async fn unblock(
    State(campus): State<RealmContext>,
    Caller(caller): Caller,
    Path(user_id): Path<i64>,
) -> Result<StatusCode, Problem> {
    let unblocked = campus.chat.unblock(caller.user_id, UserId(user_id)).await;
    unblocked.map_err(named_in_body)?;
    Ok(StatusCode::NO_CONTENT)
}
