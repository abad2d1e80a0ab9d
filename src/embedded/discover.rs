//! Finds the programs of Postgres on this machine.
//!
//! Owns the list of places and the range of supported versions. A directory counts
//! only if it holds both `postgres` and `initdb`, and its version is what `postgres
//! --version` says, not what the path looks like.
//!
//! Must not know about data directories.

use std::collections::HashSet;
use std::fmt;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;

use super::Error;

/// The major versions that Vestnik supports.
pub(super) const SUPPORTED: RangeInclusive<u32> = 15..=18;

/// Where packages put the server's programs, which most of them keep out of `PATH`.
/// One `*` may stand for any part of one directory's name.
const USUAL_PLACES: [&str; 9] = [
    "/usr/lib/postgresql/*/bin",          // Debian, Ubuntu
    "/usr/pgsql-*/bin",                   // PGDG on Fedora, RHEL
    "/usr/lib/postgresql*/bin",           // openSUSE
    "/usr/libexec/postgresql*",           // Alpine
    "/opt/homebrew/opt/postgresql@*/bin", // Homebrew on Apple silicon
    "/usr/local/opt/postgresql@*/bin",    // Homebrew on Intel
    "/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",
    "/opt/local/lib/postgresql*/bin", // MacPorts
    "/Applications/Postgres.app/Contents/Versions/*/bin",
];

/// How long `postgres --version` may take.
const VERSION_LIMIT: Duration = Duration::from_secs(10);

/// The programs of one Postgres.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installation {
    /// The directory that holds `postgres` and `initdb`.
    pub bin: PathBuf,
    /// The major version: 15, 16 …
    pub major: u32,
}

impl fmt::Display for Installation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgreSQL {} in {}", self.major, self.bin.display())
    }
}

/// The directories of `PATH`, then those of the usual places that exist.
pub(super) fn usual_directories() -> Vec<PathBuf> {
    on_path()
        .chain(USUAL_PLACES.iter().flat_map(|place| expand(place)))
        .collect()
}

/// The newest supported installation, for a new cluster.
pub(super) async fn newest(searched: &[PathBuf]) -> Result<Installation, Error> {
    let found = installations(searched).await;
    let newest = found
        .iter()
        .filter(|installation| SUPPORTED.contains(&installation.major))
        .max_by_key(|installation| installation.major)
        .cloned();
    match newest {
        Some(newest) => Ok(newest),
        None if found.is_empty() => Err(Error::NoPostgres {
            searched: searched.to_vec(),
        }),
        None => Err(Error::UnsupportedPostgres { found }),
    }
}

/// The installation of the given major version, for the cluster that was made by it.
pub(super) async fn of_major(
    searched: &[PathBuf],
    major: u32,
    cluster: &Path,
) -> Result<Installation, Error> {
    let found = installations(searched).await;
    match found
        .iter()
        .find(|installation| installation.major == major)
    {
        Some(right) => Ok(right.clone()),
        None => Err(Error::MajorNotInstalled {
            cluster: cluster.to_owned(),
            major,
            found,
        }),
    }
}

/// A `psql` to recommend: by name where the shell finds it, else with its directory.
pub(super) fn psql(searched: &[PathBuf]) -> PathBuf {
    let elsewhere = || {
        searched
            .iter()
            .map(|dir| dir.join("psql"))
            .find(|psql| psql.is_file())
    };
    if on_path().any(|dir| dir.join("psql").is_file()) {
        PathBuf::from("psql")
    } else {
        elsewhere().unwrap_or_else(|| PathBuf::from("psql"))
    }
}

/// Every installation in these directories, each once, in their order.
async fn installations(searched: &[PathBuf]) -> Vec<Installation> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for bin in searched {
        if !bin.join("initdb").is_file() {
            continue;
        }
        let Ok(real) = bin.join("postgres").canonicalize() else {
            continue;
        };
        if !seen.insert(real) {
            continue;
        }
        if let Some(major) = version(&bin.join("postgres")).await {
            found.push(Installation {
                bin: bin.clone(),
                major,
            });
        }
    }
    found
}

/// The major version of this `postgres`; `None` if it cannot be run.
async fn version(postgres: &Path) -> Option<u32> {
    let mut command = Command::new(postgres);
    command
        .arg("--version")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    let output = tokio::time::timeout(VERSION_LIMIT, command.output())
        .await
        .ok()?
        .ok()?;
    major(&String::from_utf8_lossy(&output.stdout))
}

/// Reads `postgres (PostgreSQL) 15.14 (Debian …)`, `… 18beta1`.
fn major(version: &str) -> Option<u32> {
    let number = version.split_once("(PostgreSQL) ")?.1;
    let end = number
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(number.len());
    number[..end].parse().ok()
}

fn on_path() -> impl Iterator<Item = PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    // An empty or relative entry means the working directory: no place to find a server in.
    std::env::split_paths(&path)
        .filter(|dir| dir.is_absolute())
        .collect::<Vec<_>>()
        .into_iter()
}

/// The existing directories that match a pattern with one `*`, newest name first.
fn expand(pattern: &str) -> Vec<PathBuf> {
    let (before, after) = pattern.split_once('*').unwrap_or((pattern, ""));
    let (parent, prefix) = before.rsplit_once('/').unwrap_or(("", before));
    let after = after.trim_start_matches('/');
    let Ok(entries) = std::fs::read_dir(parent) else {
        return Vec::new();
    };
    let mut matching: Vec<_> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix))
        .map(|entry| entry.path().join(after))
        .filter(|dir| dir.is_dir())
        .collect();
    matching.sort();
    matching.reverse();
    matching
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn reads_the_major_version_of_releases_and_betas() {
        assert_eq!(
            major("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n"),
            Some(15)
        );
        assert_eq!(major("postgres (PostgreSQL) 18beta1\n"), Some(18));
        assert_eq!(major("postgres (PostgreSQL) 9.6.24\n"), Some(9));
        assert_eq!(major("something else"), None);
    }
}
