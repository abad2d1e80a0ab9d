//! Who may call what: every operation, every kind of caller.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};

use super::{Guest, Market, assert_problem, open};
use crate::support::{Client, Opening, ReplicaProcess};

/// An operation, and what callers get: nobody, a guest and an account whom the chat is none of
/// the business of, its seller, its buyer (a guest), a moderator.
pub(super) struct Row {
    pub(super) operation: &'static str,
    query: String,
    body: Value,
    expected: [u16; 6],
}

fn row(operation: &'static str, body: Value, expected: [u16; 6]) -> Row {
    Row {
        operation,
        query: String::new(),
        body,
        expected,
    }
}

/// The whole contract, in one table.
#[expect(clippy::too_many_lines, reason = "one row for each operation")]
pub(super) fn table(market: &Market, buyer: &Guest) -> Vec<Row> {
    let naming = |operation, expected| Row {
        operation,
        query: format!("?user_id={}", buyer.id),
        body: Value::Null,
        expected,
    };
    let report = json!({ "message_id": 0, "reason": "spam" });
    let dismiss = json!({ "action": "dismiss" });
    vec![
        row(
            "POST /api/chat/chats",
            market.wanted_by(buyer, 7),
            [403, 403, 403, 403, 200, 403],
        ),
        naming("GET /api/chat/chats/my", [401, 403, 403, 403, 200, 403]),
        row(
            "GET /api/chat/chats/seller/{seller_id}/grouped",
            Value::Null,
            [401, 403, 403, 200, 403, 403],
        ),
        row(
            "GET /api/chat/chats/{chat_id}/messages",
            Value::Null,
            [401, 403, 403, 200, 200, 403],
        ),
        naming(
            "POST /api/chat/chats/{chat_id}/read",
            [401, 403, 403, 403, 200, 403],
        ),
        row(
            "POST /api/chat/chats/{chat_id}/read",
            Value::Null,
            [401, 403, 403, 200, 200, 403],
        ),
        // There is no message 0.
        row(
            "POST /api/chat/chats/{chat_id}/report",
            report,
            [401, 403, 403, 404, 404, 403],
        ),
        row(
            "POST /api/chat/chats/{chat_id}/block",
            Value::Null,
            [401, 403, 403, 204, 204, 403],
        ),
        row(
            "DELETE /api/chat/chats/{chat_id}/block",
            Value::Null,
            [401, 403, 403, 204, 204, 403],
        ),
        row(
            "DELETE /api/chat/chats/{chat_id}",
            Value::Null,
            [401, 403, 403, 200, 200, 403],
        ),
        row(
            "GET /api/chat/moderation",
            Value::Null,
            [401, 403, 403, 403, 403, 200],
        ),
        row(
            "POST /api/chat/moderation/{id}",
            dismiss,
            [401, 403, 403, 403, 403, 404],
        ),
        row("POST /api/chat/guests", Value::Null, [201; 6]),
        // Not a WebSocket's request; who may not is told that first, but for the chat.
        row(
            "GET /api/chat/ws/{chat_id}",
            Value::Null,
            [401, 426, 426, 426, 426, 426],
        ),
    ]
}

pub(super) async fn status(client: &Client, row: &Row, market: &Market, chat_id: i64) -> u16 {
    let (method, path) = row.operation.split_once(' ').expect("METHOD path");
    let path = path
        .replace("{chat_id}", &chat_id.to_string())
        .replace("{seller_id}", &market.seller.id.to_string())
        .replace("{id}", "987654321");
    let method = Method::from_bytes(method.as_bytes()).expect("a method");
    let mut request = client.request(method, &format!("{path}{}", row.query));
    if !row.body.is_null() {
        request = request.json(&row.body);
    }
    client.send(request).await.status
}

