//! The types of the wire contract.
//!
//! In answers, a field without a value is `null` and always present (`required`). Only `client_id`
//! is absent for users other than the sender, `guest_token` if no token was issued, and `attachments` if
//! there are none.

mod chats;
mod frames;
mod messages;
mod reports;

pub use chats::{
    CallerQuery, Chat, Guest, Inbox, InboxChat, InboxQuery, OpenChat, OpenedChat, OwnChatsQuery,
    Success,
};
pub use frames::{ClientFrame, ServerFrame, SocketQuery};
pub use messages::{HistoryQuery, Message, MessageList, ReportMessage};
pub use reports::{Action, Report, ReportList, ReportQuery, ResolveReport};
