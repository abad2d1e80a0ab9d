//! Why a token was refused.
//!
//! A client gets 401 with the reason, or 503 for [`TokenError::KeysUnavailable`].

/// Why a token was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not a JWT, too long, or with a claim of the wrong type that affects permissions.
    #[error("the token is malformed")]
    Malformed,
    /// The header names another algorithm than the key's.
    #[error("the token's algorithm is not the key's")]
    WrongAlgorithm,
    /// The signature is not by the key.
    #[error("the token's signature does not match")]
    WrongKey,
    /// The issuer publishes no such key.
    #[error("the token's key is not known")]
    UnknownKey,
    /// `typ` says that it is no access token.
    #[error("the token is of another type")]
    WrongType,
    /// `iss` is not the configured issuer.
    #[error("the token is of another issuer")]
    WrongIssuer,
    /// `aud` does not have the configured audience.
    #[error("the token is meant for another audience")]
    WrongAudience,
    /// There is no `exp`.
    #[error("the token has no exp")]
    NoExpiry,
    /// `exp` is now or in the past.
    #[error("the token has expired")]
    Expired,
    /// `nbf` is in the future.
    #[error("the token is not valid yet")]
    NotYetValid,
    /// None of the subject claims is present, or the first one is unusable.
    #[error("the token names no usable subject")]
    NoSubject,
    /// The issuer's keys could not be fetched; the token may be valid.
    #[error("the keys to verify tokens are unavailable")]
    KeysUnavailable,
}
