//! What admins and moderators read of others is recorded before they see it.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};

use super::DeskFixture;
use crate::cli::{run, text as output_text};
use crate::sql::refused;
use crate::support::photos::upload;
use crate::support::{Client, Person, assert_refused};

/// The text of a message, and the content of its file.
const SECRET: &str = "topsecret";

/// Streams, which do not end.
const STREAMS: [&str; 2] = ["/v1/{realm}/events", "/api/events/chat"];

/// A message of two others, as values of the parameters of paths.
struct Target {
    realm: &'static str,
    ids: Vec<String>,
}

/// A message of the teacher's with a file.
async fn of_school(fixture: &DeskFixture) -> Target {
    let (pair, client) = (&fixture.pair, fixture.client(&fixture.pair.teacher));
    let file = upload(&client, "school", "notes.txt", SECRET.as_bytes()).await;
    let file = file.expect(201)["id"].as_i64().unwrap();
    let path = format!("/v1/school/chats/{}/messages", pair.chat_id);
    let body = json!({ "text": SECRET, "attachment_ids": [file] });
    let message = client.post(&path, &body).await.expect(201)["id"].clone();
    let message = message.as_i64().unwrap();
    let mut ids = vec![
        pair.chat_id.to_string(),
        message.to_string(),
        file.to_string(),
    ];
    let database = fixture.database.client().await;
    let sql = "SELECT event_id::text FROM events WHERE position IN ($1, $2)";
    let uuids = database.query(sql, &[&pair.chat_id, &message]).await;
    ids.extend(uuids.unwrap().iter().map(|row| row.get::<_, String>(0)));
    let realm = "school";
    Target { realm, ids }
}

/// A reported message of the buyer's.
async fn of_market(fixture: &DeskFixture) -> Target {
    let chat = fixture.listing().await;
    let message = fixture.send("market", chat, &fixture.buyer, SECRET).await;
    fixture.report(message, &fixture.seller, "rude").await;
    Target {
        realm: "market",
        ids: vec![chat.to_string(), message.to_string()],
    }
}

/// The paths of all routes that can be read.
async fn readable(fixture: &DeskFixture) -> BTreeSet<String> {
    let client = fixture.replica.anonymous_client();
    let mut found = BTreeSet::new();
    for document in ["/api/openapi.json", "/v1/openapi.json"] {
        let document = client.get(document).await.expect(200);
        let paths = document["paths"].as_object().unwrap().iter();
        let read = paths.filter(|(_, operations)| operations["get"].is_object());
        found.extend(read.map(|(path, _)| path.clone()));
    }
    found.retain(|path| !STREAMS.contains(&path.as_str()));
    found
}

/// A path with this value of its parameters, and the query that it needs.
fn filled(path: &str, realm: &str, id: &str) -> String {
    let mut path = path.replace("{realm}", realm);
    while let Some((before, parameter)) = path.split_once('{') {
        let (_, after) = parameter.split_once('}').expect("it ends");
        path = format!("{before}{id}{after}");
    }
    let query = match path.rsplit('/').next() {
        Some("search") => "?q=topsecret",
        Some("at") => "?time=2100-01-01T00:00:00Z",
        _ => "",
    };
    path + query
}

/// Whether one of the requests to a route shows the secret.
async fn shows_secret(client: &Client, target: &Target, path: &str) -> bool {
    for id in &target.ids {
        let path = filled(path, target.realm, id);
        let answer = client.request(Method::GET, &path).send().await.unwrap();
        if answer.text().await.unwrap().contains(SECRET) {
            return true;
        }
    }
    false
}

/// The accesses that are recorded, of one reader.
async fn recorded(fixture: &DeskFixture, reader: &Person) -> Vec<(String, Option<i64>, String)> {
    let client = fixture.database.client().await;
    let sql =
        "SELECT action, chat_id, route FROM audit.accesses WHERE user_id = $1 ORDER BY position";
    let rows = client.query(sql, &[&reader.id]).await.unwrap();
    rows.iter()
        .map(|row| (row.get(0), row.get(1), row.get(2)))
        .collect()
}

