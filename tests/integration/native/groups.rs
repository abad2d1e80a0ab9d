//! Groups: titles, roles, succession.

use serde_json::{Value, json};

use super::{NativeFixture, Two, patch};
use crate::support::{Answer, Client, EventStream, assert_refused};

/// The groups that have titles of their own, with the list of the realm's older contract and what it
/// calls a title.
const OLD_LISTS: [(&str, &str, &str, &str); 2] = [
    ("campus", "/api/unet-chat/conversations/", "", "title"),
    (
        "messenger",
        "/api/messenger/conversations",
        "/data/conversations",
        "name",
    ),
];

async fn next_chat(stream: &mut EventStream) -> Value {
    let frame = stream.next().await;
    assert_eq!(frame.event, "chat");
    frame.data["chat"].clone()
}

#[tokio::test]
async fn new_title_reaches_every_member_and_the_old_lists() {
    let fixture = NativeFixture::new().await;
    for (realm, list, pointer, name) in OLD_LISTS {
        let group = fixture.group(realm).await;
        let path = group.path("/events");
        let mut own = group.one.open_stream_at(&path).await;
        let mut others = group.other.open_stream_at(&path).await;
        let title = json!({ "title": "Кафедра" });
        let chat = patch(&group.one, &group.chat(""), &title).await.expect(200);
        assert_eq!(chat["title"], "Кафедра");
        for stream in [&mut own, &mut others] {
            assert_eq!(next_chat(stream).await["title"], "Кафедра", "{realm}");
        }
        assert_eq!(group.shown(&group.other).await["title"], "Кафедра");
        let listed = group.other.get(list).await.expect(200);
        let listed = listed.pointer(pointer).unwrap();
        assert_eq!(listed[0][name], "Кафедра", "{realm}");
        let head = fixture.database.head().await;
        patch(&group.one, &group.chat(""), &title).await.expect(200);
        patch(&group.one, &group.chat(""), &json!({}))
            .await
            .expect(200);
        assert_eq!(fixture.database.head().await, head);
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn titles_of_others_and_invalid_ones_are_refused() {
    let fixture = NativeFixture::new().await;
    let title = json!({ "title": "!" });
    for realm in ["campus", "messenger"] {
        let group = fixture.group(realm).await;
        let rename =
            async |client: &Client, body: &Value| patch(client, &group.chat(""), body).await;
        assert_refused(&rename(&group.other, &title).await, 403, "not_the_creator");
        assert_refused(
            &rename(&group.stranger, &title).await,
            403,
            "not_a_participant",
        );
        let longest = json!({ "title": "ж".repeat(200) });
        rename(&group.one, &longest).await.expect(200);
        for (invalid, code) in [
            (json!(null), "invalid_body"),
            (json!(""), "invalid_name"),
            (json!(" "), "invalid_name"),
            (json!("ж".repeat(201)), "invalid_name"),
            (json!("\0"), "invalid_name"),
        ] {
            let refused = rename(&group.one, &json!({ "title": invalid })).await;
            assert_refused(&refused, 400, code);
        }
        let wrong = rename(&group.one, &json!({ "title": 5 })).await;
        assert_refused(&wrong, 400, "invalid_body");
        let private = fixture.two(realm).await;
        let refused = patch(&private.one, &private.chat(""), &title).await;
        assert_refused(&refused, 403, "not_a_group");
        let missing = patch(&group.one, &group.path("/chats/987654321"), &title).await;
        assert_refused(&missing, 404, "chat_not_found");
    }
    for realm in ["direct", "market"] {
        let private = fixture.two(realm).await;
        let refused = patch(&private.one, &private.chat(""), &title).await;
        assert_refused(&refused, 403, "not_in_this_realm");
    }
}

#[tokio::test]
async fn erased_users_leave_no_title() {
    let fixture = NativeFixture::new().await;
    let (group, kept) = (fixture.group("campus").await, fixture.group("campus").await);
    let owner = fixture.ann.id;
    let rename = async |client: &Client, path: &str, title: &str| {
        patch(client, path, &json!({ "title": title }))
            .await
            .expect(200);
    };
    rename(&group.one, &group.chat(""), "a secret").await;
    rename(&kept.one, &kept.chat(""), "a secret").await;
    let by_another = format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload)
         VALUES ({}, 'chat_renamed', {}, '{{\"content\": \"kept\"}}')",
        kept.chat_id, kept.other_id
    );
    fixture.database.execute(&by_another).await;
    let seal = "SELECT FROM audit.seal_log(1000)";
    fixture.database.execute(seal).await;
    let erase = format!("CALL audit.erase_user({owner})");
    fixture.database.execute(&erase).await;
    assert_eq!(group.shown(&group.other).await["title"], "");
    assert_eq!(kept.shown(&kept.other).await["title"], "kept");
    let secret = "SELECT (SELECT count(*) FROM events AS e WHERE e::text LIKE '%a secret%')
                       + (SELECT count(*) FROM chats AS c WHERE c::text LIKE '%a secret%')";
    assert_eq!(fixture.database.number(secret).await, 0);
    fixture.assert_verified().await;
    let altered = "SELECT count(*) FROM audit.verify_hashes()";
    assert_eq!(fixture.database.number(altered).await, 0);
}

