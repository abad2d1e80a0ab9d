//! The SMTP server that takes the e-mails: `SMTP_URL`.

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use percent_encoding::percent_decode_str;
use reqwest::Url;

/// The ports of RFC 8314: submission with STARTTLS, and over TLS.
const STARTTLS_PORT: u16 = 587;
const TLS_PORT: u16 = 465;

/// An SMTP server and how to connect to it. It has no `Debug`, because it holds a password.
#[derive(Clone)]
pub struct SmtpServer {
    host: String,
    port: u16,
    encryption: Encryption,
    credentials: Option<Credentials>,
}

#[derive(Clone)]
enum Encryption {
    /// `smtps://`: TLS from the first byte.
    Tls(TlsParameters),
    /// `smtp://` with a password: it is sent over TLS only.
    StartTls(TlsParameters),
    /// `smtp://` without a password: STARTTLS if the server has it.
    StartTlsIfOffered(TlsParameters),
    /// `smtp://…?tls=none`.
    None,
}

/// A URL that names no SMTP server. Its text never has the password.
#[derive(Debug, thiserror::Error)]
pub enum InvalidSmtpUrl {
    #[error("not a URL like smtp://user:password@mail.example.org:587 or smtps://…")]
    Url,
    #[error("`tls` may be `none` only, in a URL that begins with smtp://")]
    Tls,
    #[error("TLS cannot be used: {0}")]
    Setup(#[from] Error),
}

impl SmtpServer {
    /// Reads `smtp://` and `smtps://` URLs.
    ///
    /// # Errors
    /// It is another URL, or none.
    pub fn parse(text: &str) -> Result<Self, InvalidSmtpUrl> {
        let url = Url::parse(text).map_err(|_| InvalidSmtpUrl::Url)?;
        let host = url.host_str().filter(|host| !host.is_empty());
        let host = host.ok_or(InvalidSmtpUrl::Url)?;
        let host = host.trim_matches(['[', ']']).to_owned();
        let credentials = credentials(&url)?;
        let tls = || TlsParameters::new(host.clone());
        let encryption = match (url.scheme(), url.query(), &credentials) {
            ("smtps", None, _) => Encryption::Tls(tls()?),
            ("smtp", None, Some(_)) => Encryption::StartTls(tls()?),
            ("smtp", None, None) => Encryption::StartTlsIfOffered(tls()?),
            ("smtp", Some("tls=none"), _) => Encryption::None,
            ("smtp" | "smtps", Some(_), _) => return Err(InvalidSmtpUrl::Tls),
            _ => return Err(InvalidSmtpUrl::Url),
        };
        let default_port = match encryption {
            Encryption::Tls(_) => TLS_PORT,
            _ => STARTTLS_PORT,
        };
        Ok(Self {
            host,
            port: url.port().unwrap_or(default_port),
            encryption,
            credentials,
        })
    }

    /// Connects, encrypts and authenticates; `name` introduces this server.
    ///
    /// # Errors
    /// Nothing has been sent.
    pub(super) async fn connect(&self, name: &ClientId) -> Result<AsyncSmtpConnection, Error> {
        let address = (self.host.as_str(), self.port);
        let tls = match &self.encryption {
            Encryption::Tls(tls) => Some(tls.clone()),
            _ => None,
        };
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(address, None, name, tls, None).await?;
        match &self.encryption {
            Encryption::StartTls(tls) => connection.starttls(tls.clone(), name).await?,
            Encryption::StartTlsIfOffered(tls) if connection.can_starttls() => {
                connection.starttls(tls.clone(), name).await?;
            }
            _ => {}
        }
        if let Some(credentials) = &self.credentials {
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            connection.auth(&mechanisms, credentials).await?;
        }
        Ok(connection)
    }
}

/// The user and the password; `None` without a user.
fn credentials(url: &Url) -> Result<Option<Credentials>, InvalidSmtpUrl> {
    if url.username().is_empty() {
        return Ok(None);
    }
    let decoded = |text: &str| {
        let text = percent_decode_str(text).decode_utf8();
        text.map(String::from).map_err(|_| InvalidSmtpUrl::Url)
    };
    let password = url.password().ok_or(InvalidSmtpUrl::Url)?;
    let credentials = Credentials::new(decoded(url.username())?, decoded(password)?);
    Ok(Some(credentials))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_sent_over_tls_only() {
        let server = SmtpServer::parse("smtp://ann:s%40cret@mail.example.org").unwrap();
        assert!(matches!(server.encryption, Encryption::StartTls(_)));
        assert_eq!(server.port, 587);
        let expected = Credentials::new("ann".to_owned(), "s@cret".to_owned());
        assert_eq!(server.credentials, Some(expected));
    }

    #[test]
    fn the_scheme_decides_on_the_port() {
        let server = SmtpServer::parse("smtps://ann:secret@mail.example.org").unwrap();
        assert!(matches!(server.encryption, Encryption::Tls(_)));
        assert_eq!(server.port, 465);
        let server = SmtpServer::parse("smtp://[::1]:2525?tls=none").unwrap();
        assert!(matches!(server.encryption, Encryption::None));
        assert_eq!((server.host.as_str(), server.port), ("::1", 2525));
    }

    #[test]
    fn other_urls_are_refused_without_showing_the_password() {
        for text in [
            "",
            "mail.example.org",
            "http://ann:secret@mail.example.org",
            "smtp://ann:secret@",
            "smtp://ann@mail.example.org",
            "smtps://ann:secret@mail.example.org?tls=none",
            "smtp://ann:secret@mail.example.org?tls=opportunistic",
            "smtp://ann:secret@mail.example.org:70000",
        ] {
            let Err(error) = SmtpServer::parse(text) else {
                panic!("{text} is accepted");
            };
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }
}
