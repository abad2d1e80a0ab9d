//! Events of accounts: names, roles, realms, deactivations and passwords, and who somebody was at an event.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use vestnik::domain::KeyScope;

use super::{exported, lines, run_on};
use crate::cli::text;
use crate::native::api_keys::add_key;
use crate::support::{Client, LockedLogHead, Pair, Replica, Store, TestDatabase};

/// The events of accounts, one line each: kind, actor, key, name or role, and the former one.
const ACCOUNT_EVENTS: &str = "
    SELECT concat_ws(' | ', e.kind, coalesce(e.actor_id::text, '-'), e.origin, e.payload ->> 'via_key',
                     e.payload ->> 'content', e.payload ->> 'former_name', e.payload ->> 'role',
                     e.payload ->> 'former_role', e.payload ->> 'realms', e.payload ->> 'former_realms')
    FROM events AS e
    WHERE e.kind = ANY (account_kinds())
    ORDER BY e.position";

async fn account_events(database: &TestDatabase) -> Vec<String> {
    lines(&database.client().await, ACCOUNT_EVENTS).await
}

async fn patch_me(client: &Client, changes: &Value) {
    let request = client.request(Method::PATCH, "/v1/school/me").json(changes);
    client.send(request).await.expect(200);
}

/// A chat in which the teacher wrote before and after Anna Petrova became Anna Ivanova.
async fn renamed_teacher() -> (TestDatabase, Pair) {
    let (database, pair) = TestDatabase::with_pair().await;
    let name = |name| {
        format!(
            "UPDATE users SET name = '{name}' WHERE id = {}",
            pair.teacher.id
        )
    };
    database.execute(&name("Anna Petrova")).await;
    let store = Store::of(&database);
    store
        .send_message(pair.chat_id, &pair.teacher, "before")
        .await;
    database.execute(&name("Anna Ivanova")).await;
    store
        .send_message(pair.chat_id, &pair.teacher, "after")
        .await;
    (database, pair)
}

#[tokio::test]
async fn people_who_change_names_say_so_in_the_log() {
    let (database, pair) = TestDatabase::with_pair().await;
    let replica = Replica::spawn(&database).await;
    let id = pair.teacher.id;
    let first = format!("UPDATE users SET name = 'Anna' WHERE id = {id}");
    database.execute(&first).await;
    let teacher = replica.client(&pair.teacher);
    patch_me(&teacher, &json!({ "name": "Anna Ivanova" })).await;
    // Neither the same name nor other settings are a change.
    patch_me(
        &teacher,
        &json!({ "name": "Anna Ivanova", "language": "en" }),
    )
    .await;
    let events = account_events(&database).await;
    let (_, former) = events[0].split_once("Anna | ").unwrap_or_default();
    assert_eq!(
        events,
        [
            format!("user_named | - | sql:postgres | Anna | {former}"),
            format!("user_named | {id} | server | Anna Ivanova | Anna"),
        ]
    );
}

#[tokio::test]
async fn what_admins_do_to_accounts_is_in_the_log() {
    let (database, pair) = TestDatabase::with_pair().await;
    let replica = Replica::spawn(&database).await;
    let admin = database.person("admin").await;
    let client = replica.client(&admin);
    let path = |what: &str| format!("/v1/school/users/{}/{what}", pair.student.id);
    for what in ["deactivate", "deactivate", "reactivate", "reactivate"] {
        client.post(&path(what), &json!({})).await.expect(204);
    }
    let role = json!({ "role": "admin" });
    let request = client.request(Method::PUT, &path("role")).json(&role);
    let status = client.send(request).await.status;
    assert!(status < 300, "{status}");
    let by = admin.id;
    assert_eq!(
        account_events(&database).await,
        [
            format!("user_deactivated | {by} | server"),
            format!("user_reactivated | {by} | server"),
            format!("user_role_changed | {by} | server | admin | student"),
        ]
    );
    let answer = format!("SELECT description FROM audit.actions_of({by})");
    let answer = lines(&database.client().await, &answer).await;
    assert_eq!(answer.len(), 3, "{answer:?}");
    assert!(answer[2].ends_with("from student to admin"), "{answer:?}");
}

