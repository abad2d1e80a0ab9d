//! The directories and processes of one test.

use std::fs::Permissions;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::OnceCell;
use tokio_postgres::{Client, NoTls};
use vestnik::embedded::{Embedded, Error, HostEnvironment};

const STOP_TIMEOUT: Duration = Duration::from_mins(1);

/// A data directory and a host environment. Dropping it stops the Postgres that runs there.
pub(super) struct TestMachine {
    root: TempDir,
    pub(super) data_dir: PathBuf,
    pub(super) host: HostEnvironment,
}

impl TestMachine {
    /// An absent data directory, in a directory that every user can enter.
    pub(super) fn new() -> Self {
        Self::at("data")
    }

    /// An absent data directory at this path in a directory that every user can enter.
    pub(super) fn at(path: &str) -> Self {
        let machine = Self::unreachable(path);
        set_mode(machine.root(), 0o755);
        machine
    }

    /// An absent data directory at this path in a directory that only this user can enter.
    pub(super) fn unreachable(path: &str) -> Self {
        let root = TempDir::new().unwrap();
        set_mode(root.path(), 0o700);
        let name = root.path().file_name().unwrap().to_string_lossy();
        let name = format!("vestnik-test-{}", name.trim_start_matches('.'));
        Self {
            data_dir: root.path().join(path),
            root,
            host: HostEnvironment {
                fallback_dir: std::env::temp_dir().join(name),
                ..HostEnvironment::default()
            },
        }
    }

    /// Puts a copy of a new database into the data directory, which takes a fraction of the
    /// time of `initdb`.
    pub(super) async fn with_database(self) -> Self {
        static ARCHIVE: OnceCell<Vec<u8>> = OnceCell::const_new();
        let archive = ARCHIVE.get_or_init(async || {
            let machine = Self::new();
            machine.start().await.stop().await.unwrap();
            let mut tar = std::process::Command::new("tar");
            tar.arg("-C").arg(&machine.data_dir);
            let output = tar.args(["-c", "pgpass", "postgres"]).output().unwrap();
            assert!(output.status.success(), "{output:?}");
            output.stdout
        });
        let archive = archive.await;
        std::fs::create_dir_all(&self.data_dir).unwrap();
        let mut tar = std::process::Command::new("tar");
        tar.arg("-C").arg(&self.data_dir);
        let mut tar = tar.arg("-xp").stdin(Stdio::piped()).spawn().unwrap();
        tar.stdin.take().unwrap().write_all(archive).unwrap();
        assert!(tar.wait().unwrap().success());
        self
    }

    pub(super) fn root(&self) -> &Path {
        self.root.path()
    }

    pub(super) async fn start(&self) -> Embedded {
        let started = Embedded::start(&self.data_dir, self.host.clone());
        started.await.unwrap()
    }

    pub(super) async fn start_error(&self) -> Error {
        let started = Embedded::start(&self.data_dir, self.host.clone());
        started.await.unwrap_err()
    }

    pub(super) async fn attach(&self) -> Embedded {
        let attached = Embedded::attach(&self.data_dir, self.host.clone());
        attached.await.unwrap()
    }

    pub(super) fn cluster(&self) -> PathBuf {
        self.data_dir.join("postgres/data")
    }

    /// The process in the cluster's `postmaster.pid`.
    pub(super) fn postmaster(&self) -> Option<Pid> {
        let file = std::fs::read_to_string(self.cluster().join("postmaster.pid")).ok()?;
        Pid::from_raw(file.lines().next()?.trim().parse().ok()?)
    }

    /// The server as a process that owns the data directory.
    pub(super) fn server(&self) -> Command {
        let mut server = Command::new(env!("CARGO_BIN_EXE_vestnik"));
        server
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("DATA_DIR", &self.data_dir)
            .env("LISTEN_ADDR", "127.0.0.1:0")
            .stdout(Stdio::piped())
            .process_group(0)
            .kill_on_drop(true);
        server
    }

    /// Starts [`TestMachine::server`] and waits until it listens.
    pub(super) async fn start_server(&self) -> Child {
        let mut server = self.server().spawn().unwrap();
        let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
        loop {
            let line = lines.next_line().await.unwrap();
            if line
                .expect("the server starts")
                .starts_with("listening on ")
            {
                return server;
            }
        }
    }

    fn is_postmaster(&self, pid: Pid) -> bool {
        let cluster = self.cluster();
        let cluster = cluster.canonicalize().unwrap_or(cluster);
        command_line(pid).is_some_and(|command| command.contains(&*cluster.to_string_lossy()))
    }
}

impl Drop for TestMachine {
    fn drop(&mut self) {
        if let Some(pid) = self.postmaster().filter(|pid| self.is_postmaster(*pid)) {
            let deadline = Instant::now() + STOP_TIMEOUT;
            let _ = kill_process(pid, Signal::QUIT);
            while self.is_postmaster(pid) && Instant::now() < deadline {
                std::thread::yield_now();
            }
        }
        let _ = std::fs::remove_dir_all(&self.host.fallback_dir);
    }
}

pub(super) fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// The permission bits of a path.
pub(super) fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// Whether the tests run as root; prints a note otherwise.
pub(super) fn is_root() -> bool {
    let is_root = rustix::process::geteuid().is_root();
    if !is_root {
        eprintln!("skipped: only root runs Postgres as another user");
    }
    is_root
}

pub(super) async fn connect(embedded: &Embedded) -> Client {
    try_connect(embedded).await.unwrap()
}

pub(super) async fn try_connect(embedded: &Embedded) -> Option<Client> {
    let (client, connection) = embedded.connection().connect(NoTls).await.ok()?;
    tokio::spawn(connection);
    Some(client)
}

/// The first column of the only row, as text.
pub(super) async fn value(client: &Client, query: &str) -> String {
    let query = format!("SELECT ({query})::text");
    client.query_one(&query, &[]).await.unwrap().get(0)
}

pub(super) async fn assert_answers(embedded: &Embedded) {
    assert_eq!(value(&connect(embedded).await, "SELECT 1").await, "1");
}

/// Arguments joined with spaces; `None` if the process is gone or a zombie.
pub(super) fn command_line(pid: Pid) -> Option<String> {
    let pid = pid.as_raw_nonzero().to_string();
    let mut ps = std::process::Command::new("ps");
    let output = ps
        .args(["-ww", "-o", "args=", "-p", &pid])
        .output()
        .unwrap();
    let line = String::from_utf8(output.stdout).unwrap().trim().to_owned();
    (!line.is_empty() && !line.contains("<defunct>")).then_some(line)
}
