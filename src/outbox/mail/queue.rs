//! The tables `mail_digests` and `account_mails`: adds, takes and puts back what waits.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio_postgres::Row;
use uuid::Uuid;

use crate::db::query::Parameters;
use crate::db::{Error, FromRow, Transaction};
use crate::domain::{Language, Position, SecretToken};
use crate::outbox::backoff::backoff;
use crate::outbox::content::Content;

/// How long an e-mail is retried.
const LIFETIME: SignedDuration = SignedDuration::from_hours(24);

/// How many requests for a link are handled at a time.
const MAX_REQUESTS: i64 = 100;

const ENQUEUE: &str = include_str!("sql/enqueue.sql");
const TAKE_DUE: &str = include_str!("sql/take_due.sql");
const COUNT_REPEATS: &str = include_str!("sql/count_repeats.sql");
const PUT_BACK: &str = include_str!("sql/put_back.sql");
const QUEUE_RESET_MAILS: &str = include_str!("sql/queue_reset_mails.sql");
const TAKE_DUE_LINKS: &str = include_str!("sql/take_due_links.sql");
const ADD_LINK: &str = include_str!("sql/add_link.sql");
const PUT_BACK_LINK: &str = include_str!("sql/put_back_link.sql");
const NEXT_ATTEMPT: &str = include_str!("sql/next_attempt.sql");

/// An e-mail that was taken, which returns if it was not sent.
pub(super) enum Taken {
    Digest(DigestRow),
    Link(LinkRow),
}

/// An e-mail with a link that is due.
pub(super) struct LinkMail {
    pub(super) row: LinkRow,
    pub(super) email: String,
    pub(super) language: Language,
    pub(super) token: String,
}

/// The row that was taken.
pub(super) struct LinkRow {
    /// Else it is a link that sets a password.
    invitation_id: Option<Uuid>,
    user_id: Option<i64>,
    language: String,
    created_at: Timestamp,
    failures: i32,
}

/// A digest that is due.
pub(super) struct Digest {
    pub(super) row: DigestRow,
    pub(super) email: String,
    pub(super) language: Language,
    /// The chat with the newest message first; not empty.
    pub(super) chats: Vec<DigestChat>,
}

/// The row that was taken.
#[derive(Clone)]
pub(super) struct DigestRow {
    pub(super) user_id: i64,
    pub(super) realm: String,
    chat_ids: Vec<i64>,
    since: i64,
    until: i64,
    first_due_at: Timestamp,
    failures: i32,
}

/// A chat with unread messages.
pub(super) struct DigestChat {
    /// The newest of them.
    pub(super) content: Content,
    pub(super) unread: i64,
}

/// Queues digests for the messages of a range of the log, due `after` their first message.
pub(super) async fn enqueue(
    transaction: &Transaction<'_>,
    from: Position,
    to: Position,
    after: Duration,
) -> Result<(), Error> {
    let parameters: Parameters<'_> = &[&from.0, &to.0, &after.as_secs_f64()];
    transaction.execute(ENQUEUE, parameters).await.map(drop)
}

/// Takes at most `limit` digests that are due. Those without a message to tell of are dropped.
pub(super) async fn take_due(
    transaction: &Transaction<'_>,
    limit: usize,
) -> Result<Vec<Digest>, Error> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = transaction.query(TAKE_DUE, &[&limit]).await?;
    let mut digests: Vec<Digest> = Vec::new();
    for row in &rows {
        let taken = DigestRow::from_row(row)?;
        let chat = DigestChat::from_row(row)?;
        match digests.last_mut() {
            Some(last) if last.row.is_of(&taken) => last.chats.push(chat),
            _ => digests.push(Digest {
                row: taken,
                email: row.try_get("email")?,
                language: language(row)?,
                chats: vec![chat],
            }),
        }
    }
    count_repeats(transaction, &digests).await?;
    Ok(digests)
}

/// Counts digests at their first attempt, so that the next ones follow later.
async fn count_repeats(transaction: &Transaction<'_>, digests: &[Digest]) -> Result<(), Error> {
    let begun = digests.iter().filter(|digest| digest.row.failures == 0);
    let (user_ids, realms): (Vec<i64>, Vec<&str>) = begun
        .map(|digest| (digest.row.user_id, digest.row.realm.as_str()))
        .unzip();
    if user_ids.is_empty() {
        return Ok(());
    }
    let parameters: Parameters<'_> = &[&user_ids, &realms];
    transaction
        .execute(COUNT_REPEATS, parameters)
        .await
        .map(drop)
}

