//! The witnesses of `SEAL_WITNESSES`.

use std::time::Duration;

use reqwest::Url;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::time_stamp::Authority;
use crate::outbox::channel::Failure;
use crate::outbox::mail::PlainMail;
use crate::outbox::signed_post::{InvalidWebhook, SignedReceiver};

/// The most witnesses.
const MAX_WITNESSES: usize = 16;
/// How often a mail address gets a seal at most: people read it.
const MAIL_PAUSE: Duration = Duration::from_hours(24);

/// Why `SEAL_WITNESSES` cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum InvalidWitness {
    #[error(
        "number {0} of the list is neither a URL of the web, also after `rfc3161:`, nor `mailto:` and an address"
    )]
    Unknown(usize),
    #[error("more than {MAX_WITNESSES} witnesses")]
    TooMany,
    #[error("number {0} of the list is there twice")]
    Twice(usize),
    #[error("number {0} of the list is a mail address, but SMTP_URL is not set")]
    NoMail(usize),
    #[error("has a URL, but SEAL_WITNESS_SECRET is not set")]
    NoSecret,
    #[error("SEAL_WITNESS_SECRET or a URL is unusable: {0}")]
    Unusable(#[from] InvalidWebhook),
    #[error("{0}")]
    Client(#[from] reqwest::Error),
}

/// The witnesses as they are configured.
#[derive(Clone)]
pub struct Witnesses(Vec<Given>);

#[derive(Clone, PartialEq, Eq)]
enum Given {
    Webhook(Url),
    Authority(Url),
    Mail(String),
}

/// Witnesses that seals can be sent to.
#[derive(Clone, Default)]
pub struct OpenWitnesses(pub(super) Vec<Witness>);

#[derive(Clone)]
pub(super) struct Witness {
    pub(super) name: String,
    /// How long after a seal it gets the next one.
    pub(super) pause: Duration,
    route: Route,
}

#[derive(Clone)]
enum Route {
    Webhook(SignedReceiver),
    Authority(Authority),
    Mail { to: String, mail: PlainMail },
}

/// A seal as witnesses get it.
#[derive(Debug, Clone, Serialize)]
pub struct WitnessedSeal {
    pub(super) from_position: i64,
    pub(super) to_position: i64,
    pub(super) hash: String,
    pub(super) sealed_at: String,
}

/// What a time-stamp authority signed.
pub(super) struct TimeStamp {
    pub(super) seal: String,
    pub(super) reply: Vec<u8>,
}

/// The body of a post.
#[derive(Serialize)]
struct Body<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    timestamp: &'a str,
    data: &'a WitnessedSeal,
}

impl Witnesses {
    /// Parses the setting, a list with commas.
    ///
    /// # Errors
    /// What is wrong without regard to the other settings. Entries are named by their number, since they may be secret.
    pub fn parse(text: &str) -> Result<Self, InvalidWitness> {
        let mut given = Vec::new();
        for (index, entry) in text.split(',').map(str::trim).enumerate() {
            let witness = Given::parse(entry).ok_or(InvalidWitness::Unknown(index + 1))?;
            if given.contains(&witness) {
                return Err(InvalidWitness::Twice(index + 1));
            }
            given.push(witness);
        }
        if given.len() > MAX_WITNESSES {
            return Err(InvalidWitness::TooMany);
        }
        Ok(Self(given))
    }

    /// The witnesses, with the secret that signs posts to them, and what sends e-mails. Webhooks get a seal every
    /// `pause`.
    ///
    /// # Errors
    /// The secret or the mail server is missing or unusable.
    pub fn open(
        self,
        secret: Option<&str>,
        mail: Option<&PlainMail>,
        pause: Duration,
    ) -> Result<OpenWitnesses, InvalidWitness> {
        let mut opened = Vec::new();
        for (index, given) in self.0.into_iter().enumerate() {
            let name = given.name();
            opened.push(match given {
                Given::Webhook(url) => {
                    let secret = secret.ok_or(InvalidWitness::NoSecret)?;
                    let receiver = SignedReceiver::new(url.as_str(), secret.trim())?;
                    Witness {
                        name,
                        pause,
                        route: Route::Webhook(receiver),
                    }
                }
                Given::Authority(url) => Witness {
                    name,
                    pause,
                    route: Route::Authority(Authority::new(url)?),
                },
                Given::Mail(to) => {
                    let mail = mail.cloned().ok_or(InvalidWitness::NoMail(index + 1))?;
                    Witness {
                        name,
                        pause: pause.max(MAIL_PAUSE),
                        route: Route::Mail { to, mail },
                    }
                }
            });
        }
        Ok(OpenWitnesses(opened))
    }
}

impl OpenWitnesses {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Their names in the tables.
    pub fn names(&self) -> Vec<String> {
        self.0.iter().map(|witness| witness.name.clone()).collect()
    }
}

impl Given {
    fn parse(entry: &str) -> Option<Self> {
        if let Some(address) = entry.strip_prefix("mailto:") {
            return PlainMail::is_address(address).then(|| Self::Mail(address.to_owned()));
        }
        let stamped = entry.strip_prefix("rfc3161:");
        let url = Url::parse(stamped.unwrap_or(entry)).ok()?;
        let is_web = matches!(url.scheme(), "http" | "https");
        let kind = if stamped.is_some() {
            Self::Authority
        } else {
            Self::Webhook
        };
        is_web.then(|| kind(url))
    }

