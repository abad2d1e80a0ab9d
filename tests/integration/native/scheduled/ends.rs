//! Scheduled messages that are not sent: refused at their time, or erased.

use serde_json::{Value, json};
use vestnik::domain::KeyScope;

use super::{
    NativeFixture, Two, in_minutes, let_time_come, list, patch, path, schedule, texts,
    until_none_is_due,
};
use crate::native::api_keys::{add_key, revoke};
use crate::native::put;
use crate::support::{Client, assert_refused};

/// The code of the latest failure.
async fn latest_code(fixture: &NativeFixture) -> String {
    let sql = "SELECT payload ->> 'code' FROM events
               WHERE kind = 'scheduled_failed' ORDER BY position DESC LIMIT 1";
    let row = fixture.database.client().await.query_one(sql, &[]).await;
    row.expect("one has failed").get(0)
}

/// Schedules a message, takes something away from its author, and asserts that it fails at its time.
async fn assert_fails(
    fixture: &NativeFixture,
    (two, who): (&Two, &Client),
    taking_away: impl AsyncFnOnce(),
    code: &str,
) -> Value {
    let made = schedule(two, who, json!({ "text": code })).await;
    taking_away().await;
    fixture.send_scheduled().await;
    assert_eq!(latest_code(fixture).await, code);
    made
}

#[tokio::test]
async fn blocked_author_may_give_a_failed_message_another_time() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let block = two.path(&format!("/users/{}/block", two.one_id));
    let taking_away = async || {
        put(&two.other, &block).await.expect(204);
    };
    let made = assert_fails(&fixture, (&two, &two.one), taking_away, "blocked").await;
    assert!(texts(&two, &two.one).await.is_empty());
    let listed = list(&two, &two.one).await;
    assert_eq!(
        (&listed[0]["id"], &listed[0]["state"]),
        (&made["id"], &json!("failed"))
    );

    let text = patch(&two.one, &path(&two, &made), &json!({ "text": "!" })).await;
    assert_refused(&text, 400, "invalid_send_at");
    let change = json!({ "text": "again", "send_at": in_minutes(5) });
    let changed = patch(&two.one, &path(&two, &made), &change).await;
    assert_eq!(changed.expect(200)["state"], "waiting");
    two.other.delete(&block).await.expect(204);
    fixture.send_scheduled().await;
    assert_eq!(texts(&two, &two.other).await, ["again"]);
    assert!(list(&two, &two.one).await.is_empty());
    fixture.assert_verified().await;
}

#[tokio::test]
async fn author_who_lost_access_sends_nothing() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let author = (&group, &group.other);
    let member = group.chat("/members/me");
    let leave = async || {
        group.other.delete(&member).await.expect(204);
    };
    assert_fails(&fixture, author, leave, "not_a_participant").await;

    let two = fixture.two("direct").await;
    let change = async |change: &str| {
        let sql = format!("UPDATE users SET {change} WHERE id = {}", two.one_id);
        fixture.database.execute(&sql).await;
    };
    let author = (&two, &two.one);
    let deactivate = async || change("realms = '{}'").await;
    assert_fails(&fixture, author, deactivate, "not_in_this_realm").await;
    change("realms = NULL").await;

    add_key(&fixture.database, "bot", "direct", &KeyScope::ALL).await;
    let revoked = async || {
        let sql = "INSERT INTO events (chat_id, kind, actor_id, payload)
                   SELECT s.chat_id, 'scheduled_changed', s.user_id,
                          jsonb_build_object('scheduled_id', s.id, 'via_key', 'bot')
                   FROM scheduled_messages AS s WHERE s.state = 'waiting'";
        fixture.database.execute(sql).await;
        revoke(&fixture.database, "bot").await;
    };
    assert_fails(&fixture, author, revoked, "key_revoked").await;
    assert!(texts(&two, &two.other).await.is_empty());

    let school = fixture.two("school").await;
    let sql = format!(
        "UPDATE users SET role = 'admin' WHERE id = {}",
        school.one_id
    );
    let promote = async || fixture.database.execute(&sql).await;
    let author = (&school, &school.one);
    assert_fails(&fixture, author, promote, "read_only_role").await;
    fixture.assert_verified().await;
}

#[tokio::test]
async fn message_of_long_ago_is_not_sent_any_more() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    schedule(&two, &two.one, json!({})).await;
    let_time_come(&fixture.database, 25).await;
    until_none_is_due(&fixture.database).await;
    assert_eq!(latest_code(&fixture).await, "send_at_missed");
    assert!(texts(&two, &two.one).await.is_empty());
    assert_eq!(list(&two, &two.one).await[0]["state"], "failed");
}

#[tokio::test]
async fn erasing_the_author_cancels_and_erases_what_waits() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let made = schedule(&two, &two.one, json!({ "text": "a secret" })).await;
    let change = json!({ "text": "another secret" });
    let changed = patch(&two.one, &path(&two, &made), &change).await;
    changed.expect(200);
    let erase = format!("CALL audit.erase_user({})", two.one_id);
    fixture.database.execute(&erase).await;
    for left in [
        "SELECT count(*) FROM events WHERE payload::text LIKE '%secret%'",
        "SELECT count(*) FROM scheduled_messages WHERE content <> '' OR state <> 'cancelled'",
    ] {
        assert_eq!(fixture.database.number(left).await, 0, "{left}");
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn text_is_told_to_auditors_only_once_it_is_sent() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("school").await;
    schedule(&two, &two.one, json!({ "text": "a surprise" })).await;
    let told = format!(
        "SELECT count(*) FROM audit.timeline({}) WHERE description LIKE 'scheduled a message for 20%'",
        two.chat_id
    );
    assert_eq!(fixture.database.number(&told).await, 1);
    let texts = format!(
        "SELECT count(*) FROM audit.timeline({}) WHERE text = 'a surprise'",
        two.chat_id
    );
    assert_eq!(fixture.database.number(&texts).await, 0);
    let found = "SELECT count(*) FROM audit.find_texts('surprise')";
    assert_eq!(fixture.database.number(found).await, 1);
    fixture.send_scheduled().await;
    assert_eq!(fixture.database.number(&texts).await, 1);
    assert_eq!(fixture.database.number(found).await, 2);
}
