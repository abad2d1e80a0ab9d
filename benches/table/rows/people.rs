//! `PUT /users`: an API key creates 1,000 people, and then renames them.

use std::time::Instant;

use reqwest::Method;
use serde_json::{Value, json};
use support::ReplicaProcess;
use support::report::{Figures, Goal, Report, Row};
use vestnik::auth::ApiKeyList;
use vestnik::domain::KeyScope;

use crate::servers::{checkpoint, durable_database};
use crate::settings::Settings;

const PEOPLE: usize = 1_000;
/// Seconds of one request.
const WANTED: f64 = 1.0;

pub async fn run(settings: &Settings, report: &mut Report) {
    let (mut created, mut renamed) = (Vec::new(), Vec::new());
    for _ in 0..settings.rounds {
        let [of_creation, of_renaming] = seconds().await;
        println!("created in {of_creation:.2} s, renamed in {of_renaming:.2} s");
        created.push(of_creation);
        renamed.push(of_renaming);
    }
    for (name, what, measured) in [
        ("people.created", "PUT /users, 1,000 created", created),
        ("people.renamed", "PUT /users, 1,000 renamed", renamed),
    ] {
        report.add(Row {
            name,
            what: what.to_owned(),
            unit: "s",
            measured: Figures::new("one request", measured),
            beside: Figures::new("wanted", vec![WANTED]),
            goal: Goal::AtMost(1.0),
        });
    }
}

/// How long both requests take in a new database.
async fn seconds() -> [f64; 2] {
    let database = durable_database().await;
    let keys = ApiKeyList::open(&database.connector()).await;
    let keys = keys.expect("the owner can connect");
    let name = "directory".parse().expect("a name of a key");
    let realm = "campus".parse().expect("a realm");
    let added = keys.add(&name, realm, &[KeyScope::Users]).await;
    let key = added.expect("keys can be added").expect("the name is free");
    let settings = [("RUST_LOG", "warn"), ("REALMS", "campus")];
    let replica = ReplicaProcess::spawn_with(&database, &settings).await;
    let client = replica.anonymous_client().with_token(&key.secret);
    let mut seconds = [0.0; 2];
    for (n, name) in ["Анна", "Мария"].into_iter().enumerate() {
        checkpoint(&database).await;
        let request = client.request(Method::PUT, "/v1/campus/users");
        let request = request.json(&people(name));
        let began = Instant::now();
        drop(client.send(request).await.expect(200));
        seconds[n] = began.elapsed().as_secs_f64();
    }
    assert!(replica.terminate().await.success());
    seconds
}

fn people(name: &str) -> Value {
    let people = (0..PEOPLE).map(|n| {
        json!({
            "external_id": format!("person-{n}"),
            "name": format!("{name} Соколова {n}"),
            "email": format!("person-{n}@bench.test"),
        })
    });
    people.collect()
}
