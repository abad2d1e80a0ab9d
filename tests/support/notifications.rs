//! What Postgres calls out, as anybody who listens hears it.

use std::future::poll_fn;
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::time::Instant;
use tokio_postgres::{AsyncMessage, Client, NoTls};

use super::TestDatabase;

/// A session that listens.
pub struct Notifications {
    heard: Arc<Mutex<Vec<(Instant, String)>>>,
    _session: Client,
}

impl Notifications {
    /// Listens to a channel from now on.
    pub async fn of(database: &TestDatabase, channel: &str) -> Self {
        let (client, mut connection) = tokio_postgres::connect(&database.url, NoTls)
            .await
            .expect("the cluster answers");
        let heard = Arc::default();
        let noted: Arc<Mutex<Vec<_>>> = Arc::clone(&heard);
        tokio::spawn(async move {
            while let Some(Ok(message)) = poll_fn(|cx| connection.poll_message(cx)).await {
                if let AsyncMessage::Notification(call) = message {
                    noted
                        .lock()
                        .push((Instant::now(), call.payload().to_owned()));
                }
            }
        });
        client
            .batch_execute(&format!("LISTEN {channel}"))
            .await
            .expect("anybody may listen");
        Self {
            heard,
            _session: client,
        }
    }

    /// Those heard so far that contain a text, and when they came.
    pub fn with(&self, text: &str) -> Vec<(Instant, String)> {
        let heard = self.heard.lock();
        let those = heard.iter().filter(|(_, payload)| payload.contains(text));
        those.cloned().collect()
    }
}
