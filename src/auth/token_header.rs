//! The parts of a token in the compact form (RFC 7515, section 7.1), and its header.
//!
//! # Why not the library's
//! It does not know `Ed25519`, which is `EdDSA` with that curve (RFC 9864, section 2.2). It knows no
//! other curve, so here both names mean the same.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::Algorithm;
use serde::de::{DeserializeOwned, Error as _, IgnoredAny};
use serde::{Deserialize, Deserializer};

use crate::auth::token_error::TokenError;

/// The name of `EdDSA` with the curve Ed25519.
pub(super) const ED25519: &str = "Ed25519";
/// The name that the library knows.
pub(super) const ED_DSA: &str = "EdDSA";

/// The parts of a token, none of which is verified.
pub(super) struct TokenParts<'a> {
    header: &'a str,
    payload: &'a str,
    /// Header and payload, which are signed.
    pub(super) message: &'a str,
    pub(super) signature: &'a str,
}

/// What is read of a header.
#[derive(Deserialize)]
pub(super) struct TokenHeader {
    #[serde(deserialize_with = "algorithm")]
    pub(super) alg: Algorithm,
    pub(super) kid: Option<String>,
    pub(super) typ: Option<String>,
    pub(super) crit: Option<IgnoredAny>,
}

impl<'a> TokenParts<'a> {
    /// Splits a token.
    pub(super) fn of(token: &'a str) -> Result<Self, TokenError> {
        let (message, signature) = token.rsplit_once('.').ok_or(TokenError::Malformed)?;
        let (header, payload) = message.split_once('.').ok_or(TokenError::Malformed)?;
        Ok(Self {
            header,
            payload,
            message,
            signature,
        })
    }

    pub(super) fn header(&self) -> Result<TokenHeader, TokenError> {
        read(self.header)
    }

    pub(super) fn payload<T: DeserializeOwned>(&self) -> Result<T, TokenError> {
        read(self.payload)
    }
}

fn read<T: DeserializeOwned>(part: &str) -> Result<T, TokenError> {
    let json = URL_SAFE_NO_PAD.decode(part);
    let json = json.map_err(|_| TokenError::Malformed)?;
    serde_json::from_slice(&json).map_err(|_| TokenError::Malformed)
}

fn algorithm<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Algorithm, D::Error> {
    let name = String::deserialize(deserializer)?;
    let name = if name == ED25519 { ED_DSA } else { &name };
    name.parse().map_err(D::Error::custom)
}
