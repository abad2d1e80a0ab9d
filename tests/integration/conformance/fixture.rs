//! A conversation of two members on two replicas.

use vestnik::domain::Realm;

use super::connection::{Connection, Protocol};
use crate::support::realm_codecs::Conversation;
use crate::support::{Answer, Client, Replica, TestDatabase, spawn_replicas_with};

pub(super) struct Fixture {
    pub(super) protocol: Protocol,
    pub(super) database: TestDatabase,
    pub(super) replicas: [Replica; 2],
    pub(super) conversation: Conversation,
}

impl Fixture {
    pub(super) async fn new(protocol: Protocol) -> Self {
        let database = TestDatabase::new().await;
        let settings = [
            ("REALMS", protocol.realm.as_str()),
            ("MARKET_MESSAGES_PER_MINUTE", "1000"),
            ("MARKET_MESSAGES_PER_5_SECONDS", "1000"),
        ];
        let replicas = spawn_replicas_with(&database, &settings).await;
        let [first, _]: &[Replica; 2] = &replicas;
        let conversation = Conversation::new(&database, &first.url, protocol.realm).await;
        Self {
            protocol,
            database,
            replicas,
            conversation,
        }
    }

    pub(super) fn realm(&self) -> Realm {
        self.protocol.realm
    }

    /// Connects a member to the replica of the same number.
    pub(super) async fn connect(&self, member: usize) -> Connection {
        let opened = self.resume(member, member, None).await;
        opened.expect("a member may connect")
    }

    /// Connects a member to a replica, after an id.
    pub(super) async fn resume(
        &self,
        member: usize,
        replica: usize,
        after: Option<&str>,
    ) -> Result<Connection, String> {
        let token = &self.conversation.members[member].token;
        let (base, transport) = (&self.replicas[replica].url, self.protocol.transport);
        Connection::open(base, token, &self.conversation, transport, after).await
    }

    pub(super) fn client(&self, member: usize) -> Client {
        self.replicas[member].client(&self.conversation.members[member])
    }

    /// Appends messages of the first member.
    pub(super) async fn append(&self, prefix: &str, count: i64) -> Vec<String> {
        self.append_from(0, prefix, count).await
    }

    /// Appends messages of a member.
    pub(super) async fn append_from(&self, member: usize, prefix: &str, count: i64) -> Vec<String> {
        let sender = &self.conversation.members[member];
        let chat_id = self.conversation.chat_id;
        let appended = self
            .database
            .append_messages(chat_id, sender, prefix, count);
        appended.await
    }

    /// A page of the history as the second member gets it.
    pub(super) async fn history(&self, query: &str) -> Answer {
        let path = self.conversation.history_path();
        self.client(1).get(&format!("{path}{query}")).await
    }

    /// The second member's unread count.
    pub(super) async fn unread(&self) -> i64 {
        let list = self.client(1).get(self.conversation.list_path(1)).await;
        let list = self.conversation.conversations(&list.expect(200));
        list[0]["unread_count"].as_i64().expect("a count")
    }
}
