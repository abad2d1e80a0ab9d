//! Operations that make something once for each `Idempotency-Key`.
//!
//! A handler declares it by taking [`KeyedJson`], or a [`RequestKey`], and making what it makes in [`once`]. What an
//! earlier request made it answers with afresh, as the caller may see it now.

use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode};
use futures::future::BoxFuture;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use utoipa::IntoParams;
use uuid::Uuid;

use crate::bounds::quota;
use crate::domain::{Principal, Rejection};
use crate::http::code::Code;
use crate::http::extract;
use crate::http::problem::Problem;
use crate::idempotency::{Claim, Claimed, IdempotencyKeys, KeyedRequest, Record, RequestHash};

/// The header, for the OpenAPI document.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
pub struct IdempotencyKey {
    /// A UUID that the client chooses for a request and its repeats. For a day the same request with the same key
    /// makes nothing more, and is 200 with what was made; another request with it is 409 `idempotency_conflict`.
    #[param(rename = "Idempotency-Key")]
    pub idempotency_key: Option<Uuid>,
}

/// A JSON body, and the key of the request if it has one.
pub struct KeyedJson<T> {
    pub body: T,
    pub key: Option<RequestKey>,
}

/// The `Idempotency-Key` of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestKey {
    key: Uuid,
    hash: Option<RequestHash>,
}

/// What a request has made.
pub enum Made<T> {
    /// Now.
    Now(T),
    /// An earlier request with its key has.
    Before(Record),
}

/// Who makes what a request asks for.
pub enum Turn {
    /// The request, which has claimed its key if it has one.
    Mine(Option<Claimed>),
    /// An earlier request has.
    Before(Record),
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for KeyedJson<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let (headers, path) = (request.headers(), request.uri().path());
        let key = extract::idempotency_key(headers)?;
        let path = key.map(|_| path.to_owned());
        let json = extract::json_bytes(request).await?;
        let hash = path.map(|path| hash_of(&[path.as_bytes(), &json]));
        Ok(Self {
            body: extract::parse(&json)?,
            key: key.map(|key| RequestKey { key, hash }),
        })
    }
}

impl RequestKey {
    /// The key of a request that asks for nothing but these parts.
    ///
    /// # Errors
    /// 400 `invalid_client_id`.
    pub fn of(headers: &HeaderMap, parts: &[&[u8]]) -> Result<Option<Self>, Problem> {
        let key = extract::idempotency_key(headers)?;
        let hash = || Some(hash_of(parts));
        Ok(key.map(|key| Self { key, hash: hash() }))
    }

    /// The key of a request that is hashed while it arrives.
    ///
    /// # Errors
    /// 400 `invalid_client_id`.
    pub fn before_body(headers: &HeaderMap) -> Result<Option<Self>, Problem> {
        let key = extract::idempotency_key(headers)?;
        Ok(key.map(|key| Self { key, hash: None }))
    }

    /// The request of a caller for an operation.
    pub fn by(self, caller: &Principal, operation: &'static str) -> KeyedRequest {
        KeyedRequest {
            user_id: caller.user_id,
            operation,
            key: self.key,
            hash: self.hash,
        }
    }
}

/// Makes something, unless an earlier request with the same key has made it. `record` says what repeats are to find.
///
/// # Errors
/// Those of [`claim`] and of the making.
pub async fn once<T: Send + 'static>(
    keys: &IdempotencyKeys,
    request: Option<KeyedRequest>,
    making: BoxFuture<'static, Result<T, Problem>>,
    record: fn(&T) -> Record,
) -> Result<Made<T>, Problem> {
    match claim(keys, request).await? {
        Turn::Mine(claimed) => make(keys, claimed, making, record).await.map(Made::Now),
        Turn::Before(made) => Ok(Made::Before(made)),
    }
}

/// Finds whether a request makes something or an earlier one with its key has. A request without a key does.
///
/// # Errors
/// 409 if the key is in use, or was used for another request. For a request that has no hash yet the caller is to
/// [compare it](require_same).
pub async fn claim(keys: &IdempotencyKeys, request: Option<KeyedRequest>) -> Result<Turn, Problem> {
    let Some(request) = request else {
        return Ok(Turn::Mine(None));
    };
    let hash = request.hash;
    match keys.claim(request).await? {
        Claim::New(claimed) => Ok(Turn::Mine(Some(claimed))),
        Claim::Made(made) => {
            if hash.is_some() {
                require_same(hash, made)?;
            }
            Ok(Turn::Before(made))
        }
        Claim::InProgress => Err(in_progress()),
    }
}

/// Refuses a request that is not the one which has made something.
///
/// # Errors
/// 409 `idempotency_conflict`.
pub fn require_same(hash: Option<RequestHash>, made: Record) -> Result<(), Problem> {
    if hash == made.hash {
        return Ok(());
    }
    let detail = "this Idempotency-Key was already used for another request";
    Err(Problem::conflict(Rejection::IdempotencyConflict, detail))
}

/// Makes something; with a key in a task of its own, so that it is noted also if the client is gone.
///
/// # Errors
/// Those of the making.
pub async fn make<T: Send + 'static>(
    keys: &IdempotencyKeys,
    claimed: Option<Claimed>,
    making: impl Future<Output = Result<T, Problem>> + Send + 'static,
    record: fn(&T) -> Record,
) -> Result<T, Problem> {
    let Some(claimed) = claimed else {
        return making.await;
    };
    let task = keys.run(async move {
        let (made, quotas) = quota::collect(making).await;
        match made.as_ref().ok().map(record) {
            Some(record) => claimed.settle(record).await,
            None => claimed.release().await,
        }
        (made, quotas)
    });
    let (made, quotas) = task.await.map_err(|error| {
        tracing::error!(%error, "a request with an Idempotency-Key failed");
        Problem::internal()
    })?;
    quota::note(quotas);
    made
}

fn in_progress() -> Problem {
    let detail = "the request with this Idempotency-Key is being served";
    let problem = Problem::new(StatusCode::CONFLICT, Code::IdempotencyInProgress, detail);
    problem.with_retry_after(Some(1))
}

pub(super) fn hash_of(parts: &[&[u8]]) -> RequestHash {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_request_are_apart() {
        assert_eq!(hash_of(&[b"ab", b"c"]), hash_of(&[b"ab", b"c"]));
        assert_ne!(hash_of(&[b"ab", b"c"]), hash_of(&[b"a", b"bc"]));
    }
}
