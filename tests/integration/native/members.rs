//! The list of a chat's members.

use serde_json::{Value, json};

use super::{NativeFixture, Two, patch, put};
use crate::support::{Client, assert_refused};

impl Two {
    /// A page of members.
    pub(super) async fn members(&self, who: &Client, query: &str) -> Value {
        let path = self.chat(&format!("/members?{query}"));
        who.get(&path).await.expect(200)
    }

    /// The members whom a text finds.
    async fn members_named(&self, text: &str) -> Vec<i64> {
        let mut url = reqwest::Url::parse("http://localhost").unwrap();
        url.query_pairs_mut().append_pair("q", text);
        let page = self.members(&self.one, url.query().unwrap()).await;
        ids(&page)
    }
}

fn ids(page: &Value) -> Vec<i64> {
    let members = page["members"].as_array().expect("a list").iter();
    members
        .map(|member| member["user"]["id"].as_i64().unwrap())
        .collect()
}

/// A group of Ann's with these members, in the order in which they joined.
async fn group_of(fixture: &NativeFixture, members: &[i64]) -> Two {
    let group = fixture.group("campus").await;
    for id in members {
        let body = json!({ "user_ids": [id] });
        group
            .one
            .post(&group.chat("/members"), &body)
            .await
            .expect(200);
    }
    group
}

