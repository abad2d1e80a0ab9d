//! Audit of market moderation, blocks and reports, and of messages with files.

use super::{assert_no_findings, events_of, exported, lines};
use crate::support::{Person, TestDatabase};

/// A market chat, its parties and a moderator.
pub(super) struct MarketChat {
    pub(super) chat_id: i64,
    pub(super) seller: Person,
    pub(super) buyer: Person,
    moderator: Person,
}

/// Inserts an event with SQL and returns its position.
async fn insert_event(
    database: &TestDatabase,
    chat_id: i64,
    actor: &Person,
    kind: &str,
    payload: &str,
) -> i64 {
    let sql = format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload)
         VALUES ({chat_id}, '{kind}', {}, '{payload}') RETURNING position",
        actor.id
    );
    database.number(&sql).await
}

/// The seller hides the chat, blocks the buyer and reports twice; a moderator bans the buyer.
pub(super) async fn generate_market_activity(database: &TestDatabase) -> MarketChat {
    let seller = database.person("member").await;
    let buyer = database.person("guest").await;
    let moderator = database.person("moderator").await;
    let (one, two) = (seller.id, buyer.id);
    let create = format!(
        "INSERT INTO events (realm, kind, actor_id, payload)
         VALUES ('market', 'chat_created', {two}, jsonb_build_object(
             'type', 'private', 'pair_key', '7:{one}:{two}',
             'context', jsonb_build_object('iphone_id', 7),
             'participants', jsonb_build_array(
                 jsonb_build_object('user_id', {one}, 'role', 'seller'),
                 jsonb_build_object('user_id', {two}, 'role', 'buyer'))))
         RETURNING chat_id"
    );
    let chat_id = database.number(&create).await;
    let insert = async |actor: &Person, kind: &str, payload: &str| {
        insert_event(database, chat_id, actor, kind, payload).await
    };
    let message = insert(&buyer, "message_sent", r#"{"content": "куплю"}"#).await;
    let second = insert(&buyer, "message_sent", r#"{"content": "дёшево"}"#).await;
    insert(&seller, "chat_hidden", "{}").await;
    let of_buyer = format!(r#"{{"user_id": {two}}}"#);
    for kind in ["blocked", "unblocked", "blocked"] {
        insert(&seller, &format!("participant_{kind}"), &of_buyer).await;
    }
    let spam = format!(r#"{{"message_id": {message}, "content": "спам"}}"#);
    let report = insert(&seller, "message_reported", &spam).await;
    let rude = format!(r#"{{"message_id": {second}, "content": "грубо"}}"#);
    insert(&seller, "message_reported", &rude).await;
    let resolution = format!(r#"{{"report_id": {report}, "resolution": "user_banned"}}"#);
    insert(&moderator, "report_resolved", &resolution).await;
    for kind in ["user_banned", "user_unbanned", "user_banned"] {
        insert(&moderator, kind, &of_buyer).await;
    }
    MarketChat {
        chat_id,
        seller,
        buyer,
        moderator,
    }
}

/// A messenger conversation of two users in which the first sends two files.
pub(super) async fn generate_messenger_activity(database: &TestDatabase) -> (i64, [Person; 2]) {
    let people = database.people("member").await;
    let [one, two] = people.each_ref().map(|person| person.id);
    let begin = format!(
        "INSERT INTO events (realm, kind, actor_id, payload)
         VALUES ('messenger', 'chat_created', {one}, jsonb_build_object(
             'type', 'private', 'pair_key', '{one}:{two}',
             'participants', jsonb_build_array(
                 jsonb_build_object('user_id', {one}), jsonb_build_object('user_id', {two}))))
         RETURNING chat_id"
    );
    let chat_id = database.number(&begin).await;
    let mut files = Vec::new();
    for name in ["смета.pdf", "<b>.png"] {
        let sql = format!(
            "INSERT INTO attachments (key, realm, owner_id, name, mime, size, sha256)
             VALUES (gen_random_uuid(), 'messenger', {one}, '{name}', 'text/plain', 1, sha256('1'))
             RETURNING id"
        );
        files.push(database.number(&sql).await.to_string());
    }
    let payload = format!(
        r#"{{"content": "вот", "type": "file", "attachments": [{}]}}"#,
        files.join(", ")
    );
    insert_event(database, chat_id, &people[0], "message_sent", &payload).await;
    (chat_id, people)
}

/// The chat's timeline, one line per event.
async fn timeline(database: &TestDatabase, chat_id: i64) -> Vec<String> {
    let sql = format!(
        "SELECT concat_ws(' | ', t.actor, t.description, t.text) FROM audit.timeline({chat_id}) AS t"
    );
    lines(&database.client().await, &sql).await
}

fn user_label(person: &Person) -> String {
    format!("{} ({})", person.name, person.id)
}

#[tokio::test]
async fn timeline_describes_hiding_blocking_reporting_and_banning() {
    let database = TestDatabase::new().await;
    let market = generate_market_activity(&database).await;
    let (seller, buyer) = (user_label(&market.seller), user_label(&market.buyer));
    let moderator = user_label(&market.moderator);
    let first = market.chat_id + 1;
    let report = first + 6;
    let created = format!("created the chat with {seller} as seller and {buyer} as buyer");
    // Names of tests are so long that it is cut.
    let created: String = created.chars().take(119).collect();
    assert_eq!(
        timeline(&database, market.chat_id).await,
        [
            format!("{buyer} | {created}…"),
            format!("{buyer} | wrote | куплю"),
            format!("{buyer} | wrote | дёшево"),
            format!("{seller} | hid the chat from their list"),
            format!("{seller} | blocked {buyer}"),
            format!("{seller} | unblocked {buyer}"),
            format!("{seller} | blocked {buyer}"),
            format!("{seller} | reported message {first} | спам"),
            format!("{seller} | reported message {} | грубо", first + 1),
            format!("{moderator} | resolved report {report}: user_banned"),
            format!("{moderator} | banned {buyer}"),
            format!("{moderator} | unbanned {buyer}"),
            format!("{moderator} | banned {buyer}"),
        ]
    );
    let done_to_buyer = format!(
        "SELECT count(*) FROM audit.user_activity({}) AS a WHERE a.actor = '{moderator}'",
        market.buyer.id
    );
    assert_eq!(database.number(&done_to_buyer).await, 3);
}

#[tokio::test]
async fn timeline_and_exports_name_message_files() {
    let database = TestDatabase::new().await;
    let (chat_id, people) = generate_messenger_activity(&database).await;
    let anna = user_label(&people[0]);
    let message = format!("{anna} | wrote with \"смета.pdf\", \"<b>.png\" | вот");
    assert_eq!(timeline(&database, chat_id).await[1], message);

    let jsonl = exported(&database, chat_id, "jsonl").await;
    let files = &events_of(&jsonl)[1]["payload"]["attachments"];
    assert_eq!(files[0]["name"], "смета.pdf");
    assert_eq!(files[1]["name"], "<b>.png");
    let html = exported(&database, chat_id, "html").await;
    assert!(
        html.contains("смета.pdf") && html.contains("&lt;b&gt;.png"),
        "{html}"
    );
    let csv = exported(&database, chat_id, "csv").await;
    assert!(
        csv.contains(r#""wrote with ""смета.pdf"", ""<b>.png""""#),
        "{csv}"
    );
}

#[tokio::test]
async fn exports_include_report_reasons() {
    let database = TestDatabase::new().await;
    let market = generate_market_activity(&database).await;
    for (format, [banned, blocked]) in [
        ("jsonl", ["user_banned", "blocked"]),
        ("csv", ["user_banned", "blocked"]),
        ("html", ["автору запрещено писать", "заблокирован: "]),
    ] {
        let export = exported(&database, market.chat_id, format).await;
        for text in ["куплю", "спам", banned, blocked] {
            assert!(export.contains(text), "{format} without {text}: {export}");
        }
    }
}

#[tokio::test]
async fn erasure_removes_market_and_messenger_texts_and_files() {
    let database = TestDatabase::new().await;
    let market = generate_market_activity(&database).await;
    let (chat_id, people) = generate_messenger_activity(&database).await;
    database
        .execute(
            "INSERT INTO recent_actions (realm, actor_id, kind, at, chat_id, digest)
             SELECT 'market', u.id, 'message_sent', now(), 1, 'digest' FROM users AS u;
             INSERT INTO idempotency_keys
                 (user_id, realm, operation, key, attempt, claimed_at, request_hash, made_id)
             SELECT u.id, 'market', 'reportMessage', gen_random_uuid(), gen_random_uuid(), now(), sha256('!'), 1
             FROM users AS u;
             SELECT FROM audit.seal_log(1000)",
        )
        .await;
    // An open report keeps the author from being erased.
    let resolve = format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload)
         SELECT r.chat_id, 'report_resolved', {}, jsonb_build_object('report_id', r.id, 'resolution', 'dismissed')
         FROM reports AS r
         WHERE r.resolution IS NULL",
        market.moderator.id
    );
    database.execute(&resolve).await;
    for person in [&market.seller, &market.buyer, &people[0]] {
        let erase = format!("CALL audit.erase_user({})", person.id);
        database.execute(&erase).await;
        let (id, count) = (person.id, "SELECT count(*) FROM");
        for left in [
            format!("{count} recent_actions WHERE actor_id = {id}"),
            format!("{count} idempotency_keys WHERE user_id = {id}"),
        ] {
            assert_eq!(database.number(&left).await, 0, "{left}");
        }
    }
    for text in ["спам", "грубо", "куплю", "дёшево", "вот", "смета"] {
        for chat in [market.chat_id, chat_id] {
            let export = exported(&database, chat, "jsonl").await;
            assert!(!export.contains(text), "{text}: {export}");
        }
        let rows = format!(
            "SELECT (SELECT count(*) FROM messages AS m WHERE m::text LIKE '%{text}%')
                  + (SELECT count(*) FROM reports AS r WHERE r::text LIKE '%{text}%')
                  + (SELECT count(*) FROM attachments AS a WHERE a::text LIKE '%{text}%')"
        );
        assert_eq!(database.number(&rows).await, 0, "{text}");
    }
    let entries = timeline(&database, chat_id).await;
    assert!(
        entries[1].ends_with("wrote with a deleted file, a deleted file (erased since)"),
        "{entries:?}"
    );
    let client = database.client().await;
    assert_no_findings(&client).await;
    let altered = "SELECT count(*) FROM audit.verify_hashes()";
    assert_eq!(database.number(altered).await, 0);
    let rebuilt = client.query_one("CALL audit.rebuild()", &[]).await.unwrap();
    assert_eq!(rebuilt.get::<_, i64>(0), 0);
}
