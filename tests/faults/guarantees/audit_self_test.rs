//! The audit finds planted violations and nothing else.

use crate::audit::{self, Drafts, Findings, Log};
use crate::logged_event::events_after;
use crate::record::{LogPosition, ReceivedEvent, Record, Segment};
use crate::senders::Acknowledged;
use crate::subscribers::Scope;
use crate::support::TestDatabase;
use tokio_postgres::types::ToSql;
use vestnik::domain::EventKind;

/// A log of ten messages, their acknowledgements, and what a participant received.
async fn a_run() -> (Log, Vec<Acknowledged>, Scope, Vec<ReceivedEvent>) {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    database
        .append_messages(pair.chat_id, &pair.teacher, "m", 10)
        .await;
    let events = events_after(&database, 0).await;
    let scope = Scope::Chats(vec![pair.chat_id]);
    let received = events
        .iter()
        .map(|event| event.as_received(&scope))
        .collect();
    let acknowledged = (1..=10).map(|n| Acknowledged {
        id: Some(pair.chat_id + n),
        chat_id: pair.chat_id,
        kind: EventKind::MessageSent,
        key: format!("m{n}"),
    });
    let log = Log::read(&database, Vec::new()).await;
    (log, acknowledged.collect(), scope, received)
}

/// Counts of lost, duplicated, reordered and wrong events.
fn found(log: &Log, scope: &Scope, seen: Vec<ReceivedEvent>) -> [usize; 4] {
    let start = LogPosition {
        position: 0,
        fingerprint: 0,
    };
    let mut record = Record::default();
    record.segments.push(Segment { start, seen });
    let mut findings = Findings::default();
    let record = ("a subscriber".to_owned(), scope.clone(), record);
    log.check_record(&record, 11, &mut findings);
    counts(&findings)
}

fn counts(findings: &Findings) -> [usize; 4] {
    [
        findings.lost,
        findings.duplicated,
        findings.out_of_order,
        findings.wrong,
    ]
}

#[tokio::test]
async fn audit_distinguishes_missing_duplicate_and_reordered() {
    let (log, _, scope, received) = a_run().await;
    assert_eq!(found(&log, &scope, received.clone()), [0; 4]);

    let mut lost = received.clone();
    lost.remove(4);
    assert_eq!(found(&log, &scope, lost), [1, 0, 0, 0]);

    let lost_at_the_end = received[..received.len() - 2].to_vec();
    assert_eq!(found(&log, &scope, lost_at_the_end), [2, 0, 0, 0]);

    let mut twice = received.clone();
    twice.insert(5, received[4]);
    assert_eq!(found(&log, &scope, twice), [0, 1, 0, 0]);

    // The late one is missing from its place as well.
    let mut swapped = received.clone();
    swapped.swap(4, 5);
    assert_eq!(found(&log, &scope, swapped), [1, 0, 1, 0]);

    let mut altered = received.clone();
    altered[4].digest ^= 1;
    assert_eq!(found(&log, &scope, altered), [0, 0, 0, 1]);
}

#[tokio::test]
async fn audit_reports_acknowledged_but_missing_messages() {
    let (log, acknowledged, ..) = a_run().await;
    let check = |acknowledged: &[Acknowledged]| {
        let mut findings = Findings::default();
        log.check_writes(acknowledged, &mut findings);
        counts(&findings)
    };
    assert_eq!(check(&acknowledged), [0; 4]);

    let mut lost = acknowledged.clone();
    lost[3].key = "never stored".into();
    assert_eq!(check(&lost), [1, 0, 0, 0]);

    let mut misnamed = acknowledged.clone();
    misnamed[3].id = misnamed[4].id;
    assert_eq!(check(&misnamed), [0, 0, 0, 1]);
}

#[tokio::test]
async fn audit_reports_changes_that_are_missing_or_stored_twice() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let (chat_id, teacher) = (pair.chat_id, &pair.teacher);
    database.append_messages(chat_id, teacher, "m", 1).await;
    let id = chat_id + 1;
    let client = database.client().await;
    let sql = "INSERT INTO events (chat_id, kind, actor_id, payload)
               VALUES ($1, $2, $3, jsonb_build_object('message_id', $4::bigint))";
    for kind in ["message_pinned", "message_unpinned", "message_pinned"] {
        let values: [&(dyn ToSql + Sync); 4] = [&chat_id, &kind, &teacher.id, &id];
        client.execute(sql, &values).await.unwrap();
    }
    let log = Log::read(&database, Vec::new()).await;
    let check = |kind| {
        let write = Acknowledged {
            id: None,
            chat_id,
            kind,
            key: id.to_string(),
        };
        let mut findings = Findings::default();
        log.check_writes(&[write], &mut findings);
        counts(&findings)
    };
    assert_eq!(check(EventKind::MessageUnpinned), [0; 4]);
    assert_eq!(check(EventKind::ReactionAdded), [1, 0, 0, 0]);
    assert_eq!(check(EventKind::MessagePinned), [0, 1, 0, 0]);

    let mut findings = Findings::default();
    log.check_abandoned(&["m1".to_owned()], &mut findings);
    assert_eq!(counts(&findings), [0, 0, 0, 1]);
}

#[tokio::test]
async fn audit_reports_what_is_missing_outside_of_the_log() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let log = Log::read(&database, Vec::new()).await;
    let sql = format!(
        "INSERT INTO drafts (user_id, chat_id, text) VALUES ({}, {}, 'new')",
        pair.teacher.id, pair.chat_id
    );
    database.execute(&sql).await;
    let stored = audit::drafts(&database).await;
    let check = |user_id: i64, text: &str| {
        let acknowledged = Drafts::from([((user_id, pair.chat_id), text.to_owned())]);
        let mut findings = Findings::default();
        log.check_drafts(&acknowledged, &stored, &mut findings);
        counts(&findings)
    };
    assert_eq!(check(pair.teacher.id, "new"), [0; 4]);
    assert_eq!(check(pair.teacher.id, "old"), [1, 0, 0, 0]);
    assert_eq!(check(pair.student.id, "new"), [1, 0, 0, 0]);

    let mut findings = Findings::default();
    log.check_missed(&["a file".to_owned()], &mut findings);
    assert_eq!(counts(&findings), [1, 0, 0, 0]);
}
