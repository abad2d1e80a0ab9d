//! A Postgres that can be stopped in any way, restarted, replicated and promoted.
//!
//! Its processes hold a pipe of the test process and end when that ends.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};

use crate::support::cluster::{account, as_account, binaries, temporary_directory};

/// Stops Postgres when standard input ends, and removes the data unless the file `keep` exists.
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

/// Settings besides the defaults. Enough WAL is kept that a standby need not be copied again.
const SETTINGS: &str = "
wal_level = replica
max_wal_senders = 8
wal_keep_size = '256MB'
hot_standby = on
";

/// A cluster on a Unix socket.
pub struct Postgres {
    directory: PathBuf,
    guard: Option<Child>,
}

impl Postgres {
    /// Creates a cluster and starts it, with `fsync` if `is_synced`.
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

    /// A streaming standby of another cluster.
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

    /// Starts it after it was stopped.
    pub fn start_again(&mut self) {
        let socket = self.directory.clone();
        self.start_at(&socket);
    }

    /// The same at a socket that no replica knows.
    pub fn start_at_alternate_socket(&mut self) {
        let socket = self.directory.join("alternate");
        let _ = std::fs::create_dir(&socket);
        if let Some((uid, gid)) = account() {
            std::os::unix::fs::chown(&socket, Some(uid), Some(gid)).expect("it is ours");
        }
        self.start_at(&socket);
    }

    fn start_at(&mut self, socket: &Path) {
        self.stop_guard();
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
        self.stop_guard();
    }

    /// `kill -9` of all its processes, as when its machine is gone.
    pub fn kill(&mut self) {
        let postmaster = self.postmaster();
        let children = children_of(postmaster);
        // The postmaster first, so that it starts no replacements.
        for pid in std::iter::once(postmaster).chain(children) {
            let _ = kill_process(pid, Signal::KILL);
        }
        self.stop_guard();
        // A clean stop removes these files, and the reboot of a dead machine clears /run.
        let _ = std::fs::remove_file(self.directory.join(".s.PGSQL.5432"));
        let _ = std::fs::remove_file(self.directory.join(".s.PGSQL.5432.lock"));
    }

    /// Promotes a standby to primary.
    pub fn promote(&self) {
        self.run(
            as_account(&binaries().join("pg_ctl"), account())
                .args(["promote", "--silent", "--wait", "--pgdata"])
                .arg(self.data()),
        );
    }

    /// The directory of its socket.
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

    /// The same at the socket of [`Self::start_at_alternate_socket`].
    pub fn alternate_url(&self, database: &str) -> String {
        format!(
            "postgresql://postgres@{}%2Falternate/{database}",
            self.host()
        )
    }

    /// Runs SQL in the database `postgres`.
    pub async fn execute(&self, sql: &str) {
        let database = crate::support::TestDatabase::at(&self.url("postgres"), "postgres");
        database.execute(sql).await;
    }

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
        let file = file.expect("a running Postgres has a pid file");
        let first = file.lines().next().and_then(|line| line.parse().ok());
        first.and_then(Pid::from_raw).expect("a process id")
    }

    /// Stops the guard and Postgres, and keeps the data.
    fn stop_guard(&mut self) {
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
        let output = command.output().expect("the program can be run");
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

/// The child processes of a process.
fn children_of(parent: Pid) -> Vec<Pid> {
    let parent = parent.as_raw_nonzero().to_string();
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let is_child = |pid: &i32| {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        // The name in parentheses can contain anything; the parent is the second field after it.
        let rest = stat.rsplit(") ").next().unwrap_or_default();
        rest.split(' ').nth(1) == Some(&parent)
    };
    processes
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(is_child)
        .filter_map(Pid::from_raw)
        .collect()
}
