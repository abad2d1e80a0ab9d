//! Files: uploads, downloads and access.

use reqwest::Method;
use serde_json::{Value, json};

use super::{MessengerFixture, assert_refused, form, id_of};
use crate::support::{Client, Replica, eventually};

const MIB: usize = 1024 * 1024;

/// Bytes without a media type signature and without repeated parts.
pub(super) fn bytes(length: usize) -> Vec<u8> {
    let mut bytes: Vec<u8> = (0..length)
        .map(|at| u8::try_from((at / 7 + at / 1021) % 251).expect("less than 251"))
        .collect();
    bytes[0] = 0;
    bytes
}

pub(super) async fn download(
    client: &Client,
    id: i64,
    range: Option<&str>,
) -> (u16, Vec<u8>, Headers) {
    let path = format!("/api/messenger/attachments/{id}");
    let mut request = client.request(Method::GET, &path);
    if let Some(range) = range {
        request = request.header("Range", range);
    }
    let response = request.send().await.expect("the server answers");
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let body = response.bytes().await.expect("the whole body");
    (status, body.to_vec(), Headers(headers))
}

pub(super) struct Headers(reqwest::header::HeaderMap);

impl Headers {
    fn get(&self, name: &str) -> &str {
        self.0
            .get(name)
            .map_or("", |value| value.to_str().expect("text"))
    }
}

#[tokio::test]
async fn largest_file_transfers_in_bounded_memory() {
    let messenger = MessengerFixture::of_process(&[]).await;
    let anna = messenger.client_of(&messenger.anna);
    // Warms up: memory that the first transfer allocates once.
    let small = messenger
        .file(&messenger.anna, "small.bin", &bytes(MIB))
        .await;
    download(&anna, small, None).await;
    let before = messenger.replica.peak();
    let content = bytes(25 * MIB);
    for _ in 0..3 {
        let id = messenger.file(&messenger.anna, "big.bin", &content).await;
        let (status, got, headers) = download(&anna, id, None).await;
        assert_eq!(status, 200);
        assert!(got == content, "the download equals the upload");
        assert_eq!(headers.get("content-length"), (25 * MIB).to_string());
    }
    messenger.assert_bounded_memory(before, 8);
}

#[tokio::test]
async fn invalid_uploads_are_refused_and_not_stored() {
    let messenger = MessengerFixture::new().await;
    let anna = messenger.client_of(&messenger.anna);
    let multipart = "multipart/form-data; boundary=limit";
    let elf = [b"\x7fELF\x02\x01\x01".as_slice(), &[0; 100]].concat();
    let cut = form("file", "a", b"a")[..90].to_vec();
    let too_large = form("file", "big.bin", &bytes(25 * MIB + 1));
    for (content_type, body, status, code) in [
        (
            "application/json",
            b"{}".to_vec(),
            415,
            "unsupported_media_type",
        ),
        (multipart, Vec::new(), 400, "invalid_upload"),
        (multipart, form("other", "a", b"a"), 400, "invalid_upload"),
        (multipart, cut, 400, "invalid_upload"),
        (
            multipart,
            form("file", "setup.txt", &elf),
            415,
            "file_type_refused",
        ),
        (multipart, too_large, 413, "body_too_large"),
    ] {
        let request = anna.request(Method::POST, "/api/messenger/attachments");
        let request = request.header("content-type", content_type).body(body);
        let refused = anna.send(request).await;
        assert_refused(&refused, status, code);
        assert_eq!(refused.body["success"], false);
    }
    let kept = "SELECT count(*) FROM attachments WHERE deleted_at IS NULL";
    assert_eq!(messenger.database.number(kept).await, 0);
}

#[tokio::test]
async fn unsafe_file_names_and_media_types_are_sanitized() {
    let messenger = MessengerFixture::new().await;
    let anna = messenger.client_of(&messenger.anna);
    let page = b"<!DOCTYPE html><script>alert(document.cookie)</script>";
    for (name, content, kept, mime) in [
        ("../../../etc/passwd", &b"root"[..], "passwd", "text/plain"),
        ("..\\..\\evil.bat", b"echo", "evil.bat", "text/plain"),
        (
            "<img src=x onerror=alert(1)>.html",
            page,
            "_img src=x onerror=alert(1)_.html",
            "application/octet-stream",
        ),
        ("page.html", page, "page.html", "application/octet-stream"),
        (
            "picture.png",
            page,
            "picture.png",
            "application/octet-stream",
        ),
        (
            "x.svg",
            b"<?xml version=\"1.0\"?><svg onload=\"alert(1)\"/>",
            "x.svg",
            "application/octet-stream",
        ),
        ("script.js", b"alert(1)", "script.js", "text/plain"),
    ] {
        let uploaded = messenger
            .upload(&messenger.anna, name, content)
            .await
            .expect(201);
        assert_eq!(uploaded["data"]["name"], kept, "{name}");
        assert_eq!(uploaded["data"]["mime"], mime, "{name}");
        let id = id_of(&uploaded["data"]);
        let (status, got, headers) = download(&anna, id, None).await;
        assert_eq!((status, got.as_slice()), (200, content));
        assert_eq!(headers.get("content-type"), mime, "{name}");
        assert!(
            headers
                .get("content-disposition")
                .starts_with("attachment; ")
        );
        assert_eq!(headers.get("x-content-type-options"), "nosniff");
        assert!(
            headers
                .get("content-security-policy")
                .starts_with("sandbox")
        );
    }
}

