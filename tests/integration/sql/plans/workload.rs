//! Every statement that a server runs, over sessions that are opened once.

use futures::future::join_all;
use serde_json::json;
use uuid::Uuid;
use vestnik::accesses::Recorded;
use vestnik::auth::claims::Subject;
use vestnik::auth::principals::Principals;
use vestnik::chat::{
    Access, HistoryAccess, OffsetPage, PageBound, PageRange, ParticipantScope, Queries,
    ReaderAccess,
};
use vestnik::contracts::{campus, market, school};
use vestnik::db::query::Parameters;
use vestnik::directory::{Directory, LessonFilter};
use vestnik::domain::text::MessageText;
use vestnik::domain::{
    AddParticipant, AddReaction, AppendOutcome, BlockCounterpart, ChangeChatSettings, ChangeRole,
    ChatCreated, ChatId, ChatSettingsChange, Command, CreateChat, Emoji, HideChat, MemberRole,
    MessageId, NewMessage, PinMessage, Position, RemoveParticipant, RemoveReaction, RenameChat,
    ReportMessage, Resolution, ResolveReport, SendMessage, SessionKey, UnblockCounterpart,
    UnpinMessage, UserId,
};
use vestnik::log::Listener;
use vestnik::log::read::{self, EventRange, LogReader};

use super::statements::{Statements, sql};
use crate::support::conversations::event;
use crate::support::store::appended;
use crate::support::{Campus, Pair, Person, Store, TestDatabase};

/// An admin who is in no chat.
const ADMIN: HistoryAccess = HistoryAccess::Admin {
    with_deleted: true,
    recorded: Recorded::unneeded(),
};

/// A server's sessions and the users they act for.
pub(super) struct ServerWorkload {
    pub(super) store: Store,
    pub(super) campus: Campus,
    pub(super) pair: Pair,
    pub(super) directory: Directory,
    principals: Principals,
    tail: LogReader,
    moderator: Person,
    pub(super) statements: Statements,
}

impl ServerWorkload {
    pub(super) async fn of(database: &TestDatabase) -> Self {
        let store = Store::of(database);
        let mut campus = Campus::of(database, 3).await;
        campus.store = store.clone();
        // It does not run, so that every look-up is a query.
        let (mut listener, _) = Listener::new(database.connector(), store.pool.clone());
        let principals = Principals::new(store.pool.clone(), &mut listener);
        Self {
            campus,
            pair: database.pair().await,
            directory: Directory::new(store.pool.clone()),
            principals,
            tail: LogReader::open(&database.connector()).await.unwrap(),
            moderator: database.person("moderator").await,
            statements: Statements::of(database, &store).await,
            store,
        }
    }

    /// Runs every statement once.
    pub(super) async fn once(&self) {
        self.school_writes().await;
        self.campus_writes().await;
        self.market_writes().await;
        self.school_reads().await;
        self.campus_reads().await;
        self.details_reads().await;
        self.log_reads().await;
        self.statements.once().await;
    }

    async fn school_writes(&self) {
        let (store, pair) = (&self.store, &self.pair);
        let key = Uuid::new_v4();
        for _ in 0..2 {
            let sent = store.send_as(pair.chat_id, &pair.student, "!", key).await;
            assert!(sent.is_ok());
        }
        let id = store.send_message(pair.chat_id, &pair.student, "!").await;
        appended(store.read(pair.chat_id, &pair.teacher, None).await);
        appended(store.delete(id, &pair.student).await);
        let together = (0..64).map(|_| store.send_message(pair.chat_id, &pair.teacher, "!"));
        join_all(together).await;
        // The reads count what the mark leaves unread.
        appended(store.mark_unread(pair.chat_id, &pair.teacher, id).await);
    }

    async fn campus_writes(&self) {
        let campus = &self.campus;
        let private = campus.open(0, 1).await;
        let question = campus.send_message(private, 0, "?").await;
        event(campus.edit(question, 0, "!").await);
        let ids = [question];
        let former: Parameters<'_> = &[&&ids[..], &20_i64];
        let former = self.statements.run(sql!("chat/sql/former_texts"), former);
        assert_eq!(former.await.len(), 1);
        let emoji = Emoji::new("👍").unwrap();
        for user in [0, 1] {
            let message_id = question;
            let react = AddReaction { message_id, emoji };
            event(campus.act(user, react).await);
        }
        let message_id = question;
        let remove = RemoveReaction { message_id, emoji };
        event(campus.act(1, remove).await);
        let chat_id = private;
        let pin = PinMessage {
            chat_id,
            message_id,
        };
        event(campus.act(0, pin).await);
        let unpin = UnpinMessage {
            chat_id,
            message_id,
        };
        event(campus.act(0, unpin).await);
        campus.reply(private, 1, question).await;
        self.polls(private).await;
        self.scheduled(private).await;
        event(campus.delete(question, 0).await);
        event(campus.delete_chat(private, 1).await);
        assert_eq!(campus.open(0, 1).await, private);
        self.group_writes().await;
    }

