//! The seals of the log, followed from the first one on.

use std::collections::VecDeque;

use super::finding::Findings;
use super::kept::Kept;
use super::seal::{Seal, Seals};
use super::times::{SealTimes, Times, shown};
use crate::audit::hashes::Hash;
use crate::db::Error;

/// Checks that each seal continues the previous one.
pub(super) struct Chain<'a> {
    seals: Seals<'a>,
    kept: Kept,
    /// The seal that was read last.
    current: Option<Seal>,
    /// Whether the hashes of its events are those that were sealed.
    is_sound: bool,
    /// The time of the seal before it.
    previous_at: Option<i64>,
    /// For events that were appended since: where the log ended when seals were made, with the time of the last
    /// seal with that end.
    heads: VecDeque<(i64, i64)>,
    /// The time of the last seal that was made before the event that was read last.
    before: Option<i64>,
    /// Where the last seal ends, and its hash.
    pub(super) end: i64,
    hash: Vec<u8>,
}

impl<'a> Chain<'a> {
    pub(super) fn of(seals: Seals<'a>, kept: Kept) -> Self {
        Self {
            seals,
            kept,
            current: None,
            is_sound: false,
            previous_at: None,
            heads: VecDeque::new(),
            before: None,
            end: 0,
            hash: Hash::default().to_vec(),
        }
    }

    /// Reads on until a seal covers this position, or none is left.
    pub(super) async fn read_to(
        &mut self,
        position: i64,
        times: &Times,
        findings: &mut Findings,
    ) -> Result<(), Error> {
        while self.end < position {
            let next = self.seals.next().await?;
            let is_last = next.is_none();
            let passed = std::mem::replace(&mut self.current, next);
            // The time of a seal that was altered says nothing; it is reported itself.
            if let Some(passed) = passed.filter(|_| self.is_sound) {
                self.pass(&passed);
            }
            if is_last {
                break;
            }
            self.check_current(times, findings);
        }
        Ok(())
    }

    fn pass(&mut self, seal: &Seal) {
        self.previous_at = Some(seal.sealed_at);
        self.heads.pop_back_if(|(head, _)| *head == seal.head);
        self.heads.push_back((seal.head, seal.sealed_at));
    }

    fn check_current(&mut self, times: &Times, findings: &mut Findings) {
        let Some(seal) = &self.current else {
            return;
        };
        self.is_sound = seal.is_complete() && seal.hash == seal.expected_hash();
        let begins = self.end.saturating_add(1);
        if seal.from > begins {
            let problem = format!("a seal is missing: the next one begins at {}", seal.from);
            findings.add(begins, problem);
        } else if seal.from < begins {
            findings.add(seal.from, "this seal begins within the previous one");
        } else if seal.previous_hash != self.hash {
            findings.add(seal.from, "this seal does not continue the previous one");
        } else if !self.is_sound {
            findings.add(seal.from, "this seal was altered");
        } else if self
            .previous_at
            .is_some_and(|previous| seal.sealed_at < previous)
        {
            findings.add(seal.from, "this seal is older than the previous one");
        } else if times.is_future(seal.sealed_at) {
            let at = shown(seal.sealed_at);
            findings.add(
                seal.from,
                format!("this seal has the time {at}, which is to come"),
            );
        }
        self.kept.compare(seal.to, &seal.hash, findings);
        self.end = seal.to;
        self.hash.clone_from(&seal.hash);
    }

    /// The seal over a position that was read up to.
    fn seal_over(&self, position: i64) -> Option<&Seal> {
        let current = self.current.as_ref();
        current.filter(|seal| (seal.from..=seal.to).contains(&position))
    }

    pub(super) fn covers(&self, position: i64) -> bool {
        self.seal_over(position).is_some()
    }

    /// The hash of an event when it was sealed.
    pub(super) fn event_hash(&self, position: i64) -> Option<&[u8]> {
        let seal = self.seal_over(position).filter(|_| self.is_sound)?;
        seal.event_hash(position)
    }

    /// The times of seals around an event. Positions must not go back.
    pub(super) fn times(&mut self, position: i64) -> SealTimes {
        while let Some((_, at)) = self.heads.pop_front_if(|(head, _)| *head < position) {
            self.before = Some(at);
        }
        let over = self.seal_over(position).filter(|_| self.is_sound);
        SealTimes {
            before: self.before,
            over: over.map(|seal| seal.sealed_at),
        }
    }

    /// How many of the kept seals are the ones in the database. Reports the others that it lacks.
    pub(super) fn finish(self, findings: &mut Findings) -> usize {
        self.kept.finish(findings);
        self.kept.matching
    }
}