#[tokio::test]
async fn keys_that_change_people_are_named() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn_with(&database, &[("REALMS", "all")]).await;
    let (key, _) = add_key(&database, "crm", "campus", &[KeyScope::Users]).await;
    let client = replica.anonymous_client().with_token(&key);
    for (name, role) in [("Zoya", "student"), ("Zoe", "teacher")] {
        let body = json!({ "name": name, "role": role });
        let request = client.request(Method::PUT, "/v1/campus/users/zoya");
        client.send(request.json(&body)).await.expect(200);
    }
    assert_eq!(client.delete("/v1/campus/users/zoya").await.status, 204);
    let by = database
        .number("SELECT user_id FROM api_keys WHERE name = 'crm'")
        .await;
    assert_eq!(
        account_events(&database).await,
        [
            format!("user_named | {by} | server | crm | Zoe | Zoya"),
            format!("user_role_changed | {by} | server | crm | teacher | student"),
            format!("user_deactivated | {by} | server | crm"),
        ]
    );
}

#[tokio::test]
async fn new_passwords_and_realms_are_in_the_log() {
    let database = TestDatabase::new().await;
    let [anna, olga] = database.people("student").await;
    let (id, by) = (anna.id, olga.id);
    let sql = format!(
        "INSERT INTO credentials VALUES ({id}, 'first') ON CONFLICT (user_id) DO UPDATE
             SET password_hash = excluded.password_hash;
         UPDATE users SET realms = '{{school,campus}}' WHERE id = {id};
         UPDATE users SET realms = NULL WHERE id = {id}"
    );
    database.execute(&sql).await;
    let before = account_events(&database).await;
    let reset = format!("SELECT set_password({id}, 'second', NULL, now(), {by})");
    database.execute(&reset).await;
    let events = account_events(&database).await;
    let realms = &before[before.len() - 1];
    assert!(
        realms.starts_with("user_realms_changed | - | sql:postgres | [\"school\", \"campus\"]"),
        "{before:?}"
    );
    assert_eq!(
        events[before.len()..],
        [format!("user_login_reset | {by} | sql:postgres")]
    );
}

#[tokio::test]
async fn pictures_and_deletions_are_in_the_log() {
    let (database, pair) = TestDatabase::with_pair().await;
    let id = pair.teacher.id;
    for picture in ["'https://a.test/1.png'", "NULL", "NULL"] {
        let change = format!("UPDATE users SET avatar_url = {picture} WHERE id = {id}");
        database.execute(&change).await;
    }
    // Who is in no chat is deleted without an event.
    let stranger = database.person("student").await;
    database.delete_user(&stranger).await;
    database.delete_user(&pair.teacher).await;
    assert_eq!(
        account_events(&database).await,
        [
            "user_picture_changed | - | sql:postgres",
            "user_picture_changed | - | sql:postgres",
            "user_deleted | - | sql:postgres",
        ]
    );
    let described = "SELECT description FROM audit.describe_events(1, 100)
                     WHERE description ~ 'picture|account'
                     ORDER BY position";
    assert_eq!(
        lines(&database.client().await, described).await,
        [
            format!("changed the picture of removed user ({id})"),
            format!("removed the picture of removed user ({id})"),
            format!("deleted the account of removed user ({id})"),
        ]
    );
}

#[tokio::test]
async fn old_messages_show_the_names_of_their_time() {
    let (database, pair) = renamed_teacher().await;
    let (client, id, chat) = (database.client().await, pair.teacher.id, pair.chat_id);
    let of_messages = |function: &str| {
        format!(
            "SELECT actor || ': ' || text FROM audit.{function} WHERE text IN ('before', 'after')"
        )
    };
    let expected = [
        format!("Anna Petrova ({id}): before"),
        format!("Anna Ivanova ({id}): after"),
    ];
    for function in [
        format!("timeline({chat})"),
        "describe_events(1, 100)".to_owned(),
        format!("user_activity({id})"),
        format!("find_texts('e', in_chat => {chat})"),
    ] {
        let answer = lines(&client, &of_messages(&function)).await;
        assert_eq!(answer, expected, "{function}");
    }
    let created = format!("SELECT description FROM audit.timeline({chat}) LIMIT 1");
    let created = lines(&client, &created).await;
    assert!(!created[0].contains("Ivanova"), "{created:?}");
    let sent_at = "(SELECT recorded_at FROM events WHERE payload ->> 'content' = 'before')";
    let then = format!("SELECT sender FROM audit.chat_as_of({chat}, {sent_at})");
    assert_eq!(
        lines(&client, &then).await,
        [format!("Anna Petrova ({id})")]
    );
    let now = format!("SELECT DISTINCT sender FROM audit.chat_as_of({chat}, now())");
    assert_eq!(lines(&client, &now).await, [format!("Anna Ivanova ({id})")]);
    let found = "SELECT person || ' was ' || former_name FROM audit.find_people('petrova')";
    assert_eq!(
        lines(&client, found).await,
        [format!("Anna Ivanova ({id}) was Anna Petrova")]
    );
}

