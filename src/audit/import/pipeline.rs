//! Appends a chunk while the words of the next one are computed.

use std::collections::HashMap;

use serde_json::Value;
use uuid::Uuid;

use super::append::{Appender, Imported, Prepared};
use super::error::ImportError;
use super::file::Chunk;
use super::files::FileFolder;
use crate::audit::portable::EventLine;
use crate::db::{Connector, DbConnection};
use crate::domain::EventKind;
use crate::files::Storage;

const PREPARE_WORDS: &str = include_str!("sql/prepare_words.sql");

/// An import of files that were checked, in their order.
///
/// # Why
/// What a message is found by takes a third of the time of its append. A session of its own computes it
/// before the head is locked, on another processor.
pub struct Import {
    appender: Appender,
    words: DbConnection,
    /// The chunk that is appended next.
    prepared: Option<Prepared>,
}

impl Import {
    /// Connects as the owner.
    pub async fn begin(owner: &Connector) -> Result<Self, ImportError> {
        Ok(Self {
            appender: Appender::begin(owner).await?,
            words: owner.open_as_owner().await?,
            prepared: None,
        })
    }

    /// Imports the content of files too, from a folder into a storage.
    #[must_use]
    pub fn with_files(mut self, folder: FileFolder, storage: Storage) -> Self {
        self.appender.set_files(folder, storage);
        self
    }

    /// Adds admins and moderators as what they are, and not as ordinary members.
    #[must_use]
    pub fn keeping_roles(mut self) -> Self {
        self.appender.keep_roles();
        self
    }

    /// Appends the events of the chunk before this one that the log does not have, in one transaction. This
    /// one is appended with the next call, or by [`Import::finish`].
    pub async fn chunk(&mut self, chunk: Chunk) -> Result<(), ImportError> {
        let previous = self.prepared.take();
        let (appended, words) = tokio::join!(
            append(&mut self.appender, previous),
            prepare_words(&self.words, &chunk.events),
        );
        appended?;
        let words = words?;
        self.prepared = Some(Prepared { chunk, words });
        Ok(())
    }

    /// Appends the last chunk.
    pub async fn finish(mut self) -> Result<Imported, ImportError> {
        append(&mut self.appender, self.prepared).await?;
        Ok(self.appender.imported)
    }
}

async fn append(appender: &mut Appender, prepared: Option<Prepared>) -> Result<(), ImportError> {
    match prepared {
        Some(prepared) => appender.append(prepared).await,
        None => Ok(()),
    }
}

async fn prepare_words(
    connection: &DbConnection,
    events: &[(u64, EventLine)],
) -> Result<HashMap<Uuid, String>, ImportError> {
    let kinds = [EventKind::MessageSent, EventKind::MessageEdited].map(EventKind::as_str);
    let (mut ids, mut texts) = (Vec::new(), Vec::new());
    for (_, event) in events {
        if !kinds.contains(&event.kind.as_str()) {
            continue;
        }
        if let Some(text) = event.payload.get("content").and_then(Value::as_str) {
            ids.push(event.event_id);
            texts.push(text);
        }
    }
    let row = connection.query_one(PREPARE_WORDS, &[&texts]).await?;
    let words: Vec<String> = row.try_get("words")?;
    Ok(ids.into_iter().zip(words).collect())
}
