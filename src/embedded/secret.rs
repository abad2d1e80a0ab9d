//! Secrets that are made up once and then kept: the password of the embedded
//! Postgres, and the key that signs its tokens.
//!
//! Guarantees: a file is either absent or complete, readable by its owner alone, and
//! made once even when several processes try at the same time.

use std::fmt::{self, Write as _};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use rand::RngExt as _;

use super::Error;

/// The fewest bytes of text that a secret may have: 256 bits in hexadecimal are 64.
const SHORTEST: usize = 32;

/// The secret kept in `path`, made up and stored there if there is none yet.
///
/// The text is as it stands in the file, without white space around it; one that was
/// made here is 256 random bits as 64 hexadecimal digits. The file has mode 0600.
///
/// # Errors
/// [`Error::BadSecret`] if the file holds less than 32 bytes, [`Error::Io`] if it can
/// be neither read nor created.
pub fn load_or_create_secret(path: &Path) -> Result<String, Error> {
    let content = load_or_create(path, || format!("{}\n", random_hex()))?;
    let secret = content.trim();
    if secret.len() < SHORTEST {
        let reason =
            "is too short for a secret: it must hold 32 bytes or more (delete it to have one made)";
        return Err(Error::BadSecret {
            path: path.to_owned(),
            reason,
        });
    }
    Ok(secret.to_owned())
}

/// The password of the database's owner. It shows itself only when asked.
#[derive(Clone)]
pub(super) struct Password(String);

impl Password {
    /// Reads the password from a file as psql's `PGPASSFILE` has it, or makes both up.
    pub(super) fn load_or_create(pgpass: &Path, user: &str) -> Result<Self, Error> {
        let content = load_or_create(pgpass, || format!("*:*:*:{user}:{}\n", random_hex()))?;
        let password = content
            .trim()
            .rsplit_once(':')
            .map(|(_, password)| password.to_owned());
        match password {
            Some(password) if !password.is_empty() => Ok(Self(password)),
            _ => Err(Error::BadSecret {
                path: pgpass.to_owned(),
                reason: "is not a password file: it must hold one line host:port:database:user:password",
            }),
        }
    }

    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(_)")
    }
}

/// 256 random bits as 64 hexadecimal digits.
pub(super) fn random_hex() -> String {
    let bytes: [u8; 32] = rand::rng().random();
    bytes
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

fn load_or_create(path: &Path, content: impl FnOnce() -> String) -> Result<String, Error> {
    match std::fs::read_to_string(path) {
        Ok(content) => {
            warn_if_others_can_read(path);
            Ok(content)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => create(path, &content()),
        Err(source) => Err(Error::io("read", path)(source)),
    }
}

/// Creates the file whole, or reads the one that another process created meanwhile.
fn create(path: &Path, content: &str) -> Result<String, Error> {
    let failed = |source| Error::io("create", path)(source);
    let directory = match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    // A temporary file has mode 0600 from the start.
    let mut file = tempfile::NamedTempFile::new_in(directory).map_err(failed)?;
    file.write_all(content.as_bytes()).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    match file.persist_noclobber(path) {
        Ok(_) => {
            sync_directory(directory)?;
            Ok(content.to_owned())
        }
        Err(error) if error.error.kind() == ErrorKind::AlreadyExists => {
            std::fs::read_to_string(path).map_err(Error::io("read", path))
        }
        Err(error) => Err(failed(error.error)),
    }
}

/// Makes what was created or renamed in this directory survive a crash of the machine.
pub(super) fn sync_directory(directory: &Path) -> Result<(), Error> {
    std::fs::File::open(directory)
        .and_then(|directory| directory.sync_all())
        .map_err(Error::io("write through to disk", directory))
}

fn warn_if_others_can_read(path: &Path) {
    let readable = std::fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0);
    if readable {
        tracing::warn!(path = %path.display(), "a secret can be read by other users: chmod 600");
    }
}
