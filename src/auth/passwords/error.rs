//! Why a password was neither hashed nor compared.

/// Why a password was neither hashed nor compared.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// A new password of under 8 characters or over 1024 bytes.
    #[error("a password has at least 8 characters and at most 1024 bytes")]
    Length,
    /// The queue is full; retry in a second.
    #[error("too many passwords are being hashed")]
    Busy,
    /// This client has too many waiting; retry in a second.
    #[error("too many log-ins from this address at once")]
    TooManyAtOnce,
    /// The computation failed: no memory, no randomness, or the runtime is shutting down.
    #[error("the password could not be hashed")]
    Failed,
}
