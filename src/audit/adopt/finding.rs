//! What is said of rows of the origin.

use std::fmt;

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// It is brought, but not as it is.
    Changed,
    /// It is not brought.
    LeftOut,
    /// It contradicts what is here, so nothing is brought.
    Conflict,
}

/// A row that is not brought as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFinding {
    /// Its table in the origin.
    pub table: String,
    /// Its id there.
    pub id: String,
    pub reason: String,
    pub severity: Severity,
}

impl fmt::Display for RowFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.table, self.id, self.reason)
    }
}

/// Lists and counts findings.
pub(super) struct Report<'a> {
    list: &'a mut (dyn FnMut(RowFinding) + Send),
    pub(super) left_out: u64,
    pub(super) conflicts: u64,
}

impl<'a> Report<'a> {
    pub(super) fn new(list: &'a mut (dyn FnMut(RowFinding) + Send)) -> Self {
        Self {
            list,
            left_out: 0,
            conflicts: 0,
        }
    }

    pub(super) fn changed(&mut self, table: &str, id: &str, reason: impl Into<String>) {
        self.add(Severity::Changed, table, id, reason.into());
    }

    pub(super) fn left_out(&mut self, table: &str, id: &str, reason: impl Into<String>) {
        self.left_out += 1;
        self.add(Severity::LeftOut, table, id, reason.into());
    }

    pub(super) fn conflict(&mut self, table: &str, id: &str, reason: impl Into<String>) {
        self.conflicts += 1;
        self.add(Severity::Conflict, table, id, reason.into());
    }

    fn add(&mut self, severity: Severity, table: &str, id: &str, reason: String) {
        (self.list)(RowFinding {
            table: table.to_owned(),
            id: id.to_owned(),
            reason,
            severity,
        });
    }
}
