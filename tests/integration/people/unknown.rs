//! A user who does not belong to a realm is answered for there like one who does not exist.

use reqwest::Method;
use serde_json::{Value, json};

use super::{
    CAMPUS, DIRECT, MESSENGER, Town, assert_refused, block, campus_add, campus_group,
    campus_private, campus_say, direct_send, id, messenger_direct, messenger_group,
};
use crate::support::{Answer, Client, LockedLogHead, SocketRequest};

const NOBODY: i64 = 987_654_321;

/// What every way to approach a user answers, in a realm.
async fn approaches(realm: &str, town: &Town, to: i64, group: &str) -> Vec<Answer> {
    let ann = town.as_(&town.ann);
    match realm {
        "campus" => vec![
            campus_private(&ann, to).await,
            campus_group(&ann, &[town.bob.id, to]).await,
            campus_add(&ann, group, to).await,
            block(&ann, Method::POST, CAMPUS, to).await,
            block(&ann, Method::DELETE, CAMPUS, to).await,
        ],
        "messenger" => vec![
            messenger_direct(&ann, to).await,
            messenger_group(&ann, &[town.bob.id, to]).await,
            block(&ann, Method::POST, MESSENGER, to).await,
            block(&ann, Method::DELETE, MESSENGER, to).await,
        ],
        "direct" => vec![
            direct_send(&ann, to).await,
            ann.get(&format!("{DIRECT}/presence/{to}")).await,
            block(&ann, Method::POST, DIRECT, to).await,
            block(&ann, Method::DELETE, DIRECT, to).await,
        ],
        _ => vec![open_with(town, &ann, to).await],
    }
}

/// Ann asks for a chat with a seller.
async fn open_with(town: &Town, ann: &Client, seller: i64) -> Answer {
    let wanted = json!({
        "iphone_id": 7, "seller_id": seller,
        "buyer_id": town.ann.id.to_string(), "buyer_is_registered": true,
    });
    ann.post("/api/chat/chats", &wanted).await
}

#[tokio::test]
async fn a_user_of_another_realm_is_unknown() {
    let town = Town::new().await;
    let group = id(&campus_group(&town.as_(&town.ann), &[town.bob.id])
        .await
        .expect(201));
    // Whatever they shared before.
    direct_send(&town.as_(&town.ann), town.eve.id)
        .await
        .expect(201);
    for realm in ["campus", "messenger", "direct", "market"] {
        let others = ["campus", "messenger", "direct", "market", "school"];
        let others: Vec<&str> = others.into_iter().filter(|name| *name != realm).collect();
        town.move_to(&town.eve, &others.join(",")).await;
        let theirs = approaches(realm, &town, town.eve.id, &group).await;
        let nobodys = approaches(realm, &town, NOBODY, &group).await;
        for (theirs, nobodys) in theirs.iter().zip(&nobodys) {
            assert!(
                (400..=404).contains(&nobodys.status),
                "{realm}: {nobodys:?}"
            );
            assert_eq!(
                (theirs.status, &theirs.body),
                (nobodys.status, &nobodys.body),
                "{realm}"
            );
        }
    }
}

#[tokio::test]
async fn a_guest_is_known_to_the_market_alone() {
    let town = Town::new().await;
    let guest = town
        .replica
        .anonymous_client()
        .post("/api/chat/guests", &Value::Null)
        .await;
    guest.expect(201);
    let guest = "SELECT id FROM users WHERE role = 'guest'";
    let guest = town.database.number(guest).await;
    // Not by a row that says otherwise either.
    let sql = format!("UPDATE users SET realms = '{{campus}}' WHERE id = {guest}");
    town.database.execute(&sql).await;
    let ann = town.as_(&town.ann);
    assert_refused(&campus_private(&ann, guest).await, 400, "user_not_found");
    assert_refused(&messenger_direct(&ann, guest).await, 400, "user_not_found");
    assert_refused(&direct_send(&ann, guest).await, 404, "user_not_found");
}

#[tokio::test]
async fn the_school_finds_its_own_people_alone() {
    let town = Town::new().await;
    let admin = town.database.person("admin").await;
    let (teacher, student) = (
        town.database.person("teacher").await,
        town.database.person("student").await,
    );
    let admin = town.as_(&admin);
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

    town.move_to(&teacher, "campus").await;
    assert_eq!(found().await, 0);
    let mut another = lesson;
    another["scheduled_at"] = json!("2030-01-02T10:00:00Z");
    let refused = admin.post("/api/lessons", &another).await;
    assert_refused(&refused, 400, "not_a_teacher");
}

#[tokio::test]
async fn who_left_the_realm_is_not_written_to() {
    let town = Town::new().await;
    let ann = town.as_(&town.ann);
    let conversation = town.campus_pair().await;
    let group = id(&campus_group(&ann, &[town.bob.id, town.eve.id])
        .await
        .expect(201));
    let message = campus_say(&ann, &conversation).await.expect(201);
    direct_send(&ann, town.bob.id).await.expect(201);

    town.move_to(&town.bob, "school").await;
    assert_refused(
        &campus_say(&ann, &conversation).await,
        404,
        "user_not_found",
    );
    let path = format!("{CAMPUS}/messages/{}", id(&message));
    let edit = ann
        .request(Method::PUT, &path)
        .json(&json!({ "text": "?" }));
    assert_refused(&ann.send(edit).await, 404, "user_not_found");
    assert_refused(&direct_send(&ann, town.bob.id).await, 404, "user_not_found");
    // A group goes on without them.
    campus_say(&ann, &group).await.expect(201);
}

#[tokio::test]
async fn membership_counts_as_it_is_when_the_head_is_taken() {
    let town = Town::new().await;
    let conversation = town.campus_pair().await;
    let path = format!("{CAMPUS}/ws/conversations/{conversation}/");
    let opening = SocketRequest::at(&town.replica.url, &path).bearer(&town.ann.token);
    let mut ann = opening.open().await;

    let held = LockedLogHead::take(&town.database).await;
    ann.send(&json!({ "text": "!" })).await;
    held.blocks_writer().await;
    town.move_to(&town.bob, "school").await;
    held.release().await;
    let refused = ann.next_of("error").await;
    assert_eq!(refused["payload"]["code"], "user_not_found", "{refused}");

    let held = LockedLogHead::take(&town.database).await;
    ann.send(&json!({ "text": "!" })).await;
    held.blocks_writer().await;
    town.move_to(&town.bob, "campus").await;
    held.release().await;
    ann.next_of("message:new").await;
}
