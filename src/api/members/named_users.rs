//! The users whom a request names, by id or by external id.

use std::collections::BTreeSet;

use crate::api::context::ApiContext;
use crate::chat::RefusedUser;
use crate::directory::ManagedId;
use crate::domain::{Rejection, UserId};
use crate::http::{Place, Problem};

/// The users whom a request names, in its order: those of `user_ids`, then those of `external_ids`.
pub(in crate::api) struct NamedUsers(Vec<(UserId, Place)>);

impl NamedUsers {
    /// Finds the users of a request that names at most `max`.
    ///
    /// # Errors
    /// `UserNotFound` with the places of the external ids that the realm does not have; `too_many` if there are
    /// more than `max`.
    pub(in crate::api) async fn find(
        context: &ApiContext,
        user_ids: Option<Vec<i64>>,
        external_ids: Option<Vec<String>>,
        max: usize,
        too_many: fn(String) -> Problem,
    ) -> Result<Self, Problem> {
        let user_ids = user_ids.unwrap_or_default();
        let external_ids = external_ids.unwrap_or_default();
        if user_ids.len() + external_ids.len() > max {
            let detail = format!("user_ids and external_ids name at most {max} users");
            return Err(too_many(detail).in_field("user_ids"));
        }
        let place = |(at, id)| (UserId(id), Place::field("user_ids").inner(&at));
        let mut named: Vec<_> = user_ids.into_iter().enumerate().map(place).collect();
        named.extend(by_external_ids(context, external_ids).await?);
        Ok(Self(named))
    }

    /// Their ids, in the order of the request.
    pub(in crate::api) fn ids(&self) -> impl Iterator<Item = UserId> {
        self.0.iter().map(|(id, _)| *id)
    }

    /// Their ids, each once.
    pub(in crate::api) fn distinct(&self) -> BTreeSet<UserId> {
        self.ids().collect()
    }

    /// The refusal that names these users, if there are any, where the request does.
    pub(in crate::api) fn refusal(&self, refused: &[RefusedUser]) -> Option<Problem> {
        let parts = self.0.iter().filter_map(|(id, place)| {
            let refused = refused.iter().find(|refused| refused.user_id == *id)?;
            Some((place.clone(), refused.rejection))
        });
        Problem::of_parts(parts.collect())
    }
}

async fn by_external_ids(
    context: &ApiContext,
    external_ids: Vec<String>,
) -> Result<Vec<(UserId, Place)>, Problem> {
    if external_ids.is_empty() {
        return Ok(Vec::new());
    }
    let texts: Vec<&str> = external_ids.iter().map(String::as_str).collect();
    let realm = context.policy.realm;
    let found = context.directory.ids_of_externals(realm, &texts).await?;
    let place = |at| Place::field("external_ids").inner(&at);
    let mut named = Vec::with_capacity(found.len());
    let mut unknown = Vec::new();
    for (at, (id, external_id)) in found.into_iter().zip(external_ids).enumerate() {
        match (ManagedId::new(external_id), id) {
            // A whole number is `users.id`.
            (ManagedId::Number(number), _) => named.push((UserId(number), place(at))),
            (ManagedId::External(_), Some(id)) => named.push((id, place(at))),
            (ManagedId::External(_), None) => unknown.push((place(at), Rejection::UserNotFound)),
        }
    }
    Problem::of_parts(unknown).map_or(Ok(named), Err)
}
