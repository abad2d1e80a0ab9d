//! The endpoints of `EVENT_WEBHOOKS`.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use serde::Deserialize;

use crate::domain::{Event, Realm, ShownAs};
use crate::outbox::signed_post::{InvalidWebhook, SignedReceiver};

/// The most endpoints. Each has a connection to the database on every replica.
const MAX_ENDPOINTS: usize = 16;
/// The most characters of a name.
const MAX_NAME: usize = 40;

/// Why `EVENT_WEBHOOKS` cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum InvalidEndpoint {
    #[error("not a JSON list of endpoints: {0}")]
    Syntax(#[from] serde_json::Error),
    #[error("more than {MAX_ENDPOINTS} endpoints")]
    TooMany,
    #[error(
        "`{0}` is not an endpoint's name: 1 to {MAX_NAME} lower-case letters, digits and hyphens"
    )]
    Name(String),
    #[error("`{0}` is the name of two endpoints")]
    NameTwice(String),
    #[error("`{endpoint}`: `{realm}` is not one of the realms that this server serves")]
    Realm { endpoint: String, realm: String },
    #[error("`{endpoint}`: `{list}` is empty; leave it out for all")]
    Empty {
        endpoint: String,
        list: &'static str,
    },
    #[error("`{0}`: set one of `secret_env` and `secret_file`")]
    SecretReference(String),
    #[error("`{endpoint}`: the environment variable {variable} is not set")]
    NoSuchVariable { endpoint: String, variable: String },
    #[error("`{endpoint}`: cannot read {}: {error}", path.display())]
    Unreadable {
        endpoint: String,
        path: PathBuf,
        error: std::io::Error,
    },
    #[error("`{endpoint}`: the URL or the secret is unusable: {error}")]
    Unusable {
        endpoint: String,
        error: InvalidWebhook,
    },
}

/// The endpoints as they are configured, without their secrets.
#[derive(Debug, Clone)]
pub struct EventEndpoints(Vec<Given>);

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    name: String,
    url: String,
    realms: Option<Vec<String>>,
    events: Option<Vec<ShownAs>>,
    secret_env: Option<String>,
    secret_file: Option<PathBuf>,
}

/// An endpoint that events are posted to. Cheap to clone.
#[derive(Clone)]
pub struct EventEndpoint(Arc<Inner>);

struct Inner {
    name: String,
    realms: Vec<Realm>,
    types: Vec<ShownAs>,
    receiver: SignedReceiver,
}

impl EventEndpoints {
    /// Parses the setting.
    ///
    /// # Errors
    /// What is wrong without regard to the other settings.
    pub fn parse(text: &str) -> Result<Self, InvalidEndpoint> {
        let given: Vec<Given> = serde_json::from_str(text)?;
        if given.len() > MAX_ENDPOINTS {
            return Err(InvalidEndpoint::TooMany);
        }
        let mut names = HashSet::new();
        for endpoint in &given {
            let name = endpoint.name.clone();
            let is_plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
            if name.is_empty() || name.len() > MAX_NAME || !name.bytes().all(is_plain) {
                return Err(InvalidEndpoint::Name(name));
            }
            if !names.insert(&endpoint.name) {
                return Err(InvalidEndpoint::NameTwice(name));
            }
            let lists = [
                ("realms", endpoint.realms.as_ref().map(Vec::is_empty)),
                ("events", endpoint.events.as_ref().map(Vec::is_empty)),
            ];
            if let Some((list, _)) = lists.iter().find(|(_, empty)| *empty == Some(true)) {
                return Err(InvalidEndpoint::Empty {
                    endpoint: name,
                    list,
                });
            }
            if endpoint.secret_env.is_some() == endpoint.secret_file.is_some() {
                return Err(InvalidEndpoint::SecretReference(name));
            }
        }
        Ok(Self(given))
    }

    /// The endpoints, with their secrets, on a server of these realms.
    ///
    /// # Errors
    /// A realm is not served, or a secret cannot be read or used.
    pub fn open(self, served: &[Realm]) -> Result<Vec<EventEndpoint>, InvalidEndpoint> {
        let endpoints = self.0.into_iter();
        endpoints.map(|given| given.open(served)).collect()
    }
}

impl Given {
    fn open(self, served: &[Realm]) -> Result<EventEndpoint, InvalidEndpoint> {
        let secret = self.secret()?;
        let receiver = SignedReceiver::new(&self.url, secret.trim());
        let receiver = receiver.map_err(|error| InvalidEndpoint::Unusable {
            endpoint: self.name.clone(),
            error,
        })?;
        let realm = |name: String| {
            let mut served = served.iter().copied();
            let found = served.find(|realm| realm.as_str() == name);
            found.ok_or_else(|| InvalidEndpoint::Realm {
                endpoint: self.name.clone(),
                realm: name,
            })
        };
        let realms = match self.realms {
            None => served.to_vec(),
            Some(names) => names.into_iter().map(realm).collect::<Result<_, _>>()?,
        };
        Ok(EventEndpoint(Arc::new(Inner {
            realms,
            types: self.events.unwrap_or_else(|| ShownAs::ALL.to_vec()),
            receiver,
            name: self.name,
        })))
    }

