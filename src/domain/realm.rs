//! The name of a realm.

use std::fmt;
use std::str::FromStr;

/// The longest name of a realm, in bytes.
const MAX_LENGTH: usize = 32;

/// An application with chats and a policy of its own: the value of `events.realm`.
///
/// # Why
/// It is a name and not an enum, so that the modules below the realms know no single realm. The log
/// may also contain events of a realm that this server lacks; these are delivered to no client. The
/// name stands in place, so that a copy allocates nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Realm {
    length: u8,
    /// Padded with zeros.
    name: [u8; MAX_LENGTH],
}

impl Realm {
    /// # Panics
    /// If the name is malformed: at compile time in a constant.
    pub const fn new(name: &str) -> Self {
        match Self::parse(name) {
            Some(realm) => realm,
            None => panic!("a realm's name is malformed"),
        }
    }

    const fn parse(name: &str) -> Option<Self> {
        let bytes = name.as_bytes();
        if bytes.len() < 2 || bytes.len() > MAX_LENGTH || !bytes[0].is_ascii_lowercase() {
            return None;
        }
        let mut name = [0; MAX_LENGTH];
        let mut at = 0;
        while at < bytes.len() {
            if !matches!(bytes[at], b'a'..=b'z' | b'0'..=b'9' | b'-') {
                return None;
            }
            name[at] = bytes[at];
            at += 1;
        }
        #[expect(clippy::cast_possible_truncation, reason = "at most MAX_LENGTH")]
        let length = at as u8;
        Some(Self { length, name })
    }

    /// The name in `events.realm` and in the setting `REALMS`.
    pub fn as_str(&self) -> &str {
        let name = &self.name[..usize::from(self.length)];
        str::from_utf8(name).expect("a realm's name is ASCII")
    }
}

impl fmt::Display for Realm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Realm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Realm({})", self.as_str())
    }
}

/// A realm's name is malformed.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a realm's name: 2 to 32 of a-z, 0-9 and `-`, of which the first is a letter")]
pub struct MalformedRealm(String);

impl FromStr for Realm {
    type Err = MalformedRealm;

    fn from_str(name: &str) -> Result<Self, MalformedRealm> {
        Self::parse(name).ok_or_else(|| MalformedRealm(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn realms_are_compared_by_name() {
        const REALM: Realm = Realm::new("test");
        assert_eq!("test".parse::<Realm>().ok(), Some(REALM));
        assert_ne!(REALM, Realm::new("tests"));
        assert_eq!(REALM.as_str(), "test");
        for name in ["ab", "a1", "a-b", &"a".repeat(32)] {
            assert_eq!(name.parse::<Realm>().unwrap().as_str(), name);
        }
    }

    #[test]
    fn malformed_names_are_refused() {
        for name in [
            "",
            "a",
            "Test",
            "a b",
            "1a",
            "-a",
            "a.b",
            &"a".repeat(33),
            "éa",
        ] {
            assert!(name.parse::<Realm>().is_err(), "{name:?}");
        }
    }
}
