//! Hashes and compares passwords.
//!
//! Owns the Argon2id parameters (the library's defaults, which are OWASP's: 19 MiB, two passes,
//! one lane) and the limit on how many hashes are computed at once.
//!
//! Guarantees:
//! - comparing takes the same work with and without a stored hash, so that the
//!   time of a log-in does not tell which e-mail addresses exist;
//! - hashing takes at most [`MAX_CONCURRENT_HASHES`] threads and 19 MiB each: memory is reused, the queue is
//!   bounded, and a full queue refuses at once.
//!
//! It knows nothing of users.

mod error;
mod memory;
mod queue;

use std::net::IpAddr;
use std::thread;

use argon2::password_hash::phc::{Output, ParamsString, Salt};
use argon2::{Algorithm, Argon2, Params, PasswordHash, Version, password_hash};

pub use error::PasswordError;
use memory::{MAX_BLOCKS, Memory, MemoryPool};
pub use queue::HashingPermit;
use queue::Queue;

/// The longest password, in bytes. The hash's first step reads it all.
const MAX_PASSWORD_BYTES: usize = 1024;
/// The shortest new password, in characters: NIST SP 800-63B.
const MIN_PASSWORD_CHARS: usize = 8;

/// The most hashes that are computed at once, on any number of cores: 76 MiB.
pub const MAX_CONCURRENT_HASHES: usize = 4;
/// Computations that may wait for each one that runs: about 128 × 30 ms, four seconds.
const QUEUE_PER_SLOT: usize = 128;

/// The hash to compare with if none is stored: of a random password, with the current parameters.
const DUMMY_HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$\
                       b2Ygbm8gb25lJ3MuLi4uLg$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

/// Computes password hashes, a few at a time. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Passwords {
    queue: Queue,
    memory: MemoryPool,
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

