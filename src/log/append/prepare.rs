//! What is computed of a text before its event is queued: everything whose cost the author chooses.
//!
//! While the head of the log is locked, all appends wait. So the words that a search finds a text
//! by, and the users whom it mentions, are found by the request itself, beforehand. Under the lock
//! Postgres checks what may have changed since: that those who are named are members of the chat,
//! and that a message that is edited or forwarded is still the one that was read. If it is not, the
//! event is prepared again.
//!
//! Short texts share queries. Texts that may cost more are prepared one after the other for each
//! user, and on a part of the connections.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::time::{Instant, sleep};
use tokio_postgres::Row;
use tokio_postgres::types::Json;
use uuid::Uuid;

use crate::bounds::{KeyedPermit, KeyedPermits};
use crate::db::{BatchedQuery, Error, FromRow, Pool, RowExt as _, query};
use crate::domain::{
    Candidate, ChatId, EventKind, FoldedCandidate, MemberNames, Mention, MessageId,
    NAMES_SEPARATOR, NewEvent, UserId, name_candidates,
};

use super::prepare_custom::{self, PreparedCustom};

const PREPARE_TEXTS: &str = include_str!("../sql/prepare_texts.sql");
const MEMBERS_BY_NAME: &str = include_str!("../sql/members_by_name.sql");

/// Texts that name nobody and have at most so many bytes share queries.
const SHORT: usize = 1_000;
const TEXTS_PER_QUERY: usize = 64;
/// Queries at once for short texts, and for others.
const SHORT_AT_ONCE: usize = 4;
const LONG_AT_ONCE: usize = 3;
/// Other texts of one user that may wait while one is prepared.
const WAITING_PER_USER: usize = 256;
const WAIT_TIMEOUT: Duration = Duration::from_secs(5);
/// Members of a chat whose names are looked at.
const MAX_MEMBERS: i64 = 10_000;
const BACKOFF: Duration = Duration::from_millis(200);

/// Prepares texts.
pub(super) struct Preparation {
    short: Pool,
    shared: Arc<BatchedQuery<Text, Found>>,
    long: Pool,
    users: KeyedPermits<UserId>,
}

/// What `append_batch()` gets with a text or custom data, as JSON.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct PreparedText {
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    proof: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<String>,
    version: Option<i64>,
    /// Whom a new message mentions, if its text names people; of an edit whom the message mentions then, if
    /// that is to change.
    #[serde(skip_serializing_if = "Option::is_none")]
    mentions: Option<Vec<Mention>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom: Option<PreparedCustom>,
    /// The length of the text.
    #[serde(skip)]
    pub(super) bytes: usize,
}

/// The parts of a payload that matter here.
#[derive(Deserialize)]
struct Payload {
    content: Option<String>,
    message_id: Option<MessageId>,
    forwarded_from: Option<Source>,
    #[serde(default)]
    mentions: Vec<Mention>,
}

#[derive(Deserialize)]
struct Source {
    message_id: MessageId,
}

/// A text to prepare: see `sql/append/prepare_text.sql`.
struct Text {
    event_id: Uuid,
    /// None if the message forwards `message_id`: then it has its text.
    content: Option<String>,
    message_id: Option<MessageId>,
    needs_digest: bool,
}

/// What the database computed of a text: `public.prepared_text`.
struct Found {
    words: Option<String>,
    proof: Option<String>,
    digest: Option<String>,
    version: Option<i64>,
    bytes: usize,
    edited: Option<Edited>,
}

/// The message that is edited.
struct Edited {
    chat_id: ChatId,
    content: String,
    mentions: Vec<Mention>,
}

/// Where somebody may be named in a text, as names are compared, and by which names.
#[derive(Default)]
struct Named {
    candidates: Vec<FoldedCandidate>,
    names: MemberNames,
}

impl Preparation {
    /// On some of the pool's connections.
    pub(super) fn new(pool: &Pool) -> Self {
        Self {
            short: pool.share(SHORT_AT_ONCE),
            shared: BatchedQuery::new(TEXTS_PER_QUERY, SHORT_AT_ONCE),
            long: pool.share(LONG_AT_ONCE),
            users: KeyedPermits::new(1, WAITING_PER_USER),
        }
    }

