//! A realm of one file is a whole chat.

use reqwest::Method;
use serde_json::json;

use super::{ClinicFixture, id_of};
use crate::support::assert_refused;
use crate::support::photos::{PNG, upload};

#[tokio::test]
async fn people_chat_in_a_realm_of_one_file() {
    let fixture = ClinicFixture::new().await;
    let (ann, bob) = (fixture.client(&fixture.ann), fixture.client(&fixture.bob));
    let mut stream = bob.open_stream_at("/v1/clinic/events").await;
    let chat_id = fixture.chat().await;
    let sent = fixture
        .send(&fixture.ann, chat_id, "The results are here")
        .await;
    let received = stream.take("message", 1).await;
    assert_eq!(received[0].data["message"]["id"], sent);
    assert_eq!(received[0].data["message"]["text"], "The results are here");

    let hits = bob.get("/v1/clinic/search?q=results").await.expect(200);
    assert_eq!(hits["hits"][0]["message"]["id"], sent);

    let file = upload(&ann, "clinic", "scan.png", PNG).await.expect(201);
    let message = json!({ "attachment_ids": [file["id"]] });
    let path = format!("/v1/clinic/chats/{chat_id}/messages");
    ann.post(&path, &message).await.expect(201);
    let url = file["url"].as_str().expect("a path");
    assert!(url.starts_with("/v1/clinic/attachments/"), "{url}");
    assert_eq!(bob.get(url).await.status, 200);
    assert_eq!(fixture.client(&fixture.doctor).get(url).await.status, 404);
}

#[tokio::test]
async fn its_groups_have_as_many_members_as_its_file_says() {
    let fixture = ClinicFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let patients = fixture.database.crowd("member", 50).await;
    let mut ids: Vec<i64> = patients.iter().map(|person| person.id).collect();
    let group = |ids: &[i64]| json!({ "type": "group", "title": "Ward", "user_ids": ids });
    let refused = ann.post("/v1/clinic/chats", &group(&ids)).await;
    assert_refused(&refused, 409, "group_full");
    let last = ids.pop();
    let made = ann.post("/v1/clinic/chats", &group(&ids)).await.expect(201);
    assert_eq!(made["member_count"], 50);
    let can = made["me"]["can"].as_array().expect("a list");
    assert!(!can.contains(&json!("invite")), "{can:?}");
    let path = format!("/v1/clinic/chats/{}/members", made["id"]);
    let added = ann.post(&path, &json!({ "user_ids": [last] })).await;
    assert_refused(&added, 409, "group_full");
}

#[tokio::test]
async fn it_has_no_blocks() {
    let fixture = ClinicFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let chat_id = fixture.chat().await;
    let path = format!("/v1/clinic/users/{}/block", fixture.bob.id);
    let blocked = ann.send(ann.request(Method::PUT, &path)).await;
    assert_refused(&blocked, 403, "not_in_this_realm");
    let chat = ann
        .get(&format!("/v1/clinic/chats/{chat_id}"))
        .await
        .expect(200);
    let can = chat["me"]["can"].as_array().expect("a list");
    assert!(
        !can.contains(&json!("block")) && can.contains(&json!("report")),
        "{can:?}"
    );
}

#[tokio::test]
async fn texts_are_as_long_as_its_file_says() {
    let fixture = ClinicFixture::new().await;
    let chat_id = fixture.chat().await;
    fixture
        .send(&fixture.ann, chat_id, &"ё".repeat(4_000))
        .await;
    let path = format!("/v1/clinic/chats/{chat_id}/messages");
    let text = json!({ "text": "ё".repeat(4_001) });
    let refused = fixture.client(&fixture.ann).post(&path, &text).await;
    assert_refused(&refused, 400, "invalid_content");
}

#[tokio::test]
async fn moderators_see_what_was_reported_and_admins_everything() {
    let fixture = ClinicFixture::new().await;
    let chat_id = fixture.chat().await;
    let message_id = fixture.send(&fixture.ann, chat_id, "rude").await;
    let (doctor, chief) = (
        fixture.client(&fixture.doctor),
        fixture.client(&fixture.chief),
    );
    let timeline = format!("/v1/clinic/desk/chats/{chat_id}/timeline");
    assert_eq!(chief.get(&timeline).await.status, 200);
    assert_refused(&doctor.get(&timeline).await, 404, "chat_not_found");
    let bob = fixture.client(&fixture.bob);
    assert_refused(&bob.get(&timeline).await, 403, "not_a_moderator");

    let path = format!("/v1/clinic/messages/{message_id}/report");
    let reported = bob.post(&path, &json!({ "reason": "rude" })).await;
    assert_eq!(reported.status, 202);
    let reports = doctor
        .get("/v1/clinic/desk/reports?state=open")
        .await
        .expect(200);
    let report = id_of(&reports["reports"][0]);
    assert_eq!(doctor.get(&timeline).await.status, 200);
    let path = format!("/v1/clinic/desk/reports/{report}");
    let decided = doctor
        .post(&path, &json!({ "decision": "delete_message" }))
        .await;
    decided.expect(200);
    let closed = doctor
        .get("/v1/clinic/desk/reports?state=closed")
        .await
        .expect(200);
    assert_eq!(id_of(&closed["reports"][0]), report);
}

#[tokio::test]
async fn an_admin_reads_every_chat_and_writes_in_none() {
    let fixture = ClinicFixture::new().await;
    let chat_id = fixture.chat().await;
    let chief = fixture.client(&fixture.chief);
    let path = format!("/v1/clinic/chats/{chat_id}");
    assert_eq!(chief.get(&path).await.status, 200);
    let written = chief
        .post(&format!("{path}/messages"), &json!({ "text": "!" }))
        .await;
    assert_refused(&written, 403, "read_only_role");
    let doctor = fixture.client(&fixture.doctor);
    assert_refused(&doctor.get(&path).await, 403, "not_a_participant");
}

#[tokio::test]
async fn its_chats_are_in_no_other_realm() {
    let fixture = ClinicFixture::new().await;
    let chat_id = fixture.chat().await;
    let ann = fixture.client(&fixture.ann);
    let mut elsewhere = ann.open_stream_at("/v1/campus/events").await;
    fixture.send(&fixture.ann, chat_id, "here").await;
    let path = format!("/v1/campus/chats/{chat_id}");
    assert_refused(&ann.get(&path).await, 404, "chat_not_found");
    let new = json!({ "type": "private", "user_ids": [fixture.bob.id] });
    let other = ann.post("/v1/campus/chats", &new).await.expect(201);
    let path = format!("/v1/campus/chats/{}/messages", other["id"]);
    ann.post(&path, &json!({ "text": "there" }))
        .await
        .expect(201);
    let received = elsewhere.take("message", 1).await;
    assert_eq!(received[0].data["message"]["text"], "there");
}
