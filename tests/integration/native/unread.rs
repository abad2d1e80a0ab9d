//! Marking a chat unread, on one's own devices alone.

use serde_json::{Value, json};

use super::{NativeFixture, REALMS, Two, ids, next_of};
use crate::support::{Client, EventStream, assert_refused};

/// The list of each older contract, and the unread count of its first chat.
const OLD_LISTS: [(&str, &str, &str); 5] = [
    ("school", "/api/chats", "/chats/0/unread_count"),
    ("campus", "/api/unet-chat/conversations", "/0/unread_count"),
    (
        "messenger",
        "/api/messenger/conversations",
        "/data/conversations/0/unread_count",
    ),
    ("market", "/api/chat/chats/my", "/0/unread_count"),
    (
        "direct",
        "/api/v1/chat/conversations",
        "/conversations/0/unread_count",
    ),
];

impl Two {
    async fn mark_unread(&self, who: &Client, from: i64) {
        let from = json!({ "from_id": from });
        who.post(&self.chat("/unread"), &from).await.expect(204);
    }

    async fn read_up_to(&self, who: &Client, up_to: Option<i64>) {
        let up_to = json!({ "up_to_id": up_to });
        who.post(&self.chat("/read"), &up_to).await.expect(204);
    }

    /// The mark and the counts that a user has in the chat.
    async fn own_state(&self, who: &Client) -> [Value; 3] {
        let chat = self.shown(who).await;
        [
            chat["me"]["last_read_id"].clone(),
            chat["unread_count"].clone(),
            chat["unread_mention_count"].clone(),
        ]
    }

    /// The mark of the first user as another one sees it.
    async fn seen_mark(&self, who: &Client) -> Value {
        let page = who.get(&self.chat("/members")).await.expect(200);
        let mut members = page["members"].as_array().expect("members").iter();
        let one = members.find(|member| member["user"]["id"] == self.one_id);
        one.expect("a member")["last_read_id"].clone()
    }

    async fn is_listed_as_unread(&self, who: &Client) -> bool {
        let path = self.path("/chats?filter=unread");
        let list = who.get(&path).await.expect(200);
        ids(&list["chats"]).contains(&self.chat_id)
    }
}

/// The unread count in the list of the realm's older contract.
async fn old_count(who: &Client, realm: &str) -> Value {
    let (_, path, place) = OLD_LISTS
        .iter()
        .find(|(of, ..)| *of == realm)
        .expect("it has a list");
    let list = who.get(path).await.expect(200);
    list.pointer(place).expect("a count").clone()
}

/// The next `read`, with the counts that it has.
async fn next_read(stream: &mut EventStream) -> (Value, Value, Value) {
    let read = next_of(stream, "read").await;
    let field = |name: &str| read[name].clone();
    assert_eq!(read["as_of"].is_null(), read["unread_count"].is_null());
    (
        field("user_id"),
        field("last_read_id"),
        field("unread_count"),
    )
}

