//! The views of auditors: descriptions of events, and a chat at a past time.

use tokio_postgres::error::SqlState;

use super::lines;
use crate::sql::refusal;
use crate::support::store::appended;
use crate::support::{Pair, Store, TestDatabase};

/// A chat with messages, read marks, a deletion and a removed participant.
async fn conversation() -> (TestDatabase, Pair) {
    let (database, pair) = TestDatabase::with_pair().await;
    database
        .execute(&format!(
            "SET session_replication_role = replica; -- so that names are no events
             UPDATE users SET name = 'Anna' WHERE id = {};
             UPDATE users SET name = 'Ivan' WHERE id = {}",
            pair.teacher.id, pair.student.id
        ))
        .await;
    let store = Store::of(&database);
    store
        .send_message(pair.chat_id, &pair.student, "Can we move Tuesday?")
        .await;
    appended(store.read(pair.chat_id, &pair.teacher, None).await);
    store
        .send_message(pair.chat_id, &pair.teacher, "To Thursday")
        .await;
    let deleted_message = store
        .send_message(pair.chat_id, &pair.student, "oops")
        .await;
    appended(store.delete(deleted_message, &pair.student).await);
    database
        .remove_participant(pair.chat_id, &pair.student)
        .await;
    (database, pair)
}

#[tokio::test]
async fn timeline_includes_deleted_texts() {
    let (database, pair) = conversation().await;
    let client = database.client().await;
    let (chat, anna, ivan) = (pair.chat_id, pair.teacher.id, pair.student.id);
    let sql = format!(
        "SELECT concat_ws(' | ', t.position, t.actor, t.description, t.text)
         FROM audit.timeline({chat}) AS t"
    );
    let all = lines(&client, &sql).await;
    assert_eq!(
        all,
        [
            format!(
                "1 | the database | created the chat with Anna ({anna}) as teacher and Ivan ({ivan}) as student"
            ),
            format!("2 | Ivan ({ivan}) | wrote | Can we move Tuesday?"),
            format!("3 | Anna ({anna}) | read up to message 2"),
            format!("4 | Anna ({anna}) | wrote | To Thursday"),
            format!("5 | Ivan ({ivan}) | wrote (deleted since) | oops"),
            format!("6 | Ivan ({ivan}) | read up to message 5"),
            format!("7 | Ivan ({ivan}) | deleted message 5 | oops"),
            format!("8 | the database | removed Ivan ({ivan})"),
        ]
    );
    let page = sql.replace(
        &format!("({chat})"),
        &format!("({chat}, after => 2, max_events => 2)"),
    );
    assert_eq!(lines(&client, &page).await, all[2..4]);
    let replay = sql.replace(
        &format!("audit.timeline({chat})"),
        "audit.describe_events(3, 5)",
    );
    assert_eq!(lines(&client, &replay).await, all[2..5]);
}

#[tokio::test]
async fn user_activity_lists_events_by_and_about_the_user() {
    let (database, pair) = conversation().await;
    let client = database.client().await;
    let of = |rest: &str| {
        format!(
            "SELECT a.position::text FROM audit.user_activity({}{rest}) AS a",
            pair.student.id
        )
    };
    assert_eq!(
        lines(&client, &of("")).await,
        ["1", "2", "5", "6", "7", "8"]
    );
    database
        .execute(&format!(
            "INSERT INTO events (chat_id, kind, actor_id, payload)
             VALUES ({}, 'message_deleted', {}, '{{\"message_id\": 2}}')",
            pair.chat_id, pair.teacher.id
        ))
        .await;
    let with_own_message_deleted = ["1", "2", "5", "6", "7", "8", "9"];
    assert_eq!(lines(&client, &of("")).await, with_own_message_deleted);
    let before_all = of(", '2000-01-01', '2001-01-01'");
    assert_eq!(lines(&client, &before_all).await, Vec::<String>::new());
}