#[tokio::test]
async fn auditors_read_former_titles() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    for title in ["first", "second"] {
        let body = json!({ "title": title });
        patch(&group.one, &group.chat(""), &body).await.expect(200);
    }
    let client = fixture.database.client().await;
    let sql = "SELECT t.description || ': ' || t.text
               FROM audit.timeline($1) AS t
               WHERE t.text IS NOT NULL
               ORDER BY t.position";
    let rows = client.query(sql, &[&group.chat_id]).await.unwrap();
    let described: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    assert_eq!(
        described,
        ["renamed the group: first", "renamed the group: second"]
    );
}

/// The roles of the members of a page or an answer.
fn roles(page: &Value) -> Vec<(i64, String)> {
    let members = page["members"].as_array().expect("a list").iter();
    members
        .map(|member| {
            let role = member["role"].as_str().unwrap().to_owned();
            (member["user"]["id"].as_i64().unwrap(), role)
        })
        .collect()
}

impl Two {
    pub(super) fn member(&self, user_id: i64) -> String {
        self.chat(&format!("/members/{user_id}"))
    }

    pub(super) async fn set_role(&self, who: &Client, user_id: i64, role: &str) -> Answer {
        patch(who, &self.member(user_id), &json!({ "role": role })).await
    }

    pub(super) async fn add(&self, who: &Client, user_id: i64, role: &str) -> Answer {
        let body = json!({ "user_ids": [user_id], "role": role });
        who.post(&self.chat("/members"), &body).await
    }

    /// Asserts the roles of these users, and that there are no others.
    async fn assert_roles(&self, expected: &[(i64, &str)]) {
        let expected = expected.iter().map(|(id, role)| (*id, (*role).to_owned()));
        let mut expected: Vec<_> = expected.collect();
        expected.sort_unstable();
        let mut found = roles(&self.members(&self.other, "").await);
        found.sort_unstable();
        assert_eq!(found, expected);
    }
}

