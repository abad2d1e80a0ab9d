//! The table `push_notifications`: adds, takes and puts back notifications.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use reqwest::Url;
use tokio_postgres::Row;

use crate::db::query::Parameters;
use crate::db::{Error, FromRow, Transaction};
use crate::domain::{Language, Position};
use crate::outbox::content::Content;

/// How long a notification is retried.
const LIFETIME: SignedDuration = SignedDuration::from_hours(24);

const ENQUEUE: &str = include_str!("sql/enqueue.sql");
const TAKE_DUE: &str = include_str!("sql/take_due.sql");
const PUT_BACK: &str = include_str!("sql/put_back.sql");
const POSTPONE: &str = include_str!("sql/postpone.sql");
const RESET_FAILURES: &str = include_str!("sql/reset_failures.sql");
const NEXT_ATTEMPT: &str = include_str!("sql/next_attempt.sql");
const FORGET: &str = "DELETE FROM public.push_subscriptions AS s WHERE s.id = ANY ($1)";

/// A notification that was taken from the queue.
#[derive(Clone)]
pub(super) struct Notification {
    chat_id: i64,
    position: i64,
    since: i64,
    created_at: Timestamp,
}

/// A browser that is notified.
pub(super) struct Receiver {
    pub(super) id: i64,
    pub(super) endpoint: Url,
    pub(super) p256dh: Vec<u8>,
    pub(super) auth: Vec<u8>,
    pub(super) language: Language,
    /// The failed attempts since the last accepted one.
    pub(super) failures: i32,
}

/// A notification that is due.
pub(super) struct Due {
    pub(super) receiver: Receiver,
    pub(super) notification: Notification,
    /// `None` if there is no message to notify of any more.
    pub(super) content: Option<Content>,
}

/// The outcome of a request.
pub(super) enum Outcome {
    Accepted,
    /// The subscription has ended.
    Ended,
    /// The next request is due after this pause.
    Failed {
        pause: Duration,
        failure: Failure,
    },
}

/// Why a request failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    /// The push service has certainly not taken the notification, and may take it later.
    NotNow,
    /// It is not known whether the push service has taken it.
    Unknown,
    /// The push service would refuse it again.
    Refused,
}

/// The result of an attempt.
pub(super) struct Attempt {
    pub(super) subscription_id: i64,
    pub(super) notification: Notification,
    pub(super) outcome: Outcome,
}

/// Queues notifications for the messages of a range of the log.
pub(super) async fn enqueue(
    transaction: &Transaction<'_>,
    from: Position,
    to: Position,
) -> Result<(), Error> {
    let parameters: Parameters<'_> = &[&from.0, &to.0];
    transaction.execute(ENQUEUE, parameters).await.map(drop)
}

/// Takes a notification of each of at most `limit` subscriptions other than `excluded`.
pub(super) async fn take_due(
    transaction: &Transaction<'_>,
    excluded: &[i64],
    limit: usize,
) -> Result<Vec<Due>, Error> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = transaction.query(TAKE_DUE, &[&excluded, &limit]).await?;
    rows.iter().map(Due::from_row).collect()
}

/// How long until the next subscription is due.
pub(super) async fn until_next(transaction: &Transaction<'_>) -> Result<Option<Duration>, Error> {
    let row = transaction.first(NEXT_ATTEMPT, &[]).await?;
    let seconds = row
        .map(|row| row.try_get::<_, f64>("seconds"))
        .transpose()?;
    Ok(seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()))
}

