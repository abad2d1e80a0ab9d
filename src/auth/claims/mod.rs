//! Reads the claims of a verified token: subject, session, times and optional facts.
//!
//! A claim that affects permissions must have its documented type, or the token is refused; an
//! optional claim of another type counts as absent.
//! Every string fits a text column: bounded, and without NUL.
//!
//! It knows neither keys nor signatures: the caller has verified the token.

use std::fmt::{self, Write as _};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::auth::token_error::TokenError;
use crate::directory::Person;
use crate::domain::{SessionKey, UserId};

/// The longest subject and optional claim kept, in Unicode scalar values.
const MAX_CHARS: usize = 255;
/// The longest `sid` or `jti` that serves as a session key, in bytes.
const MAX_SESSION_BYTES: usize = 128;

/// The most realms a token may name.
const MAX_REALMS: usize = 32;

/// The most people a token may name beside its user.
const MAX_PEOPLE: usize = 32;

/// The user that a token names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// `users.id`, unless it was assigned to a guest or an `external_id`: from 1 to [`UserId::MAX_NUMERIC_SUBJECT`].
    Id(i64),
    /// `users.external_id`: 1 to 255 characters, no NUL, and not a decimal `i64`.
    External(String),
}

impl Subject {
    /// The subject of this user's tokens.
    pub fn of_user(id: UserId, external_id: Option<&str>) -> Self {
        match external_id {
            Some(external_id) => Self::External(external_id.to_owned()),
            None => Self::Id(id.0),
        }
    }
}

impl From<&Person> for Subject {
    fn from(person: &Person) -> Self {
        Self::of_user(person.id, person.external_id.as_deref())
    }
}

impl From<i64> for Subject {
    fn from(id: i64) -> Self {
        Self::Id(id)
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => id.fmt(f),
            Self::External(external_id) => f.write_str(external_id),
        }
    }
}

/// The claims of a verified token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// The first present of `sub`, `id`, `user_id`, or the configured claim.
    pub subject: Subject,
    /// The session that logging out with this token revokes.
    pub session: SessionKey,
    /// When this server begins to accept the token: `nbf` minus the configured leeway.
    not_before: Timestamp,
    /// When this server stops accepting the token: `exp` plus the configured leeway.
    pub expires_at: Timestamp,
    /// `role`, unchecked.
    pub role: Option<String>,
    pub name: Option<String>,
    /// `email`, if `email_verified` is true.
    pub email: Option<String>,
    pub company_id: Option<i64>,
    /// `iat`, or else `exp`: of two tokens of a user the later one counts.
    pub issued_at: Timestamp,
    /// `people`: others whom the issuer knows.
    pub people: Vec<NamedPerson>,
    /// `realms`: the realms the user belongs to, if the token limits them.
    pub realms: Option<Vec<String>>,
}

/// Another user whom a token names, with what the issuer says of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NamedPerson {
    /// `id`.
    pub subject: Subject,
    pub name: Option<String>,
    pub company_id: Option<i64>,
}

impl NamedPerson {
    fn text_bytes(&self) -> usize {
        let subject = match &self.subject {
            Subject::External(name) => name.len(),
            Subject::Id(_) => 0,
        };
        size_of::<Self>() + subject + self.name.as_ref().map_or(0, String::len)
    }
}

impl Claims {
    /// Reads the claims of a token whose signature was verified, as of `now`. `subject_claim` has the
    /// subject instead of the usual claims.
    pub(super) fn read(
        claims: &Map<String, Value>,
        token: &str,
        subject_claim: Option<&str>,
        leeway: SignedDuration,
        now: Timestamp,
    ) -> Result<Self, TokenError> {
        let expiry = instant(present(claims, "exp").ok_or(TokenError::NoExpiry)?)?;
        let not_before = present(claims, "nbf").map(instant).transpose()?;
        let issued_at = present(claims, "iat").and_then(|issued| instant(issued).ok());
        let (not_before, expires_at) = (
            not_before.map_or(Timestamp::MIN, |instant| earlier(instant, leeway)),
            later(expiry, leeway),
        );
        check_times(not_before, expires_at, now)?;
        Ok(Self {
            subject: subject(claims, subject_claim)?,
            session: session(claims, token),
            not_before,
            expires_at,
            role: text(claims, "role"),
            name: text(claims, "name"),
            email: text(claims, "email").filter(|_| is_email_verified(claims)),
            realms: realms(claims)?,
            company_id: present(claims, "companyId").and_then(whole_number),
            issued_at: storable(issued_at.unwrap_or(expiry)),
            people: people(claims),
        })
    }

    /// Refuses a token that is not valid at this time.
    pub(super) fn check_times(&self, now: Timestamp) -> Result<(), TokenError> {
        check_times(self.not_before, self.expires_at, now)
    }

