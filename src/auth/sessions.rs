//! The built-in log-in: exchanges an e-mail address and a password for tokens.
//!
//! # Guarantees
//! A wrong password and an unknown address get the same response in the same time. A refresh
//! token works once; its second use ends the log-in it came from, for both clients that hold it.
//! When a log-out is answered, every replica refuses its tokens. Each log-in is logged with
//! the client's address and the user's id, whether it succeeds or fails; never with a password
//! or the e-mail address of the request.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::attempts::{Attempts, LoginLimit};
use super::passwords::Passwords;
use super::tokens::{IssuedToken, TokenIssuer};
use crate::auth::error::Error;
use crate::db::{Pool, query};
use crate::directory::{Directory, Person};
use crate::domain::{ClientAddress, Principal, SecretToken};
use crate::log::SignalFence;

const ADD_LOGIN: &str = include_str!("sql/add_login.sql");
const DELETE_EXPIRED_LOGINS: &str = include_str!("sql/delete_expired_logins.sql");
const REVOKE_SESSION: &str = include_str!("sql/revoke_session.sql");

/// The lifetime of an access token.
pub const ACCESS_LIFETIME: Duration = Duration::from_hours(12);
/// The most characters of a device's name that are stored.
const MAX_DEVICE: usize = 200;
/// The lifetime of a log-in that is not used.
pub const REFRESH_LIFETIME: Duration = Duration::from_hours(24 * 30);

/// A user who has just signed in, or refreshed their tokens.
pub struct LoggedIn {
    pub person: Person,
    pub access: IssuedToken,
    /// The refresh token.
    pub refresh: String,
    pub refresh_expires_at: Timestamp,
}

/// Signs users in and out. Cheap to clone.
#[derive(Clone)]
pub struct Sessions {
    pub(super) pool: Pool,
    /// Waits until the replicas have forgotten a session.
    fence: SignalFence,
    directory: Directory,
    passwords: Passwords,
    /// Absent if another system issues the tokens.
    token_issuer: Option<Arc<TokenIssuer>>,
    attempts: Attempts,
}

impl Sessions {
    /// Log-ins in this database, with tokens of `token_issuer`.
    pub fn new(
        pool: Pool,
        fence: SignalFence,
        token_issuer: Option<TokenIssuer>,
        limit: Option<LoginLimit>,
    ) -> Self {
        Self {
            fence,
            directory: Directory::new(pool.clone()),
            attempts: Attempts::new(pool.clone(), limit),
            pool,
            passwords: Passwords::new(),
            token_issuer: token_issuer.map(Arc::new),
        }
    }

