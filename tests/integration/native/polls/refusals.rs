//! What polls refuse.

use super::*;

#[tokio::test]
async fn malformed_poll_is_refused() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let long = "x".repeat(301);
    let many: Vec<String> = (0..11).map(|n| n.to_string()).collect();
    for (question, options) in [
        ("", json!(["a", "b"])),
        (" \u{200b}", json!(["a", "b"])),
        ("a\nb", json!(["a", "b"])),
        (long.as_str(), json!(["a", "b"])),
        ("?", json!(["a"])),
        ("?", json!(many)),
        ("?", json!(["a", "a"])),
        ("?", json!(["a", " a "])),
        ("?", json!(["a", " "])),
        ("?", json!(["a", "b\r\nc"])),
        ("?", json!(["a", "b\u{2028}c"])),
        ("?", json!(["a", "x".repeat(101)])),
    ] {
        let poll = json!({ "question": question, "options": options });
        let refused = ask(&two, &two.one, poll).await;
        assert_refused(&refused, 400, "invalid_content");
    }
    for options in [json!("a"), json!([1, 2]), json!(null)] {
        let poll = json!({ "question": "?", "options": options });
        assert_eq!(ask(&two, &two.one, poll).await.status, 400);
    }
    let longest: Vec<String> = ('a'..='j').map(|c| String::from(c).repeat(100)).collect();
    let poll = json!({ "question": "x".repeat(300), "options": longest });
    ask(&two, &two.one, poll).await.expect(201);
}

#[tokio::test]
async fn poll_excludes_text_files_and_forwards() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let first = two.send(&two.one, "!").await;
    for other in [
        json!({ "text": "!" }),
        json!({ "attachment_ids": [1] }),
        json!({ "forward_id": first }),
    ] {
        let mut body = other;
        body["poll"] = question();
        let refused = two.one.post(&two.chat("/messages"), &body).await;
        assert_refused(&refused, 400, "invalid_content");
    }
    let reply = json!({ "poll": question(), "reply_to_id": first });
    let sent = two.one.post(&two.chat("/messages"), &reply).await;
    assert_eq!(sent.expect(201)["reply_to"]["id"], first);
}

#[tokio::test]
async fn poll_needs_a_realm_with_polls() {
    let fixture = NativeFixture::new().await;
    let market = fixture.two("market").await;
    let message = market.send(&market.one, "!").await;
    let voters = market.one.get(&path(&market, message, "/voters")).await;
    for refused in [
        ask(&market, &market.one, question()).await,
        vote(&market, &market.one, message, &[0]).await,
        close(&market, &market.one, message).await,
        voters,
    ] {
        assert_refused(&refused, 403, "not_in_this_realm");
    }
}

#[tokio::test]
async fn vote_for_what_cannot_be_chosen_is_refused() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let id = asked(&two, &two.one, json!({})).await;
    for unknown in [3, 10, -1, i64::MAX] {
        let refused = vote(&two, &two.other, id, &[unknown]).await;
        assert_refused(&refused, 400, "option_not_found");
    }
    let refused = vote(&two, &two.other, id, &[0, 1]).await;
    assert_refused(&refused, 400, "single_choice");
    for ids in [vec![0, 0], (0..11).collect()] {
        let refused = vote(&two, &two.other, id, &ids).await;
        assert_refused(&refused, 400, "invalid_content");
    }
    let text = two.send(&two.one, "!").await;
    let voters = two.one.get(&path(&two, text, "/voters")).await;
    for refused in [
        vote(&two, &two.other, text, &[0]).await,
        close(&two, &two.one, text).await,
        voters,
    ] {
        assert_refused(&refused, 400, "not_a_poll");
    }
    let refused = patch(&two.one, &path(&two, id, ""), &json!({ "text": "!" })).await;
    assert_refused(&refused, 403, "poll_not_editable");
}

#[tokio::test]
async fn those_who_may_not_write_may_not_vote() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let id = asked(&two, &two.one, json!({})).await;
    for refused in [
        vote(&two, &two.stranger, id, &[0]).await,
        close(&two, &two.stranger, id).await,
        two.stranger.get(&path(&two, id, "/voters")).await,
    ] {
        assert_refused(&refused, 403, "not_a_participant");
    }
    for refused in [
        vote(&two, &two.one, 987_654_321, &[0]).await,
        close(&two, &two.one, 987_654_321).await,
        two.one.get(&path(&two, 987_654_321, "/voters")).await,
    ] {
        assert_refused(&refused, 404, "message_not_found");
    }
    let others = asked(&two, &two.other, json!({})).await;
    vote(&two, &two.other, id, &[0]).await.expect(200);
    let block = two.path(&format!("/users/{}/block", two.other_id));
    super::super::put(&two.one, &block).await.expect(204);
    let refused = vote(&two, &two.other, id, &[1]).await;
    assert_refused(&refused, 403, "blocked");
    assert_refused(&close(&two, &two.other, others).await, 403, "blocked");
    // As with reactions, a vote may be taken back.
    vote(&two, &two.other, id, &[]).await.expect(200);
}

#[tokio::test]
async fn observer_reads_voters_and_neither_votes_nor_closes() {
    let fixture = NativeFixture::new().await;
    let school = fixture.two("school").await;
    let id = asked(&school, &school.one, json!({})).await;
    vote(&school, &school.other, id, &[0]).await.expect(200);
    let admin = fixture.client(&fixture.admin);
    let refused = vote(&school, &admin, id, &[0]).await;
    assert_refused(&refused, 403, "read_only_role");
    let refused = close(&school, &admin, id).await;
    assert_refused(&refused, 403, "read_only_role");
    let voters = admin.get(&path(&school, id, "/voters")).await.expect(200);
    assert_eq!(voters["voters"][0]["user_id"], school.other_id);
}

#[tokio::test]
async fn anonymous_poll_tells_nobody_who_voted() {
    let fixture = NativeFixture::new().await;
    let school = fixture.two("school").await;
    let id = asked(&school, &school.one, json!({ "anonymous": true })).await;
    vote(&school, &school.other, id, &[0]).await.expect(200);
    let poll = shown(&school, &school.one, id).await;
    assert_eq!(poll["anonymous"], true);
    assert_eq!(votes(&poll), (vec![1, 0, 0], vec![]));
    let admin = fixture.client(&fixture.admin);
    for who in [&school.one, &school.other, &admin] {
        let refused = who.get(&path(&school, id, "/voters")).await;
        assert_refused(&refused, 403, "anonymous_poll");
    }
}

#[tokio::test]
async fn limit_on_messages_applies_to_votes() {
    let settings = [("REALMS", "all"), ("SEND_LIMIT", "1/5")];
    let fixture = NativeFixture::with(&settings).await;
    let two = fixture.two("direct").await;
    let id = asked(&two, &two.one, json!({})).await;
    let mut refused = None;
    for n in 0..10 {
        let answer = vote(&two, &two.one, id, &[n % 3]).await;
        if answer.status != 200 {
            refused = Some(answer);
            break;
        }
    }
    assert_refused(&refused.expect("the limit is reached"), 429, "rate_limited");
}
