//! What faults are injected into: a Postgres, replicas, nginx, and a school full of people.

use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use rustix::process::{Resource, getrlimit, setrlimit};

use super::postgres::Postgres;
use super::report::print_line;
use crate::support::cluster::temporary_directory;
use crate::support::realm_codecs::{Conversation, SOCKET_REALMS};
use crate::support::wait::within;
use crate::support::{
    Client, Metrics, Nginx, Pair, Person, Proxy, ReplicaProcess, TestDatabase, eventually, ports,
};

/// The database's name.
const NAME: &str = "vestnik";

/// How a environment is made.
pub struct Topology {
    /// Server processes.
    pub replicas: usize,
    /// Teachers and students with a chat.
    pub pairs: usize,
    /// Whether Postgres waits for the disk.
    pub is_synced: bool,
}

/// All of it. It ends when this is dropped.
pub struct Environment {
    /// The nodes behind nginx; `None` while one is down.
    pub nodes: Vec<Node>,
    /// In front of them.
    pub nginx: Nginx,
    /// The primary, as the superuser.
    pub database: TestDatabase,
    /// The primary itself.
    pub postgres: Postgres,
    /// People with a chat.
    pub pairs: Vec<Pair>,
    /// People of the realms that talk over sockets.
    pub conversations: Vec<Conversation>,
    /// Who may read everything.
    pub admins: Vec<Person>,
    /// Between the first node and Postgres.
    pub proxy: Proxy,
    sockets: Sockets,
}

/// A replica, or the place of one.
pub struct Node {
    /// `127.0.0.1:…`, for good.
    pub address: String,
    settings: Vec<(String, String)>,
    running: Option<(ReplicaProcess, Metrics)>,
}

/// Two names for places of a Postgres, which every replica knows: who is primary changes.
struct Sockets {
    directory: PathBuf,
    /// Which of the names leads to the primary.
    primary: usize,
}

impl Sockets {
    fn new(primary: &Postgres) -> Self {
        let sockets = Self {
            directory: temporary_directory(),
            primary: 0,
        };
        sockets.lead(0, primary);
        sockets
    }

    fn lead(&self, name: usize, postgres: &Postgres) {
        let link = self.directory.join(name.to_string());
        let _ = std::fs::remove_file(&link);
        symlink(postgres.directory(), link).expect("the directory is ours");
    }

    /// As the README says a replica is to be told of a primary and its standby.
    fn url(&self) -> String {
        let directory = self.directory.display().to_string().replace('/', "%2F");
        format!(
            "postgresql://postgres@{directory}%2F0,{directory}%2F1/{NAME}\
             ?target_session_attrs=read-write"
        )
    }
}

impl Drop for Sockets {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

impl Environment {
    /// Makes one.
    pub async fn new(plan: &Topology) -> Self {
        allow_many_files();
        let postgres = Postgres::start(plan.is_synced);
        postgres.execute(&format!("CREATE DATABASE {NAME}")).await;
        let database = TestDatabase::at(&postgres.url(NAME), NAME);
        vestnik::db::schema::migrate(&database.connector(), vestnik::realms::POLICIES)
            .await
            .expect("the schema can be applied");
        let mut pairs = Vec::new();
        for _ in 0..plan.pairs {
            pairs.push(database.pair().await);
        }
        let mut admins = Vec::new();
        for _ in 0..plan.replicas {
            admins.push(database.person("admin").await);
        }
        let proxy = Proxy::in_front_of(postgres.directory());
        let sockets = Sockets::new(&postgres);
        let mut nodes = Vec::new();
        for n in 0..plan.replicas {
            let url = match n {
                0 => format!("postgresql://postgres@{}/{NAME}", proxy.host()),
                _ => sockets.url(),
            };
            let mut node = Node::new(&url);
            node.start().await;
            nodes.push(node);
        }
        let nginx = Nginx::in_front_of(nodes.iter().map(|node| node.address.as_str())).await;
        let mut conversations = Vec::new();
        for _ in 0..plan.pairs.div_ceil(2) {
            for realm in SOCKET_REALMS {
                conversations.push(Conversation::new(&database, &nginx.url, realm).await);
            }
        }
        Self {
            nodes,
            nginx,
            database,
            postgres,
            pairs,
            conversations,
            admins,
            proxy,
            sockets,
        }
    }

    /// Starts a standby, at the name that replicas know and that leads nowhere just now.
    pub fn start_standby(&mut self) -> Postgres {
        let standby = Postgres::standby_of(&self.postgres);
        self.sockets.lead(1 - self.sockets.primary, &standby);
        standby
    }

    /// Promotes a standby and goes on with it; returns the primary that was.
    pub fn fail_over_to(&mut self, standby: Postgres) -> Postgres {
        standby.promote();
        self.sockets.primary = 1 - self.sockets.primary;
        self.proxy.redirect_to(standby.directory());
        self.database = Self::of(&standby);
        std::mem::replace(&mut self.postgres, standby)
    }

