//! What the applications from which a database comes know of it: the tables of the school's own
//! specification, asked by its own SQL.

use std::path::Path;
use std::process::Stdio;

use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;

use crate::support::cluster::binaries;
use crate::support::wait::within;
use crate::support::{Person, Store, TestDatabase};

/// The check of access of the specification.
const IS_PARTICIPANT: &str = "SELECT count(*) FROM (SELECT 1 FROM chat_participants WHERE chat_id = $1 AND user_id = $2) AS p";

async fn is_participant(database: &TestDatabase, chat_id: i64, person: &Person) -> bool {
    let client = database.client().await;
    let row = client
        .query_one(IS_PARTICIPANT, &[&chat_id, &person.id])
        .await;
    let found: i64 = row.expect("the query succeeds").get(0);
    found == 1
}

#[tokio::test]
async fn removed_participant_is_not_in_chat_participants() {
    let (database, pair) = TestDatabase::with_pair().await;
    assert!(is_participant(&database, pair.chat_id, &pair.student).await);

    database
        .remove_participant(pair.chat_id, &pair.student)
        .await;

    assert!(!is_participant(&database, pair.chat_id, &pair.student).await);
    assert!(is_participant(&database, pair.chat_id, &pair.teacher).await);
    let former = "SELECT user_id FROM former_participants WHERE left_at <= now()";
    assert_eq!(database.number(former).await, pair.student.id);
}

#[tokio::test]
async fn participants_of_a_deleted_chat_are_former_ones() {
    let (database, pair) = TestDatabase::with_pair().await;
    database
        .execute(&format!(
            "INSERT INTO events (chat_id, kind) VALUES ({}, 'chat_deleted')",
            pair.chat_id
        ))
        .await;
    assert_eq!(
        database
            .number("SELECT count(*) FROM chat_participants")
            .await,
        0
    );
    let former = "SELECT count(*) FROM former_participants";
    assert_eq!(database.number(former).await, 2);
}

#[tokio::test]
async fn user_who_joins_again_is_no_former_participant() {
    let (database, pair) = TestDatabase::with_pair().await;
    let store = Store::of(&database);
    store.send_message(pair.chat_id, &pair.student, "!").await;
    database
        .remove_participant(pair.chat_id, &pair.student)
        .await;
    let last = store.send_message(pair.chat_id, &pair.teacher, "?").await;

    database
        .add_participant(pair.chat_id, &pair.student, "student")
        .await;

    assert!(is_participant(&database, pair.chat_id, &pair.student).await);
    let former = "SELECT count(*) FROM former_participants";
    assert_eq!(database.number(former).await, 0);
    // What was written before a user joins counts as read.
    let mark = format!(
        "SELECT last_read_id FROM chat_participants WHERE user_id = {}",
        pair.student.id
    );
    assert_eq!(database.number(&mark).await, last);
}

#[tokio::test]
async fn tables_have_the_columns_of_the_origin() {
    let database = TestDatabase::new().await;
    database.pairs(3).await;
    for query in [
        "SELECT id, email, name, role, created_at FROM users",
        "SELECT id, teacher_id, student_id, scheduled_at, status, completed_at, created_at FROM lessons",
        "SELECT id, created_at FROM chats",
        "SELECT id, chat_id, user_id, role, joined_at FROM chat_participants",
        "SELECT id, chat_id, sender_id, content, is_deleted, created_at FROM messages",
    ] {
        database.execute(query).await;
    }
    let ids = "SELECT count(DISTINCT id) FROM chat_participants";
    assert_eq!(database.number(ids).await, 6);
}

#[tokio::test]
async fn own_sql_of_the_origin_finds_the_chat_of_a_pair() {
    let (database, pair) = TestDatabase::with_pair().await;
    let found = format!(
        "SELECT c.id
         FROM chats c
         INNER JOIN chat_participants cp1 ON c.id = cp1.chat_id
         INNER JOIN chat_participants cp2 ON c.id = cp2.chat_id
         WHERE cp1.user_id = {} AND cp2.user_id = {}",
        pair.teacher.id, pair.student.id
    );
    assert_eq!(database.number(&found).await, pair.chat_id);
}

/// The tables of the specification that a school's own system writes.
const ORIGIN: &str = "
    CREATE TABLE users (
        id SERIAL PRIMARY KEY,
        email VARCHAR(255) UNIQUE NOT NULL,
        name VARCHAR(255) NOT NULL,
        role VARCHAR(20) NOT NULL,
        created_at TIMESTAMP DEFAULT NOW()
    );
    CREATE TABLE lessons (
        id SERIAL PRIMARY KEY,
        teacher_id INT REFERENCES users(id),
        student_id INT REFERENCES users(id),
        scheduled_at TIMESTAMP NOT NULL,
        status VARCHAR(20) NOT NULL,
        completed_at TIMESTAMP,
        created_at TIMESTAMP DEFAULT NOW()
    );
    INSERT INTO users (email, name, role)
    VALUES ('t@school.test', 'Ольга Петрова', 'teacher'), ('s@school.test', 'Иван', 'student'),
           ('z@school.test', 'Зоя', 'student'), ('a@school.test', 'Админ', 'admin');
    INSERT INTO lessons (teacher_id, student_id, scheduled_at, status, completed_at)
    VALUES (1, 2, '2025-01-17 15:00', 'completed', '2025-01-17 16:00'),
           (1, 2, '2025-01-24 15:00', 'completed', '2025-01-24 16:00'),
           (1, 3, '2025-01-25 15:00', 'scheduled', NULL);";

/// Runs a program of Postgres with this input; returns its output.
async fn run(program: &Path, arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program is installed with Postgres");
    let mut stdin = child.stdin.take().expect("its input is a pipe");
    let output = async {
        stdin.write_all(input).await.expect("it reads its input");
        drop(stdin);
        child.wait_with_output().await.expect("its output is read")
    };
    let output = within("the program to end", output).await;
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {stderr}", program.display());
    output.stdout
}

#[tokio::test]
async fn dump_of_the_origin_loads_to_its_last_line() {
    let origin = TestDatabase::without_schema().await;
    origin.execute(ORIGIN).await;
    let database = TestDatabase::new().await;
    let dump = run(
        &binaries().join("pg_dump"),
        &["--data-only", "--dbname", &origin.url],
        b"",
    )
    .await;
    let text = String::from_utf8_lossy(&dump);
    assert!(text.contains("setval('public.users_id_seq'"), "{text}");

    let load = [
        "--no-psqlrc",
        "--set=ON_ERROR_STOP=1",
        "--dbname",
        &database.url,
    ];
    run(&binaries().join("psql"), &load, &dump).await;

    let chats = "SELECT count(*) FROM chats";
    assert_eq!(database.number(chats).await, 1, "two lessons of a pair");
    let next = "INSERT INTO users (name, role) VALUES ('Новая', 'student') RETURNING id";
    let client = database.client().await;
    let row = client.query_one(next, &[]).await.expect("a user is added");
    assert_eq!(row.get::<_, i64>(0), 5);
}
