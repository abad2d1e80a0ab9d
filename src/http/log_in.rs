//! Log-ins with a password: the steps that the routes of several APIs share.

use std::borrow::Cow;

use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum_extra::extract::CookieJar;

use crate::auth::cookies::{self, CookieFactory};
use crate::auth::sessions::{ACCESS_LIFETIME, REFRESH_LIFETIME};
use crate::auth::{Authenticator, LoggedIn, Sessions};
use crate::domain::{ClientAddress, text};
use crate::http::caller;
use crate::http::code::Code;
use crate::http::problem::Problem;

/// Refresh cookies that are looked up at most.
const MAX_REFRESH_COOKIES: usize = 4;

/// Logs in with e-mail address and password.
///
/// # Errors
/// 400, 401, 429; 403 if people sign in elsewhere.
pub async fn log_in(
    sessions: &Sessions,
    email: &str,
    password: String,
    client: ClientAddress,
    headers: &HeaderMap,
) -> Result<LoggedIn, Problem> {
    text::reject_nul(email)
        .map_err(|error| Problem::bad_request(Code::InvalidEmail, format!("email {error}")))?;
    let device = headers.get(header::USER_AGENT);
    let device = device.and_then(|device| device.to_str().ok());
    let device = device.unwrap_or_default();
    let logged_in = sessions.log_in(email.trim(), password, client, device);
    Ok(logged_in.await?)
}

/// Exchanges the refresh cookies of a request of this origin.
///
/// # Errors
/// 401, 403.
pub async fn refresh_by_cookie(
    authenticator: &Authenticator,
    sessions: &Sessions,
    client: ClientAddress,
    parts: &Parts,
) -> Result<LoggedIn, Problem> {
    let tokens = refresh_cookies(&parts.headers);
    if tokens.is_empty() {
        let detail = "there is no refresh cookie";
        return Err(Problem::unauthorized(Code::MissingToken, detail));
    }
    authenticator.require_same_origin(parts)?;
    Ok(sessions.refresh(&tokens, client).await?)
}

/// Invalidates the log-in of the request's access token. An expired token is accepted if the refresh cookie
/// is valid.
///
/// # Errors
/// 401, 403.
pub async fn log_out(
    authenticator: &Authenticator,
    sessions: &Sessions,
    parts: &Parts,
) -> Result<(), Problem> {
    let problem = match caller::authenticate(&authenticator.to_any_realm(), parts).await {
        Ok(caller) => return Ok(sessions.log_out(&caller).await?),
        Err(problem) => problem,
    };
    let tokens = refresh_cookies(&parts.headers);
    if tokens.is_empty() {
        return Err(problem);
    }
    authenticator.require_same_origin(parts)?;
    if sessions.log_out_by_refresh(&tokens).await? {
        Ok(())
    } else {
        Err(problem)
    }
}

/// Sets the cookies of a log-in. `refresh_path` is that of the routes which read the refresh cookie: browsers
/// send it to no other.
pub fn set_cookies(
    authenticator: &Authenticator,
    headers: &HeaderMap,
    logged_in: &LoggedIn,
    refresh_path: impl Into<Cow<'static, str>>,
) -> CookieJar {
    let factory = CookieFactory::for_request(headers);
    let (cookies, access) = (authenticator.access_cookies(), &logged_in.access.token);
    let refresh = logged_in.refresh.clone();
    CookieJar::new()
        .add(factory.access(cookies, access.clone(), ACCESS_LIFETIME))
        .add(factory.refresh(refresh, refresh_path, REFRESH_LIFETIME))
}

/// Clears these cookies.
pub fn clear_cookies(
    authenticator: &Authenticator,
    headers: &HeaderMap,
    refresh_path: impl Into<Cow<'static, str>>,
) -> CookieJar {
    let factory = CookieFactory::for_request(headers);
    CookieJar::new()
        .add(factory.clear_access(authenticator.access_cookies()))
        .add(factory.clear_refresh(refresh_path))
}

/// The refresh cookies, of which there may be several: see [`Sessions::refresh`].
fn refresh_cookies(headers: &HeaderMap) -> Vec<String> {
    let tokens = cookies::values(headers, cookies::REFRESH);
    tokens.take(MAX_REFRESH_COOKIES).collect()
}
