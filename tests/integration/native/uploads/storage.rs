//! What is stored of uploads, and what is removed.

use std::path::Path;

use reqwest::Method;

use super::{MIB, append, ask, begun, content, download, header, uploaded};
use crate::bucket::S3;
use crate::native::{NativeFixture, SETTINGS};
use crate::support::{Client, ReplicaProcess, TestDatabase, eventually};

/// The files below a folder.
fn files_in(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let count = |path: &Path| if path.is_dir() { files_in(path) } else { 1 };
    entries.map(|entry| count(&entry.path())).sum()
}

async fn until_files(folder: &Path, expected: usize) {
    eventually("the files to be removed", async || {
        (files_in(folder) == expected).then_some(())
    })
    .await;
}

/// A fixture whose server has a folder of its own, and Ann's client.
async fn with_folder() -> (NativeFixture, Client, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("file://{}", folder.path().display());
    let fixture = NativeFixture::with(&[("STORAGE_URL", &url)]).await;
    let client = fixture.client(&fixture.ann);
    (fixture, client, folder)
}

#[tokio::test]
async fn parts_are_removed_once_the_file_is_complete() {
    let (fixture, ann, folder) = with_folder().await;
    let bytes = content(2 * MIB);
    let answer = uploaded(&ann, "direct", "a.bin", &bytes).await;
    until_files(folder.path(), 1).await;
    let id = header(&answer, "attachment-id");
    assert!(download(&ann, "direct", id).await == bytes);
    // After a day the upload is forgotten, and its file is not.
    let path = format!("/v1/direct/uploads/{id}");
    assert_eq!(ask(&ann, Method::HEAD, &path).await.status, 200);
    let later = "UPDATE uploads SET finished_at = finished_at - interval '1 day'";
    fixture.database.execute(later).await;
    assert_eq!(ask(&ann, Method::HEAD, &path).await.status, 404);
    fixture
        .database
        .until_number("SELECT count(*) FROM uploads", 0)
        .await;
    assert!(download(&ann, "direct", id).await == bytes);
}

#[tokio::test]
async fn cut_parts_leave_no_objects_behind() {
    let (_fixture, ann, folder) = with_folder().await;
    let path = begun(&ann, "direct", "a.bin", MIB).await;
    for (at, byte) in content(50).iter().enumerate() {
        append(&ann, &path, at, &[*byte]).await.expect(204);
    }
    assert_eq!(files_in(folder.path()), 1);
}

#[tokio::test]
async fn ended_upload_is_removed_with_its_parts() {
    let (fixture, ann, folder) = with_folder().await;
    let path = begun(&ann, "direct", "a.bin", 3 * MIB).await;
    append(&ann, &path, 0, &content(2 * MIB)).await.expect(204);
    assert!(files_in(folder.path()) > 1);
    assert_eq!(ask(&ann, Method::DELETE, &path).await.status, 204);
    for method in [Method::HEAD, Method::DELETE] {
        assert_eq!(ask(&ann, method, &path).await.status, 404);
    }
    assert_eq!(append(&ann, &path, 2 * MIB, b"a").await.status, 404);
    until_files(folder.path(), 0).await;
    fixture
        .database
        .until_number("SELECT count(*) FROM uploads", 0)
        .await;
}

#[tokio::test]
async fn end_of_a_finished_upload_keeps_the_file() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let path = begun(&ann, "direct", "a.txt", 1).await;
    let answer = append(&ann, &path, 0, b"a").await;
    assert_eq!(ask(&ann, Method::DELETE, &path).await.status, 204);
    assert_eq!(ask(&ann, Method::HEAD, &path).await.status, 404);
    let id = header(&answer, "attachment-id");
    assert_eq!(download(&ann, "direct", id).await, b"a");
}

#[tokio::test]
async fn unfinished_upload_expires_after_a_day() {
    let (fixture, ann, folder) = with_folder().await;
    let path = begun(&ann, "direct", "a.bin", 3 * MIB).await;
    append(&ann, &path, 0, &content(MIB)).await.expect(204);
    let later = "UPDATE attachments SET created_at = created_at - interval '1 day'";
    fixture.database.execute(later).await;
    assert_eq!(ask(&ann, Method::HEAD, &path).await.status, 404);
    assert_eq!(append(&ann, &path, MIB, b"a").await.status, 404);
    until_files(folder.path(), 0).await;
    fixture
        .database
        .until_number("SELECT count(*) FROM uploads", 0)
        .await;
}

#[tokio::test]
async fn erasure_removes_the_uploads_of_a_person() {
    let (fixture, ann, folder) = with_folder().await;
    let path = begun(&ann, "direct", "a.bin", 3 * MIB).await;
    append(&ann, &path, 0, &content(MIB)).await.expect(204);
    uploaded(&ann, "direct", "b.bin", &content(MIB))
        .await
        .expect(204);
    let erase = format!("CALL audit.erase_user({})", fixture.ann.id);
    fixture.database.execute(&erase).await;
    let left = "SELECT count(*) FROM uploads WHERE metadata <> ''";
    assert_eq!(fixture.database.number(left).await, 0);
    until_files(folder.path(), 0).await;
    fixture
        .database
        .until_number("SELECT count(*) FROM uploads", 0)
        .await;
}

#[tokio::test]
async fn uploads_continue_in_a_bucket() {
    let (database, s3) = (TestDatabase::new().await, S3::start().await);
    let settings = [SETTINGS, &s3.settings()[..]].concat();
    let replica = ReplicaProcess::spawn_with(&database, &settings).await;
    let ann = replica.client(&database.person("member").await);
    // Parts of the bucket have 5 MiB.
    for (size, cuts) in [
        (1, vec![]),
        (12 * MIB + 5, vec![1, 4 * MIB, 6 * MIB, 10 * MIB]),
    ] {
        let bytes = content(size);
        let path = begun(&ann, "direct", "a.bin", size).await;
        let mut offset = 0;
        for cut in cuts {
            append(&ann, &path, offset, &bytes[offset..cut])
                .await
                .expect(204);
            offset = cut;
        }
        let last = append(&ann, &path, offset, &bytes[offset..]).await;
        let id = header(&last, "attachment-id");
        assert!(download(&ann, "direct", id).await == bytes, "{size}");
    }
    let ended = begun(&ann, "direct", "b.bin", 20 * MIB).await;
    append(&ann, &ended, 0, &content(11 * MIB))
        .await
        .expect(204);
    assert_eq!(ask(&ann, Method::DELETE, &ended).await.status, 204);
    until_files(&s3.bucket(), 2).await;
}
