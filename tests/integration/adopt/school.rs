//! The school: people, lessons, chats and messages.

use super::{Move, client_of, unread};
use crate::audit::assert_no_findings;
use crate::cli::{run, text};
use crate::support::TestDatabase;

const ORIGIN: &str = include_str!("sql/school.sql");

/// Messages of the origin, and here.
const MESSAGES: [&str; 2] = [
    "SELECT concat_ws('|', date_trunc('milliseconds', m.created_at AT TIME ZONE 'Asia/Bishkek'), m.sender_id,
            m.is_deleted, p.pair, m.content)
     FROM messages AS m
     JOIN (SELECT chat_id, min(user_id) || ':' || max(user_id) AS pair
           FROM chat_participants GROUP BY chat_id) AS p USING (chat_id)
     ORDER BY m.created_at, m.id",
    "SELECT concat_ws('|', m.created_at, m.sender_id, m.is_deleted, c.pair_key, m.content)
     FROM messages AS m JOIN chats AS c ON c.id = m.chat_id ORDER BY m.id",
];

#[tokio::test]
async fn school_moves_in_row_by_row() {
    let school = Move::of("school", &[ORIGIN]).await;
    let outcome = school.adopt_twice().await;
    assert!(
        outcome
            .stdout
            .contains("421 people, 401 chats, 4000 messages and 1201 lessons"),
        "{outcome}"
    );
    let people = "SELECT concat_ws('|', id, email, role, created_at AT TIME ZONE 'UTC', name) FROM users ORDER BY id";
    school
        .assert_same(
            "SELECT concat_ws('|', id, email, role,
                    created_at AT TIME ZONE 'Asia/Bishkek' AT TIME ZONE 'UTC', translate(name, E'\\n', ' '))
             FROM users ORDER BY id",
            people,
        )
        .await;
    school.assert_same(MESSAGES[0], MESSAGES[1]).await;
    school
        .assert_same(
            "SELECT concat_ws('|', id, teacher_id, student_id, scheduled_at AT TIME ZONE 'Asia/Bishkek', status,
                    completed_at AT TIME ZONE 'Asia/Bishkek')
             FROM lessons ORDER BY id",
            "SELECT concat_ws('|', id, teacher_id, student_id, scheduled_at, status, completed_at)
             FROM lessons ORDER BY id",
        )
        .await;
    school
        .assert_same(
            "SELECT concat_ws('|', min(user_id) || ':' || max(user_id), string_agg(role, ',' ORDER BY user_id))
             FROM chat_participants GROUP BY chat_id
             UNION ALL SELECT '2:102|teacher,student' ORDER BY 1",
            "SELECT concat_ws('|', c.pair_key, string_agg(p.role, ',' ORDER BY p.user_id))
             FROM chat_participants AS p JOIN chats AS c ON c.id = p.chat_id GROUP BY c.id ORDER BY 1",
        )
        .await;
    let replica = school.serve().await;
    let student = client_of(&replica, 101);
    let chats = student.get("/api/chats").await.expect(200);
    assert_eq!(chats["chats"][0]["participant"]["id"], 2);
    assert_eq!(chats["chats"][0]["unread_count"], 0);
    let lesson = client_of(&replica, 1)
        .post(
            "/api/lessons",
            &serde_json::json!({ "teacher_id": 3, "student_id": 101, "scheduled_at": "2030-01-01T10:00:00Z" }),
        )
        .await;
    assert_eq!(lesson.expect(201)["id"], 1202);
}

#[tokio::test]
async fn visits_of_the_school_become_unread_counts() {
    let visits = "ALTER TABLE chat_participants ADD COLUMN last_visit timestamp;
        UPDATE chat_participants SET last_visit = timestamp '2024-04-02 03:00' WHERE user_id % 2 = 0";
    let school = Move::of("school", &[ORIGIN, visits]).await;
    school.adopt_twice().await;
    let replica = school.serve().await;
    for user_id in [2, 3, 101, 102] {
        let answer = client_of(&replica, user_id).get("/api/chats").await;
        let found = unread(&answer.expect(200)["chats"]);
        let found: i64 = found.iter().map(|(_, unread)| unread).sum();
        // Sending is a visit too.
        let sql = format!(
            "SELECT count(*) FROM messages AS m JOIN chat_participants AS p USING (chat_id)
             WHERE p.user_id = {user_id} AND m.sender_id <> {user_id} AND NOT m.is_deleted
               AND m.created_at > greatest(p.last_visit, (
                   SELECT max(own.created_at) FROM messages AS own
                   WHERE own.chat_id = m.chat_id AND own.sender_id = {user_id}), '-infinity')"
        );
        assert_eq!(found, school.origin.number(&sql).await, "{user_id}");
        assert!(found > 0 || user_id != 3);
    }
}

