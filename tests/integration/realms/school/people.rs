//! Users: `/api/me`, the admin's list, and logging in.

use serde_json::{Value, json};

use super::{SchoolFixture, assert_keys, assert_refused, ids};
use crate::support::{Answer, Client};

impl SchoolFixture {
    /// Adds a user as the admin.
    async fn add(&self, user: Value) -> Answer {
        self.admin().post("/api/admin/users", &user).await
    }
}

fn ivan(email: &str) -> Value {
    json!({ "email": email, "name": "Иван", "role": "teacher", "password": "long enough" })
}

#[tokio::test]
async fn new_user_can_log_in_with_the_password() {
    let school = SchoolFixture::new().await;
    let user = school.add(ivan("Ivan@School.test")).await.expect(201);
    assert_keys(&user, "id email name role avatar_url created_at");
    assert_eq!(user["email"], "Ivan@School.test");
    assert_eq!(
        (&user["name"], &user["role"]),
        (&json!("Иван"), &json!("teacher"))
    );

    let anonymous = school.replica.anonymous_client();
    let login = json!({ "email": "ivan@SCHOOL.test", "password": "long enough" });
    let answer = anonymous.post("/api/auth/login", &login).await;
    let cookies: Vec<_> = answer
        .headers
        .get_all("set-cookie")
        .iter()
        .cloned()
        .collect();
    let session = answer.expect(200);
    assert_keys(&session, "user token expires_at");
    assert_eq!(session["user"], user);
    let access = cookies.iter().filter_map(|cookie| cookie.to_str().ok());
    let access = access
        .into_iter()
        .find(|cookie| cookie.starts_with("access_token="));
    let access = access.expect("the cookie");
    assert!(
        access.contains("HttpOnly") && access.contains("SameSite=Lax"),
        "{access}"
    );

    let token = session["token"].as_str().expect("a token");
    let me = Client::new(&school.replica.url)
        .with_token(token)
        .get("/api/me")
        .await;
    assert_eq!(me.expect(200), user);
}

#[tokio::test]
async fn login_does_not_reveal_whether_an_email_exists() {
    let school = SchoolFixture::new().await;
    school.add(ivan("ivan@school.test")).await.expect(201);
    let no_password = json!({ "email": "maria@school.test", "name": "М", "role": "student" });
    school.add(no_password).await.expect(201);

    let anonymous = school.replica.anonymous_client();
    let mut answers = Vec::new();
    for email in [
        "ivan@school.test",
        "nobody@school.test",
        "maria@school.test",
    ] {
        let login = json!({ "email": email, "password": "not the password" });
        let answer = anonymous.post("/api/auth/login", &login).await;
        assert_refused(&answer, 401, "wrong_credentials");
        answers.push(answer.body);
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]));
}

#[tokio::test]
async fn token_is_invalid_after_logout() {
    let school = SchoolFixture::new().await;
    let (teacher, admin) = (school.teacher(), school.admin());
    let answer = teacher.post("/api/auth/logout", &Value::Null).await;
    assert_eq!(answer.status, 204);

    let answer = teacher.get("/api/me").await;
    assert_refused(&answer, 401, "logged_out");
    admin.get("/api/me").await.expect(200);
}

#[tokio::test]
async fn email_is_unique_ignoring_case() {
    let school = SchoolFixture::new().await;
    school.add(ivan("Ivan@school.test")).await.expect(201);
    for email in ["Ivan@school.test", "IVAN@SCHOOL.TEST", " ivan@school.test "] {
        let answer = school.add(ivan(email)).await;
        assert_refused(&answer, 409, "email_taken");
    }
}

#[tokio::test]
async fn invalid_user_fields_are_400() {
    let school = SchoolFixture::new().await;
    let users = school.database.number("SELECT count(*) FROM users").await;
    let long = "x".repeat(256);
    for (field, value, code) in [
        ("role", json!("headmaster"), "invalid_body"),
        ("role", json!("Teacher"), "invalid_body"),
        ("role", Value::Null, "invalid_body"),
        ("name", json!(""), "invalid_name"),
        ("name", json!("  "), "invalid_name"),
        ("name", json!("a\0"), "invalid_name"),
        ("name", json!(long), "invalid_name"),
        ("email", json!(""), "invalid_email"),
        ("email", json!("ivan"), "invalid_email"),
        ("email", json!("a\0@school.test"), "invalid_email"),
        (
            "email",
            json!(format!("{long}@school.test")),
            "invalid_email",
        ),
        ("password", json!("x".repeat(1025)), "invalid_password"),
        ("password", json!("1234567"), "invalid_password"),
        ("password", json!(""), "invalid_password"),
    ] {
        let mut user = ivan("ivan@school.test");
        user[field] = value.clone();
        let answer = school.add(user).await;
        assert_refused(&answer, 400, code);
    }
    assert_eq!(
        school.database.number("SELECT count(*) FROM users").await,
        users
    );
}

