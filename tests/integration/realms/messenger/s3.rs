//! Attachments in a bucket.

use super::MessengerFixture;
use super::attachments::{bytes, download, files_in};
use crate::bucket::S3;
use crate::support::{ReplicaProcess, assert_refused, eventually};

const MIB: usize = 1024 * 1024;

async fn messenger_of(s3: &S3) -> MessengerFixture<ReplicaProcess> {
    MessengerFixture::of_process(&s3.settings()).await
}

#[tokio::test]
async fn files_round_trip_through_s3() {
    let s3 = S3::start().await;
    let messenger = messenger_of(&s3).await;
    let anna = messenger.client_of(&messenger.anna);
    // Sizes for one request, for several parts, and for an exact multiple of the part size.
    for size in [1, 6 * MIB + 1, 10 * MIB] {
        let content = bytes(size);
        let id = messenger.file(&messenger.anna, "a.bin", &content).await;
        let (status, got, _) = download(&anna, id, None).await;
        assert_eq!(status, 200);
        assert!(got == content, "{size}");
        let (status, got, _) = download(&anna, id, Some("bytes=0-0")).await;
        assert_eq!((status, got.len()), (206, 1));
    }
    let prefix = s3.bucket().join("files/of/staff");
    assert!(prefix.is_dir(), "below the prefix");
}

#[tokio::test]
async fn unavailable_bucket_is_503() {
    let s3 = S3::start().await;
    let messenger = messenger_of(&s3).await;
    s3.stop();
    std::fs::remove_dir_all(s3.bucket()).expect("the bucket exists");
    let refused = messenger.upload(&messenger.anna, "a.txt", b"a").await;
    assert_refused(&refused, 503, "unavailable");
}

#[tokio::test]
async fn largest_file_transfers_through_s3_in_bounded_memory() {
    let s3 = S3::start().await;
    let messenger = messenger_of(&s3).await;
    let anna = messenger.client_of(&messenger.anna);
    let small = messenger
        .file(&messenger.anna, "small.bin", &bytes(6 * MIB))
        .await;
    download(&anna, small, None).await;
    let before = messenger.replica.peak();
    let content = bytes(25 * MIB);
    for _ in 0..3 {
        let id = messenger.file(&messenger.anna, "big.bin", &content).await;
        let (status, got, _) = download(&anna, id, None).await;
        assert_eq!(status, 200);
        assert!(got == content, "the download equals the upload");
    }
    messenger.assert_bounded_memory(before, 16);
}

#[tokio::test]
async fn s3_objects_are_deleted_on_rejection_and_erasure() {
    let s3 = S3::start().await;
    let messenger = messenger_of(&s3).await;
    let too_large = bytes(25 * MIB + 1);
    let refused = messenger
        .upload(&messenger.anna, "big.bin", &too_large)
        .await;
    assert_refused(&refused, 413, "body_too_large");
    let bucket = s3.bucket();
    assert_eq!(files_in(&bucket), 0);
    messenger.file(&messenger.anna, "a.txt", b"a").await;
    assert_eq!(files_in(&bucket), 1);
    let erase = format!("CALL audit.erase_user({})", messenger.anna.id);
    messenger.database.execute(&erase).await;
    eventually("the object to be deleted", async || {
        (files_in(&bucket) == 0).then_some(())
    })
    .await;
}
