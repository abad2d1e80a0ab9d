//! The handlers.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::wire;
use crate::api::caller::NativeCaller;
use crate::api::context::ApiContext;
use crate::api::desk::encode::DeskEncoder;
use crate::api::pages::{PAGE, PageQuery};
use crate::desk::{self, Desk, Refusal, RequestedErasure, SortKey};
use crate::domain::{Principal, UserId};
use crate::http::extract::{Path, Query};
use crate::http::paging::Paging;
use crate::http::problem::Problems;
use crate::http::{Code, Problem, Reads, extract};

/// Shows what erasing a user would erase, and how far it is. For admins.
#[utoipa::path(
    get,
    path = "/desk/users/{id}/erasure",
    operation_id = "getErasure",
    tag = "desk",
    params(("id" = i64, Path, description = "The user id")),
    responses((status = 200, description = "The erasure", body = wire::Erasure), Problems)
)]
pub async fn show(
    State(context): State<ApiContext>,
    NativeCaller(caller): NativeCaller,
    Reads(language): Reads,
    Path(id): Path<i64>,
) -> Result<Json<wire::Erasure>, Problem> {
    let desk = desk_of_admin(&context, &caller)?;
    let erasure = desk.erasure(UserId(id)).await?;
    Ok(Json(encode(erasure, &DeskEncoder::new(&context, language))))
}

/// Asks for the erasure of a user. For admins.
///
/// The server itself can erase nobody: the operator carries it out with
/// `vestnik erase-user --requested`. Repeating it changes nothing. 403 `not_an_admin` also if the person belongs to
/// other applications that the admin does not belong to.
#[utoipa::path(
    post,
    path = "/desk/users/{id}/erasure",
    operation_id = "requestErasure",
    tag = "desk",
    params(("id" = i64, Path, description = "The user id")),
    request_body = wire::NewErasure,
    responses((status = 202, description = "The erasure", body = wire::Erasure), Problems)
)]
pub async fn request(
    State(context): State<ApiContext>,
    NativeCaller(caller): NativeCaller,
    Reads(language): Reads,
    Path(id): Path<i64>,
    extract::Json(body): extract::Json<wire::NewErasure>,
) -> Result<(StatusCode, Json<wire::Erasure>), Problem> {
    let desk = desk_of_admin(&context, &caller)?;
    if caller.user_id.0 == id {
        let detail = "another admin has to do this";
        return Err(Problem::bad_request(Code::CannotEraseYourself, detail));
    }
    let user_id = UserId(id);
    let (by, is_only_realm) = (caller.user_id, context.is_only_realm);
    let requesting = desk.request_erasure(user_id, by, is_only_realm, &body.confirm_name);
    refuse(requesting.await?)?;
    let erasure = desk.erasure(user_id).await?;
    let erasure = encode(erasure, &DeskEncoder::new(&context, language));
    Ok((StatusCode::ACCEPTED, Json(erasure)))
}

/// Takes the request to erase a user back, unless the erasure has begun. For admins.
#[utoipa::path(
    delete,
    path = "/desk/users/{id}/erasure",
    operation_id = "withdrawErasure",
    tag = "desk",
    params(("id" = i64, Path, description = "The user id")),
    responses((status = 204, description = "There is no request to erase the user"), Problems)
)]
pub async fn withdraw(
    State(context): State<ApiContext>,
    NativeCaller(caller): NativeCaller,
    Path(id): Path<i64>,
) -> Result<StatusCode, Problem> {
    let desk = desk_of_admin(&context, &caller)?;
    let withdrawing = desk.withdraw_erasure(UserId(id), caller.user_id);
    refuse(withdrawing.await?)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists the erasures that were asked for, the newest first. For admins.
#[utoipa::path(
    get,
    path = "/desk/erasures",
    operation_id = "listErasures",
    tag = "desk",
    params(PageQuery),
    responses((status = 200, description = "A page of the list", body = wire::ErasureList), Problems)
)]
pub async fn list(
    State(context): State<ApiContext>,
    NativeCaller(caller): NativeCaller,
    Reads(language): Reads,
    Query(query): Query<PageQuery>,
) -> Result<Json<wire::ErasureList>, Problem> {
    let desk = desk_of_admin(&context, &caller)?;
    let paging = Paging::<SortKey>::new(PAGE, query.limit, query.cursor.as_deref())?;
    let (erasures, people) = desk.erasures(paging.after, paging.rows()).await?;
    let encoder = DeskEncoder::new(&context, language);
    let (erasures, next_cursor) = paging.cut(
        erasures,
        |erasure: &RequestedErasure| erasure.sort_key,
        |erasure| wire::ListedErasure {
            user: encoder.person(people.get(erasure.user_id)),
            state: state(erasure.state),
            requested_by: encoder.person(people.get(erasure.request.requested_by)),
            requested_at: erasure.request.requested_at.into(),
            finished_at: erasure.finished_at.map(Into::into),
        },
    );
    Ok(Json(wire::ErasureList {
        erasures,
        next_cursor,
    }))
}

/// Moderators erase nobody.
fn desk_of_admin<'a>(context: &'a ApiContext, caller: &Principal) -> Result<&'a Desk, Problem> {
    let desk = context.desk(caller)?;
    if caller.is_admin() {
        return Ok(desk);
    }
    Err(Problem::forbidden(Code::NotAnAdmin, "for admins only"))
}

fn refuse(refusal: Option<Refusal>) -> Result<(), Problem> {
    match refusal {
        None => Ok(()),
        Some(Refusal::WrongName) => {
            let detail = "confirm_name is not the name of the user";
            Err(Problem::bad_request(Code::WrongName, detail))
        }
        Some(Refusal::BeyondAdmin) => {
            let detail = "only an admin of all applications of this person may do this";
            Err(Problem::forbidden(Code::NotAnAdmin, detail))
        }
        Some(Refusal::Started) => {
            let detail = "the erasure has begun and cannot be undone";
            Err(Problem::conflict(Code::ErasureStarted, detail))
        }
    }
}

fn encode(erasure: desk::Erasure, encoder: &DeskEncoder<'_>) -> wire::Erasure {
    let people = &erasure.people;
    let counts = erasure.counts;
    wire::Erasure {
        email: erasure.email,
        counts: wire::ErasureCounts {
            messages: counts.messages,
            texts: counts.texts,
            files: counts.files,
            file_bytes: counts.file_bytes,
            chats: counts.chats,
        },
        state: state(erasure.state),
        request: erasure.request.map(|request| wire::ErasureRequest {
            requested_by: encoder.person(people.get(request.requested_by)),
            requested_at: request.requested_at.into(),
        }),
        finished_at: erasure.finished_at.map(Into::into),
        user: encoder.person(erasure.person),
    }
}

fn state(state: desk::ErasureState) -> wire::ErasureState {
    match state {
        desk::ErasureState::None => wire::ErasureState::None,
        desk::ErasureState::Requested => wire::ErasureState::Requested,
        desk::ErasureState::Running => wire::ErasureState::Running,
        desk::ErasureState::Done => wire::ErasureState::Done,
    }
}
