//! Drafts, and one call of `append_batch()`.

use std::collections::HashSet;

use serde_json::json;
use tokio_postgres::Row;
use tokio_postgres::types::Json;
use uuid::Uuid;

use super::Pending;
use crate::domain::text::MessageText;
use crate::domain::{
    ChatId, Command, Limits, MessageDeleted, MessageEdited, MessageId, MessageReported,
    MessageSent, Participant, ParticipantLeft, Position, Realm, Receipt, Rejection, ReportResolved,
    Role, StoredEvent, UserId,
};
use crate::store::connect::Prepared;
use crate::store::error::classify;
use crate::store::query::Parameters;
use crate::store::{Error, Link, Moment};

/// An event that somebody wants appended.
#[derive(Debug, Clone)]
pub struct Draft {
    event_id: Uuid,
    realm: Realm,
    actor_id: UserId,
    chat_id: Option<ChatId>,
    kind: &'static str,
    payload: serde_json::Value,
    subject: Subject,
}

/// What a draft is about. Two drafts about the same thing never share a batch, so that
/// deciding on one needs no knowledge of its neighbours.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Subject {
    /// A message that is unlike any other.
    New,
    Send(ChatId, UserId, Uuid),
    Message(MessageId),
    Read(ChatId, UserId),
    Pair(Realm, String),
    Report(Position),
    /// Whatever somebody does that is counted.
    Doer(Realm, UserId),
    /// Who is in a chat, and whether it is there.
    Membership(ChatId),
}

impl Draft {
    /// The draft of a command.
    #[expect(clippy::too_many_lines, reason = "one arm for each command")]
    pub fn new(realm: Realm, actor_id: UserId, command: Command) -> Self {
        let subject = Subject::of(realm, actor_id, &command);
        let (kind, chat_id, payload) = match command {
            Command::SendMessage {
                chat_id,
                text,
                client_id,
                reply_to,
            } => {
                let content = text.into_string();
                let sent = MessageSent {
                    content,
                    client_id,
                    reply_to,
                    ..MessageSent::default()
                };
                ("message_sent", Some(chat_id), json!(sent))
            }
            Command::SendFiles {
                chat_id,
                text,
                kind,
                attachments,
                client_id,
            } => {
                let sent = MessageSent {
                    content: text.map(MessageText::into_string).unwrap_or_default(),
                    client_id,
                    kind,
                    attachments,
                    ..MessageSent::default()
                };
                ("message_sent", Some(chat_id), json!(sent))
            }
            Command::EditMessage { message_id, text } => {
                let content = text.into_string();
                let edited = MessageEdited {
                    message_id,
                    content,
                };
                ("message_edited", None, json!(edited))
            }
            Command::DeleteMessage { message_id } => (
                "message_deleted",
                None,
                json!(MessageDeleted { message_id }),
            ),
            Command::MarkRead { chat_id, up_to } => {
                ("chat_read", Some(chat_id), json!({ "up_to_id": up_to }))
            }
            Command::CreateChat(created) => ("chat_created", None, json!(created)),
            Command::RestoreChat { chat_id } => ("chat_restored", Some(chat_id), json!({})),
            Command::DeleteChat { chat_id } => ("chat_deleted", Some(chat_id), json!({})),
            Command::AddParticipant { chat_id, user_id } => {
                let role = Role::Member.as_str().to_owned();
                let joined = Participant { user_id, role };
                ("participant_joined", Some(chat_id), json!(joined))
            }
            Command::HideChat { chat_id } => ("chat_hidden", Some(chat_id), json!({})),
            Command::BlockOther { chat_id } => ("participant_blocked", Some(chat_id), json!({})),
            Command::UnblockOther { chat_id } => {
                ("participant_unblocked", Some(chat_id), json!({}))
            }
            Command::ReportMessage {
                chat_id,
                message_id,
                reason,
            } => {
                let content = reason.into_string();
                let reported = MessageReported {
                    message_id,
                    content,
                };
                ("message_reported", Some(chat_id), json!(reported))
            }
            Command::BanAuthor { report_id } => {
                ("user_banned", None, json!({ "report_id": report_id }))
            }
            Command::ResolveReport {
                report_id,
                resolution,
            } => {
                let resolved = ReportResolved {
                    report_id,
                    resolution,
                };
                ("report_resolved", None, json!(resolved))
            }
            Command::RemoveParticipant { chat_id, user_id } => (
                "participant_left",
                Some(chat_id),
                json!(ParticipantLeft { user_id }),
            ),
        };
        Self {
            event_id: Uuid::now_v7(),
            realm,
            actor_id,
            chat_id,
            kind,
            payload,
            subject,
        }
    }

