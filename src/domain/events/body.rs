//! The payload of an event, whichever its kind.

use serde_json::value::RawValue;

use super::kind::EventKind;
use super::payload::{Fields, Payload};
use super::shown_as::ShownAs;

/// Defines [`EventBody`], and what a kind knows of its payload.
macro_rules! define_bodies {
    ($($(#[$doc:meta])* $kind:ident($family:ident::$payload:ident) = $name:literal,)*) => {
        impl EventKind {
            /// The fields of its payload.
            pub fn fields(self) -> Fields {
                match self {
                    $(Self::$kind => <super::$family::$payload as Payload>::fields(),)*
                }
            }
        }

        /// `events.kind` with its `events.payload`.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum EventBody {
            $($(#[$doc])* $kind(super::$family::$payload),)*
            /// A kind that this version does not know, or a payload that it cannot read: a newer
            /// replica appended it, or manual SQL. It is delivered to no client.
            Unknown,
        }

        impl EventBody {
            /// Reads a row of the log. An unknown kind is no error.
            ///
            /// # Errors
            /// If the payload does not have the shape of its kind.
            pub fn parse(kind: &str, payload: &RawValue) -> Result<Self, serde_json::Error> {
                Ok(match kind {
                    $($name => Self::$kind(serde_json::from_str(payload.get())?),)*
                    _ => Self::Unknown,
                })
            }

            /// The names under which a stream of the whole realm shows it.
            pub fn shown_as(&self) -> &'static [ShownAs] {
                self.payload().map_or(&[], Payload::shown_as)
            }

            /// An estimate of the memory for its texts and lists in bytes, with the frames that repeat them.
            pub fn memory(&self) -> usize {
                self.payload().map_or(0, Payload::memory)
            }

            /// Its payload, as the family of its kind implements it.
            pub(super) fn payload(&self) -> Option<&dyn Payload> {
                match self {
                    $(Self::$kind(payload) => Some(payload),)*
                    Self::Unknown => None,
                }
            }

            pub(super) fn payload_mut(&mut self) -> Option<&mut dyn Payload> {
                match self {
                    $(Self::$kind(payload) => Some(payload),)*
                    Self::Unknown => None,
                }
            }
        }
    };
}

each_kind!(define_bodies);
