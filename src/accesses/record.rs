//! Recording accesses.

use crate::accesses::access::Access;
use crate::accesses::error::Error;
use crate::accesses::recorded::Recorded;
use crate::db::query::{self, Parameters};
use crate::db::{self, Pool};
use crate::domain::{Principal, Realm, Rejection};

const RECORD_ACCESS: &str =
    "SELECT audit.record_access($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) AS outcome";

/// The accesses to the chats of one realm. Cheap to clone.
#[derive(Clone)]
pub struct Accesses {
    realm: Realm,
    pool: Pool,
    /// Whether a chat of others is read only by those who said why.
    needs_reason: bool,
}

impl Accesses {
    /// Those to the chats of `realm`.
    pub fn new(realm: Realm, pool: Pool, needs_reason: bool) -> Self {
        Self {
            realm,
            pool,
            needs_reason,
        }
    }

    /// Records an access before it happens, unless it shows the caller nothing of others. Once a day is enough
    /// for the same chat or file.
    ///
    /// # Errors
    /// `ReasonRequired`; and if it cannot be recorded.
    pub async fn record(&self, caller: &Principal, access: Access<'_>) -> Result<Recorded, Error> {
        let source = caller.source.as_ref().ok_or(Error::UnknownSource)?;
        let via_key = caller.key.as_ref().map(|used| used.name.to_string());
        let (chat_id, message_id, attachment_id) = access.target.ids();
        let address = source.address.to_string();
        let parameters: Parameters<'_> = &[
            &self.realm,
            &caller.user_id,
            &via_key,
            &access.action.as_str(),
            &chat_id,
            &message_id,
            &attachment_id,
            &access.only_reported,
            &source.route,
            &address,
            &access.reason,
            &self.needs_reason,
        ];
        let row = query::first(&self.pool, RECORD_ACCESS, parameters).await?;
        let outcome = row.as_ref().map(|row| row.try_get("outcome")).transpose();
        match outcome.map_err(db::Error::from)? {
            Some("reason_required") => Err(db::Error::from(Rejection::ReasonRequired).into()),
            _ => Ok(Recorded::new()),
        }
    }
}
