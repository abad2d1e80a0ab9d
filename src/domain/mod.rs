//! The types of the domain and their rules, without I/O.
//!
//! It imports no other module of this crate, and knows neither wire formats nor the database.

mod api_key;
mod attachment;
mod client_address;
mod cursor;
mod custom;
mod email;
mod emoji;
mod events;
mod given_name;
mod ids;
pub(crate) mod limits;
mod mentions;
mod name;
mod person;
mod policy;
mod poll;
mod public_url;
mod realm;
mod rejection;
mod request_source;
mod secret_token;
mod session_key;
mod signal;
pub mod text;
pub mod time;

pub use api_key::{KeyName, KeyScope, KeyUse, MalformedKeyName, UnknownScope};
pub use attachment::{Attachment, Media, MessageKind, Waveform, text_or_file_names, text_or_names};
pub use client_address::ClientAddress;
pub use cursor::{Cursor, FrameNumber, MalformedCursor};
pub use custom::{Custom, InvalidCustom};
pub use email::{InvalidEmail, email_address};
pub use emoji::Emoji;
pub use events::*;
pub use given_name::{InvalidName, check_given_name, is_joiner};
pub use ids::{AttachmentId, ChatId, MessageId, Position, ScheduledId, UserId};
pub use limits::{ChatLimit, Limits, PersonalLimits, SendLimit};
pub(crate) use mentions::{
    Candidate, FoldedCandidate, MemberNames, NAMES_SEPARATOR, name_candidates,
};
pub use mentions::{Mention, MentionPlace};
pub use name::{Language, Name};
pub use person::{Actor, Principal, Role, UnknownRole};
pub(crate) use policy::each_feature;
pub use policy::{Features, Files, LocalizedText, PrivateChats, RealmPolicy};
pub use poll::{OptionIds, Poll, PollSettings, VotedPoll};
pub use public_url::{InvalidPublicUrl, PublicUrl};
pub use realm::{MalformedRealm, Realm};
pub use rejection::{Refusal, Rejection};
pub use request_source::RequestSource;
pub use secret_token::SecretToken;
pub use session_key::SessionKey;
pub use signal::{Draft, DraftKey, Presence, Signal, Typing};
