//! Legal holds and open reports keep a user from being erased.

use serde_json::json;

use super::run_on;
use crate::cli::text;
use crate::support::TestDatabase;

/// Runs a command that must succeed, and returns what it prints.
async fn succeed(database: &TestDatabase, arguments: &[&str]) -> String {
    let output = run_on(database, arguments).await;
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

/// Tries to erase a user, and returns why it was refused.
async fn refusal_to_erase(database: &TestDatabase, user_id: i64) -> String {
    let before = database.number("SELECT max(position) FROM events").await;
    let id = user_id.to_string();
    let output = run_on(database, &["erase-user", &id, "--yes"]).await;
    assert!(!output.status.success(), "{}", text(&output.stdout));
    let nothing_changed = format!(
        "SELECT count(*) FROM users AS u, events AS e
         WHERE u.id = {user_id} AND e.position = {before} AND NOT EXISTS (SELECT FROM erasures)"
    );
    assert_eq!(database.number(&nothing_changed).await, 1);
    text(&output.stderr)
}

#[tokio::test]
async fn a_hold_of_a_user_refuses_the_erasure_until_it_is_released() {
    let (database, pair) = TestDatabase::with_pair().await;
    let user = pair.student.id.to_string();
    let reason = "letter of the court";
    let added = succeed(
        &database,
        &["hold", "add", "--user", &user, "--reason", reason],
    )
    .await;
    assert_eq!(added, format!("hold 1 covers user {user}\n"));
    let refusal = refusal_to_erase(&database, pair.student.id).await;
    let expected = format!("user {user} is not erased: hold 1 of the user covers them ({reason})");
    assert!(refusal.contains(&expected), "{refusal}");

    succeed(
        &database,
        &["hold", "release", "1", "--reason", "it has ended"],
    )
    .await;
    succeed(&database, &["erase-user", &user, "--yes"]).await;
    let list = succeed(&database, &["hold", "list"]).await;
    assert!(
        list.contains("released at") && list.contains("it has ended"),
        "{list}"
    );
}

#[tokio::test]
async fn a_hold_of_a_chat_covers_its_former_members_and_nobody_else() {
    let (database, pair) = TestDatabase::with_pair().await;
    let other = database.pair().await;
    let chat = pair.chat_id.to_string();
    succeed(
        &database,
        &["hold", "add", "--chat", &chat, "--reason", "a claim"],
    )
    .await;
    let leave = format!(
        "DELETE FROM chat_participants WHERE chat_id = {chat} AND user_id = {}",
        pair.student.id
    );
    database.execute(&leave).await;
    for person in [&pair.student, &pair.teacher] {
        let refusal = refusal_to_erase(&database, person.id).await;
        assert!(
            refusal.contains(&format!("hold 1 of chat {chat}")),
            "{refusal}"
        );
    }
    let id = other.student.id.to_string();
    succeed(&database, &["erase-user", &id, "--yes"]).await;
}

#[tokio::test]
async fn an_open_report_refuses_the_erasure_of_the_author() {
    let (database, pair) = TestDatabase::with_pair().await;
    database
        .append_messages(pair.chat_id, &pair.student, "rude", 1)
        .await;
    let sent = database.number("SELECT max(id) FROM messages").await;
    let message = json!({ "message_id": sent, "content": "rude" });
    let report = format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload)
         VALUES ({}, 'message_reported', {}, '{message}')",
        pair.chat_id, pair.teacher.id
    );
    database.execute(&report).await;
    let id = database.number("SELECT id FROM reports").await;
    let refusal = refusal_to_erase(&database, pair.student.id).await;
    assert!(
        refusal.contains(&format!("report {id} of a message")),
        "{refusal}"
    );

    let resolve = format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload)
         VALUES ({}, 'report_resolved', {}, '{{\"report_id\": {id}, \"resolution\": \"dismissed\"}}')",
        pair.chat_id, pair.teacher.id
    );
    database.execute(&resolve).await;
    let student = pair.student.id.to_string();
    succeed(&database, &["erase-user", &student, "--yes"]).await;
}

#[tokio::test]
async fn a_hold_is_only_released_and_never_placed_on_who_is_being_erased() {
    let (database, pair) = TestDatabase::with_pair().await;
    let client = database.client().await;
    let user = pair.student.id.to_string();
    succeed(
        &database,
        &["hold", "add", "--user", &user, "--reason", "a claim"],
    )
    .await;
    for change in [
        "UPDATE audit.holds SET reason = 'none'",
        "DELETE FROM audit.holds",
        "TRUNCATE audit.holds",
    ] {
        let refused = client.batch_execute(change).await;
        let refused = refused.expect_err(change);
        let code = refused.code().map(|code| code.code().to_owned());
        assert_eq!(code.as_deref(), Some("42501"), "{change}: {refused}");
    }
    let begun = format!(
        "INSERT INTO erasures (user_id) VALUES ({})",
        pair.teacher.id
    );
    database.execute(&begun).await;
    let teacher = pair.teacher.id.to_string();
    for (arguments, expected) in [
        (vec!["--user", &teacher], "is being erased"),
        (vec!["--chat", "900"], "there is no chat 900"),
        (vec!["--user", "900"], "there is no user 900"),
    ] {
        let arguments = [vec!["hold", "add", "--reason", "a claim"], arguments].concat();
        let output = run_on(&database, &arguments).await;
        assert!(!output.status.success());
        let error = text(&output.stderr);
        assert!(error.contains(expected), "{error}");
    }
}

#[tokio::test]
async fn auditors_read_who_erased_whom_and_why() {
    let (database, pair) = TestDatabase::with_pair().await;
    database
        .append_messages(pair.chat_id, &pair.student, "hello", 2)
        .await;
    let id = pair.student.id.to_string();
    let arguments = ["erase-user", &id, "--reason", "asked by letter", "--yes"];
    succeed(&database, &arguments).await;
    let client = database.client().await;
    client
        .batch_execute("SET ROLE vestnik_auditor")
        .await
        .unwrap();
    let sql =
        "SELECT concat_ws(' | ', user_id, reason, chats, erased_texts, operator = session_user,
                                finished_at IS NOT NULL, (SELECT count(*) FROM audit.holds))
               FROM audit.erasure_ledger()";
    let row = client.query_one(sql, &[]).await.unwrap();
    let expected = format!("{id} | asked by letter | 1 | 2 | t | t | 0");
    assert_eq!(row.get::<_, String>(0), expected);
}
