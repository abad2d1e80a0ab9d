//! Who may call what: every operation and every event of a client, every kind of caller.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};

use super::{CONVERSATIONS, Office, id_of};
use crate::support::socket_io::Refused;
use crate::support::{Client, Person, SocketIo};

/// What a client may send over a socket (messenger.md).
const EVENTS: [&str; 3] = ["send_message", "typing", "read_messages"];

/// A conversation with a file, and everybody who might ask for it.
struct Scene {
    office: Office,
    chat_id: i64,
    file: i64,
    message: i64,
    /// One of the school, and their chat there.
    teacher: Person,
    lesson: i64,
    /// A guest's token, of the market.
    guest: String,
}

impl Scene {
    /// A group of three, one of whom was taken out.
    async fn new() -> Self {
        let office = Office::with(&[("REALMS", "school,market,messenger")]).await;
        let group = json!({
            "participantIds": [office.boris.id, office.vera.id], "name": "Трое", "type": "group"
        });
        let made = office.as_(&office.anna).post(CONVERSATIONS, &group).await;
        let chat_id = id_of(&made.expect(201)["data"]["conversation"]);
        let file = office.file(&office.anna, "a.txt", b"secret").await;
        let payload = json!({ "content": "тайна", "type": "file", "attachments": [file] });
        let message = office.wrote(chat_id, &office.anna, &payload).await;
        office
            .database
            .execute(&format!(
                "DELETE FROM chat_participants WHERE chat_id = {chat_id} AND user_id = {}",
                office.vera.id
            ))
            .await;
        let pair = office.database.pair().await;
        let nobody = office.replica.stranger();
        let guest = nobody.post("/api/chat/guests", &Value::Null).await;
        let guest = guest.expect(201)["token"]
            .as_str()
            .expect("text")
            .to_owned();
        Self {
            office,
            chat_id,
            file,
            message,
            teacher: pair.teacher,
            lesson: pair.chat_id,
            guest,
        }
    }

    /// Nobody, a guest, a stranger, one of the school, one who was taken out, a participant.
    fn callers(&self) -> [(&'static str, Client); 6] {
        let office = &self.office;
        [
            ("nobody", office.replica.stranger()),
            ("a guest", office.replica.stranger().with_token(&self.guest)),
            ("a stranger", office.as_(&office.stranger)),
            ("a teacher", office.as_(&self.teacher)),
            ("one who was taken out", office.as_(&office.vera)),
            ("a participant", office.as_(&office.boris)),
        ]
    }

    /// What a client sends over a socket, about a conversation.
    fn data(&self, event: &str, chat_id: i64) -> Value {
        match event {
            "send_message" => json!({ "conversationId": chat_id, "content": "!" }),
            "typing" => json!({ "conversationId": chat_id, "isTyping": true }),
            _ => json!({ "conversationId": chat_id, "messageIds": [self.message] }),
        }
    }
}

/// An operation, and what the callers get, by status and code.
type Row = (&'static str, Value, [(u16, &'static str); 6]);

const MISSING: (u16, &str) = (401, "missing_token");
const INVALID: (u16, &str) = (401, "invalid_token");
const FINE: (u16, &str) = (200, "");
const OUTSIDE: (u16, &str) = (403, "not_a_participant");

/// The whole REST contract, in one table.
fn table() -> Vec<Row> {
    let for_everyone = |answer| [MISSING, INVALID, answer, answer, answer, answer];
    let for_participants = |refusal| [MISSING, INVALID, refusal, refusal, refusal, FINE];
    vec![
        (
            "GET /api/messenger/conversations",
            Value::Null,
            for_everyone(FINE),
        ),
        (
            "GET /api/messenger/unread-count",
            Value::Null,
            for_everyone(FINE),
        ),
        (
            "POST /api/messenger/conversations",
            json!({ "participantId": 987_654_321 }),
            for_everyone((400, "user_not_found")),
        ),
        (
            "POST /api/messenger/attachments",
            json!({}),
            for_everyone((415, "unsupported_media_type")),
        ),
        (
            "GET /api/messenger/conversations/{conversationId}/messages",
            Value::Null,
            for_participants((403, "not_a_participant")),
        ),
        (
            "GET /api/messenger/attachments/{id}",
            Value::Null,
            for_participants((404, "attachment_not_found")),
        ),
        (
            "POST /api/messenger/users/{user_id}/block",
            Value::Null,
            for_everyone((400, "user_not_found")),
        ),
        (
            "DELETE /api/messenger/users/{user_id}/block",
            Value::Null,
            for_everyone((400, "user_not_found")),
        ),
        // The last, since the participant is one no more.
        (
            "DELETE /api/messenger/conversations/{conversationId}/members/me",
            Value::Null,
            [MISSING, INVALID, OUTSIDE, OUTSIDE, OUTSIDE, (204, "")],
        ),
    ]
}

/// Asks for an operation about a conversation and a file.
async fn answer(client: &Client, row: &Row, chat_id: i64, file: i64) -> (u16, String) {
    let (method, path) = row.0.split_once(' ').expect("METHOD path");
    let path = path
        .replace("{conversationId}", &chat_id.to_string())
        .replace("{id}", &file.to_string())
        .replace("{user_id}", "987654321");
    let mut request = client.request(method.parse::<Method>().expect("a method"), &path);
    if !row.1.is_null() {
        request = request.json(&row.1);
    }
    let answer = client.send(request).await;
    (answer.status, answer.code().to_owned())
}

