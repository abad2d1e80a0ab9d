//! Files on their way: several at once, on several replicas, and those that never arrive.

use std::path::Path;

use futures::future::join_all;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::attachments::{bytes, download, files_in};
use super::{Office, form};
use crate::support::wait::within;
use crate::support::{Endpoint, Person, Replica, ReplicaProcess, TestDatabase, eventually};

const MIB: usize = 1024 * 1024;

/// An office whose files are in a folder of their own.
async fn office_with_folder() -> (Office, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let url = url_of(folder.path());
    (Office::with(&[("STORAGE_URL", &url)]).await, folder)
}

async fn process_with_folder() -> (Office<ReplicaProcess>, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let url = url_of(folder.path());
    (Office::of_process(&[("STORAGE_URL", &url)]).await, folder)
}

fn url_of(folder: &Path) -> String {
    format!("file://{}", folder.display())
}

/// Another replica of the same office.
async fn colleague(database: &TestDatabase, folder: &Path) -> Replica {
    let url = url_of(folder);
    let settings = [("REALMS", "messenger"), ("STORAGE_URL", url.as_str())];
    Replica::spawn_with(database, &settings).await
}

/// Begins an upload, and has it stand still half-way.
async fn half_of_an_upload(replica: &Endpoint, who: &Person) -> TcpStream {
    let address = replica.url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.expect("it accepts");
    let body = form("file", "half.bin", &bytes(8 * MIB));
    let head = format!(
        "POST /api/messenger/attachments HTTP/1.1\r\nHost: {address}\r\n\
         Authorization: Bearer {}\r\nContent-Type: multipart/form-data; boundary=limit\r\n\
         Content-Length: {}\r\n\r\n",
        who.token,
        body.len()
    );
    let first = [head.as_bytes(), &body[..4 * MIB]].concat();
    stream.write_all(&first).await.expect("it reads");
    stream
}

