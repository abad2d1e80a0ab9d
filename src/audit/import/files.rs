//! Reads the content of files from a folder, and stores it.

use std::fs::{self, OpenOptions};
use std::io::{self, Read as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use rustix::fs::OFlags;
use sha2::{Digest as _, Sha256};

use crate::audit::portable::{ContentOfFile, FileLine, hexadecimal, name_in_folder};
use crate::db::query::Parameters;
use crate::db::{DbConnection, Error};
use crate::domain::{Realm, Waveform};
use crate::files::{
    Error as FileError, MAX_RESUMABLE_SIZE, Storage, StoredBytes, awaits_preview, awaits_probe,
    can_have_type,
};

const COMPLETE_FILE: &str = include_str!("sql/complete_file.sql");

/// The largest preview, in bytes, and the longest placeholder.
const MAX_PREVIEW: u64 = 1024 * 1024;
const MAX_PLACEHOLDER: usize = 100;
/// The size of the blocks in which a file is read, in bytes.
const BLOCK: u64 = 256 * 1024;

/// The folder with the content of the files of an export.
#[derive(Debug, Clone)]
pub struct FileFolder(PathBuf);

impl FileFolder {
    /// A folder that `vestnik export --files` wrote.
    pub fn open(path: &Path) -> io::Result<Self> {
        if path.metadata()?.is_dir() {
            return Ok(Self(path.to_owned()));
        }
        Err(io::ErrorKind::NotADirectory.into())
    }

    /// Checks that the folder has the content of a file, as its line says.
    pub(super) fn check(&self, line: &FileLine) -> Result<(), String> {
        let content = StoredBytes::Content(line.key);
        let head = self.read_through(content, &line.content)?;
        if !can_have_type(&head, &line.content.mime, line.is_voice) {
            return Err(format!("its content is no {}", line.content.mime));
        }
        if let Some(preview) = &line.preview {
            let head = self.read_through(StoredBytes::Preview(line.key), preview)?;
            if !can_have_type(&head, &preview.mime, false) {
                return Err(format!("its preview is no {}", preview.mime));
            }
        }
        Ok(())
    }

    /// Reads all of a file, and returns its first block.
    fn read_through(&self, stored: StoredBytes, content: &ContentOfFile) -> Result<Bytes, String> {
        let name = name_in_folder(stored);
        let named = |error: io::Error| format!("{}: {error}", self.0.join(&name).display());
        let mut head = None;
        for block in self.blocks(stored, content).map_err(named)? {
            let block = block.map_err(named)?;
            head.get_or_insert(block);
        }
        Ok(head.unwrap_or_default())
    }

    /// The bytes of a file, which is no link, device or pipe.
    fn blocks(&self, stored: StoredBytes, content: &ContentOfFile) -> io::Result<Blocks> {
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        let flags = i32::try_from(flags.bits()).expect("flags of open are small");
        let mut options = OpenOptions::new();
        let file = options
            .read(true)
            .custom_flags(flags)
            .open(self.0.join(name_in_folder(stored)))?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(io::Error::other("it is no file"));
        }
        if metadata.len() != content.size {
            let (found, expected) = (metadata.len(), content.size);
            let problem = format!("it has {found} bytes instead of {expected}");
            return Err(io::Error::other(problem));
        }
        Ok(Blocks {
            file,
            unread: content.size,
            hasher: Some(Sha256::new()),
            expected: content.sha256.clone(),
        })
    }

    /// Stores the content of a file, and makes it available under the id that it has here.
    pub(super) async fn store(
        &self,
        storage: &Storage,
        connection: &DbConnection,
        id: i64,
        line: &FileLine,
    ) -> Result<(), StoreFailure> {
        self.copy(storage, StoredBytes::Content(line.key), &line.content)
            .await?;
        if let Some(preview) = &line.preview {
            self.copy(storage, StoredBytes::Preview(line.key), preview)
                .await?;
        }
        let size = |content: &ContentOfFile| i64::try_from(content.size).unwrap_or(i64::MAX);
        let (preview, mime) = (line.preview.as_ref(), &line.content.mime);
        let is_probed = line.is_voice || line.duration_ms.is_some() || line.width.is_some();
        let parameters: Parameters<'_> = &[
            &id,
            mime,
            &size(&line.content),
            &preview.map(|preview| &preview.mime),
            &preview.map(size),
            &line.placeholder,
            &line.width,
            &line.height,
            &line.duration_ms,
            &line.is_voice,
            &line.waveform,
            &(preview.is_none() && line.width.is_some() && awaits_preview(mime)),
            &(!is_probed && awaits_probe(mime)),
            &line.content.sha256,
        ];
        connection.execute(COMPLETE_FILE, parameters).await?;
        Ok(())
    }

    async fn copy(
        &self,
        storage: &Storage,
        stored: StoredBytes,
        content: &ContentOfFile,
    ) -> Result<(), StoreFailure> {
        let blocks = self.blocks(stored, content);
        let blocks = blocks.map_err(|_| StoreFailure::Changed)?;
        let outcome = storage.store(stored, futures::stream::iter(blocks)).await;
        outcome.map_err(|error| match error {
            FileError::Interrupted => StoreFailure::Changed,
            error => StoreFailure::Storage(error),
        })
    }
}

