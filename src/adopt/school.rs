//! The school: integer ids, one chat of a teacher and a student, lessons; it knows no reads, unless the table of
//! participants has a `last_visit`.

use crate::audit::{Marks, Origin, PeopleQuery, Roles};

pub(super) const ORIGIN: Origin = Origin {
    tables: &[
        ("users", &["id", "email", "name", "role"]),
        (
            "lessons",
            &[
                "id",
                "teacher_id",
                "student_id",
                "scheduled_at",
                "status",
                "completed_at",
                "created_at",
            ],
        ),
        ("chats", &["id", "created_at"]),
        ("chat_participants", &["id", "chat_id", "user_id", "role"]),
        (
            "messages",
            &[
                "id",
                "chat_id",
                "sender_id",
                "content",
                "is_deleted",
                "created_at",
            ],
        ),
    ],
    has_uuids: false,
    people: &[PeopleQuery::Table("users")],
    roles: Roles::Only(&["student", "teacher", "admin"]),
    chat_table: "chats",
    message_table: "messages",
    chats: include_str!("sql/school/chats.sql"),
    timeline: include_str!("sql/school/timeline.sql"),
    marks: Marks::IfColumn {
        table: "chat_participants",
        column: "last_visit",
        sql: include_str!("sql/school/marks.sql"),
    },
    lessons: Some(include_str!("sql/school/lessons.sql")),
};
