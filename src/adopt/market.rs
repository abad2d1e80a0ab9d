//! The market: a chat for each listing, seller and buyer; buyers without an account are UUIDs, which their browsers
//! claim again; messages with a flag for those that were read.

use crate::audit::{Marks, Origin, PeopleQuery, Roles};

pub(super) const ORIGIN: Origin = Origin {
    tables: &[
        ("user", &["id"]),
        (
            "chat",
            &[
                "id",
                "iphone_id",
                "seller_id",
                "buyer_id",
                "buyer_is_registered",
                "created_at",
            ],
        ),
        (
            "message",
            &[
                "id",
                "chat_id",
                "sender_id",
                "message_text",
                "is_read",
                "created_at",
            ],
        ),
    ],
    has_uuids: false,
    people: &[
        PeopleQuery::Table("user"),
        PeopleQuery::Sql {
            table: "chat.buyer_id",
            sql: include_str!("sql/market/guests.sql"),
        },
    ],
    roles: Roles::OrMember(&["admin", "moderator", "member"]),
    chat_table: "chat",
    message_table: "message",
    chats: include_str!("sql/market/chats.sql"),
    timeline: include_str!("sql/market/timeline.sql"),
    marks: Marks::Query(include_str!("sql/market/marks.sql")),
    lessons: None,
};
