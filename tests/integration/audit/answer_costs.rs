//! What the answers of auditors cost grows with what they tell of, and with nothing else.

use serde_json::Value;
use tokio_postgres::Client;

use crate::support::{Pair, TestDatabase};

/// Messages `$FROM` to `$TO` of the chat `$CHAT` by turns of its two members, every tenth of them edited and every
/// twentieth deleted since, and a read mark after each hundred.
const FILL: &str = "
    SET session_replication_role = replica;
    INSERT INTO events (position, event_id, realm, chat_id, kind, actor_id, payload, recorded_at)
    SELECT n + 10, gen_random_uuid(), 'school', $CHAT,
           CASE WHEN n % 100 = 99 THEN 'chat_read'
                WHEN n % 20 = 19 THEN 'message_deleted'
                WHEN n % 10 = 9 THEN 'message_edited'
                ELSE 'message_sent' END,
           CASE n % 2 WHEN 0 THEN $STUDENT ELSE $TEACHER END,
           CASE WHEN n % 100 = 99 THEN jsonb_build_object('up_to_id', n + 9)
                WHEN n % 10 = 9 THEN jsonb_build_object('content', 'new', 'message_id', n + 9)
                ELSE '{\"content\": \"text\"}' END,
           now() - interval '1 day' + n * interval '1 ms'
    FROM generate_series($FROM, $TO) AS n;
    INSERT INTO messages (id, uuid, chat_id, seq, sender_id, content, created_at)
    SELECT e.position, e.event_id, e.chat_id, e.position, e.actor_id, 'text', e.recorded_at
    FROM events AS e
    WHERE e.kind = 'message_sent' AND e.position BETWEEN $FROM + 10 AND $TO + 10;
    SET session_replication_role = origin";

async fn fill(database: &TestDatabase, pair: &Pair, from: usize, to: usize) {
    let sql = FILL
        .replace("$FROM", &from.to_string())
        .replace("$TO", &to.to_string())
        .replace("$CHAT", &pair.chat_id.to_string())
        .replace("$STUDENT", &pair.student.id.to_string())
        .replace("$TEACHER", &pair.teacher.id.to_string());
    database.execute(&sql).await;
    database.execute("ANALYZE").await;
}

/// The pages that a query reads and writes, those of temporary files included: what is computed again for each
/// message is read again there.
async fn pages(client: &Client, call: &str) -> f64 {
    let sql = format!("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT * FROM {call}");
    // The first call of a session reads the catalogue.
    client.query(&sql, &[]).await.expect("it runs");
    let row = client.query_one(&sql, &[]).await.expect("it runs");
    let plan: Value = row.get(0);
    let number = |name: &str| plan[0]["Plan"][name].as_f64().expect("a number");
    [
        "Shared Hit Blocks",
        "Shared Read Blocks",
        "Temp Read Blocks",
        "Temp Written Blocks",
    ]
    .map(number)
    .iter()
    .sum()
}

#[tokio::test]
async fn cost_of_answers_is_linear_in_their_events() {
    const EVENTS: usize = 2_000;
    let (database, pair) = TestDatabase::with_pair().await;
    let client = database.client().await;
    // What does not fit is written to files, and so is counted.
    client.batch_execute("SET work_mem = '64kB'").await.unwrap();
    let (chat, student) = (pair.chat_id, pair.student.id);
    let calls = [
        // A page for each event but for what is sorted.
        (format!("audit.chat_as_of({chat}, now())"), 1.5),
        // The event, the message, the text of a deleted one, and the result.
        (format!("audit.timeline({chat})"), 9.0),
        (format!("audit.user_activity({student})"), 9.0),
        ("audit.describe_events(1, 1000000)".to_owned(), 9.0),
    ];
    fill(&database, &pair, 1, EVENTS).await;
    let mut few = Vec::new();
    for (call, _) in &calls {
        few.push(pages(&client, call).await);
    }
    fill(&database, &pair, EVENTS + 1, 4 * EVENTS).await;
    for ((call, for_each), few) in calls.iter().zip(few) {
        let many = pages(&client, call).await;
        assert!(many < 5.0 * few, "{call}: {few} pages, then {many}");
        let bound = for_each * 4.0 * EVENTS as f64;
        assert!(many < bound, "{call}: {many} pages, at most {bound}");
    }
}
