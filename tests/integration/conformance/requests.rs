//! The guarantees of REST requests, each for any realm.

use futures::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;
use vestnik::contracts::{campus, direct, school};

use super::connection::{Connection, Protocol};
use super::fixture::Fixture;
use crate::support::Answer;
use crate::support::assert_refused;
use crate::support::realm_codecs::Conversation;

/// Queries that no page accepts, with the codes of the refusals.
fn refused_pages(max: usize) -> Vec<(String, &'static str)> {
    let sizes = [0, -1, i64::try_from(max).expect("a small number") + 1];
    let sizes = sizes.map(|limit| (format!("limit={limit}"), "invalid_limit"));
    let malformed = ["limit=x", "limit=1.5", "limit=9999999999999999999"];
    let malformed = malformed.map(|query| (query.to_owned(), "invalid_query"));
    sizes.into_iter().chain(malformed).collect()
}

pub(super) async fn pages_histories_within_limits(protocol: Protocol) {
    let fixture = Fixture::new(protocol).await;
    let conversation = &fixture.conversation;
    let (default, max) = conversation.history_limits();
    let sent = fixture.append("", i64::try_from(max).unwrap() + 1).await;
    let texts = async |query: &str| conversation.texts(&fixture.history(query).await.expect(200));
    for absent in [
        "",
        "limit=",
        "limit=undefined&offset=null",
        "before_id=undefined",
    ] {
        let newest = &sent[sent.len().saturating_sub(default)..];
        assert_eq!(texts(absent).await, newest, "without a limit: {absent}");
    }
    let whole = fixture.history(&format!("limit={max}")).await;
    let cursor = fixture.database.now().await;
    assert_eq!(whole.headers["last-event-id"], cursor.as_str());
    let whole = whole.expect(200);
    assert_eq!(conversation.texts(&whole), sent[1..]);
    let whole = conversation.messages(&whole);
    let before = |at: usize| format!("limit=2&{}", conversation.before(&whole[at]));
    assert_eq!(texts(&before(3)).await, sent[2..4]);
    assert_eq!(texts(&before(0)).await, sent[..1]);

    let mut refused = refused_pages(max);
    if conversation.has_offset() {
        assert_eq!(texts("limit=2&offset=1").await, sent[max - 2..max]);
        for end in [max + 1, usize::MAX >> 1] {
            let query = format!("limit=100&offset={end}");
            assert_eq!(texts(&query).await, [""; 0], "{query}");
        }
        let both = format!("offset=1&{}", before(3));
        for query in ["offset=-1", "offset=x", &both] {
            refused.push((query.to_owned(), "invalid_query"));
        }
    }
    for (query, code) in refused {
        let answer = fixture.history(&query).await;
        assert_refused(&answer, 400, code);
    }
}

/// Creates conversations of one user with 103 new users.
const CONVERSATIONS: &str = "
    WITH others AS (
        INSERT INTO users (name, role) SELECT 'N.', 'student' FROM generate_series(1, 103)
        RETURNING id
    )
    INSERT INTO events (realm, kind, actor_id, payload)
    SELECT '$REALM', 'chat_created', $USER, jsonb_build_object(
        'type', 'private', 'pair_key', least(id, $USER) || ':' || greatest(id, $USER),
        'participants', jsonb_build_array(
            jsonb_build_object('user_id', id), jsonb_build_object('user_id', $USER)
        )
    )
    FROM others";

pub(super) async fn pages_lists_by_latest_activity(protocol: Protocol) {
    let fixture = Fixture::new(protocol).await;
    let conversation = &fixture.conversation;
    let page = async |query: &str| {
        let path = format!("{}{query}", conversation.list_path(0));
        fixture.client(0).get(&path).await
    };
    let list = async |query: &str| conversation.conversations(&page(query).await.expect(200));
    let oldest = list("").await.remove(0);
    let sql = CONVERSATIONS.replace("$REALM", fixture.realm().as_str());
    let sql = sql.replace("$USER", &conversation.members[0].id.to_string());
    fixture.database.execute(&sql).await;

    let newest = list("limit=100").await;
    assert_eq!(newest.len(), 100);
    let whole = list("").await;
    assert_eq!(whole.len(), 104, "without a limit");
    assert_eq!(whole[..100], newest);
    assert_eq!(list("limit=2&offset=1").await, newest[1..3]);
    let others = list("limit=100&offset=100").await;
    assert_eq!(others.len(), 4);
    assert_eq!(others[3], oldest);
    fixture.append("activity ", 1).await;
    assert_eq!(list("limit=1").await[0]["id"], oldest["id"]);
    let mut refused = refused_pages(100);
    refused.extend(["offset=-1", "offset=x"].map(|query| (query.to_owned(), "invalid_query")));
    for (query, code) in refused {
        let answer = page(&query).await;
        assert_refused(&answer, 400, code);
    }
}

/// Sends as the first member with a key in the body, the header, or both.
async fn send(
    fixture: &Fixture,
    text: &str,
    in_body: Option<&str>,
    in_header: Option<&str>,
) -> Answer {
    let (path, mut body) = fixture.conversation.send_request(text);
    if let Some(key) = in_body {
        body["client_id"] = json!(key);
    }
    let client = fixture.client(0);
    let mut request = client.request(Method::POST, &path).json(&body);
    if let Some(key) = in_header {
        request = request.header("Idempotency-Key", key);
    }
    client.send(request).await
}