#[tokio::test]
async fn members_are_listed_by_role_and_then_by_when_they_joined() {
    let fixture = NativeFixture::new().await;
    let [zoe, kim] = fixture.database.people("member").await;
    let (ann, bob, eve) = (fixture.ann.id, fixture.bob.id, fixture.eve.id);
    let group = group_of(&fixture, &[kim.id, zoe.id, eve]).await;
    let admin = json!({ "role": "admin" });
    for id in [eve, zoe.id] {
        let path = group.chat(&format!("/members/{id}"));
        patch(&group.one, &path, &admin).await.expect(200);
    }
    let expected = [ann, zoe.id, eve, bob, kim.id];
    let page = group.members(&group.other, "").await;
    assert_eq!(ids(&page), expected);
    assert_eq!(page["next_cursor"], Value::Null);
    let roles: Vec<&Value> = page["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["role"])
        .collect();
    assert_eq!(roles, ["owner", "admin", "admin", "member", "member"]);
    for limit in [1, 2, 3] {
        let (mut found, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = group
                .members(&group.other, &format!("limit={limit}{cursor}"))
                .await;
            found.extend(ids(&page));
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(found, expected, "{limit}");
    }
}

#[tokio::test]
async fn member_beyond_the_hundredth_is_listed() {
    let fixture = NativeFixture::new().await;
    let crowd = fixture.database.crowd("member", 120).await;
    let members: Vec<i64> = crowd.iter().map(|member| member.id).collect();
    let ann = fixture.client(&fixture.ann);
    let new = json!({ "type": "group", "title": "G", "user_ids": members });
    let group = ann.post("/v1/campus/chats", &new).await.expect(201);
    let path = format!("/v1/campus/chats/{}/members?limit=100", group["id"]);
    let first = ann.get(&path).await.expect(200);
    let next = first["next_cursor"].as_str().expect("there are more");
    let second = ann.get(&format!("{path}&cursor={next}")).await.expect(200);
    let mut listed = [ids(&first), ids(&second)].concat();
    assert_eq!(listed.len(), 121);
    listed.sort_unstable();
    listed.dedup();
    assert_eq!(listed.len(), 121);
}

#[tokio::test]
async fn members_are_found_by_the_beginnings_of_parts_of_their_names() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let (ann, bob) = (fixture.ann.id, fixture.bob.id);
    for (id, name) in [(ann, "Анна-Мария Соколова"), (bob, "Пётр О''Хара")]
    {
        let rename = format!("UPDATE users SET name = '{name}' WHERE id = {id}");
        fixture.database.execute(&rename).await;
    }
    for (text, expected) in [
        ("сок", vec![ann]),
        ("анна", vec![ann]),
        ("мария", vec![ann]),
        ("соколова анна-мар", vec![ann]),
        ("петр", vec![bob]),
        ("хара", vec![bob]),
        ("о'ха", vec![bob]),
        ("колова", vec![]),
        ("сок петр", vec![]),
        ("", vec![ann, bob]),
    ] {
        assert_eq!(group.members_named(text).await, expected, "{text}");
    }
}

#[tokio::test]
async fn cursor_of_members_is_bound_to_its_chat_and_its_text() {
    let fixture = NativeFixture::new().await;
    let (group, other) = (fixture.group("campus").await, fixture.group("campus").await);
    let page = group.members(&group.one, "limit=1").await;
    let cursor = page["next_cursor"].as_str().expect("there are more");
    let page = group.members(&group.one, &format!("cursor={cursor}")).await;
    assert_eq!(ids(&page), [fixture.bob.id]);
    for path in [
        group.chat(&format!("/members?q=a&cursor={cursor}")),
        other.chat(&format!("/members?cursor={cursor}")),
        group.chat("/members?cursor=1"),
        group.chat(&format!("/members?cursor=x{cursor}")),
    ] {
        let refused = group.one.get(&path).await;
        assert_refused(&refused, 400, "invalid_cursor");
    }
}

#[tokio::test]
async fn members_and_observers_alone_list_members() {
    let fixture = NativeFixture::new().await;
    let admin = fixture.client(&fixture.admin);
    let two = fixture.two("school").await;
    let mut both = vec![two.one_id, two.other_id];
    both.sort_unstable();
    for who in [&two.one, &two.other, &admin] {
        let mut listed = ids(&two.members(who, "").await);
        listed.sort_unstable();
        assert_eq!(listed, both);
    }
    let group = fixture.group("campus").await;
    for who in [&group.stranger, &admin] {
        let refused = who.get(&group.chat("/members")).await;
        assert_refused(&refused, 403, "not_a_participant");
    }
    let missing = group.one.get(&group.path("/chats/987654321/members")).await;
    assert_refused(&missing, 404, "chat_not_found");
    group
        .other
        .delete(&group.chat("/members/me"))
        .await
        .expect(204);
    let refused = group.other.get(&group.chat("/members")).await;
    assert_refused(&refused, 403, "not_a_participant");
    assert_eq!(ids(&group.members(&group.one, "").await), [group.one_id]);
}

#[tokio::test]
async fn list_of_members_hides_who_blocks_the_reader() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let _online = group.other.open_stream_at(&group.path("/events")).await;
    let sent = group.send(&group.other, "!").await;
    let bob = |page: &Value| page["members"][1].clone();
    let seen = crate::support::eventually("Bob online", async || {
        let seen = bob(&group.members(&group.one, "").await);
        (seen["user"]["online"] == true).then_some(seen)
    });
    assert_eq!(seen.await["last_read_id"], sent);
    let block = group.path(&format!("/users/{}/block", group.one_id));
    put(&group.other, &block).await.expect(204);
    let hidden = bob(&group.members(&group.one, "").await);
    assert_eq!(hidden["last_read_id"], 0);
    assert_eq!(hidden["user"]["online"], false);
    assert_eq!(hidden["user"]["last_seen"], Value::Null);
}

#[tokio::test]
async fn stream_continues_a_list_of_members() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let answer = group.one.get(&group.chat("/members")).await;
    let cursor = answer.headers["last-event-id"].to_str().unwrap().to_owned();
    let sent = group.send(&group.other, "after the list").await;
    let mut stream = super::known::open(&group.one, "campus", &cursor).await;
    let frame = stream.next().await;
    assert_eq!(
        (frame.event.as_str(), &frame.data["message"]["id"]),
        ("message", &json!(sent))
    );
}
