//! `vestnik import` of what `vestnik export` wrote.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tokio::runtime::Runtime;
use vestnik::audit::{Check, Import, ImportFile, PortableExport, Problem};
use vestnik::domain::{NewMessage, Realm, SendMessage};

use super::market_and_files::{generate_market_activity, generate_messenger_activity};
use super::{assert_no_findings, events_of, exported, generate_activity, run_on};
use crate::cli::text;
use crate::sql::random_log::{REALMS, append, log_of, step};
use crate::support::cluster::temporary_directory;
use crate::support::conversations::event;
use crate::support::locked_log_head::LockedLogHead;
use crate::support::wait::within;
use crate::support::{Campus, ReplicaProcess, Store, TestDatabase};

/// A database with other positions and ids than the one that is exported.
pub(crate) async fn target() -> TestDatabase {
    let database = TestDatabase::new().await;
    // Test databases are copies of one, and have its identity.
    let rename = "UPDATE audit.origin SET id = gen_random_uuid()";
    database.execute(rename).await;
    database
        .execute(
            "INSERT INTO users (name) SELECT 'U' FROM generate_series(1, 9);
             INSERT INTO events (realm, kind, payload) SELECT 'direct', 'chat_created',
                 '{\"participants\": [{\"user_id\": 3}]}' FROM generate_series(1, 7)",
        )
        .await;
    database
}

/// The export of a realm, or of all.
pub(crate) async fn export_of(database: &TestDatabase, realm: Option<&str>) -> String {
    let realm = realm.map(|realm| realm.parse::<Realm>().unwrap());
    let export = PortableExport::of_log(&database.connector(), realm).await;
    let mut out = Vec::new();
    export.unwrap().write(&mut out).await.unwrap();
    String::from_utf8(out).unwrap()
}

pub(crate) fn file_of(export: &str) -> PathBuf {
    let file = temporary_directory().join("export.jsonl");
    std::fs::write(&file, export).unwrap();
    file
}

/// The bad lines of a file.
pub(super) async fn check(database: &TestDatabase, file: &Path) -> Vec<Problem> {
    check_all(database, &[file]).await
}

/// The bad lines of several files.
pub(super) async fn check_all(database: &TestDatabase, files: &[&Path]) -> Vec<Problem> {
    let check = Check::begin(&database.connector()).await.unwrap();
    checked(check, files).await
}

pub(super) async fn checked(mut check: Check, files: &[&Path]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in files {
        let mut file = ImportFile::open(file).unwrap();
        while let Some(chunk) = file.next_chunk().unwrap() {
            problems.extend(check.chunk(chunk).await.unwrap());
        }
    }
    problems
}

/// Imports a file; returns the number of events that were appended.
pub(crate) async fn import(database: &TestDatabase, file: &Path) -> u64 {
    assert_eq!(check(database, file).await, []);
    let mut import = Import::begin(&database.connector()).await.unwrap();
    let mut file = ImportFile::open(file).unwrap();
    while let Some(chunk) = file.next_chunk().unwrap() {
        import.chunk(chunk).await.unwrap();
    }
    import.finish().await.unwrap().appended
}

/// Asserts that the read model follows from the log, and that a rebuild replaces nothing.
async fn assert_sound(database: &TestDatabase) {
    let client = database.client().await;
    assert_no_findings(&client).await;
    let rebuilt = client.query_one("CALL audit.rebuild()", &[]).await.unwrap();
    assert_eq!(rebuilt.get::<_, i64>(0), 0);
    database.execute("SELECT FROM audit.seal_log(100000)").await;
    let altered = "SELECT count(*) FROM audit.verify_hashes()";
    assert_eq!(database.number(altered).await, 0);
}