#[tokio::test]
async fn q_matches_part_of_a_users_name() {
    let school = SchoolFixture::new().await;
    let ivan = school
        .add(ivan("ivan.petrov@school.test"))
        .await
        .expect(201);
    let maria = json!({ "email": "maria@school.test", "name": "Мария_100%", "role": "student" });
    let maria = school.add(maria).await.expect(201);
    let admin = school.admin();
    for (query, found) in [
        ("ИВАН", vec![&ivan]),
        ("ivan.petrov@school.test", vec![&ivan]),
        ("Petrov@", vec![]),
        ("%25", vec![&maria]),
        ("_", vec![&maria]),
        ("%20мари%20", vec![&maria]),
        ("nobody", vec![]),
    ] {
        let list = admin
            .get(&format!("/api/admin/users?q={query}"))
            .await
            .expect(200);
        assert_keys(&list, "users next_cursor");
        assert_eq!(
            list,
            json!({ "users": found, "next_cursor": null }),
            "{query}"
        );
    }
}

#[tokio::test]
async fn user_list_is_paged_by_id() {
    let school = SchoolFixture::new().await;
    let admin = school.admin();
    let all = admin.get("/api/admin/users").await.expect(200);
    let all = ids(&all["users"]);
    assert_eq!(all.len(), 4);
    assert!(all.is_sorted());

    let first = admin.get("/api/admin/users?limit=3").await.expect(200);
    assert_eq!(ids(&first["users"]), all[..3]);
    let cursor = first["next_cursor"].as_str().expect("another page");
    let second = admin
        .get(&format!("/api/admin/users?limit=3&cursor={cursor}"))
        .await;
    let second = second.expect(200);
    assert_eq!(
        (ids(&second["users"]), &second["next_cursor"]),
        (all[3..].to_vec(), &Value::Null)
    );
    let full = admin.get("/api/admin/users?limit=4").await.expect(200);
    assert_eq!(full["next_cursor"], Value::Null);
}

#[tokio::test]
async fn me_returns_the_users_database_row() {
    let school = SchoolFixture::new().await;
    let teacher = &school.pair.teacher;
    let me = school.teacher().get("/api/me").await.expect(200);
    assert_keys(&me, "id email name role avatar_url created_at");
    assert_eq!(
        (&me["id"], &me["role"]),
        (&json!(teacher.id), &json!("teacher"))
    );

    let sql = "UPDATE users SET name = 'Renamed', role = 'student', email = NULL WHERE id = ";
    school
        .database
        .execute(&format!("{sql}{}", school.stranger.id))
        .await;
    let me = school.stranger().get("/api/me").await.expect(200);
    assert_eq!(
        (&me["name"], &me["role"]),
        (&json!("Renamed"), &json!("student"))
    );
    assert_eq!(me["email"], Value::Null);
}

#[tokio::test]
async fn search_pages_list_each_user_once_by_the_matching_part() {
    let school = SchoolFixture::new().await;
    let admin = school.admin();
    let mut expected = Vec::new();
    for name in [
        "bananas Ann",
        "Diana",
        "Hannah",
        "Jan",
        "ana@",
        "Susanna An",
    ] {
        let email = format!("{}@elsewhere.test", expected.len());
        let user = json!({ "email": email, "name": name, "role": "student" });
        expected.push((name, school.add(user).await.expect(201)["id"].clone()));
    }
    let sql = "UPDATE users SET email = 'an' WHERE name = 'Zoe'";
    let zoe = json!({ "email": "zoe@elsewhere.test", "name": "Zoe", "role": "student" });
    let zoe = school.add(zoe).await.expect(201)["id"].clone();
    school.database.execute(sql).await;
    // The address first, then by the first of the parts that begin with "an".
    let order = [
        "Jan",
        "Susanna An",
        "Diana",
        "ana@",
        "bananas Ann",
        "Hannah",
    ];
    let id_of = |name: &str| {
        let found = expected.iter().find(|(added, _)| *added == name);
        found.expect("added above").1.clone()
    };
    let mut expected_ids = vec![zoe];
    expected_ids.extend(order.map(id_of));
    for limit in [1, 2, 3, 7] {
        let (mut listed, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("/api/admin/users?q=an&limit={limit}{cursor}");
            let page = admin.get(&path).await.expect(200);
            listed.extend(
                page["users"]
                    .as_array()
                    .expect("a list")
                    .iter()
                    .map(|user| user["id"].clone()),
            );
            let Some(next) = page["next_cursor"].as_str() else {
                break;
            };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(listed, expected_ids, "pages of {limit}");
    }
    for cursor in ["7", "7-6", "x-61", "7-ff", "7-%2B1", "-61", "7-00"] {
        let refused = admin
            .get(&format!("/api/admin/users?q=an&cursor={cursor}"))
            .await;
        assert_refused(&refused, 400, "invalid_cursor");
    }
}

#[tokio::test]
async fn q_finds_words_of_long_names_but_not_their_inner_parts() {
    let school = SchoolFixture::new().await;
    let name = format!(
        "Maria{} Lindholm {}Petrova",
        " y".repeat(26),
        "z".repeat(60)
    );
    let maria = json!({ "email": "maria@school.test", "name": name, "role": "student" });
    let maria = school.add(maria).await.expect(201);
    let admin = school.admin();
    for (query, found) in [
        ("aria", true),
        ("ndho", true),
        // Its beginning is among the first 64 characters.
        (&name["Maria y".len()..], true),
        ("zzz", true),
        ("petrova", false),
        ("maria@school.test", true),
    ] {
        let path = format!("/api/admin/users?q={query}");
        let list = admin.get(&path).await.expect(200);
        let expected = if found { json!([maria]) } else { json!([]) };
        assert_eq!(list["users"], expected, "{query}");
    }
}
