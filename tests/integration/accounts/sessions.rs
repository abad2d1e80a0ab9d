//! The list of one's log-ins.

use reqwest::Method;
use serde_json::{Value, json};

use super::{AccountsFixture, EMAIL, PASSWORD};
use crate::support::assert_refused;

const PATH: &str = "/v1/school/me/sessions";

#[tokio::test]
async fn log_ins_are_listed_with_their_device_and_address() {
    let fixture = AccountsFixture::new().await;
    let nobody = fixture.nobody();
    let login = json!({ "email": EMAIL, "password": PASSWORD });
    let request = nobody.request(Method::POST, "/api/auth/login").json(&login);
    let phone = nobody
        .send(request.header("user-agent", "Телефон".as_bytes()))
        .await;
    // A header that is no ASCII text has no device.
    phone.expect(200);
    let request = nobody.request(Method::POST, "/api/auth/login").json(&login);
    let desk = nobody
        .send(request.header("user-agent", "Desk/1.0 ".repeat(50)))
        .await;
    let token = desk.expect(200)["token"].as_str().unwrap().to_owned();
    let [desk, _] = fixture.clients(&token);
    let list = desk.get(PATH).await.expect(200);
    let sessions = list["sessions"].as_array().unwrap();
    assert_eq!(sessions.len(), 2);
    let device = "Desk/1.0 ".repeat(50);
    assert_eq!(sessions[0]["device"], device[..200]);
    assert_eq!(sessions[0]["address"], "127.0.0.1");
    assert_eq!(sessions[0]["current"], true);
    assert_eq!(sessions[1]["device"], "");
    assert_eq!(sessions[1]["current"], false);
    for field in ["created_at", "last_used_at"] {
        assert!(sessions[0][field].is_string(), "{field}");
    }
    // Nobody sees the log-ins of others.
    let others = fixture.admin().get(PATH).await.expect(200);
    assert_eq!(others, json!({ "sessions": [] }));
}

#[tokio::test]
async fn each_log_in_can_be_ended_by_its_user_alone() {
    let fixture = AccountsFixture::new().await;
    let here = fixture.clients(&fixture.log_in().await);
    let elsewhere = fixture.clients(&fixture.log_in().await);
    let mut stream = elsewhere[1].open_stream().await;
    let list = here[0].get(PATH).await.expect(200);
    let mut sessions = list["sessions"].as_array().unwrap().iter();
    let other = sessions.find(|session| session["current"] == Value::Bool(false));
    let path = format!("{PATH}/{}", other.unwrap()["id"].as_str().unwrap());
    let refused = fixture.admin().delete(&path).await;
    assert_refused(&refused, 404, "session_not_found");
    here[0].delete(&path).await.expect(204);
    for client in &elsewhere {
        assert_refused(&client.get("/api/me").await, 401, "logged_out");
    }
    stream.ended().await;
    let again = here[0].delete(&path).await;
    assert_refused(&again, 404, "session_not_found");
    let refused = here[0].delete(&format!("{PATH}/7")).await;
    assert_refused(&refused, 400, "invalid_path");
    let list = here[1].get(PATH).await.expect(200);
    assert_eq!(list["sessions"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_user_keeps_the_newest_hundred_log_ins() {
    let fixture = AccountsFixture::new().await;
    let [oldest, _] = fixture.clients(&fixture.log_in().await);
    let mut stream = oldest.open_stream().await;
    let [second, _] = fixture.clients(&fixture.log_in().await);
    let others = format!(
        "WITH added AS (
             INSERT INTO logins (id, user_id, device, address)
             SELECT overlay(gen_random_uuid()::text PLACING 'ffffffff' FROM 1 FOR 8)::uuid,
                    {}, '', '192.0.2.1'
             FROM generate_series(1, 98)
             RETURNING id, user_id
         )
         INSERT INTO refresh_tokens (token_hash, family, user_id, expires_at)
         SELECT decode(md5(id::text), 'hex'), id, user_id, now() + interval '1 day'
         FROM added",
        fixture.anna_id
    );
    fixture.database.execute(&others).await;
    second.get("/api/me").await.expect(200);
    fixture.log_in().await;
    stream.ended().await;
    assert_refused(&oldest.get("/api/me").await, 401, "logged_out");
    second.get("/api/me").await.expect(200);
    let rows = "SELECT count(*) FROM logins";
    assert_eq!(fixture.database.number(rows).await, 100);
}

#[tokio::test]
async fn logging_out_removes_the_log_in_from_the_list() {
    let fixture = AccountsFixture::new().await;
    let [here, _] = fixture.clients(&fixture.log_in().await);
    let [other, _] = fixture.clients(&fixture.log_in().await);
    other.post("/api/auth/logout", &json!({})).await.expect(204);
    let list = here.get(PATH).await.expect(200);
    assert_eq!(list["sessions"].as_array().unwrap().len(), 1);
    let rows = "SELECT count(*) FROM refresh_tokens";
    assert_eq!(fixture.database.number(rows).await, 1);
}

#[tokio::test]
async fn a_log_in_gives_the_attempts_before_it_back() {
    let fixture = AccountsFixture::new().await;
    let left = async |password: &str, status: u16| {
        let login = json!({ "email": EMAIL, "password": password });
        let answer = fixture.nobody().post("/v1/school/sessions", &login).await;
        assert_eq!(answer.status, status, "{}", answer.body);
        answer.headers["ratelimit"].to_str().unwrap().to_owned()
    };
    let failed = left("a wrong one", 401).await;
    assert!(failed.contains("\"log-in\";r=9;"), "{failed}");
    assert!(failed.contains("\"log-in-address\";r=99;"), "{failed}");
    let right = left(PASSWORD, 201).await;
    assert!(right.starts_with("\"log-in\";r=10, "), "{right}");
    assert!(right.contains("\"log-in-address\";r=99;"), "{right}");
}
