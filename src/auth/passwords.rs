//! Hashes and compares passwords.
//!
//! Owns the Argon2id parameters (the library's defaults, which are OWASP's: 19 MiB, two passes,
//! one lane) and the limit on how many hashes are computed at once.
//!
//! Guarantees:
//! - comparing takes the same work whether or not there is a hash to compare with, so that the
//!   time of a log-in does not tell which e-mail addresses exist;
//! - log-ins take no more than one thread per core and 19 MiB each, whoever sends how many:
//!   beyond a bounded queue they are refused at once.
//!
//! Must not know users.

use std::sync::Arc;
use std::thread;

use argon2::{Argon2, PasswordHash, PasswordHasher as _, PasswordVerifier as _};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The accepted length of a password, in bytes. The upper bound is there for the hash's first
/// step, which reads it all.
pub const PASSWORD_BYTES: std::ops::RangeInclusive<usize> = 1..=1024;

/// How many computations may wait per one that runs: some 32 × 30 ms, a second.
const QUEUE_PER_SLOT: usize = 32;

/// A hash of no known password, with the parameters that [`Passwords::hash`] uses.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$\
                       b2Ygbm8gb25lJ3MuLi4uLg$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

/// Why a password was neither hashed nor compared.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Empty, or over 1024 bytes.
    #[error("a password has 1 to 1024 bytes")]
    Length,
    /// Too many are waiting already; worth another try in a second.
    #[error("too many passwords are being hashed")]
    Busy,
    /// The computation failed: no memory, no randomness, or the runtime is shutting down.
    #[error("the password could not be hashed")]
    Failed,
}

/// Computes password hashes, a few at a time.
#[derive(Clone, Debug)]
pub struct Passwords {
    /// Those that run or wait.
    admitted: Arc<Semaphore>,
    /// Those that run.
    running: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

impl Passwords {
    /// As many at once as there are cores.
    pub fn new() -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        Self::limited(cores, cores * QUEUE_PER_SLOT)
    }

    fn limited(running: usize, waiting: usize) -> Self {
        Self {
            admitted: Arc::new(Semaphore::new(running + waiting)),
            running: Arc::new(Semaphore::new(running)),
        }
    }

    /// The hash to store, as a PHC string.
    pub async fn hash(&self, password: String) -> Result<String, PasswordError> {
        if !PASSWORD_BYTES.contains(&password.len()) {
            return Err(PasswordError::Length);
        }
        self.run(move || compute(&password)).await?
    }

    /// Whether the password is the one that was hashed; never, without a hash.
    ///
    /// A stored hash that does not parse is a wrong password too, and is logged.
    pub async fn verify(
        &self,
        password: String,
        stored: Option<String>,
    ) -> Result<bool, PasswordError> {
        if !PASSWORD_BYTES.contains(&password.len()) {
            return Ok(false);
        }
        self.run(move || compare(&password, stored.as_deref()))
            .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PasswordError> {
        let permits = self.enter().await?;
        // The permits go with the work: it runs on when the request that asked is gone.
        let task = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(permits);
            result
        });
        task.await.map_err(|_| PasswordError::Failed)
    }

    async fn enter(&self) -> Result<[OwnedSemaphorePermit; 2], PasswordError> {
        let admitted = Arc::clone(&self.admitted).try_acquire_owned();
        let admitted = admitted.map_err(|_| PasswordError::Busy)?;
        let running = Arc::clone(&self.running).acquire_owned().await;
        Ok([admitted, running.map_err(|_| PasswordError::Failed)?])
    }
}

fn compute(password: &str) -> Result<String, PasswordError> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string())
        .map_err(|_| PasswordError::Failed)
}

fn compare(password: &str, stored: Option<&str>) -> bool {
    let known = stored.and_then(|phc| {
        PasswordHash::new(phc)
            .inspect_err(|error| tracing::error!(%error, "A stored password hash does not parse"))
            .ok()
    });
    let is_known = known.is_some();
    let hash = known.unwrap_or_else(|| PasswordHash::new(NOBODYS).expect("NOBODYS is a PHC hash"));
    let is_equal = Argon2::default()
        .verify_password(password.as_bytes(), &hash)
        .is_ok();
    is_equal && is_known
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;

    use super::*;

    #[tokio::test]
    async fn only_the_right_password_verifies() {
        let passwords = Passwords::new();
        let hash = passwords.hash("пароль".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(
            passwords
                .verify("пароль".into(), Some(hash.clone()))
                .await
                .unwrap()
        );
        assert!(!passwords.verify("Пароль".into(), Some(hash)).await.unwrap());
        assert!(!passwords.verify("пароль".into(), None).await.unwrap());
        assert!(
            !passwords
                .verify("пароль".into(), Some("пароль".into()))
                .await
                .unwrap()
        );
    }

    #[test]
    fn nobodys_hash_costs_what_a_real_one_costs() {
        let real = compute("x").unwrap();
        let real = PasswordHash::new(&real).unwrap();
        let nobodys = PasswordHash::new(NOBODYS).unwrap();
        assert_eq!(nobodys.params, real.params);
        assert_eq!(nobodys.algorithm, real.algorithm);
        assert_eq!(nobodys.version, real.version);
        assert_eq!(nobodys.salt.map(|s| s.len()), real.salt.map(|s| s.len()));
        assert_eq!(nobodys.hash.map(|h| h.len()), real.hash.map(|h| h.len()));
        let computed = Argon2::default()
            .hash_password_with_salt(b"x", &nobodys.salt.unwrap())
            .unwrap();
        assert_eq!(computed.params, nobodys.params);
    }

    #[tokio::test]
    async fn lengths_out_of_range_are_refused_without_work() {
        let none = Passwords::limited(0, 0);
        for length in [0, 1025] {
            let password = "x".repeat(length);
            assert!(matches!(
                none.hash(password.clone()).await,
                Err(PasswordError::Length)
            ));
            assert!(matches!(none.verify(password, None).await, Ok(false)));
        }
        assert!(matches!(
            none.hash("x".repeat(1024)).await,
            Err(PasswordError::Busy)
        ));
    }

    #[tokio::test]
    async fn a_full_queue_is_busy_and_an_emptied_one_is_not() {
        let passwords = Passwords::limited(1, 1);
        let running = passwords.enter().await.unwrap();
        let mut waiting = Box::pin(passwords.enter());
        assert!(waiting.as_mut().now_or_never().is_none());
        assert!(matches!(
            passwords.verify("x".into(), None).await,
            Err(PasswordError::Busy)
        ));
        drop(running);
        drop(waiting.await.unwrap());
        assert!(matches!(
            passwords.verify("x".into(), None).await,
            Ok(false)
        ));
    }
}
