//! `vestnik replay` makes everything that follows from the log out of its events alone.

use std::io::Write as _;

use futures::TryStreamExt as _;
use tempfile::NamedTempFile;
use tokio_postgres::Client;

use super::erasure::erase;
use super::{assert_no_findings, generate_activity, run_on};
use crate::cli::text;
use crate::support::TestDatabase;

/// The events of a database as psql's `\copy` writes them.
async fn copy_of(client: &Client) -> Vec<u8> {
    let copy = "COPY (SELECT * FROM events ORDER BY position) TO STDOUT (FORMAT csv, HEADER)";
    let parts = client.copy_out(copy).await.unwrap();
    let parts: Vec<_> = parts.try_collect().await.unwrap();
    parts.concat()
}

fn file_of(copy: &[u8]) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(copy).unwrap();
    file
}

/// The rows of the log, of the read model and of what belongs to it, by table.
async fn rows(client: &Client) -> Vec<(String, String)> {
    let sql = "SELECT t.name, query_to_xml(
                   format('SELECT r::text FROM %s AS r ORDER BY 1', t.name), false, false, '')::text
               FROM (
                   SELECT format('public.%I', t.name) AS name FROM read_model_tables AS t
                   UNION ALL
                   VALUES ('events'), ('log_head'), ('imported_ranges')
               ) AS t
               ORDER BY 1";
    let rows = client.query(sql, &[]).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

async fn refused(database: &TestDatabase, copy: &[u8]) -> String {
    let file = file_of(copy);
    let path = file.path().to_str().unwrap();
    let output = run_on(database, &["replay", path]).await;
    assert!(!output.status.success(), "{}", text(&output.stdout));
    assert_eq!(database.number("SELECT count(*) FROM users").await, 0);
    text(&output.stderr)
}

#[tokio::test]
async fn a_replayed_log_gives_the_same_rows() {
    let original = TestDatabase::new().await;
    let pairs = generate_activity(&original).await;
    erase(&original, &pairs[0].student).await;
    let client = original.client().await;
    let imported = format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload, recorded_at, origin)
         VALUES ({}, 'message_sent', {}, '{{\"content\": \"of long ago\"}}', '2020-01-01', 'import')",
        pairs[1].chat_id, pairs[1].teacher.id
    );
    client.batch_execute(&imported).await.unwrap();
    client
        .batch_execute(
            "INSERT INTO imported_ranges (from_position, to_position)
             SELECT max(position), max(position) FROM events",
        )
        .await
        .unwrap();
    let file = file_of(&copy_of(&client).await);

    let replayed = TestDatabase::new().await;
    let output = run_on(&replayed, &["replay", file.path().to_str().unwrap()]).await;
    assert!(output.status.success(), "{}", text(&output.stderr));
    let copy = replayed.client().await;
    let (expected, given) = (rows(&client).await, rows(&copy).await);
    assert!(expected.len() > 10);
    for (expected, given) in expected.iter().zip(&given) {
        assert_eq!(expected, given);
    }
    assert_no_findings(&copy).await;
    let erased = format!(
        "SELECT count(*) FROM erasures WHERE user_id = {} AND finished_at IS NOT NULL",
        pairs[0].student.id
    );
    assert_eq!(replayed.number(&erased).await, 1);

    // A new person is nobody of the log, and the log goes on.
    let anna = replayed.person("teacher").await;
    let named = format!(
        "SELECT (SELECT count(*) FROM events AS e WHERE e.actor_id = {0})
              + (SELECT count(*) FROM all_participants AS p WHERE p.user_id = {0})",
        anna.id
    );
    assert_eq!(replayed.number(&named).await, 0);
    replayed
        .append_messages(pairs[1].chat_id, &pairs[1].teacher, "next", 1)
        .await;
    assert_no_findings(&copy).await;
}

#[tokio::test]
async fn a_copy_that_is_no_whole_log_is_refused_and_nothing_is_loaded() {
    let original = TestDatabase::new().await;
    generate_activity(&original).await;
    let copy = copy_of(&original.client().await).await;
    let copy = text(&copy);
    let lines: Vec<&str> = copy.lines().collect();
    let empty = TestDatabase::new().await;

    let without_third = [&lines[..3], &lines[4..]].concat().join("\n");
    let error = refused(&empty, without_third.as_bytes()).await;
    assert!(error.contains("position 3 is missing"), "{error}");

    let headless = lines[1..].join("\n");
    let error = refused(&empty, headless.as_bytes()).await;
    assert!(
        error.contains("the first line must name these columns"),
        "{error}"
    );

    let unreadable = [lines[0], lines[1], "no event"].join("\n");
    let error = refused(&empty, unreadable.as_bytes()).await;
    assert!(error.contains("line 2"), "{error}");

    assert_eq!(empty.number("SELECT count(*) FROM events").await, 0);
    let output = run_on(
        &original,
        &["replay", file_of(copy.as_bytes()).path().to_str().unwrap()],
    )
    .await;
    assert!(text(&output.stderr).contains("an empty database only"));
}
