//! Previews that are made after their pictures were sent.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use super::known::open;
use super::{NativeFixture, PNG, Two, next_of, patch, put, reactions, upload, upload_with_preview};
use crate::support::wait::within;
use crate::support::{TestDatabase, eventually};

const PROCESSED: &str = "SELECT count(*) FROM events WHERE kind = 'attachment_processed'";

/// Uploads a picture, and takes its preview back. It waits for none.
async fn upload_without_preview(fixture: &NativeFixture, two: &Two) -> Value {
    let file = upload_with_preview(&two.one, two.realm).await;
    take_preview_back(&fixture.database, &file["id"]).await;
    file["id"].clone()
}

async fn take_preview_back(database: &TestDatabase, file: &Value) {
    let sql = format!(
        "UPDATE attachments SET preview_mime = NULL, preview_size = NULL, placeholder = NULL
         WHERE id = {file}"
    );
    database.execute(&sql).await;
}

async fn let_make_preview(database: &TestDatabase, file: &Value) {
    let sql = format!("UPDATE attachments SET awaits_preview = true WHERE id = {file}");
    database.execute(&sql).await;
}

async fn send_with(two: &Two, file: &Value, client_id: &str) -> Value {
    let body = json!({ "text": "!", "attachment_ids": [file], "client_id": client_id });
    let sent = two.one.post(&two.chat("/messages"), &body).await;
    sent.expect(201)
}

/// Where the content of a file is.
pub(super) async fn stored_at(database: &TestDatabase, storage: &Path, file: &Value) -> PathBuf {
    let sql = format!("SELECT key::text FROM attachments WHERE id = {file}");
    let row = database.client().await.query_one(&sql, &[]).await.unwrap();
    let key: String = row.get(0);
    storage.join(&key[key.len() - 2..]).join(&key)
}

/// Replaces the content of a file by a pipe, whose reader waits for the writer.
async fn make_pipe_of(database: &TestDatabase, storage: &Path, file: &Value) -> PathBuf {
    let path = stored_at(database, storage, file).await;
    std::fs::remove_file(&path).unwrap();
    let made = Command::new("mkfifo").arg(&path).status().unwrap();
    assert!(made.success());
    path
}

#[tokio::test]
async fn sends_do_not_wait_for_a_preview_of_a_new_picture() {
    let storage = tempfile::tempdir().unwrap();
    let url = format!("file://{}", storage.path().display());
    let fixture = NativeFixture::with(&[("STORAGE_URL", &url)]).await;
    let group = fixture.group("campus").await;
    let file = upload_without_preview(&fixture, &group).await;
    let pipe = make_pipe_of(&fixture.database, storage.path(), &file).await;
    let_make_preview(&fixture.database, &file).await;
    let making = "SELECT count(*) FROM attachments WHERE awaits_preview AND due_at > now()";
    fixture.database.until_number(making, 1).await;

    // Its event and the file's row change in one transaction, with the head of the log locked.
    let picture = json!({ "avatar_id": file });
    let chat = group.chat("");
    let set = within("the picture", patch(&group.one, &chat, &picture)).await;
    set.expect(200);
    within("the send", group.send(&group.other, "1")).await;
    assert_eq!(fixture.database.number(making).await, 1);

    // The maker reads an empty file, which is not the one that was uploaded.
    std::fs::write(pipe, b"").unwrap();
    fixture.database.until_number(POSTPONED, 1).await;
}

/// Pictures that are tried again, and are pictures.
const POSTPONED: &str = "SELECT count(*) FROM attachments
                         WHERE awaits_preview AND failures > 0 AND mime = 'image/png'";

#[tokio::test]
async fn trouble_with_the_storage_decides_nothing() {
    let storage = tempfile::tempdir().unwrap();
    let url = format!("file://{}", storage.path().display());
    let fixture = NativeFixture::with(&[("STORAGE_URL", &url)]).await;
    let two = fixture.two("campus").await;
    let file = upload_without_preview(&fixture, &two).await;
    let path = stored_at(&fixture.database, storage.path(), &file).await;
    let troubles: [fn(&Path); 3] = [
        |_| {},
        |path| std::fs::create_dir(path).unwrap(),
        |path| std::fs::write(path, &PNG[..PNG.len() / 2]).unwrap(),
    ];
    for trouble in troubles {
        std::fs::remove_file(&path).unwrap();
        trouble(&path);
        let_make_preview(&fixture.database, &file).await;
        fixture.database.until_number(POSTPONED, 1).await;

        let _ = std::fs::remove_dir(&path);
        std::fs::write(&path, PNG).unwrap();
        let due = "UPDATE attachments SET due_at = now()";
        fixture.database.execute(due).await;
        let made = "SELECT count(*) FROM attachments
                    WHERE preview_size > 0 AND failures = 0 AND NOT awaits_preview";
        fixture.database.until_number(made, 1).await;
        take_preview_back(&fixture.database, &file).await;
    }
    let info = two.path(&format!("/attachments/{file}/info"));
    let shown = two.one.get(&info).await.expect(200);
    assert_eq!(
        (&shown["kind"], &shown["mime"]),
        (&json!("image"), &json!("image/png"))
    );
}