#[tokio::test]
async fn admins_manage_all_but_roles_and_the_owner() {
    let fixture = NativeFixture::new().await;
    for realm in ["campus", "messenger"] {
        let group = fixture.group(realm).await;
        let (ann, bob, eve) = (fixture.ann.id, fixture.bob.id, fixture.eve.id);
        let refused = group.add(&group.other, eve, "member").await;
        assert_refused(&refused, 403, "not_the_creator");
        let changed = group.set_role(&group.one, bob, "admin").await;
        assert_eq!(roles(&changed.expect(200)), [(bob, "admin".to_owned())]);
        assert_eq!(group.shown(&group.other).await["me"]["role"], "admin");
        let refused = group.add(&group.other, eve, "admin").await;
        assert_refused(&refused, 403, "not_the_creator");
        group.add(&group.other, eve, "member").await.expect(200);
        let title = json!({ "title": "of an admin" });
        patch(&group.other, &group.chat(""), &title)
            .await
            .expect(200);
        let removed = group.other.delete(&group.member(eve)).await;
        assert_eq!(removed.status, 204);
        for refused in [
            group.other.delete(&group.member(ann)).await,
            group.set_role(&group.other, bob, "owner").await,
            group.set_role(&group.other, ann, "member").await,
            group.other.delete(&group.chat("")).await,
        ] {
            assert_refused(&refused, 403, "not_the_creator");
        }
        group.add(&group.one, eve, "admin").await.expect(200);
        group
            .assert_roles(&[(ann, "owner"), (bob, "admin"), (eve, "admin")])
            .await;
        group.set_role(&group.one, bob, "member").await.expect(200);
        let refused = patch(&group.other, &group.chat(""), &title).await;
        assert_refused(&refused, 403, "not_the_creator");
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn ownership_is_handed_over_by_the_owner_alone() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let (ann, bob, eve) = (fixture.ann.id, fixture.bob.id, fixture.eve.id);
    let refused = group.set_role(&group.one, ann, "member").await;
    assert_refused(&refused, 409, "owner_required");
    let absent = group.set_role(&group.one, eve, "admin").await;
    assert_refused(&absent, 404, "participant_not_found");
    let stranger = group.set_role(&group.stranger, eve, "owner").await;
    assert_refused(&stranger, 403, "not_a_participant");
    for invalid in [
        json!({ "role": "king" }),
        json!({}),
        json!({ "role": null }),
    ] {
        let refused = patch(&group.one, &group.member(bob), &invalid).await;
        assert_refused(&refused, 400, "invalid_body");
    }
    assert_refused(
        &group.add(&group.one, eve, "owner").await,
        400,
        "invalid_chat",
    );
    let head = fixture.database.head().await;
    group.set_role(&group.one, ann, "owner").await.expect(200);
    group.set_role(&group.one, bob, "member").await.expect(200);
    assert_eq!(fixture.database.head().await, head);

    let changed = group.set_role(&group.one, bob, "owner").await;
    // The former owner has another role, too.
    let expected = [(bob, "owner".to_owned()), (ann, "admin".to_owned())];
    assert_eq!(roles(&changed.expect(200)), expected);
    assert_eq!(group.shown(&group.other).await["me"]["role"], "owner");
    group.assert_roles(&[(ann, "admin"), (bob, "owner")]).await;
    let refused = group.one.delete(&group.chat("")).await;
    assert_refused(&refused, 403, "not_the_creator");
    // The new owner has the rights of the owner in the older contract too.
    let own = group.send(&group.one, "of the former owner").await;
    let path = group.path(&format!("/messages/{own}"));
    assert_eq!(group.other.delete(&path).await.status, 204);
    fixture.assert_verified().await;
    group.other.delete(&group.chat("")).await.expect(204);
}

#[tokio::test]
async fn oldest_admin_or_else_member_succeeds_the_owner() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let (bob, eve) = (fixture.bob.id, fixture.eve.id);
    let zoe = fixture.database.person("member").await;
    group.add(&group.one, eve, "member").await.expect(200);
    group.add(&group.one, zoe.id, "admin").await.expect(200);
    group
        .one
        .delete(&group.chat("/members/me"))
        .await
        .expect(204);
    group
        .assert_roles(&[(bob, "member"), (eve, "member"), (zoe.id, "owner")])
        .await;
    // Who succeeds without an event remains the owner beside a new admin who is older.
    let new_owner = fixture.client(&zoe);
    group.set_role(&new_owner, bob, "admin").await.expect(200);
    group
        .assert_roles(&[(bob, "admin"), (eve, "member"), (zoe.id, "owner")])
        .await;
    group.set_role(&new_owner, bob, "member").await.expect(200);
    fixture.database.delete_user(&zoe).await;
    group.assert_roles(&[(bob, "owner"), (eve, "member")]).await;
    // A former owner returns as a member.
    group
        .add(&group.other, fixture.ann.id, "member")
        .await
        .expect(200);
    group
        .assert_roles(&[(bob, "owner"), (eve, "member"), (fixture.ann.id, "member")])
        .await;
    fixture.assert_verified().await;
}

#[tokio::test]
async fn auditors_read_changes_of_roles() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("messenger").await;
    group
        .set_role(&group.one, group.other_id, "admin")
        .await
        .expect(200);
    group
        .set_role(&group.one, group.other_id, "owner")
        .await
        .expect(200);
    let client = fixture.database.client().await;
    let sql = "SELECT t.description FROM audit.timeline($1) AS t ORDER BY t.position";
    let rows = client.query(sql, &[&group.chat_id]).await.unwrap();
    let described: Vec<String> = rows.iter().skip(1).map(|row| row.get(0)).collect();
    let bob = format!("made {} ({})", fixture.bob.name, fixture.bob.id);
    assert_eq!(
        described,
        [
            format!("{bob} an admin of the group"),
            format!("{bob} the owner of the group")
        ]
    );
}

#[tokio::test]
async fn old_socket_shows_neither_titles_nor_roles() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let list = "/api/unet-chat/conversations/";
    let list = group.other.get(list).await.expect(200);
    let id = list[0]["id"].as_str().unwrap();
    let path = format!("/api/unet-chat/ws/conversations/{id}/");
    let mut socket = fixture.replica.socket(&fixture.bob, &path).open().await;
    let title = json!({ "title": "renamed" });
    patch(&group.one, &group.chat(""), &title).await.expect(200);
    let owner = group.set_role(&group.one, group.other_id, "owner").await;
    owner.expect(200);
    group.send(&group.one, "after").await;
    let frame = socket.next().await;
    assert_eq!(frame["type"], "message:new");
    assert_eq!(frame["payload"]["text"], "after");
}