    fn secret(&self) -> Result<String, InvalidEndpoint> {
        let endpoint = self.name.clone();
        if let Some(path) = self.secret_file.clone() {
            let read = std::fs::read_to_string(&path);
            return read.map_err(|error| InvalidEndpoint::Unreadable {
                endpoint,
                path,
                error,
            });
        }
        let variable = self.secret_env.clone().unwrap_or_default();
        let is_name = !variable.is_empty() && !variable.contains(['=', '\0']);
        let secret = is_name.then(|| std::env::var(&variable).ok()).flatten();
        let secret = secret.filter(|secret| !secret.is_empty());
        secret.ok_or(InvalidEndpoint::NoSuchVariable { endpoint, variable })
    }
}

impl EventEndpoint {
    pub(super) fn name(&self) -> &str {
        &self.0.name
    }

    /// The one of the endpoint's realms of which an event is: the first, if it changes a user of several.
    pub(super) fn realm_of(&self, event: &Event) -> Option<Realm> {
        let mut realms = self.0.realms.iter().copied();
        realms.find(|realm| event.is_of(*realm))
    }

    pub(super) fn takes(&self, event_type: ShownAs) -> bool {
        self.0.types.contains(&event_type)
    }

    pub(super) fn receiver(&self) -> &SignedReceiver {
        &self.0.receiver
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVED: [Realm; 2] = [Realm::new("campus"), Realm::new("direct")];

    fn refusal(text: &str) -> String {
        let opened = EventEndpoints::parse(text).and_then(|endpoints| endpoints.open(&SERVED));
        opened.err().expect("it is refused").to_string()
    }

    /// An endpoint with these fields besides the name and the URL, and a secret of the tests.
    fn endpoint(fields: &str) -> (tempfile::NamedTempFile, String) {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(
            &file,
            "whsec_dGhlIHRlc3RzJyBvd24gc2VjcmV0LCBub2JvZHkgZWxzZSdz\n",
        )
        .unwrap();
        let text = format!(
            r#"[{{"name":"a-1","url":"https://a.example/","secret_file":{:?}{fields}}}]"#,
            file.path()
        );
        (file, text)
    }

    #[test]
    fn realms_and_events_default_to_all() {
        let (_secret, text) = endpoint("");
        let opened = EventEndpoints::parse(&text).unwrap().open(&SERVED).unwrap();
        assert_eq!(opened[0].name(), "a-1");
        assert_eq!(opened[0].0.realms, SERVED);
        assert!(ShownAs::ALL.iter().all(|one| opened[0].takes(*one)));

        let (_secret, text) = endpoint(r#","realms":["direct"],"events":["read","chat"]"#);
        let opened = EventEndpoints::parse(&text).unwrap().open(&SERVED).unwrap();
        assert_eq!(opened[0].0.realms, [SERVED[1]]);
        assert!(opened[0].takes(ShownAs::Read) && !opened[0].takes(ShownAs::Message));
    }

    #[test]
    fn unusable_endpoints_are_refused_with_their_name() {
        for (fields, expected) in [
            (r#","realms":["school"]"#, "`a-1`: `school` is not one of"),
            (r#","realms":[]"#, "`a-1`: `realms` is empty"),
            (r#","events":[]"#, "`a-1`: `events` is empty"),
            (r#","events":["typing"]"#, "unknown variant `typing`"),
            (r#","events":["scheduled"]"#, "unknown variant `scheduled`"),
            (r#","kinds":["read"]"#, "unknown field `kinds`"),
            (r#","secret_env":"HOME""#, "`a-1`: set one of"),
        ] {
            let (_secret, text) = endpoint(fields);
            let refused = refusal(&text);
            assert!(refused.contains(expected), "{refused}");
        }
        for (text, expected) in [
            ("{}", "not a JSON list"),
            (
                r#"[{"name":"a_b","url":"http://a/","secret_env":"X"}]"#,
                "`a_b` is not",
            ),
            (r#"[{"name":"a","url":"http://a/"}]"#, "`a`: set one of"),
            (
                r#"[{"name":"a","url":"http://a/","secret_env":"NO_SUCH_VARIABLE"}]"#,
                "NO_SUCH_VARIABLE is not set",
            ),
            (
                r#"[{"name":"a","url":"http://a/","secret_file":"/no/such/file"}]"#,
                "`a`: cannot read /no/such/file",
            ),
            (
                r#"[{"name":"a","url":"http://a/","secret_env":"X"},
                    {"name":"a","url":"http://b/","secret_env":"X"}]"#,
                "two endpoints",
            ),
        ] {
            let refused = refusal(text);
            assert!(refused.contains(expected), "{refused}");
        }
        let (_secret, text) = endpoint("");
        let refused = refusal(&text.replace("https://", "ftp://"));
        assert!(refused.contains("`a-1`: the URL"), "{refused}");
    }
}