#[tokio::test]
async fn bad_rows_are_listed_and_the_others_are_brought() {
    let bad = "INSERT INTO users (id, email, name, role) VALUES
            (601, 'x@school.test', 'X', 'headmaster'), (602, 'U2@SCHOOL.TEST', 'Y', 'student');
        INSERT INTO chats (id) VALUES (601), (602), (603);
        INSERT INTO chat_participants (chat_id, user_id, role) VALUES
            (601, 2, 'teacher'), (602, 2, 'teacher'), (602, 601, 'student'),
            (603, 3, 'teacher'), (603, 102, 'student');
        INSERT INTO messages (id, chat_id, sender_id, content, created_at) VALUES
            (9001, 1, 3, repeat('я', 10001), '2024-05-01'), (9002, 1, 3, ' ', '2024-05-01'),
            (9003, 601, 2, 'a', '2024-05-01'), (9004, 1, NULL, 'a', '2024-05-01'),
            (9005, 1, 601, 'a', '2024-05-01'), (9006, 603, 3, 'в один чат', '2024-05-01'),
            (9007, 1, 3, 'без времени', NULL);
        INSERT INTO lessons (id, teacher_id, student_id, scheduled_at, status) VALUES
            (9001, 101, 102, '2024-05-01', 'scheduled'), (9002, NULL, 102, '2024-05-01', 'scheduled'),
            (9003, 2, 102, '2024-05-01', 'moved')";
    let school = Move::of("school", &[ORIGIN, bad]).await;
    let outcome = school.adopt_twice().await;
    for line in [
        "users 601: its role is unknown",
        "users 602: it is brought without its e-mail address, which 2 has too",
        "chats 601: it has one participant instead of two",
        "chats 602: its participant 601 is not among the people who are brought",
        "chats 603: its two people have the chat 1, which gets its messages",
        "messages 9001: its text has more than 10000 characters",
        "messages 9002: its text is empty",
        "messages 9003: its chat 601 is not among those that are brought",
        "messages 9004: it has no sender",
        "messages 9005: its sender 601 is not among the people who are brought",
        "messages 9007: it has no time",
        "lessons 9001: its teacher is student by role",
        "lessons 9002: it has no teacher",
        "lessons 9003: its status is unknown",
    ] {
        assert!(outcome.stdout.contains(line), "{line}:\n{outcome}");
    }
    assert!(
        outcome.stdout.contains("12 rows were left out"),
        "{outcome}"
    );
    let merged = "SELECT count(*) FROM messages AS m JOIN chats AS c ON c.id = m.chat_id
                  WHERE m.content = 'в один чат' AND c.pair_key = '3:102'";
    assert_eq!(school.target.number(merged).await, 1);
    assert_eq!(
        school.target.number("SELECT count(*) FROM messages").await,
        4001
    );
}

#[tokio::test]
async fn messages_join_the_chats_that_lessons_have_made() {
    let school = Move::of("school", &[ORIGIN]).await;
    // The school's system has written its people and a lesson here before.
    school
        .target
        .execute(
            "INSERT INTO users (id, email, name, role) VALUES
                 (3, 'U3@school.test', 'Имя 3', 'teacher'), (102, 'u102@school.test', 'Имя 102', 'student');
             INSERT INTO lessons (id, teacher_id, student_id, scheduled_at, status)
             VALUES (1, 3, 102, '2024-02-01 07:00Z', 'completed')",
        )
        .await;
    let outcome = school.adopt(&[]).await;
    assert!(outcome.succeeded, "{outcome}");
    school.assert_same(MESSAGES[0], MESSAGES[1]).await;
    let chats = "SELECT count(*) FROM chats WHERE pair_key = '3:102'";
    assert_eq!(school.target.number(chats).await, 1);
    let events = school.target.head().await;
    let again = school.adopt(&[]).await;
    assert!(again.succeeded, "{again}");
    assert_eq!(school.target.head().await, events);
}

