//! The events of the log: one list of kinds ([`EventKind`]), and a file for each family of them.
//!
//! The file of a family has everything in Rust about its kinds: the payloads, their [`Payload`] and the commands.
//! The SQL of a kind (its shape, decision, projection and description) is in `sql/events/`.

mod attachments;
mod blocks;
mod body;
mod chat_settings;
mod chats;
mod command;
mod event;
mod kind;
mod messages;
mod moderation;
mod new_event;
mod outcome;
mod participants;
mod payload;
mod pins;
mod reactions;
mod reads;
mod shown_as;
mod users;

pub use attachments::*;
pub use blocks::*;
pub use body::*;
pub use chat_settings::*;
pub use chats::*;
pub use command::*;
pub use event::*;
pub use kind::*;
pub use messages::*;
pub use moderation::*;
pub use new_event::*;
pub use outcome::*;
pub use participants::*;
pub use payload::*;
pub use pins::*;
pub use reactions::*;
pub use reads::*;
pub use shown_as::*;
pub use users::*;
