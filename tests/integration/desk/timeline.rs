//! The timeline of a chat, and its export.

use reqwest::{Method, Response};
use serde_json::{Value, json};

use super::{DeskFixture, get_in};
use crate::cli::{run, text as output_text};
use crate::support::{Client, eventually};

/// A chat of the school with an edit and a deletion; the ids of both messages.
async fn activity(fixture: &DeskFixture) -> (i64, i64) {
    let edited = fixture.ask("first text").await;
    let client = fixture.client(&fixture.pair.student);
    let path = format!("/v1/school/messages/{edited}");
    let request = client.request(Method::PATCH, &path);
    let answer = client
        .send(request.json(&json!({ "text": "second text" })))
        .await;
    assert_eq!(answer.status, 200);
    let deleted = fixture.answer("deleted text").await;
    fixture
        .delete("school", deleted, &fixture.pair.teacher)
        .await;
    (edited, deleted)
}

/// The entries of a kind.
fn of_kind<'a>(timeline: &'a Value, kind: &str) -> Vec<&'a Value> {
    let entries = timeline["entries"].as_array().unwrap().iter();
    entries.filter(|entry| entry["kind"] == kind).collect()
}

#[tokio::test]
async fn a_timeline_has_former_and_deleted_texts() {
    let fixture = DeskFixture::new().await;
    let (edited, deleted) = activity(&fixture).await;
    let path = format!("/chats/{}/timeline", fixture.pair.chat_id);
    let timeline = fixture.school(&path).await;
    let sent = of_kind(&timeline, "message_sent");
    let text = |entry: &Value| (entry["text"].clone(), entry["state"].clone());
    assert_eq!(text(sent[0]), ("first text".into(), "edited".into()));
    assert_eq!(text(sent[1]), ("deleted text".into(), "deleted".into()));
    assert_eq!(sent[0]["actor"]["id"], fixture.pair.student.id);
    assert_eq!(sent[0]["message_id"], edited);
    let edit = of_kind(&timeline, "message_edited")[0];
    assert_eq!(text(edit), ("second text".into(), "shown".into()));
    let deletion = of_kind(&timeline, "message_deleted")[0];
    assert_eq!(deletion["text"], "deleted text");
    assert_eq!(deletion["message_id"], deleted);
    assert_eq!(of_kind(&timeline, "chat_created")[0]["actor"], Value::Null);
    // The desk has the words, in the reader's language.
    let russian = format!("/v1/school/desk{path}");
    let russian = get_in(&fixture.admin(), "ru", &russian).await.expect(200);
    let edit = of_kind(&russian, "message_edited")[0];
    assert_eq!(edit["description"], format!("edited message {edited}"));
    let participants = of_kind(&russian, "chat_created")[0]["participants"].as_array();
    let [teacher, student] = [&fixture.pair.teacher, &fixture.pair.student].map(|member| {
        participants
            .unwrap()
            .iter()
            .find(|one| one["person"]["id"] == member.id)
    });
    assert_eq!(teacher.unwrap()["role"], "teacher");
    assert_eq!(student.unwrap()["role"], "student");
}

/// The entries of all pages.
async fn paged(path: &str, read: impl AsyncFn(String) -> Value) -> Vec<Value> {
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = read(format!("{path}?limit=2{cursor}")).await;
        found.extend(page["entries"].as_array().unwrap().clone());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return found,
        }
    }
}

#[tokio::test]
async fn pages_of_a_timeline_are_the_whole() {
    let fixture = DeskFixture::new().await;
    activity(&fixture).await;
    let path = format!("/chats/{}/timeline", fixture.pair.chat_id);
    let whole = fixture.school(&path).await;
    assert_eq!(whole["next_cursor"], Value::Null);
    let found = paged(&path, async |page: String| fixture.school(&page).await).await;
    assert_eq!(json!(found), whole["entries"]);
}

