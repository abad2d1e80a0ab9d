//! Creates the cluster.
//!
//! Guarantees: a cluster is either absent or complete. `initdb` creates it under another
//! name, and it is renamed once everything is on disk.

use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::time::timeout;

use super::endpoint::OWNER;
use super::installation::Installation;
use super::layout::{Layout, UNFINISHED};
use super::secret::sync_directory;
use crate::embedded::error::Error;

/// It usually takes seconds.
const TIMEOUT: Duration = Duration::from_mins(5);

/// Collations as arguments of `initdb`, the preferred one first. All compare bytes, the same
/// on every system and in every version, so that a system update never invalidates an
/// index. All but the last convert the case of all alphabets.
const LOCALES: [&[&str]; 3] = [
    &[
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
    ],
    &["--locale=C.UTF-8"],
    &["--locale=C"],
];

/// The first major version with a `C.UTF-8` of its own; earlier ones use the system's.
const BUILTIN_LOCALES_SINCE: u32 = 17;

/// Creates the cluster. Requires the exclusive usage lock.
pub(super) async fn create(
    layout: &Layout,
    installation: &Installation,
    password: &str,
) -> Result<(), Error> {
    let (home, cluster) = (layout.home(), layout.cluster());
    tracing::info!(
        cluster = %cluster.display(), postgres.major = installation.major,
        account.uid = layout.account().uid(), "creating a PostgreSQL database"
    );
    layout.remove_unfinished()?;
    // In a file, because other users can see the arguments of a process.
    let mut password_file = tempfile::Builder::new()
        .prefix(UNFINISHED)
        .tempfile_in(home)
        .map_err(Error::io("create a file in", home))?;
    writeln!(password_file, "{password}").map_err(Error::io("write", password_file.path()))?;
    layout.account().give_file(&password_file)?;

    let mut output = String::new();
    let skipped = usize::from(installation.major < BUILTIN_LOCALES_SINCE);
    for locale in &LOCALES[skipped..] {
        let unfinished = layout.unfinished_cluster();
        let result = run(
            layout,
            installation,
            &unfinished,
            password_file.path(),
            locale,
        )
        .await?;
        let Err(message) = result else {
            std::fs::rename(&unfinished, &cluster).map_err(Error::io("create", &cluster))?;
            return sync_directory(home);
        };
        output = message;
        if !output.contains("locale") {
            break;
        }
        tracing::warn!(?locale, "PostgreSQL does not support this locale here");
    }
    Err(Error::Initdb { cluster, output })
}

/// Runs `initdb`. If it fails, the inner error is its output.
async fn run(
    layout: &Layout,
    installation: &Installation,
    directory: &Path,
    password_file: &Path,
    locale: &[&str],
) -> Result<Result<(), String>, Error> {
    let program = installation.bin.join("initdb");
    let mut command = layout.account().command(&program);
    command
        .arg("-D")
        .arg(directory)
        .arg("--pwfile")
        .arg(password_file)
        .args(["--username", OWNER, "--auth=scram-sha-256"])
        .args(["--encoding=UTF8", "--lc-messages=C"])
        .args(["--data-checksums", "--no-instructions"])
        .args(locale)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    let Ok(output) = timeout(TIMEOUT, command.output()).await else {
        return Ok(Err(format!("no result after {} s", TIMEOUT.as_secs())));
    };
    let output = output.map_err(Error::io("run", &program))?;
    if output.status.success() {
        return Ok(Ok(()));
    }
    let messages = [output.stdout, output.stderr].concat();
    Ok(Err(String::from_utf8_lossy(&messages).trim().to_owned()))
}
