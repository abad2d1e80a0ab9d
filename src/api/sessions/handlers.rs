//! The handlers.

use axum::Json;
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use uuid::Uuid;

use super::wire;
use crate::api::caller::AccountCaller;
use crate::api::context::ApiContext;
use crate::auth::LoggedIn;
use crate::domain::ClientAddress;
use crate::http::extract::{self, OptionalJson, Path};
use crate::http::problem::Problems;
use crate::http::sending::Location;
use crate::http::{Code, Problem, api_path, log_in};

/// Signs in with e-mail address and password, where the realm has accounts.
///
/// The answer has the tokens. With `cookie: true` it is 204 and sets them as HttpOnly cookies, for pages of
/// this server. An unknown e-mail address and a wrong password get the same answer in the same time. After too
/// many failures from one client address (`LOGIN_LIMIT`) the answer is 429 for a while.
#[utoipa::path(
    post,
    path = "/sessions",
    operation_id = "logInWithPassword",
    tag = "accounts",
    security(()),
    request_body = wire::NewSession,
    responses(
        (
            status = 201,
            description = "The tokens",
            body = wire::SessionTokens,
            headers(("Location" = String, description = "The path of the log-in"))
        ),
        (status = 204, description = "The tokens are cookies"),
        Problems
    )
)]
pub async fn begin(
    State(context): State<ApiContext>,
    client: ClientAddress,
    headers: HeaderMap,
    extract::Json(body): extract::Json<wire::NewSession>,
) -> Result<Response, Problem> {
    context.require_accounts()?;
    let sessions = &context.sessions;
    let logged_in = log_in::log_in(sessions, &body.email, body.password, client, &headers).await?;
    Ok(if body.cookie {
        cookies(&context, &headers, &logged_in)
    } else {
        let base = api_path(context.policy.realm);
        let location = Location::of_new(true, || format!("{base}/sessions/current"));
        (StatusCode::CREATED, location, Json(tokens(logged_in))).into_response()
    })
}

/// Exchanges a refresh token for new tokens. It works once; using it again ends the log-in.
///
/// Without `refresh_token` the refresh cookie counts, and the answer is 204 with new cookies.
#[utoipa::path(
    post,
    path = "/sessions/refresh",
    operation_id = "refreshTokens",
    tag = "accounts",
    security(()),
    request_body(content = Option<wire::SessionRefresh>),
    responses(
        (status = 200, description = "The new tokens", body = wire::SessionTokens),
        (status = 204, description = "The new tokens are cookies"),
        Problems
    )
)]
pub async fn refresh(
    State(context): State<ApiContext>,
    client: ClientAddress,
    parts: Parts,
    OptionalJson(body): OptionalJson<wire::SessionRefresh>,
) -> Result<Response, Problem> {
    context.require_accounts()?;
    let (authenticator, sessions) = (&context.authenticator, &context.sessions);
    let wire::SessionRefresh {
        refresh_token,
        cookie,
    } = body.unwrap_or_default();
    let Some(token) = refresh_token else {
        let refreshed = log_in::refresh_by_cookie(authenticator, sessions, client, &parts).await?;
        return Ok(cookies(&context, &parts.headers, &refreshed));
    };
    let refreshed = sessions.refresh(&[token], client).await?;
    Ok(if cookie {
        cookies(&context, &parts.headers, &refreshed)
    } else {
        Json(tokens(refreshed)).into_response()
    })
}

/// Signs out: the tokens of this log-in become invalid on every replica, and its streams end.
#[utoipa::path(
    delete,
    path = "/sessions/current",
    operation_id = "logOutHere",
    tag = "accounts",
    responses((status = 204, description = "The log-in has ended"), Problems)
)]
pub async fn end_current(
    State(context): State<ApiContext>,
    parts: Parts,
) -> Result<Response, Problem> {
    context.require_accounts()?;
    let (authenticator, sessions) = (&context.authenticator, &context.sessions);
    log_in::log_out(authenticator, sessions, &parts).await?;
    let path = refresh_path(&context);
    let cleared = log_in::clear_cookies(authenticator, &parts.headers, path);
    Ok((StatusCode::NO_CONTENT, cleared).into_response())
}

fn tokens(logged_in: LoggedIn) -> wire::SessionTokens {
    wire::SessionTokens {
        access_token: logged_in.access.token,
        expires_at: logged_in.access.expires_at.into(),
        refresh_token: Some(logged_in.refresh),
        refresh_expires_at: Some(logged_in.refresh_expires_at.into()),
    }
}

fn cookies(context: &ApiContext, headers: &HeaderMap, logged_in: &LoggedIn) -> Response {
    let (authenticator, path) = (&context.authenticator, refresh_path(context));
    let jar = log_in::set_cookies(authenticator, headers, logged_in, path);
    (StatusCode::NO_CONTENT, jar).into_response()
}

/// Browsers send the refresh cookie to no other path.
fn refresh_path(context: &ApiContext) -> String {
    format!("{}/sessions", api_path(context.policy.realm))
}

/// Lists the caller's log-ins, the newest first.
#[utoipa::path(
    get,
    path = "/me/sessions",
    operation_id = "listSessions",
    tag = "accounts",
    responses((status = 200, description = "The log-ins", body = wire::SessionList), Problems)
)]
pub async fn list(
    State(context): State<ApiContext>,
    AccountCaller(caller): AccountCaller,
) -> Result<Json<wire::SessionList>, Problem> {
    context.require_accounts()?;
    let logins = context.sessions.logins(&caller).await?.into_iter();
    let sessions = logins.map(|login| wire::Session {
        current: login.is_current(&caller),
        id: login.id,
        device: login.device,
        address: login.address,
        created_at: login.created_at.into(),
        last_used_at: login.last_used_at.into(),
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
    State(context): State<ApiContext>,
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
