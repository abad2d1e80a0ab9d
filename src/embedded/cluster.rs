//! The cluster of one place: makes it run, whatever state it was left in.
//!
//! Owns the settings that Postgres is started with. Whether to run, and who may start or stop it, is decided by the
//! callers, who hold the locks.
//!
//! Guarantees: what answers is this cluster. The socket is the one that its own
//! `postmaster.pid` names, whose process runs on this directory; and with SCRAM the
//! server proves that it knows the password just as we do. Once it has answered, the
//! socket stays where it is, however often Postgres is started again.
//!
//! Settings that are promises are given on the command line, where neither
//! `postgresql.conf` nor `ALTER SYSTEM` overrules them; the others (`max_connections`,
//! `shared_buffers` …) have Postgres's own modest defaults and can be tuned.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use rustix::process::Pid;
use tokio::process::Child;
use tokio::time::sleep;

use super::discover::{self, Installation, SUPPORTED};
use super::endpoint::{Answer, Endpoint};
use super::log::Log;
use super::place::{Machine, PORT, Place, socket_name};
use super::postmaster::{Postmaster, Record};
use super::{Error, POLL, initdb};

/// How long Postgres may take until it answers; recovery from a crash is part of it.
const READY_LIMIT: Duration = Duration::from_mins(1);

/// What a new postmaster says while processes of a killed one are still ending.
const NOT_YET_GONE: &str = "pre-existing shared memory block";

/// How long to wait for these before another attempt.
const REPEAT: Duration = Duration::from_millis(500);

const SETTINGS: [&str; 15] = [
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "fsync=on",
    "full_page_writes=on",
    "synchronous_commit=on",
    "password_encryption=scram-sha-256",
    "cluster_name=vestnik",
    "timezone=UTC",
    // The log goes to the file that we give; it holds no statements and no rows,
    // which are people's messages.
    "log_destination=stderr",
    "logging_collector=off",
    "log_min_messages=warning",
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
    "log_line_prefix=%m [%p] ",
    "log_timezone=UTC",
];

/// A cluster that exists or is to be made.
#[derive(Debug)]
pub(super) struct Cluster {
    place: Place,
    machine: Machine,
    endpoint: Endpoint,
    /// Where the socket was when the cluster first answered: connections are made to it.
    socket_directory: OnceLock<PathBuf>,
}

/// A postmaster that we started, until it is ready.
struct Attempt {
    child: Child,
    mark: u64,
}

impl Cluster {
    pub(super) fn new(place: Place, machine: Machine) -> Result<Self, Error> {
        let endpoint = Endpoint::of(place.pgpass())?;
        Ok(Self {
            place,
            machine,
            endpoint,
            socket_directory: OnceLock::new(),
        })
    }

    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    pub(super) fn log(&self) -> Log {
        self.place.log()
    }

    pub(super) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// A `psql` to recommend, for a shell.
    pub(super) fn psql(&self) -> PathBuf {
        discover::psql(&self.machine.programs)
    }

    /// The postmaster that answers now, if one does.
    pub(super) async fn answering(&self) -> Result<Option<Postmaster>, Error> {
        // Asking one that is not ready would only fill its log with refusals.
        let record = Record::of_live(&self.place.cluster()).filter(|record| record.is_ready);
        let Some(Record {
            pid,
            socket_directory: Some(directory),
            ..
        }) = record
        else {
            return Ok(None);
        };
        match self.endpoint.ask(&directory).await? {
            Answer::Ready => {
                self.socket_directory.get_or_init(|| directory.clone());
                Ok(Some(Postmaster::new(
                    pid,
                    None,
                    self.place.cluster(),
                    directory,
                )))
            }
            Answer::NotYet => Ok(None),
        }
    }

    /// Makes the cluster exist and run, and waits until it answers: takes over a
    /// postmaster that runs already, waits for one that starts, recovers or stops, or
    /// starts one. Only for who may start it.
    pub(super) async fn ensure_running(&self) -> Result<Postmaster, Error> {
        let cluster = self.place.cluster();
        if !cluster.exists() {
            let installation = discover::newest(&self.machine.programs).await?;
            initdb::create(&self.place, &installation, self.endpoint.password()).await?;
        }
        let mut attempt = None;
        let mark = self.log().mark();
        let begun = Instant::now();
        while begun.elapsed() < READY_LIMIT {
            if let Some(found) = self.answering().await? {
                return Ok(self.claim(found, attempt));
            }
            attempt = match attempt {
                Some(attempt) => self.look_after(attempt).await?,
                None if Record::of_live(&cluster).is_some() => None,
                None => Some(self.spawn().await?),
            };
            sleep(POLL).await;
        }
        let log = self.log();
        Err(Error::NotReady {
            seconds: READY_LIMIT.as_secs(),
            tail: log.since(mark),
            log: log.path().to_owned(),
        })
    }

