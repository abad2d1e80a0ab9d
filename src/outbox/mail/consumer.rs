//! Queues digests for events, sends those that are due, and records the results.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use lettre::Message;
use lettre::transport::smtp::extension::ClientId;
use metrics::counter;
use tokio::time::Instant;

use super::compose::{Composer, MailFrom};
use super::delivery::{self, Outcome};
use super::queue::{self, Digest, LinkMail, Taken};
use super::smtp_server::SmtpServer;
use super::unsubscribe::UnsubscribeKey;
use crate::db::{Error, Transaction};
use crate::domain::{Event, PublicUrl};
use crate::outbox::backoff::backoff;
use crate::outbox::consumer::Consumer;
use crate::outbox::deliveries::Deliveries;
use crate::telemetry::metrics::MAIL_ATTEMPTS;

/// The most concurrent connections to the SMTP server.
const MAX_CONNECTIONS: usize = 4;

/// How e-mails are sent.
#[derive(Clone)]
pub struct MailSettings {
    pub server: SmtpServer,
    pub from: MailFrom,
    /// Begins the links.
    pub public_url: PublicUrl,
    /// How long a message is unread before its digest.
    pub digest_after: Duration,
}

/// The consumer that sends e-mails.
pub struct Mail {
    sender: Arc<Sender>,
    digest_after: Duration,
    deliveries: Deliveries<Attempt>,
    /// Failures to reach the server since it was last reached.
    outages: i32,
    /// Nothing is sent before this time.
    paused: Option<Instant>,
}

struct Sender {
    server: SmtpServer,
    /// Introduces this server to the SMTP server.
    name: ClientId,
    composer: Composer,
}

/// The result of an attempt.
struct Attempt {
    taken: Taken,
    outcome: Outcome,
}

impl Mail {
    /// Sends with these settings; the key signs links.
    pub fn new(settings: MailSettings, unsubscribe_key: UnsubscribeKey) -> Self {
        let name = client_id(settings.public_url.host());
        Self {
            digest_after: settings.digest_after,
            sender: Arc::new(Sender {
                server: settings.server,
                name,
                composer: Composer {
                    from: settings.from,
                    public_url: settings.public_url,
                    unsubscribe_key,
                },
            }),
            deliveries: Deliveries::new(MAX_CONNECTIONS),
            outages: 0,
            paused: None,
        }
    }

    async fn record_results(&mut self, transaction: &Transaction<'_>) -> Result<(), Error> {
        for attempt in self.deliveries.finished() {
            let may_repeat = matches!(attempt.outcome, Outcome::Postponed | Outcome::Unreachable);
            if may_repeat {
                attempt.taken.put_back(transaction).await?;
            }
        }
        for attempt in self.deliveries.forget_finished() {
            match attempt.outcome {
                Outcome::Unreachable => {
                    self.paused = Some(Instant::now() + backoff(self.outages));
                    self.outages = self.outages.saturating_add(1);
                }
                _ => self.outages = 0,
            }
        }
        Ok(())
    }

    /// Starts sending the e-mails that are due; people wait for those with links.
    async fn send_due(&mut self, transaction: &Transaction<'_>) -> Result<(), Error> {
        queue::queue_reset_mails(transaction).await?;
        let now = Instant::now();
        if let Some(until) = self.paused.filter(|until| *until > now) {
            self.deliveries.look_again_in(Some(until - now));
            return Ok(());
        }
        self.paused = None;
        let links = queue::take_due_links(transaction, self.deliveries.room()).await?;
        let is_idle = links.is_empty();
        for link in links {
            self.deliveries.start(self.sender.clone().send_link(link));
        }
        let due = queue::take_due(transaction, self.deliveries.room()).await?;
        let wait = if is_idle && due.is_empty() {
            queue::until_next(transaction).await?
        } else {
            Some(Duration::ZERO)
        };
        for digest in due {
            self.deliveries
                .start(self.sender.clone().send_digest(digest));
        }
        self.deliveries.look_again_in(wait);
        Ok(())
    }
}

/// The name by which this server introduces itself: an IP address has another form.
fn client_id(host: &str) -> ClientId {
    match host.trim_matches(['[', ']']).parse() {
        Ok(IpAddr::V4(address)) => ClientId::Ipv4(address),
        Ok(IpAddr::V6(address)) => ClientId::Ipv6(address),
        Err(_) => ClientId::Domain(host.to_owned()),
    }
}

impl Sender {
    fn send_digest(self: Arc<Self>, digest: Digest) -> BoxFuture<'static, Attempt> {
        Box::pin(async move {
            let message = self.composer.digest(&digest);
            self.send(message, Taken::Digest(digest.row)).await
        })
    }

    fn send_link(self: Arc<Self>, link: LinkMail) -> BoxFuture<'static, Attempt> {
        Box::pin(async move {
            let message = self.composer.link(&link);
            self.send(message, Taken::Link(link.row)).await
        })
    }

    async fn send(&self, message: Option<Message>, taken: Taken) -> Attempt {
        let outcome = if let Some(message) = message {
            delivery::send(&self.server, &self.name, &message).await
        } else {
            tracing::warn!("an e-mail was lost: its address cannot be used");
            Outcome::Lost
        };
        counter!(MAIL_ATTEMPTS, "outcome" => outcome.label()).increment(1);
        Attempt { taken, outcome }
    }
}

impl Consumer for Mail {
    const NAME: &'static str = "mail";

    /// A user stays online for five seconds after their connection closed. Only then is known whether
    /// they were online when a message was committed.
    const SETTLED: Duration = Duration::from_secs(6);

    async fn process(
        &mut self,
        transaction: &Transaction<'_>,
        events: &[Event],
    ) -> Result<(), Error> {
        if let (Some(first), Some(last)) = (events.first(), events.last()) {
            let range = (first.position, last.position);
            queue::enqueue(transaction, range.0, range.1, self.digest_after).await?;
        }
        self.record_results(transaction).await?;
        self.send_due(transaction).await
    }

    async fn poll_external(&mut self) {
        self.deliveries.poll().await;
    }

    fn abandon(&mut self) {
        self.deliveries.abandon();
    }
}
