//! Who the people of all files are here.

use std::collections::HashMap;
use std::fmt;

use serde_json::Value;
use uuid::Uuid;

use crate::audit::import::people::Found;
use crate::audit::portable::{Gone, PersonKey, PersonLine, join_pair_key, split_pair_key};

/// Who a person of a file is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Identity {
    User(i64),
    /// Someone new, or the same new person as the one with this key.
    New(PersonKey),
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(user_id) => user_id.fmt(f),
            Self::New(key) => key.fmt(f),
        }
    }
}

/// A person whose line was read.
struct Known {
    identity: Identity,
    /// The last file with such a line.
    file: u32,
    is_erased: bool,
}

/// The people of the lines so far, and the private chats that these create.
#[derive(Default)]
pub(super) struct People {
    known: HashMap<PersonKey, Known>,
    /// The new people with these addresses, and their file.
    emails: HashMap<String, (PersonKey, u32)>,
    pairs: HashMap<(String, String), Uuid>,
}

/// The users of a private chat, by its portable key.
pub(super) struct Pair {
    pub(super) key: String,
    /// Whether both have been here before.
    pub(super) has_users: bool,
}

impl People {
    pub(super) fn identity(&self, key: &PersonKey) -> Option<Identity> {
        Some(self.known.get(key)?.identity)
    }

    /// Notes the line of a person, so that none of their events is called bad because of it.
    ///
    /// # Errors
    /// Another line contradicts it.
    pub(super) fn add(&mut self, person: &PersonLine, file: u32) -> Result<(), String> {
        let is_erased = person.gone == Some(Gone::Erased);
        let known = Known {
            identity: Identity::New(person.key),
            file,
            is_erased,
        };
        match self.known.insert(person.key, known) {
            Some(before) if before.file == file => {
                Err("a line before it is of the same person".to_owned())
            }
            Some(before) if before.is_erased != is_erased => {
                Err("this person is erased in one of the files, and not in another".to_owned())
            }
            _ => Ok(()),
        }
    }

    /// Notes who a person is here.
    ///
    /// # Errors
    /// The file has a new person with the same address. In another file, it is the same person, as if the
    /// files were imported one after the other.
    pub(super) fn identify(&mut self, person: &PersonLine, found: &Found) -> Result<(), String> {
        let known = self.known.get_mut(&person.key).expect("it was added");
        if let Some(user_id) = found.user_id {
            known.identity = Identity::User(user_id);
            return Ok(());
        }
        let Some(email) = &found.email else {
            return Ok(());
        };
        let entry = self.emails.entry(email.clone());
        let (first, file) = *entry.or_insert((person.key, known.file));
        if first != person.key && file == known.file {
            return Err(format!("{first} has the same e-mail address"));
        }
        known.identity = Identity::New(first);
        Ok(())
    }

    /// Whether a new person has no other key here.
    pub(super) fn is_first(&self, key: &PersonKey) -> bool {
        self.identity(key) == Some(Identity::New(*key))
    }

    /// The users of a private chat.
    pub(super) fn pair(&self, key: &Value) -> Option<Pair> {
        let (prefix, one, other) = split_pair_key(key.as_str()?)?;
        let identity = |text: &str| self.identity(&text.parse().ok()?);
        let (one, other) = (identity(one)?, identity(other)?);
        Some(Pair {
            key: join_pair_key(prefix, &one, &other),
            has_users: matches!((one, other), (Identity::User(_), Identity::User(_))),
        })
    }

    /// Notes the chat of a pair; false if a line before creates another one.
    pub(super) fn add_pair(&mut self, realm: &str, pair: &Pair, chat: Uuid) -> bool {
        let key = (realm.to_owned(), pair.key.clone());
        *self.pairs.entry(key).or_insert(chat) == chat
    }
}
