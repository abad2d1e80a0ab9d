//! Positions are 1, 2, 3, … in commit order, whoever appends.

use futures::future::{join, join_all};
use tokio_postgres::Client;
use tokio_util::sync::CancellationToken;

use super::number;
use crate::support::store::appended;
use crate::support::{Pair, Store, TestDatabase};

/// Of each sort: 64 at once altogether.
const CLIENTS: usize = 32;
const ROUNDS: usize = 30;

/// What somebody types: now one row, now several, and every third transaction is taken back.
async fn type_by_hand(client: Client, pair: &Pair, hand: usize) -> u64 {
    let mut committed = 0;
    for round in 0..ROUNDS {
        let rows = 1 + (hand + round) as u64 % 3;
        client.batch_execute("BEGIN").await.unwrap();
        let insert = "INSERT INTO events (chat_id, kind, actor_id, payload)
                      SELECT $1, 'message_sent', $2, jsonb_build_object('content', n::text)
                      FROM generate_series(1, $3::bigint) AS n";
        let rows_asked = i64::try_from(rows).unwrap();
        client
            .execute(insert, &[&pair.chat_id, &pair.teacher.id, &rows_asked])
            .await
            .unwrap();
        let keep = !(hand + round).is_multiple_of(3);
        let end = if keep { "COMMIT" } else { "ROLLBACK" };
        client.batch_execute(end).await.unwrap();
        committed += if keep { rows } else { 0 };
    }
    committed
}

/// Polls `position > last`, as a tail does, until told that nothing more comes.
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

async fn append_from_all_sides(database: &TestDatabase) -> u64 {
    let pair = database.pair().await;
    let store = Store::of(database);
    let clients = join_all((0..CLIENTS).map(|_| database.client())).await;
    let by_hand = clients
        .into_iter()
        .enumerate()
        .map(|(hand, client)| type_by_hand(client, &pair, hand));
    let by_writer = (0..CLIENTS).map(async |_| {
        for _ in 0..ROUNDS {
            appended(store.send(pair.chat_id, &pair.student, "!").await);
        }
    });
    let (by_hand, _) = join(join_all(by_hand), join_all(by_writer)).await;
    // With the chat's own beginning.
    by_hand.iter().sum::<u64>() + (CLIENTS * ROUNDS) as u64 + 1
}

#[tokio::test]
async fn sixty_four_senders_and_their_rollbacks_leave_no_gap() {
    let database = TestDatabase::new().await;
    let appended = append_from_all_sides(&database).await;
    let client = database.client().await;
    let highest = number(&client, "SELECT max(position) FROM events").await;
    let count = number(&client, "SELECT count(*) FROM events").await;
    assert_eq!(highest, count);
    // Sends bring read marks of their senders along.
    let asked_for = "SELECT count(*) FROM events WHERE kind <> 'chat_read'";
    let asked_for = number(&client, asked_for).await;
    assert_eq!(asked_for, i64::try_from(appended).unwrap());
}

#[tokio::test]
async fn a_reader_that_polls_past_its_last_position_misses_nothing() {
    let database = TestDatabase::new().await;
    let done = CancellationToken::new();
    let reader = tokio::spawn(follow(database.client().await, done.clone()));
    append_from_all_sides(&database).await;
    done.cancel();
    let seen = reader.await.unwrap();
    let expected: Vec<i64> = (1..=database.head().await).collect();
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn messages_of_a_chat_are_numbered_without_a_gap() {
    let database = TestDatabase::new().await;
    append_from_all_sides(&database).await;
    let out_of_place = "SELECT count(*)
                        FROM (SELECT seq, row_number() OVER (ORDER BY id) AS place
                              FROM messages) AS m
                        WHERE m.seq <> m.place";
    assert_eq!(database.number(out_of_place).await, 0);
}

/// Pages of tables and indexes that were touched so far.
async fn touched(client: &Client) -> i64 {
    let flush = client.execute("SELECT pg_stat_force_next_flush()", &[]);
    flush.await.expect("what was counted is told");
    let sql = "SELECT sum(heap_blks_hit + heap_blks_read
                          + coalesce(idx_blks_hit, 0) + coalesce(idx_blks_read, 0))::bigint
               FROM pg_statio_user_tables";
    number(client, sql).await
}

/// Pages that one statement touched for each of so many messages, which it appended.
async fn touched_a_row(client: &Client, pair: &Pair, rows: i32) -> i64 {
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
async fn twenty_thousand_rows_in_one_insert_cost_as_much_each() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let client = database.client().await;

    let of_few = touched_a_row(&client, &pair, 1_000).await;
    let of_many = touched_a_row(&client, &pair, 20_000).await;

    assert!(of_few > 0);
    assert!(of_many < 2 * of_few, "{of_few} pages a row, then {of_many}");
}
