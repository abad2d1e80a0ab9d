//! Absent users get an e-mail about messages that they have not read for a while, and can stop that.

use mail_parser::MessageParser;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::smtp_server::Mail;
use crate::support::{
    Answer, Client, Person, Replica, SmtpServer, TestDatabase, assert_refused, eventually,
};

/// Ann writes to Bob.
pub(super) struct Fixture {
    pub(super) database: TestDatabase,
    pub(super) replica: Replica,
    pub(super) smtp: SmtpServer,
    ann: Person,
    bob: Person,
}

/// The settings of servers that send by this one, a second after a message.
pub(super) fn settings(smtp_url: &str) -> [(&'static str, &str); 5] {
    [
        ("REALMS", "all"),
        ("SMTP_URL", smtp_url),
        ("MAIL_FROM", "Школа <chat@school.test>"),
        ("PUBLIC_URL", "https://chat.school.test/base/"),
        ("MAIL_DIGEST_AFTER_SECONDS", "1"),
    ]
}

impl Fixture {
    pub(super) async fn new() -> Self {
        let database = TestDatabase::new().await;
        let smtp = SmtpServer::start().await;
        let replica = Replica::spawn_with(&database, &settings(&smtp.url())).await;
        Self::of(database, smtp, replica).await
    }

    pub(super) async fn of(database: TestDatabase, smtp: SmtpServer, replica: Replica) -> Self {
        let [ann, bob] = database.people("member").await;
        Self {
            database,
            replica,
            smtp,
            ann,
            bob,
        }
    }

    fn ann(&self) -> Client {
        self.replica.client(&self.ann)
    }

    fn bob(&self) -> Client {
        self.replica.client(&self.bob)
    }

    async fn chat(&self, realm: &str, new: &Value) -> i64 {
        let path = format!("/v1/{realm}/chats");
        let chat = self.ann().post(&path, new).await.expect(201);
        chat["id"].as_i64().unwrap()
    }

    pub(super) async fn pair(&self) -> i64 {
        let new = json!({ "type": "private", "user_ids": [self.bob.id] });
        self.chat("campus", &new).await
    }

    pub(super) async fn send(&self, realm: &str, chat_id: i64, text: &str) -> i64 {
        let path = format!("/v1/{realm}/chats/{chat_id}/messages");
        let message = self.ann().post(&path, &json!({ "text": text })).await;
        message.expect(201)["id"].as_i64().unwrap()
    }

    async fn change_me(&self, changes: &Value) -> Answer {
        let request = self.bob().request(Method::PATCH, "/v1/campus/me");
        self.bob().send(request.json(changes)).await
    }

    async fn email(&self) -> String {
        let me = self.bob().get("/v1/campus/me").await.expect(200);
        me["email"].as_str().unwrap().to_owned()
    }

    /// Waits until the SMTP server has taken so many e-mails.
    async fn until_taken(&self, count: usize) {
        eventually("e-mails to be taken", async || {
            (self.smtp.taken() >= count).then_some(())
        })
        .await;
    }

    /// Waits for an e-mail with this subject.
    async fn until_subject(&self, expected: &str) -> Mail {
        eventually(expected, async || {
            let mut mails = self.smtp.mails().into_iter();
            mails.find(|mail| subject(mail) == expected)
        })
        .await
    }

    /// Waits for an e-mail with this in its text.
    async fn until_text(&self, expected: &str) -> Mail {
        eventually(expected, async || {
            let mut mails = self.smtp.mails().into_iter();
            mails.find(|mail| text(mail).contains(expected))
        })
        .await
    }

    /// Waits until the consumer has read the whole log and nothing waits. An e-mail may be under way.
    pub(super) async fn until_idle(&self) {
        let waiting = "SELECT h.position - c.position + (SELECT count(*) FROM deliveries
                                                WHERE channel = 'mail_digests')
                       FROM consumers AS c, log_head AS h WHERE c.name = 'mail'";
        self.database.until_number(waiting, 0).await;
    }
}

