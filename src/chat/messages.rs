//! Single messages.

use std::collections::HashMap;

use jiff::Timestamp;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::accesses::Recorded;
use crate::chat::access::ReaderAccess;
use crate::chat::error::Error;
use crate::chat::message::Message;
use crate::chat::pages::Page;
use crate::chat::queries::Queries;
use crate::db::query::Parameters;
use crate::db::{self, FromRow, RowExt as _, query};
use crate::domain::{ChatId, MessageId, Rejection, UserId};

const MESSAGE: &str = include_str!("sql/message.sql");
const MESSAGE_BY_UUID: &str = include_str!("sql/message_by_uuid.sql");
const FORMER_TEXTS: &str = include_str!("sql/former_texts.sql");

/// The most former texts of one message.
const MAX_FORMER_TEXTS: i64 = 20;

/// A text of a message that an edit has replaced.
#[derive(Debug, Clone)]
pub struct FormerText {
    /// `None` if it was erased.
    pub content: Option<String>,
    pub written_at: Timestamp,
}

/// A message that was found by its UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MessageRef {
    pub(super) id: MessageId,
    pub(super) chat_id: ChatId,
    is_deleted: bool,
}

impl Queries {
    /// The message that has a UUID.
    ///
    /// # Errors
    /// `MessageNotFound`, also if it is deleted.
    pub async fn find_message(&self, uuid: Uuid) -> Result<MessageId, Error> {
        match self.message_by_uuid(uuid).await? {
            Some(found) if !found.is_deleted => Ok(found.id),
            _ => Err(Rejection::MessageNotFound.into()),
        }
    }

    /// The message that has a UUID, deleted or not: a reply may name a deleted one.
    ///
    /// # Errors
    /// `MessageNotFound`.
    pub async fn find_any_message(&self, uuid: Uuid) -> Result<MessageId, Error> {
        let found = self.message_by_uuid(uuid).await?;
        Ok(found.ok_or(Rejection::MessageNotFound)?.id)
    }

    /// The message that has a UUID, deleted or not.
    pub(super) async fn message_by_uuid(&self, uuid: Uuid) -> Result<Option<MessageRef>, Error> {
        self.first(MESSAGE_BY_UUID, &[&self.realm, &uuid]).await
    }

    /// A message or system message, deleted or not.
    ///
    /// # Errors
    /// `MessageNotFound`, also if it is in a chat that the reader may not see.
    pub async fn message(&self, reader: ReaderAccess, id: MessageId) -> Result<Message, Error> {
        let ReaderAccess {
            user_id,
            sees_all,
            sees_reported,
        } = reader;
        let (sees_all, sees_reported) = (sees_all.is_some(), sees_reported.is_some());
        let parameters: Parameters<'_> = &[&self.realm, &id, &user_id, &sees_all, &sees_reported];
        let found = self.first(MESSAGE, parameters).await?;
        Ok(found.ok_or(Rejection::MessageNotFound)?)
    }

    /// The outcome of an attempt that concerns one message, with `NotAParticipant` instead of
    /// `MessageNotFound` if the message exists: for realms that tell the two apart.
    pub async fn or_not_a_participant<T>(
        &self,
        id: MessageId,
        attempt: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let not_found =
            |error: &Error| matches!(error, Error::Rejected(Rejection::MessageNotFound));
        let error = match attempt.await {
            Err(error) if not_found(&error) => error,
            outcome => return outcome,
        };
        // No user has the id 0, so this asks only whether the message exists.
        let anyone = ReaderAccess {
            sees_all: Some(Recorded::unneeded()),
            ..ReaderAccess::member(UserId(0))
        };
        match self.message(anyone, id).await {
            Ok(_) => Err(Rejection::NotAParticipant.into()),
            Err(missing) if not_found(&missing) => Err(error),
            Err(other) => Err(other),
        }
    }

    /// A message as a reader sees it, deleted or not. Says nothing about who may read it: who receives an
    /// event about the message may. Those who ask at the same time share the query.
    pub async fn message_as_seen(
        &self,
        reader: UserId,
        id: MessageId,
    ) -> Result<Option<Message>, Error> {
        let row = self.seen.message(self.pool.clone(), self.realm, id, reader);
        let message = row.await?.map(|row| Message::from_row(&row));
        Ok(message.transpose()?)
    }

    /// The texts that edits of the messages of a page have replaced, of each the latest ones, oldest first;
    /// for a user who may see them.
    pub async fn former_texts(
        &self,
        page: &Page,
    ) -> Result<HashMap<MessageId, Vec<FormerText>>, Error> {
        let edited = page.messages.iter();
        let edited = edited.filter(|message| message.edited_at.is_some());
        let edited: Vec<MessageId> = edited.map(|message| message.id).collect();
        if edited.is_empty() {
            return Ok(HashMap::new());
        }
        let parameters: Parameters<'_> = &[&edited, &MAX_FORMER_TEXTS];
        let rows = query::all(&self.pool, FORMER_TEXTS, parameters).await?;
        Ok(former_texts(&rows)?)
    }
}

fn former_texts(rows: &[Row]) -> Result<HashMap<MessageId, Vec<FormerText>>, db::Error> {
    let mut texts: HashMap<_, Vec<_>> = HashMap::new();
    for row in rows {
        let of_message = texts.entry(row.try_get("message_id")?).or_default();
        of_message.push(FormerText {
            content: row.try_get("content")?,
            written_at: row.timestamp("written_at")?,
        });
    }
    Ok(texts)
}

impl FromRow for MessageRef {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        Ok(Self {
            id: row.try_get("message_id")?,
            chat_id: row.try_get("chat_id")?,
            is_deleted: row.try_get("is_deleted")?,
        })
    }
}
