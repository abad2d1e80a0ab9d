//! The handlers.

use axum::Json;
use axum::extract::State;

use super::wire;
use crate::api::caller::NativeCaller;
use crate::api::context::ApiContext;
use crate::api::users::encode;
use crate::api::users::wire::User;
use crate::auth;
use crate::domain::UserId;
use crate::http::extract::Path;
use crate::http::problem::Problems;
use crate::http::{Code, Problem, Reads, extract};

/// Changes a person's role. For admins.
///
/// Their streams end on every replica, and what they request next has the new role. Chats and lessons of
/// the past stay as they are. A person with scheduled lessons keeps the role: 409 `role_in_use`. 403
/// `not_an_admin` also if the person belongs to other applications that the admin does not belong to.
#[utoipa::path(
    put,
    path = "/users/{id}/role",
    operation_id = "changeUserRole",
    tag = "accounts",
    params(("id" = i64, Path, description = "The user id")),
    request_body = wire::NewRole,
    responses((status = 200, description = "The person", body = User), Problems)
)]
pub async fn change_role(
    State(context): State<ApiContext>,
    NativeCaller(caller): NativeCaller,
    Reads(language): Reads,
    Path(id): Path<i64>,
    extract::Json(body): extract::Json<wire::NewRole>,
) -> Result<Json<User>, Problem> {
    let by = context.administrator(&caller)?;
    if caller.user_id.0 == id {
        let detail = "another admin has to do this";
        return Err(Problem::bad_request(Code::CannotChangeOwnRole, detail));
    }
    let user_id = UserId(id);
    let changing = context.accounts.change_role(user_id, by, body.role.into());
    changing.await?;
    let person = context.directory.by_id(user_id).await?;
    let person = person.ok_or(auth::Error::UserNotFound)?;
    let user = encode::user(person, None, context.policy.realm, language);
    Ok(Json(user))
}

/// Shows what this server can do, so that pages offer nothing else. Needs no log-in.
#[utoipa::path(
    get,
    path = "/server",
    operation_id = "getServer",
    tag = "accounts",
    security(()),
    responses((status = 200, description = "What the server can do", body = wire::Server), Problems)
)]
pub async fn server(State(context): State<ApiContext>) -> Json<wire::Server> {
    Json(wire::Server {
        mail: context.accounts.sends_mail(),
        accounts: context.require_accounts().is_ok(),
    })
}
