//! Finds the programs of Postgres on this machine.
//!
//! A directory counts only if it holds both `postgres` and `initdb`; its version is the
//! output of `postgres --version`, not a part of its path.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;
use tokio::time::timeout;

use super::error::Error;
use super::installation::{Installation, SUPPORTED};

/// The directories in which packages install the server, mostly outside of `PATH`. One `*` stands
/// for any part of a directory's name.
const USUAL_DIRECTORIES: [&str; 9] = [
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

const VERSION_TIMEOUT: Duration = Duration::from_secs(10);

/// The directories of `PATH`, then the usual ones that exist.
pub(super) fn usual_directories() -> Vec<PathBuf> {
    let usual = USUAL_DIRECTORIES.iter().flat_map(|pattern| expand(pattern));
    path_directories().into_iter().chain(usual).collect()
}

/// The newest supported installation, for a new cluster.
pub(super) async fn newest(searched: &[PathBuf]) -> Result<Installation, Error> {
    let found = installations(searched).await;
    let supported = found.iter().filter(|one| SUPPORTED.contains(&one.major));
    let newest = supported.max_by_key(|one| one.major).cloned();
    let searched = searched.to_owned();
    newest.ok_or(Error::NoPostgres { searched, found })
}

/// The installation of the major version that created the cluster.
pub(super) async fn of_major(
    searched: &[PathBuf],
    major: u32,
    cluster: &Path,
) -> Result<Installation, Error> {
    let found = installations(searched).await;
    let matching = found.iter().find(|one| one.major == major).cloned();
    let cluster = cluster.to_owned();
    matching.ok_or(Error::MajorNotInstalled {
        cluster,
        major,
        found,
    })
}

/// The `psql` to recommend: its name if it is on the `PATH`, otherwise its path.
pub(super) fn psql(searched: &[PathBuf]) -> PathBuf {
    let paths = |dirs: &[PathBuf]| {
        dirs.iter()
            .map(|dir| dir.join("psql"))
            .find(|p| p.is_file())
    };
    match paths(&path_directories()) {
        Some(_) => None,
        None => paths(searched),
    }
    .unwrap_or_else(|| PathBuf::from("psql"))
}

/// Every installation in these directories once, in their order.
async fn installations(searched: &[PathBuf]) -> Vec<Installation> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for bin in searched {
        let postgres = bin.join("postgres");
        if bin.join("initdb").is_file()
            && let Ok(real) = postgres.canonicalize()
            && seen.insert(real)
            && let Some(major) = version(&postgres).await
        {
            let bin = bin.clone();
            found.push(Installation { bin, major });
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
    let output = timeout(VERSION_TIMEOUT, command.output())
        .await
        .ok()?
        .ok()?;
    parse_major(&String::from_utf8_lossy(&output.stdout))
}

/// Parses `postgres (PostgreSQL) 15.14 (Debian …)` or `… 18beta1`.
fn parse_major(version: &str) -> Option<u32> {
    let number = version.split_once("(PostgreSQL) ")?.1;
    let digits = number.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

/// The absolute directories of `PATH`: others would depend on the working directory.
fn path_directories() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .filter(|dir| dir.is_absolute())
        .collect()
}

/// The existing directories that match a pattern with one `*`, in descending order.
fn expand(pattern: &str) -> Vec<PathBuf> {
    let (before, after) = pattern.split_once('*').unwrap_or((pattern, ""));
    let (parent, prefix) = before.rsplit_once('/').unwrap_or(("", before));
    let Ok(entries) = std::fs::read_dir(parent) else {
        return Vec::new();
    };
    let mut matching: Vec<_> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix))
        .map(|entry| entry.path().join(after.trim_start_matches('/')))
        .filter(|dir| dir.is_dir())
        .collect();
    matching.sort_by(|one, other| other.cmp(one));
    matching
}

#[cfg(test)]
mod tests {
    use super::parse_major;

    #[test]
    fn parses_the_major_version_of_releases_and_betas() {
        let debian = "postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n";
        assert_eq!(parse_major(debian), Some(15));
        assert_eq!(parse_major("postgres (PostgreSQL) 18beta1\n"), Some(18));
        assert_eq!(parse_major("postgres (PostgreSQL) 9.6.24\n"), Some(9));
        assert_eq!(parse_major("something else"), None);
    }
}
