//! A file with the name of a realm of the program changes the keys that it has.

use reqwest::Method;
use serde_json::json;

use super::serve;
use crate::support::photos::{PNG, upload};
use crate::support::{TestDatabase, assert_refused};

#[tokio::test]
async fn a_file_lets_authors_of_the_school_edit() {
    let (database, pair) = TestDatabase::with_pair().await;
    for (files, status) in [
        (&[][..], 403),
        (&[("school.toml", "edits = true")][..], 200),
    ] {
        let replica = serve(&database, files).await;
        let teacher = replica.client(&pair.teacher);
        let path = format!("/v1/school/chats/{}/messages", pair.chat_id);
        let sent = teacher
            .post(&path, &json!({ "text": "a" }))
            .await
            .expect(201);
        let path = format!("/v1/school/messages/{}", sent["id"]);
        let edit = teacher
            .request(Method::PATCH, &path)
            .json(&json!({ "text": "b" }));
        assert_eq!(teacher.send(edit).await.status, status);
        replica.shut_down().await;
    }
}

#[tokio::test]
async fn a_file_keeps_companies_of_the_messenger_apart() {
    let database = TestDatabase::new().await;
    let [ann, bob, eve] = database.people("member").await;
    let sql = format!(
        "UPDATE users SET company_id = CASE id WHEN {} THEN 2 ELSE 1 END",
        eve.id
    );
    database.execute(&sql).await;
    let replica = serve(&database, &[("messenger.toml", "splits_companies = true")]).await;
    let ann = replica.client(&ann);
    for (realm, status) in [("messenger", 404), ("campus", 201)] {
        let path = format!("/v1/{realm}/chats");
        let new = |id: i64| json!({ "type": "private", "user_ids": [id] });
        assert_eq!(
            ann.post(&path, &new(eve.id)).await.status,
            status,
            "{realm}"
        );
        ann.post(&path, &new(bob.id)).await.expect(201);
    }
}

#[tokio::test]
async fn a_realm_lacks_what_its_file_switches_off() {
    let database = TestDatabase::new().await;
    let [ann, bob, eve] = database.people("member").await;
    let file = "private_chats = 'by_key'\nfiles = 'none'\nmax_members = 2\nreplies = false\nsearch = false";
    let replica = serve(&database, &[("quiet.toml", file)]).await;
    let ann = replica.client(&ann);
    let private = json!({ "type": "private", "user_ids": [bob.id] });
    let made = ann.post("/v1/quiet/chats", &private).await;
    assert_refused(&made, 403, "not_in_this_realm");
    let group = |ids: &[i64]| json!({ "type": "group", "title": "G", "user_ids": ids });
    let made = ann.post("/v1/quiet/chats", &group(&[bob.id, eve.id])).await;
    assert_refused(&made, 409, "group_full");
    let made = ann
        .post("/v1/quiet/chats", &group(&[bob.id]))
        .await
        .expect(201);
    let can = made["me"]["can"].as_array().expect("a list");
    for lacking in ["attach", "reply", "invite"] {
        assert!(!can.contains(&json!(lacking)), "{lacking}: {can:?}");
    }
    let uploaded = upload(&ann, "quiet", "a.png", PNG).await;
    assert_refused(&uploaded, 403, "not_in_this_realm");
    let begin = ann.request(Method::POST, "/v1/quiet/uploads");
    let begin = begin
        .header("Tus-Resumable", "1.0.0")
        .header("Upload-Length", "1");
    assert_refused(&ann.send(begin).await, 403, "not_in_this_realm");
    let found = ann.get("/v1/quiet/search?q=a").await;
    assert_refused(&found, 403, "not_in_this_realm");
}
