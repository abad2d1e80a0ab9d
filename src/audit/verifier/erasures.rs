//! Whether every text that is gone was erased with its author, and not by itself.
//!
//! Erasing a text leaves the hash of its event as it was, so the seals cannot tell who erased it. But an erasure
//! is complete: no text that its user wrote before it is left, nor the account, nor the key; and the event
//! `user_erased` of each chat names how many texts were erased there and hashes their ids. So one
//! message that the owner of the database blanks is found.

use std::collections::{BTreeMap, HashMap, HashSet};

use sha2::{Digest as _, Sha256};
use tokio_postgres::Client;

use super::event::{Event, KEYS};
use super::finding::Findings;
use super::payload::Payload;
use crate::audit::portable::hexadecimal;
use crate::db::Error;

const ACCOUNTS: &str = include_str!("../sql/verifier/accounts.sql");
const FINISHED_ERASURES: &str = include_str!("../sql/verifier/finished_erasures.sql");

/// The erasures of the log so far, and who has texts in it.
#[derive(Default)]
pub(super) struct Erasures {
    /// The first and the last text of each user who wrote or sent one that is not erased.
    texts: HashMap<i64, (i64, i64)>,
    /// The erased texts of a user in a chat that no record names yet.
    unrecorded: BTreeMap<(i64, Option<i64>), Erased>,
    records: BTreeMap<i64, Record>,
}

/// Erased texts of one user in one chat.
struct Erased {
    first: i64,
    count: i64,
    /// Hashes the ids of their events.
    ids: Sha256,
    /// Whether any of them was not imported.
    has_own: bool,
}

/// What the log says of the erasure of a user.
struct Record {
    /// The last `user_erased`.
    position: i64,
    first_erased: i64,
    is_imported: bool,
}

impl Erasures {
    /// Takes the next event.
    pub(super) fn event(&mut self, event: &Event, payload: &Payload<'_>, findings: &mut Findings) {
        if event.kind == "user_erased" {
            self.record(event, payload, findings);
        } else if payload.is_erased() {
            self.erased(event, payload, findings);
        } else if payload.has_digest() {
            findings.add(
                event.position,
                "this event has a text and the digest of an erased one",
            );
        } else if payload.has_texts() {
            for user_id in payload.erased_with(&event.kind, event.actor_id) {
                let texts = self.texts.entry(user_id);
                texts.or_insert((event.position, event.position)).1 = event.position;
            }
        }
    }

    fn erased(&mut self, event: &Event, payload: &Payload<'_>, findings: &mut Findings) {
        let Some(user_id) = payload.id("erased_user_id") else {
            let problem = "this text was erased, but not with any user";
            findings.add(event.position, problem);
            return;
        };
        let erased = self.unrecorded.entry((user_id, event.chat_id));
        let erased = erased.or_insert_with(|| Erased {
            first: event.position,
            count: 0,
            ids: Sha256::new(),
            has_own: false,
        });
        erased.count += 1;
        erased.ids.update(event.id.as_bytes());
        erased.has_own |= !event.is_imported();
    }

    fn record(&mut self, event: &Event, payload: &Payload<'_>, findings: &mut Findings) {
        let position = event.position;
        let Some(user_id) = payload.id("user_id") else {
            findings.add(position, "this record of an erasure names no user");
            return;
        };
        let erased = self.unrecorded.remove(&(user_id, event.chat_id));
        let first_erased = erased.as_ref().map_or(position, |erased| erased.first);
        let problem = if event.is_imported() {
            // Its numbers are those of the log that it comes from.
            erased.filter(|erased| erased.has_own).map(|_| {
                format!("this text was erased here, but only the imported event {position} says so")
            })
        } else {
            unlike(erased, payload).map(|problem| {
                format!(
                    "the record of the erasure of user {user_id} (position {position}) {problem}"
                )
            })
        };
        if let Some(problem) = problem {
            findings.add(first_erased, problem);
        }
        let record = self.records.entry(user_id).or_insert(Record {
            position,
            first_erased,
            is_imported: true,
        });
        record.position = position;
        record.first_erased = record.first_erased.min(first_erased);
        record.is_imported &= event.is_imported();
    }

    /// Reports erasures that are not complete.
    pub(super) async fn finish(
        self,
        connection: &Client,
        findings: &mut Findings,
    ) -> Result<(), Error> {
        for ((user_id, _), erased) in &self.unrecorded {
            let problem = format!(
                "this text was erased, but no record of an erasure of user {user_id} follows in its \
                 chat (texts erased there: {})",
                erased.count
            );
            findings.add(erased.first, problem);
        }
        let users: Vec<i64> = self.records.keys().copied().collect();
        let accounts = ids(connection, ACCOUNTS, &users).await?;
        let keys = ids(connection, KEYS, &users).await?;
        let finished = ids(connection, FINISHED_ERASURES, &users).await?;
        for (user_id, record) in &self.records {
            let position = record.position;
            let (first, last) = self.texts.get(user_id).copied().unwrap_or((i64::MAX, 0));
            if first < position {
                let problem = format!(
                    "this text was left by the erasure of user {user_id} (position {position})"
                );
                findings.add(first, problem);
            }
            let problems = [
                (accounts.contains(user_id), "the user still has an account"),
                // Texts that SQL appended under the id since have a key.
                (
                    keys.contains(user_id) && last < position,
                    "the key of the user was kept",
                ),
                (
                    !record.is_imported && !finished.contains(user_id),
                    "no finished erasure is on record",
                ),
            ];
            for (_, problem) in problems.iter().filter(|(is_found, _)| *is_found) {
                let erasure = format!("the erasure of user {user_id} (position {position})");
                findings.add(
                    record.first_erased,
                    format!("{erasure} is not complete: {problem}"),
                );
            }
        }
        Ok(())
    }
}

/// How a record differs from what is erased.
fn unlike(erased: Option<Erased>, payload: &Payload<'_>) -> Option<String> {
    let (count, ids) = erased.map_or((0, Sha256::new()), |erased| (erased.count, erased.ids));
    let recorded = payload.id("erased_events").unwrap_or_default();
    if recorded != count {
        return Some(format!("names {recorded} texts, but {count} are erased"));
    }
    let is_same = payload
        .text("events_hash")
        .is_some_and(|hash| hash == hexadecimal(&ids.finalize()));
    (!is_same).then(|| format!("names {count} other texts than those that are erased"))
}

/// The first column of a query for users.
async fn ids(connection: &Client, sql: &str, users: &[i64]) -> Result<HashSet<i64>, Error> {
    let rows = connection.query(sql, &[&users]).await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}
