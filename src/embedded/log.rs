//! The log of Postgres: one file in the data directory, of bounded size.
//!
//! Guarantees: at most two files of about [`LIMIT`] each, the current one and the one
//! before it.
//!
//! # Why
//! Postgres writes to a file that we open, rather than through its own collector:
//! the collector can rotate by size but never removes anything, and what Postgres
//! says before the collector runs would be elsewhere.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

use super::Error;

/// The size past which the log is set aside, in bytes.
const LIMIT: u64 = 10 * 1024 * 1024;

/// The most that an error message quotes, in bytes and lines.
const TAIL_BYTES: u64 = 8 * 1024;
const TAIL_LINES: usize = 20;

/// The log file.
#[derive(Debug, Clone)]
pub(super) struct Log {
    path: PathBuf,
}

impl Log {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Opens the file for a new Postgres to write to.
    pub(super) fn open(&self) -> Result<File, Error> {
        File::options()
            .append(true)
            .create(true)
            .mode(0o600)
            .custom_flags(OFlags::NOFOLLOW.bits().cast_signed())
            .open(&self.path)
            .map_err(Error::io("open", &self.path))
    }

    /// The current size, to be given to [`Log::since`] later.
    pub(super) fn mark(&self) -> u64 {
        std::fs::metadata(&self.path).map_or(0, |file| file.len())
    }

    /// Sets the log aside when it has grown past the limit.
    ///
    /// Postgres keeps the file open and appends, so the content is copied and the file
    /// emptied; lines written in between are lost, which a log bears.
    pub(super) fn bound(&self) -> Result<(), Error> {
        if self.mark() <= LIMIT {
            return Ok(());
        }
        let mut earlier = self.path.clone().into_os_string();
        earlier.push(".1");
        std::fs::copy(&self.path, &earlier)
            .and_then(|_| File::options().write(true).open(&self.path)?.set_len(0))
            .map_err(Error::io("rotate", &self.path))
    }

    /// The last lines written after the mark.
    pub(super) fn since(&self, mark: u64) -> String {
        let text = self.read_since(mark).unwrap_or_default();
        let lines: Vec<_> = text.lines().collect();
        lines[lines.len().saturating_sub(TAIL_LINES)..].join("\n")
    }

    fn read_since(&self, mark: u64) -> std::io::Result<String> {
        let mut file = File::open(&self.path)?;
        let size = file.metadata()?.len();
        let from = if mark > size { 0 } else { mark };
        file.seek(SeekFrom::Start(from.max(size.saturating_sub(TAIL_BYTES))))?;
        let mut bytes = Vec::new();
        file.take(TAIL_BYTES).read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::{LIMIT, Log};

    #[test]
    fn large_log_is_set_aside_while_it_is_written_to() {
        let directory = tempfile::tempdir().unwrap();
        let log = Log::new(directory.path().join("postgres.log"));
        let mut writer = log.open().unwrap();
        writer.write_all(b"first\n").unwrap();
        log.bound().unwrap();
        assert_eq!(log.since(0), "first");
        let filler = vec![b'x'; usize::try_from(LIMIT).unwrap()];
        writer.write_all(&filler).unwrap();

        log.bound().unwrap();
        writer.write_all(b"next\n").unwrap();

        assert_eq!(log.mark(), 5);
        assert_eq!(log.since(0), "next");
        assert!(directory.path().join("postgres.log.1").exists());
    }

    #[test]
    fn tail_is_what_came_after_the_mark() {
        let directory = tempfile::tempdir().unwrap();
        let log = Log::new(directory.path().join("postgres.log"));
        let mut writer = log.open().unwrap();
        writer.write_all(b"before\n").unwrap();
        let mark = log.mark();
        for line in 0..30 {
            writeln!(writer, "{line}").unwrap();
        }
        assert_eq!(log.since(mark).lines().next(), Some("10"));
    }
}