/// Reads every route as another person of the staff; returns the routes that show the secret.
async fn shown_routes(fixture: &DeskFixture, target: &Target, role: &str) -> Vec<String> {
    let mut shown = Vec::new();
    for path in readable(fixture).await {
        let reader = fixture.database.person(role).await;
        if !shows_secret(&fixture.client(&reader), target, &path).await {
            continue;
        }
        let route = format!("GET {}", path.replace("{realm}", target.realm));
        let accesses = recorded(fixture, &reader).await;
        let is_recorded = accesses.iter().any(|(_, _, of)| *of == route);
        assert!(is_recorded, "{route} is not recorded: {accesses:?}");
        shown.push(route);
    }
    shown
}

#[tokio::test]
async fn every_route_that_shows_others_records_it() {
    let fixture = DeskFixture::new().await;
    let target = of_school(&fixture).await;
    let shown = shown_routes(&fixture, &target, "admin").await;
    for route in [
        "GET /api/chats/{chat_id}/messages",
        "GET /v1/school/attachments/{id}",
        "GET /v1/school/chats",
        "GET /v1/school/chats/{id}",
        "GET /v1/school/chats/{id}/messages",
        "GET /v1/school/desk/chats/{id}/at",
        "GET /v1/school/desk/chats/{id}/export",
        "GET /v1/school/desk/chats/{id}/timeline",
        "GET /v1/school/desk/unanswered",
        "GET /v1/school/messages/by-uuid/{uuid}",
        "GET /v1/school/messages/{id}",
        "GET /v1/school/search",
    ] {
        // A chat waits only for an answer of its teacher.
        let is_answered = route.ends_with("unanswered");
        assert!(
            is_answered || shown.contains(&route.to_owned()),
            "{route}: {shown:#?}"
        );
    }
    let target = of_market(&fixture).await;
    let shown = shown_routes(&fixture, &target, "moderator").await;
    for route in [
        "GET /api/chat/moderation",
        "GET /v1/market/desk/reports",
        "GET /v1/market/desk/chats/{id}/timeline",
        "GET /v1/market/messages/{id}",
    ] {
        assert!(shown.contains(&route.to_owned()), "{route}: {shown:#?}");
    }
}

#[tokio::test]
async fn members_leave_no_access() {
    let fixture = DeskFixture::new().await;
    let target = of_school(&fixture).await;
    for member in [&fixture.pair.teacher, &fixture.pair.student] {
        let mut shown = 0;
        for path in readable(&fixture).await {
            let client = fixture.client(member);
            shown += usize::from(shows_secret(&client, &target, &path).await);
        }
        assert!(shown >= 5, "{shown}");
    }
    // Nor does an admin in a chat of their own.
    let class = json!({ "type": "group", "title": "Class", "user_ids": [fixture.pair.student.id] });
    let class = fixture.admin().post("/v1/school/chats", &class).await;
    let id = class.expect(201)["id"].clone();
    for rest in ["", "/messages"] {
        let path = format!("/v1/school/chats/{id}{rest}");
        fixture.admin().get(&path).await.expect(200);
    }
    let all = "SELECT count(*) FROM audit.accesses";
    assert_eq!(fixture.database.number(all).await, 0);
}

#[tokio::test]
async fn paging_through_a_chat_records_one_access() {
    let fixture = DeskFixture::new().await;
    for _ in 0..4 {
        fixture.ask("?").await;
    }
    let chat = fixture.pair.chat_id;
    for before in ["", "&before_id=9000000", "&before_id=8000000"] {
        let path = format!("/v1/school/chats/{chat}/messages?limit=1{before}");
        fixture.admin().get(&path).await.expect(200);
    }
    fixture.school(&format!("/chats/{chat}/timeline")).await;
    let route = "GET /v1/school/chats/{id}/messages".to_owned();
    let expected = [("read".to_owned(), Some(chat), route)];
    assert_eq!(recorded(&fixture, &fixture.admin).await, expected);
}

