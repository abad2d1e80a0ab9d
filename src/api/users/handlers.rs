//! The handlers.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::encode;
use super::wire;
use crate::api::caller::{UsersCaller, own_key};
use crate::api::context::ApiContext;
use crate::api::pages::PAGE;
use crate::directory::{Finder, FoundPerson, Person};
use crate::domain::{Principal, Rejection, UserId};
use crate::http::extract::{Path, Query};
use crate::http::paging::{self, CursorKey as _, Paging};
use crate::http::problem::Problems;
use crate::http::{Problem, Reads};

/// Lists the people whom the caller may write to: by id, or those found by `q`. A page may be short, or
/// empty, although there are more: then it has a `next_cursor`.
#[utoipa::path(
    get,
    path = "/users",
    operation_id = "listUsers",
    tag = "people",
    params(wire::UsersQuery),
    responses((status = 200, description = "A page of the list", body = wire::UserList), Problems)
)]
pub async fn list(
    State(context): State<ApiContext>,
    UsersCaller(caller): UsersCaller,
    Reads(language): Reads,
    Query(query): Query<wire::UsersQuery>,
) -> Result<Json<wire::UserList>, Problem> {
    let (people, next_cursor) = find(&context, &caller, &query).await?;
    let ids: Vec<UserId> = people.iter().map(|person| person.id).collect();
    let presence = context.chat.presence_of_pairs(caller.user_id, &ids).await?;
    let people = people.into_iter();
    let users = people.map(|person| {
        let of_person = presence.get(&person.id);
        encode::user(person, of_person, context.policy.realm, language)
    });
    let users = users.collect();
    Ok(Json(wire::UserList { users, next_cursor }))
}

/// A key that acts for itself is in no company, and finds the people of all.
fn finder(caller: &Principal) -> Finder {
    Finder {
        user_id: caller.user_id,
        sees_all_companies: own_key(caller).is_some(),
    }
}

async fn find(
    context: &ApiContext,
    caller: &Principal,
    query: &wire::UsersQuery,
) -> Result<(Vec<Person>, Option<String>), Problem> {
    let (directory, realm) = (&context.directory, context.policy.realm);
    let (reader, cursor) = (caller.user_id, query.cursor.as_deref());
    let text = paging::search(query.q.as_deref())?;
    let id = |person: &Person| person.id.0;
    if context.finds_only_counterparts(caller) {
        let paging = Paging::new(PAGE, query.limit, cursor)?;
        let (after, rows) = (paging.after.unwrap_or_default(), paging.rows());
        let people = directory.in_chats_of(realm, reader, text, after, rows);
        return Ok(paging.cut(people.await?, id, |person| person));
    }
    if let Some(text) = text {
        let paging = Paging::new(PAGE, query.limit, cursor)?;
        let after = paging.after.as_ref();
        let found = directory.search(realm, Some(finder(caller)), text, after, paging.rows());
        let key = |found: &FoundPerson| found.sort_key.clone();
        return Ok(paging.cut(found.await?, key, |found| found.person));
    }
    let paging = Paging::new(PAGE, query.limit, cursor)?;
    let (after, rows) = (paging.after.unwrap_or_default(), paging.rows());
    let page = directory
        .findable(realm, finder(caller), after, rows)
        .await?;
    let (people, next_cursor) = paging.cut(page.people, id, |person| person);
    let examined = page.examined_up_to.map(|id| id.format());
    Ok((people, next_cursor.or(examined)))
}

/// Shows a person whom the caller may write to or shares a chat with.
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
    if UserId(id) == caller.user_id {
        return Ok(Json(encode::caller(caller, context.policy.realm, language)));
    }
    let (directory, realm) = (&context.directory, context.policy.realm);
    let only_counterparts = context.knows_only_counterparts(&caller);
    let found = directory.find(realm, finder(&caller), only_counterparts, UserId(id));
    let person = found.await?.ok_or(Rejection::UserNotFound)?;
    // A user with whom the caller shares no chat is shown as offline.
    let presence = context.chat.presence_of(caller.user_id, person.id);
    let presence = presence.await.ok();
    Ok(Json(encode::user(
        person,
        presence.as_ref(),
        realm,
        language,
    )))
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
