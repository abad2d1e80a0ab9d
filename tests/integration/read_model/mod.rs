//! What the read model answers.

mod chat_lists;
mod conversations;
mod history;
mod unread;