    /// Whether an event has a text to prepare, or custom data.
    pub(super) fn concerns(event: &NewEvent) -> bool {
        match event.kind {
            EventKind::MessageSent | EventKind::MessageEdited => true,
            // For limits on equal texts alone: what is sent later is found and mentions people then.
            EventKind::MessageScheduled | EventKind::ScheduledChanged => event.limits.is_some(),
            _ => prepare_custom::concerns(event),
        }
    }

    /// Prepares the text of an event, if it has one. While the database is unavailable, it tries
    /// again until `deadline`.
    pub(super) async fn prepare(
        &self,
        event: &NewEvent,
        deadline: Instant,
    ) -> Result<Option<PreparedText>, Error> {
        if !Self::concerns(event) {
            return Ok(None);
        }
        loop {
            let error = match self.attempt(event).await {
                Err(error @ Error::Unavailable(_)) => error,
                answer => return answer.map(Some),
            };
            if Instant::now() + BACKOFF >= deadline {
                return Err(error);
            }
            sleep(BACKOFF).await;
        }
    }

    async fn attempt(&self, event: &NewEvent) -> Result<PreparedText, Error> {
        if prepare_custom::concerns(event) {
            let custom = prepare_custom::prepare(&self.short, event).await?;
            return Ok(custom.into());
        }
        let payload: Payload = serde_json::from_str(event.payload.get())
            .map_err(|_| Error::Unavailable("the payload cannot be read".into()))?;
        let source = payload.forwarded_from.map(|source| source.message_id);
        let content = payload.content.filter(|_| source.is_none());
        let candidates = content.as_deref().map(name_candidates).unwrap_or_default();
        let is_short = candidates.is_empty() && content.as_ref().is_some_and(|t| t.len() <= SHORT);
        let text = Text {
            event_id: event.event_id,
            content,
            message_id: payload.message_id.or(source),
            needs_digest: event.limits.is_some(),
        };
        if is_short {
            let found = self.shared(text).await?;
            return self.with_mentions(event, found, candidates, &[]).await;
        }
        let _permit = self.permit(event.actor_id).await?;
        let mut found = find(self.long.clone(), vec![text]).await?;
        let found = found.pop().ok_or_else(no_answer)?;
        let chosen = payload.mentions.iter().map(|mention| mention.user_id);
        let chosen: Vec<UserId> = chosen.collect();
        self.with_mentions(event, found, candidates, &chosen).await
    }

    /// One text of a user at a time.
    async fn permit(&self, user_id: UserId) -> Result<KeyedPermit<UserId>, Error> {
        let permit = self.users.take(user_id, WAIT_TIMEOUT).await;
        permit.ok_or(Error::Overloaded)
    }

    async fn shared(&self, text: Text) -> Result<Found, Error> {
        let pool = self.short.clone();
        let find = move |texts| find(pool.clone(), texts);
        self.shared.get(text, find).await
    }

    /// Adds whom a text mentions that has these candidates for names, and where; `chosen` are those whom a new
    /// message mentions by their ids.
    async fn with_mentions(
        &self,
        event: &NewEvent,
        mut found: Found,
        candidates: Vec<Candidate>,
        chosen: &[UserId],
    ) -> Result<PreparedText, Error> {
        let edited = found.edited.take();
        let mut prepared = PreparedText::from(found);
        match (edited, event.chat_id) {
            (Some(edited), _) => {
                let former: Vec<(&str, UserId)> = edited.names().collect();
                let named = self.named(edited.chat_id, candidates, &former).await?;
                let mentions = named.names.after_edit(&named.candidates, &edited.mentions);
                prepared.mentions = (mentions != edited.mentions).then_some(mentions);
            }
            (None, Some(chat_id)) => {
                let named = self.named(chat_id, candidates, &[]).await?;
                let mentions = named.names.mentions(&named.candidates, chosen);
                prepared.mentions = (!mentions.is_empty()).then_some(mentions);
            }
            (None, None) => {}
        }
        Ok(prepared)
    }

