//! In a realm, a user of other realms is indistinguishable from an unknown user.

use reqwest::Method;
use serde_json::{Value, json};

use super::{
    AllRealmsFixture, CAMPUS, DIRECT, MESSENGER, assert_refused, block, campus_add, campus_group,
    campus_private, campus_send, direct_send, id, messenger_direct, messenger_group,
};
use crate::support::{Answer, Client, LockedLogHead, SocketRequest};

const UNKNOWN_USER: i64 = 987_654_321;

/// The answers of every request of a realm that contacts a user.
async fn contact_attempts(
    realm: &str,
    fixture: &AllRealmsFixture,
    to: i64,
    group: &str,
) -> Vec<Answer> {
    let ann = fixture.client(&fixture.ann);
    match realm {
        "campus" => vec![
            campus_private(&ann, to).await,
            campus_group(&ann, &[fixture.bob.id, to]).await,
            campus_add(&ann, group, to).await,
            block(&ann, Method::POST, CAMPUS, to).await,
            block(&ann, Method::DELETE, CAMPUS, to).await,
        ],
        "messenger" => vec![
            messenger_direct(&ann, to).await,
            messenger_group(&ann, &[fixture.bob.id, to]).await,
            block(&ann, Method::POST, MESSENGER, to).await,
            block(&ann, Method::DELETE, MESSENGER, to).await,
        ],
        "direct" => vec![
            direct_send(&ann, to).await,
            ann.get(&format!("{DIRECT}/presence/{to}")).await,
            block(&ann, Method::POST, DIRECT, to).await,
            block(&ann, Method::DELETE, DIRECT, to).await,
        ],
        _ => vec![open_with(fixture, &ann, to).await],
    }
}

/// Ann requests a market chat with a seller.
async fn open_with(fixture: &AllRealmsFixture, ann: &Client, seller: i64) -> Answer {
    let wanted = json!({
        "iphone_id": 7, "seller_id": seller,
        "buyer_id": fixture.ann.id.to_string(), "buyer_is_registered": true,
    });
    ann.post("/api/chat/chats", &wanted).await
}

#[tokio::test]
async fn user_of_another_realm_is_answered_as_unknown() {
    let fixture = AllRealmsFixture::new().await;
    let group = id(
        &campus_group(&fixture.client(&fixture.ann), &[fixture.bob.id])
            .await
            .expect(201),
    );
    // An existing conversation does not change the answer.
    direct_send(&fixture.client(&fixture.ann), fixture.eve.id)
        .await
        .expect(201);
    for realm in ["campus", "messenger", "direct", "market"] {
        let others = ["campus", "messenger", "direct", "market", "school"];
        let others: Vec<&str> = others.into_iter().filter(|name| *name != realm).collect();
        fixture.set_realms(&fixture.eve, &others.join(",")).await;
        let theirs = contact_attempts(realm, &fixture, fixture.eve.id, &group).await;
        let unknown = contact_attempts(realm, &fixture, UNKNOWN_USER, &group).await;
        for (theirs, unknown) in theirs.iter().zip(&unknown) {
            assert!(
                (400..=404).contains(&unknown.status),
                "{realm}: {unknown:?}"
            );
            assert_eq!(
                (theirs.status, &theirs.body),
                (unknown.status, &unknown.body),
                "{realm}"
            );
        }
    }
}

#[tokio::test]
async fn guests_are_unknown_outside_the_market() {
    let fixture = AllRealmsFixture::new().await;
    let guest = fixture
        .replica
        .anonymous_client()
        .post("/api/chat/guests", &Value::Null)
        .await;
    guest.expect(201);
    let guest = "SELECT id FROM users WHERE role = 'guest'";
    let guest = fixture.database.number(guest).await;
    // Other realms in the guest's row make no difference.
    let sql = format!("UPDATE users SET realms = '{{campus}}' WHERE id = {guest}");
    fixture.database.execute(&sql).await;
    let ann = fixture.client(&fixture.ann);
    assert_refused(&campus_private(&ann, guest).await, 400, "user_not_found");
    assert_refused(&messenger_direct(&ann, guest).await, 400, "user_not_found");
    assert_refused(&direct_send(&ann, guest).await, 404, "user_not_found");
}

#[tokio::test]
async fn school_search_and_lessons_accept_only_its_users() {
    let fixture = AllRealmsFixture::new().await;
    let admin = fixture.database.person("admin").await;
    let (teacher, student) = (
        fixture.database.person("teacher").await,
        fixture.database.person("student").await,
    );
    let admin = fixture.client(&admin);
    let found = async || {
        let path = format!("/api/admin/users?q={}", teacher.name.replace(' ', "%20"));
        let list = admin.get(&path).await.expect(200);
        list["users"].as_array().expect("users").len()
    };
    let lesson = json!({
        "teacher_id": teacher.id, "student_id": student.id,
        "scheduled_at": "2030-01-01T10:00:00Z",
    });
    assert_eq!(found().await, 1);
    admin.post("/api/lessons", &lesson).await.expect(201);

    fixture.set_realms(&teacher, "campus").await;
    assert_eq!(found().await, 0);
    let mut another = lesson;
    another["scheduled_at"] = json!("2030-01-02T10:00:00Z");
    let refused = admin.post("/api/lessons", &another).await;
    assert_refused(&refused, 400, "not_a_teacher");
}

#[tokio::test]
async fn sending_to_a_user_who_left_the_realm_fails() {
    let fixture = AllRealmsFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let conversation = fixture.campus_pair().await;
    let group = id(&campus_group(&ann, &[fixture.bob.id, fixture.eve.id])
        .await
        .expect(201));
    let message = campus_send(&ann, &conversation).await.expect(201);
    direct_send(&ann, fixture.bob.id).await.expect(201);

    fixture.set_realms(&fixture.bob, "school").await;
    let refused = campus_send(&ann, &conversation).await;
    assert_refused(&refused, 404, "user_not_found");
    let path = format!("{CAMPUS}/messages/{}", id(&message));
    let edit = ann
        .request(Method::PUT, &path)
        .json(&json!({ "text": "?" }));
    assert_refused(&ann.send(edit).await, 404, "user_not_found");
    let refused = direct_send(&ann, fixture.bob.id).await;
    assert_refused(&refused, 404, "user_not_found");
    // Sending to a group still works.
    campus_send(&ann, &group).await.expect(201);
}

#[tokio::test]
async fn realm_membership_is_checked_with_the_head_locked() {
    let fixture = AllRealmsFixture::new().await;
    let conversation = fixture.campus_pair().await;
    let path = format!("{CAMPUS}/ws/conversations/{conversation}/");
    let opening = SocketRequest::at(&fixture.replica.url, &path).bearer(&fixture.ann.token);
    let mut ann = opening.open().await;
    // A change of realms is an event, so it commits with the head locked as well.
    let bob = fixture.bob.id;
    let realms_of_bob = |realm| format!("UPDATE users SET realms = '{{{realm}}}' WHERE id = {bob}");

    let held = LockedLogHead::take(&fixture.database).await;
    ann.send(&json!({ "text": "!" })).await;
    held.blocks_writer().await;
    held.execute(&realms_of_bob("school")).await;
    held.release().await;
    let refused = ann.next_of("error").await;
    assert_eq!(refused["payload"]["code"], "user_not_found", "{refused}");

    let held = LockedLogHead::take(&fixture.database).await;
    ann.send(&json!({ "text": "!" })).await;
    held.blocks_writer().await;
    held.execute(&realms_of_bob("campus")).await;
    held.release().await;
    ann.next_of("message:new").await;
}
