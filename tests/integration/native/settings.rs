//! One's own settings of a chat: muted, pinned, archived.

use serde_json::{Value, json};

use super::{NativeFixture, REALMS, Two, ids, patch};
use crate::support::{Client, EventStream, Replica, assert_refused};

const LATER: &str = "2099-01-01T00:00:00.123Z";

impl Two {
    async fn set(&self, who: &Client, settings: &Value) -> Value {
        let answer = patch(who, &self.chat("/me"), settings).await;
        answer.expect(200)["me"].clone()
    }

    /// The ids in a list of chats.
    async fn listed(&self, who: &Client, query: &str) -> Vec<i64> {
        let list = who.get(&self.path(&format!("/chats?{query}"))).await;
        ids(&list.expect(200)["chats"])
    }
}

/// The settings in `me`; a chat that is muted until a time is muted.
fn settings(me: &Value) -> Value {
    assert_eq!(me["muted"], !me["muted_until"].is_null(), "{me}");
    json!([me["muted_until"], me["pinned"], me["archived"]])
}

#[tokio::test]
async fn settings_are_ones_own_and_what_is_absent_stays() {
    let fixture = NativeFixture::new().await;
    for realm in REALMS {
        let two = fixture.two(realm).await;
        let me = two.set(&two.one, &json!({ "muted_until": LATER })).await;
        assert_eq!(settings(&me), json!([LATER, false, false]), "{realm}");
        let me = two.set(&two.one, &json!({ "archived": true })).await;
        assert_eq!(settings(&me), json!([LATER, false, true]));
        if realm != "market" {
            let me = two.set(&two.one, &json!({ "pinned": true })).await;
            assert_eq!(settings(&me), json!([LATER, true, true]));
        }
        let shown = two.shown(&two.other).await;
        assert_eq!(settings(&shown["me"]), json!([null, false, false]));
        let nothing = json!({ "archived": false, "muted_until": null });
        let me = two.set(&two.one, &nothing).await;
        assert_eq!(settings(&me), json!([null, realm != "market", false]));
        let past = json!({ "muted_until": "2001-01-01T00:00:00Z" });
        let me = two.set(&two.one, &past).await;
        assert_eq!(settings(&me)[0], Value::Null, "{realm}");
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn settings_of_others_and_malformed_ones_are_refused() {
    let fixture = NativeFixture::new().await;
    for realm in REALMS {
        let two = fixture.two(realm).await;
        let muted = json!({ "archived": true });
        let refused = patch(&two.stranger, &two.chat("/me"), &muted).await;
        assert_refused(&refused, 403, "not_a_participant");
        let missing = patch(&two.one, &two.path("/chats/987654321/me"), &muted).await;
        let expected = match realm {
            "school" => (403, "not_a_participant"),
            _ => (404, "chat_not_found"),
        };
        assert_refused(&missing, expected.0, expected.1);
        for malformed in [
            json!({ "muted_until": "tomorrow" }),
            json!({ "muted_until": 5 }),
            json!({ "muted_until": "10000-01-01T00:00:00Z" }),
            json!({ "archived": "yes" }),
        ] {
            let refused = patch(&two.one, &two.chat("/me"), &malformed).await;
            assert_refused(&refused, 400, "invalid_body");
        }
        let pin = patch(&two.one, &two.chat("/me"), &json!({ "pinned": true })).await;
        if realm == "market" {
            assert_refused(&pin, 403, "not_in_this_realm");
        } else {
            pin.expect(200);
        }
    }
    // An admin who reads all chats has no settings of them.
    let lesson = fixture.two("school").await;
    let admin = fixture.client(&fixture.admin);
    let refused = patch(&admin, &lesson.chat("/me"), &json!({ "pinned": true })).await;
    assert_refused(&refused, 403, "not_a_participant");
}

#[tokio::test]
async fn muting_with_and_without_an_end() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    for (change, muted, until) in [
        (json!({ "muted": true }), true, Value::Null),
        (json!({ "muted": false }), false, Value::Null),
        (
            json!({ "muted": true, "muted_until": LATER }),
            true,
            json!(LATER),
        ),
        (json!({ "pinned": null, "muted": null }), false, Value::Null),
        (json!({ "muted_until": LATER }), true, json!(LATER)),
        (
            json!({ "muted": true, "muted_until": null }),
            true,
            Value::Null,
        ),
        (
            json!({ "muted": false, "muted_until": null }),
            false,
            Value::Null,
        ),
    ] {
        let me = two.set(&two.one, &change).await;
        let shown = (&me["muted"], &me["muted_until"]);
        assert_eq!(shown, (&json!(muted), &until), "{change}");
        let shown = two.shown(&two.one).await;
        assert_eq!(shown["me"], me, "{change}");
    }
    for contradiction in [
        json!({ "muted": false, "muted_until": LATER }),
        json!({ "muted": null, "muted_until": LATER }),
        json!({ "muted": true, "muted_until": "2001-01-01T00:00:00Z" }),
    ] {
        let refused = patch(&two.one, &two.chat("/me"), &contradiction).await;
        assert_refused(&refused, 400, "invalid_body");
        assert_eq!(refused.body["errors"][0]["pointer"], "/muted_until");
    }
}

#[tokio::test]
async fn repeated_settings_append_nothing() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("direct").await;
    let all = json!({ "muted_until": LATER, "pinned": true, "archived": true });
    two.set(&two.one, &all).await;
    let head = fixture.database.head().await;
    for same in [all, json!({ "pinned": true }), json!({})] {
        two.set(&two.one, &same).await;
    }
    two.set(&two.other, &json!({ "muted_until": null })).await;
    assert_eq!(fixture.database.head().await, head);
}

