//! Proves that the log is what was sealed, without trusting the database that it is in.
//!
//! [`LogVerifier`] reads events, keys of authors and seals from the plain tables and does all hashing and
//! comparing itself. So a routine of the database that was replaced, such as `audit.verify_hashes()`, changes
//! nothing. What remains to be trusted: that Postgres returns the rows that its tables have, in the text that
//! it prints. `docs/audit.md` lists what cannot be shown.
//!
//! It reads the log once, in short statements, and keeps some thousand events in memory.

mod chain;
mod connection;
mod erasures;
mod event;
mod finding;
mod kept;
mod object;
mod payload;
mod relations;
mod seal;
mod sent_files;
mod times;
mod verified;
mod walk;
mod window;

use jiff::Timestamp;

use chain::Chain;
use connection::connect;
use event::Events;
use kept::Kept;
use seal::Seals;
use times::Times;
use walk::Walk;

use super::seals::Seal as ExportedSeal;
use crate::db::{Connector, DbConnection, Error};

pub(in crate::audit) use connection::connect as connect_to_tables;
pub(in crate::audit) use event::{Event, KEYS};
pub use finding::{Findings, LogFinding};
pub(in crate::audit) use object::Object;
pub(in crate::audit) use payload::Payload;
pub(in crate::audit) use seal::Seal;
pub use sent_files::{SentFiles, SentFilesError};
pub use verified::Verified;

const HEAD: &str = "
    SELECT e.position FROM ONLY public.events AS e ORDER BY e.position DESC LIMIT 1";
const ERASURE_STEPS: &str = "SELECT s.steps FROM ONLY audit.erasure_steps AS s";

/// The most verifications in a row while texts are being erased.
const MAX_ATTEMPTS: u32 = 5;

/// Verifies the log, connected as the owner.
pub struct LogVerifier(DbConnection);

impl LogVerifier {
    /// The tables that a verification reads, by their full names.
    pub fn tables() -> impl Iterator<Item = String> {
        let tables = relations::READ.into_iter();
        tables.map(|(schema, name)| format!("{schema}.{name}"))
    }

    /// Connects.
    pub async fn open(owner: &Connector) -> Result<Self, Error> {
        Ok(Self(connect(owner).await?))
    }

    /// The position of the last event.
    pub async fn head(&self) -> Result<i64, Error> {
        let row = self.0.query_opt(HEAD, &[]).await?;
        let head = row.map(|row| row.try_get("position")).transpose()?;
        Ok(head.unwrap_or_default())
    }

    /// Verifies the whole log, and that it has the `exported` seals. Calls `progress` with the position
    /// reached. Begins again if texts were erased meanwhile.
    pub async fn run(
        &self,
        exported: &[ExportedSeal],
        mut progress: impl FnMut(i64),
    ) -> Result<Verified, Error> {
        let mut verified = Verified::default();
        relations::check(&self.0, &mut verified.findings).await?;
        if verified.findings.count() > 0 {
            return Ok(verified);
        }
        for _ in 0..MAX_ATTEMPTS {
            let steps = self.erasure_steps().await?;
            let verified = self.walk(exported, &mut progress).await?;
            if self.erasure_steps().await? == steps {
                return Ok(verified);
            }
            tracing::warn!("texts were erased meanwhile; the verification starts again");
        }
        Err(Error::Unavailable("texts are being erased".into()))
    }

    /// Counts the transactions that erased texts.
    async fn erasure_steps(&self) -> Result<Vec<i64>, Error> {
        let rows = self.0.query(ERASURE_STEPS, &[]).await?;
        rows.iter().map(|row| Ok(row.try_get("steps")?)).collect()
    }

    async fn walk(
        &self,
        exported: &[ExportedSeal],
        progress: &mut impl FnMut(i64),
    ) -> Result<Verified, Error> {
        let chain = Chain::of(Seals::of(&self.0).await?, Kept::of(exported));
        let mut events = Events::of(&self.0).await?;
        let mut walk = Walk::of(chain, Times::at(Timestamp::now().as_microsecond()));
        loop {
            let page = events.page().await?;
            let Some(last) = page.last() else {
                return walk.finish(&self.0).await;
            };
            let last = last.position;
            verify_page(&mut walk, &events, &page).await?;
            progress(last);
        }
    }
}

async fn verify_page(
    walk: &mut Walk<'_>,
    events: &Events<'_>,
    page: &[Event],
) -> Result<(), Error> {
    let payloads: Vec<_> = page
        .iter()
        .map(|event| Payload::read(&event.payload))
        .collect();
    let pairs = || page.iter().zip(&payloads);
    let authors = pairs().filter(|(_, payload)| payload.has_texts());
    let authors =
        authors.filter_map(|(event, payload)| payload.text_author(&event.kind, event.actor_id));
    let mut authors: Vec<i64> = authors.collect();
    authors.sort_unstable();
    authors.dedup();
    let keys = events.keys(&authors).await?;
    for (event, payload) in pairs() {
        let author = payload.text_author(&event.kind, event.actor_id);
        let key = author.and_then(|author| keys.get(&author));
        walk.event(event, payload, key.map(Vec::as_slice)).await?;
    }
    Ok(())
}
