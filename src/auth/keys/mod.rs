//! Keys that verify tokens, each bound to one algorithm.
//!
//! A token's header never chooses how the token is verified. A secret verifies HS256, or those of HS256,
//! HS384 and HS512 that are configured; a public key verifies RS256, ES256 or `EdDSA` by its type.
//! There is no `none`, and no way to use a public key as an HMAC secret: neither as
//! [`KeySource::PublicKeyPem`] nor by putting a PEM into [`KeySource::Hs256`].
//!
//! Keys too weak for their algorithm, or of another kind, are refused when they are read.

use std::fmt;

use jsonwebtoken::crypto::rust_crypto::DEFAULT_PROVIDER;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyOperations, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, DecodingKeyKind};
use serde_json::{Map, Value};

use crate::auth::token_error::TokenError;
use crate::auth::token_header::TokenParts;

/// RFC 7518 section 3.3 asks for 2048 bits or more; the RSA implementation stops at 4096.
const RSA_MODULUS_BYTES: std::ops::RangeInclusive<usize> = 256..=512;
const ED25519_BYTES: usize = 32;
/// RFC 7518 section 3.2: a key for HS256 has at least as many bits as its hash.
const MIN_SECRET_BYTES: usize = 32;

/// The algorithms of secrets.
pub const SECRET_ALGORITHMS: [Algorithm; 3] =
    [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512];
/// The algorithms of public keys.
pub const PUBLIC_KEY_ALGORITHMS: [Algorithm; 3] =
    [Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA];

/// The source of the keys that verify tokens.
#[derive(Clone)]
pub enum KeySource {
    /// A shared secret, for HS256, HS384 and HS512.
    Hs256 { secret: Vec<u8> },
    /// A public key in PEM (SPKI, or PKCS #1 for RSA), for RS256, ES256 or `EdDSA` by its type.
    PublicKeyPem(Vec<u8>),
    /// An issuer's JSON Web Key Set (RFC 7517), fetched over http or https.
    Jwks { url: String },
}

impl fmt::Debug for KeySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Hs256 { .. } => "Hs256([redacted])",
            Self::PublicKeyPem(_) => "PublicKeyPem",
            Self::Jwks { .. } => "Jwks",
        })
    }
}

/// Why a configured key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// An empty secret.
    #[error("the secret is empty")]
    EmptySecret,
    /// A secret that is too short (RFC 7518, section 3.2).
    #[error(
        "the secret is shorter than {MIN_SECRET_BYTES} bytes (`openssl rand -hex 32` makes one)"
    )]
    ShortSecret,
    /// A PEM instead of a secret: anyone could sign tokens with a public key.
    #[error("the secret is a PEM key or certificate; a public key belongs into a file of its own")]
    PemAsSecret,
    /// A private key instead of a public one.
    #[error("the key file holds a private key; give its public half")]
    PrivateKey,
    /// Not a public key in PEM, or of an unsupported kind.
    #[error("not a public key in PEM of RSA (2048 to 4096 bits), P-256 or Ed25519")]
    UnsupportedKey,
    /// The address of a key set is no http or https URL.
    #[error("the address of the key set is not an http or https URL")]
    JwksUrl,
    /// The HTTP client could not be set up, for example without any root certificate.
    #[error("the HTTP client for the key set could not be set up")]
    HttpClient(#[source] reqwest::Error),
}

/// A key and the only algorithm it is used with.
pub(super) struct VerifyingKey {
    algorithm: Algorithm,
    key: DecodingKey,
}

impl VerifyingKey {
    pub(super) fn hs256(secret: &[u8]) -> Result<Self, KeyError> {
        check_secret(secret)?;
        Ok(Self::new(
            Algorithm::HS256,
            DecodingKey::from_secret(secret),
        ))
    }

    pub(super) fn from_pem(pem: &[u8]) -> Result<Self, KeyError> {
        let text = str::from_utf8(pem).map_err(|_| KeyError::UnsupportedKey)?;
        if text.contains("PRIVATE KEY-----") {
            return Err(KeyError::PrivateKey);
        }
        // The PEM reader would take a certificate, too, and guess which of its bit strings
        // is the key.
        if !text.contains("-----BEGIN PUBLIC KEY") && !text.contains("-----BEGIN RSA PUBLIC KEY") {
            return Err(KeyError::UnsupportedKey);
        }
        let ec = || DecodingKey::from_ec_pem(pem).map(|key| Self::new(Algorithm::ES256, key));
        let ed = || DecodingKey::from_ed_pem(pem).map(|key| Self::new(Algorithm::EdDSA, key));
        let rsa = || DecodingKey::from_rsa_pem(pem).map(|key| Self::new(Algorithm::RS256, key));
        let key = ec().or_else(|_| ed()).or_else(|_| rsa()).ok();
        key.filter(Self::is_sound).ok_or(KeyError::UnsupportedKey)
    }

