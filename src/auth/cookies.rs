//! Sets and clears the cookies of a browser session.
//!
//! Scripts cannot read them (`HttpOnly`), forms of other sites do not send them (`SameSite=Lax`),
//! and they cross encrypted connections only (`Secure`), except to a loopback host over plain HTTP,
//! which is a developer's own machine.
//!
//! It knows nothing of the tokens in them.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv6Addr};
use std::time::Duration;

use axum::http::uri::Authority;
use axum::http::{HeaderMap, header};
use axum_extra::extract::cookie::{Cookie, SameSite};

/// The default name of the cookie that authenticates requests.
pub const ACCESS: &str = "access_token";
/// Names of such cookies at most.
const MAX_ACCESS_COOKIES: usize = 4;
/// The cookie with the refresh token; browsers send it to the log-in routes only.
pub const REFRESH: &str = "refresh_token";

/// The cookie with a guest's token; browsers send it to the guests' routes only.
pub const GUEST: &str = "guest_token";

const ACCESS_PATH: &str = "/";

/// Browsers limit the lifetime of a cookie to 400 days (RFC 6265bis section 5.5).
const MAX_LIFETIME: Duration = Duration::from_hours(400 * 24);

/// The cookies that authenticate requests: of several that a request has, the first valid one counts.
/// This server sets the first of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessCookies(Vec<String>);

impl Default for AccessCookies {
    fn default() -> Self {
        Self(vec![ACCESS.to_owned()])
    }
}

/// Names that are not those of cookies.
#[derive(Debug, thiserror::Error)]
#[error("not a list of 1 to {MAX_ACCESS_COOKIES} names of cookies, separated by commas")]
pub struct InvalidCookieNames;

impl AccessCookies {
    /// Reads a comma-separated list of names.
    pub fn parse(text: &str) -> Result<Self, InvalidCookieNames> {
        let names = text.split(',').map(str::trim).map(str::to_owned);
        let names: Vec<String> = names.collect();
        // Those of this server's other cookies would be taken for access tokens.
        let is_usable = |name: &String| is_name(name) && ![REFRESH, GUEST].contains(&&**name);
        if names.len() > MAX_ACCESS_COOKIES || !names.iter().all(is_usable) {
            return Err(InvalidCookieNames);
        }
        Ok(Self(names))
    }

    /// All names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// The name of the cookie that this server sets.
    pub fn own(&self) -> &str {
        self.0.first().map_or(ACCESS, String::as_str)
    }
}

/// Whether a cookie may have the name (RFC 6265, section 4.1.1).
fn is_name(name: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_token)
}

/// The values of the cookies of a name, in their order, without empty ones.
pub fn values(headers: &HeaderMap, name: &str) -> impl Iterator<Item = String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(Cookie::split_parse_encoded)
        .filter_map(Result::ok)
        .filter(move |cookie| cookie.name() == name && !cookie.value().is_empty())
        .map(|cookie| cookie.value().to_owned())
}

/// Builds the cookies of the response to one request. Add clearing cookies with `CookieJar::add`
/// too: `CookieJar::remove` ignores a cookie that was not in the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CookieFactory {
    secure: bool,
}

impl CookieFactory {
    /// Decides on `Secure` by the host and scheme of the request.
    pub fn for_request(headers: &HeaderMap) -> Self {
        Self {
            secure: is_encrypted(headers) || !is_to_loopback(headers),
        }
    }

    /// Sets this server's access cookie for `lifetime`.
    pub fn access(
        self,
        cookies: &AccessCookies,
        token: String,
        lifetime: Duration,
    ) -> Cookie<'static> {
        self.build(cookies.own(), token, ACCESS_PATH, lifetime)
    }

    /// Sets the refresh cookie for `lifetime`; `path` is that of the log-in routes.
    pub fn refresh(
        self,
        token: String,
        path: impl Into<Cow<'static, str>>,
        lifetime: Duration,
    ) -> Cookie<'static> {
        self.build(REFRESH, token, path, lifetime)
    }

    /// Sets the guest's cookie for `lifetime`; `path` is that of the guests' routes.
    pub fn guest(self, token: String, path: &'static str, lifetime: Duration) -> Cookie<'static> {
        self.build(GUEST, token, path, lifetime)
    }

    /// Clears this server's access cookie.
    pub fn clear_access(self, cookies: &AccessCookies) -> Cookie<'static> {
        self.build(cookies.own(), String::new(), ACCESS_PATH, Duration::ZERO)
    }

    /// Clears the refresh cookie of `path`.
    pub fn clear_refresh(self, path: impl Into<Cow<'static, str>>) -> Cookie<'static> {
        self.build(REFRESH, String::new(), path, Duration::ZERO)
    }

    fn build(
        self,
        name: &str,
        value: String,
        path: impl Into<Cow<'static, str>>,
        lifetime: Duration,
    ) -> Cookie<'static> {
        let max_age = lifetime
            .min(MAX_LIFETIME)
            .try_into()
            .expect("400 days are in range");
        Cookie::build((name.to_owned(), value))
            .path(path)
            .max_age(max_age)
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(self.secure)
            .build()
    }
}

