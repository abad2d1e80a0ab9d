//! Fetches and caches an issuer's published keys.
//!
//! Guarantees:
//! - A token whose key is known never waits for a fetch: a stale set is refreshed in the background.
//! - Waiting requests share one fetch, and a fetch starts at most every ten seconds, so that
//!   invented key ids cannot flood the issuer.
//! - A failed fetch leaves the known keys valid for a day at most, so that a withdrawn key does not
//!   stay valid for ever.
//! - A fetch is bounded in time and bytes, and ends with its owner.
//!
//! It reads only the header's `kid` and `alg` of a token.
//!
//! # Why not a cache library
//! An expiring cache with shared loading (`moka`) runs the load in its first caller, so a cancelled
//! request would restart the fetch. It also neither limits how often failed loads are repeated nor
//! serves an old set while a new one is fetched.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::FutureExt as _;
use futures::future::{BoxFuture, Shared};
use jsonwebtoken::Algorithm;
use jsonwebtoken::jwk::Jwk;
use parking_lot::{Mutex, RwLock};
use reqwest::Url;
use serde::Deserialize;
use tokio_util::task::AbortOnDropHandle;

use super::keys::{KeyError, VerifyingKey};
use crate::auth::token_error::TokenError;
use crate::auth::token_header::{ED_DSA, ED25519, TokenHeader};

/// The age from which a set is refreshed.
const FRESH: Duration = Duration::from_mins(10);
/// The age from which a set that could not be refreshed is no longer used.
const MAX_STALE: Duration = Duration::from_hours(24);
/// The least time between the starts of two fetches; longer than [`FETCH_TIMEOUT`], so that only
/// one runs at a time.
const FETCH_INTERVAL: Duration = Duration::from_secs(10);
const FETCH_TIMEOUT: Duration = Duration::from_secs(5);
/// The largest set read, in bytes. Large issuers publish some 10 KiB.
const MAX_SET_BYTES: usize = 256 * 1024;

/// Supported algorithms; a token of another one causes no fetch.
const ALGORITHMS: [Algorithm; 3] = [Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA];

type Clock = Box<dyn Fn() -> Instant + Send + Sync>;

/// The keys an issuer publishes at an address.
pub(super) struct Jwks {
    source: Arc<Source>,
    clock: Clock,
    latest_fetch: Mutex<Option<InFlightFetch>>,
}

struct Source {
    url: Url,
    client: reqwest::Client,
    keys: RwLock<Option<KeySet>>,
}

#[derive(Clone)]
struct KeySet {
    keys: Arc<[PublishedKey]>,
    requested_at: Instant,
}

struct PublishedKey {
    kid: Option<String>,
    key: Arc<VerifyingKey>,
}

/// The latest fetch, running or finished. Dropping it aborts the task.
struct InFlightFetch {
    started_at: Instant,
    done: Shared<BoxFuture<'static, ()>>,
}

#[derive(Debug, thiserror::Error)]
enum FetchError {
    #[error("the request failed")]
    Request(#[from] reqwest::Error),
    #[error("the response is over {MAX_SET_BYTES} bytes")]
    TooLarge,
    #[error("the response is not a key set")]
    NotASet(#[from] serde_json::Error),
    #[error("the set has no key that this server can verify tokens with")]
    NoUsableKey,
}

impl Jwks {
    pub(super) fn new(url: &str) -> Result<Self, KeyError> {
        Self::with(url, reqwest::Client::builder(), Box::new(Instant::now))
    }

    fn with(url: &str, client: reqwest::ClientBuilder, clock: Clock) -> Result<Self, KeyError> {
        let url = Url::parse(url).map_err(|_| KeyError::JwksUrl)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(KeyError::JwksUrl);
        }
        // Building a client requires a TLS implementation of the process; an existing one stays.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = client
            .timeout(FETCH_TIMEOUT)
            .https_only(url.scheme() == "https")
            .user_agent(concat!("vestnik/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(KeyError::HttpClient)?;
        let source = Arc::new(Source {
            url,
            client,
            keys: RwLock::new(None),
        });
        Ok(Self {
            source,
            clock,
            latest_fetch: Mutex::new(None),
        })
    }

    /// The key that a token's header names.
    pub(super) async fn key(&self, header: &TokenHeader) -> Result<Arc<VerifyingKey>, TokenError> {
        if !ALGORITHMS.contains(&header.alg) {
            return Err(TokenError::WrongAlgorithm);
        }
        if let Some(set) = self.usable_set()
            && let Some(key) = set.find(header)
        {
            if self.age(&set) >= FRESH {
                // Not awaited: the fetch is a task of its own.
                drop(self.refresh());
            }
            return Ok(key);
        }
        self.refresh().await;
        let set = self.usable_set().ok_or(TokenError::KeysUnavailable)?;
        set.find(header).ok_or(TokenError::UnknownKey)
    }

    /// The last fetched set, unless it is too old.
    fn usable_set(&self) -> Option<KeySet> {
        self.source
            .keys
            .read()
            .clone()
            .filter(|set| self.age(set) < MAX_STALE)
    }

    fn age(&self, set: &KeySet) -> Duration {
        (self.clock)().saturating_duration_since(set.requested_at)
    }

    /// Joins the latest fetch, or starts a new one if the latest is older than the interval.
    ///
    /// The fetch is a task of its own, so that a cancelled caller does not end it for the others.
    fn refresh(&self) -> Shared<BoxFuture<'static, ()>> {
        let mut latest_fetch = self.latest_fetch.lock();
        let now = (self.clock)();
        if let Some(latest) = &*latest_fetch
            && now.saturating_duration_since(latest.started_at) < FETCH_INTERVAL
        {
            return latest.done.clone();
        }
        let source = Arc::clone(&self.source);
        let task = AbortOnDropHandle::new(tokio::spawn(async move { source.refresh(now).await }));
        let done = task.map(drop).boxed().shared();
        *latest_fetch = Some(InFlightFetch {
            started_at: now,
            done: done.clone(),
        });
        done
    }
}

impl fmt::Debug for Jwks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Jwks")
            .field("host", &self.source.url.host_str())
            .finish_non_exhaustive()
    }
}

