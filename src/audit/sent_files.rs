//! Compares stored files with the log: each message has the size and the SHA-256 of its files as they were sent.
//!
//! It reads rows as they are and calls no function of the database, which could have been replaced.

use std::collections::HashMap;

use futures::TryStreamExt as _;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use tokio_postgres::Row;
use tokio_postgres::types::Json;
use uuid::Uuid;

use super::portable::hexadecimal;
use super::verifier::LogFinding;
use crate::db::{Connector, DbConnection, Error, FromRow};
use crate::files::{Error as FileError, Storage, StoredBytes};

const SENT_FILES: &str = include_str!("sql/sent_files.sql");
const KEYS_OF_FILES: &str = include_str!("sql/keys_of_files.sql");

/// How many files are remembered, so that one that was forwarded is read once.
const MAX_REMEMBERED: usize = 100_000;

/// Reads the files of all messages. Those of erased users are gone, and the log has nothing of them.
pub struct SentFiles {
    connection: DbConnection,
    storage: Storage,
    /// What the storage has by the id of a file; `None` if it lacks the file.
    stored: HashMap<i64, Option<Content>>,
    /// The last position that was read.
    position: i64,
    checked: u64,
    without_digest: u64,
}

/// A file as the log or the storage has it.
#[derive(Clone, PartialEq, Eq)]
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

/// The files of a message.
struct Message {
    position: i64,
    ids: Vec<i64>,
    files: Vec<SentFile>,
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
            connection: owner.open_as_owner().await?,
            storage,
            stored: HashMap::new(),
            position: 0,
            checked: 0,
            without_digest: 0,
        })
    }

    /// How many files of messages are as they were sent.
    pub fn checked(&self) -> u64 {
        self.checked
    }

    /// Of how many files the log says only the name: their content was not imported.
    pub fn without_digest(&self) -> u64 {
        self.without_digest
    }

    /// What differs in the next messages; `None` at the end of the log.
    pub async fn next(&mut self) -> Result<Option<Vec<LogFinding>>, SentFilesError> {
        let messages = self.messages().await?;
        let Some(last) = messages.last() else {
            return Ok(None);
        };
        self.position = last.position;
        let keys = self.keys(&messages).await?;
        let mut findings = Vec::new();
        for message in &messages {
            // A payload with more or fewer files than ids is no file's proof.
            if message.ids.len() != message.files.len() {
                findings.push(message.finding("its files are not those that it names".to_owned()));
                continue;
            }
            for (id, file) in message.ids.iter().zip(&message.files) {
                let problem = self.problem(*id, keys.get(id), file).await?;
                findings.extend(problem.map(|problem| message.finding(problem)));
            }
        }
        Ok(Some(findings))
    }

    async fn messages(&self) -> Result<Vec<Message>, Error> {
        let rows = self.connection.query(SENT_FILES, &[&self.position]).await?;
        rows.iter().map(Message::from_row).collect()
    }

    async fn keys(&self, messages: &[Message]) -> Result<HashMap<i64, Uuid>, Error> {
        let ids: Vec<i64> = messages
            .iter()
            .flat_map(|message| &message.ids)
            .copied()
            .collect();
        let mut keys = HashMap::new();
        for row in self.connection.query(KEYS_OF_FILES, &[&ids]).await? {
            keys.insert(row.try_get("id")?, row.try_get("key")?);
        }
        Ok(keys)
    }

    /// What is wrong with a file.
    async fn problem(
        &mut self,
        id: i64,
        key: Option<&Uuid>,
        file: &SentFile,
    ) -> Result<Option<String>, SentFilesError> {
        let (Some(size), Some(sha256)) = (file.size, file.sha256.clone()) else {
            self.without_digest += 1;
            return Ok(None);
        };
        let name = file.name.as_deref().unwrap_or_default();
        let stored = match key {
            Some(key) => self.read(id, *key).await?,
            None => None,
        };
        let problem = match stored {
            Some(stored) if stored == (Content { size, sha256 }) => {
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
        if let Some(known) = self.stored.get(&id) {
            return Ok(known.clone());
        }
        let content = content(&self.storage, key).await?;
        if self.stored.len() == MAX_REMEMBERED {
            self.stored.clear();
        }
        self.stored.insert(id, content.clone());
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
        let ids: Option<Json<Vec<i64>>> = row.try_get("ids")?;
        let Json(files) = row.try_get("files")?;
        Ok(Self {
            position: row.try_get("position")?,
            ids: ids.map(|Json(ids)| ids).unwrap_or_default(),
            files,
        })
    }
}
