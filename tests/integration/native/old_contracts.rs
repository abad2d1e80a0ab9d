//! What the older contracts show of messages with files, and of edits.

use reqwest::Method;
use serde_json::{Value, json};

use super::{NativeFixture, PNG, SETTINGS, Two, patch, upload};
use crate::support::{EventStream, Replica, Socket, SocketIo, SocketRequest, assert_refused};

/// Where a contract shows a message.
struct Contract {
    realm: &'static str,
    /// The history, of `{chat}`, and the newest message in it.
    history: (&'static str, &'static str),
    /// The list, and the last message's text in it.
    list: (&'static str, &'static str),
    /// The list's last message, if it is an object.
    last: Option<&'static str>,
    text: &'static str,
    /// The events of a new and an edited message, and the message in them.
    events: (&'static str, &'static str, &'static str),
    has_uuids: bool,
}

const CONTRACTS: [Contract; 5] = [
    Contract {
        realm: "school",
        history: ("/api/chats/{chat}/messages", "/messages/0"),
        list: ("/api/chats", "/chats/0/last_message/content"),
        last: Some("/chats/0/last_message"),
        text: "content",
        events: ("new_message", "message_edited", "message"),
        has_uuids: false,
    },
    Contract {
        realm: "campus",
        history: ("/api/unet-chat/messages/{chat}", "/0"),
        list: ("/api/unet-chat/conversations", "/0/last_message/text"),
        last: Some("/0/last_message"),
        text: "text",
        events: ("message:new", "message:edited", "payload"),
        has_uuids: true,
    },
    Contract {
        realm: "messenger",
        history: (
            "/api/messenger/conversations/{chat}/messages",
            "/data/messages/0",
        ),
        list: (
            "/api/messenger/conversations",
            "/data/conversations/0/last_message_content",
        ),
        last: None,
        text: "content",
        events: ("new_message", "message_edited", "message"),
        has_uuids: false,
    },
    Contract {
        realm: "market",
        history: ("/api/chat/chats/{chat}/messages", "/messages/0"),
        list: ("/api/chat/chats/my?is_seller=true", "/0/last_message"),
        last: None,
        text: "message_text",
        // The realm has no edits.
        events: ("message", "", "message"),
        has_uuids: false,
    },
    Contract {
        realm: "direct",
        history: ("/api/v1/chat/conversations/{chat}/messages", "/messages/0"),
        list: (
            "/api/v1/chat/conversations",
            "/conversations/0/last_message/body",
        ),
        last: Some("/conversations/0/last_message"),
        text: "body",
        events: ("message", "message_edited", "data"),
        has_uuids: true,
    },
];

/// A stream of an older contract.
enum OldStream {
    Events(EventStream),
    Frames(Socket),
    Packets(Box<SocketIo>),
}

impl OldStream {
    async fn open(contract: &Contract, replica: &Replica, token: &str, chat: &str) -> Self {
        let path = match contract.realm {
            "school" => {
                let client = replica.anonymous_client().with_token(token);
                return Self::Events(client.open_stream().await);
            }
            "messenger" => {
                return Self::Packets(Box::new(SocketIo::open(&replica.url, token).await));
            }
            "campus" => format!("/api/unet-chat/ws/conversations/{chat}/"),
            "market" => format!("/api/chat/ws/{chat}"),
            _ => "/api/v1/ws".to_owned(),
        };
        let request = SocketRequest::at(&replica.url, &path).bearer(token);
        Self::Frames(request.open().await)
    }

    /// The next event of this name.
    async fn next_of(&mut self, event: &str) -> Value {
        match self {
            Self::Events(stream) => super::next_of(stream, event).await,
            Self::Frames(socket) => socket.next_of(event).await,
            Self::Packets(socket) => socket.next_of(event).await,
        }
    }
}

impl Contract {
    /// The id of a chat as the contract has it.
    async fn chat_of(&self, fixture: &NativeFixture, two: &Two) -> String {
        if !self.has_uuids {
            return two.chat_id.to_string();
        }
        let client = fixture.database.client().await;
        let sql = "SELECT uuid::text FROM chats WHERE id = $1";
        let row = client.query_one(sql, &[&two.chat_id]).await;
        row.expect("the chat exists").get(0)
    }

    async fn newest(&self, two: &Two, chat: &str) -> Value {
        let (path, place) = self.history;
        // The messenger's pages are the newest first, and one message is all that there is.
        let page = two.other.get(&path.replace("{chat}", chat)).await;
        let page = page.expect(200);
        page.pointer(place).cloned().unwrap_or_default()
    }

