//! The table `presence`: which users are connected to which replica
//! (`sql/presence/`).

use std::time::Duration;

use jiff::Timestamp;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::db::error::classify;
use crate::db::query::{self, Parameters};
use crate::db::session::Prepared;
use crate::db::{Connector, DbConnection, Error, FromRow, Pool, RowExt as _};
use crate::domain::{ChatId, Draft, DraftKey, Realm, UserId};

/// The rows of one replica, over a connection of its own: an exhausted pool must not delay its
/// heartbeats.
pub(super) struct PresenceStore {
    connection: DbConnection,
    replica_id: Uuid,
    lease_ms: i64,
    heartbeat: Prepared,
    update: Prepared,
}

/// The reply to a heartbeat.
#[derive(Debug, Clone, Copy)]
pub(super) struct HeartbeatReply {
    /// Incremented with each change of presence.
    pub(super) version: i64,
    /// When the lease of another replica ends.
    pub(super) next_expiry: Option<Duration>,
}

/// Users to register and to unregister, each with the time since they connected or disconnected.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct PresenceUpdate {
    /// The replica has no other users than those listed as connected.
    pub(super) is_snapshot: bool,
    pub(super) connected: Vec<(UserId, Duration)>,
    pub(super) disconnected: Vec<(UserId, Duration)>,
}

/// All users who are online.
#[derive(Debug, Default)]
pub(super) struct Online {
    /// Counts the changes up to this one.
    pub(super) version: i64,
    pub(super) user_ids: Vec<UserId>,
}

/// A user's presence, and the chats to deliver it to.
#[derive(Debug)]
pub(super) struct UserPresence {
    pub(super) user_id: UserId,
    /// When they last connected or disconnected.
    pub(super) last_seen: Option<Timestamp>,
    pub(super) chats: Vec<(Realm, ChatId)>,
}

const HEARTBEAT: &str = "
    SELECT h.is_known, h.version, h.next_expiry_ms
    FROM public.presence_heartbeat($1, $2, $3) AS h";
const UPDATE: &str =
    "SELECT u.is_known FROM public.presence_update($1, $2, $3, $4, $5, $6, $7) AS u";
const UNREGISTER: &str = "SELECT public.presence_unregister($1, $2)";
const SEND_SIGNAL: &str = "SELECT public.send_signal($1)";
const ONLINE: &str = include_str!("sql/online.sql");
const USERS: &str = include_str!("sql/users.sql");
const MEMBERS: &str = include_str!("sql/members.sql");
const DRAFTS: &str = include_str!("sql/drafts.sql");

impl PresenceStore {
    /// Connects. Other replicas may remove this one after a `lease` without heartbeats.
    pub(super) async fn open(
        connector: &Connector,
        replica_id: Uuid,
        lease: Duration,
    ) -> Result<Self, Error> {
        let connection = connector.open("signals").await?;
        let heartbeat = connection.prepare(HEARTBEAT).await.map_err(classify)?;
        let update = connection.prepare(UPDATE).await.map_err(classify)?;
        Ok(Self {
            connection,
            replica_id,
            lease_ms: milliseconds(lease),
            heartbeat,
            update,
        })
    }

    /// Renews the lease and, if it may, removes the rows of replicas whose lease has ended.
    /// `None`: this replica is unknown and has to send a snapshot.
    pub(super) async fn heartbeat(&self, may_reap: bool) -> Result<Option<HeartbeatReply>, Error> {
        let parameters: Parameters<'_> = &[&self.replica_id, &self.lease_ms, &may_reap];
        let row = self.one_row(&self.heartbeat, parameters).await?;
        let next: Option<i64> = row.get("next_expiry_ms");
        let next_expiry = next.map(|ms| Duration::from_millis(u64::try_from(ms).unwrap_or(0)));
        let is_known: bool = row.get("is_known");
        Ok(is_known.then(|| HeartbeatReply {
            version: row.get("version"),
            next_expiry,
        }))
    }

