//! Follows the log from its beginning to its end.

use tokio_postgres::Client;

use super::chain::Chain;
use super::erasures::Erasures;
use super::event::Event;
use super::finding::Findings;
use super::payload::Payload;
use super::times::Times;
use super::verified::Verified;
use crate::db::Error;

/// A verification that has come to some position.
pub(super) struct Walk<'a> {
    chain: Chain<'a>,
    times: Times,
    erasures: Erasures,
    findings: Findings,
    /// The position that the next event must have.
    next: i64,
}

impl<'a> Walk<'a> {
    pub(super) fn of(chain: Chain<'a>, times: Times) -> Self {
        Self {
            chain,
            times,
            erasures: Erasures::default(),
            findings: Findings::default(),
            next: 1,
        }
    }

    /// Verifies the event at the next position. `key` is that of the author of its text.
    pub(super) async fn event(
        &mut self,
        event: &Event,
        payload: &Payload<'_>,
        key: Option<&[u8]>,
    ) -> Result<(), Error> {
        let position = event.position;
        if position < 1 {
            let problem = "this event was inserted before the beginning of the log";
            self.findings.add(position, problem);
            return Ok(());
        }
        if position < self.next {
            self.findings
                .add(position, "several events have this position");
            return Ok(());
        }
        self.report_missing(position).await?;
        self.next = position.saturating_add(1);
        self.read_seals(position).await?;
        let sealed = self.chain.event_hash(position);
        if sealed.is_some_and(|sealed| sealed != event.hash(payload, key)) {
            self.findings.add(position, "this event was altered");
            return Ok(());
        }
        let problem = self.times.check(event, self.chain.times(position));
        if let Some(problem) = problem.or_else(|| unknown_origin(event)) {
            self.findings.add(position, problem);
        }
        self.erasures.event(event, payload, &mut self.findings);
        Ok(())
    }

    async fn read_seals(&mut self, position: i64) -> Result<(), Error> {
        let (times, findings) = (&self.times, &mut self.findings);
        self.chain.read_to(position, times, findings).await
    }

    /// Reports that the positions from the next one to before `end` have no event.
    async fn report_missing(&mut self, end: i64) -> Result<(), Error> {
        if self.next < end {
            self.read_seals(self.next).await?;
            let is_sealed = self.chain.covers(self.next);
            self.add_missing(end, is_sealed);
        }
        Ok(())
    }

    fn add_missing(&mut self, end: i64, is_sealed: bool) {
        let what = if is_sealed {
            "this event was removed"
        } else {
            "no event has this position"
        };
        let more = match end.saturating_sub(self.next) {
            1 => String::new(),
            count => format!(" (it and the {} after it)", count - 1),
        };
        self.findings.add(self.next, format!("{what}{more}"));
    }

    /// Reads the seals that are left: they would be over events that are gone.
    pub(super) async fn finish(mut self, connection: &Client) -> Result<Verified, Error> {
        self.read_seals(i64::MAX).await?;
        let sealed_to = self.chain.end;
        if self.next <= sealed_to {
            self.add_missing(sealed_to.saturating_add(1), true);
        }
        let mut findings = self.findings;
        self.erasures.finish(connection, &mut findings).await?;
        let matching_seals = self.chain.finish(&mut findings);
        findings.sort();
        Ok(Verified {
            findings,
            head: self.next.saturating_sub(1),
            sealed_to,
            matching_seals,
        })
    }
}

fn unknown_origin(event: &Event) -> Option<String> {
    let is_known =
        matches!(event.origin.as_str(), "server" | "import") || event.origin.starts_with("sql:");
    let origin = &event.origin;
    (!is_known).then(|| format!("this event has the unknown origin {origin:?}"))
}
