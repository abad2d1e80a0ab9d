//! What people are called.

use std::fmt;

use super::UserId;

/// A language that names are written in where somebody has none of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English, which is also everyone's whose language is not known.
    #[default]
    English,
    /// Russian.
    Russian,
}

/// What somebody is called. An e-mail address never is a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    /// What `users.name` says.
    Given(String),
    /// `users.name` says nothing: they are called by their number, in the reader's language.
    Number(UserId),
    /// The user was removed.
    Removed,
}

impl Name {
    /// The name of a user who exists, by `users.name`.
    pub fn of(user_id: UserId, name: Option<String>) -> Self {
        name.map_or(Self::Number(user_id), Self::Given)
    }

    /// The same from a query that says `''`, which nobody is called, where the user was removed.
    pub fn of_column(user_id: UserId, name: Option<String>) -> Self {
        match name {
            Some(name) if name.is_empty() => Self::Removed,
            name => Self::of(user_id, name),
        }
    }

    /// As somebody reads it; empty where the user was removed.
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
