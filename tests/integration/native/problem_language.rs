//! Problems say what is wrong in the caller's language.

use reqwest::Method;
use serde_json::json;

use super::{NativeFixture, patch};
use crate::support::{Answer, Client, eventually};

/// GET with a preferred language.
async fn get(client: &Client, path: &str, language: &str) -> Answer {
    let request = client.request(Method::GET, path);
    client
        .send(request.header("accept-language", language))
        .await
}

#[tokio::test]
async fn details_are_in_the_preferred_language() {
    let fixture = NativeFixture::new().await;
    let (ann, nobody) = (
        fixture.client(&fixture.ann),
        fixture.replica.anonymous_client(),
    );
    for (client, path, code, english, russian) in [
        (
            &ann,
            "/v1/campus/chats/9999",
            "chat_not_found",
            "there is no such chat",
            "такого чата нет",
        ),
        (
            &ann,
            "/v1/campus/chats?limit=0",
            "invalid_limit",
            "limit must be from 1 to 100",
            "limit должен быть от 1 до 100",
        ),
        (
            &nobody,
            "/v1/campus/chats",
            "missing_token",
            "sign in first",
            "сначала войдите",
        ),
        (
            &nobody,
            "/v1/nowhere/chats",
            "no_such_realm",
            "this server does not serve such a realm",
            "такого приложения на этом сервере нет",
        ),
    ] {
        for (language, detail) in [
            ("en", english),
            ("ru-RU,en;q=0.5", russian),
            ("de", english),
        ] {
            let answer = get(client, path, language).await;
            assert_eq!(answer.code(), code, "{}", answer.body);
            assert_eq!(answer.body["detail"], detail, "{language}");
            let kind = &answer.headers["content-type"];
            assert_eq!(kind, "application/problem+json");
        }
    }
    // The parts that are refused, too.
    let request = ann.request(Method::POST, "/v1/campus/chats");
    let request = request.json(&json!({ "type": "group", "x": 1 }));
    let answer = ann.send(request.header("accept-language", "ru")).await;
    let detail = "`x` — такого поля нет";
    assert_eq!(answer.body["detail"], detail);
    assert_eq!(answer.body["errors"][0]["detail"], detail);
    // The older contracts are as they were.
    let answer = get(&nobody, "/api/unet-chat/conversations", "ru").await;
    assert_eq!(answer.body["detail"], "sign in first");
}

#[tokio::test]
async fn chosen_language_counts_before_the_preferred_one() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let path = "/v1/campus/chats/9999";
    for (chosen, other, detail) in [
        ("ru", "en", "такого чата нет"),
        ("en", "ru", "there is no such chat"),
    ] {
        let changed = patch(&ann, "/v1/campus/me", &json!({ "language": chosen })).await;
        changed.expect(200);
        eventually("the language", async || {
            let answer = get(&ann, path, other).await;
            (answer.body["detail"] == detail).then_some(())
        })
        .await;
    }
    // Of others it is their own, and of strangers what they prefer.
    let bob = get(&fixture.client(&fixture.bob), path, "ru").await;
    assert_eq!(bob.body["detail"], "такого чата нет");
}
