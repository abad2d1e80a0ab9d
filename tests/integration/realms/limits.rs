//! Rate limits of a user, in each realm's error format.

use futures::future::join_all;
use serde_json::{Value, json};

use crate::support::socket_io::Packet;
use crate::support::wait::within;
use crate::support::{Answer, Client, Person, Replica, SocketIo, TestDatabase, assert_refused};

/// A server with every realm and these limits; Anna and two other users.
struct AllRealmsFixture {
    database: TestDatabase,
    replica: Replica,
    anna: Person,
    others: Vec<Person>,
}

impl AllRealmsFixture {
    async fn new(send_limit: &str, chat_limit: &str) -> Self {
        let database = TestDatabase::new().await;
        let settings = [
            ("REALMS", "all"),
            ("SEND_LIMIT", send_limit),
            ("CHAT_LIMIT", chat_limit),
        ];
        let replica = Replica::spawn_with(&database, &settings).await;
        Self::of(database, replica).await
    }

    async fn of(database: TestDatabase, replica: Replica) -> Self {
        let mut others = Vec::new();
        for _ in 0..2 {
            others.push(database.person("student").await);
        }
        Self {
            anna: database.person("teacher").await,
            others,
            replica,
            database,
        }
    }

    fn anna(&self) -> Client {
        self.replica.client(&self.anna)
    }

    /// Creates a conversation of Anna's in `messenger`; returns its id.
    async fn messenger(&self) -> Value {
        let body = json!({ "participantId": self.others[0].id });
        let answer = self
            .anna()
            .post("/api/messenger/conversations", &body)
            .await;
        answer.body["data"]["conversation"]["id"].clone()
    }

    /// Creates a conversation of Anna's in `campus`; returns its id.
    async fn campus(&self) -> Value {
        let body = json!({ "type": "private", "participant_ids": [self.others[0].id] });
        let answer = self
            .anna()
            .post("/api/unet-chat/conversations/", &body)
            .await;
        answer.body["id"].clone()
    }
}

#[track_caller]
fn assert_limited(answer: &Answer, code: &str, retry_after: &str) {
    assert_refused(answer, 429, code);
    assert_eq!(answer.headers["retry-after"], retry_after);
}

/// More requests than any limit here allows in the time they take.
const MANY: usize = 20;

/// Sends many requests at once; returns the first refusal.
async fn refusal(ask: impl AsyncFn() -> Answer) -> Answer {
    let answers = join_all((0..MANY).map(|_| ask())).await;
    let refused = answers.into_iter().find(|answer| answer.status >= 300);
    refused.unwrap_or_else(|| panic!("none of {MANY} was refused"))
}

#[tokio::test]
async fn every_realm_limits_posted_messages_with_429() {
    let fixture = AllRealmsFixture::new("1/2", "off").await;
    let anna = fixture.anna();
    let school = fixture
        .database
        .complete_lesson(&fixture.anna, &fixture.others[0])
        .await;
    let message = json!({ "chat_id": school, "content": "!" });
    let refused = refusal(async || anna.post("/api/messages", &message).await).await;
    assert_limited(&refused, "rate_limited", "1");

    let message = json!({ "conversation_id": fixture.campus().await, "text": "!" });
    let refused = refusal(async || anna.post("/api/unet-chat/messages/", &message).await).await;
    assert_limited(&refused, "rate_limited", "1");

    let path = format!("/api/v1/chat/direct/{}/send", fixture.others[0].id);
    let refused = refusal(async || anna.post(&path, &json!({ "body": "!" })).await).await;
    assert_limited(&refused, "rate_limited", "1");
    assert!(refused.body["error"].is_string(), "{}", refused.body);
}

#[tokio::test]
async fn sockets_answer_fast_senders_with_rate_limited() {
    let fixture = AllRealmsFixture::new("1/2", "off").await;
    let campus = fixture.campus().await;
    let path = format!(
        "/api/unet-chat/ws/conversations/{}/",
        campus.as_str().expect("an id")
    );
    let mut socket = fixture.replica.socket(&fixture.anna, &path).open().await;
    for _ in 0..MANY {
        socket.send(&json!({ "text": "!" })).await;
    }
    let error = socket.next_of("error").await;
    assert_eq!(error["payload"]["code"], "rate_limited");

    let path = format!("/api/v1/chat/direct/{}/send", fixture.others[1].id);
    let boris = fixture.replica.client(&fixture.others[0]);
    let sent = boris.post(&path, &json!({ "body": "!" })).await.expect(201);
    let conversation = &sent["message"]["conversation_id"];
    let mut socket = fixture
        .replica
        .socket(&fixture.others[0], "/api/v1/ws")
        .open()
        .await;
    let frame = json!({ "conversation_id": conversation, "body": "!" });
    for _ in 0..MANY {
        socket
            .send(&json!({ "type": "message", "data": frame }))
            .await;
    }
    let error = socket.next_of("error").await;
    assert_eq!(error["data"]["code"], "rate_limited");

    let chat = fixture.messenger().await;
    let mut socket = SocketIo::open(&fixture.replica.url, &fixture.anna.token).await;
    let frame = json!({ "conversationId": chat, "content": "!" });
    for _ in 0..MANY {
        socket.emit("send_message", &frame).await;
    }
    let mut event = None;
    let refused = loop {
        match within("a refusal", socket.next()).await {
            Some(Packet::Event(name, error)) if name == "error" => event = Some(error),
            Some(Packet::Ack(_, ack)) if ack["success"] == false => break ack,
            Some(_) => {}
            None => panic!("the connection is closed"),
        }
    };
    assert_eq!(refused["error"]["code"], "rate_limited", "{refused}");
    assert_eq!(
        event.expect("an event precedes the acknowledgement")["code"],
        "rate_limited"
    );
}

