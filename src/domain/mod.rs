//! The words of the system and their rules: pure types, no I/O.
//!
//! Everything here can be built and compared in a unit test. It imports nothing else
//! of this crate and knows neither the wire format of a realm nor the database.

mod attachment;
mod command;
mod cursor;
mod event;
mod ids;
mod limits;
mod name;
mod person;
mod rejection;
mod signal;
pub mod text;
pub mod time;

pub use attachment::{Attachment, MessageKind};
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
pub use person::{Principal, Role, SessionKey, UnknownRole};
pub use rejection::Rejection;
pub use signal::{Presence, Signal, Typing};