#[tokio::test]
async fn range_requests_are_served() {
    let messenger = MessengerFixture::new().await;
    let anna = messenger.client_of(&messenger.anna);
    let content = bytes(3 * MIB);
    let id = messenger.file(&messenger.anna, "a.bin", &content).await;
    for (range, from, to) in [
        ("bytes=0-99", 0, 100),
        ("bytes=1000000-", 1_000_000, content.len()),
        ("bytes=-7", content.len() - 7, content.len()),
    ] {
        let (status, got, headers) = download(&anna, id, Some(range)).await;
        assert_eq!(status, 206);
        assert!(got == content[from..to], "{range}");
        let expected = format!("bytes {from}-{}/{}", to - 1, content.len());
        assert_eq!(headers.get("content-range"), expected);
    }
    let (status, _, headers) = download(&anna, id, Some("bytes=99999999-")).await;
    assert_eq!(status, 416);
    let expected = format!("bytes */{}", content.len());
    assert_eq!(headers.get("content-range"), expected);
}

#[tokio::test]
async fn file_is_visible_to_its_owner_and_its_recipients() {
    let messenger = MessengerFixture::new().await;
    let chat = messenger.direct(None).await;
    let uploaded = messenger
        .upload(&messenger.anna, "план.txt", b"1. 2. 3.")
        .await;
    let file = uploaded.expect(201)["data"].clone();
    let id = id_of(&file);
    assert_eq!(file["url"], format!("/api/messenger/attachments/{id}"));
    let sees = async |person| download(&messenger.client_of(person), id, None).await.0 == 200;
    assert!(sees(&messenger.anna).await);
    assert!(!sees(&messenger.boris).await, "the file was not sent yet");

    let payload = json!({ "content": "", "type": "file", "attachments": [id] });
    let message = messenger
        .insert_message(chat, &messenger.anna, &payload)
        .await;
    assert!(sees(&messenger.boris).await);
    assert!(!sees(&messenger.stranger).await);
    let path = format!("/api/messenger/conversations/{chat}/messages");
    let page = messenger
        .client_of(&messenger.boris)
        .get(&path)
        .await
        .expect(200);
    let shown = &page["data"]["messages"][0];
    assert_eq!(shown["type"], "file");
    assert_eq!(shown["attachments"], Value::Array(vec![file]));

    let sql = format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload)
         VALUES ({chat}, 'message_deleted', {}, '{{\"message_id\": {message}}}')",
        messenger.anna.id
    );
    messenger.database.execute(&sql).await;
    assert!(!sees(&messenger.boris).await, "the message was deleted");
    assert_eq!(messenger.findings().await, 0);
}

#[tokio::test]
async fn files_unposted_for_a_day_are_deleted() {
    let folder = tempfile::tempdir().expect("a folder can be created");
    let url = format!("file://{}", folder.path().display());
    let database = {
        let messenger = MessengerFixture::with(&[("STORAGE_URL", &url)]).await;
        let chat = messenger.direct(None).await;
        let posted = messenger.file(&messenger.anna, "posted.txt", b"1").await;
        messenger.file(&messenger.anna, "forgotten.txt", b"2").await;
        let young = messenger.file(&messenger.anna, "young.txt", b"3").await;
        let payload = json!({ "content": "", "type": "file", "attachments": [posted] });
        messenger
            .insert_message(chat, &messenger.anna, &payload)
            .await;
        let sql = format!(
            "UPDATE attachments SET created_at = now() - interval '25 hours' WHERE id <> {young}"
        );
        messenger.database.execute(&sql).await;
        messenger.replica.shut_down().await;
        messenger.database
    };
    assert_eq!(files_in(folder.path()), 3);
    // A server deletes expired files when it starts.
    let settings = [("REALMS", "messenger"), ("STORAGE_URL", url.as_str())];
    let _replica = Replica::spawn_with(&database, &settings).await;
    eventually("the expired file to be deleted", async || {
        let rows = "SELECT count(*) FROM attachments";
        let is_gone = database.number(rows).await == 2 && files_in(folder.path()) == 2;
        is_gone.then_some(())
    })
    .await;
    let settled = "SELECT count(*) FROM attachments WHERE is_posted";
    assert_eq!(database.number(settled).await, 1);
}

/// The number of files below a folder.
pub(super) fn files_in(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder).expect("the folder can be read");
    entries
        .map(|entry| entry.expect("an entry can be read").path())
        .map(|path| if path.is_dir() { files_in(&path) } else { 1 })
        .sum()
}
