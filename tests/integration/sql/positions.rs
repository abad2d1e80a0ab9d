//! Positions are 1, 2, 3, … in commit order, from the writer and from plain SQL.

use futures::future::{join, join_all};
use tokio_postgres::Client;
use tokio_util::sync::CancellationToken;

use super::number;
use crate::support::store::appended;
use crate::support::{Pair, Store, TestDatabase};

/// Concurrent clients of each kind, 64 in total.
const CLIENTS: usize = 32;
const ROUNDS: usize = 30;

/// Inserts one to three rows in each transaction and rolls every third one back.
async fn insert_by_sql(client: Client, pair: &Pair, client_index: usize) -> u64 {
    let mut committed = 0;
    for round in 0..ROUNDS {
        let rows = 1 + (client_index + round) as u64 % 3;
        client.batch_execute("BEGIN").await.unwrap();
        let insert = "INSERT INTO events (chat_id, kind, actor_id, payload)
                      SELECT $1, 'message_sent', $2, jsonb_build_object('content', n::text)
                      FROM generate_series(1, $3::bigint) AS n";
        let rows_asked = i64::try_from(rows).unwrap();
        client
            .execute(insert, &[&pair.chat_id, &pair.teacher.id, &rows_asked])
            .await
            .unwrap();
        let keep = !(client_index + round).is_multiple_of(3);
        let end = if keep { "COMMIT" } else { "ROLLBACK" };
        client.batch_execute(end).await.unwrap();
        committed += if keep { rows } else { 0 };
    }
    committed
}

/// Polls `position > last`, as a tail does, until cancelled.
async fn follow(client: Client, done: CancellationToken) -> Vec<i64> {
    let mut seen = Vec::new();
    loop {
        let is_last_look = done.is_cancelled();
        let last = seen.last().copied().unwrap_or(0);
        let later = "SELECT position FROM events WHERE position > $1 ORDER BY position";
        let rows = client.query(later, &[&last]).await.unwrap();
        seen.extend(rows.iter().map(|row| row.get::<_, i64>(0)));
        if is_last_look {
            return seen;
        }
    }
}

async fn append_concurrently(database: &TestDatabase) -> u64 {
    let pair = database.pair().await;
    let store = Store::of(database);
    let clients = join_all((0..CLIENTS).map(|_| database.client())).await;
    let by_sql = clients
        .into_iter()
        .enumerate()
        .map(|(client_index, client)| insert_by_sql(client, &pair, client_index));
    let by_writer = (0..CLIENTS).map(async |_| {
        for _ in 0..ROUNDS {
            appended(store.send(pair.chat_id, &pair.student, "!").await);
        }
    });
    let (by_sql, _) = join(join_all(by_sql), join_all(by_writer)).await;
    // Includes the chat's `chat_created` event.
    by_sql.iter().sum::<u64>() + (CLIENTS * ROUNDS) as u64 + 1
}

#[tokio::test]
async fn concurrent_senders_with_rollbacks_leave_no_gap() {
    let database = TestDatabase::new().await;
    let appended = append_concurrently(&database).await;
    let client = database.client().await;
    let highest = number(&client, "SELECT max(position) FROM events").await;
    let count = number(&client, "SELECT count(*) FROM events").await;
    assert_eq!(highest, count);
    // Sends append read marks of their senders as well.
    let asked_for = "SELECT count(*) FROM events WHERE kind <> 'chat_read'";
    let asked_for = number(&client, asked_for).await;
    assert_eq!(asked_for, i64::try_from(appended).unwrap());
}

#[tokio::test]
async fn polling_reader_misses_no_event() {
    let database = TestDatabase::new().await;
    let done = CancellationToken::new();
    let reader = tokio::spawn(follow(database.client().await, done.clone()));
    append_concurrently(&database).await;
    done.cancel();
    let seen = reader.await.unwrap();
    let expected: Vec<i64> = (1..=database.head().await).collect();
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn message_numbers_of_a_chat_have_no_gap() {
    let database = TestDatabase::new().await;
    append_concurrently(&database).await;
    let out_of_place = "SELECT count(*)
                        FROM (SELECT seq, row_number() OVER (ORDER BY id) AS place
                              FROM messages) AS m
                        WHERE m.seq <> m.place";
    assert_eq!(database.number(out_of_place).await, 0);
}

/// Pages of tables and indexes touched so far.
async fn touched(client: &Client) -> i64 {
    let flush = client.execute("SELECT pg_stat_force_next_flush()", &[]);
    flush.await.expect("statistics are flushed");
    let sql = "SELECT sum(heap_blks_hit + heap_blks_read
                          + coalesce(idx_blks_hit, 0) + coalesce(idx_blks_read, 0))::bigint
               FROM pg_statio_user_tables";
    number(client, sql).await
}

/// Pages touched for each row by one statement that appends this many messages.
async fn pages_per_row(client: &Client, pair: &Pair, rows: i32) -> i64 {
    let before = touched(client).await;
    let sql = "INSERT INTO events (chat_id, kind, actor_id, payload)
               SELECT $1, 'message_sent', $2, '{\"content\": \"!\"}' FROM generate_series(1, $3)";
    let appended = client
        .execute(sql, &[&pair.chat_id, &pair.student.id, &rows])
        .await;
    assert_eq!(appended.unwrap(), u64::try_from(rows).unwrap());
    (touched(client).await - before) / i64::from(rows)
}

#[tokio::test]
async fn cost_per_row_does_not_grow_with_insert_size() {
    let (database, pair) = TestDatabase::with_pair().await;
    let client = database.client().await;

    let of_few = pages_per_row(&client, &pair, 1_000).await;
    let of_many = pages_per_row(&client, &pair, 20_000).await;

    assert!(of_few > 0);
    assert!(of_many < 2 * of_few, "{of_few} pages a row, then {of_many}");
}
