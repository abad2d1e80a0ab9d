//! The register of who is connected to which replica (`sql/routines/presence_*.sql`).

use std::time::Duration;

use jiff::Timestamp;
use tokio_postgres::{Row, Statement};
use uuid::Uuid;

use super::error::classify;
use super::query;
use super::{Connector, Error, Link, Moment, Pool};
use crate::domain::{ChatId, Realm, UserId};

/// One replica's own page of the register, over a connection of its own: a pool that has run
/// dry must not make a living replica look dead.
pub struct Register {
    link: Link,
    replica_id: Uuid,
    lease_ms: i64,
    beat: Statement,
    change: Statement,
}

/// What a beat told.
#[derive(Debug, Clone, Copy)]
pub struct Beat {
    /// Counts the changes of who is online.
    pub version: i64,
    /// When the lease of another replica runs out.
    pub next_expiry: Option<Duration>,
}

/// Whom a replica began to hold connections of, and whom it ceased to, and how long ago.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Changes {
    /// It holds connections of these and of nobody else.
    pub is_whole: bool,
    /// Who came.
    pub came: Vec<(UserId, Duration)>,
    /// Who went.
    pub gone: Vec<(UserId, Duration)>,
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
pub struct Known {
    /// Who.
    pub user_id: UserId,
    /// When they last came or went.
    pub last_seen: Option<Timestamp>,
    /// The chats to tell of it.
    pub chats: Vec<(Realm, ChatId)>,
}

const BEAT: &str = "
    SELECT b.is_known, b.version, b.next_expiry_ms
    FROM public.presence_beat($1, $2, $3) AS b";

const CHANGE: &str = "
    SELECT c.is_known
    FROM public.presence_change($1, $2, $3, $4, $5, $6, $7) AS c";

const ONLINE: &str = "
    SELECT v.version, ARRAY(SELECT DISTINCT p.user_id FROM public.presence AS p)
    FROM public.presence_version AS v";

const KNOWN: &str = "
    SELECT asked.user_id, l.at, chats.realms, chats.ids
    FROM unnest($1::bigint[]) AS asked (user_id)
    LEFT JOIN public.last_seen AS l ON l.user_id = asked.user_id
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(c.realm), '{}') AS realms,
               coalesce(array_agg(c.id), '{}') AS ids
        FROM public.chat_participants AS p
        JOIN public.chats AS c ON c.id = p.chat_id
        WHERE p.user_id = asked.user_id
          AND p.left_at IS NULL
    ) AS chats";

const MEMBERS: &str = "
    SELECT p.user_id, l.at, '{}'::text[], '{}'::bigint[]
    FROM public.chat_participants AS p
    LEFT JOIN public.last_seen AS l ON l.user_id = p.user_id
    WHERE p.chat_id = $1
      AND p.left_at IS NULL";

impl Register {
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
    pub fn link(&self) -> &Link {
        &self.link
    }

    /// Says that the replica lives, and where it may, lets go of those whose lease ran out.
    /// `None`: it is not known, and has to register whole.
    pub async fn beat(&self, may_reap: bool) -> Result<Option<Beat>, Error> {
        let row = self
            .link
            .query_one(&self.beat, &[&self.replica_id, &self.lease_ms, &may_reap])
            .await
            .map_err(classify)?;
        let next: Option<i64> = row.get(2);
        let next_expiry = next.map(|ms| Duration::from_millis(u64::try_from(ms).unwrap_or(0)));
        let is_known: bool = row.get(0);
        Ok(is_known.then(|| Beat {
            version: row.get(1),
            next_expiry,
        }))
    }

    /// Registers changes. False: the replica is not known, and nothing was done.
    pub async fn change(&self, changes: &Changes) -> Result<bool, Error> {
        let (came, came_ms) = columns(&changes.came);
        let (gone, gone_ms) = columns(&changes.gone);
        let row = self
            .link
            .query_one(
                &self.change,
                &[
                    &self.replica_id,
                    &self.lease_ms,
                    &changes.is_whole,
                    &came,
                    &came_ms,
                    &gone,
                    &gone_ms,
                ],
            )
            .await
            .map_err(classify)?;
        Ok(row.get(0))
    }

    /// The replica shuts down; its users have `grace` to come to another.
    pub async fn leave(&self, grace: Duration) -> Result<(), Error> {
        self.link
            .execute(
                "SELECT public.presence_leave($1, $2)",
                &[&self.replica_id, &milliseconds(grace)],
            )
            .await
            .map_err(classify)?;
        Ok(())
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
pub async fn known(pool: &Pool, user_ids: &[UserId]) -> Result<Vec<Known>, Error> {
    let user_ids: Vec<i64> = user_ids.iter().map(|user_id| user_id.0).collect();
    let rows = query::all(pool, KNOWN, &[&user_ids]).await?;
    rows.iter().map(known_person).collect()
}

/// When those who are in a chat now were last seen.
pub async fn members(pool: &Pool, chat_id: ChatId) -> Result<Vec<Known>, Error> {
    let rows = query::all(pool, MEMBERS, &[&chat_id.0]).await?;
    rows.iter().map(known_person).collect()
}

fn known_person(row: &Row) -> Result<Known, Error> {
    let last_seen: Option<Moment> = row.try_get(1)?;
    let (realms, ids): (Vec<&str>, Vec<i64>) = (row.try_get(2)?, row.try_get(3)?);
    let chats = realms.into_iter().zip(ids);
    Ok(Known {
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
