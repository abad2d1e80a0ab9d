//! The pictures of people and chats.

use serde_json::{Value, json};

use super::known::{follow, snapshot};
use super::{NativeFixture, PNG, Two, next_of, patch, upload, upload_with_preview};
use crate::support::{Client, assert_refused};

/// Uploads a picture, waits for its preview, and returns the id.
async fn picture(client: &Client, realm: &str) -> i64 {
    let stored = upload_with_preview(client, realm).await;
    stored["id"].as_i64().unwrap()
}

async fn set_own(client: &Client, realm: &str, avatar_id: &Value) -> crate::support::Answer {
    let path = format!("/v1/{realm}/me");
    patch(client, &path, &json!({ "avatar_id": avatar_id })).await
}

impl Two {
    async fn set_picture(&self, who: &Client, avatar_id: &Value) -> crate::support::Answer {
        let body = json!({ "avatar_id": avatar_id });
        patch(who, &self.chat(""), &body).await
    }
}

#[tokio::test]
async fn own_picture_is_shown_wherever_the_person_is() {
    let fixture = NativeFixture::new().await;
    for realm in ["campus", "messenger", "direct"] {
        let two = fixture.two(realm).await;
        let id = picture(&two.one, realm).await;
        let url = format!("/v1/{realm}/avatars/{id}");
        let me = set_own(&two.one, realm, &json!(id)).await.expect(200);
        assert_eq!(me["avatar_url"], url);
        let me = two.one.get(&two.path("/me")).await.expect(200);
        assert_eq!(me["avatar_url"], url, "{realm}");
        let user = two.path(&format!("/users/{}", two.one_id));
        assert_eq!(two.other.get(&user).await.expect(200)["avatar_url"], url);
        let chat = two.shown(&two.other).await;
        let members = chat["members"].as_array().unwrap().iter();
        let shown: Vec<&Value> = members.map(|one| &one["user"]["avatar_url"]).collect();
        assert!(shown.contains(&&json!(url)), "{shown:?}");
        let sent = two.send(&two.other, "!").await;
        two.one
            .post(&two.chat("/read"), &json!({}))
            .await
            .expect(204);
        let readers = two.path(&format!("/messages/{sent}/readers"));
        let readers = two.other.get(&readers).await.expect(200);
        assert_eq!(readers["users"][0]["avatar_url"], url);
        let shown = two.other.get(&url).await;
        assert_eq!(shown.status, 200);
        let kept = &shown.headers["cache-control"];
        assert_eq!(kept, "private, max-age=86400, immutable");
        let me = set_own(&two.one, realm, &Value::Null).await.expect(200);
        assert_eq!(me["avatar_url"], Value::Null);
        let gone = two.other.get(&url).await;
        assert_refused(&gone, 404, "attachment_not_found");
    }
}

#[tokio::test]
async fn pictures_of_others_and_other_files_are_refused() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let foreign = picture(&group.other, "campus").await;
    let elsewhere = picture(&group.one, "messenger").await;
    let text = upload(&group.one, "campus", "a.txt", b"text").await;
    let text = text.expect(201)["id"].as_i64().unwrap();
    for refused in [foreign, elsewhere, text, 987_654_321, 0, -1] {
        let id = json!(refused);
        let answer = set_own(&group.one, "campus", &id).await;
        assert_refused(&answer, 400, "invalid_avatar");
        let answer = group.set_picture(&group.one, &id).await;
        assert_refused(&answer, 400, "invalid_avatar");
    }
    let own = json!(picture(&group.other, "campus").await);
    let answer = group.set_picture(&group.other, &own).await;
    assert_refused(&answer, 403, "not_the_creator");
    let answer = group.set_picture(&group.stranger, &own).await;
    assert_refused(&answer, 403, "not_a_participant");
    let two = fixture.two("campus").await;
    let answer = two.set_picture(&two.other, &own).await;
    assert_refused(&answer, 403, "not_a_group");
    let two = fixture.two("direct").await;
    let answer = two.set_picture(&two.other, &own).await;
    assert_refused(&answer, 403, "not_in_this_realm");
}

#[tokio::test]
async fn picture_of_a_group_reaches_its_members_alone() {
    let fixture = NativeFixture::new().await;
    for realm in ["campus", "messenger"] {
        let group = fixture.group(realm).await;
        let (mut known, cursor) = snapshot(&group.other, realm).await;
        let mut stream = group.other.open_stream_at(&group.path("/events")).await;
        let id = picture(&group.one, realm).await;
        let url = group.path(&format!("/avatars/{id}"));
        assert_refused(&group.one.get(&url).await, 404, "attachment_not_found");
        let chat = group.set_picture(&group.one, &json!(id)).await.expect(200);
        assert_eq!(chat["avatar_url"], url);
        let chat = next_of(&mut stream, "chat").await;
        assert_eq!(chat["chat"]["avatar_url"], url, "{realm}");
        let head = fixture.database.head().await;
        group.set_picture(&group.one, &json!(id)).await.expect(200);
        assert_eq!(fixture.database.head().await, head);
        assert_eq!(group.other.get(&url).await.status, 200);
        let hidden = group.stranger.get(&url).await;
        assert_refused(&hidden, 404, "attachment_not_found");
        let (expected, last) = snapshot(&group.other, realm).await;
        let reader = (&group.other, realm, group.other_id);
        follow(&mut known, reader, (&cursor, &last)).await;
        known.assert_same(expected, realm);
        let removed = group.set_picture(&group.one, &Value::Null).await;
        assert_eq!(removed.expect(200)["avatar_url"], Value::Null);
        let gone = group.other.get(&url).await;
        assert_refused(&gone, 404, "attachment_not_found");
    }
    fixture.assert_verified().await;
}

