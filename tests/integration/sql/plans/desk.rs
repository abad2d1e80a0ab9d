//! The operator's desk: what it reads costs by what it shows, in a long chat as in a short one, and
//! whatever has happened in the log.

use vestnik::accesses::Recorded;
use vestnik::contracts::{market, school};
use vestnik::desk::{Days, Desk, DeskPermits, PastPage, ReportState, Scope};
use vestnik::domain::{ChatId, MessageId, Position, UserId};

use super::long_chat::{FILL, MESSAGES};
use super::{BASE_PAGES, PAGES_PER_ROW, cluster, database_with_page_log, logged, run_since};
use crate::support::cluster::Cluster;
use crate::support::{Pair, TestDatabase};

/// Three of four messages of the chat `$CHAT` were deleted long ago: when they were sent.
const DELETE: &str = "
    SET session_replication_role = replica;
    UPDATE messages SET is_deleted = true, delete_position = id
    WHERE chat_id = $CHAT AND (is_deleted OR id % 4 <> 0);
    SET session_replication_role = origin";

/// Reports of `$REPORTS` messages of the chat `$CHAT`; every third one is closed.
const REPORT: &str = "
    SET session_replication_role = replica;
    INSERT INTO events (position, event_id, realm, chat_id, kind, actor_id, payload, recorded_at)
    SELECT $HEAD + n, gen_random_uuid(), 'market', $CHAT, 'message_reported', $TEACHER,
           jsonb_build_object('message_id', ($HEAD / 4 - n) * 4, 'content', '!'), now()
    FROM generate_series(1, $REPORTS) AS n;
    INSERT INTO reports (id, realm, chat_id, message_id, reported_by, reason, created_at,
                         resolution, resolved_position, resolved_at)
    SELECT $HEAD + n, 'market', $CHAT, ($HEAD / 4 - n) * 4, $TEACHER, '!', now(),
           CASE WHEN n % 3 = 0 THEN 'dismissed' END, CASE WHEN n % 3 = 0 THEN $HEAD + n END,
           CASE WHEN n % 3 = 0 THEN now() END
    FROM generate_series(1, $REPORTS) AS n;
    UPDATE log_head SET position = $HEAD + $REPORTS;
    SET session_replication_role = origin";

const REPORTS: i64 = 60;

/// Rows of a page.
const LIMIT: i64 = 50;

/// Reads of all kinds, in the middle of the chat and at its ends.
async fn read_everything(desk: &Desk, pair: &Pair, head: i64) {
    let (chat_id, recorded) = (ChatId(pair.chat_id), Recorded::unneeded());
    for after in [0, head + MESSAGES / 2, head + MESSAGES - 60] {
        let timeline = desk
            .timeline(recorded, chat_id, Position(after), LIMIT)
            .await;
        assert_eq!(timeline.unwrap().entries.len(), 50);
    }
    for before in [None, Some(MessageId(head + MESSAGES - 500))] {
        let at = jiff::Timestamp::now();
        let limit = LIMIT;
        let page = PastPage { at, before, limit };
        let past = desk.past(recorded, chat_id, page).await;
        assert_eq!(past.unwrap().messages.len(), 51);
    }
    let waiting = desk.waiting(None, LIMIT).await.unwrap();
    assert_eq!(waiting.waiting.len(), 1);
    for state in [ReportState::Open, ReportState::Closed] {
        desk.reports(recorded, state, None, LIMIT).await.unwrap();
    }
    let student = UserId(pair.student.id);
    let erasure = desk.erasure(student).await.unwrap();
    assert_eq!(erasure.counts.messages, MESSAGES);
    desk.erasures(None, LIMIT).await.unwrap();
    desk.accesses(None, LIMIT).await.unwrap();
    desk.proof().await.unwrap();
}

/// A script about the chat of a pair.
fn about(script: &str, pair: &Pair, head: i64) -> String {
    script
        .replace("$HEAD", &head.to_string())
        .replace("$MESSAGES", &MESSAGES.to_string())
        .replace("$REPORTS", &REPORTS.to_string())
        .replace("$CHAT", &pair.chat_id.to_string())
        .replace("$STUDENT", &pair.student.id.to_string())
        .replace("$TEACHER", &pair.teacher.id.to_string())
}