    /// The kind, the host of a URL, and the beginning of a hash of the entry.
    fn name(&self) -> String {
        let (kind, entry) = match self {
            Self::Webhook(url) => (url.host_str().unwrap_or_default(), url.to_string()),
            Self::Authority(url) => (url.host_str().unwrap_or_default(), format!("rfc3161:{url}")),
            Self::Mail(address) => ("mail", address.clone()),
        };
        let digest: [u8; 32] = Sha256::digest(entry).into();
        let [a, b, c, d, ..] = digest;
        format!("{kind}#{:08x}", u32::from_be_bytes([a, b, c, d]))
    }
}

impl Witness {
    /// Hands it a seal: `id` is the same at every attempt, `failures` is the number of those before.
    pub(super) async fn send(
        &self,
        id: &str,
        seal: &WitnessedSeal,
        failures: i32,
    ) -> Result<Option<TimeStamp>, Failure> {
        match &self.route {
            Route::Webhook(receiver) => {
                let body = Body {
                    kind: "seal",
                    timestamp: &seal.sealed_at,
                    data: seal,
                };
                let body = serde_json::to_vec(&body).expect("the body has string keys only");
                let posted = receiver.post(id, body).await;
                // Other witnesses go on, and one that is gone may come back: the log has no other proof.
                posted.map_err(|refusal| Failure {
                    pause: None,
                    is_gone: false,
                    ..refusal.after(failures)
                })?;
                Ok(None)
            }
            Route::Authority(authority) => {
                let seal = seal.line();
                let stamped = authority.stamp(Sha256::digest(format!("{seal}\n")).into());
                let reply = stamped.await.map_err(|refusal| refusal.after(failures))?;
                Ok(Some(TimeStamp { seal, reply }))
            }
            Route::Mail { to, mail } => {
                let (subject, text) = letter(seal, mail.host());
                mail.send(to, subject, text, failures).await?;
                Ok(None)
            }
        }
    }
}

impl WitnessedSeal {
    /// The line of a seals file.
    fn line(&self) -> String {
        let Self {
            from_position,
            to_position,
            hash,
            sealed_at,
        } = self;
        format!("{from_position},{to_position},{hash},{sealed_at}")
    }
}

/// The subject and the text of an e-mail. It is read by people who may know neither language well, so it has both.
fn letter(seal: &WitnessedSeal, host: &str) -> (String, String) {
    let WitnessedSeal {
        to_position,
        sealed_at,
        ..
    } = seal;
    let line = seal.line();
    let subject = format!("Seal / Печать {to_position}: {host}");
    let text = format!(
        "Keep this e-mail. It proves that the log of {host} up to event {to_position} is the one of {sealed_at}:\n\
         with this line in a file, `vestnik verify --seals FILE` tells whether anything was changed since.\n\n\
         Сохраните это письмо. Оно доказывает, что журнал {host} до события {to_position} такой же, каким был {sealed_at}:\n\
         с этой строкой в файле команда `vestnik verify --seals FILE` скажет, менялось ли с тех пор что-нибудь.\n\n\
         {line}\n"
    );
    (subject, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_dGhlIHRlc3RzJyBvd24gc2VjcmV0LCBub2JvZHkgZWxzZSdz";

    fn refusal(text: &str, secret: Option<&str>) -> String {
        let opened = Witnesses::parse(text)
            .and_then(|witnesses| witnesses.open(secret, None, Duration::from_secs(1)));
        opened.err().expect("it is refused").to_string()
    }

    #[test]
    fn unusable_witnesses_are_refused_by_their_number() {
        for (text, expected) in [
            ("", "number 1 of the list is neither"),
            (
                "https://a.example/,ftp://b.example/",
                "number 2 of the list is neither",
            ),
            (
                "https://a.example/, https://a.example/",
                "number 2 of the list is there twice",
            ),
            ("mailto:nobody", "number 1 of the list is neither"),
            (
                "https://a.example/,mailto:a@b.example",
                "number 2 of the list is a mail address",
            ),
        ] {
            let refused = refusal(text, Some(SECRET));
            assert!(refused.contains(expected), "{text}: {refused}");
        }
        let unsigned = refusal("https://a.example/", None);
        assert!(unsigned.contains("SEAL_WITNESS_SECRET"), "{unsigned}");
        let short = refusal("https://a.example/", Some("whsec_abc"));
        assert!(short.contains("whsec_"), "{short}");
    }

    #[test]
    fn names_have_no_secret_of_a_url() {
        let witnesses = Witnesses::parse("https://a.example/hook?token=s3cret").unwrap();
        let opened = witnesses.open(Some(SECRET), None, Duration::from_secs(1));
        let names = opened.unwrap().names();
        assert!(names[0].starts_with("a.example#"), "{names:?}");
        assert!(!names[0].contains("s3cret") && names[0].len() == "a.example#".len() + 8);
    }
}
