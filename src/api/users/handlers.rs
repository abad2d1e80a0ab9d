//! The handlers.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::finder::finder;
use super::users_of::users_of;
use super::{by_ids, deactivated, encode, wire};
use crate::api::caller::UsersCaller;
use crate::api::context::ApiContext;
use crate::api::pages::{PAGE, PageQuery};
use crate::directory::{FoundPerson, Person};
use crate::domain::{Principal, Rejection, UserId};
use crate::http::extract::{Path, Query};
use crate::http::paging::{self, Paging};
use crate::http::problem::Problems;
use crate::http::{Code, Problem, Reads};

/// Lists the people whom the caller may write to, or those found by `q`. A page may be short, or
/// empty, although there are more: then it has a `next_cursor`.
///
/// With `ids`: the people of these ids whom the caller may write to, and those who are or were in a chat that the
/// caller sees, also if they were removed, deactivated or erased since.
#[utoipa::path(
    get,
    path = "/users",
    operation_id = "listUsers",
    tag = "people",
    params(wire::UsersQuery),
    responses((status = 200, description = "A page of the list", body = wire::FoundUserList), Problems)
)]
pub async fn list(
    State(context): State<ApiContext>,
    UsersCaller(caller): UsersCaller,
    Reads(language): Reads,
    Query(query): Query<wire::UsersQuery>,
) -> Result<Json<wire::FoundUserList>, Problem> {
    let is_deactivated = query.deactivated.unwrap_or_default();
    if let Some(ids) = &query.ids {
        if query.q.is_some() || is_deactivated {
            let detail = "ids excludes q and deactivated";
            return Err(Problem::bad_request(Code::InvalidQuery, detail));
        }
        let page = by_ids::list(&context, &caller, language, ids, &query).await?;
        return Ok(Json(page));
    }
    if is_deactivated {
        let page = deactivated::list(&context, &caller, language, &query).await?;
        return Ok(Json(page));
    }
    let (people, next_cursor) = find(&context, &caller, &query).await?;
    let ids: Vec<UserId> = people.iter().map(|person| person.id).collect();
    let presence = context.chat.presence_of_pairs(caller.user_id, &ids).await?;
    let people = people.into_iter();
    let users = people.map(|person| {
        let of_person = presence.get(&person.id);
        encode::user(person, of_person, context.policy.realm, language).into()
    });
    let users = users.collect();
    Ok(Json(wire::FoundUserList { users, next_cursor }))
}

async fn find(
    context: &ApiContext,
    caller: &Principal,
    query: &wire::UsersQuery,
) -> Result<(Vec<Person>, Option<String>), Problem> {
    let (directory, realm) = (&context.directory, context.policy.realm);
    let (reader, cursor) = (caller.user_id, query.cursor.as_deref());
    let text = paging::search(query.q.as_deref())?;
    let filters = [text.unwrap_or_default().to_owned()];
    let id = |person: &Person| person.id.0;
    if context.finds_only_counterparts(caller) {
        let paging = Paging::filtered(PAGE, query.limit, cursor, &filters)?;
        let (after, rows) = (paging.after.unwrap_or_default(), paging.rows());
        let people = directory.in_chats_of(realm, reader, text, after, rows);
        return Ok(paging.cut(people.await?, id, |person| person));
    }
    if let Some(text) = text {
        let paging = Paging::filtered(PAGE, query.limit, cursor, &filters)?;
        let after = paging.after.as_ref();
        let found = directory.search(realm, Some(finder(caller)), text, after, paging.rows());
        let key = |found: &FoundPerson| found.sort_key.clone();
        return Ok(paging.cut(found.await?, key, |found| found.person));
    }
    let paging = Paging::filtered(PAGE, query.limit, cursor, &filters)?;
    let (after, rows) = (paging.after.unwrap_or_default(), paging.rows());
    let page = directory
        .findable(realm, finder(caller), after, rows)
        .await?;
    let (people, next_cursor) = paging.cut(page.people, id, |person| person);
    let examined = page.examined_up_to.map(|id| paging.cursor(&id));
    Ok((people, next_cursor.or(examined)))
}

/// Shows a person. The caller may write to this person, or sees a chat in which the person is or was.
#[utoipa::path(
    get,
    path = "/users/{id}",
    operation_id = "getUser",
    tag = "people",
    params(("id" = i64, Path)),
    responses((status = 200, description = "The person", body = wire::User), Problems)
)]
pub async fn show(
    State(context): State<ApiContext>,
    UsersCaller(caller): UsersCaller,
    Reads(language): Reads,
    Path(id): Path<i64>,
) -> Result<Json<wire::User>, Problem> {
    let known = by_ids::known(&context, &caller, language, &[UserId(id)]).await?;
    let user = known.into_iter().next().ok_or(Rejection::UserNotFound)?;
    Ok(Json(user))
}

/// Lists the people whom the caller blocks, by id.
#[utoipa::path(
    get,
    path = "/blocks",
    operation_id = "listBlocks",
    tag = "people",
    params(PageQuery),
    responses((status = 200, description = "A page of the list", body = wire::UserList), Problems)
)]
pub async fn blocks(
    State(context): State<ApiContext>,
    UsersCaller(caller): UsersCaller,
    Reads(language): Reads,
    Query(query): Query<PageQuery>,
) -> Result<Json<wire::UserList>, Problem> {
    context.require(context.policy.features.blocks)?;
    let paging = Paging::new(PAGE, query.limit, query.cursor.as_deref())?;
    let after = UserId(paging.after.unwrap_or_default());
    let blocked = context
        .chat
        .blocked_by(caller.user_id, after, paging.rows());
    let (ids, next_cursor) = paging.cut(blocked.await?, |id| id.0, |id| id);
    let users = users_of(&context, caller.user_id, language, ids).await?;
    Ok(Json(wire::UserList { users, next_cursor }))
}

/// Blocks a person, who can then write to the caller in no private chat.
#[utoipa::path(
    put,
    path = "/users/{id}/block",
    operation_id = "blockUser",
    tag = "people",
    params(("id" = i64, Path)),
    responses((status = 204, description = "The person is blocked"), Problems)
)]
pub async fn block(
    State(context): State<ApiContext>,
    UsersCaller(caller): UsersCaller,
    Path(id): Path<i64>,
) -> Result<StatusCode, Problem> {
    context.require(context.policy.features.blocks)?;
    context.chat.block(&caller, UserId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Unblocks a person.
#[utoipa::path(
    delete,
    path = "/users/{id}/block",
    operation_id = "unblockUser",
    tag = "people",
    params(("id" = i64, Path)),
    responses((status = 204, description = "The person is not blocked"), Problems)
)]
pub async fn unblock(
    State(context): State<ApiContext>,
    UsersCaller(caller): UsersCaller,
    Path(id): Path<i64>,
) -> Result<StatusCode, Problem> {
    context.require(context.policy.features.blocks)?;
    context.chat.unblock(&caller, UserId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
