//! The queue of reported messages.

use serde_json::{Value, json};

use super::DeskFixture;
use crate::support::assert_refused;

#[tokio::test]
async fn a_report_is_queued_until_it_is_decided() {
    let fixture = DeskFixture::new().await;
    let chat = fixture.listing().await;
    let message = fixture.send("market", chat, &fixture.buyer, "плохое").await;
    fixture.report(message, &fixture.seller, "спам").await;
    let open = fixture.market("/reports").await;
    let report = &open["reports"][0];
    assert_eq!(report["state"], "open");
    assert_eq!(report["message"]["text"], "плохое");
    assert_eq!(report["message"]["author"]["id"], fixture.buyer.id);
    assert_eq!(report["reporter"]["id"], fixture.seller.id);
    assert_eq!(report["chat"]["listing"]["id"], 7);
    assert_eq!(report["reason"], "спам");
    assert_eq!(report["resolution"], Value::Null);

    let path = format!("/v1/market/desk/reports/{}", report["id"]);
    let moderator = fixture.moderator();
    let seller = fixture.client(&fixture.seller);
    let dismiss = json!({ "decision": "dismiss" });
    assert_refused(&seller.post(&path, &dismiss).await, 403, "not_a_moderator");
    let delete = json!({ "decision": "delete_message" });
    let closed = moderator.post(&path, &delete).await.expect(200);
    assert_eq!(closed["state"], "closed");
    assert_eq!(closed["resolution"], "message_deleted");
    assert_eq!(closed["resolved_by"]["id"], fixture.moderator.id);
    assert_eq!(closed["message"]["is_deleted"], true);
    assert_eq!(closed["message"]["text"], "плохое");
    assert_refused(
        &moderator.post(&path, &dismiss).await,
        409,
        "report_settled",
    );
    assert_eq!(moderator.post(&path, &delete).await.status, 200);

    assert_eq!(fixture.market("/reports").await["reports"], json!([]));
    let history = fixture.market("/reports?state=closed").await;
    assert_eq!(history["reports"], json!([closed]));
    let unknown = moderator.post("/v1/market/desk/reports/1", &dismiss).await;
    assert_refused(&unknown, 404, "report_not_found");
    fixture
        .database
        .until_number("SELECT count(*) FROM audit.verify()", 0)
        .await;
}

#[tokio::test]
async fn both_lists_of_reports_are_paged() {
    let fixture = DeskFixture::new().await;
    let chat = fixture.listing().await;
    let mut messages = Vec::new();
    for text in ["1", "2", "3"] {
        let message = fixture.send("market", chat, &fixture.buyer, text).await;
        fixture.report(message, &fixture.seller, text).await;
        messages.push(message);
    }
    let of = async |state: &str| {
        let (mut found, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("/reports?state={state}&limit=1{cursor}");
            let page = fixture.market(&path).await;
            let reports = page["reports"].as_array().unwrap();
            found.extend(reports.iter().map(|report| report["message"]["id"].clone()));
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return found,
            }
        }
    };
    assert_eq!(of("open").await, messages);
    for report in fixture.market("/reports").await["reports"]
        .as_array()
        .unwrap()
    {
        let path = format!("/v1/market/desk/reports/{}", report["id"]);
        let ban = json!({ "decision": "ban_author" });
        let closed = fixture.moderator().post(&path, &ban).await.expect(200);
        assert_eq!(closed["author_is_banned"], true);
    }
    messages.reverse();
    assert_eq!(of("closed").await, messages);
}
