//! Secrets that must not reach a log file.

use crate::support::{ReplicaProcess, TestDatabase};

#[tokio::test]
async fn tokens_and_texts_never_reach_the_server_log() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let settings = [("RUST_LOG", "debug")];
    let replica = ReplicaProcess::spawn_with(&database, &settings).await;
    let path = format!("/api/events/chat?token={}", pair.student.token);
    let mut stream = replica.anonymous_client().open_stream_at(&path).await;

    replica
        .client(&pair.teacher)
        .send_message(pair.chat_id, "a private matter")
        .await;
    assert_eq!(stream.next().await.content(), "a private matter");
    replica
        .anonymous_client()
        .get("/api/events/chat?token=forged.secret.token")
        .await;
    drop(stream);
    let log = replica.log();

    assert!(log.contains("DEBUG"), "nothing is logged at debug level");
    let signature = |token: &str| token.rsplit('.').next().map(str::to_owned);
    for secret in [
        signature(&pair.student.token).expect("a signature"),
        signature(&pair.teacher.token).expect("a signature"),
        "a private matter".into(),
        "forged.secret".into(),
    ] {
        let line = log.lines().find(|line| line.contains(&secret));
        assert_eq!(line, None, "{secret}");
    }
}