/// Waits for the bytes of an upload that is under way.
async fn begun(folder: &Path) {
    eventually("the first part to be stored", async || {
        (files_in(folder) == 1).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_refused_upload_still_receives_the_error() {
    let (office, _folder) = office_with_folder().await;
    let address = office.replica.url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.expect("it accepts");
    let body = form("file", "whole.bin", &bytes(8 * MIB));
    let head = format!(
        "POST /api/messenger/attachments HTTP/1.1\r\nHost: {address}\r\n\
         Content-Type: multipart/form-data; boundary=limit\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    // Twice over one connection: it has read the body to its end.
    for _ in 0..2 {
        stream.write_all(head.as_bytes()).await.expect("it reads");
        stream.write_all(&body).await.expect("it reads on");
        let mut answer = Vec::new();
        while !answer.ends_with(b"}") {
            let read = within("an answer", stream.read_buf(&mut answer)).await;
            assert_ne!(read.expect("it is there"), 0, "the connection was closed");
        }
        let answer = String::from_utf8(answer).expect("it is text");
        assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
        assert!(answer.contains("missing_token"), "{answer}");
    }
}

#[tokio::test]
async fn concurrent_large_transfers_use_bounded_memory() {
    const AT_ONCE: usize = 6;
    let (office, _folder) = process_with_folder().await;
    let anna = office.as_(&office.anna);
    let small = office.file(&office.anna, "small.bin", &bytes(MIB)).await;
    download(&anna, small, None).await;
    let before = office.replica.peak();
    let content = bytes(25 * MIB);
    let up = (0..AT_ONCE).map(|_| office.file(&office.anna, "big.bin", &content));
    let ids = join_all(up).await;
    let down = ids.iter().map(|id| download(&anna, *id, None));
    for (status, got, _) in join_all(down).await {
        assert_eq!(status, 200);
        assert!(got == content, "it is what was brought");
    }
    let grown = office.replica.peak().saturating_sub(before);
    println!(
        "{AT_ONCE} x 25 MiB at once, up and down: {} KiB more at most",
        grown / 1024
    );
    assert!(grown < 16 * MIB, "{grown} bytes more");
}

#[tokio::test]
async fn file_uploaded_to_one_replica_downloads_from_another() {
    let (office, folder) = process_with_folder().await;
    let other = colleague(&office.database, folder.path()).await;
    let content = bytes(3 * MIB);
    let id = office.file(&office.anna, "a.bin", &content).await;
    let (status, got, _) = download(&other.client(&office.anna), id, None).await;
    assert_eq!(status, 200);
    assert!(got == content);
}

#[tokio::test]
async fn interrupted_upload_leaves_no_file() {
    let (office, folder) = office_with_folder().await;
    let upload = half_of_an_upload(&office.replica, &office.anna).await;
    begun(folder.path()).await;
    drop(upload);
    eventually("all of it to go", async || {
        let rows = "SELECT count(*) FROM attachments";
        let is_gone = files_in(folder.path()) == 0 && office.database.number(rows).await == 0;
        is_gone.then_some(())
    })
    .await;
}

#[tokio::test]
async fn partial_uploads_of_a_killed_replica_are_deleted() {
    let (office, folder) = process_with_folder().await;
    let (database, anna) = (office.database, office.anna);
    let upload = half_of_an_upload(&office.replica, &anna).await;
    begun(folder.path()).await;
    office.replica.kill().await;
    drop(upload);
    assert_eq!(files_in(folder.path()), 1, "nobody could tidy up");
    let a_day_later = "UPDATE attachments SET created_at = now() - interval '25 hours'";
    database.execute(a_day_later).await;
    let url = url_of(folder.path());
    let settings = [("REALMS", "messenger"), ("STORAGE_URL", url.as_str())];
    let _other = Replica::spawn_with(&database, &settings).await;
    eventually("the half to go", async || {
        let rows = "SELECT count(*) FROM attachments";
        let is_gone = files_in(folder.path()) == 0 && database.number(rows).await == 0;
        is_gone.then_some(())
    })
    .await;
}

#[tokio::test]
async fn replicas_skip_files_that_another_is_deleting() {
    let (office, folder) = office_with_folder().await;
    let database = &office.database;
    let [locked, other] = [
        office.file(&office.anna, "a.txt", b"1").await,
        office.file(&office.anna, "b.txt", b"2").await,
    ];
    // As if another replica were removing it. An advisory lock, which any login may hold, holds
    // up nothing.
    let removing = database.client().await;
    removing
        .batch_execute(&format!(
            "SELECT pg_advisory_lock(hashtextextended('vestnik attachments', 0));
             BEGIN; SELECT FROM attachments WHERE id = {locked} FOR KEY SHARE"
        ))
        .await
        .expect("it can be locked");
    let doom = format!("UPDATE attachments SET deleted_at = now() WHERE id IN ({locked}, {other})");
    database.execute(&doom).await;
    eventually("the other one to be removed", async || {
        (files_in(folder.path()) == 1).then_some(())
    })
    .await;
    removing.batch_execute("COMMIT").await.expect("it ends");
    eventually("this one to be removed", async || {
        (files_in(folder.path()) == 0).then_some(())
    })
    .await;
}

#[tokio::test]
async fn unposted_files_per_user_are_limited() {
    const MOST: usize = 100;
    let office = Office::new().await;
    let conversation = office.direct(None).await;
    let first = office.file(&office.anna, "1.bin", &bytes(10)).await;
    for n in 2..=MOST {
        office
            .file(&office.anna, &format!("{n}.bin"), &bytes(10))
            .await;
    }
    let refused = office.upload(&office.anna, "more.bin", &bytes(10)).await;
    assert_eq!((refused.status, refused.code()), (429, "rate_limited"));
    assert!(refused.headers.contains_key("retry-after"));
    // Others may, and so may whoever posts one.
    office.file(&office.boris, "his.bin", &bytes(10)).await;
    let posted = json!({ "content": "here", "type": "file", "attachments": [first] });
    office.wrote(conversation, &office.anna, &posted).await;
    office.file(&office.anna, "more.bin", &bytes(10)).await;
}