    /// The length of its texts.
    pub(super) fn text_bytes(&self) -> usize {
        let subject = match &self.subject {
            Subject::External(name) => name.len(),
            Subject::Id(_) => 0,
        };
        let optional = [&self.role, &self.name, &self.email];
        let optional = optional.into_iter().flatten().map(String::len);
        let realms = self.realms.iter().flatten();
        let realms = realms.map(|realm| size_of::<String>() + realm.len());
        let people = self.people.iter().map(NamedPerson::text_bytes);
        let named = realms.sum::<usize>() + people.sum::<usize>();
        subject + self.session.as_str().len() + optional.sum::<usize>() + named
    }
}

fn check_times(
    not_before: Timestamp,
    expires_at: Timestamp,
    now: Timestamp,
) -> Result<(), TokenError> {
    if expires_at <= now {
        return Err(TokenError::Expired);
    }
    if not_before > now {
        return Err(TokenError::NotYetValid);
    }
    Ok(())
}

/// A claim; `null` counts as absent.
fn present<'a>(claims: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    claims.get(name).filter(|value| !value.is_null())
}

/// With a configured claim the others do not count: there they may be of something else than users.
fn subject(claims: &Map<String, Value>, configured: Option<&str>) -> Result<Subject, TokenError> {
    let usual = ["sub", "id", "user_id"];
    let names = configured.as_ref().map_or(&usual[..], std::slice::from_ref);
    let value = names
        .iter()
        .find_map(|name| present(claims, name))
        .ok_or(TokenError::NoSubject)?;
    named(value).ok_or(TokenError::NoSubject)
}

/// The user whom a value names.
fn named(value: &Value) -> Option<Subject> {
    match (whole_number(value), value) {
        (Some(id), _) if (1..=UserId::MAX_NUMERIC_SUBJECT).contains(&id) => Some(Subject::Id(id)),
        (None, Value::String(external)) if is_storable(external) => {
            Some(Subject::External(external.clone()))
        }
        _ => None,
    }
}

/// The people of the claim `people`: objects with an `id`, and perhaps a `name` and a `company_id`. Others count
/// as absent.
fn people(claims: &Map<String, Value>) -> Vec<NamedPerson> {
    let listed = present(claims, "people").and_then(Value::as_array);
    let listed = listed.into_iter().flatten().take(MAX_PEOPLE);
    let person = |listed: &Value| {
        let fields = listed.as_object()?;
        Some(NamedPerson {
            subject: named(present(fields, "id")?)?,
            name: text(fields, "name"),
            company_id: present(fields, "company_id").and_then(whole_number),
        })
    };
    listed.filter_map(person).collect()
}

/// A JSON integer, or its canonical decimal string.
///
/// `"042"` and `"+42"` are not canonical: the issuer may mean other users than by `"42"`.
fn whole_number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.parse().ok().filter(|n: &i64| n.to_string() == *text),
        _ => None,
    }
}

/// A `NumericDate` (RFC 7519 section 2): seconds since the epoch, with or without a fraction.
/// Clamped to the calendar's range, so that an `exp` in milliseconds, which some issuers write,
/// means "far in the future" here as elsewhere.
fn instant(value: &Value) -> Result<Timestamp, TokenError> {
    let number = value.as_number().ok_or(TokenError::Malformed)?;
    let seconds = number.as_f64().ok_or(TokenError::Malformed)?;
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

/// The time as a column has it.
fn storable(instant: Timestamp) -> Timestamp {
    let milliseconds = instant.as_millisecond().max(0);
    Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn later(instant: Timestamp, by: SignedDuration) -> Timestamp {
    instant.checked_add(by).unwrap_or(Timestamp::MAX)
}

fn earlier(instant: Timestamp, by: SignedDuration) -> Timestamp {
    instant.checked_sub(by).unwrap_or(Timestamp::MIN)
}

fn text(claims: &Map<String, Value>, name: &str) -> Option<String> {
    let text = claims.get(name)?.as_str()?;
    is_storable(text).then(|| text.to_owned())
}

/// Whether the issuer has verified `email`. Some issuers write the boolean as a string.
fn is_email_verified(claims: &Map<String, Value>) -> bool {
    match claims.get("email_verified") {
        Some(Value::Bool(is_verified)) => *is_verified,
        Some(Value::String(text)) => text == "true",
        _ => false,
    }
}

/// A claim that restricts permissions must be well formed: ignoring it would grant them.
fn realms(claims: &Map<String, Value>) -> Result<Option<Vec<String>>, TokenError> {
    let Some(value) = present(claims, "realms") else {
        return Ok(None);
    };
    let names = value.as_array().ok_or(TokenError::Malformed)?;
    if names.len() > MAX_REALMS {
        return Err(TokenError::Malformed);
    }
    let names = names.iter().map(|name| match name {
        Value::String(name) if is_storable(name) => Ok(name.clone()),
        _ => Err(TokenError::Malformed),
    });
    names.collect::<Result<_, _>>().map(Some)
}

/// Whether Postgres can store the text, and it is not blank.
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

/// The digest of the signed part, without the signature: the holder of a token signed by ECDSA can
/// make a second valid signature for it, and would so evade their own log-out.
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
