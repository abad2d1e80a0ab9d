//! Groups of the school: teachers and admins make them, and its older contract shows them to admins alone.

use serde_json::{Value, json};

use super::known::{follow, open, snapshot};
use super::{NativeFixture, Two, ids, next_of, patch, put};
use crate::support::{Client, EventStream, Person, assert_refused, eventually};

impl NativeFixture {
    /// A class of this person's with a student, as the person and the student see it.
    pub(super) async fn class(&self, maker: &Person, student: &Person) -> Two {
        let new = json!({ "type": "group", "title": "7B", "user_ids": [student.id] });
        let answer = self.client(maker).post("/v1/school/chats", &new).await;
        Two {
            realm: "school",
            chat_id: answer.expect(201)["id"].as_i64().unwrap(),
            one: self.client(maker),
            other: self.client(student),
            stranger: self.client(&self.database.person("student").await),
            one_id: maker.id,
            other_id: student.id,
        }
    }
}

/// What a user may do in a chat.
fn permissions(chat: &Value) -> Vec<&str> {
    let can = chat["me"]["can"].as_array().unwrap().iter();
    let mut can: Vec<&str> = can.map(|name| name.as_str().unwrap()).collect();
    can.sort_unstable();
    can
}

#[tokio::test]
async fn teachers_and_admins_make_classes() {
    let fixture = NativeFixture::new().await;
    let student = &fixture.pair.student;
    for maker in [&fixture.pair.teacher, &fixture.admin] {
        let class = fixture.class(maker, student).await;
        let shown = class.shown(&class.one).await;
        assert_eq!(shown["me"]["role"], "owner");
        assert_eq!(class.shown(&class.other).await["me"]["role"], "member");
        let refused = class.stranger.get(&class.chat("")).await;
        assert_refused(&refused, 403, "not_a_participant");
    }
    let other = fixture.database.person("student").await;
    let new = json!({ "type": "group", "title": "!", "user_ids": [other.id] });
    for refused in [student, &fixture.ann] {
        // A student finds only counterparts; who is no teacher makes no class in any case.
        let answer = fixture.client(refused).post("/v1/school/chats", &new).await;
        assert_refused(&answer, 403, "teachers_only");
    }
    let ann = fixture.client(&fixture.ann);
    let elsewhere = ann.post("/v1/direct/chats", &new).await;
    assert_refused(&elsewhere, 403, "not_in_this_realm");
    fixture.assert_verified().await;
}

#[tokio::test]
async fn class_has_at_most_a_hundred_members() {
    let fixture = NativeFixture::new().await;
    let teacher = fixture.client(&fixture.pair.teacher);
    let crowd = fixture.database.crowd("student", 100).await;
    let members: Vec<i64> = crowd.iter().map(|student| student.id).collect();
    let new = |members: &[i64]| json!({ "type": "group", "title": "!", "user_ids": members });
    let refused = teacher.post("/v1/school/chats", &new(&members)).await;
    assert_refused(&refused, 409, "group_full");
    let full = teacher.post("/v1/school/chats", &new(&members[1..])).await;
    let full = full.expect(201);
    assert_eq!(full["member_count"], 100);
    assert!(!permissions(&full).contains(&"invite"));
    let path = format!("/v1/school/chats/{}/members", full["id"]);
    let add = json!({ "user_ids": [members[0]] });
    assert_refused(&teacher.post(&path, &add).await, 409, "group_full");
    let leave = format!("{path}/{}", members[1]);
    assert_eq!(teacher.delete(&leave).await.status, 204);
    let chat = format!("/v1/school/chats/{}", full["id"]);
    let free = teacher.get(&chat).await.expect(200);
    assert!(permissions(&free).contains(&"invite"));
    teacher.post(&path, &add).await.expect(200);
}

#[tokio::test]
async fn admin_manages_an_own_class_and_writes_nothing() {
    let fixture = NativeFixture::new().await;
    let class = fixture.class(&fixture.admin, &fixture.pair.student).await;
    let sent = class.send(&class.other, "!").await;
    let shown = class.shown(&class.one).await;
    assert_eq!(shown["unread_count"], 1);
    let expected = ["delete", "invite", "leave", "pin", "remove", "rename"];
    assert_eq!(permissions(&shown), expected);
    let read = class.one.post(&class.chat("/read"), &json!({})).await;
    read.expect(204);
    assert_eq!(class.shown(&class.one).await["unread_count"], 0);
    let title = json!({ "title": "8B" });
    patch(&class.one, &class.chat(""), &title).await.expect(200);
    let pin = class.chat(&format!("/pins/{sent}"));
    put(&class.one, &pin).await.expect(204);
    let added = json!({ "user_ids": [fixture.pair.teacher.id] });
    let members = class.chat("/members");
    class.one.post(&members, &added).await.expect(200);
    let message = class.path(&format!("/messages/{sent}"));
    let react = put(&class.one, &format!("{message}/reactions/👍")).await;
    for refused in [
        react,
        class
            .one
            .post(&class.chat("/messages"), &json!({ "text": "!" }))
            .await,
        class
            .one
            .post(&class.chat("/typing"), &json!({ "typing": true }))
            .await,
    ] {
        assert_refused(&refused, 403, "read_only_role");
    }
    assert_eq!(class.one.delete(&message).await.status, 204);
    let removed = class.chat(&format!("/members/{}", fixture.pair.teacher.id));
    assert_eq!(class.one.delete(&removed).await.status, 204);
    assert_eq!(class.one.delete(&class.chat("")).await.status, 204);
    fixture.assert_verified().await;
}