#[tokio::test]
async fn streams_of_all_chats_are_recorded_once_a_day() {
    let fixture = DeskFixture::new().await;
    for path in ["/v1/school/events", "/v1/school/events", "/api/events/chat"] {
        fixture.admin().open_stream_at(path).await;
        fixture
            .client(&fixture.pair.teacher)
            .open_stream_at(path)
            .await;
    }
    let expected = [(
        "followed".to_owned(),
        None,
        "GET /v1/school/events".to_owned(),
    )];
    assert_eq!(recorded(&fixture, &fixture.admin).await, expected);
    let all = "SELECT count(*) FROM audit.accesses";
    assert_eq!(fixture.database.number(all).await, 1);
}

#[tokio::test]
async fn what_cannot_be_recorded_is_not_shown() {
    let fixture = DeskFixture::new().await;
    let target = of_school(&fixture).await;
    let revoke = "REVOKE EXECUTE ON ALL ROUTINES IN SCHEMA audit FROM vestnik_server";
    fixture.database.execute(revoke).await;
    for path in readable(&fixture).await {
        let shown = shows_secret(&fixture.admin(), &target, &path).await;
        assert!(!shown, "{path}");
    }
    let grant = "GRANT EXECUTE ON ALL ROUTINES IN SCHEMA audit TO vestnik_server";
    fixture.database.execute(grant).await;
    assert!(shows_secret(&fixture.admin(), &target, "/v1/school/chats/{id}").await);
}

#[tokio::test]
async fn accesses_are_append_only_and_covered_by_the_proof() {
    let fixture = DeskFixture::new().await;
    let path = format!("/v1/school/chats/{}", fixture.pair.chat_id);
    fixture.admin().get(&path).await.expect(200);
    let client = fixture.database.client().await;
    for change in [
        "UPDATE audit.accesses SET reason = 'another'",
        "DELETE FROM audit.accesses",
        "TRUNCATE public.accesses",
        "UPDATE events SET payload = payload - 'route' WHERE kind = 'accessed'",
        "DELETE FROM events WHERE kind = 'accessed'",
    ] {
        refused(&client, change).await;
    }
    let forged = "SET ROLE vestnik_server;
                  INSERT INTO events (realm, kind, payload) VALUES ('school', 'accessed', '{}')";
    refused(&client, forged).await;
    fixture
        .database
        .execute("SELECT FROM audit.seal_log()")
        .await;
    let settings = [("DATABASE_URL", fixture.database.url.as_str())];
    let verify = || run(&["verify"], &settings, "");
    let output = verify().await;
    assert!(output.status.success(), "{}", output_text(&output.stdout));
    let tamper = "SET session_replication_role = replica;
        UPDATE events SET actor_id = 77 WHERE kind = 'accessed'";
    fixture.database.execute(tamper).await;
    let output = verify().await;
    assert_eq!(output.status.code(), Some(1));
    let found = output_text(&output.stdout);
    assert!(found.contains("this event was altered"), "{found}");
    assert!(found.contains("accesses position="), "{found}");
}