    async fn group_writes(&self) {
        let campus = &self.campus;
        let chat_id = campus.group(&[0, 1]).await;
        for pinned in [true, false] {
            let change = ChatSettingsChange {
                pinned: Some(pinned),
                archived: Some(true),
                ..ChatSettingsChange::default()
            };
            let command = ChangeChatSettings { chat_id, change };
            event(campus.act(1, command).await);
        }
        let message = NewMessage {
            mentions: vec![campus.id(1)],
            ..NewMessage::text(chat_id, MessageText::new("@".into()).unwrap())
        };
        event(campus.act(0, SendMessage(message)).await);
        let title = "renamed".to_owned();
        event(campus.act(0, RenameChat { chat_id, title }).await);
        for role in [MemberRole::Admin, MemberRole::Member] {
            let user_id = campus.id(1);
            let change = ChangeRole {
                chat_id,
                user_id,
                role,
            };
            event(campus.act(0, change).await);
        }
        let user_id = campus.id(2);
        event(campus.act(0, AddParticipant { chat_id, user_id }).await);
        event(campus.act(0, RemoveParticipant { chat_id, user_id }).await);
        self.group_reads(chat_id).await;
    }

    async fn market(&self, actor: UserId, command: impl Command) -> AppendOutcome {
        let draft = command.into_event(market::REALM, actor);
        self.store.writer.append(draft).await.unwrap()
    }

    async fn market_writes(&self) {
        let (seller, buyer) = (self.campus.id(0), self.campus.id(1));
        let begun = self.market(
            buyer,
            CreateChat(ChatCreated {
                context: Some(json!({ "listing_id": "7" })),
                ..ChatCreated::pair(seller, buyer)
            }),
        );
        let (AppendOutcome::New(begun) | AppendOutcome::Duplicate(begun)) = begun.await else {
            panic!("no chat")
        };
        let chat_id = begun.chat_id;
        let text = MessageText::new("!".into()).unwrap();
        let message = NewMessage {
            client_id: Some(Uuid::new_v4()),
            ..NewMessage::text(chat_id, text.clone())
        };
        let send = SendMessage(message);
        let sent = event(Ok(self.market(buyer, send).await));
        let message_id = MessageId(sent.position.0);
        self.market(buyer, HideChat { chat_id }).await;
        self.market(seller, BlockCounterpart { chat_id }).await;
        self.market(seller, UnblockCounterpart { chat_id }).await;
        let report = ReportMessage {
            chat_id,
            message_id,
            reason: text,
        };
        let report_id = event(Ok(self.market(seller, report).await)).position;
        let resolution = Resolution::Dismissed;
        let resolve = ResolveReport {
            report_id,
            resolution,
        };
        event(Ok(self.market(UserId(self.moderator.id), resolve).await));
        self.market_reads(seller, chat_id, report_id).await;
    }

    async fn market_reads(&self, seller: UserId, chat_id: ChatId, report_id: Position) {
        let role = "member";
        let page = OffsetPage {
            limit: 50,
            offset: 0,
        };
        let scope = ParticipantScope::Everyone;
        let queries = Queries::new(self.store.pool.clone(), market::REALM);
        let shown = queries.chats_with_role(seller, role, page, scope).await;
        assert_eq!(shown.unwrap().len(), 1);
        let one = queries.chat_of_user(seller, chat_id, scope).await;
        assert_eq!(one.unwrap().id, chat_id);
        queries.send_access(seller, chat_id).await.unwrap();
        let participants = queries.participants(seller, chat_id).await;
        assert_eq!(participants.unwrap().len(), 2);
        let queue = queries.reports(Recorded::unneeded(), Position(0), 50).await;
        assert!(queue.unwrap().is_empty());
        let report = queries.report(report_id).await;
        assert!(report.unwrap().is_some());
    }

