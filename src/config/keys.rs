//! The settings of tokens: the source of their keys, issuer and audience.

use std::time::Duration;

use jsonwebtoken::Algorithm;

use crate::auth::keys::{KeySource, PUBLIC_KEY_ALGORITHMS, SECRET_ALGORITHMS};
use crate::auth::tokens::{TokenPolicy, Verifier};
use crate::config::args::TokenArgs;
use crate::config::setting::{ConfigError, Setting};
use crate::config::values::Algorithms;

/// The source of the keys of tokens.
#[derive(Debug)]
pub enum Keys {
    /// Configured.
    Given(KeySource),
    /// A secret generated once and kept in the data directory.
    Generated,
}

impl Keys {
    /// Checks the configured keys before anything is opened.
    pub(super) fn check(&self, leeway: Duration) -> Result<(), ConfigError> {
        let Self::Given(source) = self else {
            return Ok(());
        };
        let usable = Verifier::new(source.clone(), leeway);
        usable.map_err(|error| ConfigError::new(variable(source), error))?;
        Ok(())
    }
}

impl TokenArgs {
    /// The configured source of keys.
    pub fn keys(&self, is_embedded: bool) -> Result<Keys, ConfigError> {
        let secret = self.jwt_secret.clone();
        let file = Setting::optional(self.jwt_public_key_file.as_ref())?;
        let url = Setting::optional(self.jwks_url.as_ref())?;
        let sources = [
            secret.map(|secret| KeySource::Hs256 {
                secret: secret.into_bytes(),
            }),
            file.map(|path| read_public_key(&path)).transpose()?,
            url.map(|url| KeySource::Jwks { url }),
        ];
        let mut sources = sources.into_iter().flatten();
        let Some(source) = sources.next() else {
            return if is_embedded {
                Ok(Keys::Generated)
            } else {
                Err(ConfigError::new(
                    "JWT_SECRET",
                    "not set. Set one of JWT_SECRET, JWT_PUBLIC_KEY_FILE and JWKS_URL, so that the \
                     server knows which tokens to believe (`openssl rand -hex 32` makes a secret)",
                ))
            };
        };
        let others: Vec<_> = sources.map(|source| variable(&source)).collect();
        if others.is_empty() {
            return Ok(Keys::Given(source));
        }
        let others = others.join(" and ");
        let problem = format!("set together with {others}; set one of them");
        Err(ConfigError::new(variable(&source), problem))
    }

    /// JWT_ISSUER and JWT_AUDIENCE. Both are required with a key of an identity provider, which
    /// signs tokens of other applications with the same key.
    pub fn policy(&self, keys: &Keys) -> Result<TokenPolicy, ConfigError> {
        let policy = TokenPolicy {
            issuer: Setting::optional(self.jwt_issuer.as_ref())?,
            audience: Setting::optional(self.jwt_audience.as_ref())?,
            algorithms: self.algorithms(keys)?,
            subject_claim: Setting::optional(self.jwt_subject_claim.as_ref())?,
        };
        let source = match keys {
            Keys::Given(KeySource::Hs256 { .. }) | Keys::Generated => return Ok(policy),
            Keys::Given(source) => variable(source),
        };
        let missing = match &policy {
            TokenPolicy { issuer: None, .. } => "JWT_ISSUER",
            TokenPolicy { audience: None, .. } => "JWT_AUDIENCE",
            _ => return Ok(policy),
        };
        let problem = format!(
            "not set, but {source} is: tokens that its issuer signed for other applications \
             would be accepted"
        );
        Err(ConfigError::new(missing, problem))
    }
}

impl TokenArgs {
    /// `JWT_ALGORITHMS`, which the key must be able to verify.
    fn algorithms(&self, keys: &Keys) -> Result<Vec<Algorithm>, ConfigError> {
        let Some(Algorithms(given)) = Setting::optional(self.jwt_algorithms.as_ref())? else {
            return Ok(Vec::new());
        };
        let (fitting, source) = match keys {
            Keys::Generated => (&SECRET_ALGORITHMS, "the generated secret"),
            Keys::Given(source @ KeySource::Hs256 { .. }) => (&SECRET_ALGORITHMS, variable(source)),
            Keys::Given(source) => (&PUBLIC_KEY_ALGORITHMS, variable(source)),
        };
        match given.iter().find(|algorithm| !fitting.contains(algorithm)) {
            Some(other) => {
                let problem = format!("{source} verifies no {other:?}");
                Err(ConfigError::new("JWT_ALGORITHMS", problem))
            }
            None => Ok(given),
        }
    }
}

fn read_public_key(path: &str) -> Result<KeySource, ConfigError> {
    let pem = std::fs::read(path).map_err(|error| {
        let problem = format!("cannot read {path}: {error}");
        ConfigError::new("JWT_PUBLIC_KEY_FILE", problem)
    })?;
    Ok(KeySource::PublicKeyPem(pem))
}

fn variable(source: &KeySource) -> &'static str {
    match source {
        KeySource::Hs256 { .. } => "JWT_SECRET",
        KeySource::PublicKeyPem(_) => "JWT_PUBLIC_KEY_FILE",
        KeySource::Jwks { .. } => "JWKS_URL",
    }
}
