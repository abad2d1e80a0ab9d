//! Postgres clusters for tests.
//!
//! Each holds a pipe of the process that started it. When that process ends, the pipe closes and the
//! cluster stops.

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use rustix::process::Pid;

use super::ProcessTree;

/// A Postgres in a temporary directory, on a Unix socket.
pub struct Cluster {
    directory: PathBuf,
    guard: Child,
}

/// The system user of Postgres when the tests run as root.
const ACCOUNT: &str = "postgres";

/// Stops Postgres when standard input ends.
const GUARD: &str = r#"
    "$1" -D "$2/data" -k "$2" -c listen_addresses= -c max_connections=500 \
        -c shared_buffers=128MB -c log_min_messages=warning >"$2/log" 2>&1 </dev/null &
    postgres=$!
    trap '' TERM INT
    cat >/dev/null
    kill -QUIT "$postgres"
    wait "$postgres"
    rm -rf "$2"
"#;

impl Cluster {
    /// The cluster that tests share; each test has its own database in it.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Cluster> = OnceLock::new();
        // A worker of autovacuum for each of many databases would start all the time, and each
        // `DROP DATABASE` is a checkpoint, after which Postgres logs whole pages.
        SHARED.get_or_init(|| Self::start_with("autovacuum = off\nfull_page_writes = off\n"))
    }

    pub fn start() -> Self {
        Self::start_with("")
    }

    /// Starts a cluster with these settings.
    fn start_with(settings: &str) -> Self {
        let binaries = binaries();
        let directory = temporary_directory();
        let account = account();
        if let Some((uid, gid)) = account {
            chown(&directory, Some(uid), Some(gid)).expect("the directory is ours");
        }
        let data = directory.join("data");
        let output = as_account(&binaries.join("initdb"), account)
            .args([
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
            ])
            .args(["--no-sync", "--pgdata"])
            .arg(&data)
            .output()
            .expect("initdb can be run");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        // Not on the command line, so that a benchmark can change it.
        let file = data.join("postgresql.auto.conf");
        std::fs::write(file, format!("fsync = off\n{settings}")).expect("the directory is ours");
        let guard = as_account(Path::new("/bin/sh"), account)
            .args(["-c", GUARD, "guard"])
            .arg(binaries.join("postgres"))
            .arg(&directory)
            .current_dir("/")
            .stdin(Stdio::piped())
            .spawn()
            .expect("sh can be run");
        let cluster = Self { directory, guard };
        cluster.wait_until_it_answers(&binaries);
        cluster
    }

    /// A URL of one of its databases, as the superuser.
    pub fn url(&self, database: &str) -> String {
        let host = self.directory.display().to_string().replace('/', "%2F");
        format!("postgresql://postgres@{host}/{database}")
    }

    /// The directory of its socket, for psql's `-h`.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Postgres and its sessions.
    pub fn processes(&self) -> ProcessTree {
        let file = std::fs::read_to_string(self.directory.join("data/postmaster.pid"));
        let file = file.expect("Postgres runs");
        let pid = file.lines().next().and_then(|line| line.parse().ok());
        let pid = pid.and_then(Pid::from_raw);
        ProcessTree::of(pid.expect("the first line is a process id"))
    }

    fn wait_until_it_answers(&self, binaries: &Path) {
        for _ in 0..600 {
            let answer = Command::new(binaries.join("pg_isready"))
                .arg("--quiet")
                .arg("--host")
                .arg(&self.directory)
                .status()
                .expect("pg_isready can be run");
            if answer.success() {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("Postgres does not answer: {}", self.log());
    }

    fn log(&self) -> String {
        let file = std::fs::File::open(self.directory.join("log")).expect("the log exists");
        BufReader::new(file)
            .lines()
            .map_while(Result::ok)
            .collect::<Vec<_>>()
            .join("\n")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        let _ = self.guard.wait();
    }
}

/// The program directory of the newest installed Postgres.
pub fn binaries() -> PathBuf {
    let debian = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let mut found: Vec<PathBuf> = debian.map(|entry| entry.path().join("bin")).collect();
    found.sort();
    found.reverse();
    let in_path = std::env::var_os("PATH").unwrap_or_default();
    found.extend(std::env::split_paths(&in_path));
    let programs = ["initdb", "postgres", "pg_isready"];
    let is_whole = |directory: &PathBuf| programs.iter().all(|name| directory.join(name).exists());
    let chosen = std::env::var_os("VESTNIK_TEST_POSTGRES").map(PathBuf::from);
    chosen
        .into_iter()
        .chain(found)
        .find(is_whole)
        .expect("PostgreSQL is installed (`make test` checks this)")
}

/// User and group of Postgres when the tests run as root.
pub fn account() -> Option<(u32, u32)> {
    if !rustix::process::geteuid().is_root() {
        return None;
    }
    let passwd = std::fs::read_to_string("/etc/passwd").expect("/etc/passwd exists");
    let line = passwd
        .lines()
        .find(|line| line.starts_with(&format!("{ACCOUNT}:")))
        .expect("the package postgresql creates the user postgres");
    let mut fields = line
        .split(':')
        .skip(2)
        .map(|field| field.parse().expect("a number"));
    Some((fields.next().expect("a uid"), fields.next().expect("a gid")))
}

/// A command that runs as this account.
pub fn as_account(program: &Path, account: Option<(u32, u32)>) -> Command {
    use std::os::unix::process::CommandExt as _;
    let mut command = Command::new(program);
    if let Some((uid, gid)) = account {
        command.uid(uid).gid(gid);
    }
    command.current_dir("/").env("LC_ALL", "C");
    command
}

/// A new directory that the account can enter.
pub fn temporary_directory() -> PathBuf {
    let name = format!("vestnik-test-{}", uuid::Uuid::new_v4().simple());
    let directory = std::env::temp_dir().join(name);
    std::fs::create_dir(&directory).expect("a temporary directory can be made");
    let mode = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(&directory, mode).expect("the directory is ours");
    directory
}
