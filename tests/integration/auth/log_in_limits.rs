//! Limits on password guessing: they stop attackers and do not affect other users.

use std::time::Duration;

use futures::StreamExt as _;
use futures::stream;
use reqwest::Method;
use serde_json::json;
use vestnik::auth::{LoginLimit, Sessions};
use vestnik::log::Listener;

use crate::support::{Answer, Client, Endpoint, ReplicaProcess, TestDatabase, spawn_replicas_with};

const EMAIL: &str = "anna@school.test";
const PASSWORD: &str = "correct horse";
/// The tests' own address is a proxy's; see [`Visitor`].
const BEHIND_PROXY: (&str, &str) = ("TRUSTED_PROXIES", "127.0.0.0/8");

/// A server on which Anna has a password.
struct LoginFixture {
    database: TestDatabase,
    replica: ReplicaProcess,
}

/// A browser behind a proxy that forwards its address.
struct Visitor {
    client: Client,
    address: String,
}

impl LoginFixture {
    async fn with(settings: &[(&str, &str)]) -> Self {
        let database = TestDatabase::new().await;
        let settings = [&[BEHIND_PROXY], settings].concat();
        let replica = ReplicaProcess::spawn_with(&database, &settings).await;
        add_anna(&database, &replica).await;
        Self { database, replica }
    }

    fn at(&self, address: &str) -> Visitor {
        Visitor::at(&self.replica, address)
    }
}

impl Visitor {
    fn at(replica: &Endpoint, address: &str) -> Self {
        Self {
            client: replica.anonymous_client(),
            address: address.to_owned(),
        }
    }

    async fn try_password(&self, email: &str, password: &str) -> Answer {
        let request = self.client.request(Method::POST, "/api/auth/login");
        let request = request.header("X-Forwarded-For", &self.address);
        let login = json!({ "email": email, "password": password });
        self.client.send(request.json(&login)).await
    }

    async fn guess(&self, email: &str) -> u16 {
        self.try_password(email, "wrong horse").await.status
    }

    async fn log_in(&self) -> u16 {
        self.try_password(EMAIL, PASSWORD).await.status
    }

    /// Guesses at `count` accounts, `at_once` concurrently; returns the statuses.
    async fn guess_at_accounts(&self, count: usize, at_once: usize) -> Vec<u16> {
        let guesses = (0..count).map(async |n| self.guess(&format!("{n}@school.test")).await);
        stream::iter(guesses)
            .buffer_unordered(at_once)
            .collect()
            .await
    }
}

async fn add_anna(database: &TestDatabase, replica: &Endpoint) {
    let admin = replica.client(&database.person("admin").await);
    let new = json!({ "email": EMAIL, "name": "Anna", "role": "student", "password": PASSWORD });
    admin.post("/api/admin/users", &new).await.expect(201);
}

fn count(answers: &[u16], status: u16) -> usize {
    answers.iter().filter(|answer| **answer == status).count()
}

#[tokio::test]
async fn guessing_from_another_address_does_not_lock_out_the_owner() {
    let fixture = LoginFixture::with(&[]).await;
    let (attacker, anna) = (fixture.at("203.0.113.7"), fixture.at("192.0.2.1"));
    for _ in 0..10 {
        assert_eq!(attacker.guess(EMAIL).await, 401);
    }

    for _ in 0..20 {
        let refused = attacker.try_password(EMAIL, "wrong horse").await;
        assert_eq!((refused.status, refused.code()), (429, "rate_limited"));
        let wait = refused.headers["retry-after"].to_str().expect("ASCII");
        let wait: u32 = wait.parse().expect("seconds");
        assert!((1..=900).contains(&wait), "{wait}");
    }

    assert_eq!(
        attacker.log_in().await,
        429,
        "the right password is refused as well"
    );
    assert_eq!(anna.log_in().await, 200);
}

#[tokio::test]
async fn flood_from_one_address_leaves_room_for_others() {
    // More than the queue holds on any number of cores.
    const FLOOD: usize = 600;
    let fixture = LoginFixture::with(&[("LOGIN_LIMIT", "off")]).await;
    let (attacker, anna) = (fixture.at("203.0.113.7"), fixture.at("192.0.2.1"));
    let flood = attacker.guess_at_accounts(FLOOD, FLOOD);
    let logging_in = async {
        let mut answers = Vec::new();
        for _ in 0..5 {
            answers.push(anna.log_in().await);
        }
        answers
    };

    let (flood, anna) = tokio::join!(flood, logging_in);

    assert_eq!(anna, [200; 5]);
    assert!(count(&flood, 429) > 0, "{flood:?}");
    assert_eq!(count(&flood, 401) + count(&flood, 429), FLOOD, "{flood:?}");
}

#[tokio::test]
async fn failures_are_counted_across_replicas_by_account_and_address() {
    let database = TestDatabase::new().await;
    let settings = [BEHIND_PROXY, ("LOGIN_LIMIT", "2/5")];
    let [one, other] = spawn_replicas_with(&database, &settings).await;
    let (here, there) = (
        Visitor::at(&one, "203.0.113.7"),
        Visitor::at(&other, "203.0.113.7"),
    );
    let mut answers = Vec::new();
    for account in ["a@b.test", "c@d.test", "e@f.test"] {
        for visitor in [&here, &there, &here] {
            answers.push(visitor.guess(account).await);
        }
    }
    // Two failures per account are allowed, and five per address.
    assert_eq!(answers, [401, 401, 429, 401, 401, 429, 401, 429, 429]);
    let neighbour = Visitor::at(&other, "203.0.113.8");
    assert_eq!(neighbour.guess("a@b.test").await, 401);
}

