//! What people do by a link that works once, without a log-in: accept an invitation, set a password.
//!
//! # Guarantees
//! Tokens that do not work count as failed log-ins of the client's address. One request at a time hashes a
//! password for a link.

use super::invitations::ShownInvitation;
use super::state::{Accounts, flag};
use crate::auth::error::Error;
use crate::auth::passwords::{PasswordError, check_length};
use crate::auth::sessions::{ACCESS_LIFETIME, after};
use crate::db::query::Parameters;
use crate::db::{self, FromRow, query};
use crate::directory::{self, Person};
use crate::domain::{ClientAddress, SecretToken};

const ACCEPT_INVITATION: &str = include_str!("../sql/accept_invitation.sql");
const CLAIM_LINK: &str = include_str!("../sql/claim_link.sql");
const INVITATION_OF_LINK: &str = include_str!("../sql/invitation_of_link.sql");
const IS_LINK: &str = include_str!("../sql/is_link.sql");
const RELEASE_LINK: &str =
    "UPDATE public.account_links AS l SET claimed_until = NULL WHERE l.token_hash = $1";

impl Accounts {
    /// The invitation of a link.
    ///
    /// # Errors
    /// `InvalidLink`; `TooManyFailures`.
    pub async fn invitation_of(
        &self,
        token: &str,
        client: ClientAddress,
    ) -> Result<ShownInvitation, Error> {
        let looking_up = async {
            let token = SecretToken::hash_of(token);
            let row = query::first(&self.pool, INVITATION_OF_LINK, &[&token]).await?;
            Ok(ShownInvitation::from_row(&row.ok_or(Error::InvalidLink)?)?)
        };
        self.sessions.limit_links(token, client, looking_up).await
    }

    /// Accepts an invitation: the person can sign in from now on.
    ///
    /// # Errors
    /// `InvalidLink`; `TooManyFailures`; `EmailTaken` if a user has got the address meanwhile; a password of
    /// wrong length.
    pub async fn accept(
        &self,
        token: &str,
        name: &str,
        password: String,
        client: ClientAddress,
    ) -> Result<Person, Error> {
        check_length(&password)?;
        let token_hash = SecretToken::hash_of(token);
        let accepting = self.using(&token_hash, true, async {
            let hash = self.sessions.hash_password(password, client).await?;
            let parameters: Parameters<'_> = &[&token_hash, &name, &hash];
            let row = query::first(&self.pool, ACCEPT_INVITATION, parameters).await;
            let row = row.map_err(directory::Error::from)?;
            Ok(Person::from_row(&row.ok_or(Error::InvalidLink)?)?)
        });
        let person = self.sessions.limit_links(token, client, accepting).await?;
        tracing::info!(user.id = person.id.0, "an invitation was accepted");
        Ok(person)
    }

    /// Sets the password of the person of a link, and ends all of their log-ins. A link of an admin who may not
    /// administer the person any more is not valid; `is_only_realm`: the server serves no other.
    ///
    /// # Errors
    /// `InvalidLink`; `TooManyFailures`; a password of wrong length.
    pub async fn reset_password(
        &self,
        token: &str,
        password: String,
        is_only_realm: bool,
        client: ClientAddress,
    ) -> Result<(), Error> {
        check_length(&password)?;
        let token_hash = SecretToken::hash_of(token);
        let setting = self.using(&token_hash, false, async {
            let hash = self.sessions.hash_password(password, client).await?;
            let parameters: Parameters<'_> = &[
                &token_hash,
                &hash,
                &after(ACCESS_LIFETIME),
                &self.realm,
                &is_only_realm,
            ];
            let sql = "SELECT public.reset_password($1, $2, $3, $4, $5) AS user_id";
            let row = query::first(&self.pool, sql, parameters).await?;
            let user_id = row.map(|row| row.try_get("user_id")).transpose();
            let user_id: Option<i64> = user_id.map_err(db::Error::from)?.flatten();
            user_id.ok_or(Error::InvalidLink)
        });
        let user_id = self.sessions.limit_links(token, client, setting).await?;
        self.sessions.await_replicas().await?;
        tracing::info!(user.id = user_id, "the password was reset");
        Ok(())
    }

    /// Claims a link for an attempt to use it, because hashing is expensive: not for everybody, and once for
    /// requests that arrive together.
    async fn using<T>(
        &self,
        token_hash: &[u8],
        is_invitation: bool,
        attempt: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let parameters: Parameters<'_> = &[&token_hash, &is_invitation];
        if query::first(&self.pool, CLAIM_LINK, parameters)
            .await?
            .is_none()
        {
            let row = query::first(&self.pool, IS_LINK, parameters).await?;
            return Err(if flag(row.as_ref(), "is_link")? {
                PasswordError::TooManyAtOnce.into()
            } else {
                Error::InvalidLink
            });
        }
        let outcome = attempt.await;
        if outcome.is_err() {
            query::run(&self.pool, RELEASE_LINK, &[&token_hash]).await?;
        }
        outcome
    }
}
