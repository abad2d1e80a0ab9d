//! The school's words, as they stand on the wire.
//!
//! In answers, what may be absent is `null` and always there (`required`), but for a
//! `client_id`, which others than its sender do not see at all, and for read marks, which are
//! there where they were asked for.

mod chats;
mod events;
mod lessons;
mod messages;
mod paging;
mod people;

pub use chats::{
    AdminChatItem, AdminChatList, ChatItem, ChatList, LastMessage, MarkRead, OwnChats, SetTyping,
};
pub use events::{
    AnyChatItem, ChatCreatedEvent, ChatReadEvent, EventMessage, MessageDeletedEvent,
    NewMessageEvent, PresenceEvent, StreamQuery, TypingEvent,
};
pub use lessons::{Lesson, LessonChange, LessonList, NewLesson};
pub use messages::{HistoryQuery, Message, MessagePage, SendMessage, Success};
pub use paging::{Paging, Search};
pub use people::{Login, NewUser, Participant, Session, User, UserList};