/// Queues the e-mails that people asked for to set a password.
pub(super) async fn queue_reset_mails(transaction: &Transaction<'_>) -> Result<(), Error> {
    let parameters: Parameters<'_> = &[&MAX_REQUESTS];
    transaction
        .execute(QUEUE_RESET_MAILS, parameters)
        .await
        .map(drop)
}

/// Takes at most `limit` e-mails with a link that are due, and makes their tokens.
pub(super) async fn take_due_links(
    transaction: &Transaction<'_>,
    limit: usize,
) -> Result<Vec<LinkMail>, Error> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = transaction.query(TAKE_DUE_LINKS, &[&limit]).await?;
    let mut mails = Vec::new();
    for row in &rows {
        let taken = LinkRow::from_row(row)?;
        let token = SecretToken::random();
        let parameters: Parameters<'_> = &[&token.hash(), &taken.invitation_id, &taken.user_id];
        transaction.execute(ADD_LINK, parameters).await?;
        mails.push(LinkMail {
            email: row.try_get("email")?,
            language: language(row)?,
            token: token.into_text(),
            row: taken,
        });
    }
    Ok(mails)
}

/// How long until the next e-mail is due.
pub(super) async fn until_next(transaction: &Transaction<'_>) -> Result<Option<Duration>, Error> {
    let row = transaction.first(NEXT_ATTEMPT, &[]).await?;
    let seconds = row
        .map(|row| row.try_get::<_, Option<f64>>("seconds"))
        .transpose()?;
    Ok(seconds
        .flatten()
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()))
}

impl DigestRow {
    fn is_of(&self, other: &Self) -> bool {
        self.user_id == other.user_id && self.realm == other.realm
    }

    async fn put_back(&self, transaction: &Transaction<'_>, wait: Duration) -> Result<(), Error> {
        let parameters: Parameters<'_> = &[
            &self.user_id,
            &self.realm,
            &self.chat_ids,
            &self.since,
            &self.until,
            &self.first_due_at,
            &(self.failures + 1),
            &wait.as_secs_f64(),
        ];
        transaction.execute(PUT_BACK, parameters).await.map(drop)
    }
}

impl LinkRow {
    pub(super) fn is_invitation(&self) -> bool {
        self.invitation_id.is_some()
    }

    async fn put_back(&self, transaction: &Transaction<'_>, wait: Duration) -> Result<(), Error> {
        let parameters: Parameters<'_> = &[
            &self.invitation_id,
            &self.user_id,
            &self.language,
            &self.created_at,
            &(self.failures + 1),
            &wait.as_secs_f64(),
        ];
        transaction
            .execute(PUT_BACK_LINK, parameters)
            .await
            .map(drop)
    }
}

impl Taken {
    /// Puts the e-mail back after a failed attempt, unless it is too old.
    pub(super) async fn put_back(&self, transaction: &Transaction<'_>) -> Result<(), Error> {
        let (begun, failures) = match self {
            Self::Digest(row) => (row.first_due_at, row.failures),
            Self::Link(row) => (row.created_at, row.failures),
        };
        if Timestamp::now().duration_since(begun) >= LIFETIME {
            return Ok(());
        }
        let wait = backoff(failures);
        match self {
            Self::Digest(row) => row.put_back(transaction, wait).await,
            Self::Link(row) => row.put_back(transaction, wait).await,
        }
    }
}

impl FromRow for LinkRow {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            invitation_id: row.try_get("invitation_id")?,
            user_id: row.try_get("user_id")?,
            language: row.try_get("language")?,
            created_at: row.try_get("created_at")?,
            failures: row.try_get("failures")?,
        })
    }
}

impl FromRow for DigestRow {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            user_id: row.try_get("user_id")?,
            realm: row.try_get("realm")?,
            chat_ids: row.try_get("chat_ids")?,
            since: row.try_get("since")?,
            until: row.try_get("until")?,
            first_due_at: row.try_get("first_due_at")?,
            failures: row.try_get("failures")?,
        })
    }
}

impl FromRow for DigestChat {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            content: Content::from_row(row)?,
            unread: row.try_get("unread")?,
        })
    }
}

/// The language that the user has chosen; Russian, if none.
fn language(row: &Row) -> Result<Language, Error> {
    let tag: Option<&str> = row.try_get("language")?;
    let chosen = tag.and_then(Language::of_tag);
    Ok(chosen.unwrap_or(Language::Russian))
}
