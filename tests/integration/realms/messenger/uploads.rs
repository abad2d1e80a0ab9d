//! File transfers: concurrent, across replicas, and interrupted.

use std::path::Path;

use futures::future::join_all;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::attachments::{bytes, download, files_in};
use super::{MessengerFixture, assert_refused, form};
use crate::support::wait::within;
use crate::support::{Endpoint, Person, Replica, ReplicaProcess, TestDatabase, eventually};

const MIB: usize = 1024 * 1024;

/// Stores files in a new folder.
async fn fixture_with_folder() -> (MessengerFixture, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder can be created");
    let url = url_of(folder.path());
    (
        MessengerFixture::with(&[("STORAGE_URL", &url)]).await,
        folder,
    )
}

async fn process_with_folder() -> (MessengerFixture<ReplicaProcess>, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder can be created");
    let url = url_of(folder.path());
    (
        MessengerFixture::of_process(&[("STORAGE_URL", &url)]).await,
        folder,
    )
}

fn url_of(folder: &Path) -> String {
    format!("file://{}", folder.display())
}

/// Spawns another replica with the same folder.
async fn second_replica(database: &TestDatabase, folder: &Path) -> Replica {
    let url = url_of(folder);
    let settings = [("REALMS", "messenger"), ("STORAGE_URL", url.as_str())];
    Replica::spawn_with(database, &settings).await
}

/// Starts an upload and stops half-way.
async fn start_partial_upload(replica: &Endpoint, user: &Person) -> TcpStream {
    let address = replica.url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address)
        .await
        .expect("the server accepts");
    let body = form("file", "half.bin", &bytes(8 * MIB));
    let head = format!(
        "POST /api/messenger/attachments HTTP/1.1\r\nHost: {address}\r\n\
         Authorization: Bearer {}\r\nContent-Type: multipart/form-data; boundary=limit\r\n\
         Content-Length: {}\r\n\r\n",
        user.token,
        body.len()
    );
    let first = [head.as_bytes(), &body[..4 * MIB]].concat();
    stream.write_all(&first).await.expect("the server reads");
    stream
}

