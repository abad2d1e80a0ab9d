//! What is queued, read and sent.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use lettre::transport::smtp::extension::ClientId;
use metrics::counter;

use super::compose::{Composer, MailFrom};
use super::delivery::{self, Outcome};
use super::digest::{self, Digest};
use super::link::{self, LinkMail};
use super::smtp_server::SmtpServer;
use super::unsubscribe::UnsubscribeKey;
use crate::db::{Error, Transaction};
use crate::domain::{Event, PublicUrl};
use crate::outbox::backoff::backoff;
use crate::outbox::channel::{Attempt, Channel, Enqueued, Failure, Reading, Run};
use crate::outbox::recipients;
use crate::telemetry::metrics::MAIL_ATTEMPTS;

const ENQUEUE: &str = include_str!("sql/enqueue.sql");

/// The queue of e-mails with links, which people wait for.
const LINKS: &str = "mail_links";
/// The queue of digests.
const DIGESTS: &str = "mail_digests";

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

/// The channel of e-mails.
pub struct Mail {
    sender: Arc<Sender>,
    digest_after: Duration,
    /// Failures to reach the server since it was last reached.
    outages: i32,
}

struct Sender {
    server: SmtpServer,
    /// Introduces this server to the SMTP server.
    name: ClientId,
    composer: Composer,
}

/// An e-mail that is sent now.
pub enum Content {
    Digest(Digest),
    Link(LinkMail),
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
            outages: 0,
        }
    }
}

/// The name by which this server introduces itself: an IP address has another form.
pub(super) fn client_id(host: &str) -> ClientId {
    match host.trim_matches(['[', ']']).parse() {
        Ok(IpAddr::V4(address)) => ClientId::Ipv4(address),
        Ok(IpAddr::V6(address)) => ClientId::Ipv6(address),
        Err(_) => ClientId::Domain(host.to_owned()),
    }
}

impl Sender {
    /// Sends an e-mail. Without a connection, none is sent for a while that grows with `outages`.
    async fn send(&self, run: Run, content: Content, outages: i32) -> Attempt<Outcome> {
        let message = match &content {
            Content::Digest(digest) => self.composer.digest(digest),
            Content::Link(mail) => self.composer.link(mail),
        };
        let outcome = if let Some(message) = message {
            delivery::send(&self.server, &self.name, &message).await
        } else {
            tracing::warn!("an e-mail was lost: its address cannot be used");
            Outcome::Lost
        };
        counter!(MAIL_ATTEMPTS, "outcome" => outcome.label()).increment(1);
        let failure = |pause| Failure {
            reason: outcome.label().to_owned(),
            wait: backoff(run.attempts),
            pause,
            is_gone: false,
        };
        match outcome {
            Outcome::Accepted | Outcome::Lost => run.sent(outcome),
            Outcome::Postponed => {
                let failure = failure(None);
                run.failed(0, failure, outcome)
            }
            Outcome::Unreachable => {
                let failure = failure(Some(backoff(outages)));
                run.failed(0, failure, outcome)
            }
        }
    }
}

/// Readings of one kind of e-mail.
fn of_kind<C>(readings: Vec<Reading<C>>, kind: fn(C) -> Content) -> Vec<Reading<Content>> {
    let readings = readings.into_iter().map(|reading| match reading {
        Reading::Send(content) => Reading::Send(kind(content)),
        Reading::Nothing => Reading::Nothing,
        Reading::Later => Reading::Later,
    });
    readings.collect()
}

impl Channel for Mail {
    const NAME: &'static str = "mail";
    const SETTLED: Duration = recipients::SETTLED;
    /// Connections to the SMTP server.
    const MAX_ATTEMPTS: usize = 4;
    /// The chats of a digest.
    const MAX_RUN: i64 = 100;
    const SENDS_TOGETHER: bool = true;
    const REPEATS_INTERRUPTED: bool = false;

    type Content = Content;
    type Report = Outcome;

    fn queues(&self) -> Vec<&str> {
        vec![LINKS, DIGESTS]
    }

    async fn enqueue(
        &mut self,
        transaction: &Transaction<'_>,
        events: &[Event],
    ) -> Result<Enqueued, Error> {
        let after = self.digest_after.as_secs_f64();
        recipients::enqueue_with(transaction, ENQUEUE, events, &[&after]).await
    }

    async fn enqueue_requests(&mut self, transaction: &Transaction<'_>) -> Result<(), Error> {
        link::queue_reset_mails(transaction).await
    }

    async fn read(
        &mut self,
        transaction: &Transaction<'_>,
        runs: &[Run],
    ) -> Result<Vec<Reading<Content>>, Error> {
        if runs.iter().any(|run| run.queue == LINKS) {
            let mails = link::read(transaction, runs).await?;
            return Ok(of_kind(mails, Content::Link));
        }
        let digests = digest::read(transaction, runs).await?;
        Ok(of_kind(digests, Content::Digest))
    }

    fn send(&self, run: Run, content: Content) -> BoxFuture<'static, Attempt<Outcome>> {
        let (sender, outages) = (self.sender.clone(), self.outages);
        Box::pin(async move { sender.send(run, content, outages).await })
    }

    async fn record(
        &mut self,
        _transaction: &Transaction<'_>,
        attempts: &[Attempt<Outcome>],
    ) -> Result<(), Error> {
        for attempt in attempts {
            self.outages = match attempt.report {
                Outcome::Unreachable => self.outages.saturating_add(1),
                _ => 0,
            };
        }
        Ok(())
    }
}
