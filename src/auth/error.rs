//! Why a request was not authenticated, or a log-in refused. `http::problem` turns each into a
//! response.

use super::credentials::MalformedAuthorization;
use super::origin::CrossOrigin;
use super::passwords::PasswordError;
use super::token_error::TokenError;
use crate::domain::KeyScope;
use crate::{db, directory};

/// A refusal of this module.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The request has no token.
    #[error("sign in first")]
    MissingToken,
    #[error(transparent)]
    MalformedAuthorization(#[from] MalformedAuthorization),
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The token is valid, but this database has no such user.
    #[error("the token's user is not known here")]
    UnknownUser,
    /// The token is valid, but its log-in was ended.
    #[error("this log-in was ended: sign in again")]
    LoggedOut,
    /// The user does not belong to the realm of the route.
    #[error("the user does not belong to this application")]
    NotInThisRealm,
    /// There is no such API key, or it was revoked.
    #[error("this key is unknown or revoked")]
    InvalidKey,
    /// The API key lacks the scope of the operation.
    #[error("this key does not have the scope `{0}`")]
    MissingScope(KeyScope),
    /// The operation is about a person's own devices and settings.
    #[error("this operation is for people, not for keys")]
    NotForKeys,
    /// The operation, or `Act-As`, is for API keys only.
    #[error("this is for server-side keys only")]
    KeyRequired,
    /// `Act-As` is not a user id.
    #[error("Act-As must be a user id")]
    MalformedActAs,
    /// `Act-As` is not the id of a user of the realm, or of one with rights beyond those of keys.
    #[error("a key cannot act for this user")]
    CannotActAs,
    #[error(transparent)]
    CrossOrigin(#[from] CrossOrigin),
    /// The e-mail address or the password is wrong; the response does not reveal which.
    #[error("the e-mail or the password is wrong")]
    WrongCredentials,
    /// The caller's own password is wrong.
    #[error("the password is wrong")]
    WrongPassword,
    /// The realm has no such person with an account.
    #[error("there is no such user")]
    UserNotFound,
    /// The caller is no admin any more, or not of all realms of the person.
    #[error("only an admin of all applications of this person may do this")]
    NotAnAdmin,
    /// The person has lessons ahead in the present role.
    #[error("this person has scheduled lessons: move or cancel them first")]
    RoleInUse,
    /// The keys of the realm do not manage the person.
    #[error("keys of this application do not manage this user")]
    UserBeyondKey,
    /// The link is unknown, was used, or has expired.
    #[error("this link is not valid any more")]
    InvalidLink,
    /// This server sends no e-mails.
    #[error("this server sends no e-mails")]
    NoMail,
    /// Too many log-ins failed before.
    #[error("too many log-ins failed")]
    TooManyFailures {
        /// Seconds until the next attempt.
        retry_after: u32,
    },
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The refresh token is unknown, used or expired.
    #[error("sign in again")]
    SessionExpired,
    /// This server issues no tokens.
    #[error("this server's tokens come from elsewhere")]
    LoginElsewhere,
    /// The user of a verified token could not be created now.
    #[error("the user could not be created: {0}")]
    Provisioning(String),
    #[error(transparent)]
    Directory(#[from] directory::Error),
    #[error(transparent)]
    Database(#[from] db::Error),
}