#[tokio::test]
async fn unread_moves_ones_own_mark_back_and_no_other() {
    let fixture = NativeFixture::new().await;
    for realm in REALMS {
        let two = fixture.two(realm).await;
        let first = two.send(&two.other, "first").await;
        let second = two.send(&two.other, "second").await;
        let third = two.send(&two.other, "third").await;
        two.read_up_to(&two.one, None).await;
        let mut own = two.one.open_stream_at(&two.path("/events")).await;
        let mut others = two.other.open_stream_at(&two.path("/events")).await;

        two.mark_unread(&two.one, second).await;

        let moved = (json!(two.one_id), json!(first), json!(2));
        assert_eq!(next_read(&mut own).await, moved, "{realm}");
        let state = [json!(first), json!(2), json!(0)];
        assert_eq!(two.own_state(&two.one).await, state, "{realm}");
        assert!(two.is_listed_as_unread(&two.one).await, "{realm}");
        assert_eq!(old_count(&two.one, realm).await, 2, "{realm}");
        for who in [&two.one, &two.other] {
            assert_eq!(two.seen_mark(who).await, third, "{realm}");
            let readers = two.path(&format!("/messages/{third}/readers"));
            let readers = who.get(&readers).await.expect(200);
            assert_eq!(readers["readers"][0]["user_id"], two.one_id, "{realm}");
        }

        // Forward again, of which the others hear once it passes what they have seen.
        two.read_up_to(&two.one, Some(second)).await;
        let moved = (json!(two.one_id), json!(second), json!(1));
        assert_eq!(next_read(&mut own).await, moved, "{realm}");
        let fourth = two.send(&two.other, "fourth").await;
        let next = others.next().await;
        assert_eq!(next.data["message"]["id"], fourth, "{realm}: {next:?}");
        let state = [json!(second), json!(2), json!(0)];
        assert_eq!(two.own_state(&two.one).await, state, "{realm}");
        two.read_up_to(&two.one, None).await;
        let passed = (json!(two.one_id), json!(fourth), Value::Null);
        assert_eq!(next_read(&mut others).await, passed, "{realm}");
        let state = [json!(fourth), json!(0), json!(0)];
        assert_eq!(two.own_state(&two.one).await, state, "{realm}");
        assert_eq!(old_count(&two.one, realm).await, 0, "{realm}");
        assert!(!two.is_listed_as_unread(&two.one).await, "{realm}");
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn unread_messages_stay_unread_if_a_later_one_is_named() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let first = two.send(&two.other, "first").await;
    let second = two.send(&two.other, "second").await;
    let before = fixture.database.head().await;
    for from in [second, first] {
        two.mark_unread(&two.one, from).await;
        assert_eq!(two.own_state(&two.one).await[1], 2);
    }
    assert_eq!(fixture.database.head().await, before, "nothing moved");
}

#[tokio::test]
async fn sending_ends_the_mark_that_was_moved_back() {
    let fixture = NativeFixture::new().await;
    for realm in REALMS {
        let two = fixture.two(realm).await;
        let first = two.send(&two.other, "first").await;
        two.read_up_to(&two.one, None).await;
        two.mark_unread(&two.one, first).await;
        // It answers nothing, and leaves the chat unread.
        let forward = json!({ "forward_id": first });
        let forwarded = two.one.post(&two.chat("/messages"), &forward).await;
        forwarded.expect(201);
        assert_eq!(two.own_state(&two.one).await[1], 1, "{realm}");
        let mut others = two.other.open_stream_at(&two.path("/events")).await;

        let sent = two.send(&two.one, "an answer").await;

        let state = [json!(sent), json!(0), json!(0)];
        assert_eq!(two.own_state(&two.one).await, state, "{realm}");
        let next = others.next().await;
        assert_eq!(next.data["message"]["id"], sent, "{realm}");
        assert_eq!(next.data["marks_read"], true, "{realm}");
        assert_eq!(old_count(&two.one, realm).await, 0, "{realm}");
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn own_messages_are_not_unread_and_the_chat_is_nevertheless() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let mention = json!({ "text": "@", "mention_ids": [group.one_id] });
    let asked = group.other.post(&group.chat("/messages"), &mention).await;
    let asked = asked.expect(201)["id"].as_i64().unwrap();
    group.one.post(&group.chat("/messages"), &mention).await;
    let answer = group.send(&group.one, "an answer").await;
    group.send(&group.one, "and another").await;

    // From one's own last message on nothing is another's: the newest of others is unread.
    group.mark_unread(&group.one, answer).await;

    let [mark, messages, mentions] = group.own_state(&group.one).await;
    assert!(mark.as_i64() < Some(asked), "{mark}");
    assert_eq!([messages, mentions], [json!(1), json!(1)]);
    assert!(group.is_listed_as_unread(&group.one).await);

    // From the beginning: the system message that tells of the group counts as little.
    group.mark_unread(&group.one, group.chat_id).await;
    assert_eq!(group.own_state(&group.one).await[1], 1);
    let deleted = group.path(&format!("/messages/{asked}"));
    group.other.delete(&deleted).await.expect(204);
    assert_eq!(group.own_state(&group.one).await[1], 0);
    let later = group.send(&group.other, "later").await;
    group.read_up_to(&group.one, None).await;
    // Of a message that was deleted in the same moment everything later is unread.
    group.mark_unread(&group.one, asked).await;
    let [mark, messages, _] = group.own_state(&group.one).await;
    assert!(mark.as_i64() < Some(later), "{mark}");
    assert_eq!(messages, 1);
    fixture.assert_verified().await;
}

#[tokio::test]
async fn a_new_membership_begins_with_everything_read() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("messenger").await;
    let first = group.send(&group.one, "first").await;
    group.read_up_to(&group.other, None).await;
    group.mark_unread(&group.other, first).await;
    assert_eq!(group.own_state(&group.other).await[1], 1);
    let leave = group.chat("/members/me");
    group.other.delete(&leave).await.expect(204);
    let again = json!({ "user_ids": [group.other_id] });
    let added = group.one.post(&group.chat("/members"), &again).await;
    added.expect(200);
    assert_eq!(group.own_state(&group.other).await[1], 0);
    fixture.assert_verified().await;
}

#[tokio::test]
async fn who_may_not_see_the_message_marks_nothing_unread() {
    let fixture = NativeFixture::new().await;
    for realm in REALMS {
        let two = fixture.two(realm).await;
        let sent = two.send(&two.other, "secret").await;
        let path = two.chat("/unread");
        let from = json!({ "from_id": sent });
        let refused = two.stranger.post(&path, &from).await;
        assert_refused(&refused, 403, "not_a_participant");
        for unknown in [0, -1, sent + 1, i64::MAX, two.chat_id] {
            let from = json!({ "from_id": unknown });
            let refused = two.one.post(&path, &from).await;
            assert_refused(&refused, 404, "message_not_found");
        }
        let missing = two.one.post(&path, &json!({})).await;
        assert_eq!(missing.status, 400, "{realm}: {}", missing.body);
    }
    // One of another chat of the caller's is none of this one.
    let (two, group) = (fixture.two("campus").await, fixture.group("campus").await);
    let elsewhere = json!({ "from_id": group.send(&group.one, "elsewhere").await });
    let refused = two.one.post(&two.chat("/unread"), &elsewhere).await;
    assert_refused(&refused, 404, "message_not_found");
    let school = fixture.two("school").await;
    let sent = json!({ "from_id": school.send(&school.one, "!").await });
    let admin = fixture.client(&fixture.admin);
    let refused = admin.post(&school.chat("/unread"), &sent).await;
    assert_refused(&refused, 403, "read_only_role");
}

#[tokio::test]
async fn fetching_by_the_old_contract_reads_the_chat_again() {
    let fixture = NativeFixture::new().await;
    let school = fixture.two("school").await;
    let first = school.send(&school.other, "first").await;
    school.read_up_to(&school.one, None).await;
    let marks = "SELECT count(*) FROM events WHERE kind = 'chat_read'";
    let before = fixture.database.number(marks).await;
    school.mark_unread(&school.one, first).await;
    assert_eq!(old_count(&school.one, "school").await, 1);

    let history = format!("/api/chats/{}/messages", school.chat_id);
    school.one.get(&history).await.expect(200);

    assert_eq!(old_count(&school.one, "school").await, 0);
    let state = [json!(first), json!(0), json!(0)];
    assert_eq!(school.own_state(&school.one).await, state);
    assert_eq!(fixture.database.number(marks).await, before);
}

#[tokio::test]
async fn receipts_of_auditors_stay_as_they_were() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("direct").await;
    let sent = two.send(&two.other, "!").await;
    two.read_up_to(&two.one, None).await;
    let client = fixture.database.client().await;
    let receipts = async || {
        let sql = "SELECT string_agg(concat_ws(' ', r.participant, r.status, r.at), ', ')
                   FROM audit.message_readers($1) AS r";
        let row = client.query_one(sql, &[&sent]).await.unwrap();
        row.get::<_, String>(0)
    };
    let before = receipts().await;
    two.mark_unread(&two.one, sent).await;
    assert_eq!(receipts().await, before);
    two.read_up_to(&two.one, None).await;
    assert_eq!(receipts().await, before);
    let told = "SELECT string_agg(t.description, ', ' ORDER BY t.position)
                FROM audit.timeline($1) AS t WHERE t.position > $2";
    let row = client.query_one(told, &[&two.chat_id, &sent]).await;
    assert_eq!(
        row.unwrap().get::<_, String>(0),
        format!(
            "read up to message {sent}, marked the chat unread for themselves from message {sent}, \
             read again up to message {sent}"
        )
    );
}

#[tokio::test]
async fn streams_of_read_marks_have_ones_own() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let first = two.send(&two.other, "first").await;
    two.read_up_to(&two.one, None).await;
    let path = two.path(&format!("/events?types=read&chat_id={}", two.chat_id));
    let mut own = two.one.open_stream_at(&path).await;
    two.mark_unread(&two.one, first).await;
    let moved = own.next().await;
    assert_eq!(moved.event, "read", "{moved:?}");
    assert_eq!(moved.data["unread_count"], 1);
    two.read_up_to(&two.one, None).await;
    assert_eq!(own.next().await.data["last_read_id"], first);
}
