//! A Postgres that may be ended in any way, started again, followed by a standby, promoted.
//!
//! Its processes hang on a pipe of the test process, like everything the tests start: however
//! that ends, they end.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};

use crate::support::cluster::{account, as_account, binaries, temporary_directory};

/// Runs until its standard input ends. Then stops Postgres, and unless it is to be kept,
/// removes what it had.
const GUARD: &str = r#"
    "$1" -D "$2/data" -k "$3" -c listen_addresses= -c max_connections=300 \
        -c shared_buffers=64MB -c log_min_messages=warning >>"$2/log" 2>&1 </dev/null &
    postgres=$!
    trap '' TERM INT
    cat >/dev/null
    kill -QUIT "$postgres" 2>/dev/null
    wait "$postgres" 2>/dev/null
    [ -e "$2/keep" ] || rm -rf "$2"
"#;

/// What differs from a fresh cluster. Enough WAL is kept that a standby need not be copied anew.
const SETTINGS: &str = "
wal_level = replica
max_wal_senders = 8
wal_keep_size = '256MB'
hot_standby = on
";

/// A cluster of its own, on a Unix socket.
pub struct Postgres {
    directory: PathBuf,
    guard: Option<Child>,
}

impl Postgres {
    /// Makes a cluster and starts it. `is_synced` costs time, and is what production has.
    pub fn start(is_synced: bool) -> Self {
        let cluster = Self::empty();
        cluster.run(
            as_account(&binaries().join("initdb"), account())
                .args(["--username=postgres", "--auth=trust", "--encoding=UTF8"])
                .args(["--locale=C.UTF-8", "--no-sync", "--pgdata"])
                .arg(cluster.data()),
        );
        let fsync = if is_synced { "on" } else { "off" };
        cluster.append_settings(&format!("{SETTINGS}fsync = {fsync}\n"));
        cluster.started()
    }

    /// A standby of another one, streaming from it.
    pub fn standby_of(primary: &Self) -> Self {
        let standby = Self::empty();
        standby.run(
            as_account(&binaries().join("pg_basebackup"), account())
                .args(["--no-sync", "--checkpoint=fast", "--write-recovery-conf"])
                .args(["--username=postgres", "--host"])
                .arg(&primary.directory)
                .arg("--pgdata")
                .arg(standby.data()),
        );
        standby.started()
    }

    fn empty() -> Self {
        let directory = temporary_directory();
        if let Some((uid, gid)) = account() {
            std::os::unix::fs::chown(&directory, Some(uid), Some(gid)).expect("it is ours");
        }
        Self {
            directory,
            guard: None,
        }
    }

    fn started(mut self) -> Self {
        self.start_again();
        self
    }

    /// Starts what was ended.
    pub fn start_again(&mut self) {
        let socket = self.directory.clone();
        self.start_at(&socket);
    }

    /// Starts what was ended where none of its clients look for it.
    pub fn start_aside(&mut self) {
        let socket = self.directory.join("aside");
        let _ = std::fs::create_dir(&socket);
        if let Some((uid, gid)) = account() {
            std::os::unix::fs::chown(&socket, Some(uid), Some(gid)).expect("it is ours");
        }
        self.start_at(&socket);
    }

