//! One call of `append_batch()`.

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::value::RawValue;
use tokio_postgres::Row;
use tokio_postgres::types::Json;
use uuid::Uuid;

use crate::db::error::classify;
use crate::db::query::Parameters;
use crate::db::session::Prepared;
use crate::db::{Connector, DbConnection, Error, PgTimestamp};
use crate::domain::limits::ActionLimits;
use crate::domain::{
    AppendOutcome, Attachment, ChatId, ChatLimit, ConflictKey, Event, EventBody, NewEvent,
    PersonalLimits, Position, Rejection, StoredEvent, UserId,
};
use crate::log::append::pending::{Answer, Outcome, Pending, PreparedEvent};
use crate::log::append::prepare::PreparedText;
use crate::log::append::quotas;

/// Takes at most `max` events from the front of `waiting`, skipping those that conflict with one
/// already taken.
pub(crate) fn take(waiting: &mut Vec<Pending>, max: usize) -> Vec<Pending> {
    let mut keys = HashSet::new();
    let mut taken = 0;
    let mut batch = Vec::with_capacity(waiting.len().min(max));
    let mut left = Vec::new();
    for pending in waiting.drain(..) {
        let key = &pending.event.conflict_key;
        if taken < max && (*key == ConflictKey::None || keys.insert(key.clone())) {
            taken += 1;
            batch.push(pending);
        } else {
            left.push(pending);
        }
    }
    *waiting = left;
    batch
}

/// The outcome of each event of a batch.
pub(crate) type Answers = Vec<Answer>;

/// How an append gets the lock of the log's head, which one replica has at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HeadLock {
    /// If it is free; otherwise nothing is appended.
    IfFree,
    /// It may have to wait for another replica's append.
    Wait,
    /// The transaction has it: see [`WriterSession::wait_for_head`].
    Held,
}

/// A connection with its prepared statement.
pub(crate) struct WriterSession {
    connection: DbConnection,
    append: Prepared,
}

const APPEND: &str = "
    SELECT b.*
    FROM public.append_batch($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) AS b";
impl WriterSession {
    pub(crate) async fn open(connector: &Connector) -> Result<Self, Error> {
        let connection = connector.open("writer").await?;
        let append = connection.prepare(APPEND).await.map_err(classify)?;
        Ok(Self { connection, append })
    }

    /// Begins a transaction, and waits until it has the lock of the log's head. The next
    /// [`Self::append`] commits it; otherwise drop the session.
    pub(crate) async fn wait_for_head(&self) -> Result<(), tokio_postgres::Error> {
        self.connection
            .begin_with("SELECT public.wait_for_head()")
            .await
    }

    /// Appends events in one round trip; the outcomes are in the same order. `None` if the lock is
    /// not free and the append may not wait for it. With `retry` an earlier attempt may have been
    /// committed.
    pub(crate) async fn append(
        &self,
        events: &[&PreparedEvent],
        limits: &PersonalLimits,
        lock: HeadLock,
        retry: bool,
    ) -> Result<Option<Answers>, tokio_postgres::Error> {
        let Self { connection, append } = self;
        let event_ids: Vec<Uuid> = events.iter().map(|event| event.event_id).collect();
        let realms: Vec<&str> = events.iter().map(|event| event.realm.as_str()).collect();
        let kinds: Vec<&str> = events.iter().map(|event| event.kind.as_str()).collect();
        let chat_ids: Vec<Option<i64>> = events
            .iter()
            .map(|event| event.chat_id.map(|chat_id| chat_id.0))
            .collect();
        let actor_ids: Vec<i64> = events.iter().map(|event| event.actor_id.0).collect();
        let payloads: Vec<Json<&RawValue>> =
            events.iter().map(|event| Json(&*event.payload)).collect();
        let realm_limits: Vec<Option<Json<ActionLimits>>> =
            events.iter().map(|event| event.limits.map(Json)).collect();
        let prepared: Vec<Option<Json<&PreparedText>>> = events
            .iter()
            .map(|event| event.text.as_ref().map(Json))
            .collect();
        let has_keys = events.iter().any(|event| event.via_key.is_some());
        let keys: Option<Vec<Option<&str>>> = has_keys.then(|| {
            events
                .iter()
                .map(|event| event.via_key.as_deref())
                .collect()
        });
        let user_limits = (!limits.is_none()).then_some(Json(limits));
        let parameters: Parameters<'_> = &[
            &event_ids,
            &realms,
            &kinds,
            &chat_ids,
            &actor_ids,
            &payloads,
            &realm_limits,
            &prepared,
            &keys,
            &user_limits,
            &retry,
            &(lock != HeadLock::IfFree),
        ];
        let rows = match lock {
            HeadLock::Held => connection.query_and_commit(append, parameters).await?,
            _ => connection.query_prepared(append, parameters).await?,
        };
        let is_locked = lock == HeadLock::IfFree && rows.is_empty();
        Ok((!is_locked).then(|| answers(events, limits, &rows)))
    }
}