#[tokio::test]
async fn pinned_chats_come_first_on_every_page() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let mut chats = Vec::new();
    for person in fixture.database.crowd("member", 6).await {
        let new = json!({ "type": "private", "user_ids": [person.id] });
        let chat = ann.post("/v1/campus/chats", &new).await.expect(201);
        chats.insert(0, chat["id"].as_i64().unwrap());
    }
    for pinned in [chats[5], chats[2]] {
        let path = format!("/v1/campus/chats/{pinned}/me");
        let body = json!({ "pinned": true });
        patch(&ann, &path, &body).await.expect(200);
    }
    let expected = [2, 5, 0, 1, 3, 4].map(|at: usize| chats[at]);
    for limit in [1, 2, 4] {
        let (mut found, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("/v1/campus/chats?limit={limit}{cursor}");
            let page = ann.get(&path).await.expect(200);
            found.extend(ids(&page["chats"]));
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(found, expected, "pages of {limit}");
    }
}

#[tokio::test]
async fn only_a_mention_returns_an_archived_chat() {
    let fixture = NativeFixture::new().await;
    for realm in ["campus", "messenger"] {
        let group = fixture.group(realm).await;
        group.set(&group.other, &json!({ "archived": true })).await;
        group.send(&group.one, "to all").await;
        let (id, bob) = (group.chat_id, &group.other);
        assert!(!group.listed(bob, "").await.contains(&id), "{realm}");
        assert!(!group.listed(bob, "filter=unread").await.contains(&id));
        assert_eq!(group.listed(bob, "filter=archived").await, [id]);
        assert!(group.listed(&group.one, "").await.contains(&id));
        let mut stream = bob.open_stream_at(&group.path("/events")).await;
        let mention = json!({ "text": "@", "mention_ids": [group.other_id] });
        let sent = group.one.post(&group.chat("/messages"), &mention).await;
        sent.expect(201);
        let frame = stream.next().await;
        assert_eq!(frame.event, "chat");
        assert!(frame.id.ends_with(".1"), "{}", frame.id);
        assert_eq!(frame.data["chat"]["me"]["archived"], false);
        assert_eq!(frame.data["chat"]["unread_mention_count"], 1);
        assert_eq!(stream.next().await.event, "message");
        assert!(group.listed(bob, "").await.contains(&id), "{realm}");
        assert_eq!(group.listed(bob, "filter=archived").await, [0_i64; 0]);
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn only_ones_own_devices_receive_ones_settings() {
    let fixture = NativeFixture::new().await;
    for realm in REALMS {
        let two = fixture.two(realm).await;
        two.send(&two.one, "before").await;
        let path = two.path("/events");
        let mut own = two.one.open_stream_at(&path).await;
        let mut others = two.other.open_stream_at(&path).await;
        two.set(&two.one, &json!({ "muted_until": LATER })).await;
        let live = own.next().await;
        assert_eq!(live.event, "chat");
        assert_eq!(live.data["chat"]["me"]["muted_until"], LATER, "{realm}");
        // A device that was away receives the same.
        let request = two.one.request(reqwest::Method::GET, &path);
        let request = request.header("Last-Event-ID", own.ready.id.clone());
        let mut resumed = EventStream::open(request).await;
        let resumed = resumed.next().await;
        assert_eq!(resumed.event, "chat");
        assert_eq!(resumed.data["chat"]["me"], live.data["chat"]["me"]);
        two.send(&two.one, "after").await;
        let next = others.next().await;
        assert_eq!(
            (next.event.as_str(), &next.data["message"]["text"]),
            ("message", &json!("after"))
        );
    }
}

#[tokio::test]
async fn old_streams_do_not_show_settings() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("school").await;
    let mut old = two.one.open_stream().await;
    two.set(&two.one, &json!({ "archived": true })).await;
    two.send(&two.other, "after").await;
    assert_eq!(old.next().await.content(), "after");
    let list = two.one.get("/api/chats").await.expect(200);
    assert_eq!(list["chats"][0]["id"], two.chat_id);
}

#[tokio::test]
async fn settings_end_with_membership() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let all = json!({ "muted_until": LATER, "pinned": true, "archived": true });
    group.set(&group.other, &all).await;
    group
        .other
        .delete(&group.chat("/members/me"))
        .await
        .expect(204);
    let refused = patch(&group.other, &group.chat("/me"), &all).await;
    assert_refused(&refused, 403, "not_a_participant");
    let again = json!({ "user_ids": [group.other_id] });
    group
        .one
        .post(&group.chat("/members"), &again)
        .await
        .expect(200);
    let shown = group.shown(&group.other).await;
    assert_eq!(settings(&shown["me"]), json!([null, false, false]));
    group.set(&group.one, &all).await;
    group.one.delete(&group.chat("")).await.expect(204);
    let kept = "SELECT count(*) FROM chat_settings WHERE is_pinned OR is_archived";
    assert_eq!(fixture.database.number(kept).await, 0);
    fixture.assert_verified().await;
}

