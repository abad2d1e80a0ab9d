//! Digests of unread messages.

use tokio_postgres::Row;

use crate::db::query::Parameters;
use crate::db::{Error, FromRow, Transaction};
use crate::domain::Language;
use crate::outbox::channel::{Reading, Run};
use crate::outbox::content::Content;
use crate::outbox::readings::{self, Columns};

const DELAY_QUIET: &str = include_str!("sql/delay_quiet.sql");
const READ_DIGESTS: &str = include_str!("sql/read_digests.sql");
const COUNT_REPEATS: &str = include_str!("sql/count_repeats.sql");

/// A digest that is sent now.
pub struct Digest {
    pub(super) user_id: i64,
    pub(super) realm: String,
    pub(super) email: String,
    pub(super) language: Language,
    /// The chat with the newest message first; not empty.
    pub(super) chats: Vec<DigestChat>,
}

/// A chat with unread messages.
pub struct DigestChat {
    /// The newest of them.
    pub(super) content: Content,
    pub(super) unread: i64,
}

/// The realm and the user of a receiver, `campus/7`.
fn realm_and_user(run: &Run) -> (&str, i64) {
    let (realm, user_id) = run.receiver.split_once('/').unwrap_or_default();
    (realm, user_id.parse().unwrap_or_default())
}

/// Reads digests: one for each run, whose deliveries are chats.
pub(super) async fn read(
    transaction: &Transaction<'_>,
    runs: &[Run],
) -> Result<Vec<Reading<Digest>>, Error> {
    let later = delay_quiet(transaction, runs).await?;
    let mut columns = Columns::default();
    // The run of each row of these columns.
    let mut runs_of_rows = Vec::new();
    for (index, run) in runs.iter().enumerate() {
        for delivery in &run.deliveries {
            columns.push(realm_and_user(run).1, delivery);
            runs_of_rows.push(index);
        }
    }
    let rows = transaction
        .query(READ_DIGESTS, &columns.parameters())
        .await?;
    let mut digests: Vec<Option<Digest>> = runs.iter().map(|_| None).collect();
    for row in &rows {
        let Some(index) = runs_of_rows.get(readings::index(row)?).copied() else {
            continue;
        };
        let chat = DigestChat::from_row(row)?;
        match &mut digests[index] {
            Some(digest) => digest.chats.push(chat),
            none => *none = Some(digest(row, &runs[index], chat)?),
        }
    }
    let digests: Vec<(&Run, Option<Digest>)> = runs.iter().zip(digests).collect();
    count_repeats(transaction, &digests).await?;
    let readings = digests.into_iter().map(|(run, digest)| match digest {
        Some(digest) => Reading::Send(digest),
        None if later.contains(&run.receiver) => Reading::Later,
        None => Reading::Nothing,
    });
    Ok(readings.collect())
}

fn digest(row: &Row, run: &Run, first: DigestChat) -> Result<Digest, Error> {
    let (realm, user_id) = realm_and_user(run);
    let tag: Option<&str> = row.try_get("language")?;
    Ok(Digest {
        user_id,
        realm: realm.to_owned(),
        email: row.try_get("email")?,
        language: tag.and_then(Language::of_tag).unwrap_or(Language::Russian),
        chats: vec![first],
    })
}

/// Delays digests to users who have quiet hours; returns their receivers.
async fn delay_quiet(transaction: &Transaction<'_>, runs: &[Run]) -> Result<Vec<String>, Error> {
    let users: Vec<i64> = runs.iter().map(|run| realm_and_user(run).1).collect();
    let receivers: Vec<&str> = runs.iter().map(|run| &*run.receiver).collect();
    let parameters: Parameters<'_> = &[&users, &receivers];
    let rows = transaction.query(DELAY_QUIET, parameters).await?;
    let delayed = rows.iter().map(|row| row.try_get("receiver"));
    Ok(delayed.collect::<Result<_, _>>()?)
}

/// Counts digests at their first attempt, so that the next ones follow later.
async fn count_repeats(
    transaction: &Transaction<'_>,
    digests: &[(&Run, Option<Digest>)],
) -> Result<(), Error> {
    let begun = digests
        .iter()
        .filter(|(run, digest)| run.attempts == 0 && digest.is_some());
    let (realms, users): (Vec<&str>, Vec<i64>) = begun.map(|(run, _)| realm_and_user(run)).unzip();
    if users.is_empty() {
        return Ok(());
    }
    let parameters: Parameters<'_> = &[&users, &realms];
    transaction
        .execute(COUNT_REPEATS, parameters)
        .await
        .map(drop)
}

impl FromRow for DigestChat {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            content: Content::from_row(row)?,
            unread: row.try_get("unread")?,
        })
    }
}
