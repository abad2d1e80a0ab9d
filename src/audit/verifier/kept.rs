//! Seals that were exported and kept where the owner of the database cannot change them.

use std::collections::BTreeMap;

use super::finding::Findings;
use crate::audit::portable::hexadecimal;
use crate::audit::seals::Seal as ExportedSeal;

/// The kept seals that were not compared yet, by where they end.
pub(super) struct Kept {
    seals: BTreeMap<i64, String>,
    /// How many are the ones in the database.
    pub(super) matching: usize,
}

impl Kept {
    pub(super) fn of(exported: &[ExportedSeal]) -> Self {
        let seals = exported.iter().map(|seal| (seal.to, seal.hash.clone()));
        Self {
            seals: seals.collect(),
            matching: 0,
        }
    }

    /// Compares the seal that ends at this position.
    pub(super) fn compare(&mut self, to: i64, hash: &[u8], findings: &mut Findings) {
        match self.seals.remove(&to) {
            Some(kept) if kept == hexadecimal(hash) => self.matching += 1,
            Some(_) => findings.add(to, "the seal that ends at this position is another one"),
            None => {}
        }
    }

    /// Reports those that the database does not have.
    pub(super) fn finish(&self, findings: &mut Findings) {
        for to in self.seals.keys() {
            findings.add(*to, "no seal ends at this position");
        }
    }
}
