//! The demo's content: the files of `data/`, compiled in and parsed on first use.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Time;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::domain::Role;

/// Everything in `data/`.
pub(super) static CONTENT: LazyLock<Content> = LazyLock::new(|| Content {
    school: parse(include_str!("data/school.toml")),
    chats: [
        include_str!("data/maths.toml"),
        include_str!("data/english.toml"),
        include_str!("data/physics.toml"),
        include_str!("data/russian.toml"),
    ]
    .into_iter()
    .flat_map(|file| parse::<ChatFile<Chat>>(file).chats)
    .collect(),
    staff_chats: parse::<ChatFile<StaffChat>>(include_str!("data/staff.toml")).chats,
});

pub(super) struct Content {
    pub school: School,
    /// Chats of a teacher and a student.
    pub chats: Vec<Chat>,
    pub staff_chats: Vec<StaffChat>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct School {
    /// The password of every user.
    pub password: String,
    pub email_domain: String,
    pub users: Vec<DemoUser>,
    pub courses: Vec<Course>,
    /// Names of the days by preposition, Monday first.
    pub weekdays: HashMap<String, [String; 7]>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DemoUser {
    /// The part of the email address before the `@`; other files refer to users by it.
    pub login: String,
    pub role: Role,
    pub name: String,
}

/// Lessons of one teacher and student, in days from today.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Course {
    pub teacher: String,
    pub student: String,
    pub time: Time,
    #[serde(default)]
    pub completed: Vec<i64>,
    #[serde(default)]
    pub cancelled: Vec<i64>,
    #[serde(default)]
    pub scheduled: Vec<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Chat {
    pub teacher: String,
    pub student: String,
    /// In chronological order.
    pub conversations: Vec<Conversation>,
}

/// Messages that follow each other within minutes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Conversation {
    pub start: Start,
    /// Whether the recipient of the last message has not read it.
    #[serde(default)]
    pub unread: bool,
    pub messages: Vec<Message>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Start {
    Day { days_ago: i64, time: Time },
    Recent { minutes_ago: i64 },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Message {
    pub from: Side,
    pub text: String,
    /// Whether the sender deletes the message right after sending it.
    #[serde(default)]
    pub deleted: bool,
}

/// A member of a chat between a teacher and a student.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Side {
    Teacher,
    Student,
}

impl Side {
    /// The other member of the chat.
    pub const fn other(self) -> Self {
        match self {
            Self::Teacher => Self::Student,
            Self::Student => Self::Teacher,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StaffChat {
    /// Absent in a private chat.
    pub title: Option<String>,
    pub members: Vec<String>,
    /// In chronological order; the first sender creates the chat.
    pub messages: Vec<StaffMessage>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StaffMessage {
    pub minutes_ago: i64,
    pub from: String,
    pub text: String,
}

#[derive(Deserialize)]
struct ChatFile<T> {
    chats: Vec<T>,
}

fn parse<T: DeserializeOwned>(file: &str) -> T {
    toml::from_str(file).expect("the unit tests parse these files")
}

impl School {
    /// The e-mail address that a user signs in with.
    pub fn email(&self, user: &DemoUser) -> String {
        format!("{}@{}", user.login, self.email_domain)
    }

    /// The e-mail addresses of all users.
    pub fn emails(&self) -> Vec<String> {
        self.users.iter().map(|user| self.email(user)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::MessageText;

    #[test]
    fn every_text_is_a_valid_message() {
        let conversations = CONTENT.chats.iter().flat_map(|chat| &chat.conversations);
        let texts = conversations.flat_map(|conversation| &conversation.messages);
        let staff = CONTENT.staff_chats.iter().flat_map(|chat| &chat.messages);
        let texts = texts.map(|message| &message.text);
        for text in texts.chain(staff.map(|message| &message.text)) {
            assert!(MessageText::new(text.clone()).is_ok(), "{text}");
            assert_eq!(text.trim(), text);
            assert!(!text.contains("  "), "{text}");
        }
    }

    #[test]
    fn every_login_belongs_to_a_user_of_the_right_role() {
        let users = &CONTENT.school.users;
        let role = |login: &str| {
            users
                .iter()
                .find(|user| user.login == login)
                .map(|u| u.role)
        };
        let courses = CONTENT
            .school
            .courses
            .iter()
            .map(|c| (&c.teacher, &c.student));
        let chats = CONTENT.chats.iter().map(|c| (&c.teacher, &c.student));
        for (teacher, student) in courses.chain(chats) {
            assert_eq!(role(teacher), Some(Role::Teacher), "{teacher}");
            assert_eq!(role(student), Some(Role::Student), "{student}");
        }
        for chat in &CONTENT.staff_chats {
            for message in &chat.messages {
                assert!(chat.members.contains(&message.from), "{}", message.text);
            }
            for login in &chat.members {
                assert!(
                    matches!(role(login), Some(Role::Admin | Role::Teacher)),
                    "{login}"
                );
            }
            assert!(
                chat.messages
                    .is_sorted_by(|a, b| a.minutes_ago > b.minutes_ago)
            );
        }
    }
}
