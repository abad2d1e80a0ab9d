//! Blocking users.

use axum::extract::State;
use axum::http::StatusCode;

use crate::contracts::shared::ContractContext;
use crate::contracts::shared::unknown_user::unknown_user_is_invalid;
use crate::domain::UserId;
use crate::http::Caller;
use crate::http::Problem;
use crate::http::extract::Path;
use crate::http::problem::Problems;

/// Blocks a user.
///
/// The blocked user can neither send messages to the caller in their private conversation, nor
/// create one, nor add the caller to a group.
#[utoipa::path(
    post,
    path = "/api/unet-chat/users/{user_id}/block",
    operation_id = "campusBlockUser",
    tag = "campus",
    params(("user_id" = i64, Path)),
    responses((status = 204, description = "The user is blocked"), Problems)
)]
pub async fn block(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Path(user_id): Path<i64>,
) -> Result<StatusCode, Problem> {
    context.require(context.policy.features.blocks)?;
    let blocked = context.chat.block(caller.user_id, UserId(user_id)).await;
    blocked.map_err(unknown_user_is_invalid)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Unblocks a user.
#[utoipa::path(
    delete,
    path = "/api/unet-chat/users/{user_id}/block",
    operation_id = "campusUnblockUser",
    tag = "campus",
    params(("user_id" = i64, Path)),
    responses((status = 204, description = "The user is not blocked"), Problems)
)]
pub async fn unblock(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Path(user_id): Path<i64>,
) -> Result<StatusCode, Problem> {
    context.require(context.policy.features.blocks)?;
    let unblocked = context.chat.unblock(caller.user_id, UserId(user_id)).await;
    unblocked.map_err(unknown_user_is_invalid)?;
    Ok(StatusCode::NO_CONTENT)
}