    /// Asserts that a message shows this text and these files of `/v1`.
    fn assert_shows(&self, shown: &Value, text: &str, sent: &Value) {
        assert_eq!(shown[self.text], text, "{}: {shown}", self.realm);
        let files = sent["attachments"].as_array().expect("files");
        let shown = shown["attachments"].as_array().expect("files").iter();
        assert_eq!(shown.len(), files.len());
        for (shown, file) in shown.zip(files) {
            let mut fields = vec!["name", "mime", "size"];
            if self.realm != "messenger" {
                fields.extend(["kind", "url", "width", "height", "duration_ms", "waveform"]);
            }
            for field in fields {
                assert_eq!(shown[field], file[field], "{}: {field}", self.realm);
            }
            let id = match self.realm {
                "direct" => json!(file["id"].to_string()),
                _ => file["id"].clone(),
            };
            assert_eq!(shown["id"], id, "{}", self.realm);
        }
    }
}

async fn stored(two: &Two, name: &str) -> Value {
    let stored = upload(&two.one, two.realm, name, PNG).await;
    stored.expect(201)["id"].clone()
}

async fn send(two: &Two, body: &Value) -> Value {
    let sent = two.one.post(&two.chat("/messages"), body).await;
    sent.expect(201)
}

fn token_of<'a>(fixture: &'a NativeFixture, contract: &Contract) -> &'a str {
    match contract.realm {
        "school" => &fixture.pair.student.token,
        _ => &fixture.bob.token,
    }
}

#[tokio::test]
async fn older_contracts_show_files_edits_and_deletions() {
    let fixture = NativeFixture::new().await;
    for contract in &CONTRACTS {
        let two = fixture.two(contract.realm).await;
        let chat = contract.chat_of(&fixture, &two).await;
        let token = token_of(&fixture, contract);
        let mut stream = OldStream::open(contract, &fixture.replica, token, &chat).await;
        let (new, edited, place) = contract.events;
        let ids = [stored(&two, "a.png").await, stored(&two, "b.png").await];
        let sent = send(&two, &json!({ "attachment_ids": ids })).await;

        let text = "📎 a.png, b.png";
        let event = stream.next_of(new).await;
        contract.assert_shows(&event[place], text, &sent);
        let newest = contract.newest(&two, &chat).await;
        contract.assert_shows(&newest, text, &sent);
        let (list, last_text) = contract.list;
        let list = two.other.get(list).await.expect(200);
        assert_eq!(list.pointer(last_text), Some(&json!(text)), "{list}");
        if let Some(last) = contract.last {
            contract.assert_shows(list.pointer(last).unwrap(), text, &sent);
        }
        for file in newest["attachments"].as_array().unwrap() {
            let url = file["url"].as_str().unwrap();
            assert_eq!(two.other.get(url).await.status, 200, "{url}");
            let refused = two.stranger.get(url).await;
            assert_refused(&refused, 404, "attachment_not_found");
        }

        let message = two.path(&format!("/messages/{}", sent["id"]));
        let edit = patch(&two.one, &message, &json!({ "text": "edited" })).await;
        if edited.is_empty() {
            assert_refused(&edit, 403, "not_in_this_realm");
        } else {
            edit.expect(200);
            let event = stream.next_of(edited).await;
            contract.assert_shows(&event[place], "edited", &sent);
            let newest = contract.newest(&two, &chat).await;
            contract.assert_shows(&newest, "edited", &sent);
        }

        two.one.delete(&message).await.expect(204);
        let newest = contract.newest(&two, &chat).await;
        assert_eq!(newest["attachments"], Value::Null, "{newest}");
        let list = two.other.get(contract.list.0).await.expect(200);
        assert!(!list.to_string().contains("a.png"), "{list}");
    }
}

#[tokio::test]
async fn message_without_files_is_as_it_was() {
    let fixture = NativeFixture::new().await;
    for contract in &CONTRACTS {
        let two = fixture.two(contract.realm).await;
        let chat = contract.chat_of(&fixture, &two).await;
        let token = token_of(&fixture, contract);
        let mut stream = OldStream::open(contract, &fixture.replica, token, &chat).await;
        two.send(&two.one, "text").await;
        let (new, _, place) = contract.events;
        let none = match contract.realm {
            "messenger" => Some(json!([])),
            _ => None,
        };
        let event = stream.next_of(new).await;
        assert_eq!(event[place].get("attachments"), none.as_ref());
        let newest = contract.newest(&two, &chat).await;
        assert_eq!(newest.get("attachments"), none.as_ref());
    }
}

#[tokio::test]
async fn sender_and_admin_see_an_edit_in_the_school() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("school").await;
    let mut own = two.one.open_stream().await;
    let mut admins = fixture.client(&fixture.admin).open_stream().await;
    let id = two.send(&two.one, "first").await;
    let message = two.path(&format!("/messages/{id}"));
    patch(&two.one, &message, &json!({ "text": "second" }))
        .await
        .expect(200);
    for stream in [&mut own, &mut admins] {
        let edited = super::next_of(stream, "message_edited").await;
        assert_eq!(edited["chat_id"], two.chat_id);
        assert_eq!(edited["message"]["id"], id);
        assert_eq!(edited["message"]["content"], "second");
    }
}

