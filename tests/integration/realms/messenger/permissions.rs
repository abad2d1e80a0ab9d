//! Permissions: every operation, every event of a client, every kind of caller.

use reqwest::Method;
use serde_json::{Value, json};
use vestnik::realms::messenger;

use super::{CONVERSATIONS, MessengerFixture, id_of};
use crate::support::access_matrix::{AccessMatrix, row};
use crate::support::socket_io::ConnectError;
use crate::support::{Person, SocketIo};

/// Events that a client may send over a socket.
const EVENTS: [&str; 3] = ["send_message", "typing", "read_messages"];

/// A conversation with a file, and users inside and outside of it.
struct Fixture {
    messenger: MessengerFixture,
    chat_id: i64,
    file: i64,
    message: i64,
    /// A user of the school, and their chat there.
    teacher: Person,
    lesson: i64,
    /// A guest's token, of the market.
    guest: String,
}

impl Fixture {
    /// A group of three, one of them removed.
    async fn new() -> Self {
        let messenger = MessengerFixture::with(&[("REALMS", "school,market,messenger")]).await;
        let group = json!({
            "participantIds": [messenger.boris.id, messenger.vera.id], "name": "Трое", "type": "group"
        });
        let made = messenger
            .client_of(&messenger.anna)
            .post(CONVERSATIONS, &group)
            .await;
        let chat_id = id_of(&made.expect(201)["data"]["conversation"]);
        let file = messenger.file(&messenger.anna, "a.txt", b"secret").await;
        let payload = json!({ "content": "тайна", "type": "file", "attachments": [file] });
        let message = messenger
            .insert_message(chat_id, &messenger.anna, &payload)
            .await;
        messenger
            .database
            .execute(&format!(
                "DELETE FROM chat_participants WHERE chat_id = {chat_id} AND user_id = {}",
                messenger.vera.id
            ))
            .await;
        let pair = messenger.database.pair().await;
        let anonymous = messenger.replica.anonymous_client();
        let guest = anonymous.post("/api/chat/guests", &Value::Null).await;
        let guest = guest.expect(201)["token"]
            .as_str()
            .expect("text")
            .to_owned();
        Self {
            messenger,
            chat_id,
            file,
            message,
            teacher: pair.teacher,
            lesson: pair.chat_id,
            guest,
        }
    }

    /// The callers are without a token, a guest of the market, a user without conversations, a
    /// user of the school, a former member, a member.
    fn matrix(chat_id: i64, file: i64) -> AccessMatrix<6> {
        const MISSING: (u16, &str) = (401, "missing_token");
        const INVALID: (u16, &str) = (401, "invalid_token");
        const ALLOWED: (u16, &str) = (200, "");
        const DENIED: (u16, &str) = (403, "not_a_participant");
        let for_accounts = |answer| [MISSING, INVALID, answer, answer, answer, answer];
        let for_members = |refusal, answer| [MISSING, INVALID, refusal, refusal, refusal, answer];
        let none = Value::Null;
        let unknown_user = for_accounts((400, "user_not_found"));
        let rows = vec![
            row("GET /conversations", none.clone(), for_accounts(ALLOWED)),
            row("GET /unread-count", none.clone(), for_accounts(ALLOWED)),
            row(
                "POST /conversations",
                json!({ "participantId": 987_654_321 }),
                unknown_user,
            ),
            row(
                "POST /attachments",
                json!({}),
                for_accounts((415, "unsupported_media_type")),
            ),
            row(
                "GET /conversations/{conversationId}/messages",
                none.clone(),
                for_members(DENIED, ALLOWED),
            ),
            row(
                "GET /attachments/{id=file}",
                none.clone(),
                for_members((404, "attachment_not_found"), ALLOWED),
            ),
            row("POST /users/{user_id}/block", none.clone(), unknown_user),
            row("DELETE /users/{user_id}/block", none.clone(), unknown_user),
            // The last row, since the member leaves.
            row(
                "DELETE /conversations/{conversationId}/members/me",
                none,
                for_members(DENIED, (204, "")),
            ),
        ];
        AccessMatrix {
            prefix: "/api/messenger",
            callers: [
                "an anonymous client",
                "a guest",
                "an outsider",
                "a teacher",
                "a former member",
                "a member",
            ],
            rows,
            targets: vec![
                ("conversationId", chat_id.to_string()),
                ("file", file.to_string()),
                ("user_id", "987654321".to_owned()),
            ],
            is_refusal: |body| body["success"] == false && body["error"].is_string(),
        }
    }