pub(super) async fn repeated_request_returns_the_stored_message(protocol: Protocol) {
    let fixture = Fixture::new(protocol).await;
    let key = Uuid::now_v7().to_string();
    let upper = key.to_uppercase();
    let first = send(&fixture, "a", Some(&key), None).await.expect(201);
    let head = fixture.database.head().await;
    for (in_body, in_header) in [
        (Some(&*key), None),
        (None, Some(&*key)),
        (Some(&key), Some(&key)),
        (Some(&upper), None),
        (None, Some(&upper)),
    ] {
        let again = send(&fixture, "a", in_body, in_header).await;
        assert_eq!(again.expect(200), first);
    }
    for text in ["b", "A", "a ", " a"] {
        let other = send(&fixture, text, Some(&key), None).await;
        let refusal = (other.status, other.code());
        assert_eq!(refusal, (409, "idempotency_conflict"), "{text:?}");
    }
    assert_eq!(fixture.database.head().await, head, "nothing was appended");
    // A key in the header alone becomes the `client_id`, which only the sender sees.
    let in_header = Uuid::now_v7().to_string();
    send(&fixture, "b", None, Some(&in_header))
        .await
        .expect(201);
    let path = fixture.conversation.history_path();
    let own = fixture.client(0).get(&path).await.expect(200);
    let own = fixture.conversation.messages(&own);
    let keys: Vec<_> = own.iter().map(|message| &message["client_id"]).collect();
    assert_eq!(keys, [&json!(key), &json!(in_header)]);
    let others = fixture
        .conversation
        .messages(&fixture.history("").await.expect(200));
    let keys: Vec<_> = others
        .iter()
        .map(|message| message.get("client_id"))
        .collect();
    assert_eq!(keys, [None, None]);
}

pub(super) async fn invalid_key_is_refused(protocol: Protocol) {
    let fixture = Fixture::new(protocol).await;
    let head = fixture.database.head().await;
    let keys = [Uuid::now_v7().to_string(), Uuid::now_v7().to_string()];
    let [one, other] = keys.each_ref().map(|key| Some(key.as_str()));
    for (in_body, in_header, code) in [
        (Some("a"), None, "invalid_body"),
        (Some(""), None, "invalid_body"),
        (None, Some("a"), "invalid_client_id"),
        (None, Some(""), "invalid_client_id"),
        (one, other, "invalid_client_id"),
        (one, Some("a"), "invalid_client_id"),
    ] {
        let answer = send(&fixture, "a", in_body, in_header).await;
        let refusal = (answer.status, answer.code());
        assert_eq!(refusal, (400, code), "{in_body:?} {in_header:?}");
    }
    assert_eq!(fixture.database.head().await, head, "nothing was appended");
}

pub(super) async fn concurrent_repeats_store_one_message(protocol: Protocol) {
    let fixture = Fixture::new(protocol).await;
    let key = Uuid::now_v7().to_string();
    let sends = (0..20).map(|_| send(&fixture, "a", Some(&key), None));
    let answers = join_all(sends).await;
    let mut statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!((&statuses[..19], statuses[19]), (&[200; 19][..], 201));
    assert!(answers.iter().all(|answer| answer.body == answers[0].body));
    let stored = "SELECT count(*) FROM messages";
    assert_eq!(fixture.database.number(stored).await, 1);
}

pub(super) async fn outsiders_and_other_realms_find_no_chat(protocol: Protocol) {
    let fixture = Fixture::new(protocol).await;
    fixture.append("private ", 1).await;
    let (database, conversation) = (&fixture.database, &fixture.conversation);
    let outsider = database.person("teacher").await;
    let client = fixture.replicas[0].client(&outsider);
    let list = client.get(conversation.list_path(0)).await.expect(200);
    assert_eq!(conversation.conversations(&list), [Value::Null; 0]);
    let answer = client.get(&conversation.history_path()).await;
    assert_refused(&answer, 403, "not_a_participant");

    let foreign = match conversation.realm {
        direct::REALM => campus::REALM,
        _ => direct::REALM,
    };
    let foreign = Conversation::with(database, foreign, &conversation.members[0]).await;
    let refusal = match conversation.realm {
        school::REALM => (403, "not_a_participant"),
        _ => (404, "chat_not_found"),
    };
    let head = database.head().await;
    for (uuid, chat_id) in [
        (foreign.uuid, foreign.chat_id),
        (Uuid::now_v7(), 987_654_321),
    ] {
        let mut unknown = conversation.clone();
        (unknown.uuid, unknown.chat_id) = (uuid, chat_id);
        let answer = fixture.client(0).get(&unknown.history_path()).await;
        assert_eq!((answer.status, answer.code()), refusal);
        let (url, token) = (&fixture.replicas[0].url, &conversation.members[0].token);
        let opened = Connection::open(url, token, &unknown, protocol.transport, None).await;
        let refused = match opened {
            Ok(mut connection) => connection.send_message("!", Uuid::new_v4()).await.map(drop),
            Err(code) => Err(code),
        };
        assert_eq!(refused, Err(refusal.1.to_owned()));
    }
    assert_eq!(database.head().await, head, "nothing was appended");
}