#[tokio::test]
async fn deleted_message_shows_an_admin_its_text_and_no_files() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("school").await;
    let ids = [stored(&two, "a.png").await];
    let sent = send(&two, &json!({ "attachment_ids": ids, "text": "text" })).await;
    let message = two.path(&format!("/messages/{}", sent["id"]));
    two.one.delete(&message).await.expect(204);
    let path = format!("/api/chats/{}/messages?include_deleted=true", two.chat_id);
    let page = fixture.client(&fixture.admin).get(&path).await.expect(200);
    let shown = &page["messages"][0];
    assert_eq!(
        (&shown["content"], &shown["is_deleted"]),
        (&json!("text"), &json!(true))
    );
    assert_eq!(shown["attachments"], Value::Null);
}

#[tokio::test]
async fn edit_of_a_message_deleted_since_is_not_replayed() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("school").await;
    let mut stream = two.other.open_stream().await;
    let before = stream.last_event_id.clone();
    let id = two.send(&two.one, "first").await;
    let message = two.path(&format!("/messages/{id}"));
    patch(&two.one, &message, &json!({ "text": "second" }))
        .await
        .expect(200);
    super::next_of(&mut stream, "message_edited").await;
    two.one.delete(&message).await.expect(204);
    let second = Replica::spawn_with(&fixture.database, SETTINGS).await;
    let reader = second.client(&fixture.pair.student);
    let mut resumed = reader.open_stream_after(&before).await;
    for event in ["new_message", "chat_read", "message_deleted"] {
        let next = resumed.next().await;
        if event == "chat_read" && next.event == "message_deleted" {
            break;
        }
        assert_eq!(next.event, event);
    }
}

#[tokio::test]
async fn replay_of_a_deleted_market_message_names_no_files() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("market").await;
    let path = format!("/api/chat/ws/{}", two.chat_id);
    let request = |replica: &Replica, path: &str| {
        SocketRequest::at(&replica.url, path).bearer(&fixture.bob.token)
    };
    let mut socket = request(&fixture.replica, &path).open().await;
    two.send(&two.one, "first").await;
    let first = socket.next_of("message").await;
    let cursor = first["event_id"].as_str().unwrap();
    let ids = [stored(&two, "a.png").await];
    let sent = send(&two, &json!({ "attachment_ids": ids })).await;
    let message = two.path(&format!("/messages/{}", sent["id"]));
    two.one.delete(&message).await.expect(204);
    socket.next_of("message_deleted").await;
    let second = Replica::spawn_with(&fixture.database, SETTINGS).await;
    let resume = format!("{path}?last_event_id={cursor}");
    for replica in [&fixture.replica, &second] {
        let mut resumed = request(replica, &resume).open().await;
        loop {
            let frame = resumed.next().await;
            assert_ne!(frame["type"], "message", "{frame}");
            if frame["type"] == "message_deleted" {
                break;
            }
        }
    }
}

#[tokio::test]
async fn moderators_see_the_names_of_reported_files() {
    let fixture = NativeFixture::new().await;
    let moderator = fixture.database.person("moderator").await;
    let two = fixture.two("market").await;
    let ids = [stored(&two, "a.png").await];
    let sent = send(&two, &json!({ "attachment_ids": ids })).await;
    let report = two.path(&format!("/messages/{}/report", sent["id"]));
    let report = two.other.post(&report, &json!({ "reason": "spam" })).await;
    assert!([201, 202, 204].contains(&report.status), "{}", report.body);
    let queue = fixture.client(&moderator).get("/api/chat/moderation").await;
    assert_eq!(queue.expect(200)["reports"][0]["message_text"], "📎 a.png");
}

#[tokio::test]
async fn cookie_of_the_school_downloads_files() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("school").await;
    let ids = [stored(&two, "a.png").await];
    send(&two, &json!({ "attachment_ids": ids })).await;
    let history = format!("/api/chats/{}/messages", two.chat_id);
    let page = two.other.get(&history).await.expect(200);
    let url = page["messages"][0]["attachments"][0]["url"]
        .as_str()
        .unwrap();
    let anonymous = fixture.replica.anonymous_client();
    assert_eq!(anonymous.get(url).await.status, 401);
    let cookie = format!("access_token={}", fixture.pair.student.token);
    let request = anonymous.request(Method::GET, url).header("cookie", cookie);
    assert_eq!(anonymous.send(request).await.status, 200);
}
