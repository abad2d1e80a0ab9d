//! The handlers.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};
use uuid::Uuid;

use super::wire;
use crate::api::context::ApiContext;
use crate::api::sessions::wire::SessionTokens;
use crate::http::extract::OptionalJson;
use crate::http::guest_token::{self, GuestToken};
use crate::http::problem::Problems;
use crate::http::sending::Location;
use crate::http::{Problem, api_path};

/// Creates a guest, a user without an account, where the realm has guests.
///
/// The token identifies the caller from then on, for 180 days. It has no refresh token: answers renew it when it is
/// used. With `cookie: true` the answer is 204 and sets it as an HttpOnly cookie.
#[utoipa::path(
    post,
    path = "/guests",
    operation_id = "becomeGuest",
    tag = "accounts",
    security(()),
    request_body(content = Option<wire::NewGuest>),
    responses(
        (
            status = 201,
            description = "The token",
            body = SessionTokens,
            headers(("Location" = String, description = "The path of the guest"))
        ),
        (status = 204, description = "The token is a cookie"),
        Problems
    )
)]
pub async fn create(
    State(context): State<ApiContext>,
    parts: Parts,
    OptionalJson(body): OptionalJson<wire::NewGuest>,
) -> Result<Response, Problem> {
    context.require(context.policy.has_guests)?;
    let has_cookie = body.unwrap_or_default().cookie;
    if has_cookie {
        guest_token::require_same_origin(&context.authenticator, &parts)?;
    }
    let guest = context.guests.claim(Uuid::new_v4()).await?;
    let token = guest.expect("no guest has a new random UUID").token;
    if has_cookie {
        GuestToken::set_cookies(&parts, context.policy.guest_paths, &token);
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let tokens = SessionTokens {
        access_token: token.token,
        expires_at: token.expires_at.into(),
        refresh_token: None,
        refresh_expires_at: None,
    };
    let base = api_path(context.policy.realm);
    let location = Location::of_new(true, || format!("{base}/me"));
    Ok((StatusCode::CREATED, location, Json(tokens)).into_response())
}
