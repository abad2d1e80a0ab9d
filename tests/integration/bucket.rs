//! s3s-fs, an S3 server that keeps its objects in a folder.

use std::path::PathBuf;

use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// An S3 server with one bucket; stops when dropped.
pub struct S3 {
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
    pub async fn start() -> Self {
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

    /// The settings of a server that stores its files here.
    pub fn settings(&self) -> [(&'static str, &str); 6] {
        [
            ("STORAGE_URL", "s3://office/files/of/staff"),
            ("AWS_ENDPOINT", &self.endpoint),
            ("AWS_ALLOW_HTTP", "true"),
            ("AWS_REGION", "us-east-1"),
            ("AWS_ACCESS_KEY_ID", "key"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
        ]
    }

    /// The URL of the service.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// The folder of the bucket.
    pub fn bucket(&self) -> PathBuf {
        self.folder.path().join("office")
    }

    /// Serves no further connections.
    pub fn stop(&self) {
        self.serving.abort();
    }
}
