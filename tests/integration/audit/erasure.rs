//! Erasing a user removes their texts everywhere and changes nothing else.

use serde_json::{Value, json};
use tokio_postgres::Client;
use tokio_postgres::error::SqlState;
use uuid::Uuid;
use vestnik::audit::ReadModelReplay;
use vestnik::domain::Rejection;

use super::attacks::assert_log_proven;
use super::{BackgroundWorkload, assert_no_findings, findings, generate_activity};
use crate::cli::{run, text};
use crate::sql::{refusal, refused};
use crate::support::store::{appended, rejection};
use crate::support::{Person, Replica, Store, TestDatabase, eventually};

pub(super) const SECRET: &str = "my secret";

/// Erases the user with `vestnik erase-user`, and asserts that the log proves it.
pub(super) async fn erase(database: &TestDatabase, person: &Person) {
    let id = person.id.to_string();
    let settings = [("DATABASE_URL", database.url.as_str())];
    let arguments = ["erase-user", &id, "--reason", "asked for it", "--yes"];
    let output = run(&arguments, &settings, "").await;
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_log_proven(database).await;
}

/// Counts the rows of all tables that contain this text.
pub(super) async fn rows_with(client: &Client, text: &str) -> i64 {
    let tables = "
        SELECT string_agg(format('(SELECT count(*) FROM %s AS t WHERE t::text LIKE $1)', c.oid::regclass), ' + ')
        FROM pg_class AS c
        WHERE c.relnamespace IN ('public'::regnamespace, 'audit'::regnamespace)
          AND c.relkind = 'r'";
    let sum: String = client.query_one(tables, &[]).await.unwrap().get(0);
    let pattern = format!("%{text}%");
    client
        .query_one(&format!("SELECT {sum}"), &[&pattern])
        .await
        .unwrap()
        .get(0)
}

/// Asserts that verification, seals, positions and a rebuild find nothing.
pub(super) async fn assert_verified(client: &Client) {
    assert_no_findings(client).await;
    let altered = client
        .query("SELECT * FROM audit.verify_hashes()", &[])
        .await
        .unwrap();
    assert!(altered.is_empty());
    let gapless = "SELECT count(*) = max(position) FROM events";
    assert!(
        client
            .query_one(gapless, &[])
            .await
            .unwrap()
            .get::<_, bool>(0)
    );
    let rebuilt = client.query_one("CALL audit.rebuild()", &[]).await.unwrap();
    assert_eq!(rebuilt.get::<_, i64>(0), 0, "a rebuild must replace no row");
}

#[tokio::test]
async fn erased_texts_are_in_no_table_and_verification_passes() {
    let database = TestDatabase::new().await;
    let pairs = generate_activity(&database).await;
    let (store, pair) = (Store::of(&database), &pairs[1]);
    let kept = store
        .send_message(pair.chat_id, &pair.teacher, "mine to keep")
        .await;
    let deleted_message = store
        .send_message(pair.chat_id, &pair.student, SECRET)
        .await;
    appended(store.delete(deleted_message, &pair.student).await);
    database.execute("SELECT FROM audit.seal_log(1000)").await;
    // This message is not sealed yet.
    store
        .send_message(pair.chat_id, &pair.student, SECRET)
        .await;
    let lesson = format!(
        "UPDATE lessons SET subject = '{SECRET}' WHERE student_id = {}",
        pair.student.id
    );
    database.execute(&lesson).await;
    let client = database.client().await;
    assert_eq!(rows_with(&client, SECRET).await, 5);
    assert_eq!(rows_with(&client, &pair.student.name).await, 1);

    erase(&database, &pair.student).await;

    assert_eq!(rows_with(&client, SECRET).await, 0);
    assert_eq!(rows_with(&client, &pair.student.name).await, 0);
    assert_eq!(rows_with(&client, "mine to keep").await, 2);
    assert_verified(&client).await;
    database.execute("SELECT FROM audit.seal_log(1000)").await;
    assert_verified(&client).await;
    let erased_events = format!(
        "SELECT count(*) FROM events WHERE kind = 'user_erased' AND chat_id = {}
         AND (payload ->> 'user_id')::bigint = {} AND origin = 'sql:postgres'
         AND payload @> '{{\"operator\": \"postgres\", \"reason\": \"asked for it\", \"erased_events\": 4}}'
         AND NOT payload ? 'requested_by'",
        pair.chat_id, pair.student.id
    );
    assert_eq!(database.number(&erased_events).await, 1);
    let shown = format!(
        "SELECT max(id) FROM messages WHERE chat_id = {} AND NOT is_deleted",
        pair.chat_id
    );
    assert_eq!(database.number(&shown).await, kept);
    let keys = format!(
        "SELECT count(*) FROM audit.author_keys WHERE author_id = {}",
        pair.student.id
    );
    assert_eq!(database.number(&keys).await, 0);
    let id = pair.student.id.to_string();
    let timeline_entries = format!(
        "SELECT count(*) FROM audit.timeline({}) AS t WHERE t.description = 'erased every text of removed user ({id})'",
        pair.chat_id
    );
    assert_eq!(database.number(&timeline_entries).await, 1);
}

