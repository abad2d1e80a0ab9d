//! The operator's desk: what it reads costs by what it shows, in a long chat as in a short one, and
//! whatever has happened in the log.

use vestnik::desk::{Days, Desk, DeskPermits, LogCounter, PastPage, ReportState, Scope};
use vestnik::domain::{ChatId, MessageId, Position, UserId};
use vestnik::realms::school;
use vestnik::workers::Job as _;

use super::long_chat::{FILL, MESSAGES};
use super::{cluster, database_with_page_log, logged, run_since};
use crate::support::Pair;

/// Rows of a page.
const LIMIT: i64 = 50;

/// Reads of all kinds, in the middle of the chat and at its ends.
async fn read_everything(desk: &Desk, pair: &Pair, head: i64) {
    let chat_id = ChatId(pair.chat_id);
    for after in [0, head + MESSAGES / 2, head + MESSAGES - 60] {
        let timeline = desk.timeline(chat_id, Position(after), LIMIT).await;
        assert_eq!(timeline.unwrap().entries.len(), 50);
    }
    for before in [None, Some(MessageId(head + MESSAGES - 500))] {
        let at = jiff::Timestamp::now();
        let limit = LIMIT;
        let past = desk.past(chat_id, PastPage { at, before, limit }).await;
        assert_eq!(past.unwrap().messages.len(), 51);
    }
    let waiting = desk.waiting(None, LIMIT).await.unwrap();
    assert_eq!(waiting.waiting.len(), 1);
    for state in [ReportState::Open, ReportState::Closed] {
        desk.reports(state, None, LIMIT).await.unwrap();
    }
    let student = UserId(pair.student.id);
    let erasure = desk.erasure(student).await.unwrap();
    assert_eq!(erasure.counts.messages, MESSAGES);
    desk.erasures(None, LIMIT).await.unwrap();
    desk.proof().await.unwrap();
}

#[tokio::test]
async fn cost_of_the_desk_does_not_grow_with_the_log() {
    let cluster = cluster().await;
    let database = database_with_page_log(&cluster, "desk").await;
    let pair = database.pair().await;
    let head = database.head().await;
    let sql = FILL
        .replace("$HEAD", &head.to_string())
        .replace("$MESSAGES", &MESSAGES.to_string())
        .replace("$CHAT", &pair.chat_id.to_string())
        .replace("$STUDENT", &pair.student.id.to_string())
        .replace("$TEACHER", &pair.teacher.id.to_string());
    database.execute(&sql).await;
    database.execute("VACUUM ANALYZE").await;
    let pool = database.pool();
    LogCounter::new(pool.clone()).run().await.unwrap();
    let permits = DeskPermits::default();
    let desk = Desk::new(
        school::REALM,
        Scope::All,
        pool,
        database.connector(),
        permits,
    );
    for _ in 0..7 {
        read_everything(&desk, &pair, head).await;
    }
    let mark = logged(&cluster);
    read_everything(&desk, &pair, head).await;
    let today = jiff::Timestamp::now()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date();
    let days = Days {
        from: today.yesterday().unwrap(),
        to: today.tomorrow().unwrap(),
        time_zone: "UTC".to_owned(),
    };
    let figures = desk.statistics(&days).await.unwrap();
    assert_eq!(figures.totals.messages, MESSAGES);
    // Who had read what is told by at most 10,000 events.
    let reads = |text: &str| text.contains("How far each user had read");
    let run = run_since(&cluster, mark).into_iter();
    let run = run.filter(|run| !reads(&run.text));
    let dear: Vec<_> = run
        .filter(|run| run.pages > 3_000.0)
        .map(|run| format!("{} pages: {}", run.pages, run.text))
        .collect();
    assert!(dear.is_empty(), "{dear:#?}");
}
