//! The messenger: integer ids, conversations with an array of participants, messages with the time at which the
//! first other participant has read them, attachments as JSON.

use crate::audit::{Marks, Origin, PeopleQuery, Roles};

pub(super) const ORIGIN: Origin = Origin {
    tables: &[
        ("users", &["id"]),
        (
            "conversations",
            &["id", "participants", "type", "name", "created_at"],
        ),
        (
            "messages",
            &[
                "id",
                "conversation_id",
                "sender_id",
                "content",
                "type",
                "attachments",
                "read_at",
                "created_at",
            ],
        ),
    ],
    has_uuids: false,
    people: &[PeopleQuery::Table("users")],
    roles: Roles::OrMember(&["admin", "moderator", "member"]),
    chat_table: "conversations",
    message_table: "messages",
    chats: include_str!("sql/messenger/chats.sql"),
    timeline: include_str!("sql/messenger/timeline.sql"),
    marks: Marks::InTimeline,
    lessons: None,
};
