//! A chat with very many messages: a page costs the same at its end, in its middle and at its
//! beginning.

use vestnik::accesses::Recorded;
use vestnik::chat::{
    HistoryAccess, PageBound, PageRange, ParticipantScope, Queries, ReaderAccess, SentKind,
};
use vestnik::contracts::school;
use vestnik::domain::{ChatId, MessageId, Position, UserId};
use vestnik::log::read::{self, EventRange};

use super::{Run, cluster, database_with_page_log, logged, run_since};
use crate::support::cluster::Cluster;
use crate::support::store::appended;
use crate::support::{Pair, Store, TestDatabase};

pub(super) const MESSAGES: i64 = 40_000;

/// Messages in the chat `$CHAT`, one in a hundred of them deleted; the teacher has read half of them.
pub(super) const FILL: &str = "
    SET session_replication_role = replica;
    INSERT INTO events (position, event_id, realm, chat_id, kind, actor_id, payload, recorded_at)
    SELECT $HEAD + n, gen_random_uuid(), 'school', $CHAT, 'message_sent', $STUDENT,
           '{\"content\": \"!\"}', now()
    FROM generate_series(1, $MESSAGES) AS n;
    INSERT INTO messages (id, uuid, chat_id, seq, sender_id, content, is_deleted, created_at)
    SELECT position, event_id, chat_id, position - $HEAD, actor_id, '!',
           position % 100 = 0, recorded_at
    FROM events WHERE position > $HEAD;
    UPDATE chats
    SET last_seq = $MESSAGES, message_count = $MESSAGES * 99 / 100,
        last_message_id = $HEAD + $MESSAGES - 1, activity_position = $HEAD + $MESSAGES
    WHERE id = $CHAT;
    UPDATE chat_participants
    SET last_read_id = $HEAD + $MESSAGES / 2, last_read_seq = $MESSAGES / 2
    WHERE chat_id = $CHAT AND user_id = $TEACHER;
    UPDATE log_head SET position = $HEAD + $MESSAGES;
    SET session_replication_role = origin";

/// Reads everywhere in the chat, and moves a read mark in its middle for the `n`th time.
async fn read_everywhere(store: &Store, pair: &Pair, head: i64, n: i64) {
    let queries = Queries::new(store.pool.clone(), school::REALM);
    let (chat_id, teacher) = (ChatId(pair.chat_id), UserId(pair.teacher.id));
    let middle = MessageId(head + MESSAGES / 2);
    for bound in [
        PageBound::Newest,
        PageBound::Before(middle),
        PageBound::Before(MessageId(head + 60)),
        PageBound::After(MessageId(0)),
        PageBound::After(middle),
    ] {
        for access in [
            HistoryAccess::ReadOnly,
            HistoryAccess::WithRepliedToDeleted,
            HistoryAccess::Admin {
                with_deleted: true,
                recorded: Recorded::unneeded(),
            },
        ] {
            let range = PageRange { bound, limit: 50 };
            let page = queries.readable_page(teacher, chat_id, range, access).await;
            assert_eq!(page.unwrap().0.value.messages.len(), 50);
        }
    }
    let scope = ParticipantScope::Others;
    let list = queries.chats_of_user(teacher, None, 50, scope).await;
    assert!(list.unwrap().value[0].unread_count > 0);
    queries.unread_total(teacher).await.unwrap();
    let range = EventRange {
        after: Position(middle.0),
        up_to: Position(head + MESSAGES),
        limit: 50,
    };
    for only in [None, Some(chat_id)] {
        let missed = read::user_events(&store.pool, school::REALM, teacher, only, range).await;
        assert_eq!(missed.unwrap().len(), 50);
    }
    let up_to = Some(middle.0 + n * 3);
    appended(store.read(chat_id.0, &pair.teacher, up_to).await);
}

/// A cluster, and a database with a long chat of a pair behind the position.
async fn long_chat(cluster: &Cluster, name: &str, messages: i64) -> (TestDatabase, Pair, i64) {
    let database = database_with_page_log(cluster, name).await;
    let pair = database.pair().await;
    let head = database.head().await;
    let sql = FILL
        .replace("$HEAD", &head.to_string())
        .replace("$MESSAGES", &messages.to_string())
        .replace("$CHAT", &pair.chat_id.to_string())
        .replace("$STUDENT", &pair.student.id.to_string())
        .replace("$TEACHER", &pair.teacher.id.to_string());
    database.execute(&sql).await;
    (database, pair, head)
}

/// Every 5,000th message of the log has a link, every 7,000th a picture.
const FILES: &str = "
    SET session_replication_role = replica;
    INSERT INTO attachments (key, realm, owner_id, name, mime, size, sha256, is_posted)
    VALUES (gen_random_uuid(), 'school', 1, 'a.png', 'image/png', 1, sha256('a'), true);
    UPDATE messages SET content = 'https://a.test' WHERE id % 5000 = 1;
    UPDATE messages SET attachments = ARRAY(SELECT id FROM attachments LIMIT 1) WHERE id % 7000 = 1;
    SET session_replication_role = origin";

#[tokio::test]
async fn files_cost_the_same_in_a_long_chat() {
    let cluster = cluster().await;
    let (database, pair, _) = long_chat(&cluster, "long_files", 100_000).await;
    database.execute(FILES).await;
    let store = Store::of(&database);
    let queries = Queries::new(store.pool.clone(), school::REALM);
    let own = ReaderAccess::member(UserId(pair.teacher.id));
    let list = async || {
        for kind in [None, Some(SentKind::Image), Some(SentKind::Link)] {
            let (chat_id, end) = (ChatId(pair.chat_id), MessageId(i64::MAX));
            let sent = queries.sent_files(own, chat_id, kind, end, 51).await;
            assert!(sent.unwrap().messages.len() > 10, "{kind:?}");
        }
    };
    for _ in 1..8 {
        list().await;
    }
    database.execute("VACUUM ANALYZE messages").await;
    let mark = logged(&cluster);
    list().await;
    let run = run_since(&cluster, mark);
    let of_files: Vec<f64> = run
        .iter()
        .filter(|run| run.text.contains("have files of the kind"))
        .map(|run| run.pages)
        .collect();
    assert_eq!(of_files.len(), 3);
    assert!(of_files.iter().all(|pages| *pages < 400.0), "{of_files:?}");
}

#[tokio::test]
async fn page_cost_does_not_depend_on_the_place_in_a_chat() {
    let cluster = cluster().await;
    let (database, pair, head) = long_chat(&cluster, "long_chat", MESSAGES).await;
    database.execute("VACUUM ANALYZE").await;
    let store = Store::of(&database);
    for n in 1..8 {
        read_everywhere(&store, &pair, head, n).await;
    }
    let mark = logged(&cluster);
    read_everywhere(&store, &pair, head, 8).await;
    let run = run_since(&cluster, mark);
    let is_history = |run: &Run| run.text.contains("messages of the chat $1 ");
    assert_eq!(run.iter().filter(|run| is_history(run)).count(), 15);
    let culprits: Vec<_> = run
        .iter()
        .filter(|run| {
            // The messages of a page are beside each other.
            let per_row = if is_history(run) { 0.0 } else { 10.0 };
            run.pages > 60.0 + per_row * run.rows
        })
        .map(|run| format!("{} pages, {} rows: {}", run.pages, run.rows, run.text))
        .collect();
    assert!(culprits.is_empty(), "{culprits:#?}");
}
