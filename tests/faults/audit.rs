//! Compares every acknowledged write and every delivered event with the log after a run.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::logged_event::{LoggedEvent, events_after};
use super::record::{LogPosition, ReceivedEvent, Record, Segment};
use super::senders::Acknowledged;
use super::subscribers::Scope;
use crate::support::TestDatabase;
use vestnik::domain::EventKind;

/// Events of a dead primary that the promoted standby does not have.
#[derive(Debug, Clone, Default)]
pub struct LostTail(Vec<LoggedEvent>);

impl LostTail {
    pub fn len(&self) -> usize {
        self.0.len()
    }

    fn has(&self, place: LogPosition) -> bool {
        self.0.iter().any(|event| event.place == place)
    }
}

/// The log after a run, and the tails it lost in failovers.
pub struct Log {
    events: Vec<LoggedEvent>,
    lost_tails: Vec<LostTail>,
    /// What messages became: by id, the texts of edits, and an empty one if it was deleted.
    later_texts: HashMap<i64, Vec<String>>,
}

/// Violations of guarantees; all zero if there is none.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Findings {
    /// Acknowledged and not stored, or not delivered to a subscriber in its scope.
    pub lost: usize,
    /// Stored or delivered twice.
    pub duplicated: usize,
    /// Delivered after an event with a higher position.
    pub out_of_order: usize,
    /// Delivered outside the subscriber's scope, or different from the log.
    pub wrong: usize,
    /// Missing positions, and rows of `audit.verify()` and `audit.verify_hashes()`.
    pub broken: Vec<String>,
    /// Descriptions of the first ones.
    pub examples: Vec<String>,
    /// Acknowledged by a primary whose last events no standby had: the documented loss without a
    /// synchronous standby, so no violation.
    pub lost_in_failover: usize,
}

impl Findings {
    pub fn is_clean(&self) -> bool {
        let counts = [self.lost, self.duplicated, self.out_of_order, self.wrong];
        counts == [0; 4] && self.broken.is_empty()
    }

    fn example(&mut self, describe: impl FnOnce() -> String) {
        if self.examples.len() < 12 {
            self.examples.push(describe());
        }
    }
}

/// The kind of change that a change reverts. If that one was lost, the server acknowledges the change and
/// appends nothing.
fn reverted_kind(kind: EventKind) -> Option<EventKind> {
    match kind {
        EventKind::ReactionRemoved => Some(EventKind::ReactionAdded),
        EventKind::MessageUnpinned => Some(EventKind::MessagePinned),
        EventKind::UserUnblocked => Some(EventKind::UserBlocked),
        _ => None,
    }
}

