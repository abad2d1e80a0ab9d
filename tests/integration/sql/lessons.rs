//! Completed lessons, also written with plain SQL, create chats.

use futures::future::join_all;
use tokio_postgres::error::SqlState;

use super::{number, refusal, refused};
use crate::support::wait::within;
use crate::support::{Person, TestDatabase};

const CHATS: &str = "SELECT count(*) FROM chats";

fn lesson(teacher: &Person, student: &Person, status: &str) -> String {
    format!(
        "INSERT INTO lessons (teacher_id, student_id, scheduled_at, status)
         VALUES ({}, {}, now(), '{status}')",
        teacher.id, student.id
    )
}

async fn people(database: &TestDatabase) -> (Person, Person) {
    (
        database.person("teacher").await,
        database.person("student").await,
    )
}

#[tokio::test]
async fn lesson_inserted_as_completed_creates_its_chat() {
    let database = TestDatabase::new().await;
    let (teacher, student) = people(&database).await;
    database
        .execute(&lesson(&teacher, &student, "completed"))
        .await;
    let client = database.client().await;
    let members = "SELECT user_id, role FROM chat_participants ORDER BY user_id";
    let members: Vec<(i64, String)> = client
        .query(members, &[])
        .await
        .unwrap()
        .iter()
        .map(|row| (row.get(0), row.get(1)))
        .collect();
    assert_eq!(
        members,
        [
            (teacher.id, "teacher".to_owned()),
            (student.id, "student".to_owned())
        ]
    );
}

#[tokio::test]
async fn lesson_updated_to_completed_creates_its_chat() {
    let database = TestDatabase::new().await;
    let (teacher, student) = people(&database).await;
    database
        .execute(&lesson(&teacher, &student, "scheduled"))
        .await;
    assert_eq!(database.number(CHATS).await, 0);
    database
        .execute("UPDATE lessons SET status = 'completed'")
        .await;
    assert_eq!(database.number(CHATS).await, 1);
}

#[tokio::test]
async fn scheduled_or_cancelled_lesson_creates_no_chat() {
    let database = TestDatabase::new().await;
    let (teacher, student) = people(&database).await;
    for status in ["scheduled", "cancelled"] {
        database.execute(&lesson(&teacher, &student, status)).await;
    }
    database
        .execute("UPDATE lessons SET status = 'cancelled', scheduled_at = now()")
        .await;
    assert_eq!(database.number("SELECT count(*) FROM events").await, 0);
}

#[tokio::test]
async fn concurrently_completed_lessons_create_one_chat() {
    let database = TestDatabase::new().await;
    let (teacher, student) = people(&database).await;
    let insert = lesson(&teacher, &student, "completed");
    let clients = join_all((0..20).map(|_| database.client())).await;
    // All transactions are ready before the first one commits.
    let open = format!("BEGIN; {insert}");
    let opened = join_all(clients.iter().map(|client| client.batch_execute(&open)));
    for opened in within("all transactions to be ready", opened).await {
        opened.unwrap();
    }
    for closed in join_all(clients.iter().map(|client| client.batch_execute("COMMIT"))).await {
        closed.unwrap();
    }
    let completed = "SELECT count(*) FROM lessons WHERE status = 'completed'";
    assert_eq!(database.number(completed).await, 20);
    assert_eq!(database.number(CHATS).await, 1);
    assert_eq!(database.number("SELECT count(*) FROM events").await, 1);
}

#[tokio::test]
async fn statement_with_many_pairs_creates_a_chat_for_each() {
    let database = TestDatabase::new().await;
    let (teacher, _) = people(&database).await;
    let client = database.client().await;
    client
        .batch_execute(&format!(
            "WITH class AS (
                 INSERT INTO users (name, role)
                 SELECT 'S. ' || n, 'student' FROM generate_series(1, 50) AS n
                 RETURNING id
             )
             INSERT INTO lessons (teacher_id, student_id, scheduled_at)
             SELECT {}, id, now() FROM class;
             UPDATE lessons SET status = 'completed'",
            teacher.id
        ))
        .await
        .unwrap();
    assert_eq!(number(&client, CHATS).await, 50);
}

#[tokio::test]
async fn lesson_reverted_before_commit_creates_no_chat() {
    let database = TestDatabase::new().await;
    let (teacher, student) = people(&database).await;
    database
        .execute(&format!(
            "BEGIN; {}; UPDATE lessons SET status = 'scheduled'; COMMIT",
            lesson(&teacher, &student, "completed")
        ))
        .await;
    assert_eq!(database.number(CHATS).await, 0);
}

#[tokio::test]
async fn lesson_with_users_of_wrong_roles_is_refused() {
    let database = TestDatabase::new().await;
    let (teacher, student) = people(&database).await;
    let admin = database.person("admin").await;
    let client = database.client().await;
    for (teacher, student, rule) in [
        (&student, &student, "lessons_teacher_role"),
        (&admin, &student, "lessons_teacher_role"),
        (&teacher, &teacher, "lessons_student_role"),
        (&teacher, &admin, "lessons_student_role"),
    ] {
        let sql = lesson(teacher, student, "scheduled");
        let refused = refusal(&sql, client.batch_execute(&sql).await);
        assert_eq!(refused.code(), &SqlState::CHECK_VIOLATION);
        assert_eq!(refused.constraint(), Some(rule), "{sql}");
    }
    let update = format!("UPDATE lessons SET student_id = {}", admin.id);
    client
        .batch_execute(&lesson(&teacher, &student, "scheduled"))
        .await
        .unwrap();
    assert_eq!(
        refused(&client, &update).await,
        SqlState::CHECK_VIOLATION,
        "updates are checked as well"
    );
}