#[test]
fn export_of_an_import_is_the_same_file_for_any_history() {
    let runtime = Runtime::new().unwrap();
    let config = Config {
        cases: 6,
        max_shrink_iters: 60,
        failure_persistence: None,
        ..Config::default()
    };
    // The target has events of the last one.
    let realm = prop::sample::select(&REALMS[..4]);
    let strategy = (prop::collection::vec(step(), 1..300), realm);
    let outcome = TestRunner::new(config).run(&strategy, |(steps, realm)| {
        let (first, second) = runtime.block_on(async {
            let source = TestDatabase::new().await;
            // The fourth user is gone.
            let users = "INSERT INTO users (id, name) VALUES (1, 'A'), (2, 'B'), (3, 'B')";
            source.execute(users).await;
            let log = log_of(&steps);
            append(&source.client().await, &log).await;
            let first = export_of(&source, Some(realm)).await;
            let (target, file) = (target().await, file_of(&first));
            let exported = log
                .iter()
                .filter(|event| event.is_in(realm) && event.is_exported());
            let events = exported.count();
            assert_eq!(import(&target, &file).await, events as u64);
            assert_eq!(import(&target, &file).await, 0);
            assert_sound(&target).await;
            (first, export_of(&target, Some(realm)).await)
        });
        prop_assert_eq!(first, second);
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}

#[tokio::test]
async fn command_moves_all_chats_of_a_server() {
    let source = TestDatabase::new().await;
    let pairs = generate_activity(&source).await;
    let erase = format!("CALL audit.erase_user({})", pairs[0].student.id);
    source.execute(&erase).await;
    let export = run_on(&source, &["export", "--all"]).await;
    assert!(export.status.success(), "{}", text(&export.stderr));
    let file = file_of(&text(&export.stdout));

    let target = target().await;
    let before = target.head().await;
    let arguments = ["import", "--keep-roles", file.to_str().unwrap()];
    let import = run_on(&target, &arguments).await;
    let stdout = text(&import.stdout);
    assert!(import.status.success(), "{stdout}{}", text(&import.stderr));
    // Accounts stay with their database.
    let events = "SELECT count(*) FROM events WHERE kind <> 'user_deleted'";
    let events = source.number(events).await;
    assert!(stdout.contains(&format!("\n{events} events were imported")));
    assert!(stdout.contains("1 of these people are admins or moderators"));
    assert_eq!(target.head().await, before + events);
    for realm in ["school", "campus", "market", "messenger"] {
        let (one, other) = (
            export_of(&source, Some(realm)).await,
            export_of(&target, Some(realm)).await,
        );
        assert_eq!(one, other, "{realm}");
        assert!(events_of(&one).len() > 1, "{realm}");
    }
    assert_sound(&target).await;
    let again = run_on(&target, &["import", file.to_str().unwrap()]).await;
    assert!(text(&again.stdout).contains(&format!(", {events} were there before;")));
    assert_eq!(target.head().await, before + events);
}

#[tokio::test]
async fn imported_people_cannot_sign_in_and_match_by_mail_only() {
    let (source, pair) = TestDatabase::with_pair().await;
    let file = file_of(&exported(&source, pair.chat_id, "jsonl").await);
    let target = target().await;
    let (teacher, student) = (&pair.teacher, &pair.student);
    let email = "SELECT email FROM users WHERE id = $1";
    let row = source.client().await.query_one(email, &[&teacher.id]).await;
    let email: String = row.unwrap().get(0);
    let known = format!(
        "INSERT INTO users (id, email, name, role)
             VALUES (77, '{}', 'N.', 'member'), (78, NULL, '{}', 'student')",
        email.to_uppercase(),
        student.name
    );
    target.execute(&known).await;
    import(&target, &file).await;
    let participants = "SELECT count(*) FROM chat_participants WHERE user_id = 77";
    assert_eq!(target.number(participants).await, 1);
    let participants = "SELECT count(*) FROM chat_participants WHERE user_id = 78";
    assert_eq!(target.number(participants).await, 0);
    // Below is what a numeric subject of a token can name.
    let added = format!(
        "SELECT count(*) FROM users
         WHERE name = '{}' AND id >= 4503599627370496 AND external_id IS NULL
           AND NOT EXISTS (SELECT FROM credentials WHERE user_id = users.id)",
        student.name
    );
    assert_eq!(target.number(&added).await, 1);
    let unchanged = "SELECT count(*) FROM users WHERE id = 77 AND role = 'member' AND name = 'N.'";
    assert_eq!(target.number(unchanged).await, 1);
}

#[tokio::test]
async fn nobody_is_notified_of_imported_messages() {
    let source = TestDatabase::new().await;
    let (chat_id, people) = generate_messenger_activity(&source).await;
    let recipients = "SELECT count(*) FROM recipients(1, 1000)";
    assert_eq!(source.number(recipients).await, 1);
    let file = file_of(&exported(&source, chat_id, "jsonl").await);
    let target = target().await;
    import(&target, &file).await;
    assert_eq!(target.number(recipients).await, 0);
    let sends = format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload)
         SELECT c.id, 'message_sent', u.id, '{{\"content\": \"!\"}}'
         FROM chats AS c, users AS u WHERE c.realm = 'messenger' AND u.name = '{}'",
        people[1].name
    );
    target.execute(&sends).await;
    assert_eq!(target.number(recipients).await, 1);
}