/// Records the results of attempts.
pub(super) async fn record(
    transaction: &Transaction<'_>,
    attempts: &[Attempt],
) -> Result<(), Error> {
    let (mut accepted, mut ended, mut failed) = (Vec::new(), Vec::new(), Vec::new());
    for attempt in attempts {
        match attempt.outcome {
            Outcome::Accepted => accepted.push(attempt.subscription_id),
            Outcome::Ended => ended.push(attempt.subscription_id),
            Outcome::Failed { pause, failure } => {
                let is_refused = failure == Failure::Refused;
                failed.push((attempt.subscription_id, pause.as_secs_f64(), is_refused));
            }
        }
    }
    if !accepted.is_empty() {
        transaction.execute(RESET_FAILURES, &[&accepted]).await?;
    }
    if !ended.is_empty() {
        transaction.execute(FORGET, &[&ended]).await?;
    }
    if failed.is_empty() {
        return Ok(());
    }
    let repeated = attempts.iter().filter(|attempt| attempt.is_repeated());
    put_back(transaction, &repeated.collect::<Vec<_>>()).await?;
    postpone(transaction, &failed).await
}

/// Counts failed attempts, each with its pause and whether it was refused, and forgets the subscriptions
/// that are only ever refused.
async fn postpone(transaction: &Transaction<'_>, failed: &[(i64, f64, bool)]) -> Result<(), Error> {
    let ids: Vec<i64> = failed.iter().map(|(id, ..)| *id).collect();
    let pauses: Vec<f64> = failed.iter().map(|(_, pause, _)| *pause).collect();
    let refused: Vec<bool> = failed.iter().map(|(.., is_refused)| *is_refused).collect();
    let parameters: Parameters<'_> = &[&ids, &pauses, &refused];
    let mut given_up: Vec<i64> = Vec::new();
    for row in transaction.query(POSTPONE, parameters).await? {
        if row.try_get("is_given_up")? {
            given_up.push(row.try_get("id")?);
        }
    }
    if given_up.is_empty() {
        return Ok(());
    }
    tracing::warn!(
        subscriptions = given_up.len(),
        "forgot push subscriptions that were refused for a day"
    );
    transaction.execute(FORGET, &[&given_up]).await.map(drop)
}

async fn put_back(transaction: &Transaction<'_>, attempts: &[&Attempt]) -> Result<(), Error> {
    let column = |value: fn(&Attempt) -> i64| -> Vec<i64> {
        attempts.iter().map(|attempt| value(attempt)).collect()
    };
    let ids = column(|attempt| attempt.subscription_id);
    let chat_ids = column(|attempt| attempt.notification.chat_id);
    let positions = column(|attempt| attempt.notification.position);
    let since = column(|attempt| attempt.notification.since);
    let times = attempts.iter();
    let times: Vec<Timestamp> = times
        .map(|attempt| attempt.notification.created_at)
        .collect();
    let parameters: Parameters<'_> = &[&ids, &chat_ids, &positions, &since, &times];
    transaction.execute(PUT_BACK, parameters).await.map(drop)
}

impl Attempt {
    fn is_repeated(&self) -> bool {
        let age = Timestamp::now().duration_since(self.notification.created_at);
        let may_repeat = matches!(
            self.outcome,
            Outcome::Failed {
                failure: Failure::NotNow,
                ..
            }
        );
        may_repeat && age < LIFETIME
    }
}

impl FromRow for Due {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let endpoint: &str = row.try_get("endpoint")?;
        let language: &str = row.try_get("language")?;
        let message_id: Option<i64> = row.try_get("message_id")?;
        let content = message_id.map(|_| Content::from_row(row)).transpose()?;
        Ok(Self {
            receiver: Receiver {
                id: row.try_get("id")?,
                endpoint: Url::parse(endpoint)
                    .map_err(|error| Error::Unavailable(format!("a push endpoint: {error}")))?,
                p256dh: row.try_get("p256dh")?,
                auth: row.try_get("auth")?,
                language: Language::of_tag(language).unwrap_or_default(),
                failures: row.try_get("failures")?,
            },
            notification: Notification {
                chat_id: row.try_get("chat_id")?,
                position: row.try_get("position")?,
                since: row.try_get("since")?,
                created_at: row.try_get("created_at")?,
            },
            content,
        })
    }
}