#[tokio::test]
async fn pinned_chats_of_a_user_are_limited() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    // As if these chats were pinned; their rows would follow from events.
    let fill = format!(
        "SET vestnik.projecting = 'on';
         INSERT INTO chat_settings (chat_id, user_id, is_pinned)
         SELECT 1000000 + n, {}, true FROM generate_series(1, 100) AS n",
        two.one_id
    );
    fixture.database.execute(&fill).await;
    let path = two.chat("/me");
    let pin = json!({ "pinned": true });
    let refused = patch(&two.one, &path, &pin).await;
    assert_refused(&refused, 409, "too_many_pinned_chats");
    patch(&two.other, &path, &pin).await.expect(200);
    two.set(&two.one, &json!({ "archived": true })).await;
}

#[tokio::test]
async fn changes_of_settings_are_limited() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("direct").await;
    let limits = [("REALMS", "direct"), ("SEND_LIMIT", "20/100")];
    let limited = Replica::spawn_with(&fixture.database, &limits).await;
    let client = limited.client(&fixture.ann);
    // A bucket that refills in an hour.
    let empty = format!(
        "INSERT INTO token_buckets (user_id, kind, full_at)
         VALUES ({}, 'chat_settings_changed', now() + interval '1 hour')",
        two.one_id
    );
    fixture.database.execute(&empty).await;
    let refused = patch(&client, &two.chat("/me"), &json!({ "archived": true })).await;
    assert_refused(&refused, 429, "rate_limited");
    two.set(&client, &json!({ "archived": false })).await;
}

#[tokio::test]
async fn auditors_read_settings_in_words() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let all = json!({ "muted_until": LATER, "pinned": true, "archived": true });
    two.set(&two.one, &all).await;
    two.set(&two.one, &json!({ "muted_until": null, "pinned": false }))
        .await;
    let client = fixture.database.client().await;
    let sql = "SELECT t.description FROM audit.timeline($1) AS t ORDER BY t.position";
    let rows = client.query(sql, &[&two.chat_id]).await.unwrap();
    let described: Vec<String> = rows.iter().skip(1).map(|row| row.get(0)).collect();
    assert_eq!(
        described,
        [
            format!("set the chat for themselves to muted until {LATER}, pinned, archived"),
            "set the chat for themselves to not muted, archived".to_owned(),
        ]
    );
}

#[tokio::test]
async fn a_chat_can_be_muted_until_the_end_of_time() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    for never in ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59.999-12:00"] {
        let me = two.set(&two.one, &json!({ "muted_until": never })).await;
        let shown = (&me["muted"], &me["muted_until"]);
        assert_eq!(shown, (&json!(true), &Value::Null));
    }
    for path in [
        "chats/CHAT/messages?at=9999-12-31T23:59:59Z",
        "search?q=x&before=9999-12-31T23:59:59Z&after=0001-01-01T00:00:00Z",
    ] {
        let path = path.replace("CHAT", &two.chat_id.to_string());
        two.one.get(&format!("/v1/campus/{path}")).await.expect(200);
    }
}
