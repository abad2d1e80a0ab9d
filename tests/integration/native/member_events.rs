//! `member` and `member_removed`: what a group's members, and those who join it, hear of it.

use serde_json::{Value, json};

use super::frame_rules::unplaced;
use super::known::{follow, snapshot};
use super::{NativeFixture, Two, next_of, patch, put};
use crate::support::{Client, EventStream, Frame};

impl Two {
    pub(super) async fn stream(&self, who: &Client) -> EventStream {
        who.open_stream_at(&self.path("/events")).await
    }

    /// A member, as one who is shown the group's members sees them.
    async fn member_of(&self, who: &Client, user_id: i64) -> Value {
        let page = self.members(who, "").await;
        let mut members = page["members"].as_array().unwrap().iter();
        let member = members.find(|member| member["user"]["id"] == user_id);
        member.expect("the member is listed").clone()
    }
}

/// The frames up to the next message, without it.
async fn before_message(stream: &mut EventStream) -> Vec<Frame> {
    let mut frames = Vec::new();
    loop {
        let frame = stream.next().await;
        if frame.event == "message" {
            return frame_order(frames);
        }
        frames.push(frame);
    }
}

/// Frames of one event, in the order of their names.
fn frame_order(mut frames: Vec<Frame>) -> Vec<Frame> {
    frames.sort_by(|one, other| one.event.cmp(&other.event));
    frames
}

fn names(frames: &[Frame]) -> Vec<&str> {
    frames.iter().map(|frame| frame.event.as_str()).collect()
}

#[tokio::test]
async fn members_hear_who_joins_and_who_joins_receives_the_chat() {
    let fixture = NativeFixture::new().await;
    let eve = fixture.eve.id;
    for realm in ["campus", "messenger"] {
        let group = fixture.group(realm).await;
        let mut own = group.stream(&group.one).await;
        let mut others = group.stream(&group.other).await;
        let mut newcomer = group.stream(&group.stranger).await;
        let added = group.add(&group.one, eve, "member").await.expect(200);
        for (stream, who) in [(&mut own, &group.one), (&mut others, &group.other)] {
            let frames = before_message(stream).await;
            assert_eq!(names(&frames), ["member"], "{realm}");
            let expected = json!({
                "chat_id": group.chat_id,
                "member": group.member_of(who, eve).await,
                "member_count": 3,
            });
            assert_eq!(
                without_presence(unplaced(&frames[0])),
                without_presence(expected)
            );
        }
        let frames = before_message(&mut newcomer).await;
        assert_eq!(names(&frames), ["chat"], "{realm}");
        let chat = &frames[0].data["chat"];
        assert_eq!(
            (&chat["id"], &chat["members"]),
            (&json!(group.chat_id), &Value::Null)
        );
        assert_eq!(added["members"][0]["user"]["id"], eve);

        group
            .other
            .delete(&group.chat("/members/me"))
            .await
            .expect(204);
        for (stream, manages) in [(&mut own, true), (&mut newcomer, false)] {
            let mut frames = before_message(stream).await;
            // Who manages the group may invite again, if it was full.
            frames.retain(|frame| !(manages && frame.event == "chat"));
            assert_eq!(names(&frames), ["member_removed"], "{realm}");
            let expected = json!({
                "chat_id": group.chat_id, "user_id": group.other_id, "member_count": 2,
            });
            assert_eq!(unplaced(&frames[0]), expected, "{realm}");
        }
        let gone = next_of(&mut others, "chat_removed").await;
        assert_eq!(gone["chat_id"], group.chat_id);
    }
    fixture.assert_verified().await;
}

/// `member` without presence, which is of the moment.
fn without_presence(mut data: Value) -> Value {
    for field in ["online", "last_seen"] {
        data["member"]["user"][field] = Value::Null;
    }
    data
}

