//! Continues a file of seals that is kept outside of the database.
//!
//! # Why
//! A kept file is the witness: it must never be replaced by the seals of a log that was sealed again. So its seals are
//! compared with those of the log first, and only seals that follow them are added.

use std::collections::VecDeque;
use std::io::{self, BufRead, Write};

use crate::audit::seals::{HEADER, Seal, SealError, Seals};
use crate::db::Error;

/// Seals per query.
const PAGE: i64 = 1_000;

/// What a file has now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct KeptSeals {
    /// Seals that it had, all of which are seals of the log.
    pub kept: u64,
    /// Seals that were added.
    pub added: u64,
    /// The position up to which its seals reach; 0 if it has none.
    pub up_to: i64,
}

/// Why a kept file cannot be continued.
#[derive(Debug, thiserror::Error)]
pub enum ContinueError {
    /// The log does not continue it.
    #[error("position {position}: {problem}")]
    Contradicts {
        position: i64,
        problem: &'static str,
    },
    /// It is no file of seals.
    #[error(transparent)]
    Unreadable(#[from] SealError),
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error(transparent)]
    Database(#[from] Error),
}

impl Seals {
    /// Copies the seals of `kept` to `out`, and adds those of the log that follow them. Without a kept seal,
    /// all of them.
    pub async fn continue_kept(
        &self,
        kept: &mut (dyn BufRead + Send),
        out: &mut (dyn Write + Send),
    ) -> Result<KeptSeals, ContinueError> {
        let mut of_log = SealsOfLog::after(self, 0);
        let mut file = KeptSeals::default();
        writeln!(out, "{HEADER}")?;
        for line in kept.lines() {
            let line = line?;
            let line = line.trim_end();
            if line.is_empty() || line == HEADER {
                continue;
            }
            let seal: Seal = line.parse()?;
            if file.kept == 0 {
                // A file may begin anywhere.
                of_log = SealsOfLog::after(self, seal.to - 1);
            }
            of_log.compare(&seal, file.up_to).await?;
            writeln!(out, "{line}")?;
            file.kept += 1;
            file.up_to = seal.to;
        }
        while let Some(seal) = of_log.next().await? {
            writeln!(out, "{seal}")?;
            file.added += 1;
            file.up_to = seal.to;
        }
        out.flush()?;
        Ok(file)
    }
}

/// The seals of the log in their order, read by pages.
struct SealsOfLog<'a> {
    seals: &'a Seals,
    page: VecDeque<Seal>,
    after: i64,
}

impl<'a> SealsOfLog<'a> {
    fn after(seals: &'a Seals, after: i64) -> Self {
        Self {
            seals,
            page: VecDeque::new(),
            after,
        }
    }

    async fn next(&mut self) -> Result<Option<Seal>, Error> {
        if self.page.is_empty() {
            self.page = self.seals.after(self.after, PAGE).await?.into();
        }
        let next = self.page.pop_front();
        if let Some(seal) = &next {
            self.after = seal.to;
        }
        Ok(next)
    }

    /// Moves to the seal that ends where a kept one does, and compares both. The one before it ends at `previous`.
    async fn compare(&mut self, kept: &Seal, previous: i64) -> Result<(), ContinueError> {
        let contradicts = |problem| ContinueError::Contradicts {
            position: kept.to,
            problem,
        };
        if kept.to <= previous {
            return Err(contradicts("the kept seals are not in their order"));
        }
        while let Some(seal) = self.next().await? {
            if seal.to < kept.to {
                continue;
            }
            if seal.to > kept.to {
                break;
            }
            if seal.from != kept.from || seal.hash != kept.hash {
                let problem = "the seal that ends at this position is another one";
                return Err(contradicts(problem));
            }
            return Ok(());
        }
        Err(contradicts("no seal ends at this position"))
    }
}