#[tokio::test]
async fn pages_of_a_moderators_timeline_are_the_whole() {
    let fixture = DeskFixture::new().await;
    let chats = [fixture.listing_of(7).await, fixture.listing_of(8).await];
    for chat in chats {
        let message = fixture.send("market", chat, &fixture.buyer, "rude").await;
        fixture.report(message, &fixture.seller, "rude").await;
    }
    // The ban is an event of the second chat, and a reason why the first report is closed.
    let reports = fixture.market("/reports").await;
    for report in reports["reports"].as_array().unwrap().iter().rev() {
        let path = format!("/v1/market/desk/reports/{}", report["id"]);
        let ban = json!({ "decision": "ban_author" });
        fixture.moderator().post(&path, &ban).await.expect(200);
    }
    let path = format!("/chats/{}/timeline", chats[0]);
    let whole = fixture.market(&path).await;
    let found = paged(&path, async |page: String| fixture.market(&page).await).await;
    assert_eq!(found.last().unwrap()["kind"], "report_resolved");
    assert_eq!(json!(found), whole["entries"]);
}

#[tokio::test]
async fn erased_texts_stay_erased_at_the_desk() {
    let fixture = DeskFixture::new().await;
    activity(&fixture).await;
    let settings = [("DATABASE_URL", fixture.database.url.as_str())];
    let id = fixture.pair.student.id.to_string();
    let output = run(
        &["erase-user", &id, "--reason", "!", "--yes"],
        &settings,
        "",
    )
    .await;
    assert!(output.status.success());
    let chat = format!("/v1/school/desk/chats/{}", fixture.pair.chat_id);
    let at = "at?time=2099-01-01T00:00:00Z";
    let paths = [
        "timeline",
        at,
        "export?format=html",
        "export?format=csv",
        "export?format=jsonl",
    ];
    for path in paths {
        let client = fixture.admin();
        let request = client.request(Method::GET, &format!("{chat}/{path}"));
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        let text = response.text().await.unwrap();
        assert!(
            !text.contains("first text") && !text.contains("second text"),
            "{path}: {text}"
        );
    }
}

#[tokio::test]
async fn every_format_is_exported_as_the_command_does() {
    let fixture = DeskFixture::new().await;
    activity(&fixture).await;
    let chat = fixture.pair.chat_id;
    for (format, mime) in [
        ("html", "text/html"),
        ("csv", "text/csv"),
        ("jsonl", "application/jsonl"),
    ] {
        let client = fixture.admin();
        let path = format!("/v1/school/desk/chats/{chat}/export?format={format}");
        let response = client.request(Method::GET, &path).send().await.unwrap();
        let header = |name| response.headers()[name].to_str().unwrap().to_owned();
        assert!(header("content-type").starts_with(mime));
        let name = format!("attachment; filename=\"chat-{chat}.{format}\"");
        assert_eq!(header("content-disposition"), name);
        let exported = response.text().await.unwrap();
        let settings = [("DATABASE_URL", fixture.database.url.as_str())];
        let id = chat.to_string();
        let args = ["export", "--chat", &id, "--format", format, "--lang", "en"];
        let output = run(&args[..if format == "html" { 7 } else { 5 }], &settings, "").await;
        // What a page says of itself is another.
        let content = |text: &str| text.split("</dl>").last().map(str::to_owned);
        let by_command = output_text(&output.stdout);
        assert_eq!(content(&exported), content(&by_command), "{format}");
    }
}

#[tokio::test]
async fn exported_page_is_in_the_admins_language_and_time_zone() {
    let fixture = DeskFixture::new().await;
    activity(&fixture).await;
    let (chat, admin) = (fixture.pair.chat_id, fixture.admin());
    let export = async |language: &str, zone: &str| {
        let path = format!("/v1/school/desk/chats/{chat}/export?format=html&time_zone={zone}");
        let request = admin.request(Method::GET, &path);
        let request = request.header("accept-language", language);
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    };
    let me = admin.get("/v1/school/me").await.expect(200);
    let exporter = format!("; {} ({})</dd>", me["name"].as_str().unwrap(), me["id"]);
    for (language, word) in [("ru", "удаление сообщения"), ("en", "deleted message")]
    {
        let (status, html) = export(language, "Asia/Tokyo").await;
        assert_eq!(status, 200);
        for expected in [word, "Asia/Tokyo", &exporter] {
            assert!(html.contains(expected), "{expected}: {html}");
        }
    }
    for zone in ["Europe/Nowhere", "%00", "+03"] {
        let (status, body) = export("ru", zone).await;
        assert!(
            status == 400 && body.contains("invalid_query"),
            "{zone}: {body}"
        );
    }
}

