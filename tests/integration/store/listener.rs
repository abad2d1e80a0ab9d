//! The bell rings once more than needed rather than once less.

use tokio::sync::mpsc;
use tokio_util::sync::{CancellationToken, DropGuard};
use vestnik::domain::UserId;
use vestnik::store::{Bell, Listener, Signal};

use crate::support::wait::within;
use crate::support::{Store, TestDatabase, eventually};

/// A listener that has begun to listen; it stops when this is dropped.
struct Listening {
    bell: Bell,
    signals: mpsc::Receiver<Signal>,
    _stop: DropGuard,
}

impl Listening {
    async fn to(database: &TestDatabase) -> Self {
        let stop = CancellationToken::new();
        let (listener, heard) = Listener::new(database.connector(), database.pool());
        let (bell, signals) = (heard.bell, heard.signals);
        tokio::spawn(listener.run(stop.clone()));
        let mut listening = Self {
            bell,
            signals,
            _stop: stop.drop_guard(),
        };
        // The first ring says that it listens.
        within("the first ring", listening.bell.ring()).await;
        listening
    }

    async fn signal(&mut self) -> Signal {
        let signal = within("a signal", self.signals.recv()).await;
        signal.expect("the listener lives")
    }
}

#[tokio::test]
async fn every_append_rings_the_bell() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let store = Store::of(&database);
    let mut listening = Listening::to(&database).await;
    for _ in 0..3 {
        store.say(pair.chat_id, &pair.student, "!").await;
        within("a ring", listening.bell.ring()).await;
    }
}

#[tokio::test]
async fn a_plain_insert_rings_the_bell() {
    let database = TestDatabase::new().await;
    let mut listening = Listening::to(&database).await;
    database.pair().await;
    within("a ring", listening.bell.ring()).await;
}

#[tokio::test]
async fn a_listener_that_comes_back_rings_by_itself() {
    let database = TestDatabase::new().await;
    let mut listening = Listening::to(&database).await;
    for _ in 0..2 {
        let terminate = "SELECT count(*) FILTER (WHERE pg_terminate_backend(pid))
             FROM pg_stat_activity
             WHERE datname = current_database() AND application_name = 'vestnik listener'";
        assert_eq!(database.number(terminate).await, 1);
        within("a ring", listening.bell.ring()).await;
    }
}

#[tokio::test]
async fn a_bell_that_works_is_heard() {
    let database = TestDatabase::new().await;
    let listening = Listening::to(&database).await;
    eventually("the bell to be heard", async || {
        listening.bell.is_heard().then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_role_changed_by_plain_sql_is_signalled() {
    let database = TestDatabase::new().await;
    let person = database.person("student").await;
    let mut listening = Listening::to(&database).await;
    // What changes no role signals nothing: the first signal is that of the change.
    database.execute("UPDATE users SET name = 'N.'").await;
    let change = format!("UPDATE users SET role = 'admin' WHERE id = {}", person.id);
    database.execute(&change).await;
    assert_eq!(
        listening.signal().await,
        Signal::Recheck(vec![UserId(person.id)])
    );
}

#[tokio::test]
async fn a_user_removed_by_plain_sql_is_signalled() {
    let database = TestDatabase::new().await;
    let person = database.person("student").await;
    let mut listening = Listening::to(&database).await;
    database.execute("DELETE FROM users").await;
    assert_eq!(
        listening.signal().await,
        Signal::Recheck(vec![UserId(person.id)])
    );
}

#[tokio::test]
async fn a_signal_about_many_people_is_split_rather_than_lost() {
    let database = TestDatabase::new().await;
    database
        .execute(
            "INSERT INTO users (id, name, role)
             SELECT 1000000000000 + n, 'N.', 'member' FROM generate_series(1, 1000) AS n",
        )
        .await;
    let mut listening = Listening::to(&database).await;
    database.execute("UPDATE users SET role = 'guest'").await;
    let mut named = 0;
    while named < 1_000 {
        let Signal::Recheck(ids) = listening.signal().await;
        named += ids.len();
    }
}

#[tokio::test]
async fn a_call_of_unknown_shape_does_not_deafen_the_listener() {
    let database = TestDatabase::new().await;
    let mut listening = Listening::to(&database).await;
    database
        .execute(
            "NOTIFY vestnik_signals, 'not json';
             NOTIFY vestnik_signals, '{\"something\": \"else\"}';
             NOTIFY vestnik_signals, '{\"recheck\": [7, 8]}'",
        )
        .await;
    assert_eq!(
        listening.signal().await,
        Signal::Recheck(vec![UserId(7), UserId(8)])
    );
}