#[tokio::test]
async fn exports_show_the_names_of_their_time() {
    let (database, pair) = renamed_teacher().await;
    let csv = exported(&database, pair.chat_id, "csv").await;
    let line = |text: &str| {
        csv.lines()
            .find(|line| line.contains(text))
            .unwrap_or_default()
    };
    assert!(line("\"before\"").contains("\"Anna Petrova\""), "{csv}");
    assert!(line("\"after\"").contains("\"Anna Ivanova\""), "{csv}");
    let html = exported(&database, pair.chat_id, "html").await;
    let (before, after) = html.split_once(">before<").expect("the message is there");
    assert!(before.contains("<b>Anna Petrova</b>"), "{html}");
    assert!(after.contains("<b>Anna Ivanova</b>"), "{html}");
    // Accounts stay with their database.
    let all = run_on(&database, &["export", "--all"]).await;
    assert!(!text(&all.stdout).contains("user_named"));
}

#[tokio::test]
async fn erasing_removes_names_and_leaves_the_proof() {
    let (database, pair) = renamed_teacher().await;
    let admin = database.person("admin").await;
    let (client, id) = (database.client().await, pair.teacher.id);
    let by_admin = format!(
        "BEGIN; SET LOCAL vestnik.actor = '{}';
         UPDATE users SET name = 'Anna' WHERE id = {id};
         UPDATE users SET name = 'Ivan' WHERE id = {};
         COMMIT; SELECT audit.seal_log()",
        admin.id, pair.student.id
    );
    client.batch_execute(&by_admin).await.unwrap();
    // The names that an admin gave are not erased with the admin.
    for person in [admin.id, id] {
        let erase = format!("CALL audit.erase_user({person}, reason => 'test')");
        client.batch_execute(&erase).await.unwrap();
    }
    let left = "SELECT count(*) FROM events
                WHERE kind = 'user_named' AND payload::text ~ 'Anna|Petrova|Ivanova'";
    assert_eq!(database.number(left).await, 0);
    let kept =
        "SELECT count(*) FROM events WHERE kind = 'user_named' AND payload ->> 'content' = 'Ivan'";
    assert_eq!(database.number(kept).await, 1);
    let verified = run_on(&database, &["verify"]).await;
    assert!(verified.status.success(), "{}", text(&verified.stdout));
    // A record of names that is missing is found.
    let forged = "SET session_replication_role = replica;
                  UPDATE events SET payload = payload || '{\"erased_events\": 7}'
                  WHERE kind = 'user_erased' AND chat_id IS NULL";
    client.batch_execute(forged).await.unwrap();
    let verified = run_on(&database, &["verify"]).await;
    assert!(!verified.status.success());
}

#[tokio::test]
async fn only_changes_of_accounts_wait_for_the_head() {
    let (database, pair) = TestDatabase::with_pair().await;
    let client = database.client().await;
    let head = LockedLogHead::take(&database).await;
    let id = pair.teacher.id;
    let wait = "SET lock_timeout = '200ms'";
    client.batch_execute(wait).await.unwrap();
    let unchanged = format!(
        "SELECT take_over_claims({id}, 'new@school.test', (SELECT name FROM users WHERE id = {id}), 7, now());
         UPDATE users SET avatar_url = avatar_url, role = role, name = name WHERE id = {id}"
    );
    client.batch_execute(&unchanged).await.unwrap();
    let renamed =
        format!("SELECT take_over_claims({id}, NULL, 'Other', NULL, now() + interval '1 s')");
    let waiting = tokio::time::timeout(Duration::from_secs(30), client.batch_execute(&renamed));
    let refused = waiting.await.expect("it waits no longer");
    assert!(refused.is_err(), "the change waits for the head");
    head.release().await;
    client.batch_execute(&renamed).await.unwrap();
    assert_eq!(account_events(&database).await.len(), 1);
}
