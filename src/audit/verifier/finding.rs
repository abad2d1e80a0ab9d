//! What a verification finds.

use std::fmt;

/// A difference between the log and its seals, or a rule that the log breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogFinding {
    /// Of the event or the seal; `None` if it is about a whole table.
    pub position: Option<i64>,
    pub problem: String,
}

impl fmt::Display for LogFinding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.position {
            Some(position) => write!(formatter, "position {position}: {}", self.problem),
            None => formatter.write_str(&self.problem),
        }
    }
}

/// The first findings in full; further ones are counted, so that a log that was replaced does not fill the
/// memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    listed: Vec<LogFinding>,
    unlisted: usize,
}

impl Findings {
    const MAX_LISTED: usize = 1_000;

    pub(in crate::audit) fn add(&mut self, position: i64, problem: impl Into<String>) {
        self.push(Some(position), problem.into());
    }

    pub(super) fn add_general(&mut self, problem: String) {
        self.push(None, problem);
    }

    fn push(&mut self, position: Option<i64>, problem: String) {
        if self.listed.len() < Self::MAX_LISTED {
            self.listed.push(LogFinding { position, problem });
        } else {
            self.unlisted += 1;
        }
    }

    /// The first thousand, by position.
    pub fn listed(&self) -> &[LogFinding] {
        &self.listed
    }

    /// How many more there are.
    pub fn unlisted(&self) -> usize {
        self.unlisted
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.listed.len() + self.unlisted
    }

    pub(in crate::audit) fn sort(&mut self) {
        self.listed.sort_by_key(|finding| finding.position);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_beyond_the_limit_are_counted() {
        let mut findings = Findings::default();
        for position in 0..1_005 {
            findings.add(position, "altered");
        }
        assert_eq!((findings.listed().len(), findings.unlisted()), (1_000, 5));
        assert_eq!(findings.count(), 1_005);
    }
}
