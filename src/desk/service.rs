//! The desk of one realm.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio_postgres::types::Json;

use crate::audit::People;
use crate::db::query::{self, Parameters};
use crate::db::{self, Connector, FromRow, Pool, RowExt as _};
use crate::desk::error::Error;
use crate::desk::figures::StatisticsCache;
use crate::desk::people::DeskChat;
use crate::domain::{ChatId, Realm};

const CHATS: &str = include_str!("sql/chats.sql");

/// Events that a request counts at most before it shows figures.
const COUNTED_AT_ONCE: i32 = 5_000;
/// Exports at a time on a server.
const EXPORTS: usize = 2;

/// What a realm's desk shows of chats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Every chat.
    All,
    /// Reported messages, and of a chat only what concerns these.
    Reported,
}

/// What the desks of all realms of a server do at a time. Cheap to clone.
#[derive(Clone)]
pub struct DeskPermits {
    pub(super) exports: Arc<Semaphore>,
    /// To compute statistics.
    pub(super) statistics: Arc<Semaphore>,
}

impl Default for DeskPermits {
    fn default() -> Self {
        Self {
            exports: Arc::new(Semaphore::new(EXPORTS)),
            statistics: Arc::new(Semaphore::new(1)),
        }
    }
}

/// The desk of one realm. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    pub(super) realm: Realm,
    pub(super) scope: Scope,
    pub(super) pool: Pool,
    pub(super) connector: Connector,
    pub(super) statistics: Arc<StatisticsCache>,
    pub(super) permits: DeskPermits,
}

impl Desk {
    /// The whole desk of `realm`, over the connections of `pool`. Exports have connections of their own.
    pub fn new(realm: Realm, pool: Pool, connector: Connector, permits: DeskPermits) -> Self {
        Self {
            realm,
            scope: Scope::All,
            pool,
            connector,
            statistics: Arc::default(),
            permits,
        }
    }

    /// The same desk for those who may see only what was reported.
    #[must_use]
    pub fn of_reports(&self) -> Self {
        Self {
            scope: Scope::Reported,
            ..self.clone()
        }
    }

    /// What it shows of chats.
    pub fn scope(&self) -> Scope {
        self.scope
    }

    pub(super) fn only_reported(&self) -> bool {
        self.scope == Scope::Reported
    }

    /// Counts what has happened since the log was counted, as far as a request may take. If another
    /// session counts for long, the figures are those that it has counted.
    pub(super) async fn count(&self) -> Result<(), db::Error> {
        let sql = "SELECT public.count_for_desk($1, true) AS is_more";
        query::first(&self.pool, sql, &[&COUNTED_AT_ONCE]).await?;
        Ok(())
    }

    /// Requires a chat that the desk may show.
    ///
    /// # Errors
    /// `NoSuchChat`.
    pub async fn require_chat(&self, id: ChatId) -> Result<(), Error> {
        self.chat(id).await.map(|_| ())
    }

    /// A chat that the desk may show.
    ///
    /// # Errors
    /// `NoSuchChat`.
    pub(super) async fn chat(&self, id: ChatId) -> Result<DeskChat, Error> {
        let chats = self.chats(&[id.0], self.only_reported()).await?;
        chats.into_iter().next().ok_or(Error::NoSuchChat)
    }

    /// These chats of the realm.
    pub(super) async fn chats(
        &self,
        ids: &[i64],
        only_reported: bool,
    ) -> Result<Vec<DeskChat>, db::Error> {
        let parameters: Parameters<'_> = &[&self.realm, &ids, &only_reported];
        let rows = query::all(&self.pool, CHATS, parameters).await?;
        rows.iter().map(DeskChat::from_row).collect()
    }

    /// The people with these ids who still exist.
    pub(super) async fn people(&self, ids: &[i64]) -> Result<People, db::Error> {
        let rows = query::all(&self.pool, People::QUERY, &[&ids]).await?;
        People::from_rows(&rows)
    }
}

impl FromRow for DeskChat {
    fn from_row(row: &tokio_postgres::Row) -> Result<Self, db::Error> {
        let Json(members) = row.try_get("members")?;
        let context: Option<Json<serde_json::Value>> = row.try_get("context")?;
        Ok(Self {
            id: row.try_get("id")?,
            is_group: row.try_get::<_, &str>("type")? == "group",
            title: row.try_get("title")?,
            context: context.map(|Json(context)| context),
            created_at: row.timestamp("created_at")?,
            members,
        })
    }
}
