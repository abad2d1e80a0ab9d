//! Attachments in a bucket of s3s-fs, an S3 server that keeps its objects in a folder.

use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::MessengerFixture;
use super::attachments::{bytes, download, files_in};
use crate::support::{ReplicaProcess, assert_refused, eventually};

const MIB: usize = 1024 * 1024;

/// An S3 server with one bucket; stops when dropped.
struct S3 {
    endpoint: String,
    folder: tempfile::TempDir,
    serving: JoinHandle<()>,
}

impl Drop for S3 {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl S3 {
    async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder can be created");
        std::fs::create_dir(folder.path().join("office")).expect("a bucket is a folder");
        let files = FileSystem::new(folder.path()).expect("the folder is there");
        let mut service = S3ServiceBuilder::new(files);
        service.set_auth(SimpleAuth::from_single("key", "secret"));
        let service = service.build();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let service = service.clone();
                tokio::spawn(async move {
                    let connection = http1::Builder::new();
                    let _ = connection
                        .serve_connection(TokioIo::new(stream), service)
                        .await;
                });
            }
        });
        Self {
            endpoint,
            folder,
            serving,
        }
    }

    async fn messenger(&self) -> MessengerFixture<ReplicaProcess> {
        MessengerFixture::of_process(&[
            ("STORAGE_URL", "s3://office/files/of/staff"),
            ("AWS_ENDPOINT", &self.endpoint),
            ("AWS_ALLOW_HTTP", "true"),
            ("AWS_REGION", "us-east-1"),
            ("AWS_ACCESS_KEY_ID", "key"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
        ])
        .await
    }
}

#[tokio::test]
async fn files_round_trip_through_s3() {
    let s3 = S3::start().await;
    let messenger = s3.messenger().await;
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
    let prefix = s3.folder.path().join("office/files/of/staff");
    assert!(prefix.is_dir(), "below the prefix");
}

#[tokio::test]
async fn unavailable_bucket_is_503() {
    let s3 = S3::start().await;
    let messenger = s3.messenger().await;
    s3.serving.abort();
    std::fs::remove_dir_all(s3.folder.path().join("office")).expect("the bucket exists");
    let refused = messenger.upload(&messenger.anna, "a.txt", b"a").await;
    assert_refused(&refused, 503, "unavailable");
}

#[tokio::test]
async fn largest_file_transfers_through_s3_in_bounded_memory() {
    let s3 = S3::start().await;
    let messenger = s3.messenger().await;
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
    let messenger = s3.messenger().await;
    let too_large = bytes(25 * MIB + 1);
    let refused = messenger
        .upload(&messenger.anna, "big.bin", &too_large)
        .await;
    assert_refused(&refused, 413, "body_too_large");
    let bucket = s3.folder.path().join("office");
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
