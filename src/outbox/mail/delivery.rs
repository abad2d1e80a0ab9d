//! Hands an e-mail to the SMTP server.

use std::time::Duration;

use lettre::Message;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::extension::ClientId;
use tokio::time::timeout;

use super::smtp_server::SmtpServer;

/// The limit for connecting, TLS and authentication.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(20);
/// The limit for handing over an e-mail.
const SEND_TIMEOUT: Duration = Duration::from_mins(1);
/// The limit for a polite end.
const QUIT_TIMEOUT: Duration = Duration::from_secs(2);

/// What became of an e-mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Accepted,
    /// The server will not take it, or it is unknown whether it has.
    Lost,
    /// The server did not take it now.
    Postponed,
    /// The server could not be reached, or does not let this server in.
    Unreachable,
}

impl Outcome {
    /// The label of the metric.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Lost => "lost",
            Self::Postponed => "postponed",
            Self::Unreachable => "unreachable",
        }
    }
}

/// Sends an e-mail over a connection of its own. The log has the server's words, and neither the
/// address nor the password.
pub(super) async fn send(server: &SmtpServer, name: &ClientId, message: &Message) -> Outcome {
    let connection = match timeout(CONNECT_TIMEOUT, server.connect(name)).await {
        Ok(Ok(connection)) => connection,
        Ok(Err(error)) => {
            tracing::warn!(%error, "the SMTP server cannot be used");
            return Outcome::Unreachable;
        }
        Err(_) => {
            tracing::warn!("the SMTP server did not answer in time");
            return Outcome::Unreachable;
        }
    };
    hand_over(connection, message).await
}

async fn hand_over(mut connection: AsyncSmtpConnection, message: &Message) -> Outcome {
    let text = message.formatted();
    let sending = connection.send(message.envelope(), &text);
    let outcome = match timeout(SEND_TIMEOUT, sending).await {
        Ok(Ok(_)) => Outcome::Accepted,
        Ok(Err(error)) => outcome_of(&error),
        Err(_) => {
            tracing::warn!("the SMTP server did not take an e-mail in time");
            Outcome::Lost
        }
    };
    let _ = timeout(QUIT_TIMEOUT, connection.abort()).await;
    outcome
}

fn outcome_of(error: &Error) -> Outcome {
    let status = error.status().map(|status| status.to_string());
    if error.is_transient() {
        tracing::info!(status, "the SMTP server took an e-mail not yet");
        Outcome::Postponed
    } else {
        // After any other failure than a reply, the server may have taken it.
        tracing::warn!(status, "an e-mail was lost");
        Outcome::Lost
    }
}
