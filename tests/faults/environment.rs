//! Postgres, replicas and nginx that faults are injected into, and their users.

use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustix::process::{Resource, getrlimit, setrlimit};

use super::group::Group;
use super::postgres::Postgres;
use super::report::print_line;
use crate::support::cluster::temporary_directory;
use crate::support::realm_codecs::{Conversation, SOCKET_REALMS};
use crate::support::wait::within;
use crate::support::{
    Client, Metrics, Nginx, Pair, Person, Proxy, ReplicaProcess, TestDatabase, eventually, ports,
};

/// The name of the database.
const NAME: &str = "vestnik";

pub struct Topology {
    /// Server processes.
    pub replicas: usize,
    pub pairs: usize,
    /// Whether Postgres waits for the disk.
    pub is_synced: bool,
}

/// The running processes; they end when this is dropped.
pub struct Environment {
    /// The nodes behind nginx; `None` while one is down.
    pub nodes: Vec<Node>,
    pub nginx: Nginx,
    /// The primary's database.
    pub database: TestDatabase,
    /// The primary.
    pub postgres: Postgres,
    pub pairs: Vec<Pair>,
    /// Conversations of the realms with sockets.
    pub conversations: Vec<Conversation>,
    pub groups: Vec<Arc<Group>>,
    pub admins: Vec<Person>,
    /// Stands between the first node and Postgres.
    pub proxy: Proxy,
    sockets: Sockets,
}

/// A replica that can be stopped and started at one address.
pub struct Node {
    /// `127.0.0.1:…`; a restart keeps it.
    pub address: String,
    settings: Vec<(String, String)>,
    running: Option<(ReplicaProcess, Metrics)>,
}

/// Two socket directories that every replica knows; a failover changes which one is the primary's.
struct Sockets {
    directory: PathBuf,
    /// Index of the primary's directory.
    primary: usize,
}

impl Sockets {
    fn new(primary: &Postgres) -> Self {
        let sockets = Self {
            directory: temporary_directory(),
            primary: 0,
        };
        sockets.link(0, primary);
        sockets
    }

    fn link(&self, name: usize, postgres: &Postgres) {
        let link = self.directory.join(name.to_string());
        let _ = std::fs::remove_file(&link);
        symlink(postgres.directory(), link).expect("the directory is ours");
    }

    /// The URL of a primary and its standby in the form that the README recommends.
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
    /// Starts everything.
    pub async fn new(plan: &Topology) -> Self {
        allow_many_files();
        let postgres = Postgres::start(plan.is_synced);
        postgres.execute(&format!("CREATE DATABASE {NAME}")).await;
        let database = TestDatabase::at(&postgres.url(NAME), NAME);
        database.migrate().await;
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
        let (mut conversations, mut groups) = (Vec::new(), Vec::new());
        for _ in 0..plan.pairs.div_ceil(2) {
            groups.push(Arc::new(Group::new(&database, &nginx.url).await));
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
            groups,
            admins,
            proxy,
            sockets,
        }
    }

    /// Starts a standby at the socket directory that no primary uses.
    pub fn start_standby(&mut self) -> Postgres {
        let standby = Postgres::standby_of(&self.postgres);
        self.sockets.link(1 - self.sockets.primary, &standby);
        standby
    }

    /// Promotes a standby to primary; returns the former primary.
    pub fn fail_over_to(&mut self, standby: Postgres) -> Postgres {
        standby.promote();
        self.sockets.primary = 1 - self.sockets.primary;
        self.proxy.redirect_to(standby.directory());
        self.database = Self::of(&standby);
        std::mem::replace(&mut self.postgres, standby)
    }

    /// The database of a Postgres other than the primary.
    pub fn of(postgres: &Postgres) -> TestDatabase {
        TestDatabase::at(&postgres.url(NAME), NAME)
    }

    /// The database of a Postgres at its alternate socket.
    pub fn database_on_alternate_socket(postgres: &Postgres) -> TestDatabase {
        TestDatabase::at(&postgres.alternate_url(NAME), NAME)
    }

    /// A user's client of nginx.
    pub fn client(&self, person: &Person) -> Client {
        self.nginx.client(person)
    }

    /// Waits until every node is ready; returns how long that took.
    pub async fn until_all_are_ready(&self) -> Duration {
        let started = Instant::now();
        for node in &self.nodes {
            node.until_ready().await;
        }
        started.elapsed()
    }
}

/// Prints the last lines of every log if a test has failed.
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
    /// A replica of the database at `url`, not started yet.
    pub fn new(url: &str) -> Self {
        let address = format!("127.0.0.1:{}", ports::free());
        let settings = [
            ("DATABASE_URL", url),
            ("LISTEN_ADDR", &address),
            ("METRICS_ADDR", "127.0.0.1:0"),
            ("HEARTBEAT_SECONDS", "2"),
            ("REALMS", "all"),
            // Senders must not reach the limits.
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

    pub async fn start(&mut self) {
        self.start_with(&[]).await;
    }

    /// Starts it with additional settings.
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

    /// SIGTERM; returns how long a clean exit took.
    pub async fn terminate(&mut self) -> Duration {
        let (replica, _) = self.running.take().expect("it runs");
        let started = Instant::now();
        let status = replica.terminate().await;
        assert!(status.success(), "SIGTERM: {status}");
        started.elapsed()
    }

    pub fn replica(&self) -> &ReplicaProcess {
        &self.running.as_ref().expect("it runs").0
    }

    /// The current value of a metric.
    pub async fn metric(&self, series: &str) -> f64 {
        let (_, metrics) = self.running.as_ref().expect("it runs");
        metrics.value(series).await
    }

    /// Waits until the value of a metric is accepted.
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

/// Like `eventually`, with a longer bound.
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
        assert!(started.elapsed() < bound, "waited {bound:?} for: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Thousands of sockets need thousands of files, here and in child processes.
fn allow_many_files() {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    let _ = setrlimit(Resource::Nofile, limit);
}
