//! The listener wakes readers once too often rather than once too seldom.

use tokio::sync::mpsc;
use tokio_postgres::error::SqlState;
use tokio_util::sync::{CancellationToken, DropGuard};
use vestnik::domain::UserId;
use vestnik::log::{Listener, LogWakeup, Signal};
use vestnik::workers::supervise;

use crate::sql::refused;
use crate::support::wait::within;
use crate::support::{PausedSessions, Store, TestDatabase, eventually};

/// A running listener; it stops when this is dropped.
struct Listening {
    wakeup: LogWakeup,
    signals: mpsc::Receiver<Signal>,
    _stop: DropGuard,
}

impl Listening {
    async fn to(database: &TestDatabase) -> Self {
        let stop = CancellationToken::new();
        let (mut listener, wakeup) = Listener::new(database.connector(), database.pool());
        let signals = listener.subscribe(&["recheck"]);
        tokio::spawn(supervise(listener, stop.clone()));
        let mut listening = Self {
            wakeup,
            signals,
            _stop: stop.drop_guard(),
        };
        within("the first wakeup", listening.wakeup.notified()).await;
        listening
    }

    /// The users of the next signal.
    async fn recheck(&mut self) -> Vec<UserId> {
        let signal = within("a signal", self.signals.recv()).await;
        let signal = signal.expect("the listener lives");
        serde_json::from_str(signal.content.get()).expect("a list of users")
    }
}

#[tokio::test]
async fn every_append_wakes_readers() {
    let (database, pair) = TestDatabase::with_pair().await;
    let store = Store::of(&database);
    let mut listening = Listening::to(&database).await;
    for _ in 0..3 {
        store.send_message(pair.chat_id, &pair.student, "!").await;
        within("a wakeup", listening.wakeup.notified()).await;
    }
}

#[tokio::test]
async fn plain_insert_wakes_readers() {
    let database = TestDatabase::new().await;
    let mut listening = Listening::to(&database).await;
    database.pair().await;
    within("a wakeup", listening.wakeup.notified()).await;
}

#[tokio::test]
async fn reconnected_listener_wakes_readers() {
    let database = TestDatabase::new().await;
    let mut listening = Listening::to(&database).await;
    for _ in 0..2 {
        let terminate = "SELECT count(*) FILTER (WHERE pg_terminate_backend(pid))
             FROM pg_stat_activity
             WHERE datname = current_database() AND application_name = 'vestnik listener'";
        assert_eq!(database.number(terminate).await, 1);
        within("a wakeup", listening.wakeup.notified()).await;
    }
}

#[tokio::test]
async fn working_notifications_are_detected() {
    let database = TestDatabase::new().await;
    let listening = Listening::to(&database).await;
    eventually("notifications to arrive", async || {
        listening.wakeup.is_delivering().then_some(())
    })
    .await;
}

#[tokio::test]
async fn change_of_a_user_by_sql_sends_an_access_signal() {
    let database = TestDatabase::new().await;
    let person = database.person("student").await;
    let mut listening = Listening::to(&database).await;
    // An update that changes nothing sends nothing: the first signal is that of the first change.
    database.execute("UPDATE users SET name = name").await;
    for change in [
        "role = 'admin'",
        "name = 'N.'",
        "email = 'n@school.test'",
        "external_id = 'n'",
        "realms = '{campus}'",
        "company_id = 7",
        "created_at = '2026-01-02'",
    ] {
        let change = format!("UPDATE users SET {change} WHERE id = {}", person.id);
        database.execute(&change).await;
        assert_eq!(listening.recheck().await, [UserId(person.id)], "{change}");
    }
}

#[tokio::test]
async fn user_removal_by_sql_sends_an_access_signal() {
    let database = TestDatabase::new().await;
    let person = database.person("student").await;
    let mut listening = Listening::to(&database).await;
    database.execute("DELETE FROM users").await;
    assert_eq!(listening.recheck().await, [UserId(person.id)]);
}