#[tokio::test]
async fn every_documented_operation_is_in_the_table() {
    let market = Market::new().await;
    let document = market.nobody().get("/api/openapi.json").await.expect(200);
    let paths = document["paths"].as_object().expect("paths");
    let documented: BTreeSet<String> = paths
        .iter()
        .filter(|(path, _)| path.starts_with("/api/chat/"))
        .flat_map(|(path, item)| {
            let methods = item.as_object().expect("methods").keys();
            methods.map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect();
    let buyer = market.guest().await;
    let tested: BTreeSet<String> = table(&market, &buyer)
        .iter()
        .map(|row| row.operation.to_owned())
        .collect();
    assert_eq!(documented, tested);
}

#[tokio::test]
async fn every_operation_is_for_those_the_contract_names() {
    let market = Market::new().await;
    let buyer = market.guest().await;
    let chat_id = open(&market.as_guest(&buyer), &market.wanted_by(&buyer, 7)).await;
    let other = market.guest().await;
    let callers = [
        ("nobody", market.nobody()),
        ("another guest", market.as_guest(&other)),
        ("a stranger", market.client(&market.stranger)),
        ("the seller", market.client(&market.seller)),
        ("the buyer", market.as_guest(&buyer)),
        ("a moderator", market.client(&market.moderator)),
    ];
    let mut wrong = Vec::new();
    for row in table(&market, &buyer) {
        for ((caller, client), expected) in callers.iter().zip(row.expected) {
            let status = status(client, &row, &market, chat_id).await;
            if status != expected {
                let operation = row.operation;
                wrong.push(format!(
                    "{operation}{} by {caller}: {status}, not {expected}",
                    row.query
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    market.assert_provable().await;
}

#[tokio::test]
async fn a_token_that_proves_nothing_opens_nothing() {
    let market = Market::new().await;
    let buyer = market.guest().await;
    let chat_id = open(&market.as_guest(&buyer), &market.wanted_by(&buyer, 7)).await;
    let head = market.database.head().await;
    let (signed, _) = buyer.token.rsplit_once('.').expect("a JWT");
    let forged = [
        "token".to_owned(),
        format!("{signed}.AAAA"),
        format!("{signed}."),
        crate::support::database::token_for(987_654_321),
    ];
    let mut wrong = Vec::new();
    for row in table(&market, &buyer) {
        if row.operation == "POST /api/chat/guests" {
            continue;
        }
        for token in &forged {
            let client = market.nobody().with_token(token);
            let status = status(&client, &row, &market, chat_id).await;
            if status != 401 {
                wrong.push(format!("{} with {token}: {status}", row.operation));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(market.database.head().await, head, "and nothing was done");
}

#[tokio::test]
async fn what_is_not_there_is_404_and_what_is_anothers_403() {
    let market = Market::new().await;
    let chat_id = market.chat(7).await;
    // A chat of another realm is not there.
    let pair = market.database.pair().await;
    let stranger = market.client(&market.stranger);
    for (id, expected) in [(chat_id, 403), (987_654_321, 404), (pair.chat_id, 404)] {
        let of = |rest: &str| format!("/api/chat/chats/{id}{rest}");
        assert_eq!(stranger.get(&of("/messages")).await.status, expected);
        assert_eq!(
            stranger.post(&of("/read"), &Value::Null).await.status,
            expected
        );
        assert_eq!(
            stranger.post(&of("/block"), &Value::Null).await.status,
            expected
        );
        assert_eq!(stranger.delete(&of("/block")).await.status, expected);
        assert_eq!(stranger.delete(&of("")).await.status, expected);
        let report = json!({ "message_id": 1, "reason": "spam" });
        assert_eq!(
            stranger.post(&of("/report"), &report).await.status,
            expected
        );
        let opening = Opening::at(&market.replica.url, &format!("/api/chat/ws/{id}"));
        let refused = opening.bearer(&market.stranger.token).refused().await;
        assert_eq!(refused.status, expected);
    }
    let opening = Opening::at(&market.replica.url, "/api/chat/ws/x");
    let refused = opening.bearer(&market.stranger.token).refused().await;
    assert_problem(&refused, 400, "invalid_path");
}

#[tokio::test]
async fn a_cookie_opens_a_socket_for_this_sites_pages_alone() {
    let market = Market::new().await;
    let guest = market.guest().await;
    let chat_id = open(&market.as_guest(&guest), &market.wanted_by(&guest, 7)).await;
    let path = format!("/api/chat/ws/{chat_id}");
    let opening = || {
        let opening = Opening::at(&market.replica.url, &path);
        opening.header("cookie", &format!("guest_token={}", guest.token))
    };
    opening().open().await;
    opening().header("origin", &market.replica.url).open().await;
    let refused = opening()
        .header("origin", "https://elsewhere.test")
        .refused()
        .await;
    assert_problem(&refused, 403, "cross_origin");
    // The query alone takes the place of both, and REST knows no tokens in queries.
    let by_query = format!("{path}?token={}", guest.token);
    let process = ReplicaProcess::spawn_with(&market.database, &[("REALMS", "market")]).await;
    Opening::at(&process.url, &by_query).open().await;
    let rest = format!("/api/chat/chats/my?token={}", guest.token);
    assert_problem(&market.nobody().get(&rest).await, 401, "missing_token");
    assert!(!process.log().contains(&guest.token));
}
