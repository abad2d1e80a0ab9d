//! Members of a group.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::encode_chats;
use crate::domain::{ChatId, Command, UserId};
use crate::http::extract::{self, Path};
use crate::http::problem::Problems;
use crate::http::{Code, Problem, Reads};
use crate::native::caller::NativeCaller;
use crate::native::{NativeContext, wire};

/// The most users that one request adds.
const MAX_NEW: usize = 100;

/// Adds users to a group, in order, and stops at the first who is refused: the users before are members
/// then.
#[utoipa::path(
    post,
    path = "/chats/{id}/members",
    operation_id = "addMembers",
    tag = "chats",
    params(("id" = i64, Path)),
    request_body = wire::NewMembers,
    responses((status = 200, description = "The chat with the new members", body = wire::Chat), Problems)
)]
pub async fn add(
    State(context): State<NativeContext>,
    NativeCaller(caller): NativeCaller,
    Reads(language): Reads,
    Path(id): Path<i64>,
    extract::Json(body): extract::Json<wire::NewMembers>,
) -> Result<Json<wire::Chat>, Problem> {
    context.require(context.policy.features.groups)?;
    if !(1..=MAX_NEW).contains(&body.user_ids.len()) {
        let detail = format!("user_ids has 1 to {MAX_NEW} users");
        return Err(Problem::bad_request(Code::InvalidChat, detail));
    }
    let chat_id = ChatId(id);
    for user_id in body.user_ids.into_iter().map(UserId) {
        let command = Command::AddParticipant { chat_id, user_id };
        let added = context.chat.execute(caller.user_id, command);
        context.about_chat(&caller, chat_id, added).await?;
    }
    let chat = context.chat_of(&caller, chat_id).await?.value;
    let chat = encode_chats(&context, &caller, language, vec![chat]).remove(0);
    Ok(Json(chat))
}

/// Removes a member from a group; `me`: leaves it.
#[utoipa::path(
    delete,
    path = "/chats/{id}/members/{user_id}",
    operation_id = "removeMember",
    tag = "chats",
    params(("id" = i64, Path), ("user_id" = String, Path, description = "A user id, or `me`")),
    responses((status = 204, description = "The user is no longer a member"), Problems)
)]
pub async fn remove(
    State(context): State<NativeContext>,
    NativeCaller(caller): NativeCaller,
    Path((id, user_id)): Path<(i64, String)>,
) -> Result<StatusCode, Problem> {
    context.require(context.policy.features.groups)?;
    let user_id = match user_id.as_str() {
        "me" => caller.user_id,
        number => UserId(number.parse().map_err(|_| invalid_user_id())?),
    };
    let chat_id = ChatId(id);
    let command = Command::RemoveParticipant { chat_id, user_id };
    let removed = context.chat.execute(caller.user_id, command);
    context.about_chat(&caller, chat_id, removed).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn invalid_user_id() -> Problem {
    Problem::bad_request(Code::InvalidPath, "user_id is a number or `me`")
}