    async fn school_reads(&self) {
        let queries = Queries::new(self.store.pool.clone(), school::REALM);
        let chat_id = ChatId(self.pair.chat_id);
        let user_id = UserId(self.pair.teacher.id);
        for bound in [
            PageBound::Newest,
            PageBound::NewestSkip(10),
            PageBound::Before(MessageId(i64::MAX)),
            PageBound::After(MessageId(0)),
        ] {
            let range = PageRange { bound, limit: 50 };
            for access in [
                HistoryAccess::ReadOnly,
                HistoryAccess::WithRepliedToDeleted,
                ADMIN,
            ] {
                let page = queries.readable_page(user_id, chat_id, range, access).await;
                assert!(!page.unwrap().0.value.messages.is_empty());
            }
        }
        let scope = ParticipantScope::Others;
        let own = queries.chats_of_user(user_id, None, 500, scope).await;
        assert_eq!(own.unwrap().value.len(), 1);
        let one = queries.chat_of_user(user_id, chat_id, scope).await;
        assert_eq!(one.unwrap().id, chat_id);
        let all = queries
            .chats_of_realm(Recorded::unneeded(), None, None, 50)
            .await;
        assert!(!all.unwrap().value.is_empty());
        let one = queries.chat_of_realm(chat_id).await;
        assert!(one.unwrap().is_some());
        let access = queries.access(user_id, chat_id).await;
        assert!(matches!(access.unwrap(), Access::Member(_)));
        let session = SessionKey("unknown".into());
        let found = self
            .principals
            .find(Subject::Id(user_id.0), session, Some(school::REALM))
            .await;
        assert!(found.is_ok());
        let everyone = self.directory.list(school::REALM, 0, 50).await;
        assert!(!everyone.unwrap().is_empty());
        let lessons = self
            .directory
            .lessons(LessonFilter::OfUser(user_id), None, 50)
            .await;
        assert_eq!(lessons.unwrap().len(), 1);
    }

    async fn campus_reads(&self) {
        let queries = Queries::new(self.store.pool.clone(), campus::REALM);
        let user_id = self.campus.id(0);
        let page = OffsetPage {
            limit: 500,
            offset: 0,
        };
        for scope in [ParticipantScope::MemberIds, ParticipantScope::Members] {
            let some = queries.chats_by_activity(user_id, page, scope).await;
            let chat_id = some.unwrap()[0].id;
            let one = queries.chat_of_user(user_id, chat_id, scope).await;
            let uuid = one.unwrap().uuid;
            assert_eq!(queries.find_chat(uuid).await.unwrap(), chat_id);
            assert_eq!(queries.uuid_of(chat_id).await.unwrap(), uuid);
        }
        self.messages_read(&queries).await;
        let others = queries.counterparts_of(user_id).await;
        assert_eq!(others.unwrap().len(), 1);
        let one = queries.counterpart_of(user_id, self.campus.id(1)).await;
        assert!(one.unwrap().is_some());
    }

    async fn messages_read(&self, queries: &Queries) {
        let user_id = self.campus.id(0);
        let private = self.campus.open(0, 1).await;
        let bound = PageBound::Newest;
        let range = PageRange { bound, limit: 50 };
        let access = ADMIN;
        let page = queries.readable_page(user_id, private, range, access).await;
        let page = page.unwrap().0.value;
        let ids: Vec<_> = page.messages.iter().map(|message| message.id).collect();
        let reader = ReaderAccess::member(user_id);
        let last = queries.message(reader, ids[0]).await.unwrap();
        let found = queries.find_any_message(last.uuid).await;
        assert_eq!(found.unwrap(), ids[0]);
        let latest = queries.latest_in_chat(private, &ids).await;
        assert!(latest.unwrap().is_some());
        queries.read_at(Some(user_id), private, &ids).await.unwrap();
        queries.unread_total(user_id).await.unwrap();
        queries.send_access(user_id, private).await.unwrap();
    }

    async fn log_reads(&self) {
        let pool = &self.store.pool;
        let user_id = UserId(self.pair.student.id);
        let head = self.tail.head().await.unwrap().position;
        let of_user = vec![(school::REALM, user_id)];
        let memberships = read::memberships(pool.clone(), of_user).await.unwrap();
        let chats = &memberships[0].chats;
        assert_eq!(chats.len(), 1);
        let range = |after, limit| EventRange {
            after,
            up_to: head,
            limit,
        };
        let all = range(Position(0), 100);
        for only in [None, Some(chats[0])] {
            let missed = read::user_events(pool, school::REALM, user_id, only, all).await;
            assert!(!missed.unwrap().is_empty());
        }
        let personal = read::personal_events(pool, school::REALM, user_id, all).await;
        assert!(!personal.unwrap().is_empty());
        let near = Position(head.0 - 20);
        let missed = read::realm_events(pool, campus::REALM, range(near, 1_000)).await;
        assert!(!missed.unwrap().is_empty());
        assert_eq!(self.tail.from(near, 100).await.unwrap().len(), 21);
    }
}
