//! What the answers of auditors heed: edits, memberships, erasures, and the language.

use super::lines;
use crate::support::{Pair, TestDatabase};

/// A chat whose events are a minute apart.
async fn chat_with(events: &str) -> (TestDatabase, Pair) {
    let (database, pair) = TestDatabase::with_pair().await;
    let events = events
        .replace("$CHAT", &pair.chat_id.to_string())
        .replace("$TEACHER", &pair.teacher.id.to_string())
        .replace("$STUDENT", &pair.student.id.to_string());
    let sql = format!(
        "SET session_replication_role = replica; -- so that names are no events
         UPDATE users SET name = 'Anna' WHERE id = {};
         UPDATE users SET name = 'Ivan' WHERE id = {};
         SET session_replication_role = origin;
         INSERT INTO events (chat_id, kind, actor_id, payload) VALUES {events};
         SET session_replication_role = replica;
         UPDATE events SET recorded_at = '2026-10-01 00:00+00'::timestamptz + position * interval '1 min'",
        pair.teacher.id, pair.student.id
    );
    database.execute(&sql).await;
    (database, pair)
}

/// The minute of an event's position.
fn at(position: i64) -> String {
    format!("'2026-10-01 00:{position:02}:30+00'")
}

const EDITED: &str = r#"
    ($CHAT, 'message_sent', $TEACHER, '{"content": "at five"}'),
    ($CHAT, 'chat_read', $STUDENT, '{"up_to_id": 2}'),
    ($CHAT, 'message_edited', $TEACHER, '{"message_id": 2, "content": "at six"}'),
    ($CHAT, 'message_sent', $STUDENT, '{"content": "fine"}')"#;

#[tokio::test]
async fn reader_of_a_former_text_has_not_read_its_edit() {
    let (database, pair) = chat_with(EDITED).await;
    let client = database.client().await;
    let ivan = format!("Ivan ({})", pair.student.id);
    for (position, expected) in [
        (2, "at five | {} | {}".to_owned()),
        (3, format!("at five | {{\"{ivan}\"}} | {{}}")),
        (4, format!("at six | {{}} | {{\"{ivan}\"}}")),
        // He was in the chat again.
        (5, format!("at six | {{\"{ivan}\"}} | {{}}")),
    ] {
        let sql = format!(
            "SELECT concat_ws(' | ', c.text, c.read_by, c.read_before_edit)
             FROM audit.chat_as_of({}, {}) AS c WHERE c.message_id = 2",
            pair.chat_id,
            at(position)
        );
        assert_eq!(lines(&client, &sql).await, [expected], "{position}");
    }
    let readers = "SELECT concat_ws(' | ', r.status, r.text_read, to_char(r.back_at, 'MI:SS'))
                   FROM audit.message_readers(2) AS r WHERE r.participant LIKE 'Ivan%'";
    assert_eq!(
        lines(&client, readers).await,
        ["read the former text | at five | 05:00"]
    );
}

const MEMBERS: &str = r#"
    ($CHAT, 'message_sent', $TEACHER, '{"content": "one"}'),
    ($CHAT, 'participant_left', $TEACHER, '{"user_id": $STUDENT}'),
    ($CHAT, 'message_sent', $TEACHER, '{"content": "two"}'),
    ($CHAT, 'participant_joined', $TEACHER, '{"user_id": $STUDENT, "role": "student"}'),
    ($CHAT, 'chat_deleted', $TEACHER, '{}')"#;

#[tokio::test]
async fn members_of_a_time_heed_removal_return_and_deletion() {
    let (database, pair) = chat_with(MEMBERS).await;
    let client = database.client().await;
    let chat = pair.chat_id;
    for (position, expected) in [
        (1, vec!["Anna", "Ivan"]),
        (3, vec!["Anna"]),
        (5, vec!["Anna", "Ivan"]),
        (6, vec![]),
    ] {
        let sql = format!(
            "SELECT split_part(m.member, ' ', 1) FROM audit.members_as_of({chat}, {}) AS m ORDER BY 1",
            at(position)
        );
        assert_eq!(lines(&client, &sql).await, expected, "{position}");
    }
    let seen = |position| {
        format!(
            "SELECT v.text FROM audit.visible_to({}, {chat}, {}) AS v ORDER BY v.message_id",
            pair.student.id,
            at(position)
        )
    };
    assert_eq!(lines(&client, &seen(2)).await, ["one"]);
    for position in [3, 4, 6] {
        let refused = client.query(&seen(position), &[]).await;
        assert!(refused.is_err(), "{position}");
    }
    assert_eq!(lines(&client, &seen(5)).await, ["one", "two"]);
    let changes = |from, to| {
        format!(
            "SELECT concat_ws(' ', c.change, split_part(c.who, ' ', 1), to_char(c.at, 'MI'))
             FROM audit.changes_between({chat}, {}, {}) AS c WHERE c.message_id IS NULL",
            at(from),
            at(to)
        )
    };
    assert_eq!(lines(&client, &changes(1, 4)).await, ["left Ivan 03"]);
    assert_eq!(lines(&client, &changes(3, 5)).await, ["joined Ivan 05"]);
    let ended = ["left Anna 06", "left Ivan 06"];
    assert_eq!(lines(&client, &changes(5, 6)).await, ended);
}

#[tokio::test]
async fn former_and_deleted_texts_are_found_and_erased_ones_are_not() {
    let (database, pair) = chat_with(EDITED).await;
    let client = database.client().await;
    let found = |part: &str| {
        format!(
            "SELECT t.position::text FROM audit.find_texts('{part}', {}) AS t",
            pair.chat_id
        )
    };
    assert_eq!(lines(&client, &found("AT FIVE")).await, ["2"]);
    assert_eq!(lines(&client, &found("at ")).await, ["2", "4"]);
    let elsewhere = found("at ").replace(
        &format!(", {})", pair.chat_id),
        ", to_time => '2026-10-01 00:03+00')",
    );
    assert_eq!(lines(&client, &elsewhere).await, ["2"]);
    let erase = format!("CALL audit.erase_user({})", pair.teacher.id);
    client.batch_execute(&erase).await.unwrap();
    assert_eq!(lines(&client, &found("at ")).await, Vec::<String>::new());
}

#[tokio::test]
async fn answers_are_russian_where_the_session_asks_for_it() {
    let (database, pair) = chat_with(EDITED).await;
    let client = database.client().await;
    let leave = format!("DELETE FROM users WHERE id = {}", pair.student.id);
    client.batch_execute(&leave).await.unwrap();
    client
        .batch_execute("SET vestnik.language = 'ru'")
        .await
        .unwrap();
    let (chat, anna, ivan) = (pair.chat_id, pair.teacher.id, pair.student.id);
    let sql =
        format!("SELECT concat_ws(' | ', t.actor, t.description) FROM audit.timeline({chat}) AS t");
    assert_eq!(
        lines(&client, &sql).await[..5],
        [
            format!(
                "база данных | создание чата: Anna ({anna}) — преподаватель, удалённый пользователь ({ivan}) — ученик"
            ),
            format!("Anna ({anna}) | сообщение (исправлено позже)"),
            format!("удалённый пользователь ({ivan}) | прочитано до сообщения 2"),
            format!("Anna ({anna}) | правка сообщения 2"),
            format!("удалённый пользователь ({ivan}) | сообщение"),
        ]
    );
    let status = "SELECT r.status FROM audit.message_readers(2) AS r ORDER BY 1";
    assert_eq!(
        lines(&client, status).await,
        ["автор", "прочитал(а) прежний текст"]
    );
}
