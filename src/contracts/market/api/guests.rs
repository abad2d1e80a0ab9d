//! Creating guests.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::request::Parts;
use uuid::Uuid;

use crate::auth::guests::NewGuest;
use crate::contracts::market::GUEST_PATHS;
use crate::contracts::market::wire;
use crate::contracts::shared::ContractContext;
use crate::http::guest_token::{self, GuestToken};
use crate::http::problem::Problems;
use crate::http::{Code, Problem};

/// Creates a guest, a buyer without an account, whose token identifies the caller from then on.
///
/// The token is valid for 180 days and is renewed on use.
#[utoipa::path(
    post,
    path = "/api/chat/guests",
    operation_id = "becomeMarketGuest",
    tag = "market",
    security(()),
    responses((status = 201, description = "The new guest", body = wire::Guest), Problems)
)]
pub async fn create(
    State(context): State<ContractContext>,
    parts: Parts,
) -> Result<(StatusCode, Json<wire::Guest>), Problem> {
    let guest = claim_guest(&context, &parts, Uuid::new_v4()).await?;
    let guest = wire::Guest {
        buyer_id: guest.uuid,
        token: guest.token.token,
        expires_at: guest.token.expires_at,
    };
    Ok((StatusCode::CREATED, Json(guest)))
}

/// Creates a guest with a UUID that no guest has. The answer sets the cookie.
pub(super) async fn claim_guest(
    context: &ContractContext,
    parts: &Parts,
    uuid: Uuid,
) -> Result<NewGuest, Problem> {
    guest_token::require_same_origin(&context.authenticator, parts)?;
    let guest = context.guests.claim(uuid).await?;
    let guest = guest.ok_or_else(|| {
        let detail = "this buyer_id belongs to a guest: send the guest's token";
        Problem::forbidden(Code::GuestClaimed, detail)
    })?;
    GuestToken::set_cookies(parts, GUEST_PATHS, &guest.token);
    Ok(guest)
}