/// The desk of a realm after the log was counted.
async fn counted_desk(database: &TestDatabase, scope: Scope) -> Desk {
    database.execute("VACUUM ANALYZE").await;
    // In sessions without the server's limit on a statement: this is no measurement of counting.
    let count = "SELECT public.count_for_desk(1000, true)::int::bigint";
    while database.number(count).await == 1 {}
    let pool = database.pool();
    let desk = |realm| Desk::new(realm, pool, database.connector(), DeskPermits::default());
    match scope {
        Scope::All => desk(school::REALM),
        Scope::Reported => desk(market::REALM).of_reports(),
    }
}

/// Asserts that each statement since `mark` read few pages for each of its rows.
fn assert_bounded(cluster: &Cluster, mark: usize) {
    // Who had read what is told by at most 10,000 events.
    let reads = |text: &str| text.contains("How far each user had read");
    let run = run_since(cluster, mark).into_iter();
    let dear: Vec<_> = run
        .filter(|run| run.pages > BASE_PAGES + PAGES_PER_ROW * run.rows && !reads(&run.text))
        .map(|run| format!("{} pages, {} rows: {}", run.pages, run.rows, run.text))
        .collect();
    assert!(dear.is_empty(), "{dear:#?}");
}

#[tokio::test]
async fn cost_of_the_desk_does_not_grow_with_the_log() {
    let cluster = cluster().await;
    let database = database_with_page_log(&cluster, "desk").await;
    let pair = database.pair().await;
    let head = database.head().await;
    database.execute(&about(FILL, &pair, head)).await;
    database.execute(&about(DELETE, &pair, head)).await;
    let desk = counted_desk(&database, Scope::All).await;
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
    assert_bounded(&cluster, mark);
}

/// What moderators read.
async fn moderate(desk: &Desk, pair: &Pair) {
    let chat_id = ChatId(pair.chat_id);
    let timeline = desk
        .timeline(Recorded::unneeded(), chat_id, Position(0), LIMIT)
        .await;
    assert_eq!(timeline.unwrap().entries.len(), 50);
    let (at, limit) = (jiff::Timestamp::now(), LIMIT);
    let page = PastPage {
        at,
        before: None,
        limit,
    };
    let past = desk
        .past(Recorded::unneeded(), chat_id, page)
        .await
        .unwrap();
    assert!(!past.messages.is_empty());
    for state in [ReportState::Open, ReportState::Closed] {
        let reports = desk
            .reports(Recorded::unneeded(), state, None, LIMIT)
            .await
            .unwrap();
        assert!(!reports.reports.is_empty());
    }
    desk.waiting(None, LIMIT).await.unwrap();
}

#[tokio::test]
async fn cost_for_moderators_does_not_grow_with_the_log() {
    let cluster = cluster().await;
    let database = database_with_page_log(&cluster, "moderated").await;
    let mut pair = database.pair().await;
    let create = format!(
        r#"INSERT INTO events (realm, kind, payload) VALUES ('market', 'chat_created',
           '{{"participants": [{{"user_id": {}, "role": "buyer"}}, {{"user_id": {}, "role": "seller"}}]}}')
           RETURNING position"#,
        pair.student.id, pair.teacher.id
    );
    pair.chat_id = database.number(&create).await;
    let fill = FILL.replace("'school'", "'market'");
    database
        .execute(&about(&fill, &pair, database.head().await))
        .await;
    let head = database.head().await;
    database.execute(&about(DELETE, &pair, head)).await;
    database.execute(&about(REPORT, &pair, head)).await;
    let desk = counted_desk(&database, Scope::Reported).await;
    for _ in 0..7 {
        moderate(&desk, &pair).await;
    }
    let mark = logged(&cluster);
    moderate(&desk, &pair).await;
    assert_bounded(&cluster, mark);
}
