//! Requests with several people do all or nothing, and name whom they refuse.

use serde_json::{Value, json};

use super::{NativeFixture, Two, put};
use crate::support::{Answer, assert_refused};

const NOBODY: i64 = 987_654_321;

fn parts(answer: &Answer) -> Vec<(String, String)> {
    let text = |part: &Value| part.as_str().unwrap().to_owned();
    let parts = answer.body["errors"].as_array().unwrap().iter();
    parts
        .map(|part| (text(&part["pointer"]), text(&part["code"])))
        .collect()
}

async fn members(group: &Two) -> i64 {
    group.shown(&group.one).await["member_count"]
        .as_i64()
        .unwrap()
}

fn named(pointer: &str, code: &str) -> (String, String) {
    (pointer.to_owned(), code.to_owned())
}

#[tokio::test]
async fn members_are_added_all_or_none() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let (eve, admin) = (fixture.eve.id, fixture.admin.id);
    let head = fixture.database.head().await;
    let add = async |body: Value| group.one.post(&group.chat("/members"), &body).await;
    let refused = add(json!({ "user_ids": [eve, NOBODY, admin, NOBODY] })).await;
    assert_refused(&refused, 404, "user_not_found");
    let expected = ["/user_ids/1", "/user_ids/3"].map(|at| named(at, "user_not_found"));
    assert_eq!(parts(&refused), expected);
    let refused = add(json!({ "user_ids": [eve], "external_ids": ["nobody"] })).await;
    assert_refused(&refused, 404, "user_not_found");
    assert_eq!(
        parts(&refused),
        [named("/external_ids/0", "user_not_found")]
    );
    assert_eq!(fixture.database.head().await, head);

    let block = group.path(&format!("/users/{}/block", group.one_id));
    put(&fixture.client(&fixture.eve), &block).await.expect(204);
    let refused = add(json!({ "user_ids": [NOBODY, eve, admin] })).await;
    let expected = [
        named("/user_ids/0", "user_not_found"),
        named("/user_ids/1", "blocked"),
    ];
    assert_eq!(parts(&refused), expected);
    assert_refused(&refused, 404, "user_not_found");
    assert_eq!(members(&group).await, 2);

    // Who is a member already is not refused.
    add(json!({ "user_ids": [group.other_id, admin] }))
        .await
        .expect(200);
    assert_eq!(members(&group).await, 3);
    let stranger = fixture.client(&fixture.eve);
    let body = json!({ "user_ids": [NOBODY] });
    let refused = stranger.post(&group.chat("/members"), &body).await;
    assert_refused(&refused, 403, "not_a_participant");
    assert!(refused.body["errors"].is_null());
    fixture.assert_verified().await;
}

#[tokio::test]
async fn full_group_refuses_all() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let crowd = fixture.database.crowd("member", 499).await;
    let ids: Vec<i64> = crowd.iter().map(|person| person.id).collect();
    for some in ids[..490].chunks(70) {
        let body = json!({ "user_ids": some });
        group
            .one
            .post(&group.chat("/members"), &body)
            .await
            .expect(200);
    }
    let body = json!({ "user_ids": ids[490..] });
    let refused = group.one.post(&group.chat("/members"), &body).await;
    assert_refused(&refused, 409, "group_full");
    assert_eq!(parts(&refused), [named("/user_ids/8", "group_full")]);
    assert_eq!(members(&group).await, 492);
    let body = json!({ "user_ids": ids[490..498] });
    group
        .one
        .post(&group.chat("/members"), &body)
        .await
        .expect(200);
    assert_eq!(members(&group).await, 500);
}

#[tokio::test]
async fn new_group_names_whom_it_refuses() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let new = json!({
        "type": "group", "title": "G", "user_ids": [two.other_id, NOBODY, fixture.eve.id],
    });
    let refused = two.one.post(&two.path("/chats"), &new).await;
    assert_refused(&refused, 404, "user_not_found");
    assert_eq!(parts(&refused), [named("/user_ids/1", "user_not_found")]);
    let block = two.path(&format!("/users/{}/block", two.one_id));
    put(&two.other, &block).await.expect(204);
    let new = json!({
        "type": "group", "title": "G", "user_ids": [fixture.eve.id, two.other_id],
    });
    let refused = two.one.post(&two.path("/chats"), &new).await;
    assert_refused(&refused, 403, "blocked");
    assert_eq!(parts(&refused), [named("/user_ids/1", "blocked")]);
}

#[tokio::test]
async fn answers_name_the_place_of_what_was_made() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let new = json!({ "type": "group", "title": "G", "user_ids": [group.other_id] });
    let key = json!({ "text": "!", "client_id": "00000000-0000-4000-8000-000000000001" });
    for (path, body) in [(group.path("/chats"), new), (group.chat("/messages"), key)] {
        let made = group.one.post(&path, &body).await;
        let location = made.headers["location"].to_str().unwrap().to_owned();
        let made = made.expect(201);
        assert_eq!(group.one.get(&location).await.expect(200)["id"], made["id"]);
    }
    let again = json!({ "text": "!", "client_id": "00000000-0000-4000-8000-000000000001" });
    let again = group.one.post(&group.chat("/messages"), &again).await;
    assert!(!again.headers.contains_key("location"));
    again.expect(200);
}