    /// A key of a set, if it is a public one that verifies signatures by a supported algorithm.
    pub(super) fn from_jwk(jwk: &Jwk) -> Option<Self> {
        let algorithm = match &jwk.algorithm {
            AlgorithmParameters::RSA(_) => Algorithm::RS256,
            AlgorithmParameters::EllipticCurve(ec) if ec.curve == EllipticCurve::P256 => {
                Algorithm::ES256
            }
            AlgorithmParameters::OctetKeyPair(okp) if okp.curve == EllipticCurve::Ed25519 => {
                Algorithm::EdDSA
            }
            _ => return None,
        };
        let common = &jwk.common;
        let signs = common
            .public_key_use
            .as_ref()
            .is_none_or(|u| *u == PublicKeyUse::Signature);
        let operations = common.key_operations.as_ref();
        let verifies = operations.is_none_or(|all| all.contains(&KeyOperations::Verify));
        let same = common
            .key_algorithm
            .is_none_or(|named| named == algorithm.into());
        if !(signs && verifies && same) {
            return None;
        }
        let key = DecodingKey::from_jwk(jwk).ok()?;
        Some(Self::new(algorithm, key)).filter(Self::is_sound)
    }

    fn new(algorithm: Algorithm, key: DecodingKey) -> Self {
        Self { algorithm, key }
    }

    pub(super) fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The claims of a token, if its header names an algorithm of this key that is among the accepted
    /// ones (none: the key's own), and this key signed it.
    pub(super) fn open(
        &self,
        token: &str,
        accepted: &[Algorithm],
    ) -> Result<Map<String, Value>, TokenError> {
        let parts = TokenParts::of(token)?;
        let algorithm = parts.header()?.alg;
        if !self.verifies(algorithm, accepted) {
            return Err(TokenError::WrongAlgorithm);
        }
        // The signature only: `claims` compares times to the fraction of a second.
        let (signature, message) = (parts.signature, parts.message.as_bytes());
        let verified = jsonwebtoken::crypto::verify(signature, message, &self.key, algorithm);
        match verified {
            Ok(true) => parts.payload(),
            Ok(false) => Err(TokenError::WrongKey),
            Err(_) => Err(TokenError::Malformed),
        }
    }

    /// Whether this key may verify tokens of an algorithm. A secret fits every HMAC.
    fn verifies(&self, algorithm: Algorithm, accepted: &[Algorithm]) -> bool {
        if accepted.is_empty() {
            return algorithm == self.algorithm;
        }
        let is_of_key = algorithm == self.algorithm
            || SECRET_ALGORITHMS.contains(&self.algorithm)
                && SECRET_ALGORITHMS.contains(&algorithm);
        is_of_key && accepted.contains(&algorithm)
    }

    /// Whether verifying with this key can succeed. The library finds out late, and panics for an
    /// Ed25519 key that is too short.
    fn is_sound(&self) -> bool {
        match self.algorithm {
            Algorithm::RS256 => {
                modulus_bytes(&self.key).is_some_and(|len| RSA_MODULUS_BYTES.contains(&len))
            }
            Algorithm::EdDSA => {
                self.key
                    .try_get_as_bytes()
                    .is_ok_and(|key| key.len() == ED25519_BYTES)
                    && self.can_verify()
            }
            _ => self.can_verify(),
        }
    }

    fn can_verify(&self) -> bool {
        jsonwebtoken::crypto::verify("", b"", &self.key, self.algorithm).is_ok()
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifyingKey")
            .field("algorithm", &self.algorithm)
            .finish_non_exhaustive()
    }
}

/// Refuses secrets that are unsafe for HMAC.
pub(super) fn check_secret(secret: &[u8]) -> Result<(), KeyError> {
    if secret.is_empty() {
        return Err(KeyError::EmptySecret);
    }
    if secret.trim_ascii_start().starts_with(b"-----BEGIN ") {
        return Err(KeyError::PemAsSecret);
    }
    if secret.len() < MIN_SECRET_BYTES {
        return Err(KeyError::ShortSecret);
    }
    Ok(())
}

fn modulus_bytes(key: &DecodingKey) -> Option<usize> {
    let modulus = match key.kind() {
        DecodingKeyKind::RsaModulusExponent { n, .. } => n.clone(),
        DecodingKeyKind::SecretOrDer(der) => {
            (DEFAULT_PROVIDER
                .key_utils
                .rsa_pub_components_from_public_key)(der)
            .ok()?
            .0
        }
    };
    Some(modulus.iter().skip_while(|byte| **byte == 0).count())
}

#[cfg(test)]
mod tests;