/// A header of a mail, decoded.
fn header(mail: &Mail, name: &str) -> String {
    let parsed = MessageParser::default().parse(&mail.content);
    let parsed = parsed.expect("the mail is MIME");
    let value = parsed
        .header_raw(name)
        .unwrap_or_else(|| panic!("no {name}"));
    value.trim().to_owned()
}

fn subject(mail: &Mail) -> String {
    let parsed = MessageParser::default().parse(&mail.content).unwrap();
    parsed.subject().unwrap().to_owned()
}

fn text(mail: &Mail) -> String {
    let parsed = MessageParser::default().parse(&mail.content).unwrap();
    let text = parsed.body_text(0).unwrap();
    // The last line ends twice, as SMTP wants it.
    format!("{}\n", text.replace("\r\n", "\n").trim_end())
}

/// The name and the address that a reader shows.
fn sender(mail: &Mail) -> (String, String) {
    let parsed = MessageParser::default().parse(&mail.content).unwrap();
    let from = parsed.from().unwrap().first().unwrap();
    (
        from.name().unwrap().to_owned(),
        from.address().unwrap().to_owned(),
    )
}

/// The path and the query of the link that switches e-mails off.
fn unsubscribe_path(mail: &Mail) -> String {
    let link = header(mail, "List-Unsubscribe");
    let link = link.strip_prefix('<').unwrap().strip_suffix('>').unwrap();
    let path = link.strip_prefix("https://chat.school.test/base");
    path.expect("the link begins with PUBLIC_URL").to_owned()
}

#[tokio::test]
async fn a_digest_lists_unread_chats_in_the_users_language() {
    let fixture = Fixture::new().await;
    let (pair, ann) = (fixture.pair().await, fixture.ann.name.clone());
    let new = json!({ "type": "group", "title": "Алгебра", "user_ids": [fixture.bob.id] });
    let group = fixture.chat("campus", &new).await;
    // Refused for now, the digest waits until it has all messages.
    fixture.smtp.reply_with("451 later");
    let first = fixture.send("campus", pair, "Привет").await;
    fixture.send("campus", pair, "Как\n.дела?").await;
    let last = fixture.send("campus", group, "Домашнее задание").await;
    let whole = format!(
        "SELECT count(*)
         FROM (SELECT min(since) AS since, max(position) AS until FROM deliveries) AS d
         WHERE since = {first} AND until = {last}"
    );
    fixture.database.until_number(&whole, 1).await;
    fixture.smtp.reply_with("250 taken");
    fixture.until_taken(1).await;
    let mail = &fixture.until_subject("Непрочитанные сообщения: 3").await;
    assert_eq!(mail.from, "chat@school.test");
    assert_eq!(
        sender(mail),
        ("Школа".to_owned(), "chat@school.test".to_owned())
    );
    assert_eq!(mail.to, [fixture.email().await]);
    let base = "https://chat.school.test/base";
    let unsubscribe = unsubscribe_path(mail);
    let expected = format!(
        "У вас есть непрочитанные сообщения.\n\
         \nАлгебра (1)\n{ann}: Домашнее задание\n{base}/chats/{group}?realm=campus\n\
         \n{ann} (2)\nКак .дела?\n{base}/chats/{pair}?realm=campus\n\
         \n--\nОтключить такие письма: {base}{unsubscribe}\n"
    );
    assert_eq!(text(mail), expected);
    let one_click = header(mail, "List-Unsubscribe-Post");
    assert_eq!(one_click, "List-Unsubscribe=One-Click");
    assert_eq!(header(mail, "Auto-Submitted"), "auto-generated");
    assert!(header(mail, "Message-ID").ends_with("@school.test>"));

    let english = json!({ "language": "en" });
    fixture.change_me(&english).await.expect(200);
    fixture.until_idle().await;
    fixture.send("campus", pair, "Hello").await;
    let text = text(&fixture.until_subject("Unread messages: 1").await);
    assert!(text.starts_with("You have unread messages.\n"), "{text}");
    assert!(text.contains(&format!("\n{ann} (1)\nHello\n")), "{text}");
    assert!(text.contains("\nStop these e-mails: https://"), "{text}");
    fixture.until_taken(2).await;
    fixture.until_idle().await;
    assert_eq!(fixture.smtp.taken(), 2, "each at most once");
}

