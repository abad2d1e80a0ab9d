//! What old clients of the five contracts send and expect: whole lists, ids as strings, absent parameters.

use serde_json::{Value, json};
use vestnik::contracts::{campus, direct, market, messenger, school};

use crate::support::realm_codecs::Conversation;
use crate::support::{Answer, Client, Person, Replica, SocketIo, TestDatabase, assert_refused};

const SETTINGS: &[(&str, &str)] = &[("REALMS", "all")];

/// The path in `Link` of the next page.
fn next(answer: &Answer) -> Option<String> {
    let link = answer.headers.get("link")?.to_str().expect("a text");
    let path = link.strip_prefix('<')?.strip_suffix(">; rel=\"next\"");
    Some(path.expect(link).to_owned())
}

/// Follows a list from page to page; returns the number of entries of each.
async fn pages(client: &Client, path: &str, entries: impl Fn(&Value) -> usize) -> Vec<usize> {
    let (mut pages, mut path) = (Vec::new(), path.to_owned());
    loop {
        let answer = client.get(&path).await;
        let following = next(&answer);
        pages.push(entries(&answer.expect(200)));
        match following {
            Some(following) => path = following,
            None => return pages,
        }
    }
}

/// The number of entries of a list, which is the answer or a field of it.
fn entries(list: &Value) -> usize {
    list.as_array().expect("a list").len()
}

/// Creates private chats of a realm with as many new users, each with a message.
async fn chats(database: &TestDatabase, realm: &str, member: &Person, count: i64) {
    let one = member.id;
    let sql = format!(
        "INSERT INTO users (id, name, role)
         SELECT top.id + n, 'N {realm}', 'member'
         FROM (SELECT max(id) AS id FROM users) AS top, generate_series(1, {count}) AS n"
    );
    database.execute(&sql).await;
    let sql = format!(
        "INSERT INTO events (realm, kind, actor_id, payload)
         SELECT '{realm}', 'chat_created', {one}, jsonb_build_object(
             'type', 'private', 'pair_key', '{one}:' || other.id,
             'participants', jsonb_build_array(
                 jsonb_build_object('user_id', {one}, 'role', 'seller'),
                 jsonb_build_object('user_id', other.id, 'role', 'buyer')),
             'context', jsonb_build_object('iphone_id', 7))
         FROM users AS other WHERE other.name = 'N {realm}'"
    );
    database.execute(&sql).await;
    let sql = format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload)
         SELECT c.id, 'message_sent', {one}, '{{\"content\": \"!\"}}'
         FROM chats AS c WHERE c.realm = '{realm}'"
    );
    database.execute(&sql).await;
}

#[tokio::test]
async fn lists_of_chats_without_limit_are_whole() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn_with(&database, SETTINGS).await;
    for (realm, path, field) in [
        (
            "messenger",
            "/api/messenger/conversations",
            "/data/conversations",
        ),
        ("campus", "/api/unet-chat/conversations/", ""),
        ("direct", "/api/v1/chat/conversations", "/conversations"),
        ("market", "/api/chat/chats/my?is_seller=True", ""),
    ] {
        let member = database.person("member").await;
        let client = replica.client(&member);
        let count = |list: &Value| entries(list.pointer(field).expect("a list"));
        chats(&database, realm, &member, 105).await;
        assert_eq!(pages(&client, path, count).await, [105], "{realm}");
        let separator = if path.contains('?') { '&' } else { '?' };
        let by_hundred = format!("{path}{separator}limit=100");
        assert_eq!(
            pages(&client, &by_hundred, count).await,
            [100, 5],
            "{realm}"
        );
        let absent = format!("{path}{separator}limit=null&offset=undefined");
        assert_eq!(pages(&client, &absent, count).await, [105], "{realm}");
    }
}

#[tokio::test]
async fn lists_of_more_than_a_thousand_name_the_next_page() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn_with(&database, SETTINGS).await;
    let member = database.person("member").await;
    chats(&database, "market", &member, 1_005).await;
    let client = replica.client(&member);
    let own = "/api/chat/chats/my?is_seller=1";
    assert_eq!(pages(&client, own, entries).await, [1_000, 5]);
    let inbox = format!("/api/chat/chats/seller/{}/grouped", member.id);
    let of_listing = |inbox: &Value| entries(&inbox["7"]);
    assert_eq!(pages(&client, &inbox, of_listing).await, [1_000, 5]);

    let admin = database.person("admin").await;
    let people = |list: &Value| entries(&list["users"]);
    let pages = pages(&replica.client(&admin), "/api/admin/users", people).await;
    assert_eq!(pages[0], 1_000);
    assert_eq!(pages.iter().sum::<usize>(), 1_007);
}

