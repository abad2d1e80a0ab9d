//! Compares stored files with the log: each message has the size and the SHA-256 of its files as they were sent.

use std::collections::HashMap;

use futures::TryStreamExt as _;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use tokio_postgres::Row;
use tokio_postgres::types::Json;
use uuid::Uuid;

use super::connection::connect;
use super::finding::LogFinding;
use crate::audit::portable::hexadecimal;
use crate::db::{Connector, DbConnection, Error, FromRow};
use crate::files::{Error as FileError, Storage, StoredBytes};

const SENT_FILES: &str = include_str!("../sql/verifier/sent_files.sql");
const STORED_FILES: &str = include_str!("../sql/verifier/stored_files.sql");

/// How many files are remembered, so that one that was forwarded is read once.
const MAX_REMEMBERED: usize = 100_000;

/// Reads the files of all messages. Those of erased users are gone, and the log has nothing of them.
pub struct SentFiles {
    connection: DbConnection,
    storage: Storage,
    /// What the storage has by the id of a file; `None` if it lacks the file.
    read: HashMap<i64, Option<Content>>,
    /// The last position that was read.
    position: i64,
    checked: u64,
    without_content: u64,
}

/// A file as the storage has it.
#[derive(Clone)]
struct Content {
    size: u64,
    /// In hex.
    sha256: String,
}

/// A file in the payload of a message.
#[derive(Deserialize)]
struct SentFile {
    name: Option<String>,
    size: Option<u64>,
    sha256: Option<String>,
}

/// A row of `attachments`.
struct StoredFile {
    key: Uuid,
    has_content: bool,
}

/// The files of a message.
struct Message {
    position: i64,
    is_imported: bool,
    ids: Vec<i64>,
    /// `None` if the event does not say what its files were.
    files: Option<Vec<SentFile>>,
}

/// Why files could not be compared.
#[derive(Debug, thiserror::Error)]
pub enum SentFilesError {
    #[error(transparent)]
    Database(#[from] Error),
    #[error(transparent)]
    Storage(#[from] FileError),
}

impl SentFiles {
    /// Connects.
    pub async fn open(owner: &Connector, storage: Storage) -> Result<Self, Error> {
        Ok(Self {
            connection: connect(owner).await?,
            storage,
            read: HashMap::new(),
            position: 0,
            checked: 0,
            without_content: 0,
        })
    }

    /// How many files of messages are as they were sent.
    pub fn checked(&self) -> u64 {
        self.checked
    }

    /// How many files of imported messages cannot be compared, because their content was not imported.
    pub fn without_content(&self) -> u64 {
        self.without_content
    }

    /// What differs in the next messages; `None` at the end of the log.
    pub async fn next(&mut self) -> Result<Option<Vec<LogFinding>>, SentFilesError> {
        let messages = self.messages().await?;
        let Some(last) = messages.last() else {
            return Ok(None);
        };
        self.position = last.position;
        let stored = self.stored(&messages).await?;
        let mut findings = Vec::new();
        for message in &messages {
            findings.extend(self.compare(message, &stored).await?);
        }
        Ok(Some(findings))
    }

    async fn compare(
        &mut self,
        message: &Message,
        stored: &HashMap<i64, StoredFile>,
    ) -> Result<Vec<LogFinding>, SentFilesError> {
        let files = message.files.as_deref().unwrap_or_default();
        if files.is_empty() && message.is_imported {
            self.without_content += message.ids.len() as u64;
            return Ok(Vec::new());
        }
        if message.ids.len() != files.len() {
            let problem = "this event does not say what each of its files was";
            return Ok(vec![message.finding(problem.to_owned())]);
        }
        let mut findings = Vec::new();
        for (id, file) in message.ids.iter().zip(files) {
            let stored = stored.get(id);
            if message.is_imported && stored.is_some_and(|stored| !stored.has_content) {
                self.without_content += 1;
                continue;
            }
            let problem = self.problem(*id, stored, file).await?;
            findings.extend(problem.map(|problem| message.finding(problem)));
        }
        Ok(findings)
    }

    async fn messages(&self) -> Result<Vec<Message>, Error> {
        let rows = self.connection.query(SENT_FILES, &[&self.position]).await?;
        rows.iter().map(Message::from_row).collect()
    }

    async fn stored(&self, messages: &[Message]) -> Result<HashMap<i64, StoredFile>, Error> {
        let ids = messages.iter().flat_map(|message| &message.ids);
        let ids: Vec<i64> = ids.copied().collect();
        let rows = self.connection.query(STORED_FILES, &[&ids]).await?;
        let file = |row: &Row| Ok((row.try_get("id")?, StoredFile::from_row(row)?));
        rows.iter().map(file).collect()
    }

    /// What is wrong with a file.
    async fn problem(
        &mut self,
        id: i64,
        stored: Option<&StoredFile>,
        file: &SentFile,
    ) -> Result<Option<String>, SentFilesError> {
        let content = match stored {
            Some(stored) => self.read(id, stored.key).await?,
            None => None,
        };
        let name = file.name.as_deref().unwrap_or_default();
        let problem = match content {
            Some(content) if file.is(&content) => {
                self.checked += 1;
                None
            }
            Some(_) => Some(format!("file {id} {name:?} is not the one that was sent")),
            None => Some(format!("file {id} {name:?} is missing")),
        };
        Ok(problem)
    }

    /// Reads a stored file.
    async fn read(&mut self, id: i64, key: Uuid) -> Result<Option<Content>, FileError> {
        if let Some(known) = self.read.get(&id) {
            return Ok(known.clone());
        }
        let content = content(&self.storage, key).await?;
        if self.read.len() == MAX_REMEMBERED {
            self.read.clear();
        }
        self.read.insert(id, content.clone());
        Ok(content)
    }
}

async fn content(storage: &Storage, key: Uuid) -> Result<Option<Content>, FileError> {
    let mut chunks = match storage.open_stored(StoredBytes::Content(key)).await {
        Err(FileError::NotFound) => return Ok(None),
        outcome => outcome?,
    };
    let (mut hasher, mut size) = (Sha256::new(), 0);
    while let Some(chunk) = chunks.try_next().await? {
        hasher.update(&chunk);
        size += chunk.len() as u64;
    }
    let sha256 = hexadecimal(&hasher.finalize());
    Ok(Some(Content { size, sha256 }))
}

impl SentFile {
    fn is(&self, content: &Content) -> bool {
        self.size == Some(content.size) && self.sha256.as_deref() == Some(&*content.sha256)
    }
}

impl Message {
    fn finding(&self, problem: String) -> LogFinding {
        LogFinding {
            position: Some(self.position),
            problem,
        }
    }
}

impl FromRow for Message {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let Json(ids) = row.try_get("ids")?;
        let files: Option<Json<_>> = row.try_get("files")?;
        Ok(Self {
            position: row.try_get("position")?,
            is_imported: row.try_get::<_, &str>("origin")? == "import",
            ids,
            files: files.map(|Json(files)| files),
        })
    }
}

impl FromRow for StoredFile {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            key: row.try_get("key")?,
            has_content: row.try_get("has_content")?,
        })
    }
}