#[tokio::test]
async fn lesson_without_a_teacher_or_student_is_refused() {
    let database = TestDatabase::new().await;
    let (teacher, student) = people(&database).await;
    let client = database.client().await;
    for (teacher, student) in [
        ("NULL".to_owned(), student.id.to_string()),
        (teacher.id.to_string(), "NULL".to_owned()),
    ] {
        let sql = format!(
            "INSERT INTO lessons (teacher_id, student_id, scheduled_at)
             VALUES ({teacher}, {student}, now())"
        );
        assert_eq!(refused(&client, &sql).await, SqlState::CHECK_VIOLATION);
    }
}

#[tokio::test]
async fn lesson_transaction_locks_the_head_only_at_commit() {
    let database = TestDatabase::new().await;
    let (teacher, student) = people(&database).await;
    let school = database.client().await;
    school.batch_execute("BEGIN").await.unwrap();
    school
        .batch_execute(&lesson(&teacher, &student, "completed"))
        .await
        .unwrap();

    let other = database.client().await;
    other
        .batch_execute("BEGIN; SELECT FROM log_head FOR UPDATE NOWAIT; COMMIT")
        .await
        .expect("the log head is unlocked");

    school.batch_execute("COMMIT").await.unwrap();
    assert_eq!(database.number(CHATS).await, 1);
}

#[tokio::test]
async fn later_lessons_of_a_pair_do_not_lock_the_head() {
    let (database, pair) = TestDatabase::with_pair().await;
    let client = database.client().await;
    let holder = database.client().await;
    let hold = "BEGIN; SELECT FROM log_head FOR UPDATE";
    holder.batch_execute(hold).await.unwrap();
    let tenth = lesson(&pair.teacher, &pair.student, "completed");
    client
        .batch_execute(&format!("SET lock_timeout = '2s'; {tenth}"))
        .await
        .expect("a lesson without a new chat needs no log head");
}

#[tokio::test]
async fn completed_lessons_record_their_completion_time() {
    let database = TestDatabase::new().await;
    let (teacher, student) = people(&database).await;
    let client = database.client().await;
    let stamped = "SELECT count(*) FROM lessons WHERE completed_at IS NOT NULL";
    let insert = lesson(&teacher, &student, "scheduled");
    client.batch_execute(&insert).await.unwrap();
    assert_eq!(number(&client, stamped).await, 0);
    client
        .batch_execute("UPDATE lessons SET status = 'completed'")
        .await
        .unwrap();
    let just_now = format!("{stamped} AND completed_at BETWEEN now() - interval '1 min' AND now()");
    assert_eq!(number(&client, &just_now).await, 1);
    client
        .batch_execute("UPDATE lessons SET completed_at = '2020-01-01Z'")
        .await
        .unwrap();
    let given = format!("{stamped} AND completed_at = '2020-01-01Z'");
    assert_eq!(number(&client, &given).await, 1, "an explicit time is kept");
    client
        .batch_execute("UPDATE lessons SET status = 'cancelled'")
        .await
        .unwrap();
    assert_eq!(number(&client, stamped).await, 0);
}

/// Whether both people are in their chat.
async fn are_in_chat(database: &TestDatabase, people: [&Person; 2]) -> bool {
    let [one, other] = people.map(|person| person.id);
    let inside = format!(
        "SELECT count(*) FROM chat_participants WHERE user_id IN ({one}, {other})
             AND role = CASE user_id WHEN {one} THEN 'teacher' ELSE 'student' END"
    );
    database.number(&inside).await == 2
}

#[tokio::test]
async fn completed_lesson_brings_removed_people_back() {
    let database = TestDatabase::new().await;
    let (teacher, student) = people(&database).await;
    let completed = lesson(&teacher, &student, "completed");
    let scheduled = lesson(&teacher, &student, "scheduled");
    database.execute(&completed).await;
    let chat_id = database.number("SELECT id FROM chats").await;
    for (removed, lesson) in [(&student, &completed), (&teacher, &scheduled)] {
        database.remove_participant(chat_id, removed).await;
        database.execute(lesson).await;
        database
            .execute("UPDATE lessons SET status = 'completed' WHERE status = 'scheduled'")
            .await;
        assert!(are_in_chat(&database, [&teacher, &student]).await);
    }
    assert_eq!(database.number(CHATS).await, 1);
    let joined = "SELECT count(*) FROM events WHERE kind = 'participant_joined'";
    assert_eq!(database.number(joined).await, 2);
}

#[tokio::test]
async fn completed_lesson_restores_a_deleted_chat() {
    let database = TestDatabase::new().await;
    let (teacher, student) = people(&database).await;
    let completed = lesson(&teacher, &student, "completed");
    database.execute(&completed).await;
    database
        .execute("INSERT INTO events (chat_id, kind) SELECT id, 'chat_deleted' FROM chats")
        .await;

    database.execute(&completed).await;

    assert!(are_in_chat(&database, [&teacher, &student]).await);
    let shown = "SELECT count(*) FROM chats WHERE deleted_at IS NULL";
    assert_eq!(database.number(shown).await, 1);
}

#[tokio::test]
async fn lesson_that_was_completed_before_brings_nobody_back() {
    let database = TestDatabase::new().await;
    let (teacher, student) = people(&database).await;
    database
        .execute(&lesson(&teacher, &student, "completed"))
        .await;
    let chat_id = database.number("SELECT id FROM chats").await;
    database.remove_participant(chat_id, &student).await;

    database
        .execute("UPDATE lessons SET status = 'completed', subject = 'Физика'")
        .await;

    assert!(!are_in_chat(&database, [&teacher, &student]).await);
}
