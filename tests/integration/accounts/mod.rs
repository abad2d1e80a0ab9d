//! People who sign in with a password: invitations, passwords, log-ins, deactivation.

mod deactivation;
mod elsewhere;
mod end_with_admin;
mod invitations;
mod other_realms;
mod passwords;
mod resets;
mod roles;
mod sessions;

use mail_parser::MessageParser;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::smtp_server::Mail;
use crate::support::{
    Answer, Client, Person, Replica, SmtpServer, TestDatabase, spawn_replicas_with,
};

const EMAIL: &str = "anna@school.test";
const PASSWORD: &str = "correct horse";

/// Two replicas that send e-mails, an admin, and Anna, a student who has a password.
struct AccountsFixture {
    database: TestDatabase,
    replicas: [Replica; 2],
    smtp: SmtpServer,
    admin: Person,
    anna_id: i64,
}

/// The settings of servers that send by this one.
fn settings(smtp_url: &str) -> [(&'static str, &str); 4] {
    [
        ("REALMS", "all"),
        ("SMTP_URL", smtp_url),
        ("MAIL_FROM", "chat@school.test"),
        ("PUBLIC_URL", "https://chat.school.test"),
    ]
}

impl AccountsFixture {
    async fn new() -> Self {
        Self::with(&[]).await
    }

    async fn with(more: &[(&str, &str)]) -> Self {
        let database = TestDatabase::new().await;
        let smtp = SmtpServer::start().await;
        let url = smtp.url();
        let settings = [&settings(&url), more].concat();
        let replicas = spawn_replicas_with(&database, &settings).await;
        let admin = database.person("admin").await;
        let mut fixture = Self {
            database,
            replicas,
            smtp,
            admin,
            anna_id: 0,
        };
        let new =
            json!({ "email": EMAIL, "name": "Анна", "role": "student", "password": PASSWORD });
        let added = fixture.admin().post("/api/admin/users", &new).await;
        fixture.anna_id = added.expect(201)["id"].as_i64().unwrap();
        fixture
    }

    fn admin(&self) -> Client {
        self.replicas[0].client(&self.admin)
    }

    fn nobody(&self) -> Client {
        self.replicas[0].anonymous_client()
    }

    async fn try_log_in(&self, email: &str, password: &str) -> Answer {
        let login = json!({ "email": email, "password": password });
        self.nobody().post("/api/auth/login", &login).await
    }

    /// Anna's token after a log-in.
    async fn log_in(&self) -> String {
        let session = self.try_log_in(EMAIL, PASSWORD).await.expect(200);
        session["token"].as_str().unwrap().to_owned()
    }

    /// A client of each replica with this token.
    fn clients(&self, token: &str) -> [Client; 2] {
        [0, 1].map(|replica| self.replicas[replica].anonymous_client().with_token(token))
    }
}

async fn put(client: &Client, path: &str, body: &Value) -> Answer {
    let request = client.request(Method::PUT, path).json(body);
    client.send(request).await
}

/// POST with a preferred language.
async fn post_in(client: &Client, language: &str, path: &str, body: &Value) -> Answer {
    let request = client.request(Method::POST, path).json(body);
    client
        .send(request.header("accept-language", language))
        .await
}

/// The subject and the text of an e-mail.
fn read(mail: &Mail) -> (String, String) {
    let parsed = MessageParser::default().parse(&mail.content);
    let parsed = parsed.expect("the mail is MIME");
    let (subject, text) = (parsed.subject().unwrap(), parsed.body_text(0).unwrap());
    (subject.to_owned(), text.replace("\r\n", "\n"))
}

/// The token of the link in an e-mail, after this beginning.
fn token_in(text: &str, link: &str) -> String {
    let token = text.split(link).nth(1).unwrap_or_else(|| panic!("{text}"));
    token.lines().next().unwrap().to_owned()
}
