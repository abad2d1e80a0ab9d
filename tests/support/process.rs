//! Servers in processes of their own, for tests that need a log, memory, metrics, signals or the
//! environment of a process.

use std::ops::Deref;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use rustix::process::{Pid, Signal, kill_process};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use super::replica::{build_directory, defaults};
use super::wait::{eventually, within};
use super::{Endpoint, JWT_SECRET, ProcessTree, TestDatabase};

/// A `vestnik serve`, killed when dropped.
pub struct ReplicaProcess {
    endpoint: Endpoint,
    child: Child,
    log: Arc<Mutex<String>>,
}

/// Starts `N` processes on one database.
pub async fn spawn_processes<const N: usize>(database: &TestDatabase) -> [ReplicaProcess; N] {
    let mut processes = Vec::new();
    for _ in 0..N {
        processes.push(ReplicaProcess::spawn(database).await);
    }
    processes
        .try_into()
        .unwrap_or_else(|_| unreachable!("exactly N were pushed"))
}

impl ReplicaProcess {
    pub async fn spawn(database: &TestDatabase) -> Self {
        Self::spawn_with(database, &[]).await
    }

    /// Starts a process with the given settings. A variable set to "" counts as absent.
    pub async fn spawn_with(database: &TestDatabase, settings: &[(&str, &str)]) -> Self {
        let mut command = Self::command();
        command
            .env("DATABASE_URL", &database.url)
            .envs(settings.iter().copied());
        Self::start(command).await
    }

    /// The command with the settings that all tests share, except the database.
    pub fn command() -> Command {
        let mut command = Command::new(build_directory().join("vestnik"));
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("RUST_LOG", "info,vestnik=debug")
            .env("JWT_SECRET", JWT_SECRET)
            .envs(defaults());
        command
    }

    /// Starts a command and waits for the line with its address.
    pub async fn start(mut command: Command) -> Self {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("the server can be run");
        let log = Arc::new(Mutex::new(String::new()));
        let stderr = child.stderr.take().expect("stderr is a pipe");
        tokio::spawn(collect(BufReader::new(stderr), log.clone()));
        let mut stdout = BufReader::new(child.stdout.take().expect("stdout is a pipe")).lines();
        let listening = within("the server to listen", async {
            while let Ok(Some(line)) = stdout.next_line().await {
                if let Some(url) = line.strip_prefix("listening on ") {
                    return Some(url.to_owned());
                }
            }
            None
        });
        let url = listening
            .await
            .unwrap_or_else(|| panic!("did not start: {}", log.lock()));
        tokio::spawn(async move { while let Ok(Some(_)) = stdout.next_line().await {} });
        Self {
            endpoint: Endpoint::new(url),
            child,
            log,
        }
    }

    /// What has been read of the log so far. The server writes it in the background.
    pub fn log(&self) -> String {
        self.log.lock().clone()
    }

    /// Everything logged until now. The server logs that it ignores SIGHUP: once that line is
    /// there, all lines before it are.
    pub async fn flushed_log(&self) -> String {
        let ignored = || self.log.lock().matches("SIGHUP is ignored").count();
        let before = ignored();
        kill_process(self.pid(), Signal::HUP).expect("the process can be signalled");
        let is_flushed = async || (ignored() > before).then_some(());
        eventually("the log to be flushed", is_flushed).await;
        self.log()
    }

    pub fn pid(&self) -> Pid {
        let id = self
            .child
            .id()
            .expect("the process has not been waited for");
        Pid::from_raw(i32::try_from(id).expect("a process id")).expect("not zero")
    }

    /// Resident memory, in bytes.
    pub fn memory(&self) -> u64 {
        let path = format!("/proc/{}/statm", self.pid().as_raw_nonzero());
        let statm = std::fs::read_to_string(path).expect("the process runs");
        let pages = statm
            .split(' ')
            .nth(1)
            .and_then(|pages| pages.parse::<u64>().ok());
        pages.expect("statm has a number of resident pages") * 4096
    }

    /// Processor time, to ten milliseconds.
    pub fn processor_time(&self) -> Duration {
        self.tree().processor_time()
    }

    /// The process, for what the system knows of it.
    pub fn tree(&self) -> ProcessTree {
        ProcessTree::of(self.pid())
    }

    /// Resets [`ReplicaProcess::peak`]; returns the current memory in bytes.
    pub fn reset_peak(&self) -> usize {
        let path = format!("/proc/{}/clear_refs", self.pid().as_raw_nonzero());
        std::fs::write(path, "5").expect("the process is ours");
        self.peak()
    }

    /// Peak memory, in bytes.
    pub fn peak(&self) -> usize {
        let path = format!("/proc/{}/status", self.pid().as_raw_nonzero());
        let status = std::fs::read_to_string(path).expect("the process runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.trim().strip_suffix(" kB"));
        let kib = kib.expect("VmHWM is in KiB").parse::<usize>();
        kib.expect("a number") * 1024
    }

    /// `kill -9`.
    pub async fn kill(mut self) {
        self.child.kill().await.expect("the process can be killed");
    }

    /// Sends SIGTERM and waits for the exit.
    pub async fn terminate(mut self) -> std::process::ExitStatus {
        kill_process(self.pid(), Signal::TERM).expect("the process can be signalled");
        within("a clean shutdown", self.child.wait())
            .await
            .expect("the process can be waited for")
    }
}

impl Deref for ReplicaProcess {
    type Target = Endpoint;

    fn deref(&self) -> &Endpoint {
        &self.endpoint
    }
}

async fn collect(mut lines: BufReader<tokio::process::ChildStderr>, log: Arc<Mutex<String>>) {
    let mut line = String::new();
    while lines.read_line(&mut line).await.is_ok_and(|read| read > 0) {
        log.lock().push_str(&line);
        line.clear();
    }
}
