//! Encodes the files and links of messages for the wire. Pure.

use super::{links, wire};
use crate::chat::SentFilesMessage;
use crate::domain::Realm;
use crate::http::attachment::attachment;
use crate::http::paging::CursorKey;

/// Where a file or link stands in the list: its message, and its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SentFileKey {
    pub(super) message_id: i64,
    pub(super) number: i64,
}

/// A file or link, and where it stands.
pub(super) struct Numbered {
    pub(super) key: SentFileKey,
    pub(super) file: wire::SentFile,
}

impl CursorKey for SentFileKey {
    fn parse(cursor: &str) -> Option<Self> {
        let (message_id, number) = cursor.split_once('.')?;
        Some(Self {
            message_id: CursorKey::parse(message_id)?,
            number: CursorKey::parse(number)?,
        })
    }

    fn format(&self) -> String {
        format!("{}.{}", self.message_id, self.number)
    }
}

impl SentFileKey {
    /// Whether it comes after another one in the list.
    pub(super) fn is_after(self, other: Self) -> bool {
        self.message_id < other.message_id
            || self.message_id == other.message_id && self.number > other.number
    }
}

/// The files and then the links of a message.
pub(super) fn files(message: SentFilesMessage, realm: Realm) -> impl Iterator<Item = Numbered> {
    let SentFilesMessage {
        id,
        sender_id,
        created_at,
        files,
        content,
    } = message;
    let found = content.as_deref().map(links::links).into_iter().flatten();
    let links: Vec<wire::Link> = found.collect();
    let attached = files
        .into_iter()
        .map(move |file| (Some(attachment(file, realm)), None));
    let linked = links.into_iter().map(|link| (None, Some(link)));
    attached
        .chain(linked)
        .zip(0..)
        .map(move |((attachment, link), number)| Numbered {
            key: SentFileKey {
                message_id: id.0,
                number,
            },
            file: wire::SentFile {
                message_id: id.0,
                attachment,
                link,
                author_id: sender_id.map(|id| id.0),
                created_at: created_at.into(),
            },
        })
}
