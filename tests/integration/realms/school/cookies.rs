//! The cookie `access_token` equals a Bearer token, except for cross-site requests.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use super::SchoolFixture;
use crate::support::Answer;
use crate::support::assert_refused;
use crate::support::database::{token_for, token_lasting};

impl SchoolFixture {
    /// Sends a message with the teacher's cookie and these browser headers.
    async fn send_by_cookie(&self, headers: &[(&str, &str)]) -> Answer {
        let body = json!({ "chat_id": self.pair.chat_id, "content": "a" });
        let anonymous = self.replica.anonymous_client();
        let mut request = anonymous.request(Method::POST, "/api/messages").json(&body);
        request = request.header(
            "Cookie",
            format!("access_token={}", self.pair.teacher.token),
        );
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        anonymous.send(request).await
    }
}

#[tokio::test]
async fn cookie_authenticates_same_site_pages_and_non_browser_clients() {
    let school = SchoolFixture::new().await;
    let own = school.replica.url.clone();
    for headers in [
        &[][..],
        &[("Sec-Fetch-Site", "same-origin")],
        &[("Sec-Fetch-Site", "none")],
        &[("Origin", own.as_str())],
    ] {
        let answer = school.send_by_cookie(headers).await;
        assert_eq!(answer.status, 201, "{headers:?}: {}", answer.body);
    }
}

#[tokio::test]
async fn cookie_does_not_authenticate_cross_site_requests() {
    let school = SchoolFixture::new().await;
    for headers in [
        &[("Sec-Fetch-Site", "cross-site")][..],
        &[("Sec-Fetch-Site", "same-site")],
        &[("Origin", "https://evil.test")],
        &[("Origin", "null")],
    ] {
        let answer = school.send_by_cookie(headers).await;
        assert_refused(&answer, 403, "cross_origin");
    }
    assert_eq!(school.events("message_sent").await, 0);
}

#[tokio::test]
async fn bearer_token_takes_precedence_over_the_cookie() {
    let school = SchoolFixture::new().await;
    let (teacher, student) = (&school.pair.teacher, &school.pair.student);
    let me = async |bearer: &str, cookie: &str| {
        let client = school.replica.anonymous_client().with_token(bearer);
        let request = client.request(Method::GET, "/api/me");
        let cookie = format!("access_token={cookie}");
        client.send(request.header("Cookie", cookie)).await
    };

    let answer = me(&teacher.token, &student.token).await.expect(200);
    assert_eq!(answer["id"], teacher.id);
    let answer = me(&teacher.token, "spoilt").await.expect(200);
    assert_eq!(answer["id"], teacher.id);
    assert_eq!(me("spoilt", &student.token).await.status, 401);
    assert_eq!(
        me(&token_for(987_654_321), &student.token).await.status,
        401
    );
}

#[tokio::test]
async fn first_valid_of_several_cookies_counts() {
    let school = SchoolFixture::new().await;
    let (teacher, student) = (&school.pair.teacher, &school.pair.student);
    let expired = token_lasting(student.id, Duration::ZERO);
    let unknown = token_for(987_654_321);
    let (teachers, students) = (&teacher.token, &student.token);
    let me = async |cookies: &[&str]| {
        let client = school.replica.anonymous_client();
        let mut request = client.request(Method::GET, "/api/me");
        for cookie in cookies {
            request = request.header("Cookie", *cookie);
        }
        client.send(request).await
    };
    for cookies in [
        &[&*format!("access_token=spoilt; access_token={teachers}")][..],
        &[&*format!("access_token={expired}; access_token={teachers}")],
        &[&*format!(
            "access_token={unknown}; a=b; access_token={teachers}"
        )],
        &[&*format!(
            "access_token={teachers}; access_token={students}"
        )],
        &["access_token=spoilt", &format!("access_token={teachers}")],
        &[&*format!(
            "access_token=1; access_token=2; access_token=3; access_token={teachers}"
        )],
    ] {
        assert_eq!(
            me(cookies).await.expect(200)["id"],
            teacher.id,
            "{cookies:?}"
        );
    }
    let none = me(&[&format!("access_token={expired}; access_token=spoilt")]).await;
    assert_refused(&none, 401, "token_expired");
    let late = format!("{}access_token={teachers}", "access_token=x; ".repeat(4));
    assert_refused(&me(&[&late]).await, 401, "invalid_token");

    let client = school.replica.anonymous_client();
    let request = client.request(Method::GET, "/api/events/chat");
    let cookie = format!("access_token=spoilt; access_token={teachers}");
    let answer = request.header("Cookie", cookie).send().await;
    assert_eq!(answer.expect("the server answers").status(), 200);
}
