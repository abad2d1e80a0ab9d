//! Members of a group, who come and go.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use uuid::Uuid;

use crate::domain::{AppendOutcome, Command, UserId};
use crate::http::Caller;
use crate::http::extract::{self, Path};
use crate::http::problem::Problems;
use crate::http::{Problem, Reads};
use crate::realms::RealmContext;
use crate::realms::campus::api::conversations::named_in_body;
use crate::realms::campus::{name_of, wire};

/// Lets somebody into a group; its creator alone may. They see its history.
#[utoipa::path(
    post,
    path = "/api/unet-chat/conversations/{id}/participants/",
    operation_id = "campusAddParticipant",
    tag = "campus",
    params(("id" = Uuid, Path)),
    request_body = wire::NewParticipant,
    responses(
        (status = 201, description = "They are in", body = wire::ParticipantAdded),
        (status = 200, description = "They were in already", body = wire::ParticipantAdded),
        Problems
    )
)]
pub async fn add(
    State(campus): State<RealmContext>,
    Caller(caller): Caller,
    Reads(language): Reads,
    Path(id): Path<Uuid>,
    extract::Json(body): extract::Json<wire::NewParticipant>,
) -> Result<(StatusCode, Json<wire::ParticipantAdded>), Problem> {
    let chat_id = campus.chat.find_chat(id).await?;
    let user_id = UserId(body.user_id);
    let command = Command::AddParticipant { chat_id, user_id };
    let receipt = campus.chat.execute(caller.user_id, command).await;
    let status = match receipt.map_err(named_in_body)? {
        AppendOutcome::New(_) => StatusCode::CREATED,
        AppendOutcome::Duplicate(_) | AppendOutcome::NoChange => StatusCode::OK,
    };
    let added = wire::ParticipantAdded {
        conversation_id: id,
        user_id: user_id.0,
        name: name_of(&campus.directory, user_id)
            .await?
            .in_language(language),
    };
    Ok((status, Json(added)))
}

/// Leaves a group, or removes somebody from it, which its creator alone may. From that
/// moment they see nothing of it.
#[utoipa::path(
    delete,
    path = "/api/unet-chat/conversations/{id}/participants/{user_id}",
    operation_id = "campusRemoveParticipant",
    tag = "campus",
    params(("id" = Uuid, Path), ("user_id" = i64, Path)),
    responses((status = 204, description = "They are out"), Problems)
)]
pub async fn remove(
    State(campus): State<RealmContext>,
    Caller(caller): Caller,
    Path((id, user_id)): Path<(Uuid, i64)>,
) -> Result<StatusCode, Problem> {
    let chat_id = campus.chat.find_chat(id).await?;
    let user_id = UserId(user_id);
    let command = Command::RemoveParticipant { chat_id, user_id };
    campus.chat.execute(caller.user_id, command).await?;
    Ok(StatusCode::NO_CONTENT)
}
