//! What is wrong with a file, and why an import stopped.

use std::fmt;

use crate::db::Error;
use crate::files::Error as FileError;

/// A bad line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub file: String,
    /// From 1.
    pub line: u64,
    pub reason: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.reason)
    }
}

/// Why an import stopped.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The database.
    #[error(transparent)]
    Store(#[from] Error),
    /// A file cannot be read.
    #[error("{file}: {error}")]
    Read { file: String, error: std::io::Error },
    /// A line is not what the check has read.
    #[error("{file}:{line}: it has changed since it was checked")]
    Changed { file: String, line: u64 },
    /// The storage of the files.
    #[error("{file}:{line}: {error}")]
    Storage {
        file: String,
        line: u64,
        error: FileError,
    },
    /// The database refused a chunk that was checked.
    #[error(
        "{file}: lines {first} to {last} were refused, and what precedes them is imported: {error}"
    )]
    Refused {
        file: String,
        first: u64,
        last: u64,
        error: Error,
    },
}

impl From<tokio_postgres::Error> for ImportError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Store(error.into())
    }
}