/// Waits until the folder contains part of an upload.
async fn wait_for_partial_upload(folder: &Path) {
    eventually("the first part to be stored", async || {
        (files_in(folder) == 1).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_refused_upload_still_receives_the_error() {
    let (messenger, _folder) = fixture_with_folder().await;
    let address = messenger.replica.url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address)
        .await
        .expect("the server accepts");
    let body = form("file", "whole.bin", &bytes(8 * MIB));
    let head = format!(
        "POST /api/messenger/attachments HTTP/1.1\r\nHost: {address}\r\n\
         Content-Type: multipart/form-data; boundary=limit\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    // Two requests over one connection: the server has drained the first body.
    for _ in 0..2 {
        stream
            .write_all(head.as_bytes())
            .await
            .expect("the server reads");
        stream
            .write_all(&body)
            .await
            .expect("the server reads the body");
        let mut answer = Vec::new();
        while !answer.ends_with(b"}") {
            let read = within("an answer", stream.read_buf(&mut answer)).await;
            assert_ne!(
                read.expect("the server answers"),
                0,
                "the connection was closed"
            );
        }
        let answer = String::from_utf8(answer).expect("the answer is UTF-8");
        assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
        assert!(answer.contains("missing_token"), "{answer}");
    }
}

#[tokio::test]
async fn concurrent_large_transfers_use_bounded_memory() {
    const AT_ONCE: usize = 6;
    let (messenger, _folder) = process_with_folder().await;
    let anna = messenger.client_of(&messenger.anna);
    let small = messenger
        .file(&messenger.anna, "small.bin", &bytes(MIB))
        .await;
    download(&anna, small, None).await;
    let before = messenger.replica.peak();
    let content = bytes(25 * MIB);
    let up = (0..AT_ONCE).map(|_| messenger.file(&messenger.anna, "big.bin", &content));
    let ids = join_all(up).await;
    let down = ids.iter().map(|id| download(&anna, *id, None));
    for (status, got, _) in join_all(down).await {
        assert_eq!(status, 200);
        assert!(got == content, "the download equals the upload");
    }
    messenger.assert_bounded_memory(before, 16);
}

#[tokio::test]
async fn file_uploaded_to_one_replica_downloads_from_another() {
    let (messenger, folder) = process_with_folder().await;
    let other = second_replica(&messenger.database, folder.path()).await;
    let content = bytes(3 * MIB);
    let id = messenger.file(&messenger.anna, "a.bin", &content).await;
    let (status, got, _) = download(&other.client(&messenger.anna), id, None).await;
    assert_eq!(status, 200);
    assert!(got == content);
}

#[tokio::test]
async fn interrupted_upload_leaves_no_file() {
    let (messenger, folder) = fixture_with_folder().await;
    let upload = start_partial_upload(&messenger.replica, &messenger.anna).await;
    wait_for_partial_upload(folder.path()).await;
    drop(upload);
    eventually("the partial upload to be deleted", async || {
        let rows = "SELECT count(*) FROM attachments";
        let is_gone = files_in(folder.path()) == 0 && messenger.database.number(rows).await == 0;
        is_gone.then_some(())
    })
    .await;
}

#[tokio::test]
async fn partial_uploads_of_a_killed_replica_are_deleted() {
    let (messenger, folder) = process_with_folder().await;
    let (database, anna) = (messenger.database, messenger.anna);
    let upload = start_partial_upload(&messenger.replica, &anna).await;
    wait_for_partial_upload(folder.path()).await;
    messenger.replica.kill().await;
    drop(upload);
    assert_eq!(
        files_in(folder.path()),
        1,
        "the killed replica left the partial file"
    );
    let a_day_later = "UPDATE attachments SET created_at = now() - interval '25 hours'";
    database.execute(a_day_later).await;
    let url = url_of(folder.path());
    let settings = [("REALMS", "messenger"), ("STORAGE_URL", url.as_str())];
    let _other = Replica::spawn_with(&database, &settings).await;
    eventually("the partial upload to be deleted", async || {
        let rows = "SELECT count(*) FROM attachments";
        let is_gone = files_in(folder.path()) == 0 && database.number(rows).await == 0;
        is_gone.then_some(())
    })
    .await;
}

#[tokio::test]
async fn replicas_skip_files_that_another_is_deleting() {
    let (messenger, folder) = fixture_with_folder().await;
    let database = &messenger.database;
    let [locked, other] = [
        messenger.file(&messenger.anna, "a.txt", b"1").await,
        messenger.file(&messenger.anna, "b.txt", b"2").await,
    ];
    // Simulates another replica that is deleting the file. An advisory lock, which any login may
    // take, blocks nothing.
    let other_replica = database.client().await;
    other_replica
        .batch_execute(&format!(
            "SELECT pg_advisory_lock(hashtextextended('vestnik attachments', 0));
             BEGIN; SELECT FROM attachments WHERE id = {locked} FOR KEY SHARE"
        ))
        .await
        .expect("the row can be locked");
    let delete =
        format!("UPDATE attachments SET deleted_at = now() WHERE id IN ({locked}, {other})");
    database.execute(&delete).await;
    eventually("the other one to be removed", async || {
        (files_in(folder.path()) == 1).then_some(())
    })
    .await;
    other_replica
        .batch_execute("COMMIT")
        .await
        .expect("the transaction commits");
    eventually("this one to be removed", async || {
        (files_in(folder.path()) == 0).then_some(())
    })
    .await;
}

#[tokio::test]
async fn unposted_files_per_user_are_limited() {
    const MAX_UNPOSTED_FILES: usize = 100;
    let messenger = MessengerFixture::new().await;
    let conversation = messenger.direct(None).await;
    let first = messenger.file(&messenger.anna, "1.bin", &bytes(10)).await;
    for n in 2..=MAX_UNPOSTED_FILES {
        messenger
            .file(&messenger.anna, &format!("{n}.bin"), &bytes(10))
            .await;
    }
    let refused = messenger
        .upload(&messenger.anna, "more.bin", &bytes(10))
        .await;
    assert_refused(&refused, 429, "rate_limited");
    assert!(refused.headers.contains_key("retry-after"));
    // Other users may upload, and posting a file frees its place.
    messenger
        .file(&messenger.boris, "his.bin", &bytes(10))
        .await;
    let posted = json!({ "content": "here", "type": "file", "attachments": [first] });
    messenger
        .insert_message(conversation, &messenger.anna, &posted)
        .await;
    messenger
        .file(&messenger.anna, "more.bin", &bytes(10))
        .await;
}