    /// The postmaster that answers is the one we started, or else one that we found.
    fn claim(&self, found: Postmaster, attempt: Option<Attempt>) -> Postmaster {
        let child = attempt.map(|attempt| attempt.child);
        match child.and_then(|child| Some((own_pid(&child)?, child))) {
            Some((pid, child)) if pid.as_raw_nonzero().get() == found.pid() => {
                let directory = found.socket_directory().to_owned();
                Postmaster::new(pid, Some(child), self.place.cluster(), directory)
            }
            _ => {
                tracing::info!(pid = found.pid(), "using the PostgreSQL that runs already");
                found
            }
        }
    }

    /// Stops the postmaster. Only for who may stop it.
    pub(super) async fn stop(&self, postmaster: Postmaster) -> Result<(), Error> {
        let directory = postmaster.socket_directory().to_owned();
        postmaster.stop(self.log().path()).await?;
        if !directory.starts_with(self.place.home()) {
            // If it is not empty after all, it stays.
            let _ = std::fs::remove_dir(directory);
        }
        Ok(())
    }

    /// An attempt that still runs goes on; one that came too early is to be repeated.
    async fn look_after(&self, mut attempt: Attempt) -> Result<Option<Attempt>, Error> {
        let log = self.log();
        let ended = attempt
            .child
            .try_wait()
            .map_err(Error::io("watch", log.path()))?;
        let Some(status) = ended else {
            return Ok(Some(attempt));
        };
        let tail = log.since(attempt.mark);
        if tail.contains(NOT_YET_GONE) {
            sleep(REPEAT).await;
            return Ok(None);
        }
        Err(Error::Died {
            status,
            log: log.path().to_owned(),
            tail,
        })
    }

    async fn spawn(&self) -> Result<Attempt, Error> {
        let cluster = self.place.cluster();
        let installation = self.installation(&cluster).await?;
        let socket_directory = match self.socket_directory.get() {
            Some(known) if self.place.make_private(known)? => known.clone(),
            _ => self.place.socket_directory(&self.machine).await?,
        };
        Record::remove_if_stale(&cluster)?;
        remove_socket(&socket_directory);
        let log = self.log();
        log.bound()?;
        let output = log.open()?;
        let errors = output.try_clone().map_err(Error::io("open", log.path()))?;
        let program = installation.bin.join("postgres");
        let mut command = self.place.account().command(&program);
        command
            .arg("-D")
            .arg(&cluster)
            .args(SETTINGS.iter().flat_map(|setting| ["-c", setting]));
        command.arg("-c").arg(format!("port={PORT}"));
        command.arg("-c").arg(format!(
            "unix_socket_directories={}",
            socket_directory.display()
        ));
        command
            .stdout(Stdio::from(output))
            .stderr(Stdio::from(errors));
        let mark = log.mark();
        let child = command.spawn().map_err(Error::io("run", &program))?;
        Ok(Attempt { child, mark })
    }

    /// The programs of the version that made the cluster.
    async fn installation(&self, cluster: &Path) -> Result<Installation, Error> {
        let file = cluster.join("PG_VERSION");
        let content = match std::fs::read_to_string(&file) {
            Ok(content) => content.trim().to_owned(),
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            Err(source) => return Err(Error::io("read", &file)(source)),
        };
        let major = content
            .parse()
            .ok()
            .filter(|major| SUPPORTED.contains(major));
        match major {
            Some(major) => discover::of_major(&self.machine.programs, major, cluster).await,
            None => Err(Error::NotACluster {
                cluster: cluster.to_owned(),
                content,
            }),
        }
    }
}

fn own_pid(child: &Child) -> Option<Pid> {
    Pid::from_raw(child.id()?.cast_signed())
}

/// Removes the socket of a postmaster that is gone. Its lock file names a process, and
/// after a crash of the machine that number may be somebody else's.
fn remove_socket(directory: &Path) {
    let socket = directory.join(socket_name());
    let _ = std::fs::remove_file(directory.join(socket_name() + ".lock"));
    let _ = std::fs::remove_file(socket);
}
