//! The handlers.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use super::wire;
use crate::api::caller::NativeCaller;
use crate::api::context::ApiContext;
use crate::api::pages::{PAGE, PageQuery};
use crate::api::users::wire::NAME_MAX;
use crate::api::users::wire::User;
use crate::auth;
use crate::domain::{ClientAddress, Language};
use crate::http::extract::{Path, Query};
use crate::http::paging::Paging;
use crate::http::problem::Problems;
use crate::http::sending::Location;
use crate::http::{Code, Problem, Reads, api_path, extract};

/// Invites an e-mail address to the realm. For admins.
///
/// Makes a link that is valid once, for a week. Replaces an earlier link for the same address.
#[utoipa::path(
    post,
    path = "/invitations",
    operation_id = "invite",
    tag = "accounts",
    request_body = wire::NewInvitation,
    responses(
        (
            status = 201,
            description = "The invitation",
            body = wire::Invitation,
            headers(("Location" = String, description = "The path of the invitation"))
        ),
        Problems
    )
)]
pub async fn add(
    State(context): State<ApiContext>,
    NativeCaller(caller): NativeCaller,
    Reads(language): Reads,
    extract::Json(body): extract::Json<wire::NewInvitation>,
) -> Result<Response, Problem> {
    context.require_account_admin(&caller)?;
    let new = auth::NewInvitation {
        email: extract::email(&body.email)?,
        role: body.role.into(),
        realm: Some(context.policy.realm),
        invited_by: Some(caller.user_id),
        mail_language: Some(language).filter(|_: &Language| body.send_mail),
    };
    let (invitation, link) = context.accounts.invite(new).await?;
    let public_url = context.public_url.as_ref();
    let answer = wire::Invitation {
        url: public_url.map(|url| url.invitation(&link.token)),
        token: Some(link.token),
        ..shown(invitation)
    };
    let base = api_path(context.policy.realm);
    let location = Location::of_new(true, || format!("{base}/invitations/{}", answer.id));
    Ok((StatusCode::CREATED, location, Json(answer)).into_response())
}

/// Lists the open invitations, the newest first. For admins.
#[utoipa::path(
    get,
    path = "/invitations",
    operation_id = "listInvitations",
    tag = "accounts",
    params(PageQuery),
    responses((status = 200, description = "A page of the list", body = wire::InvitationList), Problems)
)]
pub async fn list(
    State(context): State<ApiContext>,
    NativeCaller(caller): NativeCaller,
    Query(query): Query<PageQuery>,
) -> Result<Json<wire::InvitationList>, Problem> {
    context.require_account_admin(&caller)?;
    let paging = Paging::<Uuid>::new(PAGE, query.limit, query.cursor.as_deref())?;
    let invitations = context.accounts.invitations(paging.after, paging.rows());
    let (invitations, next_cursor) =
        paging.cut(invitations.await?, |invitation| invitation.id, shown);
    Ok(Json(wire::InvitationList {
        invitations,
        next_cursor,
    }))
}

/// Takes an invitation back: its link does not work any more. For admins.
#[utoipa::path(
    delete,
    path = "/invitations/{id}",
    operation_id = "revokeInvitation",
    tag = "accounts",
    params(("id" = Uuid, Path, description = "The id of the invitation")),
    responses((status = 204, description = "The invitation is revoked"), Problems)
)]
pub async fn revoke(
    State(context): State<ApiContext>,
    NativeCaller(caller): NativeCaller,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    context.require_account_admin(&caller)?;
    if context.accounts.revoke_invitation(id).await? {
        return Ok(StatusCode::NO_CONTENT);
    }
    let detail = "there is no such invitation";
    Err(Problem::not_found(Code::InvitationNotFound, detail))
}

/// Shows the invitation of a link. Needs no log-in.
///
/// 404 if the link is unknown, was used or has expired, which counts as a failed log-in (`LOGIN_LIMIT`).
#[utoipa::path(
    post,
    path = "/invitations/look-up",
    operation_id = "lookUpInvitation",
    tag = "accounts",
    security(()),
    request_body = wire::InvitationToken,
    responses((status = 200, description = "The invitation", body = wire::ShownInvitation), Problems)
)]
pub async fn look_up(
    State(context): State<ApiContext>,
    client: ClientAddress,
    Reads(language): Reads,
    extract::Json(body): extract::Json<wire::InvitationToken>,
) -> Result<Json<wire::ShownInvitation>, Problem> {
    context.require_accounts()?;
    let looking_up = context.accounts.invitation_of(&body.token, client);
    let invitation = looking_up.await.map_err(|error| match error {
        auth::Error::InvalidLink => {
            let detail = "the link is unknown, was used or has expired";
            Problem::not_found(Code::InvitationNotFound, detail)
        }
        error => error.into(),
    })?;
    let invited_by = invitation.invited_by;
    Ok(Json(wire::ShownInvitation {
        email: invitation.email,
        role: invitation.role,
        invited_by: invited_by.map(|name| name.in_language(language)),
        expires_at: invitation.expires_at.into(),
    }))
}

/// Accepts an invitation: the person can sign in from now on. Needs no log-in; the link works once.
///
/// Links that do not work count as failed log-ins (`LOGIN_LIMIT`).
#[utoipa::path(
    post,
    path = "/invitations/accept",
    operation_id = "acceptInvitation",
    tag = "accounts",
    security(()),
    request_body = wire::AcceptInvitation,
    responses(
        (
            status = 201,
            description = "The person",
            body = User,
            headers(("Location" = String, description = "The path of the person"))
        ),
        Problems
    )
)]
pub async fn accept(
    State(context): State<ApiContext>,
    client: ClientAddress,
    Reads(language): Reads,
    extract::Json(body): extract::Json<wire::AcceptInvitation>,
) -> Result<(StatusCode, Location, Json<User>), Problem> {
    context.require_accounts()?;
    extract::name("name", &body.name, NAME_MAX)?;
    let accepting = context
        .accounts
        .accept(&body.token, &body.name, body.password, client);
    let person = accepting.await?;
    let user = User {
        id: person.id.0,
        name: person.name.in_language(language),
        role: Some(person.role),
        avatar_url: None,
        online: false,
        last_seen: None,
    };
    let base = api_path(context.policy.realm);
    let location = Location::of_new(true, || format!("{base}/users/{}", user.id));
    Ok((StatusCode::CREATED, location, Json(user)))
}

/// Without the link, which only its creation shows.
fn shown(invitation: auth::Invitation) -> wire::Invitation {
    wire::Invitation {
        id: invitation.id,
        email: invitation.email,
        role: invitation.role,
        created_at: invitation.created_at.into(),
        expires_at: invitation.expires_at.into(),
        token: None,
        url: None,
    }
}