#[tokio::test]
async fn histories_name_their_next_page() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn_with(&database, SETTINGS).await;
    for (realm, without_limit) in [
        (school::REALM, [50, 50, 50, 50, 5].as_slice()),
        (messenger::REALM, &[50, 50, 50, 50, 5]),
        (campus::REALM, &[205]),
        (direct::REALM, &[50, 50, 50, 50, 5]),
        (market::REALM, &[100, 100, 5]),
    ] {
        let conversation = Conversation::new(&database, &replica.url, realm).await;
        let [sender, reader] = &conversation.members;
        let append = database.append_messages(conversation.chat_id, sender, "", 205);
        append.await;
        let client = replica.client(reader);
        let path = conversation.history_path();
        let count = |page: &Value| conversation.messages(page).len();
        assert_eq!(pages(&client, &path, count).await, without_limit, "{realm}");
        let sized = format!("{path}limit=100");
        assert_eq!(
            pages(&client, &sized, count).await,
            [100, 100, 5],
            "{realm}"
        );
    }
}

#[tokio::test]
async fn whole_histories_end_after_a_thousand_messages_or_two_mebibytes() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn_with(&database, SETTINGS).await;
    for (messages, padding, sizes) in [
        (1_005, 0, [1_000, 5].as_slice()),
        // Steps of 100 messages are read until their texts have 2 MiB.
        (500, 9_990, &[300, 200]),
    ] {
        let conversation = Conversation::new(&database, &replica.url, campus::REALM).await;
        let [sender, reader] = &conversation.members;
        let append = database.append_padded(conversation.chat_id, sender, "", messages, padding);
        let texts = append.await;
        let client = replica.client(reader);
        let path = conversation.history_path();
        let count = |page: &Value| conversation.messages(page).len();
        assert_eq!(pages(&client, &path, count).await, sizes);
        let newest = client.get(&path).await.expect(200);
        let newest = conversation.messages(&newest);
        assert_eq!(newest[sizes[0] - 1]["text"], texts[texts.len() - 1]);
        assert_eq!(newest[0]["text"], texts[texts.len() - sizes[0]]);
    }
}

#[tokio::test]
async fn ids_may_be_decimal_strings() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn_with(&database, SETTINGS).await;
    let [ann, bob] = database.people("member").await;
    let client = replica.client(&ann);
    let path = "/api/messenger/conversations";
    let body = json!({ "participantId": bob.id.to_string(), "message": "!" });
    let direct = client.post(path, &body).await.expect(200)["data"]["conversation"].take();
    let body = json!({ "participantIds": [bob.id.to_string()], "name": "G", "type": "group" });
    client.post(path, &body).await.expect(200);
    let mut socket = SocketIo::open(&replica.url, &bob.token).await;
    let id = direct["id"].to_string();
    for (event, mut data) in [
        ("typing", json!({ "isTyping": true })),
        (
            "read_messages",
            json!({ "messageIds": [direct["last_message_id"].to_string()] }),
        ),
        ("send_message", json!({ "content": "!", "attachments": [] })),
    ] {
        data["conversationId"] = id.as_str().into();
        let answer = socket.call(event, &data).await;
        assert_eq!(answer["success"], true, "{event}: {answer}");
    }
    let before = direct["last_message_id"].to_string();
    let path = format!("{path}/{id}/messages?before_id={before}");
    let page = client.get(&path).await.expect(200);
    assert_eq!(page["data"]["messages"], json!([]));
    let wanted = json!({
        "iphone_id": "7", "seller_id": bob.id.to_string(), "buyer_id": ann.id.to_string(),
        "buyer_is_registered": true,
    });
    client.post("/api/chat/chats", &wanted).await.expect(201);
}

#[tokio::test]
async fn refusals_of_ids_have_no_words_of_the_program() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn_with(&database, SETTINGS).await;
    let ann = database.person("member").await;
    let client = replica.client(&ann);
    let path = "/api/messenger/conversations";
    let refused = client.post(path, &json!({ "participantId": "x" })).await;
    assert_refused(&refused, 400, "invalid_body");
    let detail = "`participantId` must be a whole number in range";
    assert_eq!(refused.body["error"], detail);
    let mut socket = SocketIo::open(&replica.url, &ann.token).await;
    for attachments in [
        json!([true]),
        json!(["x"]),
        json!([{ "name": 1 }]),
        json!([[7]]),
    ] {
        let message = json!({ "conversationId": 1, "attachments": attachments });
        let answer = socket.call("send_message", &message).await;
        let error = answer["error"]["message"].as_str().expect("a text");
        for word in [
            "enum",
            "variant",
            "untagged",
            "struct",
            "i64",
            "AttachmentRef",
        ] {
            assert!(!error.contains(word), "{error}");
        }
    }
    let refused = client.get("/api/chat/chats/my?is_seller=maybe").await;
    let detail = "`is_seller` must be true or false";
    assert_eq!(
        (refused.status, refused.body["detail"].as_str()),
        (400, Some(detail))
    );
}
