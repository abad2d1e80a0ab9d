//! A database for each test, and the people in it.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tokio::sync::OnceCell;
use tokio_postgres::NoTls;
use uuid::Uuid;
use vestnik::auth::claims::Subject;
use vestnik::auth::tokens::TokenIssuer;
use vestnik::db::{Connector, Pool, schema};

use super::JWT_SECRET;
use super::cluster::Cluster;

/// An empty, migrated database.
pub struct TestDatabase {
    /// Its URL, as the superuser, who owns it.
    pub url: String,
    name: String,
}

/// Somebody with a token.
#[derive(Clone, Debug)]
pub struct Person {
    /// `users.id`.
    pub id: i64,
    /// `users.name`.
    pub name: String,
    /// A Bearer token, good for an hour.
    pub token: String,
}

/// A teacher and a student with a chat.
#[derive(Clone, Debug)]
pub struct Pair {
    /// One side.
    pub teacher: Person,
    /// The other side.
    pub student: Person,
    /// Their chat.
    pub chat_id: i64,
}

const TEMPLATE: &str = "vestnik_template";

impl TestDatabase {
    /// Clones the migrated template.
    pub async fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        static MIGRATED: OnceCell<()> = OnceCell::const_new();
        MIGRATED.get_or_init(migrate_template).await;
        let name = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let cluster = Cluster::shared();
        let client = connect(&cluster.url("postgres")).await;
        let sql = format!("CREATE DATABASE {name} TEMPLATE {TEMPLATE}");
        client
            .batch_execute(&sql)
            .await
            .expect("the template can be cloned");
        Self {
            url: cluster.url(&name),
            name,
        }
    }

    /// A database in which nothing was migrated yet.
    pub async fn without_schema() -> Self {
        let name = format!("bare_{}", Uuid::new_v4().simple());
        let cluster = Cluster::shared();
        let client = connect(&cluster.url("postgres")).await;
        let sql = format!("CREATE DATABASE {name}");
        client
            .batch_execute(&sql)
            .await
            .expect("a database can be made");
        Self {
            url: cluster.url(&name),
            name,
        }
    }

    /// One in a cluster of its own, which may be crashed.
    pub async fn in_cluster(cluster: &Cluster) -> Self {
        let name = "alone";
        let client = connect(&cluster.url("postgres")).await;
        let sql = format!("CREATE DATABASE {name}");
        client
            .batch_execute(&sql)
            .await
            .expect("a database can be made");
        let database = Self {
            url: cluster.url(name),
            name: name.to_owned(),
        };
        schema::migrate(&database.connector(), vestnik::realms::POLICIES)
            .await
            .expect("the schema can be applied");
        database
    }

    /// One that is there already, under a name.
    pub fn existing(name: &str) -> Self {
        Self {
            url: Cluster::shared().url(name),
            name: name.to_owned(),
        }
    }

    /// One of another cluster.
    pub fn at(url: &str, name: &str) -> Self {
        Self {
            url: url.to_owned(),
            name: name.to_owned(),
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A connection as the superuser.
    pub async fn client(&self) -> tokio_postgres::Client {
        connect(&self.url).await
    }

    /// What the server opens its connections with.
    pub fn connector(&self) -> Connector {
        Connector::new(&self.url).expect("the URL is valid")
    }

    /// Connections as `vestnik_server`.
    pub fn pool(&self) -> Pool {
        self.connector().pool(4)
    }

    /// Runs SQL, as the superuser.
    pub async fn execute(&self, sql: &str) {
        self.client()
            .await
            .batch_execute(sql)
            .await
            .unwrap_or_else(|error| {
                panic!("{sql}: {error:?}");
            });
    }

    /// One number out of the database.
    pub async fn number(&self, sql: &str) -> i64 {
        let row = self.client().await.query_one(sql, &[]).await;
        row.unwrap_or_else(|error| panic!("{sql}: {error:?}"))
            .get(0)
    }

    /// Somebody new.
    pub async fn person(&self, role: &str) -> Person {
        let row = self
            .client()
            .await
            .query_one(
                "INSERT INTO users (email, name, role)
                 VALUES ($1 || '@school.test', 'N. ' || $1, $2)
                 RETURNING id, name",
                &[&Uuid::new_v4().simple().to_string(), &role],
            )
            .await
            .expect("a user can be added");
        let id = row.get(0);
        Person {
            id,
            name: row.get(1),
            token: token_for(id),
        }
    }

    /// Completes a lesson between two people; returns their chat.
    pub async fn complete_lesson(&self, teacher: &Person, student: &Person) -> i64 {
        let client = self.client().await;
        client
            .execute(
                "INSERT INTO lessons (teacher_id, student_id, scheduled_at, status)
                 VALUES ($1, $2, now(), 'completed')",
                &[&teacher.id, &student.id],
            )
            .await
            .expect("a lesson can be added");
        let pair_key = format!(
            "{}:{}",
            teacher.id.min(student.id),
            teacher.id.max(student.id)
        );
        let row = client
            .query_one("SELECT id FROM chats WHERE pair_key = $1", &[&pair_key])
            .await;
        row.expect("a completed lesson begins a chat").get(0)
    }

    /// A teacher and a student with a chat.
    pub async fn pair(&self) -> Pair {
        let (teacher, student) = (self.person("teacher").await, self.person("student").await);
        let chat_id = self.complete_lesson(&teacher, &student).await;
        Pair {
            teacher,
            student,
            chat_id,
        }
    }
}

/// A token for a user, good for an hour.
pub fn token_for(subject: impl Into<Subject>) -> String {
    token_lasting(subject, Duration::from_hours(1))
}

/// A token for a user, good for as long as this.
pub fn token_lasting(subject: impl Into<Subject>, lifetime: Duration) -> String {
    let minter = TokenIssuer::new(JWT_SECRET.as_bytes()).expect("the secret is usable");
    minter.issue(subject, Uuid::now_v7(), lifetime).token
}

async fn migrate_template() {
    let cluster = Cluster::shared();
    let client = connect(&cluster.url("postgres")).await;
    let sql = format!("CREATE DATABASE {TEMPLATE}");
    client
        .batch_execute(&sql)
        .await
        .expect("a database can be made");
    let connector = Connector::new(&cluster.url(TEMPLATE)).expect("the URL is valid");
    schema::migrate(&connector, vestnik::realms::POLICIES)
        .await
        .expect("the schema can be applied");
}

async fn connect(url: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls)
        .await
        .expect("the cluster answers");
    tokio::spawn(connection);
    client
}