    fn start_at(&mut self, socket: &Path) {
        self.let_go();
        let guard = as_account(Path::new("/bin/sh"), account())
            .args(["-c", GUARD, "guard"])
            .arg(binaries().join("postgres"))
            .arg(&self.directory)
            .arg(socket)
            .stdin(Stdio::piped())
            .spawn()
            .expect("sh can be run");
        self.guard = Some(guard);
        for _ in 0..600 {
            let mut ask = as_account(&binaries().join("pg_isready"), account());
            ask.arg("--quiet").arg("--host").arg(socket);
            if ask.status().expect("pg_isready can be run").success() {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("Postgres does not answer: {}", self.log());
    }

    /// `pg_ctl stop -m immediate`.
    pub fn stop_immediately(&mut self) {
        self.stop("immediate");
    }

    /// `pg_ctl stop -m fast`.
    pub fn stop_fast(&mut self) {
        self.stop("fast");
    }

    fn stop(&mut self, mode: &str) {
        self.run(
            as_account(&binaries().join("pg_ctl"), account())
                .args(["stop", "--silent", "--mode", mode, "--pgdata"])
                .arg(self.data()),
        );
        self.let_go();
    }

    /// `kill -9` of all its processes, as when its machine is gone.
    pub fn kill(&mut self) {
        let postmaster = self.postmaster();
        let children = children_of(postmaster);
        // The postmaster first, so that nobody is replaced.
        for pid in std::iter::once(postmaster).chain(children) {
            let _ = kill_process(pid, Signal::KILL);
        }
        self.let_go();
        // It is removed by who stops in order; of a dead machine it would be gone with /run.
        let _ = std::fs::remove_file(self.directory.join(".s.PGSQL.5432"));
        let _ = std::fs::remove_file(self.directory.join(".s.PGSQL.5432.lock"));
    }

    /// Lets a standby become a primary.
    pub fn promote(&self) {
        self.run(
            as_account(&binaries().join("pg_ctl"), account())
                .args(["promote", "--silent", "--wait", "--pgdata"])
                .arg(self.data()),
        );
    }

    /// Where its socket is.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Its directory as the host of a URL.
    pub fn host(&self) -> String {
        self.directory.display().to_string().replace('/', "%2F")
    }

    /// A URL of one of its databases, as the superuser.
    pub fn url(&self, database: &str) -> String {
        format!("postgresql://postgres@{}/{database}", self.host())
    }

    /// The same, where [`Self::start_aside`] has put it.
    pub fn url_aside(&self, database: &str) -> String {
        format!("postgresql://postgres@{}%2Faside/{database}", self.host())
    }

    /// Runs SQL in the database `postgres`.
    pub async fn execute(&self, sql: &str) {
        let database = crate::support::TestDatabase::at(&self.url("postgres"), "postgres");
        database.execute(sql).await;
    }

    /// What it has said.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.directory.join("log")).unwrap_or_default()
    }

    fn data(&self) -> PathBuf {
        self.directory.join("data")
    }

    fn append_settings(&self, settings: &str) {
        let file = self.data().join("postgresql.auto.conf");
        std::fs::write(file, settings).expect("the directory is ours");
    }

    fn postmaster(&self) -> Pid {
        let file = std::fs::read_to_string(self.data().join("postmaster.pid"));
        let file = file.expect("a Postgres that runs says its process id");
        let first = file.lines().next().and_then(|line| line.parse().ok());
        first.and_then(Pid::from_raw).expect("a process id")
    }

    /// Waits for the guard, which stops what still runs and keeps the data.
    fn let_go(&mut self) {
        let Some(mut guard) = self.guard.take() else {
            return;
        };
        let keep = self.directory.join("keep");
        std::fs::write(&keep, "").expect("the directory is ours");
        drop(guard.stdin.take());
        let _ = guard.wait();
        let _ = std::fs::remove_file(keep);
    }

    fn run(&self, command: &mut Command) {
        let output = command.output().expect("it can be run");
        assert!(
            output.status.success(),
            "{command:?}: {}{}",
            String::from_utf8_lossy(&output.stderr),
            self.log()
        );
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some(mut guard) = self.guard.take() {
            drop(guard.stdin.take());
            let _ = guard.wait();
        }
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

/// The processes that a process has started.
fn children_of(parent: Pid) -> Vec<Pid> {
    let parent = parent.as_raw_nonzero().to_string();
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let is_child = |pid: &i32| {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        // The name stands in parentheses and may hold anything; the parent is the second after.
        let rest = stat.rsplit(") ").next().unwrap_or_default();
        rest.split(' ').nth(1) == Some(&parent)
    };
    processes
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(is_child)
        .filter_map(Pid::from_raw)
        .collect()
}
