//! Files of messages, as answers and events of every contract show them.

use serde::Serialize;
use utoipa::ToSchema;

use crate::chat::Message;
use crate::domain::{self, Realm};
use crate::http::api_path;

/// A file.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Attachment {
    #[schema(example = 55)]
    pub id: i64,
    #[serde(flatten)]
    pub file: AttachedFile,
}

/// All of a file but its id, whose form differs between contracts.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AttachedFile {
    pub kind: AttachmentKind,
    #[schema(example = "homework.jpg")]
    pub name: String,
    #[schema(example = "image/jpeg")]
    pub mime: String,
    /// In bytes.
    #[schema(example = 83_211)]
    pub size: u64,
    /// The path of the file. It answers to those who may see its message.
    #[schema(example = "/v1/school/attachments/55")]
    pub url: String,
    #[schema(required = true)]
    pub width: Option<u32>,
    #[schema(required = true)]
    pub height: Option<u32>,
    #[schema(required = true)]
    pub preview_url: Option<String>,
    #[schema(required = true)]
    pub placeholder: Option<String>,
    /// Of a video or a sound. Null until it is read, and if it tells none.
    #[schema(required = true)]
    pub duration_ms: Option<u64>,
    /// Of a voice note: 1 to 128 numbers from 0 to 100, as its recorder sent them, else estimated.
    #[schema(required = true)]
    pub waveform: Option<Vec<u8>>,
}

/// The kind of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum AttachmentKind {
    Image,
    Video,
    Audio,
    Voice,
    File,
}

impl AttachmentKind {
    fn of(file: &domain::Attachment) -> Self {
        match file.mime.split('/').next() {
            _ if file.media.is_voice => Self::Voice,
            Some("image") => Self::Image,
            Some("video") => Self::Video,
            Some("audio") => Self::Audio,
            _ => Self::File,
        }
    }
}

/// A file of a realm.
pub fn attachment(file: domain::Attachment, realm: Realm) -> Attachment {
    let kind = AttachmentKind::of(&file);
    let url = format!("{}/attachments/{}", api_path(realm), file.id);
    let media = file.media;
    Attachment {
        id: file.id.0,
        file: AttachedFile {
            kind,
            name: file.name,
            mime: file.mime,
            size: file.size,
            width: media.width,
            height: media.height,
            preview_url: media.placeholder.as_ref().map(|_| format!("{url}/preview")),
            placeholder: media.placeholder,
            url,
            duration_ms: media.duration_ms,
            waveform: media.waveform.map(|waveform| waveform.numbers().to_vec()),
        },
    }
}

/// The files of a message.
pub fn attachments(files: &[domain::Attachment], realm: Realm) -> Vec<Attachment> {
    let files = files.iter().cloned();
    files.map(|file| attachment(file, realm)).collect()
}

/// The files of a stored message. A deleted one has none.
pub fn attachments_of(message: &Message, realm: Realm) -> Vec<Attachment> {
    if message.is_deleted() {
        return Vec::new();
    }
    attachments(&message.attachments, realm)
}
