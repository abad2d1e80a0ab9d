//! The handlers.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::wire;
use crate::api::caller::{AccountCaller, NativeCaller};
use crate::api::context::ApiContext;
use crate::domain::{ClientAddress, Principal, PublicUrl, UserId};
use crate::http::extract::Path;
use crate::http::problem::Problems;
use crate::http::sending::Location;
use crate::http::{Code, Problem, Reads, api_path, extract};

/// Changes the caller's password, and ends all other log-ins of theirs.
///
/// Failures count as failed log-ins (`LOGIN_LIMIT`).
#[utoipa::path(
    put,
    path = "/me/password",
    operation_id = "changePassword",
    tag = "accounts",
    request_body = wire::PasswordChange,
    responses((status = 204, description = "The password is changed"), Problems)
)]
pub async fn change_password(
    State(context): State<ApiContext>,
    AccountCaller(caller): AccountCaller,
    client: ClientAddress,
    extract::Json(body): extract::Json<wire::PasswordChange>,
) -> Result<StatusCode, Problem> {
    context.require_accounts()?;
    let (old, new) = (body.old_password, body.new_password);
    let changing = context.accounts.change_password(&caller, old, new, client);
    changing.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sends an e-mail with a link that sets a new password, which is valid for an hour.
///
/// The answer is the same for known and unknown addresses. A person gets at most one such e-mail in five
/// minutes. Requests count as failed log-ins (`LOGIN_LIMIT`).
#[utoipa::path(
    post,
    path = "/password-resets",
    operation_id = "requestPasswordReset",
    tag = "accounts",
    security(()),
    request_body = wire::ResetRequest,
    responses((status = 202, description = "If a person has the address, the e-mail is sent afterwards"), Problems)
)]
pub async fn request_reset(
    State(context): State<ApiContext>,
    client: ClientAddress,
    Reads(language): Reads,
    extract::Json(body): extract::Json<wire::ResetRequest>,
) -> Result<StatusCode, Problem> {
    context.require_accounts()?;
    let email = extract::email(&body.email)?;
    let mailing = context.accounts.mail_reset_link(email, language, client);
    mailing.await?;
    Ok(StatusCode::ACCEPTED)
}

/// Sets a new password by a link, and ends all log-ins of its person.
///
/// Links that do not work count as failed log-ins (`LOGIN_LIMIT`).
#[utoipa::path(
    post,
    path = "/password-resets/complete",
    operation_id = "resetPassword",
    tag = "accounts",
    security(()),
    request_body = wire::SetPassword,
    responses((status = 204, description = "The password is set"), Problems)
)]
pub async fn reset_password(
    State(context): State<ApiContext>,
    client: ClientAddress,
    extract::Json(body): extract::Json<wire::SetPassword>,
) -> Result<StatusCode, Problem> {
    context.require_accounts()?;
    let (accounts, is_only_realm) = (&context.accounts, context.is_only_realm);
    accounts
        .reset_password(&body.token, body.password, is_only_realm, client)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a link that sets a new password of a person, which is valid for a day. For admins, who hand it
/// over.
///
/// 403 `not_an_admin` also if the person belongs to other applications that the admin does not belong to.
#[utoipa::path(
    post,
    path = "/users/{id}/password-reset",
    operation_id = "addPasswordLink",
    tag = "accounts",
    params(("id" = i64, Path, description = "The user id")),
    responses(
        (
            status = 201,
            description = "The link",
            body = wire::PasswordLink,
            headers(("Location" = String, description = "The path of the person"))
        ),
        Problems
    )
)]
pub async fn add_reset_link(
    State(context): State<ApiContext>,
    NativeCaller(caller): NativeCaller,
    Path(id): Path<i64>,
) -> Result<Response, Problem> {
    let by = context.administrator(&caller)?;
    let link = context.accounts.reset_link(UserId(id), by).await?;
    let public_url = context.public_url.as_ref();
    let answer = wire::PasswordLink {
        url: public_url.map(|url: &PublicUrl| url.password_reset(&link.token)),
        token: link.token,
        expires_at: link.expires_at.into(),
    };
    let base = api_path(context.policy.realm);
    let location = Location::of_new(true, || format!("{base}/users/{id}"));
    Ok((StatusCode::CREATED, location, Json(answer)).into_response())
}

/// Deactivates a person. For admins.
///
/// Their log-ins and streams end on every replica, they can neither sign in nor be found nor written to,
/// and they get no notifications. Their messages and memberships stay. Repeating it changes nothing. 403
/// `not_an_admin` also if the person belongs to other applications that the admin does not belong to.
#[utoipa::path(
    post,
    path = "/users/{id}/deactivate",
    operation_id = "deactivateUser",
    tag = "accounts",
    params(("id" = i64, Path, description = "The user id")),
    responses((status = 204, description = "The person is deactivated"), Problems)
)]
pub async fn deactivate(
    State(context): State<ApiContext>,
    NativeCaller(caller): NativeCaller,
    Path(id): Path<i64>,
) -> Result<StatusCode, Problem> {
    let by = context.administrator(&caller)?;
    require_another(&caller, id)?;
    context.accounts.deactivate(UserId(id), by).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Reactivates a person, who can sign in again with their password. For admins.
///
/// Repeating it changes nothing. 403 `not_an_admin` also if the person belonged to other applications that
/// the admin does not belong to.
#[utoipa::path(
    post,
    path = "/users/{id}/reactivate",
    operation_id = "reactivateUser",
    tag = "accounts",
    params(("id" = i64, Path, description = "The user id")),
    responses((status = 204, description = "The person is active"), Problems)
)]
pub async fn reactivate(
    State(context): State<ApiContext>,
    NativeCaller(caller): NativeCaller,
    Path(id): Path<i64>,
) -> Result<StatusCode, Problem> {
    let by = context.administrator(&caller)?;
    context.accounts.reactivate(UserId(id), by).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Admins who deactivate themselves might be the last ones.
fn require_another(caller: &Principal, id: i64) -> Result<(), Problem> {
    if caller.user_id.0 == id {
        let detail = "another admin has to do this";
        return Err(Problem::bad_request(Code::CannotDeactivateYourself, detail));
    }
    Ok(())
}