#[tokio::test]
async fn long_lines_of_a_digest_are_folded() {
    let fixture = Fixture::new().await;
    let chat_id = fixture.pair().await;
    for long in ["я".repeat(5_000), "a".repeat(5_000), "слово ".repeat(800)] {
        fixture.send("campus", chat_id, &long).await;
        let shown = long.chars().take(50).collect::<String>();
        // Each mail is checked as it is read.
        fixture.until_text(&shown).await;
        fixture.until_idle().await;
    }
}

#[tokio::test]
async fn present_users_readers_the_unwilling_and_silence_cause_no_digest() {
    let fixture = Fixture::new().await;
    let chat_id = fixture.pair().await;
    let stream = fixture.bob().open_stream().await;
    fixture.send("campus", chat_id, "seen").await;
    fixture.until_idle().await;
    drop(stream);
    let messages = format!("/v1/campus/chats/{chat_id}/messages");
    let silent = json!({ "text": "silent", "silent": true });
    fixture.ann().post(&messages, &silent).await.expect(201);
    fixture.until_idle().await;
    let read = format!("/v1/campus/chats/{chat_id}/read");
    fixture.send("campus", chat_id, "read elsewhere").await;
    fixture.bob().post(&read, &json!({})).await.expect(204);
    let deleted = fixture.send("campus", chat_id, "deleted").await;
    let path = format!("/v1/campus/messages/{deleted}");
    fixture.ann().delete(&path).await.expect(204);
    fixture.until_idle().await;
    let path = format!("/v1/campus/chats/{chat_id}/me");
    for (notifications, muted_until) in [
        (json!({ "email": false }), Value::Null),
        (json!({ "email": true }), json!("2100-01-01T00:00:00Z")),
    ] {
        let changes = json!({ "notifications": notifications });
        fixture.change_me(&changes).await.expect(200);
        let request = fixture.bob().request(Method::PATCH, &path);
        let muted = request.json(&json!({ "muted_until": muted_until }));
        fixture.bob().send(muted).await.expect(200);
        fixture.send("campus", chat_id, "unwanted").await;
        fixture.until_idle().await;
        assert!(fixture.smtp.mails().is_empty(), "{changes}");
    }
    let request = fixture.bob().request(Method::PATCH, &path);
    let unmuted = request.json(&json!({ "muted_until": null }));
    fixture.bob().send(unmuted).await.expect(200);
    fixture.send("campus", chat_id, "wanted").await;
    // An e-mail that was under way before would have arrived by now.
    fixture.until_text("\nwanted\n").await;
    assert_eq!(fixture.smtp.mails().len(), 1);
}

#[tokio::test]
async fn a_digest_due_in_quiet_hours_follows_at_their_end() {
    let fixture = Fixture::new().await;
    let chat_id = fixture.pair().await;
    // The zone's hour of now, in which the test cannot change the time.
    let now = "SELECT extract(hour FROM now() AT TIME ZONE 'Asia/Tokyo')::bigint";
    let hour = fixture.database.number(now).await;
    let end = (hour + 2) % 24;
    let quiet = json!({
        "from": format!("{hour:02}:00"),
        "to": format!("{end:02}:00"),
        "time_zone": "Asia/Tokyo",
    });
    let changes = json!({ "notifications": { "quiet_hours": quiet } });
    fixture.change_me(&changes).await.expect(200);
    fixture.send("campus", chat_id, "at night").await;
    let postponed = format!(
        "SELECT count(*) FROM delivery_receivers
         WHERE (next_attempt_at AT TIME ZONE 'Asia/Tokyo')::time = '{end:02}:00'
           AND next_attempt_at BETWEEN now() AND now() + interval '2 hours'"
    );
    fixture.database.until_number(&postponed, 1).await;
    assert!(fixture.smtp.mails().is_empty());
    let changes = json!({ "notifications": { "quiet_hours": null } });
    fixture.change_me(&changes).await.expect(200);
    let end = "UPDATE delivery_receivers SET next_attempt_at = now()";
    fixture.database.execute(end).await;
    fixture.until_text("\nat night\n").await;
}

