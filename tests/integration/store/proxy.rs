//! A way to Postgres that can lose an answer.
//!
//! It passes bytes on in both directions. Once armed it passes the next request on, waits
//! for the whole of Postgres's answer, and hangs up without handing it over: the worst
//! moment at which a connection can end, because the work is done and nobody knows.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{UnixListener, UnixStream};
use vestnik::store::Connector;

use crate::support::TestDatabase;
use crate::support::cluster::{Cluster, temporary_directory};

/// The end of an answer: `ReadyForQuery`, idle. Postgres says so only after COMMIT.
const READY: &[u8] = b"Z\0\0\0\x05I";

/// What Postgres's socket is called.
const SOCKET: &str = ".s.PGSQL.5432";

/// The proxy. Its directory goes with it.
pub struct Proxy {
    directory: PathBuf,
    cuts: Arc<Cuts>,
}

#[derive(Default)]
struct Cuts {
    armed: AtomicU32,
    made: AtomicU32,
}

impl Proxy {
    /// A proxy in front of the tests' cluster.
    pub fn start() -> Self {
        let directory = temporary_directory();
        let listener = UnixListener::bind(directory.join(SOCKET)).expect("the directory is ours");
        let cuts = Arc::new(Cuts::default());
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
        let host = self.directory.display().to_string().replace('/', "%2F");
        let url = format!("postgresql://postgres@{host}/{}", database.name());
        Connector::new(&url).expect("the URL is valid")
    }

    /// Loses the next `answers` answers, whoever they are for.
    pub fn lose(&self, answers: u32) {
        self.cuts.armed.store(answers, Ordering::SeqCst);
    }

    /// How many answers were lost.
    pub fn lost(&self) -> u32 {
        self.cuts.made.load(Ordering::SeqCst)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

/// One connection's life; both ends close when it returns.
async fn pass(client: UnixStream, cuts: Arc<Cuts>) -> std::io::Result<()> {
    let postgres = UnixStream::connect(Cluster::shared().directory().join(SOCKET)).await?;
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
            if cuts.armed.load(Ordering::SeqCst) == 0 {
                to_client.write_all(&buffer[..read]).await?;
                continue;
            }
            answer.extend_from_slice(&buffer[..read]);
            if answer.ends_with(READY) {
                cuts.armed.fetch_sub(1, Ordering::SeqCst);
                cuts.made.fetch_add(1, Ordering::SeqCst);
                return Ok(());
            }
        }
    };
    tokio::select! {
        sent = requests => sent.map(drop),
        answered = answers => answered,
    }
}
