//! Reports that wait for a moderator.

use jiff::Timestamp;
use tokio_postgres::Row;

use crate::db::{Error, PgTimestamp, Pool, query};
use crate::domain::{ChatId, MessageId, Position, Realm, UserId};
use crate::queries::fragments::message;

/// A message that somebody asked a moderator to look at.
#[derive(Debug, Clone)]
pub struct Report {
    /// The position of the event.
    pub id: Position,
    /// Where.
    pub chat_id: ChatId,
    /// Which.
    pub message_id: MessageId,
    /// Its text, also of a deleted one.
    pub message_text: String,
    /// In the reporter's own words.
    pub reason: String,
    /// Who reported it.
    pub reported_by: Option<UserId>,
    /// `users.external_id` of them, where they have one and were not removed.
    pub reporter_external_id: Option<String>,
    /// When.
    pub created_at: Timestamp,
    /// Whether it waits no more.
    pub is_settled: bool,
}

/// `$1` realm; those that `$which` picks.
macro_rules! reports {
    ($which:literal) => {
        concat!(
            "SELECT r.id, r.chat_id, r.message_id, coalesce(m.content, ''), r.reason,
                    r.reported_by, u.external_id, r.created_at, r.resolution IS NOT NULL
             FROM (SELECT * FROM public.reports WHERE ",
            $which,
            ") AS r
             LEFT JOIN ",
            message!("r.message_id" AS "m"),
            " LEFT JOIN LATERAL (
                 SELECT * FROM public.users WHERE id = r.reported_by OFFSET 0
             ) AS u ON true
             WHERE r.realm = $1
             ORDER BY r.id"
        )
    };
}

/// `$2` after which, `$3` how many.
const QUEUE: &str = reports!(
    "resolution IS NULL AND (realm, id) > ($1, $2) AND realm <= $1 ORDER BY realm, id LIMIT $3"
);
/// `$2` which.
const ONE: &str = reports!("id = $2 OFFSET 0");

/// The oldest reports of a realm that wait, after `after`.
pub async fn reports(
    pool: &Pool,
    realm: Realm,
    after: Position,
    limit: i64,
) -> Result<Vec<Report>, Error> {
    let rows = query::all(pool, QUEUE, &[&realm.as_str(), &after.0, &limit]).await?;
    rows.iter().map(read).collect()
}

/// One report, settled or not.
pub async fn report(pool: &Pool, realm: Realm, id: Position) -> Result<Option<Report>, Error> {
    let row = query::first(pool, ONE, &[&realm.as_str(), &id.0]).await?;
    row.map(|row| read(&row)).transpose()
}

fn read(row: &Row) -> Result<Report, Error> {
    Ok(Report {
        id: Position(row.try_get(0)?),
        chat_id: ChatId(row.try_get(1)?),
        message_id: MessageId(row.try_get(2)?),
        message_text: row.try_get(3)?,
        reason: row.try_get(4)?,
        reported_by: row.try_get::<_, Option<i64>>(5)?.map(UserId),
        reporter_external_id: row.try_get(6)?,
        created_at: row.try_get::<_, PgTimestamp>(7)?.0,
        is_settled: row.try_get(8)?,
    })
}
