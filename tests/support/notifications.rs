//! Notifications that Postgres sends to listeners.

use std::future::poll_fn;
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::time::Instant;
use tokio_postgres::{AsyncMessage, Client, NoTls};

use super::TestDatabase;

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
