//! Names of users.

use std::fmt;

use super::ids::UserId;

/// The language of generated names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English, the default.
    #[default]
    English,
    /// Russian.
    Russian,
}

impl Language {
    /// The primary language subtag (BCP 47).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Russian => "ru",
        }
    }

    /// The language of a tag that this server speaks.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let all = [Self::English, Self::Russian];
        all.into_iter().find(|language| language.tag() == tag)
    }
}

/// The name of a user, which is never an e-mail address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    /// `users.name`.
    Given(String),
    /// `users.name` is empty: the name is the user's id, in the reader's language.
    Number(UserId),
    /// The user was deleted.
    Removed,
}

impl Name {
    /// The name of an existing user, by `users.name`.
    pub fn of(user_id: UserId, name: Option<String>) -> Self {
        name.map_or(Self::Number(user_id), Self::Given)
    }

    /// The same from a query that returns `''` for a deleted user.
    pub fn of_column(user_id: UserId, name: Option<String>) -> Self {
        match name {
            Some(name) if name.is_empty() => Self::Removed,
            name => Self::of(user_id, name),
        }
    }

    /// The text in a language; empty if the user was deleted.
    pub fn in_language(self, language: Language) -> String {
        match (self, language) {
            (Self::Given(name), _) => name,
            (Self::Number(user_id), Language::Russian) => format!("Пользователь {user_id}"),
            (name @ Self::Number(_), Language::English) => name.to_string(),
            (Self::Removed, _) => String::new(),
        }
    }
}

impl fmt::Display for Name {
    /// In English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Given(name) => f.pad(name),
            Self::Number(user_id) => write!(f, "User {user_id}"),
            Self::Removed => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_without_a_name_is_called_by_number() {
        let name = Name::of_column(UserId(17), None);
        assert_eq!(name.clone().in_language(Language::English), "User 17");
        assert_eq!(name.in_language(Language::Russian), "Пользователь 17");
    }

    #[test]
    fn a_removed_user_has_no_name() {
        let name = Name::of_column(UserId(17), Some(String::new()));
        assert_eq!(name.in_language(Language::Russian), "");
    }
}
