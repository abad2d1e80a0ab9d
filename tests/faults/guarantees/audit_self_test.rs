//! The audit finds planted violations and nothing else.

use crate::audit::{Findings, Log, events_after};
use crate::record::{LogPosition, ReceivedEvent, Record, Segment};
use crate::senders::Acknowledged;
use crate::subscribers::Scope;
use crate::support::TestDatabase;

/// A log of ten messages, their acknowledgements, and what a participant received.
async fn a_run() -> (Log, Vec<Acknowledged>, Scope, Vec<ReceivedEvent>) {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    database
        .append_messages(pair.chat_id, &pair.teacher, "m", 10)
        .await;
    let events = events_after(&database, 0).await;
    let received = events
        .iter()
        .map(crate::audit::Logged::as_received)
        .collect();
    let acknowledged = (1..=10).map(|n| Acknowledged {
        id: Some(pair.chat_id + n),
        chat_id: pair.chat_id,
        text: format!("m{n}"),
    });
    let log = Log::read(&database, Vec::new()).await;
    let scope = Scope::Chats(vec![pair.chat_id]);
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
    lost[3].text = "never stored".into();
    assert_eq!(check(&lost), [1, 0, 0, 0]);

    let mut misnamed = acknowledged.clone();
    misnamed[3].id = misnamed[4].id;
    assert_eq!(check(&misnamed), [0, 0, 0, 1]);
}
