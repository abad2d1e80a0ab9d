//! Creates the cluster.
//!
//! Guarantees: a cluster is either absent or complete. It is made under another name
//! and renamed when `initdb` has written everything to disk.

use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::time::timeout;

use super::Error;
use super::account::Account;
use super::discover::Installation;
use super::endpoint::OWNER;
use super::place::Place;
use super::secret::{Password, sync_directory};

/// How long `initdb` may take; some seconds are usual.
const LIMIT: Duration = Duration::from_mins(5);

/// How text is compared, as arguments of `initdb`, the best first: by bytes, the same
/// on every system and in every version, so that an update of the system never
/// invalidates an index. All but the last know upper and lower case of all alphabets.
const LOCALES: [&[&str]; 3] = [
    &[
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
    ],
    &["--locale=C.UTF-8"],
    &["--locale=C"],
];

/// The first version that brings a `C.UTF-8` of its own; before, the system's is used.
const BUILTIN_LOCALES: u32 = 17;

/// Makes the cluster of this place. Only for who uses the home alone.
pub(super) async fn create(
    place: &Place,
    installation: &Installation,
    password: &Password,
) -> Result<(), Error> {
    let cluster = place.cluster();
    tracing::info!(
        cluster = %cluster.display(), postgres.major = installation.major,
        account.uid = place.account().uid(), "creating a PostgreSQL database"
    );
    place.remove_unfinished()?;
    let password_file = place.unfinished("password");
    write_password(&password_file, place.account(), password)?;
    let mut output = String::new();
    let unknown = usize::from(installation.major < BUILTIN_LOCALES);
    for locale in &LOCALES[unknown..] {
        let unfinished = place.unfinished("data");
        match run(place, installation, &unfinished, &password_file, locale).await? {
            Ok(()) => {
                std::fs::rename(&unfinished, &cluster).map_err(Error::io("create", &cluster))?;
                sync_directory(place.home())?;
                return place.remove_unfinished();
            }
            Err(said) => output = said,
        }
        if !output.contains("locale") {
            break;
        }
        tracing::warn!(?locale, "PostgreSQL does not know this locale here");
    }
    Err(Error::Initdb { cluster, output })
}

/// Runs `initdb`; if it fails, the inner error is what it said.
async fn run(
    place: &Place,
    installation: &Installation,
    directory: &Path,
    password_file: &Path,
    locale: &[&str],
) -> Result<Result<(), String>, Error> {
    let program = installation.bin.join("initdb");
    let mut command = place.account().command(&program);
    command
        .arg("-D")
        .arg(directory)
        .arg("--pwfile")
        .arg(password_file);
    command.args([
        "--username",
        OWNER,
        "--auth=scram-sha-256",
        "--data-checksums",
    ]);
    command
        .args(["--encoding=UTF8", "--lc-messages=C", "--no-instructions"])
        .args(locale);
    command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    let output = match timeout(LIMIT, command.output()).await {
        Ok(output) => output.map_err(Error::io("run", &program))?,
        Err(_) => {
            return Ok(Err(format!(
                "it had not finished after {} s",
                LIMIT.as_secs()
            )));
        }
    };
    if output.status.success() {
        return Ok(Ok(()));
    }
    let said = [output.stdout, output.stderr].concat();
    Ok(Err(String::from_utf8_lossy(&said).trim().to_owned()))
}

/// A file that `initdb` can read, for a password on its command line could be seen.
fn write_password(path: &Path, account: Account, password: &Password) -> Result<(), Error> {
    std::fs::File::options()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .and_then(|mut file| writeln!(file, "{}", password.reveal()))
        .map_err(Error::io("create", path))?;
    account.give(path)
}
