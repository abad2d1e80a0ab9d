//! The wire types.
//!
//! In answers, an optional field is always present and may be `null` (`required`). There are
//! exceptions: `client_id` is present for the message's sender only, `last_read_id` with
//! `read_marks=true` only, and `attachments` only if there are any.

mod chats;
mod events;
mod lessons;
mod messages;
mod paging;
mod users;

pub use chats::{
    AdminChatItem, AdminChatList, ChatItem, ChatList, LastMessage, MarkRead, OwnChats, SetTyping,
};
pub use events::{
    AnyChatItem, ChatCreatedEvent, ChatReadEvent, EventMessage, MessageDeletedEvent,
    MessageEditedEvent, NewMessageEvent, PresenceEvent, StreamQuery, TypingEvent,
};
pub use lessons::{
    ChangedLesson, Lesson, LessonChange, LessonConflicts, LessonList, LessonScope, NewLesson,
    Repeat,
};
pub use messages::{FormerText, HistoryQuery, Message, MessagePage, SendMessage, Success};
pub use paging::{Paging, Search};
pub use users::{Login, NewUser, Participant, Session, User, UserList};
