//! Time-stamp authorities (RFC 3161) sign seals. The authority is OpenSSL's, which also verifies what it signed.

use std::path::{Path, PathBuf};
use std::process::Output;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::routing::post;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::process::Command;
use tokio::task::JoinHandle;

use crate::support::{Replica, TestDatabase};

const SETTINGS: &str = "[tsa]
default_tsa = authority
[authority]
serial = serial
default_policy = 1.2.3.4.1
digests = sha256
signer_digest = sha256
ess_cert_id_alg = sha256
";

/// A time-stamp authority that listens.
struct Authority {
    folder: TempDir,
    url: String,
    server: JoinHandle<()>,
}

impl Drop for Authority {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn openssl(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new("openssl");
    let output = command.args(arguments).current_dir(folder).output().await;
    output.expect("openssl is installed")
}

async fn sign(
    State(folder): State<PathBuf>,
    query: Bytes,
) -> ([(axum::http::HeaderName, &'static str); 1], Vec<u8>) {
    std::fs::write(folder.join("query"), &query).unwrap();
    let arguments = [
        "ts",
        "-reply",
        "-config",
        "settings",
        "-queryfile",
        "query",
        "-signer",
        "certificate",
        "-inkey",
        "key",
        "-out",
        "reply",
    ];
    let signed = openssl(&folder, &arguments).await;
    assert!(
        signed.status.success(),
        "{}",
        String::from_utf8_lossy(&signed.stderr)
    );
    let reply = std::fs::read(folder.join("reply")).unwrap();
    ([(CONTENT_TYPE, "application/timestamp-reply")], reply)
}

impl Authority {
    async fn start() -> Self {
        let folder = TempDir::new().unwrap();
        std::fs::write(folder.path().join("settings"), SETTINGS).unwrap();
        std::fs::write(folder.path().join("serial"), "01").unwrap();
        let arguments = [
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-subj",
            "/CN=authority",
            "-addext",
            "extendedKeyUsage=critical,timeStamping",
            "-keyout",
            "key",
            "-out",
            "certificate",
        ];
        let made = openssl(folder.path(), &arguments).await;
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        let router = Router::new().route("/tsr", post(sign));
        let router = router.with_state(folder.path().to_owned());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("rfc3161:http://{}/tsr", listener.local_addr().unwrap());
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            folder,
            url,
            server,
        }
    }

    /// Whether OpenSSL verifies that the authority signed this seal.
    async fn has_signed(&self, seal: &str, reply: &[u8]) -> bool {
        std::fs::write(self.folder.path().join("seal"), format!("{seal}\n")).unwrap();
        std::fs::write(self.folder.path().join("kept"), reply).unwrap();
        let arguments = [
            "ts",
            "-verify",
            "-data",
            "seal",
            "-in",
            "kept",
            "-CAfile",
            "certificate",
        ];
        openssl(self.folder.path(), &arguments)
            .await
            .status
            .success()
    }
}

#[tokio::test]
async fn an_authority_signs_the_newest_seal_and_its_reply_is_kept() {
    let (database, pair) = TestDatabase::with_pair().await;
    database
        .append_messages(pair.chat_id, &pair.student, "да", 3)
        .await;
    database.execute("SELECT FROM audit.seal_log()").await;
    let authority = Authority::start().await;
    let settings = [("SEAL_WITNESSES", authority.url.as_str())];
    let _replica = Replica::spawn_with(&database, &settings).await;
    let kept = "SELECT count(*) FROM audit.seal_time_stamps";
    database.until_number(kept, 1).await;

    let client = database.client().await;
    let sql = "SELECT t.seal, t.reply, concat_ws(',', s.from_position, s.to_position, s.hash, s.sealed_at)
               FROM audit.seal_time_stamps AS t, audit.newest_seal() AS s
               WHERE t.to_position = s.to_position";
    let row = client.query_one(sql, &[]).await.unwrap();
    let (seal, reply): (String, Vec<u8>) = (row.get(0), row.get(1));
    assert_eq!(seal, row.get::<_, String>(2));
    assert!(authority.has_signed(&seal, &reply).await);
    assert!(!authority.has_signed(&seal.replace('1', "2"), &reply).await);

    let refused = client
        .batch_execute("UPDATE audit.seal_time_stamps SET reply = ''")
        .await;
    assert!(refused.is_err());
}

#[tokio::test]
async fn an_answer_that_is_no_time_stamp_is_asked_for_again() {
    let (database, _pair) = TestDatabase::with_pair().await;
    database.execute("SELECT FROM audit.seal_log()").await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("rfc3161:http://{}/", listener.local_addr().unwrap());
    let router = Router::new().route("/", post(async || "<html>"));
    let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    let _replica = Replica::spawn_with(&database, &[("SEAL_WITNESSES", url.as_str())]).await;
    let failed =
        "SELECT count(*) FROM delivery_receivers WHERE last_error LIKE '%without a time-stamp%'";
    database.until_number(failed, 1).await;
    assert_eq!(
        database
            .number("SELECT count(*) FROM audit.seal_time_stamps")
            .await,
        0
    );
    server.abort();
}
