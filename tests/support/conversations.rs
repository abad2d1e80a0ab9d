//! Conversations created through [`Chat`], without a server.

use serde_json::json;
use uuid::Uuid;
use vestnik::chat::{
    Chat, ChatView, Error, HistoryAccess, Message, OffsetPage, Page, PageBound, PageRange,
    ParticipantScope,
};
use vestnik::contracts::campus;
use vestnik::domain::text::MessageText;
use vestnik::domain::{
    AppendOutcome, ChatCreated, ChatId, Command, CreateChat, Cursor, DeleteChat, DeleteMessage,
    EditMessage, MessageId, NewMessage, Rejection, SendMessage, UserId,
};
use vestnik::live::Hub;

use super::{Person, Store, TestDatabase};

/// The realm `campus` and its users, addressed by index.
pub struct Campus {
    pub store: Store,
    pub chat: Chat,
    pub people: Vec<Person>,
}

impl Campus {
    /// The realm with this many new users.
    pub async fn of(database: &TestDatabase, people: usize) -> Self {
        let mut members = Vec::new();
        for _ in 0..people {
            members.push(database.person("member").await);
        }
        Self::with(database, members)
    }

    /// Another replica of the realm.
    pub fn with(database: &TestDatabase, people: Vec<Person>) -> Self {
        let store = Store::of(database);
        let hub = Hub::new(Cursor::START, &[]);
        let chat = Chat::new(campus::REALM, store.writer.clone(), store.pool.clone(), hub);
        Self {
            store,
            chat,
            people,
        }
    }

    /// The id of a user.
    pub fn id(&self, user_index: usize) -> UserId {
        UserId(self.people[user_index].id)
    }

    /// Executes a command as a user.
    pub async fn act(
        &self,
        user_index: usize,
        command: impl Command,
    ) -> Result<AppendOutcome, Error> {
        self.chat.execute(self.id(user_index), command).await
    }

    /// The event that creates a private chat of two users.
    pub fn pair(&self, one: usize, other: usize) -> ChatCreated {
        ChatCreated::pair(self.id(one), self.id(other))
    }

    /// The private chat of two users, which is created if needed.
    pub async fn open(&self, one: usize, other: usize) -> ChatId {
        let wanted = self.pair(one, other);
        let opened = self
            .chat
            .get_or_create_private_chat(self.id(one), wanted)
            .await;
        opened.expect("both users exist").chat_id
    }

    /// Creates a group of these users as the first of them.
    pub async fn group(&self, people: &[usize]) -> ChatId {
        let members = people.iter().map(|user_index| self.id(*user_index));
        let group = ChatCreated {
            context: Some(json!({ "service": "courses", "service_id": 7 })),
            ..ChatCreated::group("Кафедра".into(), members)
        };
        let created = self.act(people[0], CreateChat(group)).await;
        event(created).chat_id
    }

    /// Sends a message; returns its id.
    pub async fn send_message(&self, chat_id: ChatId, user_index: usize, text: &str) -> MessageId {
        let sent = self
            .act(user_index, new_message(chat_id, text, None, None))
            .await;
        MessageId(event(sent).position.0)
    }

    /// Replies to a message; returns the reply's id.
    pub async fn reply(&self, chat_id: ChatId, user_index: usize, to: MessageId) -> MessageId {
        let sent = self
            .act(user_index, new_message(chat_id, "!", None, Some(to)))
            .await;
        MessageId(event(sent).position.0)
    }

    /// Edits a message.
    pub async fn edit(
        &self,
        id: MessageId,
        user_index: usize,
        text: &str,
    ) -> Result<AppendOutcome, Error> {
        let text = MessageText::new(text.to_owned()).expect("the text is allowed");
        let message_id = id;
        self.act(user_index, EditMessage { message_id, text }).await
    }

    /// Deletes a message.
    pub async fn delete(
        &self,
        message_id: MessageId,
        user_index: usize,
    ) -> Result<AppendOutcome, Error> {
        self.act(user_index, DeleteMessage { message_id }).await
    }

    /// Deletes a chat.
    pub async fn delete_chat(
        &self,
        chat_id: ChatId,
        user_index: usize,
    ) -> Result<AppendOutcome, Error> {
        self.act(user_index, DeleteChat { chat_id }).await
    }

    /// A user's chats, latest activity first.
    pub async fn list(&self, user_index: usize) -> Vec<ChatView> {
        let page = OffsetPage {
            limit: 1_000,
            offset: 0,
        };
        let list = self
            .chat
            .chats_by_activity(self.id(user_index), page, ParticipantScope::Members)
            .await;
        list.expect("the query succeeds")
    }

    /// The newest page of a history.
    pub async fn history(
        &self,
        chat_id: ChatId,
        user_index: usize,
        reading: HistoryAccess,
    ) -> Vec<Message> {
        self.page(chat_id, user_index, PageBound::Newest, reading)
            .await
            .messages
    }

    /// A page of up to 50 messages of a history.
    pub async fn page(
        &self,
        chat_id: ChatId,
        user_index: usize,
        bound: PageBound,
        reading: HistoryAccess,
    ) -> Page {
        let range = PageRange { bound, limit: 50 };
        let page = self
            .chat
            .history(self.id(user_index), chat_id, range, reading);
        page.await.expect("the query succeeds").value
    }
}

/// The command that sends a message.
pub fn new_message(
    chat_id: ChatId,
    text: &str,
    client_id: Option<Uuid>,
    reply_to: Option<MessageId>,
) -> SendMessage {
    let text = MessageText::new(text.to_owned()).expect("the text is allowed");
    SendMessage(NewMessage {
        client_id,
        reply_to,
        ..NewMessage::text(chat_id, text)
    })
}

/// The appended event; panics if none was appended.
#[track_caller]
pub fn event(answer: Result<AppendOutcome, Error>) -> vestnik::domain::StoredEvent {
    match answer {
        Ok(AppendOutcome::New(event)) => event,
        other => panic!("not appended: {other:?}"),
    }
}

/// The rejection; panics if the command was not rejected.
#[track_caller]
pub fn refusal<T: std::fmt::Debug>(answer: Result<T, Error>) -> Rejection {
    match answer {
        Err(Error::Rejected(rejection)) => rejection,
        other => panic!("not refused: {other:?}"),
    }
}

/// Panics unless the command changed nothing.
#[track_caller]
pub fn unchanged(answer: Result<AppendOutcome, Error>) {
    match answer {
        Ok(AppendOutcome::NoChange) => {}
        other => panic!("not unchanged: {other:?}"),
    }
}
