//! The keys of log-ins.

/// The key of one log-in, which all of its tokens share and log-out revokes.
///
/// At most 132 bytes. The type is part of the key (`sid:…`, `jti:…`, `sha256:…`), so that keys of
/// different types never collide.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SessionKey(pub String);

impl SessionKey {
    /// The key as it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