    /// Folds candidates, and reads the names of the members of a chat. `former` are names by which a text mentioned
    /// people before. No query if there are no candidates.
    async fn named(
        &self,
        chat_id: ChatId,
        candidates: Vec<Candidate>,
        former: &[(&str, UserId)],
    ) -> Result<Named, Error> {
        if candidates.is_empty() {
            return Ok(Named::default());
        }
        let written = candidates.iter().map(Candidate::written);
        let written: Vec<&str> = written
            .chain(former.iter().map(|(name, _)| *name))
            .collect();
        let written = written.join(NAMES_SEPARATOR);
        let parameters: query::Parameters<'_> = &[&chat_id, &written, &MAX_MEMBERS];
        let row = query::first(&self.long, MEMBERS_BY_NAME, parameters).await?;
        let row = row.ok_or_else(no_answer)?;
        let names: Vec<String> = row.try_get("names")?;
        let user_ids: Vec<UserId> = row.array("user_ids")?;
        let folded: Vec<String> = row.try_get("folded")?;
        let mut folded = folded.into_iter();
        let candidates = candidates.into_iter();
        let candidates = candidates.map(|candidate| FoldedCandidate::new(candidate, &mut folded));
        let candidates = candidates.collect();
        let mut names = MemberNames::new(names.into_iter().zip(user_ids));
        for ((_, user_id), name) in former.iter().zip(folded) {
            names.add(&name, *user_id);
        }
        Ok(Named { candidates, names })
    }
}

impl Edited {
    /// The names by which the text mentions people.
    fn names(&self) -> impl Iterator<Item = (&str, UserId)> {
        let mentions = self.mentions.iter();
        let named = mentions.filter_map(move |mention| {
            let name = mention.name_in(&self.content)?;
            Some((name, mention.user_id))
        });
        named.filter(|(name, _)| !name.contains(NAMES_SEPARATOR))
    }
}

async fn find(pool: Pool, texts: Vec<Text>) -> Result<Vec<Found>, Error> {
    let event_ids: Vec<Uuid> = texts.iter().map(|text| text.event_id).collect();
    let contents: Vec<Option<&str>> = texts.iter().map(|text| text.content.as_deref()).collect();
    let message_ids: Vec<Option<MessageId>> = texts.iter().map(|text| text.message_id).collect();
    let digests: Vec<bool> = texts.iter().map(|text| text.needs_digest).collect();
    let parameters: query::Parameters<'_> = &[&event_ids, &contents, &message_ids, &digests];
    let rows = query::all(&pool, PREPARE_TEXTS, parameters).await?;
    rows.iter().map(Found::from_row).collect()
}

fn no_answer() -> Error {
    Error::Unavailable("the database returned nothing about a text".into())
}

impl FromRow for Found {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let content: Option<String> = row.try_get("content")?;
        let mentions: Option<Json<Vec<Mention>>> = row.try_get("mentions")?;
        let edited = content.map(|content| {
            Ok::<_, Error>(Edited {
                chat_id: row.try_get("chat_id")?,
                content,
                mentions: mentions.map(|Json(list)| list).unwrap_or_default(),
            })
        });
        let bytes: i32 = row.try_get("bytes")?;
        Ok(Self {
            words: row.try_get("words")?,
            proof: row.try_get("proof")?,
            digest: row.try_get("digest")?,
            version: row.try_get("version")?,
            bytes: usize::try_from(bytes).unwrap_or_default(),
            edited: edited.transpose()?,
        })
    }
}

impl From<Found> for PreparedText {
    fn from(found: Found) -> Self {
        Self {
            words: found.words,
            proof: found.proof,
            digest: found.digest,
            version: found.version,
            bytes: found.bytes,
            ..Self::default()
        }
    }
}

impl From<PreparedCustom> for PreparedText {
    fn from(custom: PreparedCustom) -> Self {
        Self {
            bytes: custom.bytes(),
            custom: Some(custom),
            ..Self::default()
        }
    }
}