/// The last message of each chat.
pub async fn last_messages(database: &TestDatabase) -> BTreeMap<i64, i64> {
    let sql = "SELECT chat_id, max(position) FROM events
               WHERE kind = 'message_sent'
               GROUP BY chat_id";
    let rows = database.client().await.query(sql, &[]).await;
    let rows = rows.expect("the log can be read");
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

/// The texts of drafts by user and chat.
pub type Drafts = HashMap<(i64, i64), String>;

/// All drafts.
pub async fn drafts(database: &TestDatabase) -> Drafts {
    let sql = "SELECT user_id, chat_id, text FROM drafts";
    let rows = database.client().await.query(sql, &[]).await;
    let rows = rows.expect("drafts can be read");
    rows.iter()
        .map(|row| ((row.get(0), row.get(1)), row.get(2)))
        .collect()
}

/// The events of a dead primary that are missing from the log.
pub async fn lost_tail(dead: &TestDatabase, kept: i64) -> LostTail {
    LostTail(events_after(dead, kept).await)
}

impl Log {
    /// Reads the whole log.
    pub async fn read(database: &TestDatabase, lost_tails: Vec<LostTail>) -> Self {
        let events = events_after(database, 0).await;
        let mut later_texts: HashMap<i64, Vec<String>> = HashMap::new();
        let of_tails = lost_tails.iter().flat_map(|tail| &tail.0);
        for event in events.iter().chain(of_tails) {
            if let Some((id, text)) = event.changed_text() {
                later_texts.entry(id).or_default().push(text.to_owned());
            }
        }
        Self {
            events,
            lost_tails,
            later_texts,
        }
    }

    fn later_texts(&self, event: &LoggedEvent) -> &[String] {
        self.later_texts
            .get(&event.place.position)
            .map_or(&[], Vec::as_slice)
    }

    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Checks that every acknowledged write is stored once, under its id, in its chat.
    pub fn check_writes(&self, acknowledged: &[Acknowledged], findings: &mut Findings) {
        let mut stored: HashMap<(&str, &str), Vec<&LoggedEvent>> = HashMap::new();
        for event in &self.events {
            let identity = (event.kind.as_str(), event.key.as_str());
            stored.entry(identity).or_default().push(event);
        }
        let in_lost_tails: HashSet<(&str, &str)> = self
            .in_lost_tails()
            .map(|event| (event.kind.as_str(), event.key.as_str()))
            .collect();
        let is_lost = |identity: &(&str, &str)| {
            in_lost_tails.contains(identity) && !stored.contains_key(identity)
        };
        for write in acknowledged {
            let identity = (write.kind.as_str(), write.key.as_str());
            let reverted =
                reverted_kind(write.kind).map(|kind| (kind.as_str(), write.key.as_str()));
            match stored.get(&identity).map(Vec::as_slice) {
                None if is_lost(&identity)
                    || reverted.is_some_and(|reverted| is_lost(&reverted)) =>
                {
                    findings.lost_in_failover += 1;
                }
                None => {
                    findings.lost += 1;
                    findings.example(|| format!("acknowledged but not in the log: {write:?}"));
                }
                Some([event])
                    if write.id.is_none_or(|id| id == event.place.position)
                        && event.chat_id == write.chat_id => {}
                // The primary died after acknowledging it, and a replica that was still waiting
                // for an answer appended it again.
                Some([_]) if in_lost_tails.contains(&identity) => {
                    findings.lost_in_failover += 1;
                }
                Some([event]) => {
                    findings.wrong += 1;
                    findings.example(|| format!("acknowledged as {write:?}, stored as {event:?}"));
                }
                Some(several) => {
                    findings.duplicated += several.len() - 1;
                    findings.example(|| format!("stored more than once: {several:?}"));
                }
            }
        }
    }

    /// Whether a stream may leave out the event: an edit of a message that was deleted since, or, before
    /// the reset after a failover, what the new primary was asked about and does not know.
    fn may_be_left_out(&self, event: &LoggedEvent, tail: Option<&LostTail>) -> bool {
        let is_lost = || tail.is_some_and(|tail| tail.has(event.place));
        self.is_of_deleted(event) || event.is_read_again() && is_lost()
    }

    fn is_of_deleted(&self, event: &LoggedEvent) -> bool {
        event.kind == "message_edited"
            && event.message_id.is_some_and(|id| {
                let texts = self.later_texts.get(&id);
                texts.is_some_and(|texts| texts.iter().any(String::is_empty))
            })
    }

    /// Checks that messages which could not be changed were lost in a failover.
    pub fn check_abandoned(&self, texts: &[String], findings: &mut Findings) {
        let lost: HashSet<&str> = self
            .in_lost_tails()
            .map(|event| event.key.as_str())
            .collect();
        for text in texts.iter().filter(|text| !lost.contains(text.as_str())) {
            findings.wrong += 1;
            findings.example(|| format!("`{text}` was acknowledged, and could not be changed"));
        }
    }

    /// Checks that what was acknowledged and not there later was lost in a failover. The log does not have all of
    /// it: users and files are in tables of their own.
    pub fn check_missed(&self, missed: &[String], findings: &mut Findings) {
        if !self.lost_tails.is_empty() {
            findings.lost_in_failover += missed.len();
            return;
        }
        for what in missed {
            findings.lost += 1;
            findings.example(|| format!("something of `{what}` was acknowledged and is missing"));
        }
    }

    /// Checks that the acknowledged drafts, by user and chat, are stored.
    pub fn check_drafts(&self, acknowledged: &Drafts, stored: &Drafts, findings: &mut Findings) {
        for (place, text) in acknowledged {
            if stored.get(place) == Some(text) {
                continue;
            }
            if self.lost_tails.is_empty() {
                findings.lost += 1;
                findings.example(|| format!("the draft `{text}` was acknowledged and is missing"));
            } else {
                findings.lost_in_failover += 1;
            }
        }
    }

    fn in_lost_tails(&self) -> impl Iterator<Item = &LoggedEvent> {
        self.lost_tails.iter().flat_map(|tail| &tail.0)
    }

    /// Checks that a subscriber received the events in its scope once and in order, from the start
    /// of each segment; up to `up_to` in the last one.
    pub fn check_record(
        &self,
        (name, scope, record): &(String, Scope, Record),
        up_to: i64,
        findings: &mut Findings,
    ) {
        for complaint in &record.complaints {
            findings.wrong += 1;
            findings.example(|| format!("{name}: {complaint}"));
        }
        for (n, segment) in record.segments.iter().enumerate() {
            let is_last = n + 1 == record.segments.len();
            let reached = segment.seen.iter().map(|seen| seen.place.position).max();
            let reached = reached.unwrap_or(segment.start.position);
            let up_to = if is_last { up_to.max(reached) } else { reached };
            let subscriber = (name.as_str(), record.user_id);
            self.check_segment(subscriber, scope, segment, up_to, findings);
        }
    }

    fn check_segment(
        &self,
        (name, user_id): (&str, i64),
        scope: &Scope,
        segment: &Segment,
        up_to: i64,
        findings: &mut Findings,
    ) {
        let last = segment.seen.last().map_or(segment.start, |seen| seen.place);
        let tail = self.tail_with(last);
        let mut expected = self
            .between(tail, segment.start.position, up_to)
            .filter(|event| event.is_for(scope, user_id))
            .peekable();
        let mut before = segment.start.position;
        for received @ ReceivedEvent { place, .. } in &segment.seen {
            if place.position <= before {
                let is_repeat = segment.seen.iter().filter(|s| s.place == *place).count() > 1;
                *(if is_repeat {
                    &mut findings.duplicated
                } else {
                    &mut findings.out_of_order
                }) += 1;
                findings.example(|| format!("{name}: {place:?} came after {before}"));
                continue;
            }
            before = place.position;
            while let Some(missed) = expected.next_if(|event| event.place.position < place.position)
            {
                if self.may_be_left_out(missed, tail) {
                    continue;
                }
                findings.lost += 1;
                findings.example(|| format!("{name} did not receive {missed:?}"));
            }
            let is_same = expected
                .next_if(|event| event.place == *place)
                .is_some_and(|event| event.is_received(scope, received, self.later_texts(event)));
            if !is_same {
                findings.wrong += 1;
                findings.example(|| {
                    let logged = self.at(*place);
                    format!(
                        "{name} received {place:?}: out of scope or altered; the log has {logged:?}"
                    )
                });
            }
        }
        for missed in expected.filter(|event| !self.may_be_left_out(event, tail)) {
            findings.lost += 1;
            findings.example(|| format!("{name} did not receive {missed:?} at the end"));
        }
    }

    /// The event of this log at a place.
    fn at(&self, place: LogPosition) -> Option<&LoggedEvent> {
        // Positions have no gap, so each event's index is known.
        let index = usize::try_from(place.position - 1).ok()?;
        self.events.get(index).filter(|event| event.place == place)
    }

    /// The lost tail that contains an event.
    fn tail_with(&self, place: LogPosition) -> Option<&LostTail> {
        let is_lost = self.at(place).is_none();
        is_lost
            .then(|| self.lost_tails.iter().find(|tail| tail.has(place)))
            .flatten()
    }

    /// The events of this log, or of the log that ended in a lost tail.
    fn between<'a>(
        &'a self,
        tail: Option<&'a LostTail>,
        after: i64,
        up_to: i64,
    ) -> impl Iterator<Item = &'a LoggedEvent> {
        let tail = tail.map_or(&[][..], |tail| &tail.0[..]);
        let forked = tail.first().map_or(i64::MAX, |event| event.place.position);
        self.events
            .iter()
            .take_while(move |event| event.place.position < forked)
            .chain(tail)
            .skip_while(move |event| event.place.position <= after)
            .take_while(move |event| event.place.position <= up_to)
    }
}

/// Checks that no position is missing and that `audit.verify()` finds nothing.
pub async fn check_proofs(database: &TestDatabase, findings: &mut Findings) {
    let client = database.client().await;
    for (what, sql) in [
        (
            "positions are missing",
            "SELECT 'of ' || max(position) || ' positions ' || count(*) || ' exist'
             FROM events HAVING max(position) <> count(*)",
        ),
        ("audit.verify()", "SELECT v::text FROM audit.verify() AS v"),
        (
            "audit.verify_hashes()",
            "SELECT v::text FROM audit.verify_hashes() AS v",
        ),
    ] {
        let rows = client.query(sql, &[]).await;
        let rows = rows.unwrap_or_else(|error| panic!("{what}: {error:?}"));
        let found = rows.iter().map(|row| row.get::<_, &str>(0));
        findings
            .broken
            .extend(found.map(|row| format!("{what}: {row}")));
    }
}
