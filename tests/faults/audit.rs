//! Compares every acknowledged write and every delivered event with the log after a run.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::record::{LogPosition, ReceivedEvent, Record, Segment, digest};
use super::senders::Acknowledged;
use super::subscribers::Scope;
use crate::support::TestDatabase;
use vestnik::domain::EventKind;
use vestnik::realms::messenger;

/// One event of the log.
#[derive(Debug, Clone)]
pub struct Logged {
    place: LogPosition,
    chat_id: i64,
    is_of_school: bool,
    kind: String,
    text: String,
    /// The only participant that does not receive it: in some realms the reader of a read mark.
    excluded: Option<i64>,
}

impl Logged {
    /// The record of a subscriber that received this event.
    pub fn as_received(&self) -> ReceivedEvent {
        ReceivedEvent {
            place: self.place,
            digest: digest_of(self),
        }
    }
}

/// Events of a dead primary that the promoted standby does not have.
#[derive(Debug, Clone, Default)]
pub struct LostTail(Vec<Logged>);

impl LostTail {
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

/// The log after a run, and the tails it lost in failovers.
pub struct Log {
    events: Vec<Logged>,
    lost_tails: Vec<LostTail>,
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

/// Reads events after a position.
pub async fn events_after(database: &TestDatabase, position: i64) -> Vec<Logged> {
    let sql = "SELECT position, right(event_id::text, 8), coalesce(chat_id, 0), kind,
                      coalesce(payload ->> 'content', ''), realm = 'school',
                      CASE WHEN kind = 'chat_read' AND realm IN ('messenger', 'market')
                           THEN actor_id END
               FROM events WHERE position > $1 ORDER BY position";
    let rows = database.client().await.query(sql, &[&position]).await;
    let rows = rows.expect("the log can be read");
    rows.iter()
        .map(|row| Logged {
            place: LogPosition {
                position: row.get(0),
                fingerprint: u32::from_str_radix(row.get(1), 16).expect("hex digits"),
            },
            chat_id: row.get(2),
            kind: row.get(3),
            text: row.get(4),
            is_of_school: row.get(5),
            excluded: row.get(6),
        })
        .collect()
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

/// The events of a dead primary that are missing from the log.
pub async fn lost_tail(dead: &TestDatabase, kept: i64) -> LostTail {
    LostTail(events_after(dead, kept).await)
}

impl Log {
    /// Reads the whole log.
    pub async fn read(database: &TestDatabase, lost_tails: Vec<LostTail>) -> Self {
        Self {
            events: events_after(database, 0).await,
            lost_tails,
        }
    }

    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Checks that every acknowledged write is stored once, under its id, in its chat.
    pub fn check_writes(&self, acknowledged: &[Acknowledged], findings: &mut Findings) {
        let mut stored: HashMap<&str, Vec<&Logged>> = HashMap::new();
        for event in self.events.iter().filter(|e| e.kind == "message_sent") {
            stored.entry(&event.text).or_default().push(event);
        }
        let in_lost_tails: HashSet<&str> = self
            .lost_tails
            .iter()
            .flat_map(|tail| &tail.0)
            .map(|event| event.text.as_str())
            .collect();
        for write in acknowledged {
            match stored.get(write.text.as_str()).map(Vec::as_slice) {
                None if in_lost_tails.contains(write.text.as_str()) => {
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
                Some([_]) if in_lost_tails.contains(write.text.as_str()) => {
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
        let is_in_scope = |event: &&Logged| match scope {
            Scope::Admin => event.is_of_school && event.kind != "chat_read",
            Scope::Chats(chats) => chats.contains(&event.chat_id),
            Scope::Conversation(conversation) => {
                event.chat_id == conversation.chat_id
                    && (event.kind != "chat_created" || conversation.realm == messenger::REALM)
            }
        };
        let mut expected = self
            .between(tail, segment.start.position, up_to)
            .filter(|event| is_shown(&event.kind))
            .filter(is_in_scope)
            .filter(|event| event.excluded != Some(user_id))
            .peekable();
        let mut before = segment.start.position;
        for ReceivedEvent { place, digest } in &segment.seen {
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
                findings.lost += 1;
                findings.example(|| format!("{name} did not receive {missed:?}"));
            }
            let is_same = expected
                .next_if(|event| event.place == *place)
                .is_some_and(|event| self::digest_of(event) == *digest);
            if !is_same {
                findings.wrong += 1;
                findings.example(|| format!("{name} received {place:?}: out of scope or altered"));
            }
        }
        for missed in expected {
            findings.lost += 1;
            findings.example(|| format!("{name} did not receive {missed:?} at the end"));
        }
    }

    /// The lost tail that contains an event.
    fn tail_with(&self, place: LogPosition) -> Option<&LostTail> {
        // Positions have no gap, so each event's index is known.
        let index = usize::try_from(place.position - 1).ok();
        let found = index.and_then(|index| self.events.get(index));
        let in_log = found.is_some_and(|event| event.place == place);
        let has = |tail: &&LostTail| tail.0.iter().any(|event| event.place == place);
        (!in_log)
            .then(|| self.lost_tails.iter().find(has))
            .flatten()
    }

    /// The events of this log, or of the log that ended in a lost tail.
    fn between<'a>(
        &'a self,
        tail: Option<&'a LostTail>,
        after: i64,
        up_to: i64,
    ) -> impl Iterator<Item = &'a Logged> {
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

/// Whether the streams of a run show this kind of event. Of kinds that a run does not append, some realms
/// show what they may mean.
fn is_shown(kind: &str) -> bool {
    EventKind::named(kind).is_some_and(|kind| match kind {
        EventKind::MessageSent
        | EventKind::MessageEdited
        | EventKind::MessageDeleted
        | EventKind::ChatCreated
        | EventKind::ChatRead => true,
        EventKind::MessagePinned
        | EventKind::MessageUnpinned
        | EventKind::ReactionAdded
        | EventKind::ReactionRemoved
        | EventKind::ChatSettingsChanged
        | EventKind::ChatDeleted
        | EventKind::ChatRestored
        | EventKind::ChatRenamed
        | EventKind::ChatPictureChanged
        | EventKind::ChatHidden
        | EventKind::ParticipantJoined
        | EventKind::ParticipantLeft
        | EventKind::ParticipantRoleChanged
        | EventKind::ParticipantBlocked
        | EventKind::ParticipantUnblocked
        | EventKind::AttachmentProcessed
        | EventKind::UserErased
        | EventKind::UserBlocked
        | EventKind::UserUnblocked
        | EventKind::UserBanned
        | EventKind::UserUnbanned
        | EventKind::MessageReported
        | EventKind::ReportResolved => false,
    })
}

fn digest_of(event: &Logged) -> u64 {
    let text = if event.kind == "message_sent" {
        event.text.as_str()
    } else {
        ""
    };
    digest(event.chat_id, &event.kind, text)
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
