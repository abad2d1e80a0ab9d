//! The store on its own: a writer and a pool, without a server around them.

use uuid::Uuid;
use vestnik::db::{Connector, Error, Pool};
use vestnik::domain::text::MessageText;
use vestnik::domain::{AppendOutcome, ChatId, Command, MessageId, StoredEvent, UserId};
use vestnik::log::{Writer, WriterSettings};
use vestnik::realms::school;

use super::{Person, TestDatabase};

/// A writer whose task ends when this is dropped, and a pool for reads.
#[derive(Clone)]
pub struct Store {
    /// The writer's near end.
    pub writer: Writer,
    /// Connections as `vestnik_server`.
    pub pool: Pool,
}

impl Store {
    /// A store in a database, with the sizes a server has.
    pub fn of(database: &TestDatabase) -> Self {
        Self::with(&database.connector(), WriterSettings::default())
    }

    /// A store with sizes of its own.
    pub fn with(connector: &Connector, settings: WriterSettings) -> Self {
        let (writer, task) = Writer::new(connector.clone(), settings);
        tokio::spawn(task.run());
        Self {
            writer,
            pool: connector.pool(4),
        }
    }

    /// Has a command of the school carried out.
    pub async fn execute(&self, actor_id: i64, command: Command) -> Result<AppendOutcome, Error> {
        let draft = command.into_event(school::REALM, UserId(actor_id));
        self.writer.append(draft).await
    }

    /// Sends a message.
    pub async fn send(
        &self,
        chat_id: i64,
        who: &Person,
        text: &str,
    ) -> Result<AppendOutcome, Error> {
        self.execute(who.id, sending(chat_id, text, None)).await
    }

    /// Sends a message under a name of its own.
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

    /// Sends a message that nothing may refuse; its id.
    pub async fn send_message(&self, chat_id: i64, who: &Person, text: &str) -> i64 {
        appended(self.send(chat_id, who, text).await).position.0
    }

    /// Deletes a message.
    pub async fn delete(&self, message_id: i64, who: &Person) -> Result<AppendOutcome, Error> {
        let message_id = MessageId(message_id);
        self.execute(who.id, Command::DeleteMessage { message_id })
            .await
    }

    /// Marks a chat read, up to a message or to the newest.
    pub async fn read(
        &self,
        chat_id: i64,
        who: &Person,
        up_to: Option<i64>,
    ) -> Result<AppendOutcome, Error> {
        let (chat_id, up_to) = (ChatId(chat_id), up_to.map(MessageId));
        self.execute(who.id, Command::MarkRead { chat_id, up_to })
            .await
    }
}

/// The event of an answer that must be "appended".
#[track_caller]
pub fn appended(answer: Result<AppendOutcome, Error>) -> StoredEvent {
    match answer {
        Ok(AppendOutcome::New(event)) => event,
        other => panic!("not appended: {other:?}"),
    }
}

fn sending(chat_id: i64, text: &str, client_id: Option<Uuid>) -> Command {
    Command::SendMessage {
        chat_id: ChatId(chat_id),
        text: MessageText::new(text.to_owned()).expect("the text is allowed"),
        client_id,
        reply_to: None,
    }
}
