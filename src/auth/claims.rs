//! What a verified token says: subject, session, times and the optional facts.
//!
//! Owns how claims are read (contract: "Who is calling"). A claim that decides anything must
//! be of its type or the token is denied; an optional one of another type is as good as absent.
//! Every string that leaves here fits a text column: bounded, and without NUL.
//!
//! Must not know keys or signatures: it is only ever given claims that were verified.

use std::fmt::Write as _;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::denied::Denied;
use crate::domain::SessionKey;

/// The longest subject and optional claim kept, in Unicode scalar values.
const MAX_CHARS: usize = 255;
/// The longest `sid` or `jti` that serves as a session key, in bytes.
const MAX_SESSION_BYTES: usize = 128;

/// Who a token is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// `users.id`; positive.
    Id(i64),
    /// `users.external_id`: 1 to 255 characters, no NUL, and not a decimal `i64`.
    External(String),
}

/// The claims of a verified token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// The first present of `sub`, `id`, `user_id`.
    pub subject: Subject,
    /// What logging out of this token's session revokes.
    pub session: SessionKey,
    /// When this server stops accepting the token: `exp` plus the configured leeway.
    pub expires_at: Timestamp,
    /// `role`, as the token has it.
    pub role: Option<String>,
    /// `name`.
    pub name: Option<String>,
    /// `email`.
    pub email: Option<String>,
    /// `companyId`.
    pub company_id: Option<i64>,
}

impl Claims {
    /// Reads the claims of a token whose signature was verified, as of `now`.
    pub(super) fn read(
        claims: &Map<String, Value>,
        token: &str,
        leeway: SignedDuration,
        now: Timestamp,
    ) -> Result<Self, Denied> {
        let expires_at = later(
            instant(present(claims, "exp").ok_or(Denied::Malformed)?)?,
            leeway,
        );
        if expires_at <= now {
            return Err(Denied::Expired);
        }
        if let Some(not_before) = present(claims, "nbf")
            && instant(not_before)? > later(now, leeway)
        {
            return Err(Denied::NotYetValid);
        }
        Ok(Self {
            subject: subject(claims)?,
            session: session(claims, token),
            expires_at,
            role: text(claims, "role"),
            name: text(claims, "name"),
            email: text(claims, "email"),
            company_id: present(claims, "companyId").and_then(whole_number),
        })
    }
}

/// A claim that is there; `null` is as good as absent.
fn present<'a>(claims: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    claims.get(name).filter(|value| !value.is_null())
}

fn subject(claims: &Map<String, Value>) -> Result<Subject, Denied> {
    let value = ["sub", "id", "user_id"]
        .into_iter()
        .find_map(|name| present(claims, name))
        .ok_or(Denied::NoSubject)?;
    match (whole_number(value), value) {
        (Some(id), _) if id > 0 => Ok(Subject::Id(id)),
        (None, Value::String(external)) if is_storable(external) => {
            Ok(Subject::External(external.clone()))
        }
        _ => Err(Denied::NoSubject),
    }
}

/// A JSON integer, or its canonical decimal string.
///
/// `"042"` and `"+42"` are not canonical: to an issuer they may be other people than `"42"`.
fn whole_number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.parse().ok().filter(|n: &i64| n.to_string() == *text),
        _ => None,
    }
}

/// A `NumericDate` (RFC 7519 section 2): seconds since the epoch, with or without a fraction.
/// Out of the calendar's range it is the nearest end of it, so that an `exp` in milliseconds,
/// as some issuers write, means "far in the future" here as it does elsewhere.
fn instant(value: &Value) -> Result<Timestamp, Denied> {
    let number = value.as_number().ok_or(Denied::Malformed)?;
    let seconds = number.as_f64().ok_or(Denied::Malformed)?;
    let since_epoch = match number.as_i64() {
        Some(whole) => Some(SignedDuration::from_secs(whole)),
        None => SignedDuration::try_from_secs_f64(seconds).ok(),
    };
    let end = if seconds < 0.0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    };
    Ok(since_epoch
        .and_then(|since| Timestamp::from_duration(since).ok())
        .unwrap_or(end))
}

fn later(instant: Timestamp, by: SignedDuration) -> Timestamp {
    instant.checked_add(by).unwrap_or(Timestamp::MAX)
}

fn text(claims: &Map<String, Value>, name: &str) -> Option<String> {
    let text = claims.get(name)?.as_str()?;
    is_storable(text).then(|| text.to_owned())
}

/// Whether Postgres can store it and a user of it would see something.
fn is_storable(text: &str) -> bool {
    !text.trim().is_empty() && !text.contains('\0') && text.chars().count() <= MAX_CHARS
}

fn session(claims: &Map<String, Value>, token: &str) -> SessionKey {
    let named = ["sid", "jti"].into_iter().find_map(|kind| {
        let id = claims.get(kind)?.as_str()?;
        (is_storable(id) && id.len() <= MAX_SESSION_BYTES).then(|| format!("{kind}:{id}"))
    });
    SessionKey(named.unwrap_or_else(|| digest(token)))
}

/// The digest of what was signed, without the signature: whoever has a token signed by ECDSA
/// can make a second valid signature for it, and so slip away from its own log-out.
fn digest(token: &str) -> String {
    let signed = token.rsplit_once('.').map_or(token, |(signed, _)| signed);
    let mut key = String::from("sha256:");
    for byte in Sha256::digest(signed) {
        write!(key, "{byte:02x}").expect("writing to a string cannot fail");
    }
    key
}

#[cfg(test)]
mod tests;