#[tokio::test]
async fn every_realm_limits_new_chats_with_429() {
    let fixture = AllRealmsFixture::new("off", "3/500").await;
    let anna = fixture.anna();
    fixture.messenger().await;
    fixture.campus().await;
    let path = format!("/api/v1/chat/direct/{}/send", fixture.others[0].id);
    anna.post(&path, &json!({ "body": "!" })).await.expect(201);

    let other = fixture.others[1].id;
    let wanted = json!({ "participantId": other });
    let refused = anna.post("/api/messenger/conversations", &wanted).await;
    assert_limited(&refused, "rate_limited", "1200");
    let wanted = json!({ "type": "group", "title": "ИВТ-21", "participant_ids": [other] });
    let refused = anna.post("/api/unet-chat/conversations/", &wanted).await;
    assert_limited(&refused, "rate_limited", "1200");
    let path = format!("/api/v1/chat/direct/{other}/send");
    let refused = anna.post(&path, &json!({ "body": "!" })).await;
    assert_limited(&refused, "rate_limited", "1200");
    // Existing chats can still be opened and written to.
    fixture.messenger().await;
    let path = format!("/api/v1/chat/direct/{}/send", fixture.others[0].id);
    anna.post(&path, &json!({ "body": "!" })).await.expect(201);
}

#[tokio::test]
async fn groups_over_the_total_limit_are_refused() {
    let fixture = AllRealmsFixture::new("off", "60/1").await;
    let anna = fixture.anna();
    let others = [fixture.others[0].id, fixture.others[1].id];
    let wanted = json!({ "type": "group", "name": "отдел", "participantIds": others });
    let create = async || anna.post("/api/messenger/conversations", &wanted).await;
    create().await.expect(200);
    assert_limited(&create().await, "too_many_groups", "3600");
    // The total includes groups of every realm.
    let wanted = json!({ "type": "group", "title": "ИВТ-21", "participant_ids": others });
    let refused = anna.post("/api/unet-chat/conversations/", &wanted).await;
    assert_limited(&refused, "too_many_groups", "3600");
}

#[tokio::test]
async fn default_rate_limits_match_the_contract() {
    let database = TestDatabase::new().await;
    let settings = [("REALMS", "all"), ("SEND_LIMIT", ""), ("CHAT_LIMIT", "")];
    let replica = Replica::spawn_with(&database, &settings).await;
    let fixture = AllRealmsFixture::of(database, replica).await;
    let anna = fixture.anna();
    let wanted =
        json!({ "type": "group", "title": "ИВТ-21", "participant_ids": [fixture.others[0].id] });
    let requests = (0..64).map(|_| anna.post("/api/unet-chat/conversations/", &wanted));
    let answers = join_all(requests).await;
    let (made, refused): (Vec<_>, Vec<_>) =
        answers.into_iter().partition(|answer| answer.status == 201);
    assert_eq!(made.len(), 60);
    assert_limited(&refused[0], "rate_limited", "60");

    let message = json!({ "conversation_id": made[0].body["id"], "text": "!" });
    let sends = (0..300).map(|_| anna.post("/api/unet-chat/messages/", &message));
    let answers = join_all(sends).await;
    let sent = "SELECT count(*) FROM messages";
    let sent = fixture.database.number(sent).await;
    let lasting = "SELECT ceil(20 * extract(epoch FROM max(created_at) - min(created_at)))::bigint
                   FROM messages";
    let later = fixture.database.number(lasting).await;
    assert!(
        (100..=101 + later).contains(&sent),
        "{sent}, of which {later} later"
    );
    let refused = answers.iter().find(|answer| answer.status != 201);
    assert_limited(refused.expect("some were refused"), "rate_limited", "1");
}