    /// The database of a Postgres that is not the primary.
    pub fn of(postgres: &Postgres) -> TestDatabase {
        TestDatabase::at(&postgres.url(NAME), NAME)
    }

    /// The database of a Postgres that was started aside.
    pub fn database_on_alternate_socket(postgres: &Postgres) -> TestDatabase {
        TestDatabase::at(&postgres.url_aside(NAME), NAME)
    }

    /// Talks through nginx as somebody.
    pub fn client(&self, person: &Person) -> Client {
        self.nginx.client(person)
    }

    /// Waits until every node is ready; how long that took.
    pub async fn until_all_are_ready(&self) -> Duration {
        let started = Instant::now();
        for node in &self.nodes {
            node.until_ready().await;
        }
        started.elapsed()
    }
}

/// What each had to say last, where a test has failed.
impl Drop for Environment {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            return;
        }
        for node in &self.nodes {
            let log = node
                .running
                .as_ref()
                .map_or_else(|| "down".to_owned(), |(replica, _)| replica.log());
            let lines: Vec<&str> = log.lines().collect();
            let last = &lines[lines.len().saturating_sub(25)..];
            print_line(format_args!("{}:\n  {}", node.address, last.join("\n  ")));
        }
        print_line(format_args!("Postgres:\n{}", self.postgres.log()));
    }
}

impl Node {
    /// The place of a replica of the database at `url`.
    pub fn new(url: &str) -> Self {
        let address = format!("127.0.0.1:{}", ports::free());
        let settings = [
            ("DATABASE_URL", url),
            ("LISTEN_ADDR", &address),
            ("METRICS_ADDR", "127.0.0.1:0"),
            ("HEARTBEAT_SECONDS", "2"),
            ("REALMS", "all"),
            // Senders are not to meet these.
            ("MARKET_MESSAGES_PER_MINUTE", "1000000"),
            ("MARKET_MESSAGES_PER_5_SECONDS", "1000000"),
            ("RUST_LOG", "info"),
        ];
        let settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self {
            settings: settings.into(),
            address,
            running: None,
        }
    }

    /// `http://…`
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Starts it.
    pub async fn start(&mut self) {
        self.start_with(&[]).await;
    }

    /// Starts it with settings of its own, for this once.
    pub async fn start_with(&mut self, settings: &[(&str, &str)]) {
        let mut command = ReplicaProcess::command();
        command
            .envs(self.settings.iter().map(|(name, value)| (name, value)))
            .envs(settings.iter().copied());
        let replica = ReplicaProcess::start(command).await;
        let metrics = eventually("the address of the metrics", async || {
            Metrics::named_in(&replica.log())
        })
        .await;
        self.running = Some((replica, metrics));
    }

    /// `kill -9`.
    pub async fn kill(&mut self) {
        let (replica, _) = self.running.take().expect("it runs");
        replica.kill().await;
    }

    /// SIGTERM; how long it took to end, cleanly.
    pub async fn terminate(&mut self) -> Duration {
        let (replica, _) = self.running.take().expect("it runs");
        let started = Instant::now();
        let status = replica.terminate().await;
        assert!(status.success(), "SIGTERM: {status}");
        started.elapsed()
    }

    /// The process.
    pub fn replica(&self) -> &ReplicaProcess {
        &self.running.as_ref().expect("it runs").0
    }

    /// One of its metrics, now.
    pub async fn metric(&self, series: &str) -> f64 {
        let (_, metrics) = self.running.as_ref().expect("it runs");
        metrics.value(series).await
    }

    /// Waits until one of its metrics is as it should be.
    pub async fn until_metric(&self, series: &str, is_good: impl Fn(f64) -> bool) {
        let (_, metrics) = self.running.as_ref().expect("it runs");
        metrics.until(series, is_good).await;
    }

    /// Waits until it is ready and notifications arrive.
    pub async fn until_ready(&self) {
        self.wait_for_notification_status("delivered").await;
    }

    /// Waits until it is ready with this status of notifications.
    pub async fn wait_for_notification_status(&self, status: &str) {
        let client = Client::new(&self.url());
        let what = format!("{} to be ready with notifications {status}", self.address);
        eventually(&what, async || {
            let request = client.request(reqwest::Method::GET, "/ready");
            let answer = client.try_send(request).await.ok()?;
            (answer.status == 200 && answer.body["notifications"] == status).then_some(())
        })
        .await;
    }
}

/// Waits for something of a environment, for longer than a single thing may take.
pub async fn eventually_within<T>(
    bound: Duration,
    what: &str,
    mut ask: impl AsyncFnMut() -> Option<T>,
) -> T {
    let started = Instant::now();
    loop {
        if let Some(answer) = within(what, ask()).await {
            return answer;
        }
        assert!(
            started.elapsed() < bound,
            "waited {bound:?} in vain for: {what}"
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Thousands of sockets are thousands of files, here and in what is started from here.
fn allow_many_files() {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    let _ = setrlimit(Resource::Nofile, limit);
}
