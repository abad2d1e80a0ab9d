//! People who are known before they sign in: those whom a token names, and what later tokens say of a user.

use serde_json::{Value, json};

use super::{claims, signed, with};
use crate::support::{Client, Replica, TestDatabase, assert_refused};

/// A server of all realms that provisions users.
async fn provisioning() -> (TestDatabase, Replica) {
    let database = TestDatabase::new().await;
    let settings = [("AUTH_PROVISION", "true"), ("REALMS", "all")];
    let replica = Replica::spawn_with(&database, &settings).await;
    (database, replica)
}

/// A client whose token has these claims besides its subject.
fn holder(replica: &Replica, subject: i64, more: &[(&str, Value)]) -> Client {
    let add = |claims, (name, value): &(&str, Value)| with(claims, name, value.clone());
    let claims = more.iter().fold(claims(subject), add);
    replica.anonymous_client().with_token(&signed(&claims))
}

/// The time now, so many seconds later.
fn soon(seconds: i64) -> Value {
    json!(jiff::Timestamp::now().as_second() + seconds)
}

#[tokio::test]
async fn later_tokens_change_name_email_and_company() {
    let (database, replica) = provisioning().await;
    let me = async |more: &[(&str, Value)]| {
        let answer = holder(&replica, 77, more).get("/v1/campus/me").await;
        answer.expect(200)
    };
    me(&[("name", json!("Анна")), ("iat", soon(0))]).await;
    let later = [
        ("name", json!("Анна Ли")),
        ("email", json!("anna@x.test")),
        ("email_verified", json!(true)),
        ("companyId", json!(5)),
        ("iat", soon(10)),
    ];
    let shown = me(&later).await;
    assert_eq!(
        (&shown["name"], &shown["email"]),
        (&json!("Анна Ли"), &json!("anna@x.test"))
    );
    let company = "SELECT company_id FROM users WHERE id = 77";
    assert_eq!(database.number(company).await, 5);
    // An earlier token reverts nothing, and what a later one lacks stays.
    me(&[("name", json!("Анна")), ("iat", soon(5))]).await;
    let shown = me(&[("iat", soon(20)), ("name", json!("А. Ли"))]).await;
    assert_eq!(
        (&shown["name"], &shown["email"]),
        (&json!("А. Ли"), &json!("anna@x.test"))
    );
    assert_eq!(database.number(company).await, 5);
}

#[tokio::test]
async fn later_tokens_take_no_address_of_another_user() {
    let (database, replica) = provisioning().await;
    let taken = "INSERT INTO users (email, name) VALUES ('Anna@x.test', 'Другая')";
    database.execute(taken).await;
    holder(&replica, 77, &[("iat", soon(0))])
        .get("/v1/campus/me")
        .await
        .expect(200);
    let later = [
        ("email", json!("anna@x.test")),
        ("email_verified", json!(true)),
        ("name", json!("Анна")),
        ("iat", soon(10)),
    ];
    let shown = holder(&replica, 77, &later).get("/v1/campus/me").await;
    let shown = shown.expect(200);
    assert_eq!(
        (&shown["name"], &shown["email"]),
        (&json!("Анна"), &Value::Null)
    );
}

#[tokio::test]
async fn first_token_of_a_user_made_by_sql_names_them() {
    let (database, replica) = provisioning().await;
    database.execute("INSERT INTO users (id) VALUES (77)").await;
    let anna = holder(&replica, 77, &[("name", json!("Анна"))]);
    let shown = anna.get("/v1/campus/me").await.expect(200);
    assert_eq!(shown["name"], "Анна");
}

