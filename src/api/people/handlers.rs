//! The handlers.

use axum::Json;
use axum::extract::State;

use super::wire;
use crate::api::caller::NativeCaller;
use crate::api::context::ApiContext;
use crate::api::pages::PAGE;
use crate::api::users::encode;
use crate::api::users::wire::{User, UsersQuery};
use crate::auth::{self, Deactivated};
use crate::domain::UserId;
use crate::http::extract::{Path, Query};
use crate::http::paging::{self, CursorKey, Paging};
use crate::http::problem::Problems;
use crate::http::{Code, Problem, Reads, extract};

/// The sort key in the list of those who were deactivated: when, and who.
#[derive(Debug, Clone, Copy)]
struct DeactivatedKey(i64, UserId);

impl CursorKey for DeactivatedKey {
    fn parse(cursor: &str) -> Option<Self> {
        let (at, id) = cursor.split_once('.')?;
        // Until the year 9999.
        let at = i64::parse(at).filter(|at| *at < 253_370_764_800_000_000)?;
        Some(Self(at, UserId(CursorKey::parse(id)?)))
    }

    fn format(&self) -> String {
        format!("{}.{}", self.0, self.1.0)
    }
}

/// Lists the people who were deactivated, the latest first. For admins.
#[utoipa::path(
    get,
    path = "/users/deactivated",
    operation_id = "listDeactivatedUsers",
    tag = "accounts",
    params(UsersQuery),
    responses((status = 200, description = "A page of the list", body = wire::DeactivatedList), Problems)
)]
pub async fn deactivated(
    State(context): State<ApiContext>,
    NativeCaller(caller): NativeCaller,
    Reads(language): Reads,
    Query(query): Query<UsersQuery>,
) -> Result<Json<wire::DeactivatedList>, Problem> {
    context.require_account_admin(&caller)?;
    let text = paging::search(query.q.as_deref())?;
    let paging = Paging::<DeactivatedKey>::new(PAGE, query.limit, query.cursor.as_deref())?;
    let after = paging.after.map(|key| (key.0, key.1));
    let people = context.accounts.deactivated(text, after, paging.rows());
    let (users, next_cursor) = paging.cut(
        people.await?,
        |one: &Deactivated| DeactivatedKey(one.sort_key, one.person.id),
        |one| wire::DeactivatedUser {
            id: one.person.id.0,
            name: one.person.name.in_language(language),
            email: one.person.email,
            role: one.person.role,
            deactivated_at: one.at,
        },
    );
    Ok(Json(wire::DeactivatedList { users, next_cursor }))
}

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
