//! Signing in and out, for schools without a system of their own.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
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
use crate::realms::school::{translate, wire};

/// The path of the log-in routes: browsers send the refresh token to no other.
const REFRESH_PATH: &str = "/api/auth";

/// Signs in with e-mail and password.
///
/// Sets the HttpOnly cookies `access_token` and `refresh_token`. An unknown e-mail is
/// answered like a wrong password, in the same time. After too many failures from one address
/// (`LOGIN_LIMIT`) it is 429 for a while.
#[utoipa::path(
    post,
    path = "/api/auth/login",
    operation_id = "logIn",
    tag = "session",
    security(()),
    request_body = wire::Login,
    responses((status = 200, description = "Signed in", body = wire::Session), Problems)
)]
pub async fn login(
    State(school): State<RealmContext>,
    client: ClientAddress,
    headers: HeaderMap,
    extract::Json(login): extract::Json<wire::Login>,
) -> Result<(CookieJar, Json<wire::Session>), Problem> {
    text::reject_nul(&login.email)
        .map_err(|error| Problem::bad_request(Code::InvalidEmail, format!("email {error}")))?;
    let logged_in = school
        .sessions
        .log_in(login.email.trim(), login.password, client)
        .await?;
    Ok(session(&headers, logged_in))
}

/// Exchanges the refresh cookie for a new token and the next refresh cookie.
///
/// A refresh token works once: one used again ends the log-in it came from.
#[utoipa::path(
    post,
    path = "/api/auth/refresh",
    operation_id = "refreshSession",
    tag = "session",
    security(()),
    responses((status = 200, description = "Signed in anew", body = wire::Session), Problems)
)]
pub async fn refresh(
    State(school): State<RealmContext>,
    request: Request,
) -> Result<(CookieJar, Json<wire::Session>), Problem> {
    let (parts, _) = request.into_parts();
    let token = refresh_token(&parts.headers)
        .ok_or_else(|| Problem::unauthorized(Code::MissingToken, "there is no refresh cookie"))?;
    school.authenticator.require_same_origin(&parts)?;
    let logged_in = school.sessions.refresh(&token).await?;
    Ok(session(&parts.headers, logged_in))
}

/// Signs out: the token counts no more, on any replica, and streams it opened end.
#[utoipa::path(
    post,
    path = "/api/auth/logout",
    operation_id = "logOut",
    tag = "session",
    responses((status = 204, description = "Signed out"), Problems)
)]
pub async fn logout(State(school): State<RealmContext>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let factory = CookieFactory::for_request(&parts.headers);
    let jar = CookieJar::new()
        .add(factory.clear_access())
        .add(factory.clear_refresh(REFRESH_PATH));
    let outcome = match caller::authenticate(&school.authenticator.to_any_realm(), &parts).await {
        Ok(caller) => school
            .sessions
            .log_out(&caller)
            .await
            .map_err(Problem::from),
        // A browser whose access token has expired still wants its log-in ended.
        Err(problem) => match refresh_token(&parts.headers) {
            Some(token) => log_out_by_refresh(&school, &parts, &token, problem).await,
            None => Err(problem),
        },
    };
    match outcome {
        Ok(()) => (StatusCode::NO_CONTENT, jar).into_response(),
        Err(problem) => problem.into_response(),
    }
}

async fn log_out_by_refresh(
    school: &RealmContext,
    parts: &axum::http::request::Parts,
    token: &str,
    otherwise: Problem,
) -> Result<(), Problem> {
    school.authenticator.require_same_origin(parts)?;
    let is_known = school.sessions.log_out_by_refresh(token).await?;
    if is_known { Ok(()) } else { Err(otherwise) }
}

fn refresh_token(headers: &HeaderMap) -> Option<String> {
    CookieJar::from_headers(headers)
        .get(cookies::REFRESH)
        .map(|cookie| cookie.value().to_owned())
}

fn session(headers: &HeaderMap, logged_in: LoggedIn) -> (CookieJar, Json<wire::Session>) {
    let LoggedIn {
        person,
        access,
        refresh,
    } = logged_in;
    let factory = CookieFactory::for_request(headers);
    let jar = CookieJar::new()
        .add(factory.access(access.token.clone(), ACCESS_LIFETIME))
        .add(factory.refresh(refresh, REFRESH_PATH, REFRESH_LIFETIME));
    let body = wire::Session {
        user: translate::user(person, language::preferred(headers)),
        token: access.token,
        expires_at: access.expires_at,
    };
    (jar, Json(body))
}
