//! The types of the domain and their rules, without I/O.
//!
//! It imports no other module of this crate, and knows neither wire formats nor the database.

mod attachment;
mod client_address;
mod command;
mod cursor;
mod event;
mod ids;
mod limits;
mod name;
mod person;
mod policy;
mod rejection;
mod signal;
pub mod text;
pub mod time;

pub use attachment::{Attachment, MessageKind};
pub use client_address::ClientAddress;
pub use command::{AppendOutcome, Command, StoredEvent};
pub use cursor::{Cursor, MalformedCursor};
pub use event::{
    ChatCreated, ChatKind, ChatRead, ChatRestored, Event, EventBody, MessageDeleted, MessageEdited,
    MessageReported, MessageSent, Participant, ParticipantBlocked, ParticipantLeft, ReportResolved,
    Resolution, UserBanned, UserBlocked, UserErased, pair_key,
};
pub use ids::{AttachmentId, ChatId, MessageId, Position, Realm, UnknownRealm, UserId};
pub use limits::{ChatLimit, Limits, PersonalLimits, SendLimit};
pub use name::{Language, Name};
pub use policy::RealmPolicy;
pub use person::{Principal, Role, SessionKey, UnknownRole};
pub use rejection::Rejection;
pub use signal::{Presence, Signal, Typing};
