//! Who works at the desk.

use reqwest::Method;
use serde_json::json;

use super::DeskFixture;
use crate::support::Person;

/// Operations of the desk, and the status for those who may. `{chat}` and `{user}` exist.
const OPERATIONS: [(&str, &str, u16); 13] = [
    ("GET", "/unanswered", 200),
    ("GET", "/statistics?from=2026-11-01&to=2026-11-02", 200),
    ("GET", "/chats/{chat}/timeline", 200),
    ("GET", "/chats/{chat}/at?time=2026-11-01T00:00:00Z", 200),
    ("GET", "/chats/{chat}/export", 200),
    ("POST", "/chats/{chat}/access", 204),
    ("GET", "/accesses", 200),
    ("GET", "/proof", 200),
    ("POST", "/proof", 202),
    ("GET", "/users/{user}/erasure", 200),
    ("POST", "/users/{user}/erasure", 400),
    ("DELETE", "/users/{user}/erasure", 204),
    ("GET", "/erasures", 200),
];

/// Calls every operation of a realm's desk, about a chat and a user. `refused` is the refusal of a path.
async fn call_all(
    fixture: &DeskFixture,
    realm: &str,
    (chat, user): (i64, i64),
    person: &Person,
    refused: impl Fn(&str) -> Option<&'static str>,
) {
    for (method, path, status) in OPERATIONS {
        let path = path.replace("{chat}", &chat.to_string());
        let path = path.replace("{user}", &user.to_string());
        let method: Method = method.parse().unwrap();
        let client = fixture.client(person);
        let request = client.request(method.clone(), &format!("/v1/{realm}/desk{path}"));
        let body = match path.rsplit_once('/') {
            Some((_, "erasure")) => json!({ "confirm_name": "" }),
            Some((_, "access")) => json!({ "reason": "a complaint" }),
            _ => json!({}),
        };
        let request = request.json(&body);
        let response = request.send().await.unwrap();
        let what = format!("{method} {path} as {:?}", person.id);
        let refusal = refused(&path);
        let expected = if refusal.is_some() { 403 } else { status };
        assert_eq!(response.status(), expected, "{what}");
        if let Some(code) = refusal {
            let body: serde_json::Value = response.json().await.unwrap();
            assert_eq!(body["code"], code, "{what}");
        }
    }
}

#[tokio::test]
async fn only_admins_of_the_school_have_its_desk() {
    let fixture = DeskFixture::new().await;
    let about = (fixture.pair.chat_id, fixture.pair.student.id);
    let callers = [
        (&fixture.pair.teacher, Some("not_an_admin")),
        (&fixture.pair.student, Some("not_an_admin")),
        (&fixture.moderator, Some("not_an_admin")),
        (&fixture.admin, None),
    ];
    for (person, refusal) in callers {
        call_all(&fixture, "school", about, person, |_| refusal).await;
    }
}

#[tokio::test]
async fn only_moderators_of_the_market_have_its_desk() {
    let fixture = DeskFixture::new().await;
    let client = fixture.replica.anonymous_client();
    let guest = client.post("/api/chat/guests", &json!(null)).await;
    let token = guest.expect(201)["token"].as_str().unwrap().to_owned();
    let guest = Person {
        id: 0,
        name: "a guest".to_owned(),
        token,
    };
    let chat = fixture.listing().await;
    let message = fixture.send("market", chat, &fixture.buyer, "rude").await;
    fixture.report(message, &fixture.seller, "rude").await;
    let about = (chat, fixture.seller.id);
    for person in [&guest, &fixture.buyer, &fixture.seller] {
        call_all(&fixture, "market", about, person, |_| {
            Some("not_a_moderator")
        })
        .await;
    }
    let of_admins = |path: &str| path.contains("erasure") || path == "/accesses";
    let refused = |path: &str| of_admins(path).then_some("not_an_admin");
    call_all(&fixture, "market", about, &fixture.moderator, refused).await;
}

#[tokio::test]
async fn realms_without_a_desk_refuse_it() {
    let fixture = DeskFixture::new().await;
    for realm in ["campus", "messenger", "direct"] {
        for path in ["/unanswered", "/proof", "/erasures", "/chats/1/timeline"] {
            let answer = fixture
                .admin()
                .get(&format!("/v1/{realm}/desk{path}"))
                .await;
            assert_eq!((answer.status, answer.code()), (403, "not_in_this_realm"));
        }
    }
    let reports = fixture.admin().get("/v1/school/desk/reports").await;
    assert_eq!((reports.status, reports.code()), (403, "not_in_this_realm"));
}

#[tokio::test]
async fn a_chat_of_another_realm_is_not_found() {
    let fixture = DeskFixture::new().await;
    let listing = fixture.listing().await;
    for path in ["timeline", "at?time=2026-11-01T00:00:00Z", "export"] {
        let path = format!("/v1/school/desk/chats/{listing}/{path}");
        let answer = fixture.admin().get(&path).await;
        assert_eq!((answer.status, answer.code()), (404, "chat_not_found"));
    }
}
