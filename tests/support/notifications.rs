//! Notifications that Postgres sends to listeners.

use std::future::poll_fn;
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::time::Instant;
use tokio_postgres::{AsyncMessage, Client, NoTls};
use uuid::Uuid;

use super::{TestDatabase, eventually};

/// A listening session.
pub struct Notifications {
    received: Arc<Mutex<Vec<(Instant, String)>>>,
    _session: Client,
}

impl Notifications {
    /// Listens to a channel.
    pub async fn of(database: &TestDatabase, channel: &str) -> Self {
        let (client, mut connection) = tokio_postgres::connect(&database.url, NoTls)
            .await
            .expect("the cluster answers");
        let received = Arc::default();
        let sink: Arc<Mutex<Vec<_>>> = Arc::clone(&received);
        tokio::spawn(async move {
            while let Some(Ok(message)) = poll_fn(|cx| connection.poll_message(cx)).await {
                if let AsyncMessage::Notification(sent) = message {
                    sink.lock()
                        .push((Instant::now(), sent.payload().to_owned()));
                }
            }
        });
        client
            .batch_execute(&format!("LISTEN {channel}"))
            .await
            .expect("every role may listen");
        Self {
            received,
            _session: client,
        }
    }

    /// The notifications so far that contain a text, with the time of arrival.
    pub fn with(&self, text: &str) -> Vec<(Instant, String)> {
        let received = self.received.lock();
        let matching = received.iter();
        let matching = matching.filter(|(_, payload)| payload.contains(text));
        matching.cloned().collect()
    }
}

impl TestDatabase {
    /// Runs SQL, and waits until this many replicas have handled the signals of its triggers.
    pub async fn execute_and_fence(&self, sql: &str, replicas: usize) {
        let fence = Uuid::new_v4();
        let answers = Notifications::of(self, "vestnik_signals").await;
        self.execute(sql).await;
        let send = format!("SELECT send_signal('{{\"fence\": \"{fence}\"}}')");
        self.execute(&send).await;
        eventually("the replicas to answer", async || {
            let answers = answers.with(&fence.to_string());
            let passed = answers
                .iter()
                .filter(|(_, text)| text.contains("fence_passed"));
            (passed.count() >= replicas).then_some(())
        })
        .await;
    }
}
