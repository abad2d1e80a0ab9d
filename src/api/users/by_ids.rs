//! Users by their ids: those whom a caller knows.

use std::collections::BTreeSet;

use super::finder::finder;
use super::users_of::shown;
use super::wire;
use crate::api::caller::own_key;
use crate::api::context::ApiContext;
use crate::api::pages::PAGE;
use crate::directory::Knowledge;
use crate::domain::{Language, Principal, UserId};
use crate::http::paging::{PageSize, Paging};
use crate::http::{Code, Problem};

/// The most ids that one request names.
const MAX_IDS: usize = 100;

/// A page that shows all of them unless the request has a `limit`.
const PAGE_OF_IDS: PageSize = PageSize {
    default: PAGE.max,
    max: PAGE.max,
};

/// Those of the users of `ids` whom the caller knows, by id.
///
/// # Errors
/// `InvalidQuery`.
pub(super) async fn list(
    context: &ApiContext,
    caller: &Principal,
    language: Language,
    ids: &str,
    query: &wire::UsersQuery,
) -> Result<wire::FoundUserList, Problem> {
    let filters = [ids.to_owned()];
    let (limit, cursor) = (query.limit, query.cursor.as_deref());
    let paging: Paging = Paging::filtered(PAGE_OF_IDS, limit, cursor, &filters)?;
    let mut ids = parse(ids)?;
    ids.retain(|id| id.0 > paging.after.unwrap_or_default());
    let users = known(context, caller, language, &ids).await?;
    let (users, next_cursor) = paging.cut(users, |user| user.id, wire::FoundUser::from);
    Ok(wire::FoundUserList { users, next_cursor })
}

/// Those of these users whom the caller knows, by id.
pub(super) async fn known(
    context: &ApiContext,
    caller: &Principal,
    language: Language,
    ids: &[UserId],
) -> Result<Vec<wire::User>, Problem> {
    let knowledge = Knowledge {
        sees_all_chats: context.observes(caller) || own_key(caller).is_some(),
        only_counterparts: context.knows_only_counterparts(caller),
    };
    let realm = context.policy.realm;
    let users = context
        .directory
        .known(realm, finder(caller), knowledge, ids);
    shown(context, caller.user_id, language, users.await?).await
}

/// The ids of the query, each once.
fn parse(ids: &str) -> Result<Vec<UserId>, Problem> {
    let given = ids.split(',');
    let ids: Option<Vec<UserId>> = given
        .map(|id| id.parse().ok().filter(|id| *id > 0).map(UserId))
        .collect();
    let ids = ids.filter(|ids| ids.len() <= MAX_IDS).ok_or_else(|| {
        let detail = format!("ids has 1 to {MAX_IDS} user ids, separated by commas");
        Problem::bad_request(Code::InvalidQuery, detail)
    })?;
    let each_once: BTreeSet<UserId> = ids.into_iter().collect();
    Ok(each_once.into_iter().collect())
}