#[tokio::test]
async fn a_reason_is_that_of_the_day_and_admins_list_it() {
    let fixture = DeskFixture::new().await;
    let chat = fixture.pair.chat_id;
    let open = format!("/v1/school/desk/chats/{chat}/access");
    for wrong in ["", " ", &"x".repeat(501)] {
        let refused = fixture
            .admin()
            .post(&open, &json!({ "reason": wrong }))
            .await;
        assert_refused(&refused, 400, "invalid_content");
    }
    let reason = json!({ "reason": " a complaint of the parents " });
    let missing = "/v1/school/desk/chats/900/access";
    let refused = fixture.admin().post(missing, &reason).await;
    assert_refused(&refused, 404, "chat_not_found");
    for _ in 0..2 {
        assert_eq!(fixture.admin().post(&open, &reason).await.status, 204);
    }
    fixture.school(&format!("/chats/{chat}/timeline")).await;
    let list = fixture.school("/accesses?limit=1").await;
    let [read] = &list["accesses"].as_array().unwrap()[..] else {
        panic!("{list}");
    };
    assert_eq!(read["action"], "read");
    assert_eq!(read["reader"]["id"], fixture.admin.id);
    assert_eq!(read["chat"]["id"], chat);
    assert_eq!(read["reason"], "a complaint of the parents");
    assert_eq!(read["address"], "127.0.0.1");
    assert_eq!(read["route"], "GET /v1/school/desk/chats/{id}/timeline");
    let cursor = list["next_cursor"].as_str().unwrap();
    let rest = fixture.school(&format!("/accesses?cursor={cursor}")).await;
    let actions = |list: &Value| {
        let accesses = list["accesses"].as_array().unwrap().iter();
        accesses
            .map(|access| access["action"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(actions(&rest), ["opened"]);
}

#[tokio::test]
async fn a_reason_is_erased_with_the_reader_who_gave_it() {
    let fixture = DeskFixture::new().await;
    let chat = fixture.pair.chat_id;
    let open = format!("/v1/school/desk/chats/{chat}/access");
    let reason = json!({ "reason": "topsecret" });
    let opened = fixture.admin().post(&open, &reason).await;
    assert_eq!(opened.status, 204);
    fixture.school(&format!("/chats/{chat}/timeline")).await;
    let with_reason = "SELECT (SELECT count(*) FROM events AS e WHERE e::text LIKE '%topsecret%')
                            + (SELECT count(*) FROM accesses AS a WHERE a::text LIKE '%topsecret%')";
    assert_eq!(fixture.database.number(with_reason).await, 4);
    fixture
        .database
        .execute("SELECT FROM audit.seal_log()")
        .await;
    let settings = [("DATABASE_URL", fixture.database.url.as_str())];
    let admin = fixture.admin.id.to_string();
    for arguments in [&["erase-user", &admin, "--yes"][..], &["verify"]] {
        let output = run(arguments, &settings, "").await;
        assert!(output.status.success(), "{}", output_text(&output.stdout));
    }
    assert_eq!(fixture.database.number(with_reason).await, 0);
    let kept = "SELECT count(*) FROM audit.accesses WHERE route LIKE '%/desk/chats/%'";
    assert_eq!(fixture.database.number(kept).await, 2);
}

#[tokio::test]
async fn auditors_read_the_accesses() {
    let fixture = DeskFixture::new().await;
    let chat = fixture.pair.chat_id;
    let search = format!("/v1/school/search?q={SECRET}");
    fixture.admin().get(&search).await.expect(200);
    let export = format!("/v1/school/desk/chats/{chat}/export");
    assert_eq!(fixture.admin().get(&export).await.status, 200);
    let client = fixture.database.client().await;
    client
        .batch_execute("SET ROLE vestnik_auditor")
        .await
        .unwrap();
    let rows = client.query("SELECT * FROM audit.accesses", &[]).await;
    assert_eq!(rows.unwrap().len(), 2);
    let sql = "SELECT access FROM audit.staff_accesses(in_chat => $1, by_user => $2)";
    let rows = client
        .query(sql, &[&chat, &fixture.admin.id])
        .await
        .unwrap();
    let access: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    assert_eq!(
        access,
        [
            "search: all chats".to_owned(),
            format!("export: chat {chat}")
        ]
    );
    client
        .batch_execute("SET vestnik.language = 'ru'")
        .await
        .unwrap();
    let rows = client
        .query(sql, &[&chat, &fixture.admin.id])
        .await
        .unwrap();
    assert_eq!(rows[0].get::<_, String>(0), "поиск: все чаты");
    refused(
        &client,
        "SELECT * FROM audit.staff_accesses(in_chat => 900)",
    )
    .await;
}