#[tokio::test]
async fn people_whom_a_token_names_can_be_written_to() {
    let (database, replica) = provisioning().await;
    let conversation = json!({ "type": "private", "participant_ids": [88] });
    let path = "/api/unet-chat/conversations/";
    let unknown = holder(&replica, 77, &[]).post(path, &conversation).await;
    assert_eq!(unknown.status, 400);
    let people = json!([
        { "id": 88, "name": "Борис", "company_id": 5 },
        { "id": "shop|9", "name": "Лавка" },
        { "id": "guest:1", "name": "Никто" }, { "name": "без номера" }, 7,
    ]);
    let anna = holder(&replica, 77, &[("people", people)]);

    let created = anna.post(path, &conversation).await.expect(201);

    let participants = created["participants"].as_array().unwrap();
    assert_eq!(participants[1]["name"], "Борис");
    let stored = "SELECT count(*) FROM users
                  WHERE id = 88 AND company_id = 5 AND role = 'member' AND email IS NULL
                     OR external_id = 'shop|9' AND name = 'Лавка'";
    assert_eq!(database.number(stored).await, 2);
    assert_eq!(
        database.number("SELECT count(*) FROM users").await,
        3,
        "nobody else"
    );
}

#[tokio::test]
async fn token_changes_no_other_user_who_is_known() {
    let (database, replica) = provisioning().await;
    let known = "INSERT INTO users (id, name, realms) VALUES (88, 'Борис', '{campus}')";
    database.execute(known).await;
    let people = json!([{ "id": 88, "name": "Взломан", "company_id": 5 }]);
    let anna = holder(&replica, 77, &[("people", people)]);
    anna.get("/v1/messenger/me").await.expect(200);
    let unchanged = "SELECT count(*) FROM users
                     WHERE id = 88 AND name = 'Борис' AND realms = '{campus}' AND company_id IS NULL";
    assert_eq!(database.number(unchanged).await, 1);
}

#[tokio::test]
async fn token_brings_no_erased_user_back() {
    let (database, replica) = provisioning().await;
    database
        .execute("INSERT INTO users (id, name) VALUES (88, 'Борис')")
        .await;
    database.execute("CALL audit.erase_user(88)").await;
    let people = json!([{ "id": 88, "name": "Борис" }]);
    let anna = holder(&replica, 77, &[("people", people)]);
    anna.get("/v1/campus/me").await.expect(200);
    let back = "SELECT count(*) FROM users WHERE id = 88";
    assert_eq!(database.number(back).await, 0);
}

#[tokio::test]
async fn named_people_belong_to_the_realms_of_the_token() {
    let (database, replica) = provisioning().await;
    let people = json!([{ "id": 88, "name": "Борис" }]);
    let anna = holder(
        &replica,
        77,
        &[("people", people), ("realms", json!(["campus"]))],
    );
    anna.get("/v1/campus/me").await.expect(200);
    let stored = "SELECT count(*) FROM users WHERE id = 88 AND realms = '{campus}'";
    assert_eq!(database.number(stored).await, 1);
}

#[tokio::test]
async fn tokens_name_nobody_without_provisioning() {
    let database = TestDatabase::new().await;
    let ann = database.person("member").await;
    let replica = Replica::spawn_with(&database, &[("REALMS", "all")]).await;
    let people = json!([{ "id": 888, "name": "Борис" }]);
    let client = holder(
        &replica,
        ann.id,
        &[("people", people), ("name", json!("Анна"))],
    );
    let me = client.get("/v1/campus/me").await.expect(200);
    assert_eq!(me["name"], ann.name);
    let refused = holder(&replica, 888, &[]).get("/v1/campus/me").await;
    assert_refused(&refused, 401, "unknown_user");
}

#[tokio::test]
async fn user_made_by_plain_sql_is_found_by_number_in_every_realm() {
    let (database, replica) = provisioning().await;
    database
        .execute("INSERT INTO users (id, name) VALUES (88, 'Борис')")
        .await;
    let anna = holder(&replica, 77, &[]);
    for realm in ["campus", "messenger", "direct"] {
        let new = json!({ "type": "private", "user_ids": [88] });
        anna.post(&format!("/v1/{realm}/chats"), &new)
            .await
            .expect(201);
    }
    let new = json!({ "iphone_id": 7, "seller_id": 88, "buyer_id": "77",
                      "buyer_is_registered": true });
    anna.post("/api/chat/chats", &new).await.expect(201);
}