    /// Signs a user in from a device, which is what its client calls itself.
    pub async fn log_in(
        &self,
        email: &str,
        password: String,
        client: ClientAddress,
        device: &str,
    ) -> Result<LoggedIn, Error> {
        let token_issuer = self.token_issuer()?;
        // The queue's bound also bounds the attempts that are counted at once.
        let permit = self.passwords.acquire_permit(client.network())?;
        let attempt = self.attempts.begin(client, email).await?;
        let (person, hash) = self.directory.by_email(email).await?.unzip();
        let hash = hash.flatten();
        let verified = self.passwords.verify(permit, password, hash.clone());
        let is_right = verified.await?;
        log_outcome(client, person.as_ref(), hash.is_some(), is_right);
        let person = person.filter(|_| is_right).ok_or(Error::WrongCredentials)?;
        self.attempts.succeeded(attempt).await?;
        let (family, refresh) = (Uuid::now_v7(), SecretToken::random());
        let refresh_expires_at = after(REFRESH_LIFETIME);
        let device: String = device.chars().take(MAX_DEVICE).collect();
        let parameters: query::Parameters<'_> = &[
            &family,
            &person.id.0,
            &device,
            &client.ip(),
            &refresh.hash(),
            &refresh_expires_at,
            &hash,
            &after(ACCESS_LIFETIME),
        ];
        let added = query::first(&self.pool, ADD_LOGIN, parameters).await?;
        // Otherwise the password was changed meanwhile.
        added.ok_or(Error::WrongCredentials)?;
        let access = token_issuer.issue(&person, family, ACCESS_LIFETIME);
        Ok(LoggedIn {
            person,
            access,
            refresh: refresh.into_text(),
            refresh_expires_at,
        })
    }

    /// Exchanges a refresh token for new tokens. Of several, which a browser may send, the first that
    /// can be exchanged counts.
    pub async fn refresh(
        &self,
        tokens: &[String],
        client: ClientAddress,
    ) -> Result<LoggedIn, Error> {
        let token_issuer = self.token_issuer()?;
        let token = self.exchangeable(tokens).await?;
        let refresh = SecretToken::random();
        let refresh_expires_at = after(REFRESH_LIFETIME);
        let row = query::first(
            &self.pool,
            "SELECT r.user_id, r.family FROM public.rotate_refresh_token($1, $2, $3, $4, $5) AS r",
            &[
                &SecretToken::hash_of(token),
                &refresh.hash(),
                &refresh_expires_at,
                &after(ACCESS_LIFETIME),
                &client.ip(),
            ],
        )
        .await?;
        let row = row.ok_or(Error::SessionExpired)?;
        let Some(family) = row.get("family") else {
            self.fence.pass().await?;
            return Err(Error::SessionExpired);
        };
        let user_id = row.get("user_id");
        let person = self.directory.by_id(user_id).await?;
        let person = person.ok_or(Error::SessionExpired)?;
        let access = token_issuer.issue(&person, family, ACCESS_LIFETIME);
        Ok(LoggedIn {
            person,
            access,
            refresh: refresh.into_text(),
            refresh_expires_at,
        })
    }

    /// The token to exchange. An old one is not tried beside a good one, since using it again would end
    /// the log-in of both.
    async fn exchangeable<'a>(&self, tokens: &'a [String]) -> Result<&'a str, Error> {
        let first = tokens.first().ok_or(Error::SessionExpired)?;
        for token in tokens.iter().filter(|_| tokens.len() > 1) {
            let row = query::first(
                &self.pool,
                "SELECT t.used_at IS NULL AND t.expires_at > now() AS is_good
                 FROM public.refresh_tokens AS t
                 WHERE t.token_hash = $1",
                &[&SecretToken::hash_of(token)],
            )
            .await?;
            if row.is_some_and(|row| row.get("is_good")) {
                return Ok(token);
            }
        }
        Ok(first)
    }

    /// Ends a caller's log-in: its tokens become invalid, and its streams end.
    pub async fn log_out(&self, caller: &Principal) -> Result<(), Error> {
        // Also revokes the refresh tokens of this log-in.
        if let Some(family) = family_of(caller) {
            self.revoke_refresh_token_family(family).await?;
        }
        query::run(
            &self.pool,
            REVOKE_SESSION,
            &[
                &caller.session.as_str(),
                &caller.user_id.0,
                &clamp_to_storable(caller.expires_at),
            ],
        )
        .await?;
        Ok(self.fence.pass().await?)
    }

    /// Ends the log-ins of refresh tokens. False if there is none.
    pub async fn log_out_by_refresh(&self, tokens: &[String]) -> Result<bool, Error> {
        let mut has_ended = false;
        for token in tokens {
            has_ended |= self.end_login_of(token).await?;
        }
        if has_ended {
            self.fence.pass().await?;
        }
        Ok(has_ended)
    }

    async fn end_login_of(&self, token: &str) -> Result<bool, Error> {
        let row = query::first(
            &self.pool,
            "SELECT t.family FROM public.refresh_tokens AS t WHERE t.token_hash = $1",
            &[&SecretToken::hash_of(token)],
        )
        .await?;
        let Some(row) = row else { return Ok(false) };
        self.revoke_refresh_token_family(row.get("family")).await?;
        Ok(true)
    }

    /// Hashes a new password that a client sent.
    pub async fn hash_password(
        &self,
        password: String,
        client: ClientAddress,
    ) -> Result<String, Error> {
        let permit = self.passwords.acquire_permit(client.network())?;
        Ok(self.passwords.hash(permit, password).await?)
    }

    /// Deletes expired log-ins.
    pub async fn sweep(&self) -> Result<(), Error> {
        for sql in [
            "DELETE FROM public.revoked_sessions WHERE expires_at < now()",
            DELETE_EXPIRED_LOGINS,
            "DELETE FROM public.invitations WHERE expires_at < now()",
            "DELETE FROM public.account_links WHERE expires_at < now()",
            "DELETE FROM public.key_tokens WHERE expires_at < now()",
        ] {
            query::run(&self.pool, sql, &[]).await?;
        }
        Ok(self.attempts.sweep().await?)
    }

    /// Compares a password of an account that is not a log-in's, within the limit on failures.
    pub(super) async fn compare(
        &self,
        account: &str,
        password: String,
        stored: Option<String>,
        client: ClientAddress,
    ) -> Result<bool, Error> {
        let permit = self.passwords.acquire_permit(client.network())?;
        let attempt = self.attempts.begin(client, account).await?;
        let is_right = self.passwords.verify(permit, password, stored).await?;
        if is_right {
            self.attempts.succeeded(attempt).await?;
        }
        Ok(is_right)
    }

    /// Counts a limited operation of an address as a failed log-in.
    pub(super) async fn count_attempt(
        &self,
        account: &str,
        client: ClientAddress,
    ) -> Result<(), Error> {
        self.attempts.begin(client, account).await.map(drop)
    }

    /// The outcome of an attempt to use a link. It counts as a failed log-in if the link does not work.
    pub(super) async fn limit_links<T>(
        &self,
        token: &str,
        client: ClientAddress,
        attempt: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let counted = self
            .attempts
            .begin(client, &format!("link:{token}"))
            .await?;
        let outcome = attempt.await;
        if !matches!(outcome, Err(Error::InvalidLink)) {
            self.attempts.succeeded(counted).await?;
        }
        outcome
    }

    /// Waits until every replica has handled the changes of users and log-ins that were made before.
    pub async fn await_replicas(&self) -> Result<(), Error> {
        Ok(self.fence.pass().await?)
    }

    async fn revoke_refresh_token_family(&self, family: Uuid) -> Result<(), Error> {
        let families = [family];
        let parameters: query::Parameters<'_> = &[&families.as_slice(), &after(ACCESS_LIFETIME)];
        query::run(&self.pool, "SELECT public.end_logins($1, $2)", parameters).await?;
        Ok(())
    }

    pub(super) fn token_issuer(&self) -> Result<&TokenIssuer, Error> {
        self.token_issuer.as_deref().ok_or(Error::LoginElsewhere)
    }
}

