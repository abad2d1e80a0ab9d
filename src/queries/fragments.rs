//! Parts of statements that several lists have in common.
//!
//! # Why every look-up is a subquery of its own
//! A plan is made once and lives as long as its connection, perhaps on statistics of an empty
//! database. So a row is looked up by its key and by nothing else, in a subquery that `OFFSET 0`
//! keeps apart (a scalar one is kept apart anyway); what else it has to fulfil is said outside
//! of it. Then there is one index to choose from. See also `sql/append/append_batch.sql`.

/// The chat `c` that `$id` names, to be joined.
macro_rules! chat {
    ($id:literal) => {
        concat!(
            "LATERAL (SELECT c.* FROM public.chats AS c WHERE c.id = ",
            $id,
            " OFFSET 0) AS c"
        )
    };
}

/// The message that `$id` names, to be joined as `$as`; `ON true` behind it.
macro_rules! message {
    ($id:literal AS $as:literal) => {
        concat!(
            "LATERAL (SELECT m.* FROM public.messages AS m WHERE m.id = ",
            $id,
            " OFFSET 0) AS ",
            $as,
            " ON true"
        )
    };
}

/// What the chat `$chat` is to the user `$user`, to be joined as `p`.
macro_rules! participant {
    ($chat:literal, $user:literal) => {
        concat!(
            "LATERAL (SELECT p.* FROM public.chat_participants AS p WHERE p.chat_id = ",
            $chat,
            " AND p.user_id = ",
            $user,
            " OFFSET 0) AS p"
        )
    };
}

/// Everyone who is or was in the chat `$chat`, `o`, with the row `u` of each, if `$named`.
macro_rules! participants {
    ($chat:literal) => {
        participants!($chat, "true")
    };
    ($chat:literal, $named:literal) => {
        concat!(
            "(SELECT o.* FROM public.chat_participants AS o WHERE o.chat_id = ",
            $chat,
            " OFFSET 0) AS o
             LEFT JOIN LATERAL (
                 SELECT u.* FROM public.users AS u WHERE u.id = o.user_id AND ",
            $named,
            " OFFSET 0
             ) AS u ON true"
        )
    };
}

/// Messages of others, not deleted, that the reader of the chat `page` has not seen.
macro_rules! unread {
    () => {
        "page.last_seq - page.last_read_seq - (
             SELECT count(*)
             FROM public.messages AS gone
             WHERE gone.is_deleted
               AND (gone.chat_id, gone.id) > (page.id, page.last_read_id)
               AND (gone.chat_id, gone.id) < (page.id + 1, 0)
         )"
    };
}

pub(super) use {chat, message, participant, participants, unread};