#[tokio::test]
async fn concurrent_guesses_do_not_exceed_the_limit() {
    let fixture = LoginFixture::with(&[]).await;
    let attacker = fixture.at("203.0.113.7");
    let guesses = (0..30).map(async |_| attacker.guess(EMAIL).await);
    let answers = futures::future::join_all(guesses).await;
    assert_eq!(count(&answers, 401), 10, "{answers:?}");
    assert_eq!(count(&answers, 429), 20, "{answers:?}");
}

#[tokio::test]
async fn successes_are_not_counted_and_forgive_failures() {
    let fixture = LoginFixture::with(&[("LOGIN_LIMIT", "2/3")]).await;
    let anna = fixture.at("192.0.2.1");
    for _ in 0..3 {
        assert_eq!(anna.log_in().await, 200);
    }
    for _ in 0..2 {
        assert_eq!(anna.guess(EMAIL).await, 401);
        assert_eq!(anna.log_in().await, 200);
    }
    assert_eq!(anna.guess(EMAIL).await, 401);
    assert_eq!(anna.log_in().await, 429, "three failed from this address");
}

#[tokio::test]
async fn limit_ends_after_fifteen_minutes_and_rows_are_swept() {
    let fixture = LoginFixture::with(&[("LOGIN_LIMIT", "1/1")]).await;
    let anna = fixture.at("2001:db8:1:2:3::4");
    assert_eq!(anna.guess(EMAIL).await, 401);
    let neighbour = fixture.at("2001:db8:1:2:ffff::1");
    assert_eq!(neighbour.log_in().await, 429, "the same /64");
    let later = "UPDATE login_failures SET began_at = began_at - interval '15 minutes'";

    fixture.database.execute(later).await;

    assert_eq!(anna.log_in().await, 200);
    assert_eq!(anna.guess(EMAIL).await, 401);
    fixture.database.execute(later).await;
    let limit = LoginLimit {
        by_account: 1,
        by_address: 1,
    };
    let pool = fixture.database.pool();
    let (listener, _) = Listener::new(fixture.database.connector(), pool.clone());
    let sessions = Sessions::new(pool, listener.fence(), None, Some(limit));
    sessions.sweep().await.expect("the database answers");
    let rows = "SELECT count(*) FROM login_failures";
    assert_eq!(fixture.database.number(rows).await, 0);
}

#[tokio::test]
async fn untrusted_peer_cannot_choose_its_address() {
    let database = TestDatabase::new().await;
    let settings = [("LOGIN_LIMIT", "1/2"), ("TRUSTED_PROXIES", "192.0.2.1")];
    let replica = ReplicaProcess::spawn_with(&database, &settings).await;
    let mut answers = Vec::new();
    for n in 1..=3 {
        let visitor = Visitor::at(&replica, &format!("203.0.113.{n}"));
        answers.push(visitor.guess(&format!("{n}@school.test")).await);
    }
    assert_eq!(answers, [401, 401, 429]);
    let log = replica.flushed_log().await;
    assert!(log.contains("X-Forwarded-For is ignored"), "{log}");
}

#[tokio::test]
async fn refused_guess_costs_no_hashing() {
    const GUESSES: usize = 20;
    let fixture = LoginFixture::with(&[("LOGIN_LIMIT", "1000/20")]).await;
    let attacker = fixture.at("203.0.113.7");
    let before = fixture.replica.processor_time();
    let compared = attacker.guess_at_accounts(GUESSES, 1).await;
    let between = fixture.replica.processor_time();
    let refused = attacker.guess_at_accounts(GUESSES, 1).await;
    let after = fixture.replica.processor_time();

    assert_eq!(count(&compared, 401), GUESSES);
    assert_eq!(count(&refused, 429), GUESSES);
    let (compared, refused) = (
        between.saturating_sub(before),
        after.saturating_sub(between),
    );
    assert!(refused < compared / 3, "{refused:?} after {compared:?}");
    assert!(compared > Duration::from_millis(100), "{compared:?}");
}

/// At most four hash computations run at once; 100 MB would be six of them.
#[tokio::test]
async fn flood_of_wrong_log_ins_takes_bounded_memory() {
    const MAX_GROWTH: u64 = 100_000_000;
    let fixture = LoginFixture::with(&[("LOGIN_LIMIT", "off")]).await;
    let at_rest = fixture.replica.memory();
    let visitors: Vec<_> = (1..=8)
        .map(|n| fixture.at(&format!("203.0.113.{n}")))
        .collect();

    let floods = visitors
        .iter()
        .map(|visitor| visitor.guess_at_accounts(20, 15));
    let answers = futures::future::join_all(floods).await.concat();

    let grown = fixture.replica.memory().saturating_sub(at_rest);
    println!("{} KB at rest, {} KB more", at_rest / 1000, grown / 1000);
    assert!(count(&answers, 401) > 120, "{answers:?}");
    assert!(grown < MAX_GROWTH, "{grown} over {at_rest}");
}