impl Passwords {
    /// As many at once as there are cores, up to [`MAX_CONCURRENT_HASHES`].
    pub fn new() -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let running = cores.min(MAX_CONCURRENT_HASHES);
        Self::limited(running, running * QUEUE_PER_SLOT)
    }

    fn limited(running: usize, waiting: usize) -> Self {
        Self {
            queue: Queue::new(running, waiting),
            memory: MemoryPool::default(),
        }
    }

    /// The hash to store for a new password, as a PHC string.
    ///
    /// # Errors
    /// `Length`; `Failed`.
    pub async fn hash(
        &self,
        permit: HashingPermit,
        password: String,
    ) -> Result<String, PasswordError> {
        check_length(&password)?;
        let hash = self.run(permit, move |memory| compute(memory, &password));
        let hash = hash.await?.map_err(|_| PasswordError::Failed)?;
        Ok(hash.to_string())
    }

    /// A permit in the queue for a password of this client.
    pub fn acquire_permit(&self, client: IpAddr) -> Result<HashingPermit, PasswordError> {
        self.queue.enter(client)
    }

    /// Whether the password matches the stored hash; false without one.
    ///
    /// A stored hash that does not parse is a wrong password too, and is logged.
    pub async fn verify(
        &self,
        permit: HashingPermit,
        password: String,
        stored: Option<String>,
    ) -> Result<bool, PasswordError> {
        if !(1..=MAX_PASSWORD_BYTES).contains(&password.len()) {
            return Ok(false);
        }
        self.run(permit, move |memory| {
            compare(memory, &password, stored.as_deref())
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        permit: HashingPermit,
        work: impl FnOnce(&mut Memory) -> T + Send + 'static,
    ) -> Result<T, PasswordError> {
        let turn = permit.turn().await?;
        let memory = self.memory.clone();
        // The task holds the permit, because it runs on if the request is cancelled.
        let task = tokio::task::spawn_blocking(move || {
            let result = memory.lend(work);
            drop((turn, permit));
            result
        });
        task.await.map_err(|_| PasswordError::Failed)
    }
}

/// The hash to store for a new password that no client sent.
///
/// # Errors
/// `Length`; `Failed`.
pub fn hash_of(password: &str) -> Result<String, PasswordError> {
    check_length(password)?;
    let hash = compute(&mut Memory::default(), password);
    Ok(hash.map_err(|_| PasswordError::Failed)?.to_string())
}

/// Refuses a new password of wrong length.
///
/// # Errors
/// `Length`.
pub fn check_length(password: &str) -> Result<(), PasswordError> {
    if password.len() > MAX_PASSWORD_BYTES || password.chars().count() < MIN_PASSWORD_CHARS {
        return Err(PasswordError::Length);
    }
    Ok(())
}

/// The parameters of a hash.
struct HashParameters {
    argon2: Argon2<'static>,
    salt: Salt,
}

impl HashParameters {
    fn fresh() -> Self {
        Self {
            argon2: Argon2::default(),
            salt: Salt::generate(),
        }
    }

    fn output(&self, memory: &mut Memory, password: &str) -> Result<Output, password_hash::Error> {
        let params = self.argon2.params();
        let blocks = memory.blocks(params.block_count());
        let mut bytes = [0; Output::MAX_LENGTH];
        let length = params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
        let bytes = bytes
            .get_mut(..length)
            .ok_or(password_hash::Error::OutputSize)?;
        let password = password.as_bytes();
        self.argon2
            .hash_password_into_with_memory(password, &self.salt, bytes, blocks)?;
        Output::new(bytes).map_err(|_| password_hash::Error::OutputSize)
    }
}

/// Hashes a password with the current parameters.
fn compute(memory: &mut Memory, password: &str) -> Result<PasswordHash, password_hash::Error> {
    let parameters = HashParameters::fresh();
    let hash = parameters.output(memory, password)?;
    Ok(PasswordHash {
        algorithm: Algorithm::default().ident(),
        version: Some(Version::default().into()),
        params: ParamsString::try_from(parameters.argon2.params())?,
        salt: Some(parameters.salt),
        hash: Some(hash),
    })
}

fn compare(memory: &mut Memory, password: &str, stored: Option<&str>) -> bool {
    let known = stored.and_then(|phc| {
        read(phc)
            .inspect_err(|error| tracing::error!(%error, "a stored password hash cannot be read"))
            .ok()
    });
    let is_known = known.is_some();
    let (parameters, expected) =
        known.unwrap_or_else(|| read(DUMMY_HASH).expect("DUMMY_HASH is a PHC hash"));
    let computed = parameters.output(memory, password);
    // `Output` compares in constant time.
    computed.is_ok_and(|computed| computed == expected) && is_known
}

/// The parameters and the output of a stored hash.
fn read(phc: &str) -> Result<(HashParameters, Output), password_hash::Error> {
    let hash = PasswordHash::new(phc).map_err(|_| password_hash::Error::EncodingInvalid)?;
    let (Some(salt), Some(expected)) = (hash.salt, hash.hash) else {
        return Err(password_hash::Error::EncodingInvalid);
    };
    let params = Params::try_from(&hash)?;
    if params.block_count() > MAX_BLOCKS {
        return Err(password_hash::Error::OutOfMemory);
    }
    let version = hash.version.map(Version::try_from).transpose()?;
    let algorithm = Algorithm::try_from(hash.algorithm.as_str())?;
    let argon2 = Argon2::new(algorithm, version.unwrap_or_default(), params);
    Ok((HashParameters { argon2, salt }, expected))
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use argon2::PasswordHasher as _;

    use super::*;

    const CLIENT: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    async fn hash(passwords: &Passwords, password: &str) -> String {
        let permit = passwords.acquire_permit(CLIENT).unwrap();
        passwords.hash(permit, password.to_owned()).await.unwrap()
    }

    async fn verify(passwords: &Passwords, password: &str, stored: Option<&str>) -> bool {
        let permit = passwords.acquire_permit(CLIENT).unwrap();
        let stored = stored.map(str::to_owned);
        passwords
            .verify(permit, password.to_owned(), stored)
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn only_the_right_password_verifies() {
        let passwords = Passwords::new();
        let hash = hash(&passwords, "пароль, длинный").await;
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify(&passwords, "пароль, длинный", Some(&hash)).await);
        assert!(!verify(&passwords, "Пароль, длинный", Some(&hash)).await);
        assert!(!verify(&passwords, "пароль, длинный", None).await);
        assert!(!verify(&passwords, "пароль, длинный", Some("пароль, длинный")).await);
    }

    #[tokio::test]
    async fn hashes_with_other_parameters_verify() {
        let passwords = Passwords::new();
        for (algorithm, memory, passes, lanes, length) in [
            (Algorithm::Argon2id, 32 * 1024, 1, 2, 16),
            (Algorithm::Argon2i, 64, 3, 1, 32),
        ] {
            let params = Params::new(memory, passes, lanes, Some(length)).unwrap();
            let argon2 = Argon2::new(algorithm, Version::V0x10, params);
            let hash = argon2.hash_password(b"imported").unwrap().to_string();
            assert!(verify(&passwords, "imported", Some(&hash)).await, "{hash}");
            assert!(!verify(&passwords, "exported", Some(&hash)).await, "{hash}");
        }
    }

    #[test]
    fn hash_that_asks_for_too_much_memory_is_refused() {
        let hash = DUMMY_HASH.replace("m=19456", "m=65540");
        assert!(matches!(
            read(&hash),
            Err(password_hash::Error::OutOfMemory)
        ));
    }

    #[test]
    fn dummy_hash_costs_what_a_real_one_costs() {
        let real = compute(&mut Memory::default(), "x").unwrap();
        let dummy = PasswordHash::new(DUMMY_HASH).unwrap();
        assert_eq!(dummy.params, real.params);
        assert_eq!(dummy.algorithm, real.algorithm);
        assert_eq!(dummy.version, real.version);
        assert_eq!(dummy.salt.map(|s| s.len()), real.salt.map(|s| s.len()));
        assert_eq!(dummy.hash.map(|h| h.len()), real.hash.map(|h| h.len()));
    }

    #[test]
    fn new_password_of_wrong_length_is_refused_without_work() {
        for password in ["", "1234567", "седьмая", &"x".repeat(1025)] {
            assert!(matches!(check_length(password), Err(PasswordError::Length)));
        }
        for password in ["12345678", "восьмая!", &"x".repeat(1024)] {
            assert!(check_length(password).is_ok());
        }
    }

    #[tokio::test]
    async fn parallel_computations_share_a_bounded_pool() {
        let passwords = Passwords::limited(2, 30);
        let all = (0..8).map(|_| hash(&passwords, "password"));
        futures::future::join_all(all).await;
        assert!(passwords.memory.len() <= 2);
    }
}
