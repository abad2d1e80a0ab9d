//! The register of who is connected to which replica (`sql/presence/`).

use std::time::Duration;

use jiff::Timestamp;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::db::connection::Prepared;
use crate::db::error::classify;
use crate::db::query::{self, Parameters};
use crate::db::{Connector, DbConnection, Error, PgTimestamp, Pool};
use crate::domain::{ChatId, Realm, UserId};

/// One replica's own page of the register, over a connection of its own: a pool that has run
/// dry must not make a living replica look dead.
pub struct PresenceStore {
    link: DbConnection,
    replica_id: Uuid,
    lease_ms: i64,
    beat: Prepared,
    change: Prepared,
}

/// What a beat told.
#[derive(Debug, Clone, Copy)]
pub struct HeartbeatReply {
    /// Counts the changes of who is online.
    pub version: i64,
    /// When the lease of another replica runs out.
    pub next_expiry: Option<Duration>,
}

/// Whom a replica began to hold connections of, and whom it ceased to, and how long ago.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct PresenceUpdate {
    /// It holds connections of these and of nobody else.
    pub is_snapshot: bool,
    /// Who came.
    pub connected: Vec<(UserId, Duration)>,
    /// Who went.
    pub disconnected: Vec<(UserId, Duration)>,
}

/// Everyone who is online.
#[derive(Debug, Default)]
pub struct Online {
    /// Counts the changes up to this one.
    pub version: i64,
    /// Who.
    pub user_ids: Vec<UserId>,
}

/// Where somebody's presence is to be told.
#[derive(Debug)]
pub struct UserPresence {
    /// Who.
    pub user_id: UserId,
    /// When they last came or went.
    pub last_seen: Option<Timestamp>,
    /// The chats to tell of it.
    pub chats: Vec<(Realm, ChatId)>,
}

const BEAT: &str = "
    SELECT b.is_known, b.version, b.next_expiry_ms
    FROM public.presence_heartbeat($1, $2, $3) AS b";

const CHANGE: &str = "
    SELECT c.is_known
    FROM public.presence_update($1, $2, $3, $4, $5, $6, $7) AS c";

const ONLINE: &str = "
    SELECT v.version, ARRAY(SELECT DISTINCT p.user_id FROM public.presence AS p)
    FROM public.presence_version AS v";

/// Somebody who was removed is in no chat any more: theirs are those that they left with that.
const KNOWN: &str = "
    SELECT asked.user_id,
           (SELECT l.at FROM public.last_seen AS l WHERE l.user_id = asked.user_id),
           chats.realms, chats.ids
    FROM unnest($1::bigint[]) AS asked (user_id)
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(c.realm), '{}') AS realms,
               coalesce(array_agg(c.id), '{}') AS ids
        FROM (
            SELECT * FROM public.chat_participants WHERE user_id = asked.user_id OFFSET 0
        ) AS p
        CROSS JOIN LATERAL (
            SELECT * FROM public.chats WHERE id = p.chat_id OFFSET 0
        ) AS c
        WHERE p.left_at IS NULL
           OR p.left_at > now() - interval '1 minute'
              AND NOT EXISTS (SELECT FROM public.users AS u WHERE u.id = asked.user_id)
    ) AS chats";

const LEAVE: &str = "SELECT public.presence_unregister($1, $2)";

const MEMBERS: &str = "
    SELECT p.user_id,
           (SELECT l.at FROM public.last_seen AS l WHERE l.user_id = p.user_id),
           '{}'::text[], '{}'::bigint[]
    FROM (SELECT * FROM public.chat_participants WHERE chat_id = $1 OFFSET 0) AS p
    WHERE p.left_at IS NULL";

impl PresenceStore {
    /// Connects. Others may take a replica for dead that was silent for `lease`.
    pub async fn open(
        connector: &Connector,
        replica_id: Uuid,
        lease: Duration,
    ) -> Result<Self, Error> {
        let link = connector.open("signals").await?;
        let beat = link.prepare(BEAT).await.map_err(classify)?;
        let change = link.prepare(CHANGE).await.map_err(classify)?;
        Ok(Self {
            link,
            replica_id,
            lease_ms: milliseconds(lease),
            beat,
            change,
        })
    }

