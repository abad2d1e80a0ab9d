//! What the read model answers.

mod chat_lists;
mod history;
mod unread;
