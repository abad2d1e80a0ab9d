//! `users`, written with plain SQL.

use jiff::Timestamp;
use vestnik::directory::{Directory, Provision};
use vestnik::domain::{Role, SessionKey};

use super::number;
use crate::support::{Store, TestDatabase};

#[tokio::test]
async fn generated_ids_never_collide_with_explicit_ids() {
    let database = TestDatabase::new().await;
    let client = database.client().await;
    client
        .batch_execute(
            "INSERT INTO users (name, role) VALUES ('A.', 'student');
             INSERT INTO users (id, name, role)
             SELECT id, 'N. ' || id, 'student' FROM generate_series(2, 40) AS id;
             INSERT INTO users (name, role) VALUES ('B.', 'student'), ('C.', 'student');
             INSERT INTO users (id, name, role) VALUES (41 + 9, 'D.', 'student');
             INSERT INTO users (name, role)
             SELECT 'E. ' || n, 'student' FROM generate_series(1, 20) AS n",
        )
        .await
        .expect("generated ids are unique");
    assert_eq!(number(&client, "SELECT count(*) FROM users").await, 63);
}

#[tokio::test]
async fn explicit_ids_do_not_move_the_sequence() {
    let database = TestDatabase::new().await;
    database
        .execute(
            "INSERT INTO users (name) VALUES ('A.');
             INSERT INTO users (id, name) VALUES (4503599627370495, 'B.');
             INSERT INTO users (name) VALUES ('C.')",
        )
        .await;
    let generated = "SELECT id FROM users WHERE name = 'C.'";
    assert_eq!(database.number(generated).await, 2);
}

#[tokio::test]
async fn guests_and_external_users_get_ids_above_all_numeric_subjects() {
    let database = TestDatabase::new().await;
    database
        .execute(
            "INSERT INTO users (name) VALUES ('A.');
             INSERT INTO users (name, external_id) VALUES ('B.', 'auth0|b');
             INSERT INTO users (name, role) VALUES ('C.', 'guest');
             INSERT INTO users (name) VALUES ('D.')",
        )
        .await;
    let client = database.client().await;
    let rows = client
        .query("SELECT id FROM users ORDER BY name", &[])
        .await
        .unwrap();
    let ids: Vec<i64> = rows.iter().map(|row| row.get(0)).collect();
    assert_eq!(ids, [1, 1 << 52, (1 << 52) + 1, 2]);
}

#[tokio::test]
async fn generated_ids_skip_a_long_run_of_explicit_ids() {
    let database = TestDatabase::new().await;
    let client = database.client().await;
    client
        .batch_execute(
            "INSERT INTO users (id, name) SELECT id, 'N.' FROM generate_series(1, 20000) AS id;
             INSERT INTO users (name) VALUES ('A.'), ('B.')",
        )
        .await
        .unwrap();
    let ids = client
        .query("SELECT id FROM users WHERE name <> 'N.' ORDER BY id", &[])
        .await
        .unwrap();
    let ids: Vec<i64> = ids.iter().map(|row| row.get(0)).collect();
    assert_eq!(ids, [20_001, 20_002]);
}

#[tokio::test]
async fn server_can_provision_users_with_and_without_explicit_ids() {
    let database = TestDatabase::new().await;
    let directory = Directory::new(database.pool());
    for (id, external_id) in [(Some(7), None), (None, Some("auth0|x")), (Some(7), None)] {
        let new = Provision {
            id,
            external_id,
            email: None,
            name: Some("N."),
            role: Role::Member,
            company_id: None,
            realms: None,
            realm: None,
            session: &SessionKey(String::new()),
            issued_at: Timestamp::UNIX_EPOCH,
        };
        directory.provision(&new).await.unwrap();
    }
    assert_eq!(database.number("SELECT count(*) FROM users").await, 2);
}