#[tokio::test]
async fn other_users_keep_sending_during_an_erasure() {
    let database = TestDatabase::new().await;
    let pairs = generate_activity(&database).await;
    let erased_user = &pairs[2].student;
    database
        .append_messages(pairs[2].chat_id, erased_user, SECRET, 900)
        .await;
    let workload = BackgroundWorkload::of(&database, &pairs);
    erase(&database, erased_user).await;
    assert!(workload.stop().await > 0);
    let client = database.client().await;
    assert_eq!(rows_with(&client, SECRET).await, 0);
    assert_verified(&client).await;
}

/// An interrupted erasure leaves a consistent state that lacks only the `user_erased` event;
/// repeating the erasure completes it.
#[tokio::test]
async fn repeated_erasure_completes_an_interrupted_one() {
    let database = TestDatabase::new().await;
    let pairs = generate_activity(&database).await;
    let student = &pairs[0].student;
    let interrupt_erasure = "
        CREATE FUNCTION interrupt_erasure() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'broken off'; END $$;
        CREATE TRIGGER interrupt_erasure BEFORE DELETE ON audit.author_keys
            FOR EACH STATEMENT EXECUTE FUNCTION interrupt_erasure()";
    database.execute(interrupt_erasure).await;
    let client = database.client().await;
    let call = format!("CALL audit.erase_user({})", student.id);
    let error = refusal(&call, client.batch_execute(&call).await);
    assert_eq!(error.message(), "broken off");
    drop(client);

    let client = database.client().await;
    let found = findings(&client).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("an unfinished erasure"), "{found:?}");

    database
        .execute("DROP TRIGGER interrupt_erasure ON audit.author_keys")
        .await;
    erase(&database, student).await;
    assert_verified(&client).await;
    let erased_events = "SELECT count(*) FROM events WHERE kind = 'user_erased'";
    assert_eq!(database.number(erased_events).await, 1);
    erase(&database, student).await;
    assert_eq!(
        database.number(erased_events).await,
        1,
        "the erasure must be recorded once"
    );
}

#[tokio::test]
async fn erased_user_can_neither_send_nor_be_provisioned_again() {
    let (database, pair) = TestDatabase::with_pair().await;
    let store = Store::of(&database);
    let key = Uuid::new_v4();
    appended(
        store
            .send_as(pair.chat_id, &pair.student, SECRET, key)
            .await,
    );
    erase(&database, &pair.student).await;
    let again = store
        .send_as(pair.chat_id, &pair.student, SECRET, key)
        .await;
    assert_eq!(rejection(again), Rejection::NotAParticipant);
    assert_eq!(rows_with(&database.client().await, SECRET).await, 0);

    let replica = Replica::spawn_with(&database, &[("AUTH_PROVISION", "true")]).await;
    let answer = replica.client(&pair.student).get("/api/chats").await;
    assert_eq!(answer.code(), "unknown_user");
}