#[tokio::test]
async fn every_documented_operation_is_in_the_table() {
    let office = Office::new().await;
    let document = office.replica.stranger().get("/api/openapi.json").await;
    let document = document.expect(200);
    let paths = document["paths"].as_object().expect("paths");
    let documented: BTreeSet<String> = paths
        .iter()
        .filter(|(path, _)| path.starts_with("/api/messenger/"))
        .flat_map(|(path, item)| {
            let methods = item.as_object().expect("methods").keys();
            methods.map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect();
    let tested: BTreeSet<String> = table().iter().map(|row| row.0.to_owned()).collect();
    assert_eq!(documented, tested);
}

#[tokio::test]
async fn every_operation_is_for_those_the_contract_names() {
    let scene = Scene::new().await;
    let head = scene.office.database.head().await;
    let mut wrong = Vec::new();
    for row in table() {
        for ((caller, client), expected) in scene.callers().iter().zip(row.2) {
            let (status, code) = answer(client, &row, scene.chat_id, scene.file).await;
            if (status, code.as_str()) != expected {
                let operation = row.0;
                wrong.push(format!(
                    "{operation} by {caller}: {status} {code}, not {expected:?}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(
        scene.office.database.head().await,
        head + 1,
        "and nothing was done, but that the participant left"
    );
}

#[tokio::test]
async fn a_chat_of_another_realm_is_not_there_even_for_its_own_people() {
    let scene = Scene::new().await;
    let teacher = scene.office.as_(&scene.teacher);
    for row in table()
        .iter()
        .filter(|row| row.0.contains("{conversationId}"))
    {
        for chat_id in [scene.lesson, 987_654_321] {
            let (status, code) = answer(&teacher, row, chat_id, 0).await;
            assert_eq!(
                (status, code.as_str()),
                (404, "chat_not_found"),
                "{}",
                row.0
            );
        }
    }
    let mut socket = SocketIo::open(&scene.office.replica.url, &scene.teacher.token).await;
    for event in EVENTS {
        for chat_id in [scene.lesson, 987_654_321] {
            let ack = socket.call(event, &scene.data(event, chat_id)).await;
            assert_eq!(ack["error"]["code"], "chat_not_found", "{event}: {ack}");
        }
    }
}

#[tokio::test]
async fn a_socket_is_for_tokens_of_accounts_alone() {
    let scene = Scene::new().await;
    let (signed, _) = scene.office.anna.token.rsplit_once('.').expect("a JWT");
    for auth in [
        json!({}),
        json!({ "token": Value::Null }),
        json!({ "token": "" }),
        json!({ "token": scene.guest }),
        json!({ "token": format!("{signed}.AAAA") }),
        json!({ "token": crate::support::database::token_for(987_654_321) }),
    ] {
        let refused = SocketIo::connect(&scene.office.replica.url, &auth).await;
        let Err(Refused::Error(message)) = refused else {
            panic!("{auth} was let in");
        };
        assert_eq!(message, "Authentication error", "{auth}");
    }
}

#[tokio::test]
async fn what_is_no_id_to_resume_from_is_refused_as_that() {
    let office = Office::new().await;
    for id in [json!("garbage"), json!(5), json!({}), json!(["1-00000000"])] {
        let auth = json!({ "token": office.anna.token, "last_event_id": id });
        let refused = SocketIo::connect(&office.replica.url, &auth).await;
        let Err(Refused::Error(message)) = refused else {
            panic!("{auth} was let in");
        };
        assert_eq!(message, "Invalid last_event_id", "{id}");
    }
    let auth = json!({ "token": office.anna.token, "last_event_id": Value::Null });
    assert!(SocketIo::connect(&office.replica.url, &auth).await.is_ok());
}

#[tokio::test]
async fn every_event_of_a_client_is_for_participants_alone() {
    let scene = Scene::new().await;
    let office = &scene.office;
    let head = office.database.head().await;
    for person in [&office.stranger, &scene.teacher, &office.vera] {
        let mut socket = SocketIo::open(&office.replica.url, &person.token).await;
        for event in EVENTS {
            let data = scene.data(event, scene.chat_id);
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
    assert_eq!(office.database.head().await, head, "and nothing was done");

    let mut socket = SocketIo::open(&office.replica.url, &office.boris.token).await;
    for event in EVENTS {
        let ack = socket.call(event, &scene.data(event, scene.chat_id)).await;
        assert_eq!(ack["success"], true, "{event}: {ack}");
    }
}

#[tokio::test]
async fn who_is_taken_out_while_connected_may_say_nothing_more_and_hears_nothing_more() {
    let scene = Scene::new().await;
    let office = &scene.office;
    let mut socket = SocketIo::open(&office.replica.url, &office.boris.token).await;
    let own = office.direct(None).await;
    socket.next_of("conversation_created").await;
    office
        .database
        .execute(&format!(
            "DELETE FROM chat_participants WHERE chat_id = {} AND user_id = {}",
            scene.chat_id, office.boris.id
        ))
        .await;
    for event in EVENTS {
        let ack = socket.call(event, &scene.data(event, scene.chat_id)).await;
        assert_eq!(ack["error"]["code"], "not_a_participant", "{event}: {ack}");
    }
    office
        .wrote(
            scene.chat_id,
            &office.anna,
            &json!({ "content": "без него" }),
        )
        .await;
    office
        .wrote(own, &office.anna, &json!({ "content": "ему" }))
        .await;
    let heard = socket.next_of("new_message").await;
    assert_eq!(heard["message"]["content"], "ему");
}