#[tokio::test]
async fn user_removal_appends_an_event_to_each_chat() {
    let (database, pair) = TestDatabase::with_pair().await;
    let other = database.person("student").await;
    let second = database.complete_lesson(&pair.teacher, &other).await;
    Store::of(&database)
        .send_message(pair.chat_id, &pair.teacher, "прощайте")
        .await;

    let client = database.client().await;
    client
        .execute("DELETE FROM users WHERE id = $1", &[&pair.teacher.id])
        .await
        .unwrap();

    let left = "SELECT chat_id FROM events
                WHERE kind = 'participant_left' AND (payload ->> 'user_id')::bigint = $1
                ORDER BY chat_id";
    let left = client.query(left, &[&pair.teacher.id]).await.unwrap();
    let left: Vec<i64> = left.iter().map(|row| row.get(0)).collect();
    assert_eq!(left, [pair.chat_id, second]);
    let still_in = "SELECT count(*) FROM chat_participants";
    assert_eq!(number(&client, still_in).await, 2, "the students");
    let kept = "SELECT count(*) FROM messages WHERE content = 'прощайте'";
    assert_eq!(number(&client, kept).await, 1, "messages remain");
}

#[tokio::test]
async fn lessons_of_a_removed_user_remain() {
    let (database, pair) = TestDatabase::with_pair().await;
    database
        .execute(&format!("DELETE FROM users WHERE id = {}", pair.teacher.id))
        .await;
    let without =
        "SELECT count(*) FROM lessons WHERE teacher_id IS NULL AND student_id IS NOT NULL";
    assert_eq!(database.number(without).await, 1);
}

#[tokio::test]
async fn both_users_of_a_lesson_can_be_removed_together() {
    let database = TestDatabase::new().await;
    database.pair().await;
    database.execute("DELETE FROM users").await;
    let without = "SELECT count(*) FROM lessons WHERE teacher_id IS NULL AND student_id IS NULL";
    assert_eq!(database.number(without).await, 1);
}

#[tokio::test]
async fn user_can_be_removed_after_the_counterparts_role_changed() {
    let (database, pair) = TestDatabase::with_pair().await;
    let (student, teacher) = (pair.student.id, pair.teacher.id);
    database
        .execute(&format!(
            "UPDATE users SET role = 'member' WHERE id = {student};
             DELETE FROM users WHERE id = {teacher}"
        ))
        .await;
    let kept = format!("SELECT count(*) FROM lessons WHERE student_id = {student}");
    assert_eq!(database.number(&kept).await, 1);
}

#[tokio::test]
async fn names_for_searching_follow_every_change_of_users() {
    const DIFFERENCES: &str = "
        SELECT count(*)
        FROM name_suffixes AS stored
        FULL JOIN (
            SELECT s.realm, s.suffix, u.id AS user_id
            FROM users AS u
            CROSS JOIN LATERAL name_suffixes(u.name, u.role, u.realms) AS s
        ) AS derived USING (realm, suffix, user_id)
        WHERE stored IS NULL OR derived IS NULL";
    let database = TestDatabase::new().await;
    for change in [
        "INSERT INTO users (id, name, role) VALUES (1, 'Ann', 'student'), (2, NULL, 'student'),
             (3, 'Guest', 'guest'), (4, repeat('a', 100), 'member')",
        "UPDATE users SET name = coalesce(name, '') || ' B' WHERE id IN (1, 2, 3)",
        "UPDATE users SET realms = '{school,market}' WHERE id IN (1, 4)",
        "UPDATE users SET role = 'student' WHERE id = 3",
        "UPDATE users SET id = id + 10",
        "UPDATE users SET company_id = 7",
        "DELETE FROM users WHERE id IN (11, 14)",
    ] {
        database.execute(change).await;
        assert_eq!(database.number(DIFFERENCES).await, 0, "{change}");
    }
    let rest = "SELECT count(DISTINCT user_id) FROM name_suffixes";
    assert_eq!(database.number(rest).await, 2);
}

#[tokio::test]
async fn searchable_rows_of_the_longest_name_are_bounded() {
    let database = TestDatabase::new().await;
    for name in [
        // Ends that all differ, and as many words as fit.
        "SELECT string_agg(chr(1000 + n), '') FROM generate_series(1, 255) AS n",
        "SELECT string_agg(chr(1000 + n), ' ') FROM generate_series(1, 128) AS n",
    ] {
        let user = format!("INSERT INTO users (name, realms) SELECT ({name}), '{{school,market}}'");
        database.execute("DELETE FROM users").await;
        database.execute(&user).await;
        let rows = database.number("SELECT count(*) FROM name_suffixes").await;
        assert!(rows <= 2 * (64 + 16), "{rows}");
    }
}
