//! Whom the ids of the origin name.

use std::collections::HashMap;

use crate::audit::portable::PersonKey;

/// A person who is brought.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) key: PersonKey,
    /// The user who they are here, or will be; `None` if the database assigns the id.
    pub(super) user_id: Option<i64>,
    pub(super) role: String,
}

/// The people who are brought, by their ids in the origin.
#[derive(Default)]
pub(super) struct Members {
    by_id: HashMap<String, Member>,
    by_user: HashMap<i64, PersonKey>,
}

impl Members {
    pub(super) fn insert(&mut self, id: String, member: Member) {
        if let Some(user_id) = member.user_id {
            self.by_user.insert(user_id, member.key);
        }
        self.by_id.insert(id, member);
    }

    pub(super) fn contains(&self, id: &str) -> bool {
        self.by_id.contains_key(id)
    }

    /// The person with an id of the origin.
    ///
    /// # Errors
    /// Why there is none; `what` is what the person is of the row.
    pub(super) fn named(&self, what: &str, id: Option<&str>) -> Result<&Member, String> {
        let id = id.filter(|id| *id != "NULL");
        let id = id.ok_or_else(|| format!("it has no {what}"))?;
        self.by_id
            .get(id)
            .ok_or_else(|| format!("its {what} {id} is not among the people who are brought"))
    }

    /// The person who is a user here.
    pub(super) fn of_user(&self, user_id: i64) -> Option<PersonKey> {
        self.by_user.get(&user_id).copied()
    }

    pub(super) fn len(&self) -> u64 {
        self.by_id.len() as u64
    }
}
