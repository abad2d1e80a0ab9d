//! Scheduled messages whose time has come.

use std::time::Duration;

use serde_json::{Map, Value};
use tokio_postgres::Row;
use tokio_postgres::types::Json;
use uuid::Uuid;

use crate::db::query::{self, Parameters};
use crate::db::{Error, FromRow, Pool};
use crate::domain::{Actor, ChatId, Realm, Role, ScheduledId, SendScheduled, UserId};

const CLAIM: &str = include_str!("sql/claim.sql");
const RELEASE: &str = include_str!("sql/release.sql");

/// The most messages that are claimed at once.
pub(super) const PAGE: usize = 100;
/// How long the messages of a replica that died wait for another one.
const CLAIM_DURATION: Duration = Duration::from_secs(10);

/// A message that this replica is to send.
pub(super) struct DueMessage {
    pub(super) id: ScheduledId,
    pub(super) realm: Realm,
    pub(super) author: Actor,
    /// `None` if the author was deleted.
    pub(super) role: Option<Role>,
    /// Whether its time is more than a day ago: what was meant for then may make no sense now.
    pub(super) is_missed: bool,
    pub(super) is_key_revoked: bool,
    pub(super) message: SendScheduled,
}

/// Claims messages of these realms whose time has come.
pub(super) async fn claim(pool: &Pool, realms: &[Realm]) -> Result<Vec<DueMessage>, Error> {
    let page = i64::try_from(PAGE).unwrap_or(i64::MAX);
    let parameters: Parameters<'_> = &[&realms, &CLAIM_DURATION.as_secs_f64(), &page];
    let rows = query::all(pool, CLAIM, parameters).await?;
    rows.iter().map(DueMessage::from_row).collect()
}

/// Ends the claims on messages that wait no more.
pub(super) async fn release(pool: &Pool, ids: &[ScheduledId]) -> Result<(), Error> {
    query::run(pool, RELEASE, &[&ids]).await.map(drop)
}

impl FromRow for DueMessage {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let id: ScheduledId = row.try_get("id")?;
        let realm: &str = row.try_get("realm")?;
        let role: Option<&str> = row.try_get("role")?;
        let via_key: Option<&str> = row.try_get("via_key")?;
        let Json(parts): Json<Map<String, Value>> = row.try_get("parts")?;
        let client_id: Uuid = row.try_get("client_id")?;
        let chat_id: ChatId = row.try_get("chat_id")?;
        let user_id: UserId = row.try_get("user_id")?;
        let realm = realm.parse::<Realm>();
        Ok(Self {
            id,
            realm: realm.map_err(|error| Error::Unavailable(error.to_string()))?,
            author: Actor {
                user_id,
                via_key: via_key.map(Into::into),
            },
            role: role.and_then(|role| role.parse().ok()),
            is_missed: row.try_get("is_missed")?,
            is_key_revoked: row.try_get("is_key_revoked")?,
            message: SendScheduled {
                id,
                chat_id,
                client_id,
                text: row.try_get("content")?,
                parts,
            },
        })
    }
}