#[tokio::test]
async fn added_people_are_answered_in_the_order_of_the_list() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let crowd = fixture.database.crowd("member", 3).await;
    let [first, second, third] = [0, 1, 2].map(|at: usize| crowd[at].id);
    group.add(&group.one, third, "admin").await.expect(200);
    // One who was a member already, too; who was not named is not in it.
    let new = json!({ "user_ids": [second, group.other_id, third, first] });
    let added = group.one.post(&group.chat("/members"), &new).await;
    let added = added.expect(200);
    let answered = added["members"].as_array().unwrap();
    let listed = group.members(&group.one, "").await;
    let listed = listed["members"].as_array().unwrap();
    assert_eq!(answered[..], listed[1..]);
    assert_eq!(answered[0]["role"], "admin");
    assert_eq!(added.as_object().unwrap().len(), 1, "{added}");
    let changed = group.set_role(&group.one, first, "admin").await;
    let changed = changed.expect(200);
    let expected = group.member_of(&group.one, first).await;
    assert_eq!(changed, json!({ "members": [expected] }));
}

#[tokio::test]
async fn roles_reach_every_member_and_the_chat_whose_role_it_is() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let (ann, bob, eve) = (fixture.ann.id, fixture.bob.id, fixture.eve.id);
    group.add(&group.one, eve, "member").await.expect(200);
    let mut streams = [
        group.stream(&group.one).await,
        group.stream(&group.other).await,
        group.stream(&group.stranger).await,
    ];
    let roles = |frames: &[Frame]| {
        let members = frames.iter().filter(|frame| frame.event == "member");
        let role = |frame: &Frame| {
            let member = &frame.data["member"];
            (
                member["user"]["id"].as_i64().unwrap(),
                member["role"].clone(),
            )
        };
        let mut roles: Vec<(i64, Value)> = members.map(role).collect();
        roles.sort_by_key(|(id, _)| *id);
        roles
    };
    let owner_and_admin = {
        let mut both = vec![(ann, json!("admin")), (bob, json!("owner"))];
        both.sort_by_key(|(id, _)| *id);
        both
    };
    for (role, changed, chats) in [
        ("admin", vec![(bob, json!("admin"))], [0, 1, 0]),
        ("owner", owner_and_admin, [1, 1, 0]),
    ] {
        group.set_role(&group.one, bob, role).await.expect(200);
        group.send(&group.one, role).await;
        for (stream, chats) in streams.iter_mut().zip(chats) {
            let frames = before_message(stream).await;
            assert_eq!(roles(&frames), changed, "{role}: {frames:?}");
            let shown = frames.iter().filter(|frame| frame.event == "chat");
            assert_eq!(shown.count(), chats, "{role}: {frames:?}");
            assert_eq!(frames.len(), changed.len() + chats, "{frames:?}");
        }
    }
    let shown = group.shown(&group.one).await;
    assert_eq!(shown["me"]["role"], "admin");
}

#[tokio::test]
async fn successor_of_an_owner_who_leaves_reaches_every_member() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("messenger").await;
    let (bob, eve) = (fixture.bob.id, fixture.eve.id);
    group.add(&group.one, eve, "member").await.expect(200);
    let mut others = group.stream(&group.stranger).await;
    let mut successor = group.stream(&group.other).await;
    group
        .one
        .delete(&group.chat("/members/me"))
        .await
        .expect(204);

    for (stream, expected) in [
        (&mut others, &["member", "member_removed"][..]),
        (&mut successor, &["chat", "member", "member_removed"][..]),
    ] {
        let frames = before_message(stream).await;
        assert_eq!(names(&frames), expected);
        let of = |event: &str| frames.iter().find(|frame| frame.event == event).unwrap();
        let (member, removed) = (&of("member").data, &of("member_removed").data);
        assert_eq!(removed["user_id"], group.one_id);
        assert_eq!(
            (&member["member"]["user"]["id"], &member["member"]["role"]),
            (&json!(bob), &json!("owner"))
        );
        assert_eq!(
            (&member["member_count"], &removed["member_count"]),
            (&json!(2), &json!(2))
        );
        if expected.len() == 3 {
            assert_eq!(of("chat").data["chat"]["me"]["role"], "owner");
        }
    }
    fixture.assert_verified().await;
}

/// Whether a chat that the next frames bring lets one invite.
async fn may_invite(stream: &mut EventStream) -> Option<bool> {
    let frames = before_message(stream).await;
    let chat = frames.iter().find(|frame| frame.event == "chat")?;
    let can = chat.data["chat"]["me"]["can"].as_array().unwrap();
    Some(can.contains(&json!("invite")))
}

