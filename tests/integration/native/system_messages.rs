//! System messages: what the history of a group tells of its members and title.

use reqwest::Method;
use serde_json::{Value, json};

use super::{NativeFixture, Two, ids, next_of, patch, put, reactions};
use crate::support::{Client, assert_refused};

/// The requests that change a message, with the refusal of each.
const CHANGES: [(&str, u16, &str); 6] = [
    ("edit", 404, "message_not_found"),
    ("delete", 404, "message_not_found"),
    ("react", 404, "message_not_found"),
    ("pin", 404, "message_not_found"),
    ("forward", 404, "message_not_found"),
    ("reply", 400, "reply_not_found"),
];

impl Two {
    /// The messages of a page, in a language.
    async fn page(&self, who: &Client, language: &str, query: &str) -> Vec<Value> {
        let path = self.chat(&format!("/messages?{query}"));
        let request = who.request(Method::GET, &path);
        let page = who.send(request.header("Accept-Language", language)).await;
        page.expect(200)["messages"].as_array().unwrap().clone()
    }

    async fn texts(&self, who: &Client, language: &str) -> Vec<String> {
        let messages = self.page(who, language, "").await.into_iter();
        messages
            .map(|message| message["text"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Renames the group, adds a user, removes them, and lets the other member leave.
    async fn change_members(&self, user_id: i64) {
        let title = json!({ "title": "Кафедра" });
        patch(&self.one, &self.chat(""), &title).await.expect(200);
        let added = json!({ "user_ids": [user_id] });
        self.one
            .post(&self.chat("/members"), &added)
            .await
            .expect(200);
        self.send(&self.one, "between").await;
        let removed = self.chat(&format!("/members/{user_id}"));
        self.one.delete(&removed).await.expect(204);
        let left = self.chat("/members/me");
        self.other.delete(&left).await.expect(204);
    }
}

#[tokio::test]
async fn groups_tell_who_made_and_changed_them() {
    let fixture = NativeFixture::new().await;
    let (ann, bob, eve) = (&fixture.ann.name, &fixture.bob.name, &fixture.eve.name);
    for realm in ["campus", "messenger"] {
        let group = fixture.group(realm).await;
        group.change_members(fixture.eve.id).await;
        let expected = [
            format!("{ann} created the group"),
            format!("{ann} renamed the group: “Кафедра”"),
            format!("{ann} added {eve}"),
            "between".to_owned(),
            format!("{ann} removed {eve}"),
            format!("{bob} left the group"),
        ];
        assert_eq!(group.texts(&group.one, "en").await, expected, "{realm}");
        let expected = [
            format!("{ann} создал(а) группу"),
            format!("{ann} переименовал(а) группу: «Кафедра»"),
            format!("{ann} добавил(а) участника: {eve}"),
            "between".to_owned(),
            format!("{ann} удалил(а) участника: {eve}"),
            format!("Больше не в группе: {bob}"),
        ];
        assert_eq!(group.texts(&group.one, "ru").await, expected, "{realm}");
        let page = group.page(&group.one, "en", "").await;
        let (ann, bob, eve) = (group.one_id, group.other_id, fixture.eve.id);
        let told = [
            ("group_created", ann, vec![]),
            ("group_renamed", ann, vec![]),
            ("members_added", ann, vec![eve]),
            ("member_removed", ann, vec![eve]),
            ("member_left", bob, vec![bob]),
        ]
        .map(|(kind, by, of)| json!({ "kind": kind, "actor_id": by, "user_ids": of }));
        let found = page.iter().map(|message| &message["system"]);
        let found: Vec<&Value> = found.filter(|system| !system.is_null()).collect();
        assert_eq!(found, told.each_ref(), "{realm}");
        let first = &page[0];
        assert_eq!(first["id"], group.chat_id, "{realm}");
        let (kind, author) = (&first["type"], &first["author_id"]);
        assert_eq!((kind, author), (&json!("system"), &Value::Null));
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn pages_count_system_messages_like_others() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    group.change_members(fixture.eve.id).await;
    let all = group.page(&group.one, "en", "").await;
    let all = ids(&json!(all));
    for (query, expected) in [
        ("limit=2".to_owned(), &all[4..]),
        (format!("limit=2&before_id={}", all[4]), &all[2..4]),
        (format!("limit=3&after_id={}", all[0]), &all[1..4]),
        (format!("limit=4&around_id={}", all[2]), &all[0..4]),
        ("limit=2&at=2000-01-01T00:00:00Z".to_owned(), &all[0..2]),
    ] {
        let page = group.page(&group.one, "en", &query).await;
        assert_eq!(ids(&json!(page)), expected, "{query}");
    }
    // The time of the third begins with the first message that is not before it.
    let path = group.path(&format!("/messages/{}", all[4]));
    let message = group.one.get(&path).await.expect(200);
    assert_eq!(message["type"], "system");
    let query = format!("at={}", message["created_at"].as_str().unwrap());
    let page = group.page(&group.one, "en", &query).await;
    assert!(page.iter().any(|shown| shown["id"] == all[4]), "{page:?}");
    let path = group.path(&format!("/messages/{}", group.chat_id));
    assert_refused(&group.stranger.get(&path).await, 403, "not_a_participant");
}

#[tokio::test]
async fn lists_show_system_messages_and_count_none() {
    let fixture = NativeFixture::new().await;
    let (group, newer) = (fixture.group("campus").await, fixture.group("campus").await);
    let listed = async || {
        let list = group.other.get(&group.path("/chats")).await.expect(200);
        let chats = list["chats"].as_array().unwrap().iter();
        chats
            .map(|chat| {
                assert_eq!(chat["unread_count"], 0);
                (chat["id"].as_i64().unwrap(), chat["last_message"].clone())
            })
            .collect::<Vec<_>>()
    };
    let before = listed().await;
    assert_eq!((before[0].0, before[1].0), (newer.chat_id, group.chat_id));
    let title = json!({ "title": "Кафедра" });
    patch(&group.one, &group.chat(""), &title).await.expect(200);
    let after = listed().await;
    assert_eq!((after[0].0, after[1].0), (group.chat_id, newer.chat_id));
    assert_eq!(after[0].1["type"], "system");
    // Deleting the newest message uncovers the one before.
    let sent = group.send(&group.other, "!").await;
    assert_eq!(listed().await[0].1["id"], sent);
    let path = group.path(&format!("/messages/{sent}"));
    group.other.delete(&path).await.expect(204);
    assert_eq!(listed().await[0].1, after[0].1);
    let page = group.path("/chats?limit=1");
    let first = group.other.get(&page).await.expect(200);
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = group.other.get(&format!("{page}&cursor={cursor}")).await;
    assert_eq!(ids(&second.expect(200)["chats"]), [newer.chat_id]);
}

#[tokio::test]
async fn streams_bring_the_chat_and_its_system_message() {
    let fixture = NativeFixture::new().await;
    for realm in ["campus", "messenger"] {
        let mut stream = fixture
            .client(&fixture.bob)
            .open_stream_at(&format!("/v1/{realm}/events"))
            .await;
        let group = fixture.group(realm).await;
        for changed in [None, Some("Кафедра")] {
            if let Some(title) = changed {
                let title = json!({ "title": title });
                patch(&group.one, &group.chat(""), &title).await.expect(200);
            }
            let chat = stream.next().await;
            assert_eq!(chat.event, "chat");
            assert!(chat.id.ends_with(".1"), "{}", chat.id);
            let message = stream.next().await;
            assert_eq!(message.event, "message");
            let message = &message.data["message"];
            assert_eq!(message["type"], "system");
            assert_eq!(*message, chat.data["chat"]["last_message"]);
        }
        group.send(&group.one, "!").await;
        let next = next_of(&mut stream, "message").await;
        assert_eq!(next["message"]["text"], "!", "{realm}");
        assert_eq!(group.shown(&group.other).await["unread_count"], 1);
    }
}

#[tokio::test]
async fn nobody_changes_system_messages() {
    let fixture = NativeFixture::new().await;
    for realm in ["campus", "messenger"] {
        let group = fixture.group(realm).await;
        let (id, head) = (group.chat_id, fixture.database.head().await);
        let path = group.path(&format!("/messages/{id}"));
        for (change, status, code) in CHANGES {
            let messages = group.chat("/messages");
            let answer = match change {
                "edit" => patch(&group.one, &path, &json!({ "text": "!" })).await,
                "delete" => group.one.delete(&path).await,
                "react" => put(&group.one, &reactions::path(&group, id, "👍")).await,
                "pin" => put(&group.one, &group.chat(&format!("/pins/{id}"))).await,
                "forward" => {
                    group
                        .one
                        .post(&messages, &json!({ "forward_id": id }))
                        .await
                }
                _ => {
                    let body = json!({ "text": "!", "reply_to_id": id });
                    group.one.post(&messages, &body).await
                }
            };
            assert_refused(&answer, status, code);
        }
        let readers = group.one.get(&format!("{path}/readers")).await;
        assert_eq!(readers.expect(200)["readers"], json!([]));
        let mark = json!({ "up_to_id": id });
        let read = group.other.post(&group.chat("/read"), &mark).await;
        read.expect(204);
        assert_eq!(fixture.database.head().await, head, "{realm}");
    }
}

#[tokio::test]
async fn older_contracts_show_no_system_messages() {
    let fixture = NativeFixture::new().await;
    let campus = fixture.group("campus").await;
    let messenger = fixture.group("messenger").await;
    for group in [&campus, &messenger] {
        let title = json!({ "title": "Кафедра" });
        patch(&group.one, &group.chat(""), &title).await.expect(200);
    }
    let list = campus.other.get("/api/unet-chat/conversations/").await;
    let list = list.expect(200);
    assert_eq!(list[0]["last_message"], Value::Null, "{list}");
    let id = list[0]["id"].as_str().unwrap();
    let path = format!("/api/unet-chat/messages/{id}");
    assert_eq!(campus.other.get(&path).await.expect(200), json!([]));
    let list = messenger.other.get("/api/messenger/conversations").await;
    let list = list.expect(200);
    let conversation = &list["data"]["conversations"][0];
    assert_eq!(conversation["last_message_id"], Value::Null);
    assert_eq!(conversation["unread_count"], 0);
    let id = conversation["id"].as_i64().unwrap();
    let path = format!("/api/messenger/conversations/{id}/messages");
    let history = messenger.other.get(&path).await.expect(200);
    assert_eq!(history["data"]["messages"], json!([]), "{history}");
}

#[tokio::test]
async fn system_messages_lose_erased_names_and_titles() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let title = json!({ "title": "a secret" });
    patch(&group.one, &group.chat(""), &title).await.expect(200);
    let erase = format!("CALL audit.erase_user({})", fixture.ann.id);
    fixture.database.execute(&erase).await;
    let texts = group.texts(&group.other, "en").await;
    let expected = [
        "A deleted user created the group",
        "A deleted user renamed the group",
        "A deleted user left the group",
    ];
    assert_eq!(texts, expected);
    fixture.assert_verified().await;
}
