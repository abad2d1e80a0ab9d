//! Checks the proof of a chat with nothing but the file and kept seals. `checker.html` does the same in a browser.

use std::collections::HashMap;

use super::file::{FORMAT, NotSealed, ProofFile, ProvenEvent, ProvenSeal};
use crate::audit::hashes::{Hash, TEXTS_DIGEST, merkle, texts_digest};
use crate::audit::portable::hexadecimal;
use crate::audit::seals::Seal;
use crate::audit::verifier::{Findings, Object};

/// Why a file is no proof.
#[derive(Debug, thiserror::Error)]
pub enum UnreadableProof {
    #[error("not a proof of a chat: {0}")]
    Malformed(#[from] serde_json::Error),
    #[error("not a proof of a chat: its format is not {FORMAT:?}")]
    OtherFormat,
    /// It would look like a proof.
    #[error("it contains no event")]
    Empty,
}

/// What a proof shows.
#[derive(Debug, Clone, Default)]
pub struct CheckedProof {
    pub findings: Findings,
    pub chat_id: i64,
    pub events: usize,
    /// Seals that are the kept ones.
    pub matching_seals: usize,
    /// Texts of which the file has the digest only.
    pub missing_texts: usize,
    /// The last event.
    pub last_position: i64,
    /// When it was sealed.
    pub sealed_at: String,
    /// Events that the chat had besides when the file was made.
    pub not_sealed: Option<NotSealed>,
}

impl CheckedProof {
    /// Checks the text of a file against the kept seals.
    pub fn of(file: &str, kept: &[Seal]) -> Result<Self, UnreadableProof> {
        let file: ProofFile = serde_json::from_str(file)?;
        if file.about.format != FORMAT {
            return Err(UnreadableProof::OtherFormat);
        }
        let kept = kept.iter().map(|seal| (seal.to, seal));
        let kept: HashMap<i64, &Seal> = kept.collect();
        let mut checked = Self {
            chat_id: file.about.chat_id,
            not_sealed: file.about.not_sealed,
            ..Self::default()
        };
        for seal in &file.seals {
            checked.seal(seal, kept.get(&seal.to_position).copied());
            for event in &seal.events {
                checked.event(event, seal);
            }
        }
        if checked.events == 0 {
            return Err(UnreadableProof::Empty);
        }
        checked.findings.sort();
        Ok(checked)
    }

    fn seal(&mut self, seal: &ProvenSeal, kept: Option<&Seal>) {
        self.sealed_at = seal.sealed_at.shown().unwrap_or_default();
        let problem = match kept {
            None => "no kept seal ends at this position",
            Some(kept)
                if kept.from != seal.from_position || kept.hash != hexadecimal(&seal.hash()) =>
            {
                "the seal that ends at this position is another one"
            }
            Some(_) => {
                self.matching_seals += 1;
                return;
            }
        };
        self.findings.add(seal.to_position, problem);
    }

    fn event(&mut self, event: &ProvenEvent, seal: &ProvenSeal) {
        self.events += 1;
        let position = event.position;
        if position <= self.last_position {
            let problem = "this event is not in the order of the log";
            self.findings.add(position, problem);
        }
        self.last_position = position;
        let is_as_sealed = has_its_texts(event)
            && root_over(event, self.chat_id, seal).is_some_and(|root| root == seal.root.0);
        if !is_as_sealed {
            self.findings.add(position, "this event was altered");
        }
        if event.texts.is_none() && digest_in(event).is_some() {
            self.missing_texts += 1;
        }
    }
}

/// The root to which the path of an event leads.
fn root_over(event: &ProvenEvent, chat_id: i64, seal: &ProvenSeal) -> Option<Hash> {
    let index = event.position.checked_sub(seal.from_position)?;
    let last = seal.to_position.checked_sub(seal.from_position)?;
    let count = u64::try_from(last).ok()?.checked_add(1)?;
    let path: Vec<Hash> = event.path.iter().map(|node| node.0).collect();
    let hash = event.hash(chat_id);
    merkle::root_of_path(&hash, u64::try_from(index).ok()?, count, &path)
}

/// Whether the texts beside the payload are those of its digest.
fn has_its_texts(event: &ProvenEvent) -> bool {
    match (&event.texts, &event.salt) {
        (None, None) => true,
        (Some(texts), Some(salt)) => {
            digest_in(event) == Some(format!("\"{}\"", texts_digest(&salt.0, texts)))
        }
        _ => false,
    }
}

/// The digest in the payload, with its quotes.
fn digest_in(event: &ProvenEvent) -> Option<String> {
    let payload = Object::read(&event.payload)?;
    payload.get(TEXTS_DIGEST).map(str::to_owned)
}
