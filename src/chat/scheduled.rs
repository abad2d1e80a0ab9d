//! Messages that are sent later, as their authors see them.

use jiff::Timestamp;
use tokio_postgres::Row;
use tokio_postgres::types::Json;

use crate::chat::error::Error;
use crate::chat::message::Quote;
use crate::chat::people::NamedPeople;
use crate::chat::queries::Queries;
use crate::chat::service::Chat;
use crate::db::query::Parameters;
use crate::db::{self, FromRow, RowExt as _};
use crate::domain::{
    Actor, AppendOutcome, Attachment, ChatId, NewMessage, Rejection, ScheduleMessage, ScheduledId,
    UserId,
};

const SCHEDULED: &str = include_str!("sql/scheduled.sql");
const SCHEDULED_MESSAGE: &str = include_str!("sql/scheduled_message.sql");

/// A message that is sent later, or was to be.
#[derive(Debug, Clone)]
pub struct ScheduledMessage {
    pub id: ScheduledId,
    pub chat_id: ChatId,
    pub content: String,
    pub attachments: Vec<Attachment>,
    /// Without an excerpt if the author is in the chat no longer.
    pub reply_to: Option<Quote>,
    pub send_at: Timestamp,
    pub state: ScheduledState,
}

/// What became of a scheduled message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScheduledState {
    Waiting,
    /// It was refused at its time. A change lets it wait again.
    Failed,
    Sent,
    Cancelled,
}

impl ScheduledState {
    fn from_name(name: &str) -> Option<Self> {
        match name {
            "waiting" => Some(Self::Waiting),
            "failed" => Some(Self::Failed),
            "sent" => Some(Self::Sent),
            "cancelled" => Some(Self::Cancelled),
            _ => None,
        }
    }
}

impl Chat {
    /// Schedules a message. Returns it, and whether this request made it, and not an earlier one with the same
    /// `client_id`.
    ///
    /// # Errors
    /// Those of sending it now; `InvalidSendAt`, `TooManyScheduled`.
    pub async fn schedule(
        &self,
        author: impl Into<Actor>,
        message: NewMessage,
        send_at: Timestamp,
    ) -> Result<(ScheduledMessage, bool), Error> {
        let author = author.into();
        let user_id = author.user_id;
        let command = ScheduleMessage { message, send_at };
        let (stored, is_new) = match self.execute(author, command).await? {
            AppendOutcome::New(stored) => (stored, true),
            AppendOutcome::Duplicate(stored) => (stored, false),
            AppendOutcome::NoChange => {
                let reason = "a command to schedule a message stored none";
                return Err(Error::Internal(reason.to_owned()));
            }
        };
        let id = ScheduledId(stored.position.0);
        Ok((self.scheduled_message(user_id, id).await?, is_new))
    }
}

impl Queries {
    /// At most `limit` messages of a user in the realm that wait or have failed, by id, after `after`.
    pub async fn scheduled(
        &self,
        author: UserId,
        after: ScheduledId,
        limit: i64,
    ) -> Result<Vec<ScheduledMessage>, Error> {
        let parameters: Parameters<'_> = &[&self.realm, &author, &after, &limit];
        self.all(SCHEDULED, parameters).await
    }

    /// A scheduled message of a user as it is now, also if it was sent or cancelled.
    ///
    /// # Errors
    /// `ScheduledNotFound`.
    pub async fn scheduled_message(
        &self,
        author: UserId,
        id: ScheduledId,
    ) -> Result<ScheduledMessage, Error> {
        let parameters: Parameters<'_> = &[&self.realm, &author, &id];
        let found = self.first(SCHEDULED_MESSAGE, parameters).await?;
        Ok(found.ok_or(Rejection::ScheduledNotFound)?)
    }
}

impl<'a> FromIterator<&'a ScheduledMessage> for NamedPeople {
    fn from_iter<T: IntoIterator<Item = &'a ScheduledMessage>>(scheduled: T) -> Self {
        let mut named = Self::default();
        for one in scheduled {
            let quoted = one.reply_to.as_ref().and_then(|quote| quote.author_id);
            if let Some(author) = quoted {
                named.add(one.chat_id, author);
            }
        }
        named
    }
}

impl FromRow for ScheduledMessage {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        let attachments: Option<Json<Vec<Attachment>>> = row.try_get("attachments")?;
        let reply_to: Option<Json<Quote>> = row.try_get("reply_to")?;
        let state: &str = row.try_get("state")?;
        Ok(Self {
            id: row.try_get("scheduled_id")?,
            chat_id: row.try_get("in_chat_id")?,
            content: row.try_get("content")?,
            attachments: attachments.map(|Json(files)| files).unwrap_or_default(),
            reply_to: reply_to.map(|Json(quote)| quote),
            send_at: row.timestamp("send_at")?,
            state: ScheduledState::from_name(state).unwrap_or(ScheduledState::Waiting),
        })
    }
}
