//! A database for each test, and the users in it.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tokio::sync::OnceCell;
use tokio_postgres::NoTls;
use uuid::Uuid;
use vestnik::auth::claims::Subject;
use vestnik::auth::tokens::TokenIssuer;
use vestnik::db::{Connector, Pool, schema};

use super::cluster::Cluster;
use super::{JWT_SECRET, eventually};

/// An empty, migrated database.
pub struct TestDatabase {
    /// Its URL, as the superuser, who owns it.
    pub url: String,
    name: String,
}

/// A user with a token.
#[derive(Clone, Debug)]
pub struct Person {
    /// `users.id`.
    pub id: i64,
    /// `users.name`.
    pub name: String,
    /// A Bearer token, valid for an hour.
    pub token: String,
}

/// A teacher and a student with a chat.
#[derive(Clone, Debug)]
pub struct Pair {
    pub teacher: Person,
    pub student: Person,
    pub chat_id: i64,
}

const TEMPLATE: &str = "vestnik_template";

impl TestDatabase {
    /// Clones the migrated template.
    pub async fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        static MIGRATED: OnceCell<()> = OnceCell::const_new();
        MIGRATED.get_or_init(migrate_template).await;
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{number} TEMPLATE {TEMPLATE}");
        Self::create(Cluster::shared(), &name).await
    }

    /// A database with a teacher and a student who have a chat.
    pub async fn with_pair() -> (Self, Pair) {
        let database = Self::new().await;
        let pair = database.pair().await;
        (database, pair)
    }

    /// A database without the schema.
    pub async fn without_schema() -> Self {
        let name = format!("bare_{}", Uuid::new_v4().simple());
        Self::create(Cluster::shared(), &name).await
    }

    /// A migrated database in a cluster of the test's own, which may be crashed.
    pub async fn in_cluster(cluster: &Cluster) -> Self {
        let database = Self::create(cluster, "alone").await;
        database.migrate().await;
        database
    }

    /// `CREATE DATABASE` with this name, which options may follow.
    async fn create(cluster: &Cluster, name_and_options: &str) -> Self {
        let name = name_and_options.split(' ').next().expect("a name");
        let maintenance = Self::at(&cluster.url("postgres"), "postgres");
        let sql = format!("CREATE DATABASE {name_and_options}");
        maintenance.execute(&sql).await;
        Self::at(&cluster.url(name), name)
    }

    /// Applies the schema.
    pub async fn migrate(&self) {
        schema::migrate(&self.connector(), vestnik::realms::POLICIES)
            .await
            .expect("the schema can be applied");
    }

    /// An existing database of the shared cluster.
    pub fn existing(name: &str) -> Self {
        Self::at(&Cluster::shared().url(name), name)
    }

    /// An existing database of any cluster.
    pub fn at(url: &str, name: &str) -> Self {
        Self {
            url: url.to_owned(),
            name: name.to_owned(),
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// A connection as the superuser.
    pub async fn client(&self) -> tokio_postgres::Client {
        connect(&self.url).await
    }

    /// Opens connections as the server does.
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
            .unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    }

    /// The number that a query returns.
    pub async fn number(&self, sql: &str) -> i64 {
        let row = self.client().await.query_one(sql, &[]).await;
        row.unwrap_or_else(|error| panic!("{sql}: {error:?}"))
            .get(0)
    }

    /// Waits until a query returns this number.
    pub async fn until_number(&self, sql: &str, expected: i64) {
        eventually(&format!("{expected} from {sql}"), async || {
            (self.number(sql).await == expected).then_some(())
        })
        .await;
    }

    /// Deletes a user with SQL.
    pub async fn delete_user(&self, person: &Person) {
        self.execute(&format!("DELETE FROM users WHERE id = {}", person.id))
            .await;
    }

    /// New users with this role.
    pub async fn people<const N: usize>(&self, role: &str) -> [Person; N] {
        let mut people = Vec::new();
        for _ in 0..N {
            people.push(self.person(role).await);
        }
        people.try_into().expect("exactly N were added")
    }

    /// A new user.
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

    /// So many new users with this role, by one statement.
    pub async fn crowd(&self, role: &str, count: usize) -> Vec<Person> {
        let client = self.client().await;
        let count = i64::try_from(count).expect("a small number");
        let sql = "INSERT INTO users (email, name, role)
                   SELECT gen_random_uuid() || '@school.test', 'N. ' || n, $1
                   FROM generate_series(1, $2::bigint) AS n
                   RETURNING id, name";
        let rows = client.query(sql, &[&role, &count]).await;
        let person = |row: &tokio_postgres::Row| Person {
            id: row.get(0),
            name: row.get(1),
            token: token_for(row.get::<_, i64>(0)),
        };
        let rows = rows.expect("users can be added");
        rows.iter().map(person).collect()
    }

    /// Completes a lesson of two users; returns their chat.
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
        row.expect("a completed lesson creates a chat").get(0)
    }

    /// So many pairs of new users with a chat, by a few statements.
    pub async fn pairs(&self, count: usize) -> Vec<Pair> {
        let teachers = self.crowd("teacher", count).await;
        let students = self.crowd("student", count).await;
        let ids = |people: &[Person]| people.iter().map(|person| person.id).collect::<Vec<_>>();
        let both = [ids(&teachers), ids(&students)];
        let client = self.client().await;
        let sql = "INSERT INTO lessons (teacher_id, student_id, scheduled_at, status)
                   SELECT teacher, student, now(), 'completed'
                   FROM unnest($1::bigint[], $2::bigint[]) AS pair (teacher, student)";
        let added = client.execute(sql, &[&both[0], &both[1]]).await;
        added.expect("lessons can be added");
        let sql = "SELECT chats.id
                   FROM unnest($1::bigint[], $2::bigint[])
                        WITH ORDINALITY AS pair (teacher, student, n)
                   JOIN chats ON chats.pair_key = concat(least(teacher, student), ':',
                                                         greatest(teacher, student))
                   ORDER BY n";
        let rows = client.query(sql, &[&both[0], &both[1]]).await;
        let chats = rows.expect("completed lessons create chats");
        let people = teachers.into_iter().zip(students).zip(chats);
        people
            .map(|((teacher, student), chat)| Pair {
                teacher,
                student,
                chat_id: chat.get(0),
            })
            .collect()
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

/// A token for a user, valid for an hour.
pub fn token_for(subject: impl Into<Subject>) -> String {
    token_lasting(subject, Duration::from_hours(1))
}

/// A token for a user with this lifetime.
pub fn token_lasting(subject: impl Into<Subject>, lifetime: Duration) -> String {
    let issuer = TokenIssuer::new(JWT_SECRET.as_bytes()).expect("the secret is usable");
    issuer.issue(subject, Uuid::now_v7(), lifetime).token
}

async fn migrate_template() {
    let template = TestDatabase::create(Cluster::shared(), TEMPLATE).await;
    template.migrate().await;
}

async fn connect(url: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls)
        .await
        .expect("the cluster answers");
    tokio::spawn(connection);
    client
}
