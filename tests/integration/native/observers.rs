//! Those who see more than their own chats: admins of the school, and moderators of the market.

use serde_json::json;

use super::{NativeFixture, PNG, Two, upload, upload_with_preview};
use crate::support::assert_refused;

/// A message with a picture that has a preview: its id, and the paths of the file.
async fn picture(two: &Two) -> (i64, [String; 3]) {
    let stored = upload_with_preview(&two.one, two.realm).await;
    let body = json!({ "attachment_ids": [stored["id"]] });
    let sent = two.one.post(&two.chat("/messages"), &body).await;
    let url = stored["url"].as_str().unwrap();
    let paths = ["", "/preview", "/info"].map(|rest| format!("{url}{rest}"));
    (sent.expect(201)["id"].as_i64().unwrap(), paths)
}

#[tokio::test]
async fn school_admin_sees_the_files_of_every_chat() {
    let fixture = NativeFixture::new().await;
    let admin = fixture.client(&fixture.admin);
    let pair = &fixture.pair;
    let class = fixture.class(&pair.teacher, &pair.student).await;
    for two in [fixture.two("school").await, class] {
        let (message, paths) = picture(&two).await;
        for path in &paths {
            assert_eq!(admin.get(path).await.status, 200, "{path}");
            let refused = two.stranger.get(path).await;
            assert_refused(&refused, 404, "attachment_not_found");
        }
        let message = two.path(&format!("/messages/{message}"));
        assert_eq!(two.one.delete(&message).await.status, 204);
        for path in &paths {
            assert_refused(&admin.get(path).await, 404, "attachment_not_found");
        }
    }
    // A file that is in no message yet is its uploader's.
    let teacher = fixture.client(&pair.teacher);
    let unsent = upload(&teacher, "school", "a.png", PNG).await.expect(201);
    let refused = admin.get(unsent["url"].as_str().unwrap()).await;
    assert_refused(&refused, 404, "attachment_not_found");
    // An admin of the school observes no other realm.
    let elsewhere = fixture.two("campus").await;
    for path in picture(&elsewhere).await.1 {
        assert_refused(&admin.get(&path).await, 404, "attachment_not_found");
    }
}

#[tokio::test]
async fn moderator_sees_reported_messages_and_their_files_alone() {
    let fixture = NativeFixture::new().await;
    let moderator = fixture.client(&fixture.database.person("moderator").await);
    let two = fixture.two("market").await;
    let (id, files) = picture(&two).await;
    let (unreported, other_files) = picture(&two).await;
    let message = two.path(&format!("/messages/{id}"));
    let paths: Vec<&String> = [&message].into_iter().chain(&files).collect();
    for path in &paths {
        assert!([403, 404].contains(&moderator.get(path).await.status));
    }
    let reason = json!({ "reason": "rude" });
    let report = format!("{message}/report");
    assert_eq!(two.other.post(&report, &reason).await.status, 202);
    for path in &paths {
        assert_eq!(moderator.get(path).await.status, 200, "{path}");
        let refused = two.stranger.get(path).await.status;
        assert!([403, 404].contains(&refused), "{path}: {refused}");
    }
    let unreported = two.path(&format!("/messages/{unreported}"));
    let around = [unreported, format!("{message}/readers"), two.chat("")];
    for path in around.iter().chain(&other_files) {
        let refused = moderator.get(path).await.status;
        assert!([403, 404].contains(&refused), "{path}: {refused}");
    }
}
