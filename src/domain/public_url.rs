//! The address of the server in links.

use reqwest::Url;

use super::ids::ChatId;

/// The address under which people reach this server and its pages, as in e-mails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    /// Without a slash at its end.
    base: String,
    host: String,
}

/// An address that cannot begin a link.
#[derive(Debug, thiserror::Error)]
#[error("not an http or https URL without query and fragment, like https://chat.example.org")]
pub struct InvalidPublicUrl;

impl PublicUrl {
    /// Reads an `http` or `https` URL, which may have a path.
    ///
    /// # Errors
    /// It is another URL, or none.
    pub fn parse(text: &str) -> Result<Self, InvalidPublicUrl> {
        let url = Url::parse(text).map_err(|_| InvalidPublicUrl)?;
        let is_base = matches!(url.scheme(), "http" | "https")
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        let host = url.host_str().filter(|_| is_base).ok_or(InvalidPublicUrl)?;
        Ok(Self {
            base: url.as_str().trim_end_matches('/').to_owned(),
            host: host.to_owned(),
        })
    }

    /// The URL, without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.base
    }

    /// The scheme, the host and the port (RFC 6454).
    pub fn origin(&self) -> &str {
        let host = self.base.find("://").map_or(0, |at| at + 3);
        let path = self.base[host..].find('/');
        path.map_or(&*self.base, |path| &self.base[..host + path])
    }

    /// The host.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The page of a chat.
    pub fn chat(&self, realm: &str, chat_id: ChatId) -> String {
        format!("{}/chats/{}?realm={realm}", self.base, chat_id.0)
    }

    /// The page where an invitation is accepted. Browsers send no fragment to servers, so that the token
    /// is in no log.
    pub fn invitation(&self, token: &str) -> String {
        format!("{}/invitation#{token}", self.base)
    }

    /// The page where a new password is set.
    pub fn password_reset(&self, token: &str) -> String {
        format!("{}/password#{token}", self.base)
    }

    /// Where a user switches e-mails off with a token, which is safe in a URL.
    pub fn unsubscribe(&self, realm: &str, token: &str) -> String {
        format!("{}/v1/{realm}/unsubscribe?token={token}", self.base)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_begin_with_the_address_and_its_path() {
        for base in ["https://example.org/chat", "https://example.org/chat/"] {
            let url = PublicUrl::parse(base).unwrap();
            let link = url.chat("campus", ChatId(40));
            assert_eq!(link, "https://example.org/chat/chats/40?realm=campus");
            assert_eq!(url.host(), "example.org");
        }
    }

    #[test]
    fn what_cannot_begin_a_link_is_refused() {
        for text in [
            "",
            "example.org",
            "ftp://example.org",
            "mailto:a@example.org",
            "https://example.org/?a=b",
            "https://example.org/#a",
            "https://ann:secret@example.org",
        ] {
            assert!(PublicUrl::parse(text).is_err(), "{text}");
        }
    }
}
