//! Secrets that must not reach a log file.

use crate::support::School;

#[tokio::test]
async fn tokens_and_texts_never_reach_the_server_log() {
    let school = School::in_own_process(&[("RUST_LOG", "debug")]).await;
    let anonymous = school.replica.anonymous_client();
    let signature = |token: &str| token.rsplit('.').next().map(str::to_owned);
    let path = |token: &str| format!("/api/events/chat?token={token}");
    let token = &school.pair.student.token;
    let mut stream = anonymous.open_stream_at(&path(token)).await;

    school.send("a private matter").await;
    assert_eq!(stream.next().await.content(), "a private matter");
    anonymous.get(&path("forged.secret.token")).await;
    drop(stream);
    let log = school.replica.flushed_log().await;

    assert!(log.contains("DEBUG"), "nothing is logged at debug level");
    for secret in [
        signature(token).expect("a signature"),
        signature(&school.pair.teacher.token).expect("a signature"),
        "a private matter".into(),
        "forged.secret".into(),
    ] {
        let line = log.lines().find(|line| line.contains(&secret));
        assert_eq!(line, None, "{secret}");
    }
}