#[tokio::test]
async fn chat_as_of_shows_the_chat_at_that_time() {
    let (database, pair) = conversation().await;
    let client = database.client().await;
    let at = |position: i64| {
        format!(
            "SELECT concat_ws(' | ', c.message_id, c.text, array_to_string(c.read_by, ', '))
             FROM audit.chat_as_of({}, (SELECT e.recorded_at FROM events AS e
                                     WHERE e.position = {position})) AS c",
            pair.chat_id
        )
    };
    // Several events may share a millisecond, so their times are set one minute apart.
    database
        .execute(
            "SET session_replication_role = replica;
             UPDATE events SET recorded_at = '2026-10-01'::timestamptz + position * interval '1 min'",
        )
        .await;
    let anna = format!("Anna ({})", pair.teacher.id);
    let ivan = format!("Ivan ({})", pair.student.id);
    assert_eq!(lines(&client, &at(1)).await, Vec::<String>::new());
    assert_eq!(
        lines(&client, &at(2)).await,
        ["2 | Can we move Tuesday? | "]
    );
    assert_eq!(
        lines(&client, &at(3)).await,
        [format!("2 | Can we move Tuesday? | {anna}")]
    );
    let before_deletion = lines(&client, &at(5)).await;
    let first = format!("2 | Can we move Tuesday? | {anna}");
    let second = format!("4 | To Thursday | {ivan}");
    assert_eq!(
        before_deletion,
        [first.clone(), second.clone(), "5 | oops | ".into()]
    );
    assert_eq!(lines(&client, &at(7)).await, [first.clone(), second]);
    // A removed participant is not listed as a reader.
    assert_eq!(
        lines(&client, &at(8)).await,
        [first, "4 | To Thursday | ".into()]
    );
}

#[tokio::test]
async fn message_readers_lists_each_participants_read_state() {
    let (database, pair) = conversation().await;
    let client = database.client().await;
    let late = database.person("student").await;
    database
        .add_participant(pair.chat_id, &late, "student")
        .await;
    let of = |id: i64| {
        format!("SELECT concat_ws(' | ', r.status, (SELECT e.position FROM events AS e WHERE e.recorded_at = r.at
                 ORDER BY e.position LIMIT 1)) FROM audit.message_readers({id}) AS r ORDER BY r.participant DESC")
    };
    database
        .execute(
            "SET session_replication_role = replica;
             UPDATE events SET recorded_at = '2026-10-01'::timestamptz + position * interval '1 min'",
        )
        .await;
    // In descending order: the late participant ("N. …"), Ivan, Anna.
    assert_eq!(
        lines(&client, &of(2)).await,
        ["joined later | 9", "wrote it | 2", "read it | 3"]
    );
    assert_eq!(
        lines(&client, &of(4)).await,
        ["joined later | 9", "wrote after it | 5", "wrote it | 4"]
    );
    assert_eq!(
        lines(&client, &of(5)).await,
        ["joined later | 9", "wrote it | 5", "has not read it"]
    );
}

#[tokio::test]
async fn unknown_chats_and_messages_are_errors() {
    let (database, pair) = conversation().await;
    let client = database.client().await;
    client
        .batch_execute("SET ROLE vestnik_auditor")
        .await
        .unwrap();
    let message = pair.chat_id + 1;
    for (call, expected) in [
        ("timeline(4242)".to_owned(), "there is no chat 4242"),
        (
            "chat_as_of(4242, now())".to_owned(),
            "there is no chat 4242",
        ),
        (
            "chat_as_of(NULL, now())".to_owned(),
            "there is no chat NULL",
        ),
        // An id of a message is not one of a chat, and the other way round.
        (format!("timeline({message})"), "there is no chat"),
        (
            format!("message_readers({})", pair.chat_id),
            "there is no message",
        ),
        (
            "message_readers(4242)".to_owned(),
            "there is no message 4242",
        ),
    ] {
        let sql = format!("SELECT * FROM audit.{call}");
        let refused = refusal(&sql, client.batch_execute(&sql).await);
        assert!(refused.message().starts_with(expected), "{refused:?}");
        assert_eq!(refused.code(), &SqlState::NO_DATA_FOUND);
    }
}

#[tokio::test]
async fn descriptions_are_cut_to_120_characters() {
    let (database, pair) = conversation().await;
    let (chat, teacher) = (pair.chat_id, pair.teacher.id);
    // Each commits by itself: a rename is an event of the end of its transaction.
    for change in [
        format!("UPDATE users SET name = repeat('Ж', 200) WHERE id = {teacher}"),
        format!("DELETE FROM chat_participants WHERE chat_id = {chat} AND user_id = {teacher}"),
    ] {
        database.execute(&change).await;
    }
    let client = database.client().await;
    for call in [
        format!("timeline({chat})"),
        "describe_events(1, 100)".to_owned(),
        format!("user_activity({teacher})"),
    ] {
        let sql = format!("SELECT d.description FROM audit.{call} AS d ORDER BY d.position");
        let all = lines(&client, &sql).await;
        let last = all.last().unwrap();
        assert_eq!(last.chars().count(), 120, "{call}: {last}");
        assert!(last.ends_with('…'), "{call}");
    }
}
