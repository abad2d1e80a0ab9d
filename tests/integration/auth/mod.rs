//! Authentication: tokens, log-ins and cross-site requests.

mod claimed_ids;
mod keys;
mod log_in_answers;
mod log_in_limits;
mod named_people;
mod origins;
mod sessions;
mod tokens;

use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use crate::support::{Answer, Endpoint, JWT_SECRET};

/// A token with these claims, signed with the tests' secret.
fn signed(claims: &Value) -> String {
    signed_with(
        Algorithm::HS256,
        &EncodingKey::from_secret(JWT_SECRET.as_bytes()),
        None,
        claims,
    )
}

fn signed_with(
    algorithm: Algorithm,
    key: &EncodingKey,
    kid: Option<&str>,
    claims: &Value,
) -> String {
    let mut header = Header::new(algorithm);
    header.kid = kid.map(str::to_owned);
    jsonwebtoken::encode(&header, claims, key).expect("the key signs")
}

/// Claims with this subject, valid for an hour.
fn claims(subject: impl Into<Value>) -> Value {
    let exp = jiff::Timestamp::now().as_second() + 3_600;
    json!({ "sub": subject.into(), "exp": exp })
}

/// The answer of `/api/me` to this token.
async fn me(replica: &Endpoint, token: &str) -> Answer {
    let client = replica.anonymous_client().with_token(token);
    client.get("/api/me").await
}

fn with(mut claims: Value, name: &str, value: impl Into<Value>) -> Value {
    claims[name] = value.into();
    claims
}
