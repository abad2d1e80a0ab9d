//! Setting a new password by a link: from an e-mail, or from an admin.

use serde_json::json;

use super::{AccountsFixture, EMAIL, PASSWORD, post_in, read, token_in};
use crate::support::{Answer, Replica, TestDatabase, assert_refused, eventually};

const RESETS: &str = "/v1/school/password-resets";
const LINK: &str = "https://chat.school.test/password#";
const NEW: &str = "battery staple";

impl AccountsFixture {
    async fn reset(&self, token: &str) -> Answer {
        let body = json!({ "token": token, "password": NEW });
        let path = format!("{RESETS}/complete");
        self.nobody().post(&path, &body).await
    }

    /// Forgets which links were made, as five minutes do.
    async fn wait_five_minutes(&self) {
        let sql = "UPDATE account_links SET created_at = created_at - interval '5 minutes'";
        self.database.execute(sql).await;
    }
}

#[tokio::test]
async fn a_mailed_link_sets_the_password_once_and_ends_log_ins() {
    let fixture = AccountsFixture::new().await;
    let before = fixture.clients(&fixture.log_in().await);
    let mut stream = before[1].open_stream().await;
    let mut tokens = Vec::new();
    for (language, count) in [("ru", 1), ("en", 2)] {
        let body = json!({ "email": EMAIL.to_uppercase() });
        let asked = post_in(&fixture.nobody(), language, RESETS, &body).await;
        asked.expect(202);
        let mails = fixture.smtp.until_mailed(count).await;
        let mail = &mails[count - 1];
        assert_eq!(mail.to, [EMAIL]);
        let (subject, text) = read(mail);
        let expected = match language {
            "ru" => (
                "Новый пароль: chat.school.test",
                "Чтобы задать новый пароль",
            ),
            _ => ("New password: chat.school.test", "To set a new password"),
        };
        assert_eq!(subject, expected.0);
        assert!(text.starts_with(expected.1), "{text}");
        tokens.push(token_in(&text, LINK));
        fixture.wait_five_minutes().await;
    }
    fixture.reset(&tokens[0]).await.expect(204);
    for client in &before {
        assert_refused(&client.get("/api/me").await, 401, "logged_out");
    }
    stream.ended().await;
    // Neither the link nor another one of the same person works again.
    for token in &tokens {
        assert_refused(&fixture.reset(token).await, 404, "invalid_link");
    }
    let old = fixture.try_log_in(EMAIL, PASSWORD).await;
    assert_refused(&old, 401, "wrong_credentials");
    assert_eq!(fixture.try_log_in(EMAIL, NEW).await.status, 200);
}

