//! Thousands of users, each with a chat and an open stream.

use futures::StreamExt as _;
use tokio::sync::watch;

use crate::campaign::BOUND;
use crate::environment::{Environment, eventually_within};
use crate::subscribers::{Scope, Subscriber, SubscriberOptions};
use crate::support::database::token_for;
use crate::support::{Client, Person, TestDatabase};

/// Users with their chats, two in each.
pub struct UserPairs(Vec<(Person, i64)>);

impl UserPairs {
    /// Creates this many users.
    pub async fn new(database: &TestDatabase, size: usize) -> Self {
        let sql = "
            WITH people AS (
                INSERT INTO users (email, name, role)
                SELECT gen_random_uuid() || '@crowd.test', 'crowd ' || n,
                       CASE WHEN n % 2 = 0 THEN 'teacher' ELSE 'student' END
                FROM generate_series(1, $1::bigint) AS n
                RETURNING id, role
            ),
            numbered AS (
                SELECT id, role, row_number() OVER (PARTITION BY role ORDER BY id) AS n
                FROM people
            )
            INSERT INTO lessons (teacher_id, student_id, scheduled_at, status)
            SELECT t.id, s.id, now(), 'completed'
            FROM numbered AS t JOIN numbered AS s USING (n)
            WHERE t.role = 'teacher' AND s.role = 'student'";
        let client = database.client().await;
        let size = i64::try_from(size / 2 * 2).expect("a crowd is small");
        client.execute(sql, &[&size]).await.expect("lessons");
        let people = "SELECT u.id, u.name, p.chat_id
                      FROM users AS u JOIN chat_participants AS p ON p.user_id = u.id
                      WHERE u.email LIKE '%@crowd.test'
                      ORDER BY u.id";
        let rows = client.query(people, &[]).await.expect("people");
        let people = rows.iter().map(|row| {
            let id = row.get(0);
            let person = Person {
                id,
                name: row.get(1),
                token: token_for(id),
            };
            (person, row.get(2))
        });
        Self(people.collect())
    }

    /// Connects all users to one node; they reconnect to the address in the returned sender.
    pub async fn connect(
        &self,
        environment: &Environment,
        node: usize,
        seed: u64,
    ) -> (watch::Sender<String>, Vec<Subscriber>) {
        let (sender, base) = watch::channel(environment.nodes[node].url());
        let options = SubscriberOptions {
            base,
            ..SubscriberOptions::at("")
        };
        let people = self.0.iter();
        let subscribers: Vec<Subscriber> = people
            .map(|(person, chat_id)| {
                let scope = Scope::Chats(vec![*chat_id]);
                Subscriber::start(person, scope, options.clone(), seed)
            })
            .collect();
        Self::until_all_have_reconnected(&subscribers, 0).await;
        (sender, subscribers)
    }

    /// Waits until every stream is open and was reopened this often.
    pub async fn until_all_have_reconnected(subscribers: &[Subscriber], times: usize) {
        let is_back =
            |user: &&Subscriber| user.is_live() && (times == 0 || user.reconnects() >= times);
        let what = format!("{} users to connect", subscribers.len());
        eventually_within(BOUND, &what, async || {
            let back = subscribers.iter().filter(is_back).count();
            (back == subscribers.len()).then_some(())
        })
        .await;
    }

    /// Sends a message as every user; returns the last position in each user's chat.
    pub async fn send_to_all(&self, environment: &Environment, text: &str) -> Vec<i64> {
        // Building a client costs more than sending, so one serves all.
        let anonymous = Client::new(&environment.nginx.url);
        let sends = self.0.iter().map(|(person, chat_id)| {
            let client = anonymous.clone().with_token(&person.token);
            async move { (*chat_id, client.send_message(*chat_id, text).await) }
        });
        let mut last = std::collections::HashMap::new();
        let mut sends = futures::stream::iter(sends).buffer_unordered(32);
        while let Some((chat_id, position)) = sends.next().await {
            let entry = last.entry(chat_id).or_insert(position);
            *entry = position.max(*entry);
        }
        let last_of = |(_, chat_id): &(Person, i64)| last[chat_id];
        self.0.iter().map(last_of).collect()
    }

    /// Waits until each user has received the event at their position.
    pub async fn until_all_have_reached(subscribers: &[Subscriber], positions: &[i64]) {
        eventually_within(
            BOUND,
            "every user to receive the last message",
            async || {
                let mut each = subscribers.iter().zip(positions);
                each.all(|(user, position)| user.reached() >= *position)
                    .then_some(())
            },
        )
        .await;
    }
}
