//! Cross-site requests and CORS.

use reqwest::Method;
use serde_json::json;

use crate::support::{Replica, School, TestDatabase};

const ALLOWED: &str = "https://app.school.example";

#[tokio::test]
async fn cross_site_requests_cannot_use_the_cookie() {
    let school = School::with(&[("ALLOWED_ORIGINS", ALLOWED)]).await;
    let client = school.replica.anonymous_client();
    let cookie = format!("access_token={}", school.pair.teacher.token);
    let body = json!({ "chat_id": school.pair.chat_id, "content": "x" });
    let evil = "https://evil.example";
    let own = school.replica.url.as_str();
    for (headers, status) in [
        (vec![], 201),
        (vec![("sec-fetch-site", "same-origin")], 201),
        (vec![("sec-fetch-site", "none")], 201),
        (vec![("sec-fetch-site", "cross-site")], 403),
        (vec![("sec-fetch-site", "same-site")], 403),
        (
            vec![("sec-fetch-site", "cross-site"), ("origin", evil)],
            403,
        ),
        (
            vec![("sec-fetch-site", "cross-site"), ("origin", ALLOWED)],
            201,
        ),
        (vec![("origin", ALLOWED)], 201),
        (vec![("origin", own)], 201),
        (vec![("origin", evil)], 403),
        (vec![("origin", "null")], 403),
    ] {
        let request = client.request(Method::POST, "/api/messages").json(&body);
        let request = headers.iter().fold(
            request.header("cookie", &cookie),
            |request, (name, value)| request.header(*name, *value),
        );
        let answer = client.send(request).await;
        assert_eq!(answer.status, status, "{headers:?}");
        assert_eq!(
            answer.code() == "cross_origin",
            status == 403,
            "{headers:?}"
        );
    }
    // A token in the header needs no origin check.
    let request = school.teacher.request(Method::POST, "/api/messages");
    let request = request.json(&body).header("sec-fetch-site", "cross-site");
    school.teacher.send(request).await.expect(201);
}

#[tokio::test]
async fn only_allowed_origins_may_read_answers() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn_with(&database, &[("ALLOWED_ORIGINS", ALLOWED)]).await;
    let closed = Replica::spawn(&database).await;
    for (replica, origin, is_allowed) in [
        (&replica, ALLOWED, true),
        (&replica, "https://evil.example", false),
        (&replica, "https://app.school.example.evil.example", false),
        (&replica, "null", false),
        (&closed, ALLOWED, false),
    ] {
        let client = replica.anonymous_client();
        for method in [Method::OPTIONS, Method::GET] {
            let request = client.request(method, "/api/me").header("origin", origin);
            let answer = client
                .send(request.header("access-control-request-method", "POST"))
                .await;
            let allowed = answer.headers.get("access-control-allow-origin");
            let allowed = allowed.map(|value| value.to_str().expect("ASCII"));
            assert_eq!(allowed, is_allowed.then_some(origin));
        }
    }
}

#[tokio::test]
async fn allowed_origins_may_read_last_event_id() {
    let School { student, .. } = &School::with(&[("ALLOWED_ORIGINS", ALLOWED)]).await;
    let request = student.request(Method::GET, "/api/chats");

    let answer = student.send(request.header("origin", ALLOWED)).await;

    let exposed = &answer.headers["access-control-expose-headers"];
    let exposed = exposed.to_str().expect("ASCII");
    for name in [
        "last-event-id",
        "location",
        "ratelimit",
        "ratelimit-policy",
        "retry-after",
        "x-request-id",
    ] {
        assert!(exposed.split(',').any(|one| one.trim() == name), "{name}");
    }
    assert!(answer.headers.contains_key("last-event-id"));
}
