//! Becoming a guest.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use uuid::Uuid;

use crate::auth::guests::NewGuest;
use crate::http::problem::Problems;
use crate::http::{Code, Problem};
use crate::realms::RealmContext;
use crate::realms::market::guest_cookie::GuestCookie;
use crate::realms::market::wire;

/// Makes the caller a guest, who needs no account: the token proves from now on who they are.
///
/// It is valid for 180 days and renewed on use.
#[utoipa::path(
    post,
    path = "/api/chat/guests",
    operation_id = "becomeMarketGuest",
    tag = "market",
    security(()),
    responses((status = 201, description = "A guest", body = wire::Guest), Problems)
)]
pub async fn become_guest(
    State(market): State<RealmContext>,
    request: Request,
) -> Result<(StatusCode, Json<wire::Guest>), Problem> {
    let (parts, _) = request.into_parts();
    let guest = claim(&market, &parts, Uuid::new_v4()).await?;
    let guest = wire::Guest {
        buyer_id: guest.uuid,
        token: guest.token.token,
        expires_at: guest.token.expires_at,
    };
    Ok((StatusCode::CREATED, Json(guest)))
}

/// Gives a UUID that nobody has to the caller, with the token and the cookie that prove it.
pub(super) async fn claim(
    market: &RealmContext,
    parts: &Parts,
    uuid: Uuid,
) -> Result<NewGuest, Problem> {
    // The answer sets a cookie: another site must not have it be a guest of its choice.
    market.authenticator.require_same_origin(parts)?;
    let guest = market.guests.claim(uuid).await?;
    let guest = guest.ok_or_else(|| {
        Problem::forbidden(
            Code::GuestClaimed,
            "somebody has this buyer_id; its guest token is needed",
        )
    })?;
    GuestCookie::of(parts).set(&parts.headers, &guest.token);
    Ok(guest)
}
