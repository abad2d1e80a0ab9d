use super::*;

const OWN_HOST: &str = "chat.example.org";

fn allowed() -> AllowedOrigins {
    AllowedOrigins::parse("https://app.example.org, http://localhost:5173").unwrap()
}

fn request(lines: &[(&str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in lines {
        headers.append(name.parse::<HeaderName>().unwrap(), value.parse().unwrap());
    }
    headers
}

fn passes(site: Option<&str>, origin: Option<&str>, proto: Option<&str>) -> bool {
    let mut headers = request(&[("host", OWN_HOST)]);
    for (name, value) in [
        ("sec-fetch-site", site),
        ("origin", origin),
        ("x-forwarded-proto", proto),
    ] {
        if let Some(value) = value {
            headers.insert(name, value.parse().unwrap());
        }
    }
    check(&Method::POST, &headers, &allowed()).is_ok()
}

#[test]
fn a_change_of_state_passes_from_own_pages_and_allowed_origins_alone() {
    let own = Some("https://chat.example.org");
    let listed = Some("https://app.example.org");
    let other = Some("https://evil.example");
    let https = Some("https");
    for (site, origin, proto, expected) in [
        (None, None, None, true),
        // The browser's decision takes precedence over the origin.
        (Some("same-origin"), None, None, true),
        (Some("same-origin"), own, None, true),
        (Some("same-origin"), Some("null"), None, true),
        (Some("none"), None, None, true),
        (Some("same-site"), None, None, false),
        (Some("same-site"), listed, None, true),
        (Some("same-site"), other, None, false),
        (Some("cross-site"), None, None, false),
        (Some("cross-site"), listed, None, true),
        (Some("cross-site"), other, None, false),
        (Some("cross-site"), Some("null"), None, false),
        (Some("what-else"), None, None, false),
        (Some("what-else"), listed, None, true),
        // Without a verdict the origin decides.
        (None, own, https, true),
        (None, own, Some("HTTPS, http"), true),
        (None, own, None, false),
        (None, Some("http://chat.example.org"), None, true),
        (None, Some("http://chat.example.org:80"), None, true),
        (None, Some("http://chat.example.org"), https, false),
        (None, Some("http://chat.example.org:8080"), None, false),
        (
            None,
            Some("https://chat.example.org.evil.example"),
            https,
            false,
        ),
        (None, listed, https, true),
        (None, other, https, false),
        (None, Some("null"), https, false),
        (None, Some(""), https, false),
    ] {
        assert_eq!(
            passes(site, origin, proto),
            expected,
            "{site:?} {origin:?} {proto:?}"
        );
    }
}

#[test]
fn reading_passes_from_anywhere_but_an_upgrade_does_not() {
    let reading = request(&[
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://evil.example"),
    ]);
    for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
        assert_eq!(check(&method, &reading, &allowed()), Ok(()));
    }
    for method in [
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
        Method::CONNECT,
    ] {
        assert_eq!(check(&method, &reading, &allowed()), Err(CrossOrigin));
    }
    let mut upgrade = reading;
    upgrade.insert("upgrade", "WebSocket".parse().unwrap());
    assert_eq!(check(&Method::GET, &upgrade, &allowed()), Err(CrossOrigin));
    upgrade.insert("origin", "http://localhost:5173".parse().unwrap());
    assert_eq!(check(&Method::GET, &upgrade, &allowed()), Ok(()));
}

#[test]
fn a_repeated_header_never_passes() {
    let sites = [
        ("sec-fetch-site", "same-origin"),
        ("sec-fetch-site", "cross-site"),
    ];
    assert_eq!(
        check(&Method::POST, &request(&sites), &allowed()),
        Err(CrossOrigin)
    );
    let origins = [
        ("host", OWN_HOST),
        ("origin", "http://chat.example.org"),
        ("origin", "https://app.example.org"),
    ];
    assert_eq!(
        check(&Method::POST, &request(&origins), &allowed()),
        Err(CrossOrigin)
    );
}

#[test]
fn a_list_is_normalised() {
    let list = AllowedOrigins::parse(
        " HTTPS://App.Example.org:443,http://[::0:1]:3000 ,, capacitor://localhost,http://a:80 ",
    )
    .unwrap();
    let origins: Vec<_> = list.iter().collect();
    assert_eq!(
        origins,
        [
            "capacitor://localhost",
            "http://[::1]:3000",
            "http://a",
            "https://app.example.org"
        ]
    );
    assert!(list.contains("https://app.example.org"));
    assert!(list.contains("https://app.example.org:443"));
    assert!(!list.contains("http://app.example.org"));
    assert!(!list.contains("https://app.example.org:8443"));
    assert!(!list.contains("null"));
    assert_eq!(AllowedOrigins::parse(" , "), Ok(AllowedOrigins::default()));
}

#[test]
fn a_bad_entry_is_named() {
    for entry in [
        "*",
        "null",
        "app.example.org",
        "https://",
        "https://*.example.org",
        "https://app.example.org/",
        "https://app.example.org/path",
        "https://app.example.org?q",
        "https://app.example.org:",
        "https://app.example.org:https",
        "https://app.example.org:0443",
        "https://app.example.org:65536",
        "https://user@app.example.org",
        "https://приложение.example",
        "https://[::1",
        "1http://a",
        "://a",
    ] {
        let list = format!("https://good.example,{entry}");
        let error = AllowedOrigins::parse(&list).unwrap_err();
        assert_eq!(
            error,
            NotAnOrigin {
                entry: entry.to_owned()
            }
        );
    }
}