/// The log's guard permits redaction of the erased user's texts and no other change.
#[tokio::test]
async fn erasure_mode_allows_only_redacting_the_erased_users_texts() {
    let database = TestDatabase::new().await;
    let pairs = generate_activity(&database).await;
    let (student, teacher) = (pairs[0].student.id, pairs[0].teacher.id);
    database
        .execute(&format!(
            "SELECT FROM audit.seal_log(); INSERT INTO erasures (user_id) VALUES ({student})"
        ))
        .await;
    let client = database.client().await;
    client
        .batch_execute("SET vestnik.erasing = on")
        .await
        .unwrap();
    let of = |user: i64| format!("WHERE actor_id = {user} AND kind = 'message_sent'");
    for change in [
        format!("UPDATE events SET payload = '{{\"content\": \"forged\"}}' {}", of(student)),
        format!("UPDATE events SET payload = payload || '{{\"content\": \"\", \"content_digest\": \"00\"}}' {}", of(student)),
        format!("UPDATE events SET payload = (audit.redact(events)).payload, recorded_at = now() {}", of(student)),
        format!("UPDATE events AS e SET payload = payload
                 || jsonb_build_object('content', '', 'content_digest', audit.content_digest(e, '')) {}", of(teacher)),
        format!("UPDATE events SET payload = payload {}", of(teacher)),
        "DELETE FROM events WHERE position = 2".to_owned(),
        "TRUNCATE events".to_owned(),
    ] {
        let code = refused(&client, &change).await;
        assert_eq!(code, SqlState::INSUFFICIENT_PRIVILEGE, "{change}");
    }
    let erasing = format!(
        "UPDATE events SET payload = (audit.redact(events)).payload {}",
        of(student)
    );
    client.batch_execute(&erasing).await.unwrap();
    for role in ["vestnik_server", "vestnik_auditor"] {
        client
            .batch_execute(&format!("SET ROLE {role}"))
            .await
            .unwrap();
        for call in [
            "CALL audit.erase_user(1)",
            "SELECT audit.erase_texts('{2}')",
        ] {
            assert_eq!(
                refused(&client, call).await,
                SqlState::INSUFFICIENT_PRIVILEGE,
                "{role}: {call}"
            );
        }
    }
}

/// An event redacted between replay and comparison would look like a difference.
#[tokio::test]
async fn erasure_waits_for_a_running_verification() {
    let database = TestDatabase::new().await;
    let pairs = generate_activity(&database).await;
    let verifying = database.client().await;
    verifying
        .batch_execute("BEGIN; SELECT FROM audit.verify()")
        .await
        .unwrap();
    let (watcher, student) = (database.client().await, pairs[0].student.clone());
    tokio::join!(erase(&database, &student), async {
        eventually("the erasure to wait", async || {
            let waiting = "SELECT FROM pg_stat_activity AS a
                           WHERE a.datname = current_database()
                             AND a.wait_event_type = 'Lock'
                             AND a.query LIKE '%erase_user%'
                           LIMIT 1";
            watcher.query_opt(waiting, &[]).await.unwrap()
        })
        .await;
        verifying.batch_execute("COMMIT").await.unwrap();
    });
}

/// A read model replayed before the erasure would restore the texts.
#[tokio::test]
async fn replayed_read_model_is_rejected_after_an_erasure() {
    let database = TestDatabase::new().await;
    let pairs = generate_activity(&database).await;
    let client = database.client().await;
    let replay = "SELECT audit_replay.begin();
                  SELECT audit_replay.derive((SELECT max(position) FROM events))";
    client
        .batch_execute(replay)
        .await
        .expect("the replay succeeds");
    erase(&database, &pairs[0].student).await;
    for step in [
        "SELECT audit_replay.record_differences()",
        "SELECT audit_replay.repair(0)",
        "SELECT FROM audit_replay.findings()",
    ] {
        let code = refused(&client, step).await;
        assert_eq!(code, SqlState::T_R_SERIALIZATION_FAILURE, "{step}");
    }
    assert_verified(&client).await;
}

#[tokio::test]
async fn verification_restarts_after_an_erasure() {
    let database = TestDatabase::new().await;
    let pairs = generate_activity(&database).await;
    let mut attempts = 0;
    let found = ReadModelReplay::with_retries(async || {
        let mut replay = ReadModelReplay::begin(&database.connector()).await?;
        while !replay.advance().await?.is_at_head {}
        attempts += 1;
        if attempts == 1 {
            erase(&database, &pairs[0].student).await;
        }
        replay.findings().await
    })
    .await;
    assert_eq!(found.expect("verification runs again"), []);
    assert_eq!(attempts, 2);
}

#[tokio::test]
async fn erasure_requires_confirmation_and_an_existing_user() {
    let database = TestDatabase::new().await;
    let pairs = generate_activity(&database).await;
    let id = pairs[0].student.id.to_string();
    let settings = [("DATABASE_URL", database.url.as_str())];
    for arguments in [
        &["erase-user", &id, "--reason", "!"][..],
        &["erase-user", &id],
    ] {
        let output = run(arguments, &settings, "").await;
        assert!(!output.status.success());
        assert!(text(&output.stderr).contains("--yes"));
    }
    let output = run(
        &["erase-user", "4242", "--reason", "!", "--yes"],
        &settings,
        "",
    )
    .await;
    assert!(text(&output.stderr).contains("there is no user 4242"));
    assert_eq!(database.number("SELECT count(*) FROM erasures").await, 0);
    let output = run(&["erase-user", &id, "--yes"], &settings, "").await;
    assert!(output.status.success(), "{}", text(&output.stderr));
    let logged = "SELECT count(*) FROM events
                  WHERE kind = 'user_erased' AND payload ->> 'reason' = 'not stated'";
    assert_eq!(database.number(logged).await, 1);
}

/// Texts that others forwarded, however often, and titles that the user chose.
#[tokio::test]
async fn forwarded_copies_and_titles_are_erased_too() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn_with(&database, &[("REALMS", "campus,market")]).await;
    let [ann, bob, eve] = database.people("member").await;
    let [anns, bobs, eves] = [&ann, &bob, &eve].map(|person| replica.client(person));
    let begin = async |client: &crate::support::Client, realm: &str, body: Value| {
        let path = format!("/v1/{realm}/chats");
        client.post(&path, &body).await.expect(201)["id"].clone()
    };
    let send = async |client: &crate::support::Client, chat: &Value, body: Value| {
        let path = format!("/v1/campus/chats/{chat}/messages");
        client.post(&path, &body).await.expect(201)["id"].clone()
    };
    let group = json!({ "type": "group", "title": SECRET, "user_ids": [bob.id, eve.id] });
    let group = begin(&anns, "campus", group).await;
    let listing = json!({
        "type": "listing", "listing_id": 7, "user_ids": [bob.id], "title": SECRET
    });
    begin(&anns, "market", listing).await;
    let of_others = json!({ "type": "private", "user_ids": [eve.id] });
    let of_others = begin(&bobs, "campus", of_others).await;
    let text = send(&anns, &group, json!({ "text": SECRET })).await;
    let copy = send(&bobs, &of_others, json!({ "forward_id": text })).await;
    database.execute("SELECT FROM audit.seal_log(1000)").await;
    // The second copy and a forward by Ann are not sealed yet.
    send(&eves, &of_others, json!({ "forward_id": copy })).await;
    let kept = send(&bobs, &of_others, json!({ "text": "mine to keep" })).await;
    let again = json!({ "type": "private", "user_ids": [bob.id] });
    let again = begin(&anns, "campus", again).await;
    send(&anns, &again, json!({ "forward_id": text })).await;
    let client = database.client().await;
    // A title is in the log and in the read model, and so is each message.
    assert_eq!(rows_with(&client, SECRET).await, 12);

    erase(&database, &ann).await;

    assert_eq!(rows_with(&client, SECRET).await, 0);
    let named = format!("_author_id\": {}", ann.id);
    assert_eq!(rows_with(&client, &named).await, 0);
    assert_eq!(
        rows_with(&client, &format!("\"author_id\": {}", ann.id)).await,
        0
    );
    assert_eq!(rows_with(&client, "mine to keep").await, 2);
    assert_verified(&client).await;
    database.execute("SELECT FROM audit.seal_log(1000)").await;
    assert_verified(&client).await;
    let path = format!("/v1/campus/chats/{of_others}/messages");
    let page = bobs.get(&path).await.expect(200);
    let messages = page["messages"].as_array().unwrap();
    let shown: Vec<_> = messages
        .iter()
        .filter(|message| message["deleted_at"].is_null())
        .collect();
    assert_eq!((shown.len(), &shown[0]["id"]), (1, &kept));
    assert!(
        messages
            .iter()
            .all(|message| message["forwarded_from"].is_null())
    );
}

/// A user's forwards go with them, but the key of who wrote their text stays, and so does the text.
#[tokio::test]
async fn erasing_who_forwarded_leaves_the_original() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn_with(&database, &[("REALMS", "campus")]).await;
    let [ann, bob] = database.people("member").await;
    let [anns, bobs] = [&ann, &bob].map(|person| replica.client(person));
    let chat = json!({ "type": "private", "user_ids": [bob.id] });
    let chat = anns.post("/v1/campus/chats", &chat).await.expect(201)["id"].clone();
    let path = format!("/v1/campus/chats/{chat}/messages");
    let text = anns
        .post(&path, &json!({ "text": SECRET }))
        .await
        .expect(201);
    let forward = json!({ "forward_id": text["id"] });
    bobs.post(&path, &forward).await.expect(201);
    erase(&database, &bob).await;
    let client = database.client().await;
    assert_eq!(rows_with(&client, SECRET).await, 2);
    assert_verified(&client).await;
    database.execute("SELECT FROM audit.seal_log(1000)").await;
    assert_verified(&client).await;
    erase(&database, &ann).await;
    assert_eq!(rows_with(&client, SECRET).await, 0);
    assert_verified(&client).await;
}
