//! Direct: chats of two people, with ids of any kind. UUIDs of conversations and messages stay; people whose ids
//! are no numbers keep them as external ids.

use crate::audit::{Marks, Origin, PeopleQuery, Roles};

pub(super) const ORIGIN: Origin = Origin {
    tables: &[
        ("conversations", &["id", "created_at"]),
        ("conversation_participants", &["conversation_id", "user_id"]),
        (
            "messages",
            &["id", "conversation_id", "sender_id", "body", "created_at"],
        ),
    ],
    has_uuids: true,
    people: &[PeopleQuery::TableOr(
        "users",
        include_str!("sql/direct/people.sql"),
    )],
    roles: Roles::OrMember(&["admin", "moderator", "member"]),
    chat_table: "conversations",
    message_table: "messages",
    chats: include_str!("sql/direct/chats.sql"),
    timeline: include_str!("sql/direct/timeline.sql"),
    marks: Marks::IfColumn {
        table: "conversation_participants",
        column: "last_read_at",
        sql: include_str!("sql/marks_of_participants.sql"),
    },
    lessons: None,
};
