//! Invitations by a link that works once.

use serde_json::{Value, json};

use super::{AccountsFixture, EMAIL, PASSWORD, post_in, read, token_in};
use crate::cli::{run, text};
use crate::support::{Answer, Replica, TestDatabase, assert_refused};

const INVITATIONS: &str = "/v1/school/invitations";
const LINK: &str = "https://chat.school.test/invitation#";

fn boris() -> Value {
    json!({ "email": "boris@school.test", "role": "teacher" })
}

impl AccountsFixture {
    async fn invite(&self) -> Value {
        self.admin().post(INVITATIONS, &boris()).await.expect(201)
    }

    async fn accept(&self, token: &str) -> Answer {
        let body = json!({ "token": token, "name": "Борис", "password": PASSWORD });
        let path = format!("{INVITATIONS}/accept");
        self.nobody().post(&path, &body).await
    }
}

#[tokio::test]
async fn an_invited_person_signs_in_and_the_link_works_once() {
    let fixture = AccountsFixture::new().await;
    let answer = fixture.admin().post(INVITATIONS, &boris()).await;
    assert_eq!(answer.headers["cache-control"], "no-store");
    let invitation = answer.expect(201);
    let token = invitation["token"].as_str().unwrap();
    assert_eq!(invitation["url"], format!("{LINK}{token}"));
    let stored = format!("SELECT count(*) FROM account_links AS l WHERE l::text LIKE '%{token}%'");
    assert_eq!(fixture.database.number(&stored).await, 0);
    let listed = fixture.admin().get(INVITATIONS).await.expect(200);
    assert_eq!(listed["invitations"][0]["email"], "boris@school.test");
    assert_eq!(listed["invitations"][0]["token"], Value::Null);

    let person = fixture.accept(token).await.expect(201);
    assert_eq!(
        (&person["name"], &person["role"]),
        (&json!("Борис"), &json!("teacher"))
    );
    let session = fixture.try_log_in("boris@school.test", PASSWORD).await;
    assert_eq!(session.expect(200)["user"]["id"], person["id"]);
    let again = fixture.accept(token).await;
    assert_refused(&again, 404, "invalid_link");
    let listed = fixture.admin().get(INVITATIONS).await.expect(200);
    assert_eq!(listed["invitations"], json!([]));
}

#[tokio::test]
async fn invitations_are_mailed_in_the_admins_language() {
    let fixture = AccountsFixture::new().await;
    let mut body = boris();
    body["send_mail"] = json!(true);
    let mut tokens = Vec::new();
    for (language, count) in [("ru", 1), ("en", 2)] {
        let invited = post_in(&fixture.admin(), language, INVITATIONS, &body).await;
        let invited = invited.expect(201);
        let mails = fixture.smtp.until_mailed(count).await;
        let mail = &mails[count - 1];
        assert_eq!(mail.to, ["boris@school.test"]);
        let (subject, text) = read(mail);
        let expected = match language {
            "ru" => ("Приглашение: chat.school.test", "Вас приглашают в чат."),
            _ => ("Invitation: chat.school.test", "You are invited to a chat."),
        };
        assert_eq!(subject, expected.0);
        assert!(text.starts_with(expected.1), "{text}");
        tokens.push(token_in(&text, LINK));
        tokens.push(invited["token"].as_str().unwrap().to_owned());
    }
    // The second invitation has replaced the first.
    for replaced in &tokens[..2] {
        assert_refused(&fixture.accept(replaced).await, 404, "invalid_link");
    }
    fixture.accept(&tokens[2]).await.expect(201);
    assert_refused(&fixture.accept(&tokens[3]).await, 404, "invalid_link");
}

#[tokio::test]
async fn an_invitation_opens_one_realm() {
    let fixture = AccountsFixture::new().await;
    let body = json!({ "email": "boris@school.test", "role": "moderator" });
    let invitation = fixture.admin().post(INVITATIONS, &body).await.expect(201);
    let token = invitation["token"].as_str().unwrap();
    fixture.accept(token).await.expect(201);
    let session = fixture.try_log_in("boris@school.test", PASSWORD).await;
    let session = session.expect(200);
    let [boris, _] = fixture.clients(session["token"].as_str().unwrap());
    boris.get("/v1/school/me").await.expect(200);
    for realm in ["campus", "messenger", "direct", "market"] {
        let refused = boris.get(&format!("/v1/{realm}/me")).await;
        assert_refused(&refused, 403, "not_in_this_realm");
    }
}

#[tokio::test]
async fn only_admins_invite_and_only_new_addresses() {
    let fixture = AccountsFixture::new().await;
    let [anna, _] = fixture.clients(&fixture.log_in().await);
    let refused = anna.post(INVITATIONS, &boris()).await;
    assert_refused(&refused, 403, "not_an_admin");
    let refused = anna.get(INVITATIONS).await;
    assert_refused(&refused, 403, "not_an_admin");
    let refused = fixture.nobody().post(INVITATIONS, &boris()).await;
    assert_refused(&refused, 401, "missing_token");
    for (email, status, code) in [
        (EMAIL.to_uppercase(), 409, "email_taken"),
        ("boris".to_owned(), 400, "invalid_email"),
        (String::new(), 400, "invalid_email"),
        ("boris@school test".to_owned(), 400, "invalid_email"),
        ("boris@".to_owned(), 400, "invalid_email"),
    ] {
        let body = json!({ "email": email, "role": "student" });
        let refused = fixture.admin().post(INVITATIONS, &body).await;
        assert_refused(&refused, status, code);
    }
    for role in ["guest", "headmaster"] {
        let body = json!({ "email": "boris@school.test", "role": role });
        let refused = fixture.admin().post(INVITATIONS, &body).await;
        assert_refused(&refused, 400, "invalid_body");
    }
}

