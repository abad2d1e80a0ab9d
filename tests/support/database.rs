//! A database for each test, and the users in it.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::OnceCell;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, NoTls, Row};
use uuid::Uuid;
use vestnik::auth::claims::Subject;
use vestnik::auth::tokens::TokenIssuer;
use vestnik::db::{Connector, Pool, schema};

use super::cluster::Cluster;
use super::{JWT_SECRET, eventually, realm_files};

/// An empty, migrated database. One of the shared cluster is dropped with this.
pub struct TestDatabase {
    /// Its URL, as the superuser, who owns it.
    pub url: String,
    name: String,
    is_dropped: bool,
    /// Connections that the methods below have used and will use again: starting a session costs
    /// more than most statements.
    idle: Mutex<Vec<Client>>,
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

type Values<'a> = &'a [&'a (dyn ToSql + Sync)];

const TEMPLATE: &str = "vestnik_template";

impl TestDatabase {
    /// Clones the migrated template.
    pub async fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        static MIGRATED: OnceCell<()> = OnceCell::const_new();
        MIGRATED.get_or_init(migrate_template).await;
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        // Copying files takes less time than writing each page to the WAL.
        let name = format!("test_{number} TEMPLATE {TEMPLATE} STRATEGY file_copy");
        Self::create_shared(&name).await
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
        Self::create_shared(&name).await
    }

    /// A migrated database in a cluster of the test's own, which may be crashed.
    pub async fn in_cluster(cluster: &Cluster) -> Self {
        let database = Self::create(cluster, "alone").await;
        database.migrate().await;
        database
    }

    async fn create_shared(name_and_options: &str) -> Self {
        let mut database = Self::create(Cluster::shared(), name_and_options).await;
        database.is_dropped = true;
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
        schema::migrate(&self.connector(), realm_files::policies())
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
            is_dropped: false,
            idle: Mutex::default(),
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// A new connection as the superuser.
    pub async fn client(&self) -> Client {
        connect(&self.url).await
    }

    /// Runs a statement on an idle connection or a new one: no statement waits for another.
    async fn run<T>(
        &self,
        sql: &str,
        statement: impl AsyncFn(&Client) -> Result<T, tokio_postgres::Error>,
    ) -> T {
        loop {
            let idle = self.idle.lock().pop();
            let is_new = idle.is_none();
            let client = match idle {
                Some(client) => client,
                None => self.client().await,
            };
            match statement(&client).await {
                Ok(value) => {
                    self.idle.lock().push(client);
                    return value;
                }
                // A test has ended the session, or its Postgres, since the last statement.
                Err(error) if !is_new && has_ended(&error) => {}
                Err(error) => panic!("{sql}: {error:?}"),
            }
        }
    }

    async fn query(&self, sql: &str, parameters: Values<'_>) -> Vec<Row> {
        self.run(sql, async |client| client.query(sql, parameters).await)
            .await
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
        self.run(sql, async |client| {
            client.batch_execute(sql).await?;
            // The next statement finds no setting, role or temporary table of this one.
            client.batch_execute("DISCARD ALL").await
        })
        .await;
    }

    /// Gives `messenger` the policy that users know only people of their own company.
    pub async fn split_companies(&self) {
        let sql = "CREATE OR REPLACE FUNCTION public.realm_splits_companies(_realm text)
                   RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
                   AS $$ SELECT _realm = 'messenger' $$";
        self.execute(sql).await;
    }

    /// The number that a query returns.
    pub async fn number(&self, sql: &str) -> i64 {
        self.query(sql, &[]).await[0].get(0)
    }

    /// Waits until a query returns this number.
    pub async fn until_number(&self, sql: &str, expected: i64) {
        eventually(&format!("{expected} from {sql}"), async || {
            (self.number(sql).await == expected).then_some(())
        })
        .await;
    }

    /// Waits until every session has ended: only then does Postgres count all that it has read.
    pub async fn until_no_session(&self) {
        self.idle.lock().clear();
        let sql = "SELECT count(*) FROM pg_stat_activity WHERE datname";
        let sql = format!("{sql} = '{}'", self.name);
        Self::existing("postgres").until_number(&sql, 0).await;
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
        let sql = "INSERT INTO users (email, name, role)
                   VALUES ($1 || '@school.test', 'N. ' || $1, $2)
                   RETURNING id, name";
        let email = Uuid::new_v4().simple().to_string();
        let rows = self.query(sql, &[&email, &role]).await;
        let row = &rows[0];
        let id = row.get(0);
        Person {
            id,
            name: row.get(1),
            token: token_for(id),
        }
    }

    /// So many new users with this role, by one statement.
    pub async fn crowd(&self, role: &str, count: usize) -> Vec<Person> {
        let count = i64::try_from(count).expect("a small number");
        let sql = "INSERT INTO users (email, name, role)
                   SELECT gen_random_uuid() || '@school.test', 'N. ' || n, $1
                   FROM generate_series(1, $2::bigint) AS n
                   RETURNING id, name";
        let rows = self.query(sql, &[&role, &count]).await;
        let person = |row: &Row| Person {
            id: row.get(0),
            name: row.get(1),
            token: token_for(row.get::<_, i64>(0)),
        };
        rows.iter().map(person).collect()
    }

    /// Completes a lesson of two users; returns their chat.
    pub async fn complete_lesson(&self, teacher: &Person, student: &Person) -> i64 {
        let sql = "INSERT INTO lessons (teacher_id, student_id, scheduled_at, status)
                   VALUES ($1, $2, now(), 'completed')";
        self.query(sql, &[&teacher.id, &student.id]).await;
        let pair_key = format!(
            "{}:{}",
            teacher.id.min(student.id),
            teacher.id.max(student.id)
        );
        let sql = "SELECT id FROM chats WHERE pair_key = $1";
        self.query(sql, &[&pair_key]).await[0].get(0)
    }

    /// So many pairs of new users with a chat, by a few statements.
    pub async fn pairs(&self, count: usize) -> Vec<Pair> {
        let teachers = self.crowd("teacher", count).await;
        let students = self.crowd("student", count).await;
        let ids = |people: &[Person]| people.iter().map(|person| person.id).collect::<Vec<_>>();
        let both = [ids(&teachers), ids(&students)];
        let sql = "INSERT INTO lessons (teacher_id, student_id, scheduled_at, status)
                   SELECT teacher, student, now(), 'completed'
                   FROM unnest($1::bigint[], $2::bigint[]) AS pair (teacher, student)";
        self.query(sql, &[&both[0], &both[1]]).await;
        let sql = "SELECT chats.id
                   FROM unnest($1::bigint[], $2::bigint[])
                        WITH ORDINALITY AS pair (teacher, student, n)
                   JOIN chats ON chats.pair_key = concat(least(teacher, student), ':',
                                                         greatest(teacher, student))
                   ORDER BY n";
        let chats = self.query(sql, &[&both[0], &both[1]]).await;
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

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if self.is_dropped {
            // The thread ends only with the process.
            let _ = dropper().send(std::mem::take(&mut self.name));
        }
    }
}

/// The thread that drops databases of the shared cluster, one after the other: the files of all tests
/// would take minutes to remove at the end.
fn dropper() -> &'static Sender<String> {
    static DROPPER: OnceLock<Sender<String>> = OnceLock::new();
    DROPPER.get_or_init(|| {
        let (sender, names) = channel::<String>();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime starts");
            let client = runtime.block_on(connect(&Cluster::shared().url("postgres")));
            for name in names {
                let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                // One with a session that does not end in time stays until the cluster ends.
                let _ = runtime.block_on(client.batch_execute(&sql));
            }
        });
        sender
    })
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

/// Whether a statement failed because its session was over.
fn has_ended(error: &tokio_postgres::Error) -> bool {
    error.is_closed() || error.code() == Some(&SqlState::ADMIN_SHUTDOWN)
}

async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls)
        .await
        .expect("the cluster answers");
    tokio::spawn(connection);
    client
}