/// Whether a file is kept when files that are a day old expire.
async fn is_kept(fixture: &NativeFixture, id: i64) -> bool {
    let expire = "UPDATE attachments SET created_at = now() - interval '2 days';
                  SELECT public.expire_unposted_attachments(100)";
    fixture.database.execute(expire).await;
    let kept = format!("SELECT count(*) FROM attachments WHERE id = {id} AND deleted_at IS NULL");
    fixture.database.number(&kept).await == 1
}

#[tokio::test]
async fn pictures_are_kept_while_they_are_in_use() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let (own, of_group) = (
        picture(&group.one, "campus").await,
        picture(&group.one, "campus").await,
    );
    let both = picture(&group.one, "campus").await;
    set_own(&group.one, "campus", &json!(own)).await.expect(200);
    group
        .set_picture(&group.one, &json!(of_group))
        .await
        .expect(200);
    for kept in [own, of_group] {
        assert!(is_kept(&fixture, kept).await);
    }
    assert!(!is_kept(&fixture, both).await, "it was never used");
    let both = picture(&group.one, "campus").await;
    set_own(&group.one, "campus", &json!(both))
        .await
        .expect(200);
    group
        .set_picture(&group.one, &json!(both))
        .await
        .expect(200);
    for replaced in [own, of_group] {
        assert!(!is_kept(&fixture, replaced).await);
    }
    set_own(&group.one, "campus", &Value::Null)
        .await
        .expect(200);
    assert!(is_kept(&fixture, both).await, "the group has it");
    group.one.delete(&group.chat("")).await.expect(204);
    assert!(!is_kept(&fixture, both).await);
}

#[tokio::test]
async fn erased_users_leave_no_picture() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let id = picture(&group.one, "campus").await;
    set_own(&group.one, "campus", &json!(id)).await.expect(200);
    group.set_picture(&group.one, &json!(id)).await.expect(200);
    let erase = format!("CALL audit.erase_user({})", group.one_id);
    fixture.database.execute(&erase).await;
    assert_eq!(group.shown(&group.other).await["avatar_url"], Value::Null);
    let gone = group.path(&format!("/avatars/{id}"));
    assert_refused(&group.other.get(&gone).await, 404, "attachment_not_found");
    fixture.assert_verified().await;
}

#[tokio::test]
async fn auditors_read_changes_of_pictures() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let id = picture(&group.one, "campus").await;
    group.set_picture(&group.one, &json!(id)).await.expect(200);
    group
        .set_picture(&group.one, &Value::Null)
        .await
        .expect(200);
    let client = fixture.database.client().await;
    let sql = "SELECT t.description FROM audit.timeline($1) AS t ORDER BY t.position";
    let rows = client.query(sql, &[&group.chat_id]).await.unwrap();
    let described: Vec<String> = rows.iter().skip(1).map(|row| row.get(0)).collect();
    let expected = [
        "changed the picture of the group",
        "removed the picture of the group",
    ];
    assert_eq!(described, expected);
}

#[tokio::test]
async fn students_see_only_pictures_of_those_they_know() {
    let fixture = NativeFixture::new().await;
    let (teacher, student) = (
        fixture.client(&fixture.pair.teacher),
        fixture.client(&fixture.pair.student),
    );
    let other = fixture.database.pair().await;
    let id = picture(&teacher, "school").await;
    set_own(&teacher, "school", &json!(id)).await.expect(200);
    let url = format!("/v1/school/avatars/{id}");
    assert_eq!(student.get(&url).await.status, 200);
    let colleague = fixture.client(&other.teacher).get(&url).await;
    assert_eq!(colleague.status, 200);
    let stranger = fixture.client(&other.student).get(&url).await;
    assert_refused(&stranger, 404, "attachment_not_found");
    let admin = fixture.client(&fixture.admin);
    let stored = upload(&admin, "school", "a.png", PNG).await.expect(201);
    let me = set_own(&admin, "school", &stored["id"]).await.expect(200);
    let shown = teacher.get(me["avatar_url"].as_str().unwrap()).await;
    assert_eq!(shown.status, 200, "before its preview is made, too");
}

#[tokio::test]
async fn refused_picture_or_title_changes_nothing_of_a_group() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let picture = upload(&group.one, "campus", "a.png", PNG).await.expect(201);
    let before = group.shown(&group.one).await;
    for (change, code) in [
        (
            json!({ "title": "new", "avatar_id": 987_654_321 }),
            "invalid_avatar",
        ),
        (
            json!({ "title": " ", "avatar_id": picture["id"] }),
            "invalid_name",
        ),
        (
            json!({ "title": null, "avatar_id": picture["id"] }),
            "invalid_body",
        ),
    ] {
        let refused = patch(&group.one, &group.chat(""), &change).await;
        assert_refused(&refused, 400, code);
        assert_eq!(group.shown(&group.one).await, before, "{change}");
    }
    let both = json!({ "title": "new", "avatar_id": picture["id"] });
    let changed = patch(&group.one, &group.chat(""), &both).await.expect(200);
    assert_eq!(changed["title"], "new");
    assert!(changed["avatar_url"].is_string());
}
