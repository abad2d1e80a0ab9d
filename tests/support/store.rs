//! A writer and a pool without a server.

use uuid::Uuid;
use vestnik::contracts::school;
use vestnik::db::{Connector, Error, Pool};
use vestnik::domain::text::MessageText;
use vestnik::domain::{
    AppendOutcome, ChatId, Command, DeleteMessage, MarkRead, MarkUnread, MessageId, NewMessage,
    Rejection, SendMessage, StoredEvent, UserId,
};
use vestnik::log::{Writer, WriterSettings};

use super::{Person, TestDatabase};

/// A writer, whose task ends when this is dropped, and a pool for reads.
#[derive(Clone)]
pub struct Store {
    pub writer: Writer,
    /// Connections as `vestnik_server`.
    pub pool: Pool,
}

impl Store {
    /// A store with a server's default settings.
    pub fn of(database: &TestDatabase) -> Self {
        Self::with(&database.connector(), WriterSettings::default())
    }

    /// A store with the given settings.
    pub fn with(connector: &Connector, settings: WriterSettings) -> Self {
        let pool = connector.pool(4);
        let (writer, task) = Writer::new(connector.clone(), &pool, settings);
        tokio::spawn(task.run());
        Self { writer, pool }
    }

    /// Executes a command in the school.
    pub async fn execute(
        &self,
        actor_id: i64,
        command: impl Command,
    ) -> Result<AppendOutcome, Error> {
        let draft = command.into_event(school::REALM, UserId(actor_id));
        self.writer.append(draft).await
    }

    pub async fn send(
        &self,
        chat_id: i64,
        who: &Person,
        text: &str,
    ) -> Result<AppendOutcome, Error> {
        self.execute(who.id, sending(chat_id, text, None)).await
    }

    /// Sends a message with a `client_id`.
    pub async fn send_as(
        &self,
        chat_id: i64,
        who: &Person,
        text: &str,
        client_id: Uuid,
    ) -> Result<AppendOutcome, Error> {
        self.execute(who.id, sending(chat_id, text, Some(client_id)))
            .await
    }

    /// Sends a message that must be accepted; returns its id.
    pub async fn send_message(&self, chat_id: i64, who: &Person, text: &str) -> i64 {
        appended(self.send(chat_id, who, text).await).position.0
    }

    pub async fn delete(&self, message_id: i64, who: &Person) -> Result<AppendOutcome, Error> {
        let message_id = MessageId(message_id);
        self.execute(who.id, DeleteMessage { message_id }).await
    }

    /// Marks a chat read, up to a message or to the newest.
    pub async fn read(
        &self,
        chat_id: i64,
        who: &Person,
        up_to: Option<i64>,
    ) -> Result<AppendOutcome, Error> {
        let (chat_id, up_to) = (ChatId(chat_id), up_to.map(MessageId));
        self.execute(who.id, MarkRead { chat_id, up_to }).await
    }

    /// Marks a chat unread from a message on.
    pub async fn mark_unread(
        &self,
        chat_id: i64,
        who: &Person,
        from: i64,
    ) -> Result<AppendOutcome, Error> {
        let (chat_id, from) = (ChatId(chat_id), MessageId(from));
        self.execute(who.id, MarkUnread { chat_id, from }).await
    }
}

/// The appended event; panics on any other outcome.
#[track_caller]
pub fn appended(answer: Result<AppendOutcome, Error>) -> StoredEvent {
    match answer {
        Ok(AppendOutcome::New(event)) => event,
        other => panic!("not appended: {other:?}"),
    }
}

/// The event that an earlier attempt appended; panics on any other outcome.
#[track_caller]
pub fn duplicate(answer: Result<AppendOutcome, Error>) -> StoredEvent {
    match answer {
        Ok(AppendOutcome::Duplicate(event)) => event,
        other => panic!("not a duplicate: {other:?}"),
    }
}

/// The rejection; panics on any other outcome.
#[track_caller]
pub fn rejection(answer: Result<AppendOutcome, Error>) -> Rejection {
    match answer {
        Err(Error::Rejected(rejection)) => rejection,
        other => panic!("not rejected: {other:?}"),
    }
}

fn sending(chat_id: i64, text: &str, client_id: Option<Uuid>) -> SendMessage {
    let text = MessageText::new(text.to_owned()).expect("the text is allowed");
    SendMessage(NewMessage {
        client_id,
        ..NewMessage::text(ChatId(chat_id), text)
    })
}
