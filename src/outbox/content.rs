//! What a notification says of a message.

use tokio_postgres::Row;

use crate::db::{Error, FromRow};
use crate::domain::{Language, Name, UserId, text, text_or_names};

/// The most characters of a title and of a body.
const MAX_TITLE: usize = 100;
const MAX_BODY: usize = 200;

/// A message to notify of.
pub(super) struct Content {
    pub(super) realm: String,
    pub(super) chat_id: i64,
    pub(super) message_id: i64,
    /// `None` in a private chat.
    pub(super) group_title: Option<String>,
    pub(super) sender: Name,
    /// The beginning of the text.
    pub(super) text: String,
    /// The names of the files.
    pub(super) files: String,
}

impl Content {
    /// The title, which is the group's or the sender's name, and the body, both cut.
    pub(super) fn title_and_body(&self, language: Language) -> (String, String) {
        let sender = self.sender.clone().in_language(language);
        let text = text_or_names(self.text.clone(), &self.files);
        let title = self.group_title.clone().filter(|title| !title.is_empty());
        let (title, body) = match title {
            Some(title) => (title, format!("{sender}: {text}")),
            None => (sender, text),
        };
        (cut(title, MAX_TITLE), cut(body, MAX_BODY))
    }
}

impl FromRow for Content {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let sender_id: Option<i64> = row.try_get("sender_id")?;
        let sender = sender_id.map(|id| -> Result<Name, Error> {
            Ok(Name::of(UserId(id), row.try_get("sender_name")?))
        });
        Ok(Self {
            realm: row.try_get("realm")?,
            chat_id: row.try_get("chat_id")?,
            message_id: row.try_get("message_id")?,
            group_title: row.try_get("group_title")?,
            sender: sender.transpose()?.unwrap_or(Name::Removed),
            text: row.try_get("beginning")?,
            files: row.try_get("files")?,
        })
    }
}

/// The text, with an ellipsis if it is longer than `max` characters.
fn cut(whole: String, max: usize) -> String {
    if whole.chars().nth(max).is_none() {
        return whole;
    }
    format!("{}…", text::beginning(&whole, max - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(group_title: Option<&str>, text: &str) -> Content {
        Content {
            realm: "campus".to_owned(),
            chat_id: 40,
            message_id: 813,
            group_title: group_title.map(str::to_owned),
            sender: Name::Number(UserId(7)),
            text: text.to_owned(),
            files: "homework.jpg".to_owned(),
        }
    }

    #[test]
    fn a_group_is_the_title_and_its_sender_in_the_body() {
        let content = content(Some("Алгебра"), "Привет");
        let (title, body) = content.title_and_body(Language::Russian);
        assert_eq!(title, "Алгебра");
        assert_eq!(body, "Пользователь 7: Привет");
    }

    #[test]
    fn a_message_without_text_shows_its_files() {
        let (title, body) = content(None, "").title_and_body(Language::Russian);
        assert_eq!(title, "Пользователь 7");
        assert_eq!(body, "📎 homework.jpg");
    }

    #[test]
    fn long_titles_and_bodies_are_cut() {
        let long = "x".repeat(300);
        let (title, body) = content(Some(&long), &long).title_and_body(Language::English);
        assert_eq!((title.chars().count(), body.chars().count()), (100, 200));
    }

    #[test]
    fn no_emoji_of_a_title_or_body_is_cut_through() {
        let family = "👨‍👩‍👧‍👦";
        let long = family.repeat(40);
        let (title, body) = content(Some(&long), &long).title_and_body(Language::English);
        assert_eq!(title, format!("{}…", family.repeat(14)));
        assert_eq!(body, format!("User 7: {}…", family.repeat(27)));
    }

    #[test]
    fn marks_of_a_text_stay_in_the_body() {
        let text = "She ____ home, **** 1234, __init__, x**2 + y**2, 5$ и >= 3";
        let (_, body) = content(None, text).title_and_body(Language::Russian);
        assert_eq!(body, text);
    }
}
