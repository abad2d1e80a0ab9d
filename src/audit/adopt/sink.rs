//! What the lines go to: a check, or an import.

use super::error::AdoptError;
use super::finding::Report;
use crate::audit::import::{Check, Chunk, Import};
use crate::audit::portable::{EventLine, PersonLine};
use crate::db::Connector;

/// Where lines of the origin go.
pub(super) enum Sink {
    Check(Box<Check>),
    Import(Box<Import>),
}

/// A line, with the table and the id of the row that it is of.
pub(super) struct Of<T> {
    pub(super) table: &'static str,
    pub(super) id: String,
    pub(super) line: T,
}

impl Sink {
    /// Checks the lines.
    pub(super) async fn check(owner: &Connector) -> Result<Self, AdoptError> {
        // A second run brings what is older than what the first has brought.
        let check = Check::begin(owner).await?.allowing_late();
        Ok(Self::Check(Box::new(check)))
    }

    /// Appends the lines.
    pub(super) async fn import(owner: &Connector) -> Result<Self, AdoptError> {
        let import = Import::begin(owner).await?;
        Ok(Self::Import(Box::new(import)))
    }

    pub(super) fn writes(&self) -> bool {
        matches!(self, Self::Import(_))
    }

    /// Passes people on, each once.
    pub(super) async fn people(
        &mut self,
        people: Vec<Of<PersonLine>>,
        report: &mut Report<'_>,
    ) -> Result<(), AdoptError> {
        let (rows, lines) = split(people);
        self.feed(Chunk::of_people(lines), &rows, report).await
    }

    /// Passes events on.
    pub(super) async fn events(
        &mut self,
        events: Vec<Of<EventLine>>,
        report: &mut Report<'_>,
    ) -> Result<(), AdoptError> {
        let (rows, lines) = split(events);
        self.feed(Chunk::of_events(lines), &rows, report).await
    }

    async fn feed(
        &mut self,
        chunk: Chunk,
        rows: &[(&'static str, String)],
        report: &mut Report<'_>,
    ) -> Result<(), AdoptError> {
        if rows.is_empty() {
            return Ok(());
        }
        match self {
            Self::Import(import) => import.chunk(chunk).await?,
            Self::Check(check) => {
                for problem in check.chunk(chunk).await? {
                    let row = usize::try_from(problem.line - Chunk::FIRST).ok();
                    let row = row.and_then(|row| rows.get(row));
                    let (table, id) = row.expect("each line is of a row");
                    report.conflict(table, id, problem.reason);
                }
            }
        }
        Ok(())
    }

    /// Ends it; returns the number of events that were appended.
    pub(super) async fn finish(self) -> Result<u64, AdoptError> {
        match self {
            Self::Check(_) => Ok(0),
            Self::Import(import) => Ok(import.finish().await?.appended),
        }
    }
}

fn split<T>(lines: Vec<Of<T>>) -> (Vec<(&'static str, String)>, Vec<T>) {
    let lines = lines.into_iter();
    lines.map(|of| ((of.table, of.id), of.line)).unzip()
}
