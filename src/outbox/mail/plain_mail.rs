//! E-mails that are no digest and no link, for other channels.

use std::sync::Arc;

use lettre::Address;

use super::channel::{MailSettings, client_id};
use super::compose::{self, MailFrom};
use super::delivery::{self, Outcome};
use super::smtp_server::SmtpServer;
use crate::outbox::backoff::backoff;
use crate::outbox::channel::Failure;
use crate::telemetry::metrics::MAIL_ATTEMPTS;

/// Sends plain e-mails. Cheap to clone.
#[derive(Clone)]
pub struct PlainMail(Arc<Inner>);

struct Inner {
    server: SmtpServer,
    from: MailFrom,
    host: String,
}

impl PlainMail {
    /// Sends with these settings.
    pub fn new(settings: &MailSettings) -> Self {
        Self(Arc::new(Inner {
            server: settings.server.clone(),
            from: settings.from.clone(),
            host: settings.public_url.host().to_owned(),
        }))
    }

    /// Whether an e-mail can be addressed to this text.
    pub(in crate::outbox) fn is_address(text: &str) -> bool {
        text.parse::<Address>().is_ok()
    }

    /// The host that people know this server by.
    pub(in crate::outbox) fn host(&self) -> &str {
        &self.0.host
    }

    /// Sends an e-mail. It may arrive twice: it is sent again unless the server took it.
    pub(in crate::outbox) async fn send(
        &self,
        to: &str,
        subject: String,
        text: String,
        failures: i32,
    ) -> Result<(), Failure> {
        let Inner { server, from, host } = &*self.0;
        let outcome = match compose::plain_mail(from, to, subject, text) {
            Some(message) => delivery::send(server, &client_id(host), &message).await,
            None => Outcome::Lost,
        };
        metrics::counter!(MAIL_ATTEMPTS, "outcome" => outcome.label()).increment(1);
        if outcome == Outcome::Accepted {
            return Ok(());
        }
        Err(Failure {
            reason: outcome.label().to_owned(),
            wait: backoff(failures),
            pause: None,
            is_gone: false,
        })
    }
}
