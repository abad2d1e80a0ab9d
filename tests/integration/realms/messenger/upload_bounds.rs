//! Limits on the size and duration of uploads.

use std::time::Instant;

use futures::future::join_all;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::attachments::bytes;
use super::{MessengerFixture, assert_refused, form};
use crate::support::wait::within;
use crate::support::{Endpoint, Person};

const MIB: usize = 1024 * 1024;

/// Starts an upload of `length` bytes and sends the first ones; the test sends the rest.
async fn upload(replica: &Endpoint, user: &Person, length: usize, first: &[u8]) -> TcpStream {
    let address = replica.url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address)
        .await
        .expect("the server accepts");
    let head = format!(
        "POST /api/messenger/attachments HTTP/1.1\r\nHost: {address}\r\n\
         Authorization: Bearer {}\r\nContent-Type: multipart/form-data; boundary=limit\r\n\
         Content-Length: {length}\r\n\r\n",
        user.token
    );
    let first = [head.as_bytes(), first].concat();
    stream.write_all(&first).await.expect("the server reads");
    stream
}

/// Reads the answer to the end of its body.
async fn answer(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    while !answer.ends_with(b"}") {
        let read = within("an answer", stream.read_buf(&mut answer)).await;
        if read.unwrap_or(0) == 0 {
            break;
        }
    }
    String::from_utf8(answer).expect("the answer is UTF-8")
}

#[tokio::test]
async fn forms_without_a_file_part_use_bounded_memory() {
    const LENGTH: usize = 24 * MIB;
    let messenger = MessengerFixture::of_process(&[]).await;
    messenger
        .file(&messenger.anna, "small.bin", &bytes(MIB))
        .await;
    let before = messenger.replica.reset_peak();
    let endless_header = &b"--limit\r\nContent-Disposition: form-data; name=\""[..];
    let uploads = (0..6).map(|number| {
        let begins = if number % 2 == 0 { b"" } else { endless_header };
        let (replica, user) = (&messenger.replica, &messenger.anna);
        async move {
            let mut stream = upload(replica, user, LENGTH, begins).await;
            let rest = vec![b'x'; LENGTH - begins.len()];
            let _ = stream.write_all(&rest).await;
            answer(&mut stream).await
        }
    });
    for answer in join_all(uploads).await {
        assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
        assert!(answer.contains("invalid_upload"), "{answer}");
    }
    messenger.assert_bounded_memory(before, 16);
}

#[tokio::test]
async fn file_part_may_start_within_the_first_64_kib() {
    let messenger = MessengerFixture::new().await;
    let note = [
        &b"--limit\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n"[..],
        &vec![b'n'; 60 * 1024],
        b"\r\n",
    ]
    .concat();
    let body = [note, form("file", "a.bin", &bytes(3 * MIB))].concat();
    let mut stream = upload(&messenger.replica, &messenger.anna, body.len(), &body).await;
    let answer = answer(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
}

#[tokio::test]
async fn slow_uploads_of_one_user_do_not_block_others() {
    let messenger = MessengerFixture::new().await;
    let body = form("file", "half.bin", &bytes(8 * MIB));
    let mut slow = Vec::new();
    for _ in 0..40 {
        let first = &body[..64 * 1024];
        slow.push(upload(&messenger.replica, &messenger.anna, body.len(), first).await);
    }
    messenger.file(&messenger.boris, "b.bin", &bytes(MIB)).await;
}

#[tokio::test]
async fn upload_that_is_too_slow_is_408() {
    let messenger = MessengerFixture::new().await;
    let body = form("file", "half.bin", &bytes(MIB));
    let started = Instant::now();
    // One upload inside its file part and one before it.
    let mut uploads = [
        upload(
            &messenger.replica,
            &messenger.anna,
            body.len(),
            &body[..2_000],
        )
        .await,
        upload(&messenger.replica, &messenger.anna, body.len(), &body[..20]).await,
    ];
    for stream in &mut uploads {
        let answer = answer(stream).await;
        assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
        assert!(answer.contains("request_timeout"), "{answer}");
    }
    assert!(started.elapsed().as_secs() >= 10, "the server allows 10 s");
}

#[tokio::test]
async fn files_over_the_user_quota_are_refused() {
    let messenger = MessengerFixture::with(&[("ATTACHMENT_QUOTA_MIB", "1")]).await;
    messenger.file(&messenger.anna, "a.bin", &bytes(MIB)).await;
    let refused = messenger
        .upload(&messenger.anna, "b.bin", b"one more")
        .await;
    assert_refused(&refused, 403, "quota_reached");
    let why = refused.body["error"].as_str().unwrap_or_default();
    assert!(why.contains("1 MiB"), "{why}");
    messenger
        .file(&messenger.boris, "b.bin", b"another's")
        .await;
    // Deleted files do not count.
    let removal = "UPDATE attachments SET deleted_at = now()";
    messenger.database.execute(removal).await;
    messenger.file(&messenger.anna, "b.bin", b"one more").await;
}
