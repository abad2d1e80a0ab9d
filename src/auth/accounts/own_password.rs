//! A person's own password: changing it, and asking for a link that sets it.

use super::state::Accounts;
use crate::auth::error::Error;
use crate::auth::sessions::{ACCESS_LIFETIME, after, family_of};
use crate::db::query::Parameters;
use crate::db::{self, query};
use crate::domain::{ClientAddress, Language, Principal};

const PASSWORD_OF: &str = include_str!("../sql/password_of.sql");
const REQUEST_RESET: &str = include_str!("../sql/request_reset.sql");

impl Accounts {
    /// Changes the caller's password, and ends their other log-ins.
    ///
    /// # Errors
    /// `WrongPassword`; `TooManyFailures`; a new password of wrong length.
    pub async fn change_password(
        &self,
        caller: &Principal,
        old: String,
        new: String,
        client: ClientAddress,
    ) -> Result<(), Error> {
        let row = query::first(&self.pool, PASSWORD_OF, &[&caller.user_id]).await?;
        let stored = row.map(|row| row.try_get("password_hash")).transpose();
        let stored: Option<String> = stored.map_err(db::Error::from)?;
        let account = format!("id:{}", caller.user_id.0);
        let is_right = self.sessions.compare(&account, old, stored, client);
        if !is_right.await? {
            return Err(Error::WrongPassword);
        }
        let hash = self.sessions.hash_password(new, client).await?;
        let except = family_of(caller);
        let parameters: Parameters<'_> =
            &[&caller.user_id, &hash, &except, &after(ACCESS_LIFETIME)];
        let sql = "SELECT public.set_password($1, $2, $3, $4, $1)";
        query::run(&self.pool, sql, parameters).await?;
        self.sessions.await_replicas().await?;
        tracing::info!(user.id = caller.user_id.0, "the password was changed");
        Ok(())
    }

    /// Sends a link that sets a new password to the person with this address, if there is one. The
    /// answer does not tell.
    ///
    /// # Errors
    /// `NoMail`; `TooManyFailures`.
    pub async fn mail_reset_link(
        &self,
        email: &str,
        language: Language,
        client: ClientAddress,
    ) -> Result<(), Error> {
        self.require_mail()?;
        self.sessions
            .count_attempt(&format!("reset:{email}"), client)
            .await?;
        let parameters: Parameters<'_> = &[&email, &language.tag(), &self.realm];
        query::run(&self.pool, REQUEST_RESET, parameters).await?;
        Ok(())
    }
}
