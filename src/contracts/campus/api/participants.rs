//! Members of a group.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use uuid::Uuid;

use crate::contracts::campus::names::name_of;
use crate::contracts::campus::wire;
use crate::contracts::shared::ContractContext;
use crate::contracts::shared::unknown_user::unknown_user_is_invalid;
use crate::domain::{AddParticipant, AppendOutcome, RemoveParticipant, UserId};
use crate::http::Caller;
use crate::http::extract::{self, Path};
use crate::http::problem::Problems;
use crate::http::sending::created_or_found;
use crate::http::{Problem, Reads};

/// Adds a user to a group. Only its creator may. A new member sees the whole history.
#[utoipa::path(
    post,
    path = "/api/unet-chat/conversations/{id}/participants/",
    operation_id = "campusAddParticipant",
    tag = "campus",
    params(("id" = Uuid, Path)),
    request_body = wire::NewParticipant,
    responses(
        (status = 201, description = "The new member", body = wire::ParticipantAdded),
        (status = 200, description = "The user, who was a member already", body = wire::ParticipantAdded),
        Problems
    )
)]
pub async fn add(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Reads(language): Reads,
    Path(id): Path<Uuid>,
    extract::Json(body): extract::Json<wire::NewParticipant>,
) -> Result<(StatusCode, Json<wire::ParticipantAdded>), Problem> {
    context.require(context.policy.features.groups)?;
    let chat_id = context.chat.find_chat(id).await?;
    let user_id = UserId(body.user_id);
    let command = AddParticipant { chat_id, user_id };
    let outcome = context.chat.execute(caller.user_id, command).await;
    let outcome = outcome.map_err(unknown_user_is_invalid)?;
    let is_new = matches!(outcome, AppendOutcome::New(_));
    let name = name_of(&context.directory, user_id).await?;
    let added = wire::ParticipantAdded {
        conversation_id: id,
        user_id: user_id.0,
        name: name.in_language(language),
    };
    Ok((created_or_found(is_new), Json(added)))
}

/// Removes a member from a group. Only its creator may; every member may leave.
///
/// From that moment the removed user sees nothing of the group.
#[utoipa::path(
    delete,
    path = "/api/unet-chat/conversations/{id}/participants/{user_id}",
    operation_id = "campusRemoveParticipant",
    tag = "campus",
    params(("id" = Uuid, Path), ("user_id" = i64, Path)),
    responses((status = 204, description = "The user is no longer a member"), Problems)
)]
pub async fn remove(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Path((id, user_id)): Path<(Uuid, i64)>,
) -> Result<StatusCode, Problem> {
    let chat_id = context.chat.find_chat(id).await?;
    let user_id = UserId(user_id);
    let command = RemoveParticipant { chat_id, user_id };
    context.chat.execute(caller.user_id, command).await?;
    Ok(StatusCode::NO_CONTENT)
}
