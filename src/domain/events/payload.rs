//! Properties of a kind of event besides the shape of its payload.

use super::shown_as::ShownAs;
use crate::domain::ids::UserId;

/// The fields of a payload by name, with the type of each.
pub type Fields = &'static [(&'static str, Field)];

/// The type of a field. References are ids, which differ between databases: an export replaces an id by a
/// portable name, and an import replaces the name by the id in the new database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// A value that is the same in every database.
    Plain,
    /// The position of an event: of a message or a report.
    Event,
    Person,
    Participants,
    Mentions,
    File,
    /// A file, or null if there is none.
    OptionalFile,
    Files,
    /// The key of a private chat, which has its users.
    PairKey,
    /// Where a forwarded message is from.
    Forwarded,
}

/// The payload of one kind of event, or of several that are alike.
pub trait Payload {
    /// All its fields, also those that replicas do not read. An import refuses any other one, because it
    /// could be a reference.
    fn fields() -> Fields
    where
        Self: Sized;

    /// The names under which a stream of the whole realm, and so webhooks, show the event. Streams of members
    /// show further events to the users whom these concern.
    fn shown_as(&self) -> &'static [ShownAs] {
        &[]
    }

    /// Whether it has a text of its actor, or names of files, or what readers share of it has the name of a
    /// user.
    fn has_text(&self) -> bool {
        false
    }

    /// Who wrote the text besides the actor, or whose name it is.
    fn text_author(&self) -> Option<UserId> {
        None
    }

    /// Removes the text, as erasing does.
    fn clear_text(&mut self) {}

    /// An estimate in bytes of what its texts and lists need while replicas keep the event, with the frames
    /// that repeat them.
    fn memory(&self) -> usize {
        0
    }
}
