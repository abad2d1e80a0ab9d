//! A piece of ground for one test: its directories, what runs there, and the end of it.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio_postgres::{Client, NoTls};
use vestnik::embedded::{Embedded, Machine};

/// How long anything may take that a test waits for.
const LIMIT: Duration = Duration::from_mins(1);

/// A data directory and the rest of a machine. Dropped, it stops what runs there.
pub(super) struct Ground {
    root: TempDir,
    pub(super) data_dir: PathBuf,
    pub(super) machine: Machine,
}

impl Ground {
    /// A data directory that everybody can reach.
    pub(super) fn open() -> Self {
        let ground = Self::at("data");
        ground.set_mode(0o755);
        ground
    }

    /// A data directory at this path, below a directory that only we can enter.
    pub(super) fn at(path: &str) -> Self {
        let root = TempDir::new().unwrap();
        let machine = Machine {
            fallback: std::env::temp_dir().join(format!("vestnik-test-{}", unique(&root))),
            ..Machine::default()
        };
        let ground = Self {
            data_dir: root.path().join(path),
            root,
            machine,
        };
        ground.set_mode(0o700);
        ground
    }

    pub(super) fn set_mode(&self, mode: u32) {
        std::fs::set_permissions(self.root.path(), Permissions::from_mode(mode)).unwrap();
    }

    pub(super) fn root(&self) -> &Path {
        self.root.path()
    }

    pub(super) async fn start(&self) -> Embedded {
        Embedded::start_on(&self.data_dir, self.machine.clone())
            .await
            .unwrap()
    }

    pub(super) async fn attach(&self) -> Embedded {
        Embedded::attach_on(&self.data_dir, self.machine.clone())
            .await
            .unwrap()
    }

    pub(super) fn cluster(&self) -> PathBuf {
        self.data_dir.join("postgres/data")
    }

    /// The process that the cluster names as its postmaster.
    pub(super) fn postmaster(&self) -> Option<Pid> {
        let record = std::fs::read_to_string(self.cluster().join("postmaster.pid")).ok()?;
        Pid::from_raw(record.lines().next()?.trim().parse().ok()?)
    }

    /// Starts a server that owns the data directory, until it is killed.
    pub(super) async fn start_owner(&self) -> Child {
        let mut child = Command::new(env!("CARGO_BIN_EXE_vestnik"))
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("DATA_DIR", &self.data_dir)
            .env("LISTEN_ADDR", "127.0.0.1:0")
            .stdout(Stdio::piped())
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut is_listening = false;
        while !is_listening {
            let line = lines.next_line().await.unwrap().expect("the owner starts");
            is_listening = line.starts_with("listening on ");
        }
        child
    }

    fn stop_everything(&self) {
        let Some(pid) = self.postmaster().filter(|pid| self.is_ours(*pid)) else {
            return;
        };
        let deadline = Instant::now() + LIMIT;
        let _ = kill_process(pid, Signal::QUIT);
        while self.is_ours(pid) && Instant::now() < deadline {
            std::thread::yield_now();
        }
    }

    fn is_ours(&self, pid: Pid) -> bool {
        let cluster = self
            .cluster()
            .canonicalize()
            .unwrap_or_else(|_| self.cluster());
        let cluster = cluster.to_string_lossy().into_owned();
        command_line(pid).is_some_and(|command| command.contains(&cluster))
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        self.stop_everything();
        let _ = std::fs::remove_dir_all(&self.machine.fallback);
    }
}

pub(super) fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

pub(super) async fn connect(embedded: &Embedded) -> Client {
    let (client, connection) = embedded.connection().connect(NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

/// The first column of the only row, as text.
pub(super) async fn value(client: &Client, query: &str) -> String {
    client
        .query_one(&format!("SELECT ({query})::text"), &[])
        .await
        .unwrap()
        .get(0)
}

/// Waits until there is such a thing.
pub(super) async fn eventually<T>(mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let look = async {
        let mut interval = tokio::time::interval(Duration::from_millis(20));
        loop {
            interval.tick().await;
            if let Some(found) = look().await {
                return found;
            }
        }
    };
    tokio::time::timeout(LIMIT, look)
        .await
        .expect("it happens in time")
}

/// Arguments joined with spaces; `None` if the process is gone or a zombie.
pub(super) fn command_line(pid: Pid) -> Option<String> {
    let output = std::process::Command::new("ps")
        .args([
            "-ww",
            "-o",
            "args=",
            "-p",
            &pid.as_raw_nonzero().to_string(),
        ])
        .output()
        .unwrap();
    let line = String::from_utf8(output.stdout).unwrap().trim().to_owned();
    (!line.is_empty() && !line.contains("<defunct>")).then_some(line)
}

fn unique(root: &TempDir) -> String {
    root.path()
        .file_name()
        .unwrap()
        .to_string_lossy()
        .trim_start_matches('.')
        .to_owned()
}