fn answers(events: &[&PreparedEvent], limits: &PersonalLimits, rows: &[Row]) -> Answers {
    let unanswered = || Error::Unavailable("append_batch returned no row for this event".into());
    let mut answers: Answers = events.iter().map(|_| unanswered().into()).collect();
    for row in rows {
        let index = usize::try_from(row.get::<_, i32>("ordinal") - 1).unwrap_or(usize::MAX);
        if let (Some(answer), Some(event)) = (answers.get_mut(index), events.get(index)) {
            *answer = Answer {
                outcome: outcome(event, limits, row),
                quotas: quotas::after(event, limits, row),
            };
        }
    }
    answers
}

fn outcome(event: &PreparedEvent, limits: &PersonalLimits, row: &Row) -> Outcome {
    let outcome: &str = row.try_get("outcome").map_err(classify)?;
    match outcome {
        "append" => Ok(Some(AppendOutcome::New(stored(event, row)?))),
        "duplicate" => Ok(Some(AppendOutcome::Duplicate(stored(event, row)?))),
        "no_change" => Ok(Some(AppendOutcome::NoChange)),
        "outdated" => Ok(None),
        "rate_limited" => Err(Error::Rejected(Rejection::RateLimited {
            retry_after: event.retry_after(limits, text_bytes(event)),
        })),
        "chats_rate_limited" => Err(Error::Rejected(Rejection::RateLimited {
            retry_after: limits.chat.map_or(1, ChatLimit::retry_after),
        })),
        code => Err(Rejection::from_code(code).map_or_else(
            || Error::Unavailable(format!("unknown outcome `{code}` of append_batch")),
            Error::Rejected,
        )),
    }
}

fn text_bytes(event: &PreparedEvent) -> usize {
    event.text.as_ref().map_or(0, |text| text.bytes)
}

/// The stored event: the new event, completed by the columns that the database decided.
fn stored(event: &NewEvent, row: &Row) -> Result<StoredEvent, Error> {
    let decided: Option<Json<&RawValue>> = row.try_get("payload")?;
    let payload = decided.map_or(&*event.payload, |Json(payload)| payload);
    let mut body = EventBody::parse(event.kind.as_str(), payload)
        // The reason would quote the payload.
        .map_err(|_| Error::Unavailable("the stored event cannot be read".into()))?;
    if let EventBody::MessageSent(sent) = &mut body {
        let files: Option<Json<Vec<Attachment>>> = row.try_get("files")?;
        sent.files = files.map(|Json(files)| files).unwrap_or_default();
    }
    let stored = Event {
        position: Position(row.try_get("position")?),
        event_id: row.try_get("event_id")?,
        realm: event.realm,
        chat_id: row
            .try_get::<_, Option<i64>>("chat_id")?
            .map_or(ChatId::NONE, ChatId),
        chat_uuid: row
            .try_get::<_, Option<Uuid>>("chat_uuid")?
            .unwrap_or_default(),
        subject_uuid: row.try_get("subject_uuid")?,
        // It concerns only subscribers, who read the event from the log.
        is_in_group: false,
        actor_id: row.try_get::<_, Option<i64>>("actor_id")?.map(UserId),
        body,
        recorded_at: row.try_get::<_, PgTimestamp>("recorded_at")?.0,
    };
    Ok(StoredEvent {
        event: Arc::new(stored),
        is_deleted: row.try_get("is_deleted")?,
    })
}