#[tokio::test]
async fn signal_about_many_users_is_split() {
    let database = TestDatabase::new().await;
    database
        .execute(
            "INSERT INTO users (id, name, role)
             SELECT 1000000000000 + n, 'N.', 'member' FROM generate_series(1, 1000) AS n",
        )
        .await;
    let mut listening = Listening::to(&database).await;
    database.execute("UPDATE users SET role = 'guest'").await;
    let mut received = 0;
    while received < 1_000 {
        received += listening.recheck().await.len();
    }
}

#[tokio::test]
async fn signal_of_unknown_shape_is_skipped() {
    let database = TestDatabase::new().await;
    let mut listening = Listening::to(&database).await;
    database
        .execute(
            "SELECT send_signal('not json');
             SELECT send_signal('{\"something\": \"else\"}');
             SELECT send_signal('{\"recheck\": [7, 8]}')",
        )
        .await;
    assert_eq!(listening.recheck().await, [UserId(7), UserId(8)]);
}

/// Sends a signed signal of this age.
fn send_old(signal: &str, milliseconds: i64) -> String {
    format!(
        "SELECT pg_notify('vestnik_signals', encode(sha256(
             substring(k.key FROM 65) || sha256(
                 substring(k.key FOR 64) || convert_to(t.text, 'UTF8'))), 'hex') || ' ' || t.text)
         FROM server_keys AS k, (
             SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint - {milliseconds}
                    || ' {signal}' AS text) AS t
         WHERE k.name = 'signals'"
    )
}

#[tokio::test]
async fn forged_and_replayed_signals_are_ignored() {
    let database = TestDatabase::new().await;
    let mut listening = Listening::to(&database).await;
    let client = database.client().await;
    client
        .batch_execute("NOTIFY vestnik_signals, '{\"recheck\": [1]}'")
        .await
        .expect("any role can notify");
    let code = "0".repeat(64);
    let forged = format!("NOTIFY vestnik_signals, '{code} 1700000000000 {{\"recheck\": [2]}}'");
    client
        .batch_execute(&forged)
        .await
        .expect("any role can notify");
    for (signal, age) in [
        ("{\"recheck\": [3]}", 11_000),
        ("{\"recheck\": [4]}", -11_000),
        ("{\"recheck\": [5]}", 5_000),
    ] {
        let sent = client.batch_execute(&send_old(signal, age)).await;
        sent.expect("the signal is sent");
    }
    assert_eq!(listening.recheck().await, [UserId(5)]);
}

#[tokio::test]
async fn only_the_server_role_can_sign_signals() {
    let database = TestDatabase::new().await;
    let client = database.client().await;
    let login = "SET ROLE vestnik_auditor";
    client.batch_execute(login).await.expect("the role exists");
    for sql in [
        "SELECT send_signal('{}')",
        "SELECT notify_presence('{}', '{1}')",
        "SELECT key FROM server_keys",
        "SELECT pg_notify('vestnik_signals', public.send_signal('{}')::text)",
    ] {
        let code = refused(&client, sql).await;
        assert_eq!(code, SqlState::INSUFFICIENT_PRIVILEGE, "{sql}");
    }
}

#[tokio::test]
async fn listener_with_a_hanging_session_reconnects() {
    let (database, pair) = TestDatabase::with_pair().await;
    let mut listening = Listening::to(&database).await;
    eventually("notifications to arrive", async || {
        listening.wakeup.is_delivering().then_some(())
    })
    .await;
    let _frozen = PausedSessions::sessions(&database, "listener").await;

    // As the tail does when polling finds an event.
    listening.wakeup.report_missed();

    within(
        "the first wakeup of another session",
        listening.wakeup.notified(),
    )
    .await;
    let store = Store::of(&database);
    store.send_message(pair.chat_id, &pair.student, "!").await;
    within("a wakeup", listening.wakeup.notified()).await;
    eventually("notifications to arrive", async || {
        listening.wakeup.is_delivering().then_some(())
    })
    .await;
}