#[tokio::test]
async fn asking_for_a_link_does_not_tell_who_has_an_account() {
    let fixture = AccountsFixture::new().await;
    let sql = "INSERT INTO users (email, role, realms) VALUES ('other@campus.test', 'member', '{campus}')";
    fixture.database.execute(sql).await;
    let mut answers = Vec::new();
    for email in [EMAIL, EMAIL, "unknown@school.test", "other@campus.test"] {
        let body = json!({ "email": email });
        let answer = fixture.nobody().post(RESETS, &body).await;
        answers.push((answer.status, answer.body));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    assert_eq!(answers[0].0, 202);
    fixture.smtp.until_mailed(1).await;
    // Within five minutes no second one follows.
    let again = fixture
        .nobody()
        .post(RESETS, &json!({ "email": EMAIL }))
        .await;
    again.expect(202);
    let waiting = "SELECT (SELECT count(*) FROM reset_requests) + count(*) FROM deliveries";
    fixture.database.until_number(waiting, 0).await;
    fixture.wait_five_minutes().await;
    let body = json!({ "email": EMAIL });
    let later = post_in(&fixture.nobody(), "ru", RESETS, &body).await;
    later.expect(202);
    // An e-mail that was under way before would have arrived by now.
    eventually("the later e-mail", async || {
        let mut mails = fixture.smtp.mails().into_iter();
        mails.find(|mail| read(mail).0.starts_with("Новый пароль"))
    })
    .await;
    assert_eq!(fixture.smtp.mails().len(), 2);
}

#[tokio::test]
async fn asking_for_a_link_waits_for_no_account() {
    let fixture = AccountsFixture::new().await;
    let mut locking = fixture.database.client().await;
    let locked = locking.transaction().await.unwrap();
    let lock = "LOCK TABLE deliveries IN ACCESS EXCLUSIVE MODE";
    locked.execute(lock, &[]).await.unwrap();
    for email in [EMAIL, "unknown@school.test"] {
        let body = json!({ "email": email });
        fixture.nobody().post(RESETS, &body).await.expect(202);
    }
    let requests = "SELECT count(*) FROM reset_requests";
    assert_eq!(fixture.database.number(requests).await, 2);
    locked.commit().await.unwrap();
    let mails = fixture.smtp.until_mailed(1).await;
    assert_eq!(mails[0].to, [EMAIL]);
    fixture.database.until_number(requests, 0).await;
}

#[tokio::test]
async fn requests_for_links_are_limited() {
    let fixture = AccountsFixture::with(&[("LOGIN_LIMIT", "2/100")]).await;
    let body = json!({ "email": "unknown@school.test" });
    for _ in 0..2 {
        fixture.nobody().post(RESETS, &body).await.expect(202);
    }
    let refused = fixture.nobody().post(RESETS, &body).await;
    assert_refused(&refused, 429, "rate_limited");
    let refused = fixture
        .nobody()
        .post(RESETS, &json!({ "email": "anna" }))
        .await;
    assert_refused(&refused, 400, "invalid_email");
}

#[tokio::test]
async fn an_admin_hands_over_a_link() {
    let fixture = AccountsFixture::new().await;
    let path = format!("/v1/school/users/{}/password-reset", fixture.anna_id);
    let [anna, _] = fixture.clients(&fixture.log_in().await);
    let refused = anna.post(&path, &json!({})).await;
    assert_refused(&refused, 403, "not_an_admin");
    let answer = fixture.admin().post(&path, &json!({})).await;
    assert_eq!(answer.headers["cache-control"], "no-store");
    let link = answer.expect(201);
    let token = link["token"].as_str().unwrap();
    assert_eq!(link["url"], format!("{LINK}{token}"));
    let short = json!({ "token": token, "password": "1234567" });
    let complete = format!("{RESETS}/complete");
    let refused = fixture.nobody().post(&complete, &short).await;
    assert_refused(&refused, 400, "invalid_password");
    fixture.reset(token).await.expect(204);
    assert_refused(&fixture.reset(token).await, 404, "invalid_link");

    let link = fixture.admin().post(&path, &json!({})).await.expect(201);
    let sql = "UPDATE account_links SET expires_at = now()";
    fixture.database.execute(sql).await;
    let token = link["token"].as_str().unwrap();
    assert_refused(&fixture.reset(token).await, 404, "invalid_link");

    // People of other applications are none of this admin's business.
    let other = fixture.database.person("moderator").await;
    let sql = format!(
        "UPDATE users SET realms = '{{market}}' WHERE id = {}",
        other.id
    );
    fixture.database.execute(&sql).await;
    for id in [other.id, 4_000_000] {
        let path = format!("/v1/school/users/{id}/password-reset");
        let refused = fixture.admin().post(&path, &json!({})).await;
        assert_refused(&refused, 404, "user_not_found");
    }
}

#[tokio::test]
async fn a_server_without_e_mail_says_so() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn(&database).await;
    let body = json!({ "email": EMAIL });
    let refused = replica.anonymous_client().post(RESETS, &body).await;
    assert_refused(&refused, 404, "no_mail");
    let admin = replica.client(&database.person("admin").await);
    let body = json!({ "email": EMAIL, "role": "student", "send_mail": true });
    let refused = admin.post("/v1/school/invitations", &body).await;
    assert_refused(&refused, 404, "no_mail");
}