#[tokio::test]
async fn files_are_imported_by_name_and_shown_to_nobody() {
    let source = TestDatabase::new().await;
    let (chat_id, _) = generate_messenger_activity(&source).await;
    let export = exported(&source, chat_id, "jsonl").await;
    let target = target().await;
    import(&target, &file_of(&export)).await;
    let named = "SELECT count(*) FROM events AS e, audit.message_files(e) AS f
                 WHERE f.name IN ('смета.pdf', '<b>.png')";
    assert_eq!(target.number(named).await, 2);
    let shown = "SELECT count(*) FROM events AS e
                 WHERE describe_files(e.payload -> 'attachments') IS NOT NULL";
    assert_eq!(target.number(shown).await, 0);
    assert_eq!(export_of(&target, Some("messenger")).await, export);
}

#[tokio::test]
async fn references_to_other_chats_survive_an_export() {
    let source = TestDatabase::new().await;
    let campus = Campus::of(&source, 3).await;
    let (one, other) = (campus.open(0, 1).await, campus.open(0, 2).await);
    let message_id = campus.send_message(one, 1, "дальше").await;
    let forward = SendMessage(NewMessage::forward(other, message_id));
    event(campus.act(0, forward).await);
    let export = exported(&source, other.0, "jsonl").await;
    let forwarded = &events_of(&export)[1]["payload"]["forwarded_from"];
    assert_eq!(
        forwarded["message_id"].as_str().unwrap().len(),
        36,
        "{forwarded}"
    );
    let target = target().await;
    import(&target, &file_of(&export)).await;
    assert_eq!(export_of(&target, Some("campus")).await, export);
    assert_sound(&target).await;
}

#[tokio::test]
async fn market_pairs_keep_their_order() {
    let source = TestDatabase::new().await;
    let market = generate_market_activity(&source).await;
    let file = file_of(&exported(&source, market.chat_id, "jsonl").await);
    let target = target().await;
    import(&target, &file).await;
    let keys = format!(
        "SELECT count(*) FROM chats AS c, users AS s, users AS b
         WHERE s.name = '{}' AND b.name = '{}' AND c.pair_key = '7:' || s.id || ':' || b.id",
        market.seller.name, market.buyer.name
    );
    assert_eq!(target.number(&keys).await, 1);
}

/// A chat with so many messages that it has several chunks.
async fn long_chat() -> (TestDatabase, String) {
    let (source, pair) = TestDatabase::with_pair().await;
    let send = format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload)
         SELECT {}, 'message_sent', {}, jsonb_build_object('content', 'text ' || n)
         FROM generate_series(1, 2500) AS n",
        pair.chat_id, pair.student.id
    );
    source.execute(&send).await;
    Store::of(&source)
        .read(pair.chat_id, &pair.teacher, None)
        .await
        .unwrap();
    let export = exported(&source, pair.chat_id, "jsonl").await;
    (source, export)
}

