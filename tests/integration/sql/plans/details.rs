//! The statements of `/v1`.

use std::slice;

use jiff::Timestamp;
use uuid::Uuid;
use vestnik::accesses::Recorded;
use vestnik::chat::{
    ChatListPage, HistoryAccess, ListFilter, MessagePart, MessageSearch, NamedPeople, PageBound,
    PageRange, Queries, ReaderAccess, SentKind,
};
use vestnik::contracts::{campus, school};
use vestnik::directory::{Finder, Knowledge};
use vestnik::domain::{ChatId, Cursor, MessageId, Position, UserId};

use super::workload::ServerWorkload;

const EVERYTHING: HistoryAccess = HistoryAccess::Everything { sees_all: None };

impl ServerWorkload {
    /// Reads chats, messages and people as `/v1` does.
    pub(super) async fn details_reads(&self) {
        let queries = Queries::new(self.store.pool.clone(), school::REALM);
        let (reader, other) = (self.pair.teacher.id, self.pair.student.id);
        let (reader, other) = (UserId(reader), UserId(other));
        let chat_id = ChatId(self.pair.chat_id);
        let own = ReaderAccess::member(reader);
        let all = ReaderAccess {
            sees_all: Some(Recorded::unneeded()),
            ..own
        };
        for (filter, text) in [
            (ListFilter::All, None),
            (ListFilter::All, Some("nobody")),
            (ListFilter::Unread, None),
            (ListFilter::Archived, None),
        ] {
            let page = ChatListPage {
                filter,
                text,
                after: None,
                limit: 50,
            };
            let listed = queries.list(own, page).await;
            assert!(listed.unwrap().value.len() <= 1);
            let first = ChatListPage { limit: 1, ..page };
            let listed = queries.list(all, first).await.unwrap().value;
            assert!(!listed.is_empty() || filter != ListFilter::All || text.is_some());
        }
        let one = queries.chat(own, chat_id).await;
        assert_eq!(one.unwrap().value.view.id, chat_id);
        let seen = queries.chat_as_seen(own, chat_id).await;
        assert!(seen.unwrap().is_some());
        let head = Cursor::new(Position(i64::MAX - 1), Uuid::nil());
        queries.unlisted_chats(reader, head).await.unwrap();
        queries.unread_in(reader, chat_id).await.unwrap();
        self.message_reads(&queries, own).await;
        // For each of these, the type of the chat is not yet remembered.
        let message = MessageId(self.pair.chat_id + 1);
        let fresh = || Queries::new(self.store.pool.clone(), school::REALM);
        assert!(!fresh().is_group(chat_id).await.unwrap());
        fresh().is_in_group(message).await.unwrap();
        let private = queries.chats_of_two(reader, other, true).await;
        assert_eq!(private.unwrap(), [chat_id]);
        let pairs = queries.pairs_of(reader, &[other]).await;
        assert_eq!(pairs.unwrap().len(), 1);
        let directory = &self.directory;
        let met = directory.in_chats_of(school::REALM, reader, None, 0, 50);
        assert_eq!(met.await.unwrap().len(), 1);
        for sees_all_companies in [false, true] {
            let finder = Finder {
                user_id: reader,
                sees_all_companies,
            };
            let knowledge = Knowledge {
                sees_all_chats: sees_all_companies,
                only_counterparts: true,
            };
            let known = directory.known(school::REALM, finder, knowledge, slice::from_ref(&other));
            assert_eq!(known.await.unwrap().len(), 1);
        }
    }

    /// Reads the system messages of a group as `/v1` does.
    pub(super) async fn group_reads(&self, chat_id: ChatId) {
        let queries = Queries::new(self.store.pool.clone(), campus::REALM);
        let reader = self.campus.id(0);
        for bound in [PageBound::Newest, PageBound::At(Timestamp::UNIX_EPOCH)] {
            let range = PageRange { bound, limit: 50 };
            let page = queries
                .readable_page(reader, chat_id, range, EVERYTHING)
                .await;
            let messages = page.unwrap().0.value.messages;
            assert!(messages.iter().any(|message| message.system.is_some()));
        }
        let created = MessageId(chat_id.0);
        let own = ReaderAccess::member(reader);
        let message = queries.message(own, created).await;
        assert!(message.unwrap().system.is_some());
        let seen = queries.message_as_seen(reader, created).await;
        assert!(seen.unwrap().is_some());
        let chat = queries.chat_as_seen(own, chat_id).await;
        assert!(chat.unwrap().unwrap().view.last_message.is_some());
        queries.require_reader(own, chat_id).await.unwrap();
        let changed = queries.changed_members(reader, chat_id, vec![reader]);
        assert_eq!(changed.await.unwrap().members.len(), 1);
        let mut named = NamedPeople::default();
        named.add(chat_id, reader);
        let people = queries.people_as_seen(reader, named).await.unwrap();
        assert_eq!(people.users.len(), 1);
        let user = queries.changed_user(reader).await.unwrap();
        assert!(user.expect("a row").role.is_some());
    }

    async fn message_reads(&self, queries: &Queries, own: ReaderAccess) {
        let (reader, chat_id) = (own.user_id, ChatId(self.pair.chat_id));
        let page = async |bound| {
            let range = PageRange { bound, limit: 50 };
            let page = queries
                .readable_page(reader, chat_id, range, EVERYTHING)
                .await;
            page.unwrap().0.value.messages
        };
        let id = page(PageBound::Newest).await[0].id;
        for bound in [
            PageBound::Before(MessageId(i64::MAX)),
            PageBound::After(MessageId(0)),
            PageBound::Around(id),
            PageBound::At(Timestamp::UNIX_EPOCH),
        ] {
            assert!(!page(bound).await.is_empty());
        }
        let moderator = ReaderAccess {
            sees_reported: Some(Recorded::unneeded()),
            ..own
        };
        for reader in [own, moderator] {
            assert_eq!(queries.message(reader, id).await.unwrap().id, id);
        }
        let seen = queries.message_as_seen(reader, id).await;
        assert!(seen.unwrap().is_some());
        queries.readers(own, id, UserId(0), 50).await.unwrap();
        queries.reactions(own, id, None, 50).await.unwrap();
        let end = MessageId(i64::MAX);
        for kind in [None, Some(SentKind::Image), Some(SentKind::Link)] {
            let sent = queries.sent_files(own, chat_id, kind, end, 50).await;
            assert!(sent.unwrap().messages.is_empty());
        }
        queries.blocked_by(reader, UserId(0), 50).await.unwrap();
        self.searches(queries, own).await;
    }

    async fn searches(&self, queries: &Queries, own: ReaderAccess) {
        let everywhere = MessageSearch {
            text: "needle",
            chat_id: None,
            author_id: None,
            after: None,
            before: None,
            has: None,
            below: None,
            limit: 50,
        };
        let in_chat = MessageSearch {
            chat_id: Some(ChatId(self.pair.chat_id)),
            after: Some(Timestamp::UNIX_EPOCH),
            has: Some(MessagePart::Image),
            ..everywhere
        };
        for search in [everywhere, in_chat] {
            for sees_all in [false, true] {
                let reader = ReaderAccess {
                    sees_all: sees_all.then(Recorded::unneeded),
                    ..own
                };
                let found = queries.search(reader, search).await;
                assert!(found.unwrap().hits.is_empty());
            }
        }
    }
}
