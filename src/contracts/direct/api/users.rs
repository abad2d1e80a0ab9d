//! Other users: presence and blocks.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use crate::contracts::direct::errors::Errors;
use crate::contracts::direct::{ids, wire};
use crate::contracts::shared::ContractContext;
use crate::http::extract::Path;
use crate::http::{Caller, Problem};

/// Returns whether a user is online, to a caller who shares a conversation with them.
#[utoipa::path(
    get,
    path = "/api/v1/chat/presence/{user_id}",
    operation_id = "getDirectPresence",
    tag = "direct",
    params(("user_id" = String, Path, description = "The id of the user")),
    responses((status = 200, description = "The user's presence", body = wire::Presence), Errors)
)]
pub async fn presence(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Path(user_id): Path<String>,
) -> Result<Json<wire::Presence>, Problem> {
    let user_id = ids::user_id(&user_id)?;
    let presence = context.chat.presence_of(caller.user_id, user_id).await?;
    Ok(Json(presence.into()))
}

/// Blocks a user, who can then send the caller no message.
#[utoipa::path(
    post,
    path = "/api/v1/chat/users/{user_id}/block",
    operation_id = "blockDirectUser",
    tag = "direct",
    params(("user_id" = String, Path, description = "The id of the user")),
    responses((status = 204, description = "The user is blocked"), Errors)
)]
pub async fn block(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Path(user_id): Path<String>,
) -> Result<StatusCode, Problem> {
    context.require(context.policy.features.blocks)?;
    let user_id = ids::user_id(&user_id)?;
    context.chat.block(caller.user_id, user_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Unblocks a user.
#[utoipa::path(
    delete,
    path = "/api/v1/chat/users/{user_id}/block",
    operation_id = "unblockDirectUser",
    tag = "direct",
    params(("user_id" = String, Path, description = "The id of the user")),
    responses((status = 204, description = "The user is not blocked"), Errors)
)]
pub async fn unblock(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Path(user_id): Path<String>,
) -> Result<StatusCode, Problem> {
    context.require(context.policy.features.blocks)?;
    let user_id = ids::user_id(&user_id)?;
    context.chat.unblock(caller.user_id, user_id).await?;
    Ok(StatusCode::NO_CONTENT)
}
