//! Writes the content of files into a folder.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use futures::TryStreamExt as _;
use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;
use tokio_postgres::Row;
use uuid::Uuid;

use super::lines::{ContentOfFile, FileLine, PersonKey, PictureOfPerson};
use crate::audit::transcript::TranscriptError;
use crate::db::{Error, FromRow};
use crate::files::{Error as FileError, Storage, StoredBytes};

/// A row of `attachments`.
pub(super) struct File {
    pub(super) id: i64,
    pub(super) key: Uuid,
    pub(super) name: String,
    pub(super) owner_id: i64,
    realm: String,
    /// The media type and the size in bytes; `None` if the content is not here.
    content: Option<(String, i64)>,
    preview: Option<(String, i64)>,
    placeholder: Option<String>,
    width: Option<i32>,
    height: Option<i32>,
    duration_ms: Option<i64>,
    is_voice: bool,
    waveform: Option<Vec<i16>>,
}

impl File {
    pub(super) fn as_picture(&self) -> PictureOfPerson {
        PictureOfPerson {
            key: self.key,
            realm: self.realm.clone(),
            name: self.name.clone(),
        }
    }
}

/// The folder that the content of exported files is written into.
///
/// # Guarantees
/// A file appears under its name when it is complete. Exporting again replaces it by the same bytes. Nothing
/// is written through a link.
pub struct FileExport {
    storage: Storage,
    folder: PathBuf,
    /// Whether the content of each file so far is in the folder.
    written: HashMap<i64, bool>,
    missing: u64,
}

impl FileExport {
    /// Writes from `storage` into a folder, which is created if there is none.
    pub fn new(storage: Storage, folder: &Path) -> io::Result<Self> {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true).mode(0o700).create(folder)?;
        Ok(Self {
            storage,
            folder: folder.to_owned(),
            written: HashMap::new(),
            missing: 0,
        })
    }

    /// How many files are in the folder.
    pub(super) fn count(&self) -> u64 {
        self.written.values().filter(|written| **written).count() as u64
    }

    /// How many files the storage does not have as their rows say.
    pub(super) fn missing(&self) -> u64 {
        self.missing
    }

    /// Whether a file was given to [`FileExport::write`] before.
    pub(super) fn was_given(&self, file: &File) -> bool {
        self.written.contains_key(&file.id)
    }

    /// Writes the content of a file. Returns its line, or `None` if there is no content.
    pub(super) async fn write(
        &mut self,
        file: &File,
        owner: PersonKey,
    ) -> Result<Option<FileLine>, TranscriptError> {
        let line = self.line(file, owner).await?;
        self.written.insert(file.id, line.is_some());
        Ok(line)
    }

    async fn line(
        &mut self,
        file: &File,
        owner: PersonKey,
    ) -> Result<Option<FileLine>, TranscriptError> {
        let Some(content) = &file.content else {
            return Ok(None);
        };
        let Some(content) = self.copy(StoredBytes::Content(file.key), content).await? else {
            self.missing += 1;
            tracing::warn!(
                file.key = %file.key,
                "the storage lacks a file: it is exported by its name only"
            );
            return Ok(None);
        };
        // The next replica that serves the file makes a preview that is missing.
        let preview = match &file.preview {
            Some(preview) => self.copy(StoredBytes::Preview(file.key), preview).await?,
            None => None,
        };
        Ok(Some(FileLine {
            key: file.key,
            realm: file.realm.clone(),
            owner,
            name: file.name.clone(),
            content,
            placeholder: file.placeholder.clone().filter(|_| preview.is_some()),
            preview,
            width: file.width,
            height: file.height,
            duration_ms: file.duration_ms,
            is_voice: file.is_voice,
            waveform: file.waveform.clone(),
        }))
    }

    /// Copies stored bytes; `None` if there are not as many as there should be.
    async fn copy(
        &self,
        stored: StoredBytes,
        (mime, size): &(String, i64),
    ) -> Result<Option<ContentOfFile>, TranscriptError> {
        let mut chunks = match self.storage.open_stored(stored).await {
            Err(FileError::NotFound) => return Ok(None),
            outcome => outcome?,
        };
        let mut unfinished = NamedTempFile::new_in(&self.folder)?;
        let (mut hasher, mut copied) = (Sha256::new(), 0);
        while let Some(chunk) = chunks.try_next().await.map_err(FileError::from)? {
            hasher.update(&chunk);
            copied += chunk.len() as u64;
            unfinished.write_all(&chunk)?;
        }
        if i64::try_from(copied) != Ok(*size) {
            return Ok(None);
        }
        let target = self.folder.join(name_in_folder(stored));
        unfinished.persist(target).map_err(io::Error::from)?;
        Ok(Some(ContentOfFile {
            mime: mime.clone(),
            size: copied,
            sha256: hexadecimal(&hasher.finalize()),
        }))
    }
}

/// The name of stored bytes in the folder: a UUID, so it leads nowhere else.
pub(in crate::audit) fn name_in_folder(stored: StoredBytes) -> String {
    match stored {
        StoredBytes::Content(key) => key.to_string(),
        StoredBytes::Preview(key) => format!("{key}-preview"),
    }
}

pub(in crate::audit) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

impl FromRow for File {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let typed = |mime: &str, size: &str| -> Result<Option<(String, i64)>, Error> {
            let mime: Option<String> = row.try_get(mime)?;
            let size: Option<i64> = row.try_get(size)?;
            Ok(mime.zip(size))
        };
        Ok(Self {
            id: row.try_get("id")?,
            key: row.try_get("key")?,
            name: row.try_get("name")?,
            owner_id: row.try_get("owner_id")?,
            realm: row.try_get("realm")?,
            content: typed("mime", "size")?,
            preview: typed("preview_mime", "preview_size")?,
            placeholder: row.try_get("placeholder")?,
            width: row.try_get("width")?,
            height: row.try_get("height")?,
            duration_ms: row.try_get("duration_ms")?,
            is_voice: row.try_get("is_voice")?,
            waveform: row.try_get("waveform")?,
        })
    }
}
