//! Files attached to messages.

use serde::{Deserialize, Serialize};

use super::ids::AttachmentId;

/// The type of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MessageKind {
    /// A text.
    #[default]
    Text,
    /// Files, with or without a text.
    File,
    /// Pictures, with or without a text.
    Image,
    /// A text of a program for all members. It is not counted as unread.
    System,
}

impl MessageKind {
    /// The kind of this name, in the log and on the wire.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "text" => Some(Self::Text),
            "file" => Some(Self::File),
            "image" => Some(Self::Image),
            "system" => Some(Self::System),
            _ => None,
        }
    }

    /// Whether this is the default, which the log omits.
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde passes a reference"
    )]
    pub(super) fn is_text(&self) -> bool {
        *self == Self::Text
    }
}

/// A completely uploaded file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    pub id: AttachmentId,
    /// The sanitised file name.
    pub name: String,
    /// The media type, detected from the content.
    pub mime: String,
    /// In bytes.
    pub size: u64,
    #[serde(flatten)]
    pub media: Media,
}

/// What is known of a picture, a video or a sound; nothing of other files.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Media {
    /// In pixels, as it is shown.
    #[serde(default)]
    pub width: Option<u32>,
    #[serde(default)]
    pub height: Option<u32>,
    /// A `ThumbHash` in Base64, once there is a preview.
    #[serde(default)]
    pub placeholder: Option<String>,
    /// Of a video or a sound, once it is probed.
    #[serde(default)]
    pub duration_ms: Option<u64>,
    /// Whether it is a recorded voice.
    #[serde(default)]
    pub is_voice: bool,
    #[serde(default)]
    pub waveform: Option<Waveform>,
}

/// How loud a voice note is over its time, as its recorder has measured, or estimated: 1 to 128 numbers from 0
/// to 100.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waveform(Vec<u8>);

impl Waveform {
    /// The most numbers.
    pub const MAX: usize = 128;

    /// A waveform of these numbers; `None` if there are too many or none, or one is too large.
    pub fn new(numbers: Vec<u8>) -> Option<Self> {
        let is_valid =
            (1..=Self::MAX).contains(&numbers.len()) && numbers.iter().all(|number| *number <= 100);
        is_valid.then_some(Self(numbers))
    }

    /// Reads a JSON list.
    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().and_then(Self::new)
    }

    /// In the order of time.
    pub fn numbers(&self) -> &[u8] {
        &self.0
    }
}

/// The text of a message for a client that may show no files: without a text, their names behind a
/// paper clip.
pub fn text_or_file_names(text: String, files: &[Attachment]) -> String {
    if !text.trim().is_empty() || files.is_empty() {
        return text;
    }
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    text_or_names(text, &names.join(", "))
}

/// The same, with the names of the files as a list.
pub fn text_or_names(text: String, names: &str) -> String {
    if text.trim().is_empty() && !names.is_empty() {
        format!("📎 {names}")
    } else {
        text
    }
}
