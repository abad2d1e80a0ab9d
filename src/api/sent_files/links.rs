//! The links in a text. Pure.

use reqwest::Url;

use super::wire::Link;

const SCHEMES: [&str; 2] = ["http://", "https://"];

/// The links of a text, in their order. One with a user's name or password is none, as in user interfaces: what
/// stands in front of the `@` passes for the host.
pub(super) fn links(text: &str) -> impl Iterator<Item = Link> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = SCHEMES
            .iter()
            .filter_map(|scheme| find(rest, scheme))
            .min()?;
        let url = address(&rest[start..]);
        rest = &rest[start + url.len()..];
        Some(url)
    })
    .filter_map(link)
}

/// Where a text has a scheme, in any case.
fn find(text: &str, scheme: &str) -> Option<usize> {
    let mut windows = text.as_bytes().windows(scheme.len());
    windows.position(|window| window.eq_ignore_ascii_case(scheme.as_bytes()))
}

/// The address with which a text begins: until white space or a quotation mark, without the punctuation of the
/// sentence around it.
fn address(text: &str) -> &str {
    let ends = |c: char| c.is_whitespace() || c.is_control() || "<>\"`«»“”„".contains(c);
    let mut address = &text[..text.find(ends).unwrap_or(text.len())];
    while let Some(last) = address.chars().next_back() {
        let is_outside = match last {
            ')' => is_unbalanced(address, '(', ')'),
            ']' => is_unbalanced(address, '[', ']'),
            '}' => is_unbalanced(address, '{', '}'),
            _ => ".,;:!?'*_~|…".contains(last),
        };
        if !is_outside {
            break;
        }
        address = &address[..address.len() - last.len_utf8()];
    }
    address
}

fn is_unbalanced(text: &str, open: char, close: char) -> bool {
    text.matches(close).count() > text.matches(open).count()
}

fn link(url: &str) -> Option<Link> {
    let parsed = Url::parse(url).ok()?;
    if !parsed.username().is_empty() || parsed.password().is_some() {
        return None;
    }
    Some(Link {
        host: parsed.host_str()?.to_owned(),
        url: url.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::links;

    fn urls(text: &str) -> Vec<String> {
        links(text).map(|link| link.url).collect()
    }

    #[test]
    fn punctuation_around_a_link_is_no_part_of_it() {
        for (text, url) in [
            ("see https://a.test/b.", "https://a.test/b"),
            ("(https://a.test/b)", "https://a.test/b"),
            ("[x](https://a.test/b_(c)), y", "https://a.test/b_(c)"),
            ("«HTTPS://A.test/»", "HTTPS://A.test/"),
            ("`http://a.test/?q=1&r=ё` **", "http://a.test/?q=1&r=ё"),
            ("**https://a.test/b**", "https://a.test/b"),
        ] {
            assert_eq!(urls(text), [url], "{text}");
        }
    }

    #[test]
    fn each_link_of_a_text_is_found_in_order() {
        let text = "http://a.test\nhttps://b.test,https://c.test http://";
        assert_eq!(
            urls(text),
            ["http://a.test", "https://b.test,https://c.test"]
        );
        assert_eq!(urls("ftp://a.test a.test mailto:a@b.test"), [""; 0]);
    }

    #[test]
    fn host_is_what_a_link_leads_to() {
        let hosts: Vec<String> =
            links("https://A.Test:8080/x http://[::1]/ https://a.test@b.test/")
                .map(|link| link.host)
                .collect();
        assert_eq!(hosts, ["a.test", "[::1]"]);
    }
}