    /// The data of a client event about a conversation.
    fn data(&self, event: &str, chat_id: i64) -> Value {
        match event {
            "send_message" => json!({ "conversationId": chat_id, "content": "!" }),
            "typing" => json!({ "conversationId": chat_id, "isTyping": true }),
            _ => json!({ "conversationId": chat_id, "messageIds": [self.message] }),
        }
    }
}

#[tokio::test]
async fn messenger_operations_answer_each_role_as_documented() {
    let fixture = Fixture::new().await;
    let messenger = &fixture.messenger;
    let head = messenger.database.head().await;
    let matrix = Fixture::matrix(fixture.chat_id, fixture.file);
    matrix.assert_complete(messenger::REALM, &[]);
    let callers = [
        messenger.replica.anonymous_client(),
        messenger
            .replica
            .anonymous_client()
            .with_token(&fixture.guest),
        messenger.client_of(&messenger.stranger),
        messenger.client_of(&fixture.teacher),
        messenger.client_of(&messenger.vera),
        messenger.client_of(&messenger.boris),
    ];
    matrix.assert_holds(|caller| callers[caller].clone()).await;
    let after = messenger.database.head().await;
    assert_eq!(after, head + 1, "only the member's leaving was appended");
}

#[tokio::test]
async fn messenger_does_not_find_chats_of_other_realms() {
    let fixture = Fixture::new().await;
    let teacher = fixture.messenger.client_of(&fixture.teacher);
    for chat_id in [fixture.lesson, 987_654_321] {
        let expected = |operation: &str| {
            let names_one = operation.contains("{conversationId}");
            names_one.then_some((404, "chat_not_found"))
        };
        let matrix = Fixture::matrix(chat_id, 987_654_321);
        matrix.assert_answers("a teacher", &teacher, expected).await;
    }
    let mut socket = SocketIo::open(&fixture.messenger.replica.url, &fixture.teacher.token).await;
    for event in EVENTS {
        for chat_id in [fixture.lesson, 987_654_321] {
            let ack = socket.call(event, &fixture.data(event, chat_id)).await;
            assert_eq!(ack["error"]["code"], "chat_not_found", "{event}: {ack}");
        }
    }
}

#[tokio::test]
async fn messenger_malformed_ids_are_400_and_unknown_files_404() {
    let messenger = MessengerFixture::new().await;
    let client = messenger.client_of(&messenger.stranger);
    for (path, status, code) in [
        ("/conversations/x/messages", 400, "invalid_path"),
        ("/attachments/999999", 404, "attachment_not_found"),
    ] {
        let answer = client.get(&format!("/api/messenger{path}")).await;
        assert_eq!((answer.status, answer.code()), (status, code), "{path}");
        assert_eq!(answer.body["success"], false, "{path}");
    }
}

#[tokio::test]
async fn messenger_outsider_lists_nothing_and_gets_403() {
    let messenger = MessengerFixture::new().await;
    let chat = messenger.direct(Some("между нами")).await;
    let outsider = messenger.client_of(&messenger.stranger);
    let denied = outsider
        .get(&format!("{CONVERSATIONS}/{chat}/messages"))
        .await;
    assert_eq!(
        denied.body,
        json!({ "success": false, "error": "Access denied", "code": "not_a_participant" })
    );
    let list = outsider.get(CONVERSATIONS).await.expect(200);
    assert_eq!(list["data"]["conversations"], json!([]));
}

#[tokio::test]
async fn messenger_sockets_accept_only_account_tokens() {
    let fixture = Fixture::new().await;
    let (signed, _) = fixture
        .messenger
        .anna
        .token
        .rsplit_once('.')
        .expect("a JWT");
    for auth in [
        json!({}),
        json!({ "token": Value::Null }),
        json!({ "token": "" }),
        json!({ "token": fixture.guest }),
        json!({ "token": format!("{signed}.AAAA") }),
        json!({ "token": crate::support::database::token_for(987_654_321) }),
    ] {
        let refused = SocketIo::connect(&fixture.messenger.replica.url, &auth).await;
        let Err(ConnectError::Error(message)) = refused else {
            panic!("{auth} was accepted");
        };
        assert_eq!(message, "Authentication error", "{auth}");
    }
}