#[tokio::test]
async fn admin_reads_every_class_and_pages_through_them() {
    let fixture = NativeFixture::new().await;
    let mut expected = vec![fixture.pair.chat_id];
    for _ in 0..3 {
        let class = fixture
            .class(&fixture.pair.teacher, &fixture.pair.student)
            .await;
        expected.insert(0, class.chat_id);
    }
    let admin = fixture.client(&fixture.admin);
    let shown = format!("/v1/school/chats/{}", expected[0]);
    let shown = admin.get(&shown).await.expect(200);
    assert_eq!(shown["me"]["role"], Value::Null);
    assert_eq!(permissions(&shown), [""; 0]);
    // A system message does not move a class in a list of all chats.
    let title = json!({ "title": "renamed" });
    let path = format!("/v1/school/chats/{}", expected[2]);
    let teacher = fixture.client(&fixture.pair.teacher);
    patch(&teacher, &path, &title).await.expect(200);
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("/v1/school/chats?limit=1{cursor}");
        let page = admin.get(&path).await.expect(200);
        found.extend(ids(&page["chats"]));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(found, expected);
}

/// The ids of a list of the older contract.
async fn old_list(client: &Client, path: &str) -> Vec<i64> {
    ids(&client.get(path).await.expect(200)["chats"])
}

#[tokio::test]
async fn older_contract_shows_members_no_classes() {
    let fixture = NativeFixture::new().await;
    let (teacher, student) = (&fixture.pair.teacher, &fixture.pair.student);
    let class = fixture.class(teacher, student).await;
    class.send(&class.one, "secret").await;
    let lesson = [fixture.pair.chat_id];
    for client in [&class.one, &class.other] {
        assert_eq!(old_list(client, "/api/chats").await, lesson);
    }
    let history = format!("/api/chats/{}/messages", class.chat_id);
    assert_refused(&class.other.get(&history).await, 403, "not_a_participant");
    assert_eq!(
        ids(&class.other.get("/v1/school/chats").await.body["chats"]).len(),
        2
    );
}

/// Asserts that the next event of an old stream is this message.
async fn assert_next(stream: &mut EventStream, text: &str) {
    let frame = stream.next().await;
    assert_eq!(
        (frame.event.as_str(), frame.content()),
        ("new_message", text)
    );
}

#[tokio::test]
async fn older_streams_bring_members_no_events_of_classes() {
    let fixture = NativeFixture::new().await;
    let (teacher, student) = (&fixture.pair.teacher, &fixture.pair.student);
    let mut old = fixture.client(student).open_stream().await;
    let before = old.last_event_id.clone();
    let class = fixture.class(teacher, student).await;
    let secret = class.send(&class.one, "secret").await;
    let title = json!({ "title": "8B" });
    patch(&class.one, &class.chat(""), &title).await.expect(200);
    let message = class.path(&format!("/messages/{secret}"));
    class.one.delete(&message).await.expect(204);
    let read = class.other.post(&class.chat("/read"), &json!({})).await;
    read.expect(204);
    class.one.send_message(fixture.pair.chat_id, "public").await;
    assert_next(&mut old, "public").await;
    // From the recent events, and from the log of another server.
    let other = crate::support::Replica::spawn_with(&fixture.database, super::SETTINGS).await;
    for client in [fixture.client(student), other.client(student)] {
        let mut resumed = client.open_stream_after(&before).await;
        assert_next(&mut resumed, "public").await;
    }
}