#[tokio::test]
async fn second_run_brings_what_is_new() {
    let school = Move::of("school", &[ORIGIN]).await;
    assert!(school.adopt(&[]).await.succeeded);
    school
        .origin
        .execute(
            "UPDATE messages SET is_deleted = true WHERE id = 5;
             INSERT INTO users (id, email, name, role) VALUES (700, 'new@school.test', 'Новый', 'student');
             INSERT INTO chats (id, created_at) VALUES (700, '2024-06-01 10:00');
             INSERT INTO chat_participants (chat_id, user_id, role) VALUES (700, 2, 'teacher'), (700, 700, 'student');
             INSERT INTO messages (chat_id, sender_id, content, created_at) VALUES
                 (700, 700, 'первое', '2024-06-01 11:00'), (1, 3, 'ещё', '2024-06-01 12:00');
             UPDATE lessons SET status = 'completed', completed_at = '2024-06-01 10:00' WHERE id = 403",
        )
        .await;
    let second = school.adopt(&[]).await;
    assert!(second.succeeded, "{second}");
    school.assert_same(MESSAGES[0], MESSAGES[1]).await;
    let completed = "SELECT count(*) FROM lessons WHERE id = 403 AND status = 'completed'";
    assert_eq!(school.target.number(completed).await, 1);
    school.assert_sound().await;
}

#[tokio::test]
async fn conflicts_with_what_is_here_stop_everything() {
    let school = Move::of("school", &[ORIGIN]).await;
    school
        .target
        .execute(
            "INSERT INTO users (id, email, name, role) VALUES
                 (5, 'other@school.test', 'Другой', 'student'), (900, 'u6@school.test', 'Шестой', 'teacher')",
        )
        .await;
    let outcome = school.adopt(&[]).await;
    assert!(!outcome.succeeded, "{outcome}");
    for line in [
        "users 5: another person has this id here",
        "users 6: the user 900 here has the same e-mail address",
    ] {
        assert!(outcome.stdout.contains(line), "{line}:\n{outcome}");
    }
    assert!(outcome.stderr.contains("nothing was written"), "{outcome}");
    assert_eq!(school.written().await, [2, 0, 0]);
}

#[tokio::test]
async fn other_tables_and_schemas_are_refused() {
    let school = Move::of("school", &[ORIGIN]).await;
    let renamed = "ALTER SCHEMA public RENAME TO old; CREATE SCHEMA public;
        ALTER TABLE old.messages RENAME COLUMN content TO body";
    school.origin.execute(renamed).await;
    for (options, reason) in [
        (&[] as &[&str], "the origin lacks the table users"),
        (&["--schema", "old"], "the column messages.content"),
        (
            &["--schema", "nowhere"],
            "the origin has no schema \"nowhere\"",
        ),
        (
            &["--schema", "old", "--time-zone", "Moon"],
            "no time zone \"Moon\"",
        ),
    ] {
        let outcome = school.adopt(options).await;
        assert!(!outcome.succeeded, "{options:?}");
        assert!(outcome.stderr.contains(reason), "{options:?}: {outcome}");
    }
    school
        .origin
        .execute("ALTER TABLE old.messages RENAME COLUMN body TO content")
        .await;
    let bare = TestDatabase::without_schema().await;
    let arguments = ["adopt", "--from", "school", &school.origin.url];
    let output = run(&arguments, &[("DATABASE_URL", &bare.url)], "").await;
    assert!(text(&output.stderr).contains("run `vestnik migrate` first"));
    let own = ["adopt", "--from", "school", &school.target.url];
    let output = run(&own, &[("DATABASE_URL", &school.target.url)], "").await;
    assert!(text(&output.stderr).contains("is Vestnik's own"));
    let outcome = school
        .adopt(&["--schema", "old", "--time-zone", "UTC"])
        .await;
    assert!(outcome.succeeded, "{outcome}");
    let first = "SELECT count(*) FROM messages WHERE id = (SELECT min(id) FROM messages)
                 AND created_at = '2024-04-01 09:00:37.123Z'";
    assert_eq!(school.target.number(first).await, 1);
}

#[tokio::test]
async fn people_who_are_gone_here_stay_gone() {
    let school = Move::of("school", &[ORIGIN]).await;
    assert!(school.adopt(&[]).await.succeeded);
    let gone = "CALL audit.erase_user(102); DELETE FROM users WHERE id = 103";
    let client = school.target.client().await;
    for statement in gone.split("; ") {
        client.batch_execute(statement).await.unwrap();
    }
    let new = "INSERT INTO messages (id, chat_id, sender_id, content, created_at)
        VALUES (9001, 1, 102, 'после', '2024-07-01'), (9002, 3, 5, 'дальше', '2024-07-01')";
    school.origin.execute(new).await;
    let events = school.target.head().await;
    let outcome = school.adopt(&[]).await;
    assert!(outcome.succeeded, "{outcome}");
    for line in [
        "users 102: this person was erased here",
        "users 103: this person was deleted here",
        "messages 9001: its sender 102 is not among the people who are brought",
    ] {
        assert!(outcome.stdout.contains(line), "{line}:\n{outcome}");
    }
    // The message, and that the student has read it.
    assert_eq!(school.target.head().await, events + 2);
    assert_no_findings(&client).await;
}
