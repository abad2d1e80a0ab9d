//! A proxy before Postgres that can drop responses.
//!
//! It forwards bytes in both directions. When armed, it forwards the next request, waits for the
//! complete response and closes the connection instead of forwarding it: the worst moment to lose a
//! connection, because the transaction is committed but the client does not know.

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

/// The end of a response: `ReadyForQuery`, idle. Postgres sends it only after COMMIT.
const READY: &[u8] = b"Z\0\0\0\x05I";

/// The file name of Postgres's socket.
const SOCKET: &str = ".s.PGSQL.5432";

/// Its directory is removed when it is dropped.
pub struct Proxy {
    directory: PathBuf,
    cuts: Arc<Cuts>,
}

struct Cuts {
    /// The directory of Postgres's socket.
    target: Mutex<PathBuf>,
    armed: AtomicU32,
    made: AtomicU32,
    /// Signals every connection to end.
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
            target: Mutex::new(postgres.to_owned()),
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

    /// Connects to a database through the proxy.
    pub fn connector(&self, database: &TestDatabase) -> Connector {
        let url = format!("postgresql://postgres@{}/{}", self.host(), database.name());
        Connector::new(&url).expect("the URL is valid")
    }

    /// Its directory as the host of a URL.
    pub fn host(&self) -> String {
        self.directory.display().to_string().replace('/', "%2F")
    }

    /// Sends new connections to another Postgres.
    pub fn redirect_to(&self, postgres: &Path) {
        postgres.clone_into(&mut self.cuts.target.lock());
    }

    /// Ends every connection at once.
    pub fn cut_all(&self) {
        self.cuts.all.send_replace(());
    }

    /// Drops the next `count` responses of any connection.
    pub fn drop_responses(&self, count: u32) {
        self.cuts.armed.store(count, Ordering::SeqCst);
    }

    /// The number of dropped responses.
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
    /// Whether to drop this response; another connection's may have been the last.
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

/// Forwards one connection; both ends close when it returns.
async fn pass(client: UnixStream, cuts: Arc<Cuts>) -> std::io::Result<()> {
    let mut cut = cuts.all.subscribe();
    let target = cuts.target.lock().join(SOCKET);
    let postgres = UnixStream::connect(target).await?;
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
            // The request for TLS comes first and is answered with one byte.
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