    /// The connection, for calls.
    pub fn link(&self) -> &DbConnection {
        &self.link
    }

    /// Says that the replica lives, and where it may, lets go of those whose lease ran out.
    /// `None`: it is not known, and has to register whole.
    pub async fn beat(&self, may_reap: bool) -> Result<Option<HeartbeatReply>, Error> {
        let parameters: Parameters<'_> = &[&self.replica_id, &self.lease_ms, &may_reap];
        let row = self.run(&self.beat, parameters).await?;
        let next: Option<i64> = row.get(2);
        let next_expiry = next.map(|ms| Duration::from_millis(u64::try_from(ms).unwrap_or(0)));
        let is_known: bool = row.get(0);
        Ok(is_known.then(|| HeartbeatReply {
            version: row.get(1),
            next_expiry,
        }))
    }

    /// Registers changes. False: the replica is not known, and nothing was done.
    pub async fn change(&self, changes: &PresenceUpdate) -> Result<bool, Error> {
        let (came, came_ms) = columns(&changes.connected);
        let (gone, gone_ms) = columns(&changes.disconnected);
        let parameters: Parameters<'_> = &[
            &self.replica_id,
            &self.lease_ms,
            &changes.is_snapshot,
            &came,
            &came_ms,
            &gone,
            &gone_ms,
        ];
        Ok(self.run(&self.change, parameters).await?.get(0))
    }

    /// The one row of a routine.
    async fn run(&self, prepared: &Prepared, parameters: Parameters<'_>) -> Result<Row, Error> {
        let rows = self.link.run(prepared, parameters).await;
        let row = rows.map_err(classify)?.into_iter().next();
        row.ok_or_else(|| Error::Unavailable("a routine of presence gave no row".into()))
    }

    /// The replica shuts down; its users have `grace` to come to another.
    pub async fn leave(&self, grace: Duration) -> Result<(), Error> {
        let parameters: Parameters<'_> = &[&self.replica_id, &milliseconds(grace)];
        let left = self.link.query(LEAVE, parameters).await;
        left.map(drop).map_err(classify)
    }
}

/// Everyone who is online now.
pub async fn online(pool: &Pool) -> Result<Online, Error> {
    let row = query::first(pool, ONLINE, &[])
        .await?
        .ok_or_else(|| Error::Unavailable("presence_version has no row".into()))?;
    let user_ids: Vec<i64> = row.get(1);
    Ok(Online {
        version: row.get(0),
        user_ids: user_ids.into_iter().map(UserId).collect(),
    })
}

/// When these people were last seen, and the chats they are in now.
pub async fn known(pool: &Pool, user_ids: &[UserId]) -> Result<Vec<UserPresence>, Error> {
    let user_ids: Vec<i64> = user_ids.iter().map(|user_id| user_id.0).collect();
    let rows = query::all(pool, KNOWN, &[&user_ids]).await?;
    rows.iter().map(known_person).collect()
}

/// When those who are in a chat now were last seen.
pub async fn members(pool: &Pool, chat_id: ChatId) -> Result<Vec<UserPresence>, Error> {
    let rows = query::all(pool, MEMBERS, &[&chat_id.0]).await?;
    rows.iter().map(known_person).collect()
}

fn known_person(row: &Row) -> Result<UserPresence, Error> {
    let last_seen: Option<PgTimestamp> = row.try_get(1)?;
    let (realms, ids): (Vec<&str>, Vec<i64>) = (row.try_get(2)?, row.try_get(3)?);
    let chats = realms.into_iter().zip(ids);
    Ok(UserPresence {
        user_id: UserId(row.try_get(0)?),
        last_seen: last_seen.map(|moment| moment.0),
        // A realm of a newer version has no subscribers here.
        chats: chats
            .filter_map(|(realm, id)| Some((realm.parse().ok()?, ChatId(id))))
            .collect(),
    })
}

fn columns(people: &[(UserId, Duration)]) -> (Vec<i64>, Vec<i64>) {
    people
        .iter()
        .map(|(user_id, ago)| (user_id.0, milliseconds(*ago)))
        .unzip()
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