    /// Writes an update. False: this replica is unknown, and nothing was written.
    pub(super) async fn update(&self, update: &PresenceUpdate) -> Result<bool, Error> {
        let (connected, connected_ms) = columns(&update.connected);
        let (disconnected, disconnected_ms) = columns(&update.disconnected);
        let parameters: Parameters<'_> = &[
            &self.replica_id,
            &self.lease_ms,
            &update.is_snapshot,
            &connected,
            &connected_ms,
            &disconnected,
            &disconnected_ms,
        ];
        Ok(self
            .one_row(&self.update, parameters)
            .await?
            .get("is_known"))
    }

    async fn one_row(&self, prepared: &Prepared, parameters: Parameters<'_>) -> Result<Row, Error> {
        let rows = self.connection.query_prepared(prepared, parameters).await;
        let row = rows.map_err(classify)?.into_iter().next();
        row.ok_or_else(|| Error::Unavailable("a presence routine returned no row".into()))
    }

    /// Sends a signal to all replicas.
    pub(super) async fn send_signal(&self, text: &str) -> Result<(), Error> {
        let sent = self.connection.query(SEND_SIGNAL, &[&text]).await;
        sent.map(drop).map_err(classify)
    }

    /// Ends the lease after `delay`, in which users may reconnect to another replica.
    pub(super) async fn leave(&self, delay: Duration) -> Result<(), Error> {
        let parameters: Parameters<'_> = &[&self.replica_id, &milliseconds(delay)];
        let left = self.connection.query(UNREGISTER, parameters).await;
        left.map(drop).map_err(classify)
    }
}

/// All users who are online.
pub(super) async fn online(pool: &Pool) -> Result<Online, Error> {
    let row = query::first(pool, ONLINE, &[])
        .await?
        .ok_or_else(|| Error::Unavailable("presence_version has no row".into()))?;
    Ok(Online {
        version: row.try_get("version")?,
        user_ids: row.try_get("user_ids")?,
    })
}

/// When these users were last seen, and the chats they are in.
pub(super) async fn users(pool: &Pool, user_ids: &[UserId]) -> Result<Vec<UserPresence>, Error> {
    let user_ids: Vec<i64> = user_ids.iter().map(|user_id| user_id.0).collect();
    let rows = query::all(pool, USERS, &[&user_ids]).await?;
    rows.iter().map(UserPresence::from_row).collect()
}

/// When the members of a chat were last seen.
pub(super) async fn members(pool: &Pool, chat_id: ChatId) -> Result<Vec<UserPresence>, Error> {
    let rows = query::all(pool, MEMBERS, &[&chat_id.0]).await?;
    rows.iter().map(UserPresence::from_row).collect()
}

/// These drafts as they are now, in this order; `None`: there is none.
pub(super) async fn drafts(pool: &Pool, keys: &[DraftKey]) -> Result<Vec<Option<Draft>>, Error> {
    let (users, chats): (Vec<UserId>, Vec<ChatId>) =
        keys.iter().map(|key| (key.user_id, key.chat_id)).unzip();
    let rows = query::all(pool, DRAFTS, &[&users, &chats]).await?;
    let draft = |row: &Row| {
        let text: Option<String> = row.try_get("text")?;
        let reply_to = row.try_get("reply_to")?;
        Ok(text.map(|text| Draft { text, reply_to }))
    };
    rows.iter().map(draft).collect()
}

impl FromRow for UserPresence {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let realms: Vec<&str> = row.try_get("realms")?;
        let chat_ids: Vec<ChatId> = row.try_get("chat_ids")?;
        let chats = realms.into_iter().zip(chat_ids);
        Ok(Self {
            user_id: row.try_get("user_id")?,
            last_seen: row.optional_timestamp("last_seen")?,
            // A realm of a newer version has no subscribers here.
            chats: chats
                .filter_map(|(realm, id)| Some((realm.parse().ok()?, id)))
                .collect(),
        })
    }
}

fn columns(users: &[(UserId, Duration)]) -> (Vec<i64>, Vec<i64>) {
    users
        .iter()
        .map(|(user_id, ago)| (user_id.0, milliseconds(*ago)))
        .unzip()
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
