//! Which users may open a socket, and how they pass a token.

use std::time::Duration;

use uuid::Uuid;
use vestnik::auth::tokens::TokenIssuer;

use super::super::{CampusFixture, assert_refused, delete_conversation, remove, send_message};
use super::{durable, path};
use crate::support::{JWT_SECRET, ReplicaProcess, SocketRequest};

#[tokio::test]
async fn token_is_accepted_in_query_header_or_cookie() {
    let campus = CampusFixture::new().await;
    let conversation = campus.private().await;
    let (path, token) = (path(&conversation), &campus.bob.token);
    let process = ReplicaProcess::spawn_with(&campus.database, &[("REALMS", "campus")]).await;
    let open = |path: &str| SocketRequest::at(&process.url, path);
    let without_slash = path.trim_end_matches('/');
    let openings = [
        open(&format!("{path}?WWW-Authenticate=Bearer%20{token}")),
        open(&format!("{path}?WWW-Authenticate=Bearer+{token}")),
        open(&format!("{path}?WWW-Authenticate=bearer%20{token}")),
        open(&format!("{path}?WWW-Authenticate={token}")),
        open(&format!(
            "{path}?x=1&WWW-Authenticate=Bearer%20{token}&last_event_id="
        )),
        open(&format!(
            "{without_slash}?WWW-Authenticate=Bearer%20{token}"
        )),
        open(&path).bearer(token),
        open(without_slash).bearer(token),
        open(&path).header("cookie", &format!("access_token={token}")),
    ];
    let mut sockets = Vec::new();
    for opening in openings {
        sockets.push(opening.open().await);
    }
    send_message(&campus.ann(), &conversation, "to all of them").await;
    for socket in &mut sockets {
        let message = durable(&socket.next().await, "message:new");
        assert_eq!(message["text"], "to all of them");
    }
    let log = process.flushed_log().await;
    assert!(!log.contains(token.as_str()), "no token is logged");
}

#[tokio::test]
async fn refusals_are_answered_before_the_upgrade() {
    let campus = CampusFixture::new().await;
    let (private, group) = (campus.private().await, campus.group(&[&campus.bob]).await);
    let open = |conversation: &str, query: &str| {
        SocketRequest::at(
            &campus.replica.url,
            &format!("{}{query}", path(conversation)),
        )
    };
    let issue = |secret: &str, lifetime| {
        let issuer = TokenIssuer::new(secret.as_bytes()).unwrap();
        issuer.issue(campus.ann.id, Uuid::now_v7(), lifetime).token
    };
    let hour = Duration::from_hours(1);

    assert_refused(&open(&private, "").refused().await, 401, "missing_token");
    for query in [
        "?WWW-Authenticate=",
        "?WWW-Authenticate=Bearer%20",
        "?token=x",
    ] {
        assert_eq!(open(&private, query).refused().await.status, 401, "{query}");
    }
    let expired = issue(JWT_SECRET, Duration::ZERO);
    let forged = issue("another server's secret, long enough for HS256", hour);
    for (token, code) in [
        (expired.as_str(), "token_expired"),
        (forged.as_str(), "invalid_token"),
        ("x", "invalid_token"),
    ] {
        let query = format!("?WWW-Authenticate=Bearer%20{token}");
        assert_refused(&open(&private, &query).refused().await, 401, code);
        let by_header = open(&private, "").bearer(token);
        assert_refused(&by_header.refused().await, 401, code);
    }

    let stranger = |conversation: &str| open(conversation, "").bearer(&campus.stranger.token);
    for conversation in [&private, &group] {
        let answer = stranger(conversation).refused().await;
        assert_refused(&answer, 403, "not_a_participant");
    }
    remove(&campus.ann(), &group, &campus.bob).await.expect(204);
    let removed = open(&group, "").bearer(&campus.bob.token);
    assert_refused(&removed.refused().await, 403, "not_a_participant");

    delete_conversation(&campus.ann(), &group).await.expect(204);
    for conversation in [group, Uuid::now_v7().to_string()] {
        let answer = open(&conversation, "").bearer(&campus.ann.token).refused();
        assert_refused(&answer.await, 404, "chat_not_found");
        assert_refused(
            &stranger(&conversation).refused().await,
            404,
            "chat_not_found",
        );
    }
    let malformed = open("7", "").bearer(&campus.ann.token).refused().await;
    assert_refused(&malformed, 400, "invalid_path");
    for id in ["x", "1", "1-xyz", "-1-00000000"] {
        let opening = open(&private, &format!("?last_event_id={id}"));
        let answer = opening.bearer(&campus.ann.token).refused().await;
        assert_refused(&answer, 400, "invalid_last_event_id");
    }
}