impl Source {
    async fn refresh(&self, requested_at: Instant) {
        let host = self.url.host_str();
        match self.fetch().await {
            Ok(keys) => {
                tracing::debug!(
                    jwks.host = host,
                    jwks.keys = keys.len(),
                    "fetched the key set"
                );
                *self.keys.write() = Some(KeySet { keys, requested_at });
            }
            Err(error) => tracing::warn!(
                jwks.host = host,
                error = &error as &dyn std::error::Error,
                "could not fetch the key set; known keys stay valid"
            ),
        }
    }

    async fn fetch(&self) -> Result<Arc<[PublishedKey]>, FetchError> {
        // Errors and logs never contain the address, which may hold a password.
        let request = self.client.get(self.url.clone()).send().await;
        let response = request.and_then(reqwest::Response::error_for_status);
        let body = read(response.map_err(reqwest::Error::without_url)?).await?;
        let keys = parse(&body)?;
        if keys.is_empty() {
            return Err(FetchError::NoUsableKey);
        }
        Ok(keys)
    }
}

async fn read(mut response: reqwest::Response) -> Result<Vec<u8>, FetchError> {
    let mut body = Vec::new();
    while let Some(chunk) = response
        .chunk()
        .await
        .map_err(reqwest::Error::without_url)?
    {
        if body.len() + chunk.len() > MAX_SET_BYTES {
            return Err(FetchError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// The usable keys of a set. Keys of an unsupported type or use are skipped (RFC 7517, section 5).
fn parse(body: &[u8]) -> Result<Arc<[PublishedKey]>, serde_json::Error> {
    #[derive(Deserialize)]
    struct Set {
        keys: Vec<serde_json::Value>,
    }
    let set: Set = serde_json::from_slice(body)?;
    let usable = set.keys.into_iter().filter_map(|mut key| {
        if key["alg"] == ED25519 {
            key["alg"] = ED_DSA.into();
        }
        let jwk: Jwk = serde_json::from_value(key).ok()?;
        let key = Arc::new(VerifyingKey::from_jwk(&jwk)?);
        Some(PublishedKey {
            kid: jwk.common.key_id,
            key,
        })
    });
    Ok(usable.collect())
}

impl KeySet {
    /// The key with that id. Without an id on either side it is the only key of the set, or none.
    fn find(&self, header: &TokenHeader) -> Option<Arc<VerifyingKey>> {
        if let [only] = &*self.keys
            && (only.kid.is_none() || header.kid.is_none())
        {
            return Some(Arc::clone(&only.key));
        }
        let kid = header.kid.as_ref()?;
        let named = || {
            self.keys
                .iter()
                .filter(|published| published.kid.as_ref() == Some(kid))
        };
        // An id may be shared by keys of different types (RFC 7517 section 4.5).
        let fitting = named().find(|published| published.key.algorithm() == header.alg);
        fitting
            .or_else(|| named().next())
            .map(|published| Arc::clone(&published.key))
    }
}

#[cfg(test)]
mod tests;
