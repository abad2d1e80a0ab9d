//! Logging in and out, for schools that have no identity provider of their own.

use axum::Json;
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;

use crate::auth::LoggedIn;
use crate::contracts::school::{encode, wire};
use crate::contracts::shared::ContractContext;
use crate::domain::ClientAddress;
use crate::http::extract;
use crate::http::problem::Problems;
use crate::http::{Problem, language, log_in};

/// The path of the session routes: browsers send the refresh cookie to no other path.
const REFRESH_PATH: &str = "/api/auth";

/// Logs in with e-mail address and password.
///
/// Sets the HttpOnly cookies `access_token` and `refresh_token`. An unknown e-mail address and a
/// wrong password get the same answer in the same time. After too many failures from one client
/// address (`LOGIN_LIMIT`) the answer is 429 for a while.
#[utoipa::path(
    post,
    path = "/api/auth/login",
    operation_id = "logIn",
    tag = "session",
    security(()),
    request_body = wire::Login,
    responses((status = 200, description = "The new session", body = wire::Session), Problems)
)]
pub async fn log_in(
    State(context): State<ContractContext>,
    client: ClientAddress,
    headers: HeaderMap,
    extract::Json(login): extract::Json<wire::Login>,
) -> Result<(CookieJar, Json<wire::Session>), Problem> {
    context.require(context.policy.features.accounts)?;
    let (sessions, password) = (&context.sessions, login.password);
    let logged_in = log_in::log_in(sessions, &login.email, password, client, &headers).await?;
    Ok(session(&context, &headers, logged_in))
}

/// Exchanges the refresh cookie for a new access token and the next refresh cookie.
///
/// A refresh token works once. Using it again revokes the whole session.
#[utoipa::path(
    post,
    path = "/api/auth/refresh",
    operation_id = "refreshSession",
    tag = "session",
    security(()),
    responses((status = 200, description = "The refreshed session", body = wire::Session), Problems)
)]
pub async fn refresh(
    State(context): State<ContractContext>,
    client: ClientAddress,
    parts: Parts,
) -> Result<(CookieJar, Json<wire::Session>), Problem> {
    context.require(context.policy.features.accounts)?;
    let (authenticator, sessions) = (&context.authenticator, &context.sessions);
    let refreshed = log_in::refresh_by_cookie(authenticator, sessions, client, &parts).await?;
    Ok(session(&context, &parts.headers, refreshed))
}

/// Logs out: invalidates the session on every replica, and ends its streams.
#[utoipa::path(
    post,
    path = "/api/auth/logout",
    operation_id = "logOut",
    tag = "session",
    responses((status = 204, description = "The session is invalidated"), Problems)
)]
pub async fn log_out(State(context): State<ContractContext>, parts: Parts) -> Response {
    let (authenticator, sessions) = (&context.authenticator, &context.sessions);
    match log_in::log_out(authenticator, sessions, &parts).await {
        Ok(()) => {
            let cleared = log_in::clear_cookies(authenticator, &parts.headers, REFRESH_PATH);
            (StatusCode::NO_CONTENT, cleared).into_response()
        }
        Err(problem) => problem.into_response(),
    }
}

fn session(
    context: &ContractContext,
    headers: &HeaderMap,
    logged_in: LoggedIn,
) -> (CookieJar, Json<wire::Session>) {
    let authenticator = &context.authenticator;
    let jar = log_in::set_cookies(authenticator, headers, &logged_in, REFRESH_PATH);
    let body = wire::Session {
        user: encode::user(logged_in.person, language::preferred(headers)),
        token: logged_in.access.token,
        expires_at: logged_in.access.expires_at,
    };
    (jar, Json(body))
}