fn log_outcome(client: ClientAddress, person: Option<&Person>, has_password: bool, is_right: bool) {
    let user = person.map(|person| person.id.0);
    if is_right {
        tracing::info!(user.id = user, client.address = %client, "log-in succeeded");
        return;
    }
    let reason = match user {
        None => "unknown_account",
        Some(_) if !has_password => "no_password_set",
        Some(_) => "wrong_password",
    };
    tracing::info!(user.id = user, client.address = %client, reason, "log-in failed");
}

/// The family of refresh tokens of a log-in at this server.
pub(super) fn family_of(caller: &Principal) -> Option<Uuid> {
    caller.session.as_str().strip_prefix("sid:")?.parse().ok()
}

/// The time at the end of a lifetime that begins now, in whole milliseconds like the times that
/// are read back from Postgres.
pub(super) fn after(lifetime: Duration) -> Timestamp {
    let lifetime = SignedDuration::try_from(lifetime).unwrap_or(SignedDuration::MAX);
    let now = Timestamp::from_millisecond(Timestamp::now().as_millisecond());
    clamp_to_storable(
        now.unwrap_or(Timestamp::MAX)
            .saturating_add(lifetime)
            .unwrap_or(Timestamp::MAX),
    )
}

/// A time that Postgres can store, at most the year 2100: another issuer's token may expire in the
/// year 9999.
fn clamp_to_storable(at: Timestamp) -> Timestamp {
    const YEAR_2100: i64 = 4_102_444_800;
    at.min(Timestamp::from_second(YEAR_2100).unwrap_or(at))
}
