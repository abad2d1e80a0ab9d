//! Secrets that are generated once and kept in a file: the password of the embedded
//! Postgres, and the key that signs its tokens.
//!
//! Guarantees: a file is either absent or complete, readable by its owner alone, and
//! generated once even if several processes try at the same time.

use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use rand::RngExt as _;

use crate::embedded::error::Error;

/// In bytes. A generated secret has 64: 256 bits in hexadecimal.
const MIN_SECRET_LENGTH: usize = 32;

/// Returns the secret in `path`, without surrounding white space. If the file is absent,
/// creates it with mode 0600 and a secret of 256 random bits in 64 hexadecimal digits.
///
/// # Errors
/// [`Error::BadSecret`] if the file holds fewer than 32 bytes, [`Error::Io`] if it can
/// neither be read nor created.
pub fn load_or_create_secret(path: &Path) -> Result<String, Error> {
    let content = load_or_create(path, || format!("{}\n", random_hex()))?;
    let secret = content.trim();
    if secret.len() < MIN_SECRET_LENGTH {
        return Err(Error::BadSecret {
            path: path.to_owned(),
            reason: "is too short for a secret: it must hold at least 32 bytes (delete the file to generate one)",
        });
    }
    Ok(secret.to_owned())
}

/// 256 random bits as 64 hexadecimal digits.
pub(super) fn random_hex() -> String {
    let [high, low]: [u128; 2] = rand::rng().random();
    format!("{high:032x}{low:032x}")
}

/// Returns the content of the file, which `content` gives if it is absent.
pub(super) fn load_or_create(
    path: &Path,
    content: impl FnOnce() -> String,
) -> Result<String, Error> {
    match std::fs::read_to_string(path) {
        Ok(content) => {
            warn_if_others_can_read(path);
            Ok(content)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => create(path, &content()),
        Err(error) => Err(Error::io("read", path)(error)),
    }
}

/// Creates the complete file, or reads the one that another process has just created.
fn create(path: &Path, content: &str) -> Result<String, Error> {
    let failed = |source| Error::io("create", path)(source);
    let parent = path.parent().filter(|parent| *parent != Path::new(""));
    let directory = parent.unwrap_or(Path::new("."));
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

/// Makes creations and renames in this directory survive a crash of the machine.
pub(super) fn sync_directory(directory: &Path) -> Result<(), Error> {
    std::fs::File::open(directory)
        .and_then(|directory| directory.sync_all())
        .map_err(Error::io("sync", directory))
}

fn warn_if_others_can_read(path: &Path) {
    if std::fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0) {
        tracing::warn!(path = %path.display(), "other users can read this secret: run chmod 600");
    }
}