#[tokio::test]
async fn older_streams_bring_no_signals_of_classes() {
    let fixture = NativeFixture::new().await;
    let classmate = fixture.database.person("student").await;
    let class = fixture.class(&fixture.pair.teacher, &classmate).await;
    let body = json!({ "user_ids": [fixture.pair.student.id] });
    class
        .one
        .post(&class.chat("/members"), &body)
        .await
        .expect(200);
    let student = fixture.client(&fixture.pair.student);
    let mut new = student.open_stream_at(&class.path("/events")).await;
    let mut old = student.open_stream().await;
    let _online = fixture.client(&classmate).open_stream().await;
    let typing = json!({ "typing": true });
    eventually("the signals of the class", async || {
        let sent = class.other.post(&class.chat("/typing"), &typing).await;
        sent.expect(204);
        let frame = new.try_next_frame().await?;
        let is_of_class = frame.event == "typing" && frame.data["user_id"] == classmate.id;
        is_of_class.then_some(())
    })
    .await;
    // A later signal of the lesson's chat arrives first.
    let lesson = format!("/api/chats/{}/typing", fixture.pair.chat_id);
    let teacher = fixture.client(&fixture.pair.teacher);
    let typing = json!({ "is_typing": true });
    teacher.post(&lesson, &typing).await.expect(204);
    loop {
        let frame = old.try_next_frame().await.expect("the stream is open");
        assert_ne!(frame.data["user_id"], classmate.id, "{frame:?}");
        if frame.event == "typing" {
            break;
        }
    }
    // Nor does a new stream begin with the presence of classmates.
    let mut again = student.open_stream().await;
    teacher.post(&lesson, &json!({ "typing": false })).await;
    let frame = again.try_next_frame().await.expect("the stream is open");
    assert_ne!(frame.data["user_id"], classmate.id, "{frame:?}");
}

#[tokio::test]
async fn snapshot_and_events_of_a_class_give_a_new_snapshot() {
    let fixture = NativeFixture::new().await;
    let (teacher, student) = (&fixture.pair.teacher, &fixture.pair.student);
    for person in [teacher, student, &fixture.admin] {
        let client = fixture.client(person);
        let (mut known, cursor) = snapshot(&client, "school").await;
        let class = fixture.class(teacher, student).await;
        let sent = class.send(&class.other, "first").await;
        let title = json!({ "title": "8B" });
        patch(&class.one, &class.chat(""), &title).await.expect(200);
        let pin = class.chat(&format!("/pins/{sent}"));
        put(&class.one, &pin).await.expect(204);
        let mention = format!("@{}", teacher.name);
        let mentioning = class.send(&class.other, &mention).await;
        class.send(&class.other, &mention).await;
        let message = class.path(&format!("/messages/{mentioning}"));
        patch(&class.other, &message, &json!({ "text": "edited" }))
            .await
            .expect(200);
        let (expected, last) = snapshot(&client, "school").await;
        let reader = (&client, "school", person.id);
        follow(&mut known, reader, (&cursor, &last)).await;
        known.assert_same(expected, &person.name);
        let mut live = open(&client, "school", &last).await;
        class.send(&class.one, "live").await;
        let live = next_of(&mut live, "message").await;
        assert_eq!(live["message"]["text"], "live");
    }
}

#[tokio::test]
async fn list_of_an_admin_follows_the_settings_of_own_classes() {
    let fixture = NativeFixture::new().await;
    let student = &fixture.pair.student;
    let foreign = fixture.class(&fixture.pair.teacher, student).await;
    let mut own = Vec::new();
    for _ in 0..4 {
        own.push(fixture.class(&fixture.admin, student).await);
    }
    let admin = fixture.client(&fixture.admin);
    let titles = ["Архив", "Первый", "Второй", "Третий"];
    for (class, title) in own.iter().zip(titles) {
        let title = json!({ "title": title });
        patch(&admin, &class.chat(""), &title).await.expect(200);
        class.send(&class.other, "!").await;
    }
    let last = foreign.send(&foreign.one, "newest").await;
    assert!(last > 0);
    let [archived, first, second, third] = &own[..] else {
        unreachable!()
    };
    for (class, settings) in [
        (archived, json!({ "archived": true })),
        (first, json!({ "pinned": true })),
        (second, json!({ "pinned": true })),
    ] {
        patch(&admin, &class.chat("/me"), &settings)
            .await
            .expect(200);
    }
    let read = third.one.post(&third.chat("/read"), &json!({})).await;
    read.expect(204);
    let listed = async |query: &str| {
        let list = admin.get(&format!("/v1/school/chats?{query}")).await;
        ids(&list.expect(200)["chats"])
    };
    let lessons = fixture.pair.chat_id;
    let expected = [second, first].map(|class| class.chat_id);
    let expected = [&expected[..], &[foreign.chat_id, third.chat_id, lessons]].concat();
    assert_eq!(listed("filter=all").await, expected);
    assert_eq!(listed("filter=archived").await, [archived.chat_id]);
    let unread = [second.chat_id, first.chat_id];
    assert_eq!(listed("filter=unread").await, unread);
    assert_eq!(listed("q=%D1%82%D0%BE%D1%80").await, [second.chat_id]);
    assert_eq!(listed("q=%D1%82%D1%80%D0%B5%D1%82").await, [third.chat_id]);
    // Page by page it is the same list.
    for limit in 1..=4 {
        let (mut paged, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("/v1/school/chats?limit={limit}{cursor}");
            let page = admin.get(&path).await.expect(200);
            paged.extend(ids(&page["chats"]));
            let Some(next) = page["next_cursor"].as_str() else {
                break;
            };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(paged, expected, "{limit}");
    }
}
