//! The statements of `/v1`.

use jiff::Timestamp;
use vestnik::directory::Finder;
use vestnik::domain::{ChatId, MessageId, Position, UserId};
use vestnik::queries::{
    BeyondOwn, ListFilter, MessagePart, MessageSearch, PageBound, PageRange, Queries, Shown,
};
use vestnik::realms::{campus, school};

use super::workload::ServerWorkload;

impl ServerWorkload {
    /// Reads chats, messages and people as `/v1` does.
    pub(super) async fn details_reads(&self) {
        let queries = Queries::new(self.store.pool.clone(), school::REALM);
        let (reader, other) = (self.pair.teacher.id, self.pair.student.id);
        let (reader, other) = (UserId(reader), UserId(other));
        let chat_id = ChatId(self.pair.chat_id);
        for (filter, text) in [
            (ListFilter::All, None),
            (ListFilter::All, Some("nobody")),
            (ListFilter::Unread, None),
            (ListFilter::Archived, None),
        ] {
            let listed = queries.listed_chats(reader, filter, text, None, 50).await;
            assert!(listed.unwrap().value.len() <= 1);
        }
        queries.set_aside_chats(reader).await.unwrap();
        let one = queries.seen_chat(reader, chat_id, false).await;
        assert!(one.unwrap().value.is_some());
        let seen = queries.chat_as_seen(reader, chat_id, false).await;
        assert!(seen.unwrap().is_some());
        let several = queries.chats_by_ids(reader, &[chat_id]).await;
        assert_eq!(several.unwrap().len(), 1);
        let head = Position(i64::MAX - 1);
        queries.unlisted_chats(reader, head).await.unwrap();
        queries.unread_in(reader, chat_id).await.unwrap();
        self.message_reads(&queries, reader).await;
        // For each of these, the type of the chat is not yet remembered.
        let message = MessageId(self.pair.chat_id + 1);
        let shown = queries.clone().without_groups();
        assert!(!shown.hides_chat(chat_id).await.unwrap());
        shown.hides_message(message).await.unwrap();
        let private = queries.chats_of_two(reader, other, true).await;
        assert_eq!(private.unwrap(), [chat_id]);
        let pairs = queries.pairs(reader, &[other]).await;
        assert_eq!(pairs.unwrap().len(), 1);
        let directory = &self.directory;
        let met = directory.in_chats_of(school::REALM, reader, None, 0, 50);
        assert_eq!(met.await.unwrap().len(), 1);
        for sees_all_companies in [false, true] {
            let finder = Finder {
                user_id: reader,
                sees_all_companies,
            };
            let found = directory.find(school::REALM, finder, true, other);
            assert!(found.await.unwrap().is_some());
        }
    }

    /// Reads the system messages of a group as `/v1` does.
    pub(super) async fn group_reads(&self, chat_id: ChatId) {
        let queries = Queries::new(self.store.pool.clone(), campus::REALM);
        let reader = self.campus.id(0);
        for bound in [PageBound::Newest, PageBound::At(Timestamp::UNIX_EPOCH)] {
            let range = PageRange { bound, limit: 50 };
            let page = queries
                .page(reader, chat_id, range, Shown::Everything)
                .await;
            let messages = page.unwrap().unwrap().value.messages;
            assert!(messages.iter().any(|message| message.system.is_some()));
        }
        let created = MessageId(chat_id.0);
        let message = queries.message(reader, created, BeyondOwn::default()).await;
        assert!(message.unwrap().is_some());
        let seen = queries.message_as_seen(reader, created).await;
        assert!(seen.unwrap().is_some());
        let chat = queries.chat_as_seen(reader, chat_id, false).await;
        assert!(chat.unwrap().unwrap().view.last_message.is_some());
    }

    async fn message_reads(&self, queries: &Queries, reader: UserId) {
        let chat_id = ChatId(self.pair.chat_id);
        let page = async |bound| {
            let range = PageRange { bound, limit: 50 };
            let page = queries
                .page(reader, chat_id, range, Shown::Everything)
                .await;
            page.unwrap().unwrap().value.messages
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
        let reported = BeyondOwn {
            reported: true,
            ..BeyondOwn::default()
        };
        for beyond in [BeyondOwn::default(), reported] {
            let message = queries.message(reader, id, beyond).await;
            assert!(message.unwrap().is_some());
        }
        let seen = queries.message_as_seen(reader, id).await;
        assert!(seen.unwrap().is_some());
        queries.readers(UserId(1), id, UserId(0), 50).await.unwrap();
        self.searches(queries, reader).await;
    }

    async fn searches(&self, queries: &Queries, reader: UserId) {
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
                let found = queries.search_messages(reader, sees_all, search).await;
                assert!(found.unwrap().hits.is_empty());
            }
        }
    }
}