    /// The same held to limits, where there are any on what it wants. It shares no batch with
    /// another of the same person that is counted.
    #[must_use]
    pub fn within(mut self, limits: Limits) -> Self {
        let limits = match self.kind {
            "message_sent" => json!({
                "a_minute": limits.messages_a_minute,
                "in_5_seconds": limits.messages_in_5_seconds,
                "same_text_chats": limits.same_text_chats,
            }),
            "chat_created" => json!({ "a_minute": limits.chats_a_minute }),
            _ => return self,
        };
        // The routines that decide take it out again.
        self.payload["limits"] = limits;
        self.subject = Subject::Doer(self.realm, self.actor_id);
        self
    }
}

impl Subject {
    fn of(realm: Realm, actor_id: UserId, command: &Command) -> Self {
        match command {
            Command::SendMessage {
                chat_id, client_id, ..
            }
            | Command::SendFiles {
                chat_id, client_id, ..
            } => client_id.map_or(Self::New, |id| Self::Send(*chat_id, actor_id, id)),
            Command::EditMessage { message_id, .. } | Command::DeleteMessage { message_id } => {
                Self::Message(*message_id)
            }
            Command::ReportMessage { message_id, .. } => Self::Message(*message_id),
            Command::BanAuthor { report_id } | Command::ResolveReport { report_id, .. } => {
                Self::Report(*report_id)
            }
            Command::MarkRead { chat_id, .. } => Self::Read(*chat_id, actor_id),
            Command::CreateChat(created) => created
                .pair_key
                .clone()
                .map_or(Self::New, |key| Self::Pair(realm, key)),
            Command::RestoreChat { chat_id }
            | Command::DeleteChat { chat_id }
            | Command::AddParticipant { chat_id, .. }
            | Command::HideChat { chat_id }
            | Command::BlockOther { chat_id }
            | Command::UnblockOther { chat_id }
            | Command::RemoveParticipant { chat_id, .. } => Self::Membership(*chat_id),
        }
    }
}

/// Takes at most `max` drafts from the front of `waiting`, leaving those that are about
/// something a draft before them is about.
pub(super) fn take(waiting: &mut Vec<Pending>, max: usize) -> Vec<Pending> {
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
pub(super) type Answers = Vec<Result<Receipt, Error>>;

/// The one statement of the writer.
pub(super) const APPEND: &str = "
    SELECT b.ordinal, b.outcome, b.position, b.event_id, b.chat_id, b.recorded_at, b.is_deleted
    FROM public.append_batch($1, $2, $3, $4, $5, $6, $7) AS b";

/// Appends drafts in one round trip; the answers stand in the order of the drafts.
/// `retry` says that an earlier attempt may have been committed.
pub(super) async fn append(
    link: &Link,
    statement: &Prepared,
    drafts: &[&Draft],
    retry: bool,
) -> Result<Answers, tokio_postgres::Error> {
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
        &event_ids, &realms, &kinds, &chat_ids, &actor_ids, &payloads, &retry,
    ];
    let rows = link.run(statement, parameters).await?;
    Ok(answers(drafts, &rows))
}

fn answers(drafts: &[&Draft], rows: &[Row]) -> Answers {
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
            *answer = receipt(draft, row);
        }
    }
    answers
}

fn receipt(draft: &Draft, row: &Row) -> Result<Receipt, Error> {
    let outcome: &str = row.try_get(1).map_err(classify)?;
    match outcome {
        "append" => Ok(Receipt::Appended(stored(draft, row)?)),
        "repeat" => Ok(Receipt::Repeated(stored(draft, row)?)),
        "unchanged" => Ok(Receipt::Unchanged),
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
        chat_id: ChatId(row.try_get(4)?),
        actor_id: draft.actor_id,
        recorded_at: row.try_get::<_, Moment>(5)?.0,
        is_deleted: row.try_get(6)?,
    })
}
