//! Databases of different sizes, the same in everything else.

use std::process::Stdio;
use std::time::Instant;

use support::cluster::Cluster;
use support::database::token_for;
use support::{Person, ReplicaProcess, TestDatabase};

/// A database with this many messages, and the users who make the calls.
pub struct Filled {
    pub database: TestDatabase,
    pub messages: i64,
    pub chats: i64,
    /// The teacher of the largest chat, and no other.
    pub of_largest_chat: Person,
    /// The student of the largest chat.
    pub student: Person,
    /// With 20 chats of the messenger.
    pub of_messenger: Person,
    /// With 2,000 chats of the messenger.
    pub of_messenger_2000: Person,
    /// With 20 chats.
    pub of_20: Person,
    /// With 100 chats.
    pub of_100: Person,
    /// With 2,000 chats.
    pub of_2000: Person,
    /// Ten more with 100 chats each, if there are 6,000 chats or more.
    pub searchers: Vec<Person>,
    pub admin: Person,
    /// Two users without chats.
    pub strangers: [Person; 2],
}

/// The id of the largest chat.
pub const LARGEST_CHAT: i64 = 1;

fn person(id: i64) -> Person {
    Person {
        id,
        name: String::new(),
        token: token_for(id),
    }
}

/// Fills a database of this cluster.
pub async fn fill(cluster: &Cluster, messages: i64) -> Filled {
    // Enough for the user with 2,000 chats at every size, and 50,000 at most.
    let chats = (messages / 50).clamp(4_000, 50_000);
    let chats = chats - chats % 2_000;
    let name = format!("growth_{messages}");
    let postgres = TestDatabase::at(&cluster.url("postgres"), "postgres");
    postgres.execute(&format!("CREATE DATABASE {name}")).await;
    let database = TestDatabase::at(&cluster.url(&name), &name);
    database.migrate().await;
    let started = Instant::now();
    let sql = include_str!("fill.sql")
        .replace("$MESSAGES", &messages.to_string())
        .replace("$CHATS", &chats.to_string());
    database.execute(&sql).await;
    database.execute("VACUUM ANALYZE").await;
    postgres.execute("CHECKPOINT").await;
    println!(
        "{messages} messages in {chats} chats: filled in {:.0} s",
        started.elapsed().as_secs_f64()
    );
    if messages <= 100_000 {
        verify(&database).await;
    }
    // As many chats as user 4 has leave none for them at the smallest size.
    let searchers = if chats >= 6_000 { 10..20 } else { 0..0 };
    Filled {
        database,
        messages,
        chats,
        of_largest_chat: person(1),
        student: person(1_000_000 + LARGEST_CHAT),
        of_messenger: person(2),
        of_messenger_2000: person(8),
        of_20: person(3),
        of_100: person(9),
        of_2000: person(4),
        searchers: searchers.map(person).collect(),
        admin: person(5),
        strangers: [person(6), person(7)],
    }
}

impl Filled {
    /// Removes the database, which is large.
    pub async fn remove(self, cluster: &Cluster) {
        let postgres = TestDatabase::at(&cluster.url("postgres"), "postgres");
        let sql = format!("DROP DATABASE {} WITH (FORCE)", self.database.name());
        postgres.execute(&sql).await;
    }
}

/// `vestnik verify`, which compares the read model with the log.
async fn verify(database: &TestDatabase) {
    let status = ReplicaProcess::command()
        .arg("verify")
        .env("DATABASE_URL", &database.url)
        .stdout(Stdio::null())
        .status()
        .await;
    let status = status.expect("the server can be run");
    assert!(status.success(), "the read model does not match the log");
}