#[tokio::test]
async fn full_group_is_shown_as_a_chat_and_one_that_is_not_full_again() {
    let fixture = NativeFixture::new().await;
    let teacher = fixture.client(&fixture.pair.teacher);
    let crowd = fixture.database.crowd("student", 99).await;
    let members: Vec<i64> = crowd[..97].iter().map(|student| student.id).collect();
    let new = json!({ "type": "group", "title": "!", "user_ids": members });
    let class = teacher.post("/v1/school/chats", &new).await.expect(201);
    let path = format!("/v1/school/chats/{}/members", class["id"]);
    let mut stream = teacher.open_stream_at("/v1/school/events").await;
    for (student, shown) in crowd[97..].iter().zip([None, Some(false)]) {
        let add = json!({ "user_ids": [student.id] });
        teacher.post(&path, &add).await.expect(200);
        assert_eq!(may_invite(&mut stream).await, shown);
    }
    let remove = format!("{path}/{}", crowd[0].id);
    assert_eq!(teacher.delete(&remove).await.status, 204);
    assert_eq!(may_invite(&mut stream).await, Some(true));
}

/// Changes the members of a group of three in every way, and marks it read.
async fn change_members(fixture: &NativeFixture, group: &Two) {
    let (ann, bob, eve) = (fixture.ann.id, fixture.bob.id, fixture.eve.id);
    let zoe = fixture.database.person("member").await;
    group.set_role(&group.one, bob, "admin").await.expect(200);
    let title = json!({ "title": "renamed" });
    let renamed = patch(&group.other, &group.chat(""), &title).await;
    renamed.expect(200);
    group.add(&group.other, zoe.id, "member").await.expect(200);
    let sent = group.send(&group.stranger, "of Eve").await;
    let up_to = json!({ "up_to_id": sent });
    for who in [&group.one, &fixture.client(&zoe)] {
        who.post(&group.chat("/read"), &up_to).await.expect(204);
    }
    group.other.delete(&group.member(eve)).await.expect(204);
    group.set_role(&group.one, bob, "owner").await.expect(200);
    group.add(&group.other, eve, "admin").await.expect(200);
    let block = group.path(&format!("/users/{bob}/block"));
    put(&group.one, &block).await.expect(204);
    group.send(&group.one, "hidden mark").await;
    assert_eq!(group.one.delete(&block).await.status, 204);
    group.other.delete(&group.member(zoe.id)).await.expect(204);
    group.send(&group.other, "an answer").await;
    // The last event has a frame for everybody.
    group
        .set_role(&group.other, ann, "member")
        .await
        .expect(200);
}

#[tokio::test]
async fn snapshot_and_events_of_a_group_give_a_new_snapshot() {
    let fixture = NativeFixture::new().await;
    for (realm, person) in [("campus", &fixture.ann), ("messenger", &fixture.bob)] {
        let client = fixture.client(person);
        let mut from = vec![snapshot(&client, realm).await];
        let group = fixture.group(realm).await;
        let eve = fixture.eve.id;
        from.push(snapshot(&client, realm).await);
        group.add(&group.one, eve, "member").await.expect(200);
        from.push(snapshot(&client, realm).await);
        change_members(&fixture, &group).await;
        let (expected, last) = snapshot(&client, realm).await;
        for (mut known, cursor) in from {
            let reader = (&client, realm, person.id);
            follow(&mut known, reader, (&cursor, &last)).await;
            known.assert_same(expected.clone(), realm);
        }
    }
}

#[tokio::test]
async fn members_of_a_class_are_followed_by_an_admin_who_observes() {
    let fixture = NativeFixture::new().await;
    let (teacher, student) = (&fixture.pair.teacher, &fixture.pair.student);
    let class = fixture.class(teacher, student).await;
    let admin = fixture.client(&fixture.admin);
    let (mut known, cursor) = snapshot(&admin, "school").await;
    let other = fixture.database.person("student").await;
    class.add(&class.one, other.id, "member").await.expect(200);
    class
        .set_role(&class.one, student.id, "admin")
        .await
        .expect(200);
    class
        .one
        .delete(&class.chat("/members/me"))
        .await
        .expect(204);
    class.send(&class.other, "last").await;
    let (expected, last) = snapshot(&admin, "school").await;
    let reader = (&admin, "school", fixture.admin.id);
    follow(&mut known, reader, (&cursor, &last)).await;
    known.assert_same(expected, "an observer");
}
