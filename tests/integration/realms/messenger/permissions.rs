//! Permissions: every operation, every event of a client, every kind of caller.

use reqwest::Method;
use serde_json::{Value, json};
use vestnik::contracts::messenger;

use super::{CONVERSATIONS, MessengerFixture, assert_refused, id_of};
use crate::support::access_matrix::AccessMatrix;
use crate::support::socket_io::ConnectError;
use crate::support::{Person, SocketIo};

/// Events that a client may send over a socket.
const EVENTS: [&str; 3] = ["send_message", "typing", "read_messages"];

/// The guest is one of the market, the teacher a user of the school. The last operation makes
/// the member leave.
const OPERATIONS: &str = "
    anonymous:missing_token guest:invalid_token outsider teacher former_member member
    GET /conversations                                                   401 401 200 200 200 200
    GET /unread-count                                                    401 401 200 200 200 200
    POST /conversations @user =user_not_found                            401 401 400 400 400 400
    POST /attachments @empty =unsupported_media_type                     401 401 415 415 415 415
    GET /conversations/{conversationId}/messages =not_a_participant      401 401 403 403 403 200
    GET /attachments/{id=file} =attachment_not_found                     401 401 404 404 404 200
    POST /users/{user_id}/block =user_not_found                          401 401 400 400 400 400
    DELETE /users/{user_id}/block =user_not_found                        401 401 400 400 400 400
    DELETE /conversations/{conversationId}/members/me =not_a_participant 401 401 403 403 403 204
";

/// A conversation with a file, and users inside and outside of it.
struct Fixture {
    messenger: MessengerFixture,
    chat_id: i64,
    file: i64,
    message: i64,
    teacher: Person,
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
        let chat_id = id_of(&made.expect(200)["data"]["conversation"]);
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
            guest,
        }
    }

    fn matrix(chat_id: i64, file: i64) -> AccessMatrix {
        let bodies = [
            ("user", json!({ "participantId": 987_654_321 })),
            ("empty", json!({})),
        ];
        let targets = vec![
            ("conversationId", chat_id.to_string()),
            ("file", file.to_string()),
            ("user_id", "987654321".to_owned()),
        ];
        let mut matrix = AccessMatrix::parse("/api/messenger", OPERATIONS, &bodies, targets);
        matrix.is_refusal = |body| body["success"] == false && body["error"].is_string();
        matrix
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
    let unknown = |operation: &str| {
        let is_about_chat = operation.contains("{conversationId}");
        is_about_chat.then_some((404, "chat_not_found"))
    };
    for (path, status, code) in [
        ("/conversations/x/messages", 400, "invalid_path"),
        ("/attachments/999999", 404, "attachment_not_found"),
    ] {
        let answer = callers[3].get(&format!("/api/messenger{path}")).await;
        assert_refused(&answer, status, code);
    }
    Fixture::matrix(987_654_321, fixture.file)
        .assert_answers("a teacher", &callers[3], unknown)
        .await;
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
            socket
                .emit(event, &data)
                .await
                .expect("the connection is open");
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

#[tokio::test]
async fn messenger_sockets_validate_tokens_and_last_event_ids() {
    let fixture = Fixture::new().await;
    let (url, token) = (
        &fixture.messenger.replica.url,
        &fixture.messenger.anna.token,
    );
    let (signed, _) = token.rsplit_once('.').expect("a JWT");
    let forged = format!("{signed}.AAAA");
    let unknown = crate::support::database::token_for(987_654_321);
    let tokens = [
        json!(null),
        json!(""),
        json!(fixture.guest),
        json!(forged),
        json!(unknown),
    ];
    let tokens = tokens.map(|token| (json!({ "token": token }), "Authentication error"));
    let ids = [json!("garbage"), json!(5), json!({}), json!(["1-00000000"])];
    let ids = ids.map(|id| json!({ "token": token, "last_event_id": id }));
    let ids = ids.map(|auth| (auth, "Invalid last_event_id"));
    let absent = (json!({}), "Authentication error");
    for (auth, expected) in tokens.into_iter().chain(ids).chain([absent]) {
        let refused = SocketIo::connect(url, &auth).await;
        let Err(ConnectError::Error(message)) = refused else {
            panic!("{auth} was accepted");
        };
        assert_eq!(message, expected, "{auth}");
    }
    let auth = json!({ "token": token, "last_event_id": Value::Null });
    let opened = SocketIo::connect(url, &auth).await;
    opened.expect("a null id opens at the head");
}