/// Why the content of a file was not stored.
pub(super) enum StoreFailure {
    /// The folder does not have what the check has read.
    Changed,
    Storage(FileError),
    Database(Error),
}

impl From<tokio_postgres::Error> for StoreFailure {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Database(error.into())
    }
}

/// The blocks of a file. The last one is an error if they have another checksum.
struct Blocks {
    file: fs::File,
    unread: u64,
    /// `None` at the end.
    hasher: Option<Sha256>,
    expected: String,
}

impl Blocks {
    fn read(&mut self) -> io::Result<Bytes> {
        let mut block = Vec::new();
        let length = self.unread.min(BLOCK);
        (&mut self.file).take(length).read_to_end(&mut block)?;
        if block.len() as u64 != length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.unread -= length;
        Ok(block.into())
    }
}

impl Iterator for Blocks {
    type Item = io::Result<Bytes>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut hasher = self.hasher.take()?;
        if self.unread == 0 {
            let is_same = hexadecimal(&hasher.finalize()) == self.expected;
            return (!is_same).then(|| Err(io::Error::other("its checksum is another one")));
        }
        let block = self.read();
        if let Ok(bytes) = &block {
            hasher.update(bytes);
            self.hasher = Some(hasher);
        }
        Some(block)
    }
}

/// Checks what a line says of a file, without its content.
pub(super) fn check_line(line: &FileLine) -> Result<(), String> {
    let _: Realm = line.realm.parse().map_err(|_| "its realm is malformed")?;
    check_name(&line.name)?;
    check_content(&line.content, MAX_RESUMABLE_SIZE)?;
    if let Some(preview) = &line.preview {
        check_content(preview, MAX_PREVIEW)?;
        if !preview.mime.starts_with("image/") || preview.size == 0 {
            return Err("its preview is no picture".to_owned());
        }
    }
    let is_base64 = |c: char| c.is_ascii_alphanumeric() || "+/=".contains(c);
    let placeholder = line.placeholder.as_deref();
    let is_placeholder = |text: &str| text.len() <= MAX_PLACEHOLDER && text.chars().all(is_base64);
    if placeholder.is_some() != line.preview.is_some() || !placeholder.is_none_or(is_placeholder) {
        return Err("its placeholder is malformed".to_owned());
    }
    let is_side = |side: Option<i32>| side.is_none_or(|side| side > 0);
    if line.width.is_some() != line.height.is_some()
        || !is_side(line.width)
        || !is_side(line.height)
        || line.duration_ms.is_some_and(|duration| duration < 0)
    {
        return Err("its sides or its duration are malformed".to_owned());
    }
    match &line.waveform {
        Some(waveform) if !is_waveform(waveform) => Err("its waveform is malformed".to_owned()),
        _ => Ok(()),
    }
}

pub(super) fn check_name(name: &str) -> Result<(), String> {
    if !(1..=255).contains(&name.chars().count()) || name.contains('\0') {
        return Err("the name of a file is empty, too long or malformed".to_owned());
    }
    Ok(())
}

fn check_content(content: &ContentOfFile, largest: u64) -> Result<(), String> {
    if content.size > largest {
        return Err(format!("it has more than {largest} bytes"));
    }
    let is_digit = |c: char| matches!(c, '0'..='9' | 'a'..='f');
    if content.sha256.len() != 64 || !content.sha256.chars().all(is_digit) {
        return Err("its checksum is malformed".to_owned());
    }
    Ok(())
}

fn is_waveform(numbers: &[i16]) -> bool {
    let numbers = numbers.iter().map(|number| u8::try_from(*number));
    let numbers: Option<Vec<u8>> = numbers.collect::<Result<_, _>>().ok();
    numbers.and_then(Waveform::new).is_some()
}