#[tokio::test]
async fn malformed_last_event_ids_are_refused() {
    let messenger = MessengerFixture::new().await;
    for id in [json!("garbage"), json!(5), json!({}), json!(["1-00000000"])] {
        let auth = json!({ "token": messenger.anna.token, "last_event_id": id });
        let refused = SocketIo::connect(&messenger.replica.url, &auth).await;
        let Err(ConnectError::Error(message)) = refused else {
            panic!("{auth} was accepted");
        };
        assert_eq!(message, "Invalid last_event_id", "{id}");
    }
    let auth = json!({ "token": messenger.anna.token, "last_event_id": Value::Null });
    assert!(
        SocketIo::connect(&messenger.replica.url, &auth)
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn client_events_from_outsiders_are_refused() {
    let fixture = Fixture::new().await;
    let messenger = &fixture.messenger;
    let head = messenger.database.head().await;
    for person in [&messenger.stranger, &fixture.teacher, &messenger.vera] {
        let mut socket = SocketIo::open(&messenger.replica.url, &person.token).await;
        for event in EVENTS {
            let data = fixture.data(event, fixture.chat_id);
            let refusal = json!({ "message": "Access denied", "code": "not_a_participant" });
            socket.emit(event, &data).await.expect("it is open");
            assert_eq!(socket.next_of("error").await, refusal, "{event}");
            let ack = socket.call(event, &data).await;
            assert_eq!(
                ack,
                json!({ "success": false, "error": refusal }),
                "{event}"
            );
        }
    }
    assert_eq!(
        messenger.database.head().await,
        head,
        "nothing was appended"
    );

    let mut socket = SocketIo::open(&messenger.replica.url, &messenger.boris.token).await;
    for event in EVENTS {
        let ack = socket
            .call(event, &fixture.data(event, fixture.chat_id))
            .await;
        assert_eq!(ack["success"], true, "{event}: {ack}");
    }
}

#[tokio::test]
async fn removed_member_can_neither_send_nor_receive() {
    let fixture = Fixture::new().await;
    let messenger = &fixture.messenger;
    let mut socket = SocketIo::open(&messenger.replica.url, &messenger.boris.token).await;
    let own = messenger.direct(None).await;
    socket.next_of("conversation_created").await;
    messenger
        .database
        .execute(&format!(
            "DELETE FROM chat_participants WHERE chat_id = {} AND user_id = {}",
            fixture.chat_id, messenger.boris.id
        ))
        .await;
    for event in EVENTS {
        let ack = socket
            .call(event, &fixture.data(event, fixture.chat_id))
            .await;
        assert_eq!(ack["error"]["code"], "not_a_participant", "{event}: {ack}");
    }
    messenger
        .insert_message(
            fixture.chat_id,
            &messenger.anna,
            &json!({ "content": "без него" }),
        )
        .await;
    messenger
        .insert_message(own, &messenger.anna, &json!({ "content": "ему" }))
        .await;
    let heard = socket.next_of("new_message").await;
    assert_eq!(heard["message"]["content"], "ему");
}

#[tokio::test]
async fn cross_origin_requests_open_no_session() {
    let messenger = MessengerFixture::with(&[("ALLOWED_ORIGINS", "https://office.example")]).await;
    let anonymous = messenger.replica.anonymous_client();
    let open = async |origin: &str| {
        let path = "/socket.io/?EIO=4&transport=polling";
        let request = anonymous
            .request(Method::GET, path)
            .header("Origin", origin);
        let answer = anonymous.send(request).await;
        let allowed = answer.headers.get("access-control-allow-origin");
        let allowed = allowed.map(|origin| origin.to_str().expect("text").to_owned());
        (answer.status, allowed)
    };
    let (ours, others) = ("https://office.example", "https://evil.example");
    assert_eq!(open(others).await, (403, None));
    assert_eq!(open(ours).await, (200, Some(ours.to_owned())));
}
