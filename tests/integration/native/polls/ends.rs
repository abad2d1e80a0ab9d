//! How polls and votes end: closing, deletion, erasure.

use super::*;

#[tokio::test]
async fn closed_poll_takes_no_votes() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("messenger").await;
    let id = asked(&two, &two.one, json!({})).await;
    vote(&two, &two.other, id, &[0]).await.expect(200);
    assert_refused(&close(&two, &two.other, id).await, 403, "not_the_author");
    let closed = close(&two, &two.one, id).await.expect(200);
    let at = closed["poll"]["closed_at"].as_str().unwrap().to_owned();
    let head = fixture.database.head().await;
    close(&two, &two.one, id).await.expect(200);
    // What was chosen already may be repeated.
    vote(&two, &two.other, id, &[0]).await.expect(200);
    assert_eq!(fixture.database.head().await, head, "repeating is silent");
    for ids in [&[1][..], &[]] {
        let refused = vote(&two, &two.other, id, ids).await;
        assert_refused(&refused, 409, "poll_closed");
    }
    let poll = shown(&two, &two.other, id).await;
    assert_eq!(poll["closed_at"], at);
    assert_eq!(votes(&poll), (vec![1, 0, 0], vec![0]));
    fixture.assert_verified().await;
}

#[tokio::test]
async fn owner_and_admins_of_a_group_close_its_polls() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let id = asked(&group, &group.other, json!({})).await;
    close(&group, &group.one, id).await.expect(200);
    let id = asked(&group, &group.one, json!({})).await;
    let refused = close(&group, &group.other, id).await;
    assert_refused(&refused, 403, "not_the_author");
    let member = group.chat(&format!("/members/{}", group.other_id));
    let admin = patch(&group.one, &member, &json!({ "role": "admin" })).await;
    assert!(admin.status < 300, "{}", admin.body);
    close(&group, &group.other, id).await.expect(200);
}

#[tokio::test]
async fn admin_who_owns_a_class_closes_its_polls() {
    let fixture = NativeFixture::new().await;
    let class = fixture.class(&fixture.admin, &fixture.pair.student).await;
    let id = asked(&class, &class.other, json!({})).await;
    let closed = close(&class, &class.one, id).await.expect(200);
    assert!(closed["poll"]["closed_at"].is_string());
    let refused = vote(&class, &class.one, id, &[0]).await;
    assert_refused(&refused, 403, "read_only_role");
}

#[tokio::test]
async fn deleted_poll_loses_its_votes() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("direct").await;
    let id = asked(&two, &two.one, json!({})).await;
    vote(&two, &two.other, id, &[0]).await.expect(200);
    two.one.delete(&path(&two, id, "")).await.expect(204);
    let shown = two.other.get(&path(&two, id, "")).await.expect(200);
    assert_eq!(shown["poll"], Value::Null);
    assert_eq!(
        (&shown["type"], &shown["text"]),
        (&json!("text"), &json!(""))
    );
    for refused in [
        vote(&two, &two.other, id, &[1]).await,
        vote(&two, &two.other, id, &[]).await,
        close(&two, &two.one, id).await,
    ] {
        assert_refused(&refused, 404, "message_not_found");
    }
    let left = "SELECT (SELECT count(*) FROM polls) + (SELECT count(*) FROM poll_votes)";
    assert_eq!(fixture.database.number(left).await, 0);
    fixture.assert_verified().await;
}

#[tokio::test]
async fn vote_of_an_erased_user_is_taken_back_even_when_closed() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("direct").await;
    let id = asked(&two, &two.one, json!({ "multiple": true })).await;
    vote(&two, &two.other, id, &[0, 2]).await.expect(200);
    vote(&two, &two.one, id, &[0]).await.expect(200);
    close(&two, &two.one, id).await.expect(200);
    let mut stream = two.one.open_stream_at(&two.path("/events")).await;
    let erase = format!("CALL audit.erase_user({})", two.other_id);
    fixture.database.execute(&erase).await;
    let changed = next_of(&mut stream, "poll").await;
    assert_eq!(votes(&changed["poll"]), (vec![1, 0, 0], vec![0]));
    let poll = shown(&two, &two.one, id).await;
    assert_eq!(votes(&poll), (vec![1, 0, 0], vec![0]));
    let voters = two.one.get(&path(&two, id, "/voters")).await.expect(200);
    assert_eq!(voters["voters"].as_array().unwrap().len(), 1);
    fixture.assert_verified().await;
    fixture.database.execute(&erase).await;
    fixture.assert_verified().await;
}

#[tokio::test]
async fn poll_of_an_erased_user_is_gone() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let id = asked(&two, &two.other, json!({})).await;
    vote(&two, &two.one, id, &[0]).await.expect(200);
    let erase = format!("CALL audit.erase_user({})", two.other_id);
    fixture.database.execute(&erase).await;
    let shown = two.one.get(&path(&two, id, "")).await.expect(200);
    assert_eq!((&shown["poll"], &shown["text"]), (&Value::Null, &json!("")));
    let asked = "SELECT count(*) FROM events WHERE payload::text LIKE '%Tomorrow%'";
    assert_eq!(fixture.database.number(asked).await, 0);
    fixture.assert_verified().await;
}
