//! One call of `append_batch()`.

use std::collections::HashSet;

use tokio_postgres::Row;
use tokio_postgres::types::Json;
use uuid::Uuid;

use crate::db::connection::Prepared;
use crate::db::error::classify;
use crate::db::query::Parameters;
use crate::db::{Error, Link, Moment};
use crate::domain::{ChatId, PersonalLimits, Position, Receipt, Rejection, StoredEvent};
use crate::log::append::Pending;
use crate::log::append::draft::{Draft, Subject};

/// Takes at most `max` drafts from the front of `waiting`, leaving those that are about
/// something a draft before them is about.
pub(crate) fn take(waiting: &mut Vec<Pending>, max: usize) -> Vec<Pending> {
    let mut subjects = HashSet::new();
    let mut taken = 0;
    let mut batch = Vec::with_capacity(waiting.len().min(max));
    let mut left = Vec::new();
    for pending in waiting.drain(..) {
        let subject = &pending.draft.subject;
        if taken < max && (*subject == Subject::New || subjects.insert(subject.clone())) {
            taken += 1;
            batch.push(pending);
        } else {
            left.push(pending);
        }
    }
    *waiting = left;
    batch
}

/// What became of each draft of a batch.
pub(crate) type Answers = Vec<Result<Receipt, Error>>;

/// The one statement of the writer.
pub(crate) const APPEND: &str = "
    SELECT b.ordinal, b.outcome, b.position, b.event_id, b.chat_id, b.recorded_at, b.is_deleted
    FROM public.append_batch($1, $2, $3, $4, $5, $6, $7, $8, $9) AS b";

/// Appends drafts in one round trip; the answers stand in the order of the drafts.
/// `retry` says that an earlier attempt may have been committed.
pub(crate) async fn append(
    link: &Link,
    statement: &Prepared,
    drafts: &[&Draft],
    limits: &PersonalLimits,
    retry: bool,
) -> Result<Answers, tokio_postgres::Error> {
    let user_limits = (!limits.is_none()).then_some(Json(limits));
    let own_limits: Vec<Option<Json<&serde_json::Value>>> = drafts
        .iter()
        .map(|draft| draft.limits.as_ref().map(Json))
        .collect();
    let event_ids: Vec<Uuid> = drafts.iter().map(|draft| draft.event_id).collect();
    let realms: Vec<&str> = drafts.iter().map(|draft| draft.realm.as_str()).collect();
    let kinds: Vec<&str> = drafts.iter().map(|draft| draft.kind).collect();
    let chat_ids: Vec<Option<i64>> = drafts
        .iter()
        .map(|draft| draft.chat_id.map(|chat_id| chat_id.0))
        .collect();
    let actor_ids: Vec<i64> = drafts.iter().map(|draft| draft.actor_id.0).collect();
    let payloads: Vec<Json<&serde_json::Value>> =
        drafts.iter().map(|draft| Json(&draft.payload)).collect();
    let parameters: Parameters<'_> = &[
        &event_ids, &realms, &kinds, &chat_ids, &actor_ids, &payloads, &own_limits, &user_limits, &retry,
    ];
    let rows = link.run(statement, parameters).await?;
    Ok(answers(drafts, limits, &rows))
}

fn answers(drafts: &[&Draft], limits: &PersonalLimits, rows: &[Row]) -> Answers {
    let mut answers: Answers = drafts
        .iter()
        .map(|_| {
            Err(Error::Unavailable(
                "the database gave no answer to this draft".into(),
            ))
        })
        .collect();
    for row in rows {
        let place = usize::try_from(row.get::<_, i32>(0) - 1).unwrap_or(usize::MAX);
        if let (Some(answer), Some(draft)) = (answers.get_mut(place), drafts.get(place)) {
            *answer = receipt(draft, limits, row);
        }
    }
    answers
}

fn receipt(draft: &Draft, limits: &PersonalLimits, row: &Row) -> Result<Receipt, Error> {
    let outcome: &str = row.try_get(1).map_err(classify)?;
    match outcome {
        "append" => Ok(Receipt::Appended(stored(draft, row)?)),
        "duplicate" => Ok(Receipt::Repeated(stored(draft, row)?)),
        "no_change" => Ok(Receipt::Unchanged),
        "rate_limited" => Err(Error::Rejected(Rejection::RateLimited {
            retry_after: draft.retry_after(limits),
        })),
        code => Err(Rejection::from_code(code).map_or_else(
            || Error::Unavailable(format!("unknown outcome `{code}` of append_batch")),
            Error::Rejected,
        )),
    }
}

fn stored(draft: &Draft, row: &Row) -> Result<StoredEvent, Error> {
    Ok(StoredEvent {
        position: Position(row.try_get(2)?),
        event_id: row.try_get(3)?,
        chat_id: row
            .try_get::<_, Option<i64>>(4)?
            .map_or(ChatId::NONE, ChatId),
        actor_id: draft.actor_id,
        recorded_at: row.try_get::<_, Moment>(5)?.0,
        is_deleted: row.try_get(6)?,
    })
}