#[tokio::test]
async fn pauses_after_failures_of_the_storage_grow() {
    let storage = tempfile::tempdir().unwrap();
    let url = format!("file://{}", storage.path().display());
    let fixture = NativeFixture::with(&[("STORAGE_URL", &url)]).await;
    let two = fixture.two("campus").await;
    let file = upload_without_preview(&fixture, &two).await;
    std::fs::remove_file(stored_at(&fixture.database, storage.path(), &file).await).unwrap();
    let pause = "SELECT extract(epoch FROM due_at - now())::bigint FROM attachments";
    for (failures, pauses) in [
        (0, 0..6),
        (4, 60..81),
        (9, 2_400..2_561),
        (100, 3_500..3_601),
    ] {
        let sql = format!(
            "UPDATE attachments SET awaits_preview = true, due_at = now(), failures = {failures}"
        );
        fixture.database.execute(&sql).await;
        let failed = format!("SELECT count(*) FROM attachments WHERE failures > {failures}");
        fixture.database.until_number(&failed, 1).await;
        let seconds = fixture.database.number(pause).await;
        assert!(pauses.contains(&seconds), "{seconds} s after {failures}");
    }
}

#[tokio::test]
async fn owners_of_pictures_take_turns() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let mut sent = Vec::new();
    for who in [&group.one, &group.one, &group.one, &group.other] {
        let file = upload_with_preview(who, group.realm).await;
        take_preview_back(&fixture.database, &file["id"]).await;
        let body = json!({ "text": "!", "attachment_ids": [file["id"]] });
        let message = who.post(&group.chat("/messages"), &body).await.expect(201);
        sent.push(message["id"].as_i64().unwrap());
    }

    let all = "UPDATE attachments SET awaits_preview = true";
    fixture.database.execute(all).await;

    fixture.database.until_number(PROCESSED, 4).await;
    let of_the_other = "SELECT count(*) FROM events WHERE kind = 'attachment_processed'
                            AND position < (
                                SELECT e.position FROM events AS e
                                WHERE e.kind = 'attachment_processed'
                                  AND (e.payload ->> 'message_id')::bigint = ";
    let before = format!("{of_the_other}{})", sent[3]);
    let before = fixture.database.number(&before).await;
    assert!(
        before <= 1,
        "{before} pictures of one who sent many came before"
    );
}

#[tokio::test]
async fn preview_after_the_message_brings_message_edited() {
    let fixture = NativeFixture::new().await;
    for realm in ["campus", "market", "school"] {
        let two = fixture.two(realm).await;
        let before = fixture.database.now().await;
        let file = upload_without_preview(&fixture, &two).await;
        let client_id = uuid::Uuid::new_v4().to_string();
        let sent = send_with(&two, &file, &client_id).await;
        assert_eq!(sent["attachments"][0]["preview_url"], Value::Null);
        let (mut own, mut others) = (
            two.one.open_stream_at(&two.path("/events")).await,
            two.other.open_stream_at(&two.path("/events")).await,
        );

        let_make_preview(&fixture.database, &file).await;

        // A third stream resumes from before the message.
        let mut resumed = open(&two.other, realm, &before).await;
        for (stream, sees) in [
            (&mut own, json!(client_id)),
            (&mut others, Value::Null),
            (&mut resumed, Value::Null),
        ] {
            let edited = next_of(stream, "message_edited").await["message"].take();
            let shown = &edited["attachments"][0];
            let url = format!("/v1/{realm}/attachments/{file}/preview");
            assert_eq!(shown["preview_url"], url);
            assert!(shown["placeholder"].is_string(), "{shown}");
            assert_eq!(
                (&edited["id"], &edited["edited_at"]),
                (&sent["id"], &Value::Null)
            );
            assert_eq!(edited["client_id"], sees, "{realm}");
        }
    }
    fixture.assert_verified().await;
}

/// A PNG whose chunks are whole, but not its pixels.
fn damaged_picture() -> Vec<u8> {
    let mut picture = PNG.to_vec();
    let data = picture.windows(4).position(|kind| kind == b"IDAT");
    let data = data.expect("a PNG has pixels") + 4;
    picture[data..data + 13].fill(0);
    picture
}

