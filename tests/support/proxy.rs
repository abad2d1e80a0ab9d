//! A way to Postgres that can lose an answer.
//!
//! It passes bytes on in both directions. Once armed it passes the next request on, waits
//! for the whole of Postgres's answer, and hangs up without handing it over: the worst
//! moment at which a connection can end, because the work is done and nobody knows.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use parking_lot::Mutex;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::watch;
use vestnik::db::Connector;

use super::TestDatabase;
use super::cluster::{Cluster, temporary_directory};

/// The end of an answer: `ReadyForQuery`, idle. Postgres says so only after COMMIT.
const READY: &[u8] = b"Z\0\0\0\x05I";

/// What Postgres's socket is called.
const SOCKET: &str = ".s.PGSQL.5432";

/// The proxy. Its directory goes with it.
pub struct Proxy {
    directory: PathBuf,
    cuts: Arc<Cuts>,
}

struct Cuts {
    /// Where Postgres's socket is.
    behind: Mutex<PathBuf>,
    armed: AtomicU32,
    made: AtomicU32,
    /// Told to every connection that is to end now.
    all: watch::Sender<()>,
}

impl Proxy {
    /// A proxy in front of the tests' cluster.
    pub fn start() -> Self {
        Self::in_front_of(Cluster::shared().directory())
    }

    /// A proxy in front of the Postgres whose socket is in a directory.
    pub fn in_front_of(postgres: &Path) -> Self {
        let directory = temporary_directory();
        let listener = UnixListener::bind(directory.join(SOCKET)).expect("the directory is ours");
        let cuts = Arc::new(Cuts {
            behind: Mutex::new(postgres.to_owned()),
            armed: AtomicU32::new(0),
            made: AtomicU32::new(0),
            all: watch::channel(()).0,
        });
        tokio::spawn({
            let cuts = cuts.clone();
            async move {
                while let Ok((client, _)) = listener.accept().await {
                    tokio::spawn(pass(client, cuts.clone()));
                }
            }
        });
        Self { directory, cuts }
    }

    /// Reaches a database through the proxy.
    pub fn connector(&self, database: &TestDatabase) -> Connector {
        let url = format!("postgresql://postgres@{}/{}", self.host(), database.name());
        Connector::new(&url).expect("the URL is valid")
    }

    /// Its directory as the host of a URL.
    pub fn host(&self) -> String {
        self.directory.display().to_string().replace('/', "%2F")
    }

    /// Leads to another Postgres from the next connection on.
    pub fn redirect_to(&self, postgres: &Path) {
        postgres.clone_into(&mut self.cuts.behind.lock());
    }

    /// Ends every connection, whatever is under way on it.
    pub fn cut_all(&self) {
        self.cuts.all.send_replace(());
    }

    /// Loses the next `answers` answers, whoever they are for.
    pub fn drop_responses(&self, answers: u32) {
        self.cuts.armed.store(answers, Ordering::SeqCst);
    }

    /// How many answers were lost.
    pub fn dropped_responses(&self) -> u32 {
        self.cuts.made.load(Ordering::SeqCst)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

impl Cuts {
    /// Whether this answer is one of those to lose: another connection's may have been the last.
    fn take_one(&self) -> bool {
        let taken = self
            .armed
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| {
                left.checked_sub(1)
            });
        if taken.is_ok() {
            self.made.fetch_add(1, Ordering::SeqCst);
        }
        taken.is_ok()
    }
}

/// One connection's life; both ends close when it returns.
async fn pass(client: UnixStream, cuts: Arc<Cuts>) -> std::io::Result<()> {
    let mut cut = cuts.all.subscribe();
    let behind = cuts.behind.lock().join(SOCKET);
    let postgres = UnixStream::connect(behind).await?;
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_postgres, mut to_postgres) = postgres.into_split();
    let requests = tokio::io::copy(&mut from_client, &mut to_postgres);
    let answers = async {
        let mut answer = Vec::new();
        let mut buffer = [0; 8192];
        loop {
            let read = from_postgres.read(&mut buffer).await?;
            if read == 0 {
                return Ok(());
            }
            answer.extend_from_slice(&buffer[..read]);
            // Whether there is to be TLS is asked before anything else, and answered by a byte.
            let is_about_tls = answer.len() == 1;
            let is_armed = !is_about_tls && cuts.armed.load(Ordering::SeqCst) > 0;
            if is_armed && !answer.ends_with(READY) {
                continue;
            }
            if is_armed && cuts.take_one() {
                return Ok(());
            }
            to_client.write_all(&answer).await?;
            answer.clear();
        }
    };
    tokio::select! {
        _ = cut.changed() => Ok(()),
        sent = requests => sent.map(drop),
        answered = answers => answered,
    }
}
