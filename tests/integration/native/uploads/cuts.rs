//! Uploads that are cut, and continue at other replicas.

use reqwest::Method;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::{MIB, append, ask, begun, content, download, header, part_of_append};
use crate::native::{NativeFixture, SETTINGS};
use crate::support::wait::within;
use crate::support::{Client, Replica, ReplicaProcess, assert_refused, eventually};

const LEASED: &str = "SELECT count(*) FROM uploads WHERE leased_until > now()";

/// The number of received bytes, once it is at least this.
async fn offset_from(client: &Client, path: &str, least: usize) -> usize {
    eventually("the cut to be noticed", async || {
        let shown = ask(client, Method::HEAD, path).await;
        let offset = header(&shown, "upload-offset").parse().ok()?;
        (offset >= least).then_some(offset)
    })
    .await
}

#[tokio::test]
async fn cut_upload_continues_at_another_replica() {
    let fixture = NativeFixture::new().await;
    let other = Replica::spawn_with(&fixture.database, SETTINGS).await;
    let replicas = [&fixture.replica, &other];
    let bytes = content(2 * MIB + 77);
    let ann = fixture.client(&fixture.ann);
    let path = begun(&ann, "campus", "a.bin", bytes.len()).await;
    let mut offset = 0;
    for (turn, size) in [1, 100, 524_288, 524_287, 3, 600_000, 17, 50_000, 1, 200_000]
        .into_iter()
        .enumerate()
    {
        let (replica, other) = (replicas[turn % 2], replicas[(turn + 1) % 2]);
        let rest = (offset, bytes.len() - offset);
        let sent = &bytes[offset..offset + size];
        let stream = part_of_append(replica, &fixture.ann, &path, rest, sent).await;
        drop(stream);
        offset = offset_from(&other.client(&fixture.ann), &path, offset + size).await;
        assert_eq!(offset, rest.0 + size);
        // The request ends its lease after it has registered the bytes.
        fixture.database.until_number(LEASED, 0).await;
    }
    let last = append(&other.client(&fixture.ann), &path, offset, &bytes[offset..]).await;
    assert_eq!(last.status, 204, "{}", last.body);
    assert!(download(&ann, "campus", header(&last, "attachment-id")).await == bytes);
}

#[tokio::test]
async fn one_request_at_a_time_writes_an_upload() {
    let fixture = NativeFixture::new().await;
    let other = Replica::spawn_with(&fixture.database, SETTINGS).await;
    let ann = fixture.client(&fixture.ann);
    let bytes = content(MIB);
    let path = begun(&ann, "campus", "a.bin", bytes.len()).await;
    let whole = (0, bytes.len());
    let replica = &fixture.replica;
    let mut first = part_of_append(replica, &fixture.ann, &path, whole, &bytes[..1_000]).await;
    fixture.database.until_number(LEASED, 1).await;
    for replica in [replica, &other] {
        let refused = append(&replica.client(&fixture.ann), &path, 0, &bytes).await;
        assert_refused(&refused, 423, "upload_locked");
    }
    first
        .write_all(&bytes[1_000..])
        .await
        .expect("the server reads");
    let mut answer = [0; 12];
    within("an answer", first.read_exact(&mut answer))
        .await
        .expect("an answer");
    assert_eq!(&answer, b"HTTP/1.1 204");
    let shown = ask(&ann, Method::HEAD, &path).await;
    assert!(download(&ann, "campus", header(&shown, "attachment-id")).await == bytes);
}

#[tokio::test]
async fn request_that_lost_its_lease_changes_nothing() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let bytes = content(MIB);
    let path = begun(&ann, "campus", "a.bin", bytes.len()).await;
    let stale = vec![7; bytes.len()];
    let whole = (0, bytes.len());
    let replica = &fixture.replica;
    let mut first = part_of_append(replica, &fixture.ann, &path, whole, &stale[..1_000]).await;
    fixture.database.until_number(LEASED, 1).await;
    fixture
        .database
        .execute("UPDATE uploads SET leased_until = now()")
        .await;
    append(&ann, &path, 0, &bytes[..600_000]).await.expect(204);
    first
        .write_all(&stale[1_000..])
        .await
        .expect("the server reads");
    let mut answer = [0; 12];
    within("an answer", first.read_exact(&mut answer))
        .await
        .expect("an answer");
    assert_eq!(&answer, b"HTTP/1.1 423");
    let last = append(&ann, &path, 600_000, &bytes[600_000..]).await;
    assert!(download(&ann, "campus", header(&last, "attachment-id")).await == bytes);
}

#[tokio::test]
async fn killed_replica_loses_no_stored_byte() {
    let fixture = NativeFixture::new().await;
    let killed = ReplicaProcess::spawn_with(&fixture.database, SETTINGS).await;
    let ann = fixture.client(&fixture.ann);
    let bytes = content(3 * MIB);
    let path = begun(&ann, "campus", "a.bin", bytes.len()).await;
    let whole = (0, bytes.len());
    let stream = part_of_append(&killed, &fixture.ann, &path, whole, &bytes[..2 * MIB]).await;
    offset_from(&ann, &path, MIB).await;
    killed.kill().await;
    drop(stream);
    let last = eventually("the lease to end", async || {
        let offset = offset_from(&ann, &path, MIB).await;
        let answer = append(&ann, &path, offset, &bytes[offset..]).await;
        // Postgres may still register the last part of the killed replica.
        (![409, 423].contains(&answer.status)).then_some(answer)
    })
    .await;
    assert_eq!(last.status, 204, "{}", last.body);
    assert!(download(&ann, "campus", header(&last, "attachment-id")).await == bytes);
}

#[tokio::test]
async fn interrupted_assembly_is_done_by_the_next_request() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let bytes = content(MIB);
    let path = begun(&ann, "campus", "a.bin", bytes.len()).await;
    append(&ann, &path, 0, &bytes).await.expect(204);
    // As if the replica had stopped after the last byte was stored.
    fixture
        .database
        .execute("UPDATE uploads SET finished_at = NULL")
        .await;
    let unfinished = "UPDATE attachments SET size = NULL, mime = NULL, sha256 = NULL";
    fixture.database.execute(unfinished).await;
    let shown = ask(&ann, Method::HEAD, &path).await;
    assert_eq!(shown.status, 200);
    let id = header(&shown, "attachment-id");
    assert!(download(&ann, "campus", id).await == bytes);
}
