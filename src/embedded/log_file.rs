//! The log of Postgres: one file in the data directory, of bounded size.
//!
//! Guarantees: at most two files of about [`MAX_SIZE`] each, the current one and the one
//! before it.
//!
//! # Why
//! Postgres writes to a file that the server opens, rather than through its own collector:
//! the collector rotates by size but never deletes, and misses what Postgres writes before
//! the collector runs.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

use crate::embedded::error::Error;

/// In bytes.
const MAX_SIZE: u64 = 10 * 1024 * 1024;

/// The most that an error message quotes.
const TAIL_BYTES: u64 = 8 * 1024;
const TAIL_LINES: usize = 20;

#[derive(Debug, Clone)]
pub(super) struct LogFile {
    path: PathBuf,
}

impl LogFile {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Opens the file for a new Postgres to append to.
    pub(super) fn open(&self) -> Result<File, Error> {
        File::options()
            .append(true)
            .create(true)
            .mode(0o600)
            .custom_flags(OFlags::NOFOLLOW.bits().cast_signed())
            .open(&self.path)
            .map_err(Error::io("open", &self.path))
    }

    /// In bytes.
    pub(super) fn size(&self) -> u64 {
        std::fs::metadata(&self.path).map_or(0, |file| file.len())
    }

    /// Moves the content to a second file if it exceeds the limit.
    ///
    /// Postgres keeps the file open, so the content is copied and the file truncated. Lines
    /// written in between are lost, which is acceptable for a log.
    pub(super) fn rotate_if_large(&self) -> Result<(), Error> {
        if self.size() <= MAX_SIZE {
            return Ok(());
        }
        let mut rotated = self.path.clone().into_os_string();
        rotated.push(".1");
        std::fs::copy(&self.path, &rotated)
            .and_then(|_| File::options().write(true).open(&self.path)?.set_len(0))
            .map_err(Error::io("rotate", &self.path))
    }

    /// The last lines written since the file had the given size.
    pub(super) fn tail_since(&self, size: u64) -> String {
        let text = self.read_since(size).unwrap_or_default();
        let lines: Vec<_> = text.lines().collect();
        lines[lines.len().saturating_sub(TAIL_LINES)..].join("\n")
    }

    fn read_since(&self, earlier: u64) -> std::io::Result<String> {
        let mut file = File::open(&self.path)?;
        let size = file.metadata()?.len();
        let from = if earlier > size { 0 } else { earlier };
        file.seek(SeekFrom::Start(from.max(size.saturating_sub(TAIL_BYTES))))?;
        let mut bytes = Vec::new();
        file.take(TAIL_BYTES).read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::{LogFile, MAX_SIZE};

    #[test]
    fn a_large_log_rotates_while_it_is_written_to() {
        let directory = tempfile::tempdir().unwrap();
        let log = LogFile::new(directory.path().join("postgres.log"));
        let mut writer = log.open().unwrap();
        writer.write_all(b"first\n").unwrap();
        log.rotate_if_large().unwrap();
        assert_eq!(log.tail_since(0), "first");
        let filler = vec![b'x'; usize::try_from(MAX_SIZE).unwrap()];
        writer.write_all(&filler).unwrap();

        log.rotate_if_large().unwrap();
        writer.write_all(b"next\n").unwrap();

        assert_eq!(log.size(), 5);
        assert_eq!(log.tail_since(0), "next");
        assert!(directory.path().join("postgres.log.1").exists());
    }

    #[test]
    fn the_tail_starts_at_the_given_size() {
        let directory = tempfile::tempdir().unwrap();
        let log = LogFile::new(directory.path().join("postgres.log"));
        let mut writer = log.open().unwrap();
        writer.write_all(b"before\n").unwrap();
        let size = log.size();
        for line in 0..30 {
            writeln!(writer, "{line}").unwrap();
        }
        assert_eq!(log.tail_since(size).lines().next(), Some("10"));
    }
}