#[tokio::test]
async fn picture_that_cannot_be_decoded_becomes_a_file() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let stored = upload(&two.one, "campus", "a.png", &damaged_picture()).await;
    let stored = stored.expect(201);
    let file = &stored["id"];
    assert_eq!(stored["kind"], "image");
    let forgone = "SELECT count(*) FROM attachments WHERE NOT awaits_preview";
    fixture.database.until_number(forgone, 1).await;
    let again = format!(
        "UPDATE attachments SET mime = 'image/png', width = 1, height = 1 WHERE id = {file}"
    );
    fixture.database.execute(&again).await;
    let client_id = uuid::Uuid::new_v4().to_string();
    let sent = send_with(&two, file, &client_id).await;
    assert_eq!(sent["attachments"][0]["kind"], "image");
    let mut stream = two.other.open_stream_at(&two.path("/events")).await;

    let_make_preview(&fixture.database, file).await;

    let edited = next_of(&mut stream, "message_edited").await["message"].take();
    assert_eq!(edited["id"], sent["id"]);
    let shown = &edited["attachments"][0];
    for (field, value) in [
        ("kind", json!("file")),
        ("mime", json!("application/octet-stream")),
        ("width", Value::Null),
        ("preview_url", Value::Null),
    ] {
        assert_eq!(shown[field], value, "{field}");
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn every_message_with_the_picture_is_announced_once() {
    let fixture = NativeFixture::new().await;
    let (from, to) = (fixture.two("campus").await, fixture.group("campus").await);
    let file = upload_without_preview(&fixture, &from).await;
    assert_eq!(fixture.database.number(PROCESSED).await, 0, "in no message");
    let sent = send_with(&from, &file, &uuid::Uuid::new_v4().to_string()).await;
    let forward = json!({ "forward_id": sent["id"] });
    let copy = to
        .one
        .post(&to.chat("/messages"), &forward)
        .await
        .expect(201);
    let deleted = to
        .one
        .post(&to.chat("/messages"), &forward)
        .await
        .expect(201);
    let path = to.path(&format!("/messages/{}", deleted["id"]));
    assert_eq!(to.one.delete(&path).await.status, 204);
    // With reactions each reader has a frame of their own.
    let id = sent["id"].as_i64().unwrap();
    put(&from.other, &reactions::path(&from, id, "👍"))
        .await
        .expect(204);
    let mut stream = from.other.open_stream_at(&from.path("/events")).await;

    let_make_preview(&fixture.database, &file).await;

    let mut edited = Vec::new();
    for _ in 0..2 {
        let message = next_of(&mut stream, "message_edited").await["message"].take();
        assert!(message["attachments"][0]["placeholder"].is_string());
        edited.push(message);
    }
    edited.sort_by_key(|message| message["id"].as_i64());
    assert_eq!(
        (&edited[0]["id"], &edited[1]["id"]),
        (&sent["id"], &copy["id"])
    );
    assert_eq!(edited[0]["reactions"][0]["mine"], true);
    assert_eq!(fixture.database.number(PROCESSED).await, 2);
    let sql = "SELECT count(*) FROM audit.timeline($1) AS t
               WHERE t.actor = 'the database' AND t.description = $2";
    let description = format!("processed \"a.png\" of message {}", sent["id"]);
    let client = fixture.database.client().await;
    let told = client.query_one(sql, &[&from.chat_id, &description]).await;
    assert_eq!(told.unwrap().get::<_, i64>(0), 1);
}

#[tokio::test]
async fn announcements_of_one_preview_are_limited() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let file = upload_without_preview(&fixture, &two).await;
    let sql = format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload)
         SELECT {}, 'message_sent', {},
                '{{\"content\": \"!\", \"type\": \"file\", \"attachments\": [{file}]}}'
         FROM generate_series(1, 120)",
        two.chat_id, two.one_id
    );
    fixture.database.execute(&sql).await;

    let_make_preview(&fixture.database, &file).await;

    eventually("the newest 100 to be announced", async || {
        (fixture.database.number(PROCESSED).await == 100).then_some(())
    })
    .await;
    let newest = "SELECT count(*) FROM (
                      SELECT m.id FROM messages AS m ORDER BY m.id DESC LIMIT 100
                  ) AS m
                  JOIN events AS e ON e.kind = 'attachment_processed'
                      AND (e.payload ->> 'message_id')::bigint = m.id";
    assert_eq!(fixture.database.number(newest).await, 100);
}
