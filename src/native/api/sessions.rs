//! The caller's log-ins.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use uuid::Uuid;

use crate::http::extract::Path;
use crate::http::problem::Problems;
use crate::http::{Code, Problem};
use crate::native::caller::AccountCaller;
use crate::native::{NativeContext, wire};

/// Lists the caller's log-ins, the newest first.
#[utoipa::path(
    get,
    path = "/me/sessions",
    operation_id = "listSessions",
    tag = "accounts",
    responses((status = 200, description = "The log-ins", body = wire::SessionList), Problems)
)]
pub async fn list(
    State(context): State<NativeContext>,
    AccountCaller(caller): AccountCaller,
) -> Result<Json<wire::SessionList>, Problem> {
    context.require_accounts()?;
    let logins = context.sessions.logins(&caller).await?.into_iter();
    let sessions = logins.map(|login| wire::Session {
        current: login.is_current(&caller),
        id: login.id,
        device: login.device,
        address: login.address,
        created_at: login.created_at,
        last_used_at: login.last_used_at,
    });
    let sessions = sessions.collect();
    Ok(Json(wire::SessionList { sessions }))
}

/// Ends a log-in of the caller: its tokens become invalid on every replica, and its streams end.
#[utoipa::path(
    delete,
    path = "/me/sessions/{id}",
    operation_id = "endSession",
    tag = "accounts",
    params(("id" = Uuid, Path, description = "The id of the log-in")),
    responses((status = 204, description = "The log-in has ended"), Problems)
)]
pub async fn end(
    State(context): State<NativeContext>,
    AccountCaller(caller): AccountCaller,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    context.require_accounts()?;
    if context.sessions.end_login(&caller, id).await? {
        return Ok(StatusCode::NO_CONTENT);
    }
    let detail = "you have no such log-in";
    Err(Problem::not_found(Code::SessionNotFound, detail))
}