#[tokio::test]
async fn killed_import_is_continued_by_running_it_again() {
    let (_source, export) = long_chat().await;
    let (target, file) = (target().await, file_of(&export));
    let before = target.head().await;
    let mut import = Import::begin(&target.connector()).await.unwrap();
    let first = ImportFile::open(&file).unwrap().next_chunk().unwrap();
    import.chunk(first.unwrap()).await.unwrap();
    import.finish().await.unwrap();
    let reached = target.head().await;
    assert!(before < reached && reached < before + 2_000);

    // The command is killed in its first transaction, which waits for this one.
    let locked = LockedLogHead::take(&target).await;
    let mut child = ReplicaProcess::command()
        .args(["import", file.to_str().unwrap()])
        .env("DATABASE_URL", &target.url)
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let waiting = "SELECT count(*) FROM pg_stat_activity
                   WHERE datname = current_database() AND query LIKE '%lock_head()%'
                     AND wait_event_type = 'Lock'";
    target.until_number(waiting, 1).await;
    child.start_kill().unwrap();
    within("the end", child.wait()).await.unwrap();
    locked.release().await;
    assert_eq!(target.head().await, reached);

    let again = run_on(&target, &["import", file.to_str().unwrap()]).await;
    assert!(again.status.success(), "{}", text(&again.stderr));
    assert_eq!(export_of(&target, Some("school")).await, export);
    assert_sound(&target).await;
}

#[tokio::test]
async fn prepared_words_count_for_their_events_alone() {
    let database = TestDatabase::new().await;
    let client = database.client().await;
    let words = "SELECT prepared_words($1, $2)";
    let of = async |first: i64, last: i64| -> Option<Vec<Option<String>>> {
        let row = client.query_one(words, &[&first, &last]).await;
        row.unwrap().get(0)
    };
    client.batch_execute("BEGIN").await.unwrap();
    assert_eq!(of(5, 6).await, None);
    let give = "SELECT give_prepared_words(5, ARRAY['a b', NULL, ''])";
    client.batch_execute(give).await.unwrap();
    let given = [Some("a b".to_owned()), None, Some(String::new())];
    assert_eq!(of(5, 7).await.unwrap(), given);
    assert_eq!(of(5, 6).await, None);
    assert_eq!(of(6, 8).await, None);
    // Without the key they count for none.
    let forged = "SET LOCAL vestnik.prepared_words = E'5\\na b\\n-\\n'";
    client.batch_execute(forged).await.unwrap();
    assert_eq!(of(5, 7).await, None);
}

#[tokio::test]
async fn messages_of_programs_are_imported() {
    let (source, pair) = TestDatabase::with_pair().await;
    let send = format!(
        "INSERT INTO users (id, name, role, avatar_url)
             VALUES (91, 'Bot', 'service', 'https://bots.test/1.png');
         INSERT INTO events (chat_id, kind, actor_id, payload) VALUES ({}, 'message_sent', 91,
             '{{\"content\": \"moved\", \"type\": \"system\"}}')",
        pair.chat_id
    );
    source.execute(&send).await;
    let export = exported(&source, pair.chat_id, "jsonl").await;
    assert!(export.contains("bots.test/1.png"), "{export}");
    let target = target().await;
    import(&target, &file_of(&export)).await;
    assert_eq!(export_of(&target, Some("school")).await, export);
}

/// As editors on Windows save a file.
#[tokio::test]
async fn a_byte_order_mark_and_empty_last_lines_are_taken() {
    let source = TestDatabase::new().await;
    generate_activity(&source).await;
    let export = export_of(&source, None).await;
    let saved = format!("\u{feff}{}\r\n \n", export.replace('\n', "\r\n"));
    let target = target().await;
    assert!(import(&target, &file_of(&saved)).await > 0);
    // Nothing else may follow, nor stand between.
    let line = export.lines().nth(1).unwrap();
    for other in [
        format!("{export}{line}\n"),
        export.replacen('\n', "\n\n", 1),
    ] {
        assert_eq!(check(&target, &file_of(&other)).await.len(), 1);
    }
}
