//! Queries of the read model.

mod chat_lists;
mod conversations;
mod counterparts;
mod history;
mod unread;