#[tokio::test]
async fn revoked_and_expired_invitations_do_not_work() {
    let fixture = AccountsFixture::new().await;
    let invitation = fixture.invite().await;
    let token = invitation["token"].as_str().unwrap();
    let path = format!("{INVITATIONS}/{}", invitation["id"].as_str().unwrap());
    fixture.admin().delete(&path).await.expect(204);
    let again = fixture.admin().delete(&path).await;
    assert_refused(&again, 404, "invitation_not_found");
    assert_refused(&fixture.accept(token).await, 404, "invalid_link");

    let invitation = fixture.invite().await;
    let sql = "UPDATE account_links SET expires_at = now()";
    fixture.database.execute(sql).await;
    let token = invitation["token"].as_str().unwrap();
    assert_refused(&fixture.accept(token).await, 404, "invalid_link");
}

#[tokio::test]
async fn refused_names_and_passwords_leave_the_link_valid() {
    let fixture = AccountsFixture::new().await;
    let invitation = fixture.invite().await;
    let token = invitation["token"].as_str().unwrap();
    let path = format!("{INVITATIONS}/accept");
    for (name, password, code) in [
        (" ", PASSWORD, "invalid_name"),
        ("Борис", "1234567", "invalid_password"),
    ] {
        let body = json!({ "token": token, "name": name, "password": password });
        let refused = fixture.nobody().post(&path, &body).await;
        assert_refused(&refused, 400, code);
    }
    // A link that sets a password is no invitation.
    let reset = format!("/v1/school/users/{}/password-reset", fixture.anna_id);
    let reset = fixture.admin().post(&reset, &json!({})).await.expect(201);
    let refused = fixture.accept(reset["token"].as_str().unwrap()).await;
    assert_refused(&refused, 404, "invalid_link");
    fixture.accept(token).await.expect(201);
}

#[tokio::test]
async fn guessing_links_is_limited_by_address() {
    let fixture = AccountsFixture::with(&[("LOGIN_LIMIT", "100/3")]).await;
    let invitation = fixture.invite().await;
    let token = invitation["token"].as_str().unwrap();
    let reset = "/v1/school/password-resets/complete";
    let (look_up, accept) = (
        format!("{INVITATIONS}/look-up"),
        format!("{INVITATIONS}/accept"),
    );
    let body = |path: &str, token: &str| {
        let mut body = json!({ "token": token });
        if path != look_up {
            body["password"] = PASSWORD.into();
        }
        if path == accept {
            body["name"] = "Борис".into();
        }
        body
    };
    // A link that works does not count.
    for _ in 0..4 {
        fixture
            .nobody()
            .post(&look_up, &body(&look_up, token))
            .await
            .expect(200);
    }
    for (path, code) in [
        (&*look_up, "invitation_not_found"),
        (&*accept, "invalid_link"),
        (reset, "invalid_link"),
    ] {
        let refused = fixture.nobody().post(path, &body(path, path)).await;
        assert_refused(&refused, 404, code);
    }
    for path in [&*look_up, &*accept, reset] {
        let refused = fixture.nobody().post(path, &body(path, "another")).await;
        assert_refused(&refused, 429, "rate_limited");
    }
}

#[tokio::test]
async fn one_request_at_a_time_uses_a_link() {
    let fixture = AccountsFixture::new().await;
    let invitation = fixture.invite().await;
    let token = invitation["token"].as_str().unwrap();
    // Another request has claimed it.
    let claim = "UPDATE account_links SET claimed_until = now() + interval '1 hour'";
    fixture.database.execute(claim).await;
    assert_refused(&fixture.accept(token).await, 429, "rate_limited");
    let release = "UPDATE account_links SET claimed_until = now()";
    fixture.database.execute(release).await;
    fixture.accept(token).await.expect(201);
}

#[tokio::test]
async fn the_command_line_invites() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn(&database).await;
    let arguments = [
        "user",
        "invite",
        "--email",
        "root@school.test",
        "--role",
        "admin",
    ];
    let settings = [
        ("DATABASE_URL", &*database.url),
        ("PUBLIC_URL", "https://chat.school.test/"),
    ];
    let output = run(&arguments, &settings, "").await;
    let printed = text(&output.stdout);
    let token = printed.trim().strip_prefix(LINK);
    let token = token.unwrap_or_else(|| panic!("{printed}{}", text(&output.stderr)));
    let body = json!({ "token": token, "name": "Root", "password": PASSWORD });
    let path = format!("{INVITATIONS}/accept");
    let person = replica.anonymous_client().post(&path, &body).await;
    assert_eq!(person.expect(201)["role"], "admin");
}