/// One https hop is enough: an unnecessary `Secure` does little harm.
fn is_encrypted(headers: &HeaderMap) -> bool {
    headers.get_all("x-forwarded-proto").iter().any(|value| {
        let hops = value.as_bytes().split(|byte| *byte == b',');
        hops.map(<[u8]>::trim_ascii)
            .any(|proto| proto.eq_ignore_ascii_case(b"https"))
    })
}

fn is_to_loopback(headers: &HeaderMap) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return false;
    };
    let Ok(authority) = Authority::try_from(host.as_bytes()) else {
        return false;
    };
    let host = authority.host().to_ascii_lowercase();
    if let Some(address) = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        return address
            .parse()
            .is_ok_and(|address: Ipv6Addr| address.is_loopback());
    }
    let is_loopback = host
        .parse()
        .is_ok_and(|address: IpAddr| address.is_loopback());
    is_loopback || host == "localhost" || host.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(host: &str, forwarded: Option<&str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        if let Some(proto) = forwarded {
            headers.insert("x-forwarded-proto", proto.parse().unwrap());
        }
        headers
    }

    #[test]
    fn access_cookies_have_valid_names() {
        let names = |text| AccessCookies::parse(text).map(|cookies| cookies.0.join(" "));
        assert_eq!(names("session, jwt").unwrap(), "session jwt");
        for refused in [
            "",
            "a,,b",
            "a b",
            "a=b",
            "a;b",
            "é",
            "refresh_token",
            "a,b,c,d,e",
        ] {
            assert!(names(refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn only_plain_http_to_a_loopback_host_gets_cookies_without_secure() {
        for (host, forwarded, secure) in [
            ("localhost", None, false),
            ("localhost:8080", None, false),
            ("LOCALHOST:8080", None, false),
            ("app.localhost:3000", None, false),
            ("127.0.0.1", None, false),
            ("127.8.9.10:8080", None, false),
            ("[::1]", None, false),
            ("[::1]:8080", None, false),
            ("localhost:8080", Some("http"), false),
            ("localhost", Some("https"), true),
            ("localhost", Some("HTTPS"), true),
            ("localhost", Some("https, http"), true),
            ("127.0.0.1", Some("https"), true),
            ("chat.example.org", None, true),
            ("chat.example.org", Some("http"), true),
            ("localhost.example.org", None, true),
            ("notlocalhost", None, true),
            ("127.0.0.1.example.org", None, true),
            ("128.0.0.1", None, true),
            ("10.0.0.1:8080", None, true),
            ("[::2]:8080", None, true),
            ("::1", None, true),
            ("localhost@example.org", None, true),
            ("not a host", None, true),
        ] {
            let cookies = CookieFactory::for_request(&headers(host, forwarded));
            assert_eq!(cookies.secure, secure, "{host} {forwarded:?}");
        }
    }

    #[test]
    fn a_request_without_one_clear_host_gets_secure_cookies() {
        assert!(CookieFactory::for_request(&HeaderMap::new()).secure);
        let mut two = headers("localhost", None);
        two.append(header::HOST, "localhost".parse().unwrap());
        assert!(CookieFactory::for_request(&two).secure);
    }

    #[test]
    fn cookies_carry_every_attribute() {
        let cookies = CookieFactory { secure: true };
        let hour = Duration::from_hours(1);
        assert_eq!(
            cookies
                .access(&AccessCookies::default(), "t".into(), hour)
                .to_string(),
            "access_token=t; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=3600"
        );
        assert_eq!(
            cookies.refresh("t".into(), "/login", hour).to_string(),
            "refresh_token=t; HttpOnly; SameSite=Lax; Secure; Path=/login; Max-Age=3600"
        );
        assert_eq!(
            CookieFactory { secure: false }
                .access(&AccessCookies::default(), "t".into(), Duration::MAX)
                .to_string(),
            "access_token=t; HttpOnly; SameSite=Lax; Path=/; Max-Age=34560000"
        );
    }

    #[test]
    fn clearing_names_the_same_path_and_no_life() {
        let cookies = CookieFactory { secure: true };
        assert_eq!(
            cookies.clear_access(&AccessCookies::default()).to_string(),
            "access_token=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0"
        );
        assert_eq!(
            cookies.clear_refresh("/login").to_string(),
            "refresh_token=; HttpOnly; SameSite=Lax; Secure; Path=/login; Max-Age=0"
        );
    }
}
