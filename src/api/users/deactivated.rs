//! The list of people who were deactivated: of an API key those whom it manages, of an admin all of the realm.

use super::wire;
use crate::api::caller::own_key;
use crate::api::context::ApiContext;
use crate::api::pages::PAGE;
use crate::auth::Deactivated;
use crate::domain::{Language, Principal, UserId};
use crate::http::Problem;
use crate::http::paging::{self, CursorKey, Paging};

/// The sort key of the list: when, and who.
#[derive(Debug, Clone, Copy)]
struct DeactivatedKey(i64, UserId);

impl CursorKey for DeactivatedKey {
    fn parse(cursor: &str) -> Option<Self> {
        let (at, id) = cursor.split_once('.')?;
        // Until the year 9999.
        let at = i64::parse(at).filter(|at| *at < 253_370_764_800_000_000)?;
        Some(Self(at, UserId(CursorKey::parse(id)?)))
    }

    fn format(&self) -> String {
        format!("{}.{}", self.0, self.1.0)
    }
}

/// A page of the list, the latest first.
///
/// # Errors
/// `NotInThisRealm`, `LoginElsewhere` and `NotAnAdmin`, but for keys.
pub(super) async fn list(
    context: &ApiContext,
    caller: &Principal,
    language: Language,
    query: &wire::UsersQuery,
) -> Result<wire::FoundUserList, Problem> {
    let is_key = own_key(caller).is_some();
    if !is_key {
        context.require_account_admin(caller)?;
    }
    let text = paging::search(query.q.as_deref())?;
    let filters = [
        "deactivated".to_owned(),
        text.unwrap_or_default().to_owned(),
    ];
    let (limit, cursor) = (query.limit, query.cursor.as_deref());
    let paging: Paging<DeactivatedKey> = Paging::filtered(PAGE, limit, cursor, &filters)?;
    let after = paging.after.map(|key| (key.0, key.1));
    let people = context
        .accounts
        .deactivated(is_key, text, after, paging.rows());
    let (users, next_cursor) = paging.cut(
        people.await?,
        |one: &Deactivated| DeactivatedKey(one.sort_key, one.person.id),
        |mut one| wire::FoundUser {
            email: one.person.email.take(),
            deactivated_at: Some(one.at.into()),
            user: super::encode::user(one.person, None, context.policy.realm, language),
        },
    );
    Ok(wire::FoundUserList { users, next_cursor })
}