/// The buyer changes the text of a message, as in a log that was imported: the market itself has no edits.
async fn edit(fixture: &DeskFixture, chat_id: i64, message_id: i64, text: &str) {
    let payload = json!({ "message_id": message_id, "content": text });
    let sql = format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload)
         VALUES ({chat_id}, 'message_edited', {}, '{payload}')",
        fixture.buyer.id
    );
    fixture.database.execute(&sql).await;
}

/// Begins an export, whose body the caller may read or not.
async fn exported(client: &Client, path: &str) -> Response {
    let request = client.request(Method::GET, &format!("{path}/export?format=csv"));
    let request = request.header("accept-encoding", "identity");
    request.send().await.unwrap()
}

#[tokio::test]
async fn two_exports_run_at_a_time_in_all_realms_together() {
    let fixture = DeskFixture::new().await;
    let chat = fixture.listing().await;
    let message = fixture.send("market", chat, &fixture.buyer, "rude").await;
    fixture.report(message, &fixture.seller, "rude").await;
    // More than the buffers of a connection hold.
    let fill = format!(
        r"INSERT INTO events (chat_id, kind, actor_id, payload)
           SELECT {}, 'message_sent', {}, jsonb_build_object('content', 'long' || repeat(' -', 4900))
           FROM generate_series(1, 2000)",
        fixture.pair.chat_id, fixture.pair.student.id
    );
    fixture.database.execute(&fill).await;
    let school = format!("/v1/school/desk/chats/{}", fixture.pair.chat_id);
    let market = format!("/v1/market/desk/chats/{chat}");
    let admin = fixture.admin();
    let running = [
        exported(&admin, &school).await,
        exported(&admin, &school).await,
    ];
    for response in &running {
        assert_eq!(response.status(), 200);
    }
    for path in [&school, &market] {
        assert_eq!(exported(&admin, path).await.status(), 429, "{path}");
    }
    drop(running);
    eventually("an export may begin", async || {
        let status = exported(&admin, &market).await.status();
        (status == 200).then_some(())
    })
    .await;
}

#[tokio::test]
async fn moderators_see_only_what_was_reported() {
    let fixture = DeskFixture::new().await;
    let chat = fixture.listing().await;
    let path = format!("/v1/market/desk/chats/{chat}");
    fixture
        .send("market", chat, &fixture.buyer, "a secret")
        .await;
    let bad = fixture
        .send("market", chat, &fixture.buyer, "a draft")
        .await;
    fixture
        .send("market", chat, &fixture.seller, "another secret")
        .await;
    for rest in ["/timeline", "/at?time=2099-01-01T00:00:00Z", "/export"] {
        let answer = fixture.moderator().get(&format!("{path}{rest}")).await;
        assert_eq!(
            (answer.status, answer.code()),
            (404, "chat_not_found"),
            "{rest}"
        );
    }
    edit(&fixture, chat, bad, "a swear word").await;
    fixture.report(bad, &fixture.seller, "rude").await;
    for text in ["a kind word", "a kinder word"] {
        edit(&fixture, chat, bad, text).await;
    }
    for rest in ["/timeline", "/export", "/export?format=csv"] {
        let client = fixture.moderator();
        let request = client.request(Method::GET, &format!("{path}{rest}"));
        let text = request.send().await.unwrap().text().await.unwrap();
        assert!(text.contains("a swear word"), "{rest}: {text}");
        assert!(!text.contains("secret"), "{rest}: {text}");
    }
    let timeline = fixture.market(&format!("/chats/{chat}/timeline")).await;
    let kinds = timeline["entries"].as_array().unwrap().iter();
    let kinds: Vec<&str> = kinds.map(|entry| entry["kind"].as_str().unwrap()).collect();
    let edit = "message_edited";
    assert_eq!(
        kinds,
        ["message_sent", edit, "message_reported", edit, edit]
    );
    let now = format!("/chats/{chat}/at?time=2099-01-01T00:00:00Z");
    let now = fixture.market(&now).await;
    assert_eq!(now["messages"].as_array().unwrap().len(), 1);
    assert_eq!(now["messages"][0]["text"], "a kinder word");
    let reports = fixture.market("/reports").await;
    let reported = &reports["reports"][0]["message"];
    assert_eq!(reported["text"], "a swear word");
    assert_eq!(reported["edited_since"], true);
    let whole = fixture
        .moderator()
        .get(&format!("{path}/export?format=jsonl"))
        .await;
    assert_eq!((whole.status, whole.code()), (400, "invalid_query"));
}