#[tokio::test]
async fn digests_to_those_who_do_not_come_back_follow_later() {
    let fixture = Fixture::new().await;
    let chat_id = fixture.pair().await;
    let repeats = "SELECT coalesce(max(count), 0)::bigint FROM mail_repeats";
    fixture.send("campus", chat_id, "1").await;
    fixture.until_text("\n1\n").await;
    assert_eq!(fixture.database.number(repeats).await, 1);
    // As if many had been sent: the next one follows after a day.
    let sql = "UPDATE mail_repeats SET count = 9, sent_at = now()";
    fixture.database.execute(sql).await;
    fixture.send("campus", chat_id, "2").await;
    let after_a_day = "SELECT count(*) FROM delivery_receivers, mail_repeats
                       WHERE next_attempt_at = sent_at + interval '1 day'";
    fixture.database.until_number(after_a_day, 1).await;
    let due = "UPDATE delivery_receivers SET next_attempt_at = now()";
    fixture.database.execute(due).await;
    fixture.until_text("\n2\n").await;
    assert_eq!(fixture.database.number(repeats).await, 10);
    // Whoever was seen gets the next one as early as the first.
    let online = "SELECT count(*) FROM presence";
    let stream = fixture.bob().open_stream().await;
    fixture.database.until_number(online, 1).await;
    drop(stream);
    fixture.database.until_number(online, 0).await;
    fixture.send("campus", chat_id, "3").await;
    fixture.until_text("\n3\n").await;
    assert_eq!(fixture.database.number(repeats).await, 1);
}

#[tokio::test]
async fn one_click_switches_e_mails_off_without_a_log_in() {
    let fixture = Fixture::new().await;
    let chat_id = fixture.pair().await;
    fixture.send("campus", chat_id, "1").await;
    let mails = fixture.smtp.until_mailed(1).await;
    let path = unsubscribe_path(&mails[0]);
    let nobody = fixture.replica.anonymous_client();
    // Programs that check mail follow links: that changes nothing.
    let page = nobody.send(nobody.request(Method::GET, &path)).await;
    assert_eq!(page.status, 200);
    let me = fixture.bob().get("/v1/campus/me").await.expect(200);
    assert_eq!(me["notifications"]["email"], true);

    let request = nobody.request(Method::POST, &path);
    let form = "application/x-www-form-urlencoded";
    let request = request.header("content-type", form);
    let done = nobody
        .send(request.body("List-Unsubscribe=One-Click"))
        .await;
    assert_eq!(done.status, 200);
    let me = fixture.bob().get("/v1/campus/me").await.expect(200);
    let expected = json!({ "push": true, "email": false, "quiet_hours": null });
    assert_eq!(me["notifications"], expected);
    fixture.send("campus", chat_id, "unwanted").await;
    fixture.until_idle().await;
    let on = json!({ "notifications": { "email": true } });
    fixture.change_me(&on).await.expect(200);
    fixture.send("campus", chat_id, "wanted").await;
    // An e-mail that was under way before would have arrived by now.
    fixture.until_text("\nwanted\n").await;
    assert_eq!(fixture.smtp.mails().len(), 2);
}

#[tokio::test]
async fn forged_unsubscribe_links_change_nothing() {
    let fixture = Fixture::new().await;
    let nobody = fixture.replica.anonymous_client();
    // An access token, one without a signature, and no token.
    let unsigned = format!(
        "{}.{}.",
        "eyJhbGciOiJub25lIn0", "eyJzdWIiOiIxIiwiYXVkIjoidW5zdWJzY3JpYmUifQ"
    );
    for token in [&*fixture.bob.token, &*unsigned, ""] {
        let path = format!("/v1/campus/unsubscribe?token={token}");
        for method in [Method::GET, Method::POST] {
            let answer = nobody.send(nobody.request(method, &path)).await;
            assert_refused(&answer, 404, "invalid_link");
        }
    }
    let preferences = "SELECT count(*) FROM user_preferences";
    assert_eq!(fixture.database.number(preferences).await, 0);
}
