//! The older contracts of the program's realms follow the files, too.

use reqwest::Method;
use serde_json::{Value, json};

use super::serve;
use crate::support::photos::{PNG, upload_request_to};
use crate::support::{Client, TestDatabase, assert_refused};

/// The newest message of the school's chat, by the older contract.
async fn newest(client: &Client, chat_id: i64) -> Value {
    let page = format!("/api/chats/{chat_id}/messages?limit=1");
    client.get(&page).await.expect(200)["messages"][0].clone()
}

#[tokio::test]
async fn the_school_marks_what_its_file_lets_authors_edit() {
    let (database, pair) = TestDatabase::with_pair().await;
    let replica = serve(&database, &[("school.toml", "edits = true")]).await;
    let (teacher, student) = (replica.client(&pair.teacher), replica.client(&pair.student));
    let id = teacher.send_message(pair.chat_id, "a").await;
    let before = newest(&student, pair.chat_id).await;
    assert!(before.get("edited_at").is_none_or(Value::is_null));
    let edit = teacher
        .request(Method::PATCH, &format!("/v1/school/messages/{id}"))
        .json(&json!({ "text": "b" }));
    teacher.send(edit).await.expect(200);
    let after = newest(&student, pair.chat_id).await;
    assert_eq!((&after["id"], &after["content"]), (&json!(id), &json!("b")));
    assert!(after["edited_at"].is_string(), "{after}");
}

#[tokio::test]
async fn the_messenger_of_one_company_knows_nobody_else() {
    let database = TestDatabase::new().await;
    let [ann, bob, eve] = database.people("member").await;
    let sql = format!(
        "UPDATE users SET company_id = CASE id WHEN {} THEN 2 ELSE 1 END",
        eve.id
    );
    database.execute(&sql).await;
    let replica = serve(&database, &[("messenger.toml", "splits_companies = true")]).await;
    let ann = replica.client(&ann);
    let path = "/api/messenger/conversations";
    for new in [
        json!({ "participantId": eve.id }),
        json!({ "type": "group", "name": "G", "participantIds": [bob.id, eve.id] }),
    ] {
        assert_refused(&ann.post(path, &new).await, 400, "user_not_found");
    }
    ann.post(path, &json!({ "participantId": bob.id }))
        .await
        .expect(200);
}

#[tokio::test]
async fn the_campus_lacks_what_its_file_switches_off() {
    let database = TestDatabase::new().await;
    let [ann, bob, eve] = database.people("member").await;
    let conversations = "/api/unet-chat/conversations/";
    let new = |other: i64| json!({ "type": "private", "participant_ids": [other] });
    let replica = serve(&database, &[]).await;
    let client = replica.client(&ann);
    let there = client.post(conversations, &new(bob.id)).await.expect(201);
    let send = |text: &str| json!({ "conversation_id": there["id"], "text": text });
    let messages = "/api/unet-chat/messages/";
    let sent = client.post(messages, &send("long")).await.expect(201);
    replica.shut_down().await;

    let file = "private_chats = 'by_key'\ngroups = false\nedits = false\nreplies = false\n\
                blocks = false\nmax_text = 3";
    let replica = serve(&database, &[("campus.toml", file)]).await;
    let client = replica.client(&ann);
    let found = client.post(conversations, &new(bob.id)).await.expect(200);
    assert_eq!(found["id"], there["id"]);
    let group = json!({ "type": "group", "title": "G", "participant_ids": [bob.id] });
    for new in [new(eve.id), group] {
        let refused = client.post(conversations, &new).await;
        assert_refused(&refused, 403, "not_in_this_realm");
    }
    let refused = client.post(messages, &send("long")).await;
    assert_refused(&refused, 400, "invalid_content");
    client.post(messages, &send("abc")).await.expect(201);
    let mut reply = send("abc");
    reply["reply_to"] = sent["id"].clone();
    let id = sent["id"].as_str().expect("a UUID");
    let edit = client
        .request(Method::PUT, &format!("{messages}{id}"))
        .json(&json!({ "text": "b" }));
    let block = format!("/api/unet-chat/users/{}/block", bob.id);
    for refused in [
        client.post(messages, &reply).await,
        client.send(edit).await,
        client.post(&block, &json!({})).await,
    ] {
        assert_refused(&refused, 403, "not_in_this_realm");
    }
}

#[tokio::test]
async fn a_direct_message_begins_no_chat_that_programs_make() {
    let database = TestDatabase::new().await;
    let [ann, bob, eve] = database.people("member").await;
    let body = json!({ "body": "a" });
    let path = |id: i64| format!("/api/v1/chat/direct/{id}/send");
    let replica = serve(&database, &[]).await;
    let sent = replica.client(&ann).post(&path(bob.id), &body).await;
    sent.expect(201);
    replica.shut_down().await;
    let replica = serve(&database, &[("direct.toml", "private_chats = 'by_key'")]).await;
    let ann = replica.client(&ann);
    ann.post(&path(bob.id), &body).await.expect(201);
    let refused = ann.post(&path(eve.id), &body).await;
    assert_refused(&refused, 403, "not_in_this_realm");
}

#[tokio::test]
async fn the_messenger_takes_the_files_that_its_file_allows() {
    let database = TestDatabase::new().await;
    let ann = database.person("member").await;
    let path = "/api/messenger/attachments";
    for (file, of_text, of_picture) in [
        ("files = 'all'", (201, ""), (201, "")),
        ("files = 'images'", (415, "file_type_refused"), (201, "")),
        (
            "files = 'none'",
            (403, "not_in_this_realm"),
            (403, "not_in_this_realm"),
        ),
    ] {
        let replica = serve(&database, &[("messenger.toml", file)]).await;
        let client = replica.client(&ann);
        for (content, expected) in [(&b"text"[..], of_text), (PNG, of_picture)] {
            let request = upload_request_to(&client, path, "a", content);
            let answer = client.send(request).await;
            assert_eq!((answer.status, answer.code()), expected, "{file}");
        }
        replica.shut_down().await;
    }
}

#[tokio::test]
async fn the_market_has_no_reports_if_its_file_says_so() {
    let database = TestDatabase::new().await;
    let [ann, moderator] = [
        database.person("member").await,
        database.person("moderator").await,
    ];
    let file = "reports = false\ndesk = false\nblocks = false";
    let replica = serve(&database, &[("market.toml", file)]).await;
    let (ann, moderator) = (replica.client(&ann), replica.client(&moderator));
    let report = json!({ "message_id": 1, "reason": "rude" });
    for refused in [
        ann.post("/api/chat/chats/1/report", &report).await,
        ann.post("/api/chat/chats/1/block", &json!({})).await,
        moderator.get("/api/chat/moderation").await,
    ] {
        assert_refused(&refused, 403, "not_in_this_realm");
    }
}

#[tokio::test]
async fn the_school_has_no_log_in_if_people_sign_in_elsewhere() {
    let database = TestDatabase::new().await;
    let replica = serve(&database, &[("school.toml", "accounts = false")]).await;
    let login = json!({ "email": "a@school.test", "password": "correct horse" });
    let anyone = replica.anonymous_client();
    let refused = anyone.post("/api/auth/login", &login).await;
    assert_refused(&refused, 403, "not_in_this_realm");
}
