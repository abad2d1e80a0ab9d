//! Logging in and out, for schools that have no identity provider of their own.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;

use crate::auth::LoggedIn;
use crate::auth::cookies::{self, CookieFactory};
use crate::auth::sessions::{ACCESS_LIFETIME, REFRESH_LIFETIME};
use crate::domain::ClientAddress;
use crate::domain::text;
use crate::http::extract;
use crate::http::problem::Problems;
use crate::http::{Code, Problem, caller, language};
use crate::realms::RealmContext;
use crate::realms::school::{encode, wire};

/// The path of the session routes: browsers send the refresh cookie to no other path.
const REFRESH_PATH: &str = "/api/auth";
/// Refresh cookies that are looked up at most.
const MAX_REFRESH_COOKIES: usize = 4;

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
    State(context): State<RealmContext>,
    client: ClientAddress,
    headers: HeaderMap,
    extract::Json(login): extract::Json<wire::Login>,
) -> Result<(CookieJar, Json<wire::Session>), Problem> {
    text::reject_nul(&login.email)
        .map_err(|error| Problem::bad_request(Code::InvalidEmail, format!("email {error}")))?;
    let (sessions, email) = (&context.sessions, login.email.trim());
    let device = headers.get(header::USER_AGENT);
    let device = device.and_then(|device| device.to_str().ok());
    let logging_in = sessions.log_in(email, login.password, client, device.unwrap_or_default());
    let logged_in = logging_in.await?;
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
    State(context): State<RealmContext>,
    client: ClientAddress,
    request: Request,
) -> Result<(CookieJar, Json<wire::Session>), Problem> {
    let (parts, _) = request.into_parts();
    let tokens = refresh_tokens(&parts.headers);
    if tokens.is_empty() {
        let detail = "there is no refresh cookie";
        return Err(Problem::unauthorized(Code::MissingToken, detail));
    }
    context.authenticator.require_same_origin(&parts)?;
    let logged_in = context.sessions.refresh(&tokens, client).await?;
    Ok(session(&context, &parts.headers, logged_in))
}

/// Logs out: invalidates the session on every replica, and ends its streams.
#[utoipa::path(
    post,
    path = "/api/auth/logout",
    operation_id = "logOut",
    tag = "session",
    responses((status = 204, description = "The session is invalidated"), Problems)
)]
pub async fn log_out(State(context): State<RealmContext>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let factory = CookieFactory::for_request(&parts.headers);
    let jar = CookieJar::new()
        .add(factory.clear_access(context.authenticator.access_cookies()))
        .add(factory.clear_refresh(REFRESH_PATH));
    match invalidate(&context, &parts).await {
        Ok(()) => (StatusCode::NO_CONTENT, jar).into_response(),
        Err(problem) => problem.into_response(),
    }
}

/// Invalidates the session of the access token. An expired token is accepted if the refresh cookie
/// is valid.
async fn invalidate(context: &RealmContext, parts: &Parts) -> Result<(), Problem> {
    let authenticator = context.authenticator.to_any_realm();
    let problem = match caller::authenticate(&authenticator, parts).await {
        Ok(caller) => return Ok(context.sessions.log_out(&caller).await?),
        Err(problem) => problem,
    };
    let tokens = refresh_tokens(&parts.headers);
    if tokens.is_empty() {
        return Err(problem);
    }
    context.authenticator.require_same_origin(parts)?;
    if context.sessions.log_out_by_refresh(&tokens).await? {
        Ok(())
    } else {
        Err(problem)
    }
}

/// The refresh cookies, of which there may be several: see [`refresh`](crate::auth::Sessions::refresh).
fn refresh_tokens(headers: &HeaderMap) -> Vec<String> {
    let tokens = cookies::values(headers, cookies::REFRESH);
    tokens.take(MAX_REFRESH_COOKIES).collect()
}

fn session(
    context: &RealmContext,
    headers: &HeaderMap,
    logged_in: LoggedIn,
) -> (CookieJar, Json<wire::Session>) {
    let LoggedIn {
        person,
        access,
        refresh,
    } = logged_in;
    let factory = CookieFactory::for_request(headers);
    let cookies = context.authenticator.access_cookies();
    let jar = CookieJar::new()
        .add(factory.access(cookies, access.token.clone(), ACCESS_LIFETIME))
        .add(factory.refresh(refresh, REFRESH_PATH, REFRESH_LIFETIME));
    let body = wire::Session {
        user: encode::user(person, language::preferred(headers)),
        token: access.token,
        expires_at: access.expires_at,
    };
    (jar, Json(body))
}
