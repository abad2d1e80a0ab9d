//! Files in every realm.

use reqwest::Method;
use serde_json::json;

use super::{NativeFixture, PNG, REALMS, patch, upload};
use crate::support::{assert_refused, eventually};

#[tokio::test]
async fn file_is_seen_by_those_who_see_its_message() {
    let fixture = NativeFixture::new().await;
    for realm in REALMS {
        let two = fixture.two(realm).await;
        let stored = upload(&two.one, realm, "a.png", PNG).await.expect(201);
        assert_eq!(stored["kind"], "image");
        assert_eq!(
            (&stored["width"], &stored["height"]),
            (&json!(1), &json!(1))
        );
        let url = stored["url"].as_str().unwrap().to_owned();
        assert_refused(&two.other.get(&url).await, 404, "attachment_not_found");
        let body = json!({ "attachment_ids": [stored["id"]] });
        let sent = two
            .one
            .post(&two.chat("/messages"), &body)
            .await
            .expect(201);
        assert_eq!(sent["attachments"][0]["id"], stored["id"]);
        assert_eq!(two.other.get(&url).await.status, 200, "{realm}");
        let info = two.other.get(&format!("{url}/info")).await.expect(200);
        for field in [
            "id", "kind", "name", "mime", "size", "url", "width", "height",
        ] {
            assert_eq!(info[field], stored[field], "{realm}: {field}");
        }
        let refused = two.stranger.get(&url).await;
        assert_refused(&refused, 404, "attachment_not_found");
        let path = two.path(&format!("/messages/{}", sent["id"]));
        assert_eq!(two.one.delete(&path).await.status, 204);
        let gone = two.other.get(&url).await;
        assert_refused(&gone, 404, "attachment_not_found");
    }
}

#[tokio::test]
async fn realm_of_images_takes_no_other_files() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let refused = upload(&ann, "market", "a.txt", b"text").await;
    assert_refused(&refused, 415, "file_type_refused");
    let left = "SELECT count(*) FROM attachments WHERE deleted_at IS NULL";
    assert_eq!(fixture.database.number(left).await, 0);
    upload(&ann, "direct", "a.txt", b"text").await.expect(201);
}

#[tokio::test]
async fn file_of_another_user_cannot_be_sent() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let stored = upload(&two.one, "campus", "a.png", PNG).await.expect(201);
    let body = json!({ "attachment_ids": [stored["id"]] });
    let refused = two.other.post(&two.chat("/messages"), &body).await;
    assert_refused(&refused, 400, "attachment_not_found");
}

#[tokio::test]
async fn preview_is_shown_to_those_who_see_the_picture() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("school").await;
    let stored = upload(&two.one, "school", "a.png", PNG).await.expect(201);
    assert!(stored["width"].is_u64() && stored["height"].is_u64());
    let body = json!({ "attachment_ids": [stored["id"]] });
    two.one
        .post(&two.chat("/messages"), &body)
        .await
        .expect(201);
    let url = stored["url"].as_str().unwrap();

    let info = eventually("the preview", async || {
        let info = two.other.get(&format!("{url}/info")).await.expect(200);
        info["preview_url"].is_string().then_some(info)
    })
    .await;

    assert!(info["placeholder"].is_string());
    let preview_url = info["preview_url"].as_str().unwrap();
    let request = two.other.request(Method::GET, preview_url);
    let response = request.send().await.expect("the server answers");
    assert_eq!(response.status(), 200);
    let disposition = &response.headers()["content-disposition"];
    assert!(disposition.to_str().unwrap().starts_with("inline"));
    let preview = response.bytes().await.expect("the whole body");
    image::load_from_memory(&preview).expect("a picture");
    let refused = two.stranger.get(preview_url).await;
    assert_refused(&refused, 404, "attachment_not_found");
}

#[tokio::test]
async fn text_beside_files_is_stored_as_sent_and_can_be_removed() {
    let fixture = NativeFixture::new().await;
    let mut campus = None;
    for realm in REALMS {
        let two = fixture.two(realm).await;
        let stored = upload(&two.one, realm, "a.png", PNG).await.expect(201);
        let body = json!({ "text": " \n", "attachment_ids": [stored["id"]] });
        let sent = two.one.post(&two.chat("/messages"), &body).await;
        let sent = sent.expect(201);
        assert_eq!(sent["text"], " \n", "{realm}");
        let path = two.path(&format!("/messages/{}", sent["id"]));
        if realm == "market" {
            continue;
        }
        for text in ["caption", "", "again", " "] {
            let edited = patch(&two.one, &path, &json!({ "text": text })).await;
            let edited = edited.expect(200);
            assert_eq!(
                (&edited["text"], &edited["attachments"][0]["id"]),
                (&json!(text), &stored["id"])
            );
        }
        let long = json!({ "text": " ".repeat(10_001) });
        assert_refused(&patch(&two.one, &path, &long).await, 400, "invalid_content");
        let plain = two.send(&two.one, "plain").await;
        let plain = two.path(&format!("/messages/{plain}"));
        let refused = patch(&two.one, &plain, &json!({ "text": "" })).await;
        assert_refused(&refused, 400, "invalid_content");
        let refused = patch(&two.stranger, &path, &json!({ "text": "" })).await;
        assert_refused(&refused, 403, "not_a_participant");
        if realm == "campus" {
            campus = Some(two);
        }
    }
    // An older contract shows the names of the files instead.
    let campus = campus.expect("a realm of the list");
    let deleted = campus.shown(&campus.one).await["last_message"]["id"].clone();
    let path = campus.path(&format!("/messages/{deleted}"));
    assert_eq!(campus.one.delete(&path).await.status, 204);
    let old = campus
        .one
        .get("/api/unet-chat/conversations/")
        .await
        .expect(200);
    assert_eq!(old[0]["last_message"]["text"], "📎 a.png");
    fixture.assert_verified().await;
}
