//! The campus: UUIDs of conversations and messages, which stay, replies and edited messages. Its people may be
//! in another database: then they are brought by their ids, and their tokens tell their names.

use crate::audit::{Marks, Origin, PeopleQuery, Roles};

pub(super) const ORIGIN: Origin = Origin {
    tables: &[
        (
            "conversations",
            &[
                "id",
                "type",
                "title",
                "created_by",
                "created_at",
                "service",
                "service_id",
            ],
        ),
        ("conversation_participants", &["conversation_id", "user_id"]),
        (
            "messages",
            &[
                "id",
                "conversation_id",
                "sender_id",
                "text",
                "reply_to",
                "is_edited",
                "created_at",
            ],
        ),
    ],
    has_uuids: true,
    people: &[PeopleQuery::TableOr(
        "users",
        include_str!("sql/campus/people.sql"),
    )],
    roles: Roles::OrMember(&["student", "teacher", "admin", "moderator", "member"]),
    chat_table: "conversations",
    message_table: "messages",
    chats: include_str!("sql/campus/chats.sql"),
    timeline: include_str!("sql/campus/timeline.sql"),
    marks: Marks::IfColumn {
        table: "conversation_participants",
        column: "last_read_at",
        sql: include_str!("sql/marks_of_participants.sql"),
    },
    lessons: None,
};
