//! What people typed, without markup.
//!
//! # Guarantees
//! - What comes out has no tag: read as HTML, nothing in it is more than text.
//! - A text without markup comes out as it went in, `5 < 7 & 8` and `&lt;b&gt;` included.

use std::sync::LazyLock;

use ammonia::Builder;

use crate::domain::text::{MessageText, TextError};
use crate::http::Problem;
use crate::realms::kit::send::invalid_content;

/// The longest text, in Unicode scalar values.
pub(super) const MAX_CHARS: usize = 2_000;
/// The longest that markup may make it.
const MAX_RAW_CHARS: usize = 10_000;
/// Tags within what becomes a tag once others are gone: nobody types that by accident.
const MAX_PASSES: usize = 8;

/// Why a text was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refused {
    /// See [`TextError`].
    #[error(transparent)]
    Text(#[from] TextError),
    /// Markup within markup, again and again.
    #[error("must be plain text")]
    Markup,
}

/// Elements whose text nobody wrote to be read.
const DROPPED_ELEMENTS: [&str; 2] = ["script", "style"];

/// Takes no tag, and of what a script or a style says nothing either.
static NO_MARKUP: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder.clean_content_tags(DROPPED_ELEMENTS.into());
    builder
});

/// Removes the markup of a text. `field` names it in the refusal.
///
/// # Errors
/// 400.
pub(super) fn parse(field: &str, typed: String) -> Result<MessageText, Problem> {
    message_text(typed).map_err(|reason| invalid_content(field, reason))
}

/// A text as it may be kept.
fn message_text(typed: String) -> Result<MessageText, Refused> {
    if typed.len() > MAX_RAW_CHARS && typed.chars().count() > MAX_RAW_CHARS {
        return Err(TextError::TooLong(MAX_CHARS).into());
    }
    let text = MessageText::new(without_markup(typed)?)?;
    if text.as_str().len() > MAX_CHARS && text.as_str().chars().count() > MAX_CHARS {
        return Err(TextError::TooLong(MAX_CHARS).into());
    }
    Ok(text)
}

/// The text without its tags. What is left may make new ones, `<<b>script>`: so again, until
/// there is none.
fn without_markup(typed: String) -> Result<String, Refused> {
    let mut text = typed;
    for _ in 0..MAX_PASSES {
        if !may_have_markup(&text) {
            return Ok(text);
        }
        let stripped = strip(&text);
        if stripped == text {
            return Ok(text);
        }
        text = stripped;
    }
    Err(Refused::Markup)
}

/// Whether a tag could begin anywhere: HTML (13.2.5.6) takes a `<` for more than text before a
/// letter, `/`, `!` and `?` alone.
fn may_have_markup(text: &str) -> bool {
    tag_openings(text).next().is_some()
}

fn tag_openings(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.match_indices('<').map(|(at, _)| at).filter(|at| {
        let after = text.as_bytes().get(at + 1);
        after.is_some_and(|byte| byte.is_ascii_alphabetic() || b"/!?".contains(byte))
    })
}

/// One pass. What was typed as an entity stays typed so: `&` goes in as text, and what the
/// sanitiser wrote as entities is read back once. A `<` that no `>` follows is no tag yet, and
/// a parser would drop all that comes after it: it stays, unless it would do harm in a page that
/// shows texts as HTML against all advice, where the page's own next `>` makes it a tag.
fn strip(text: &str) -> String {
    let last = text.rfind('>').unwrap_or(0);
    let (before, after) = text.split_at(last);
    let html = format!(
        "{}{}",
        neutralise_elements(before).replace('&', "&amp;"),
        escape_open_tags(after)
            .replace('&', "&amp;")
            .replace('<', "&lt;")
    );
    unescape(&NO_MARKUP.clean(&html).to_string())
}

/// The same markup, in which no element but a script and a style that end is one of HTML's own.
/// A parser drops what is within some, and what follows others, and to whoever writes
/// `vector<int>` or `<max> 500` none of them is an element: their text is to stay.
fn neutralise_elements(html: &str) -> String {
    let lower = html.to_ascii_lowercase();
    let last_ends = DROPPED_ELEMENTS.map(|element| (element, lower.rfind(&format!("</{element}"))));
    let mut kept = String::with_capacity(html.len());
    let mut from = 0;
    for at in tag_openings(html) {
        let is_within_a_name = at < from;
        let rest = &html[at + 1..];
        let name = rest.strip_prefix('/').unwrap_or(rest);
        if is_within_a_name || !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let starts = html.len() - name.len();
        let ends_name = |c: char| c.is_ascii_whitespace() || "/>".contains(c);
        let ends = starts + name.find(ends_name).unwrap_or(name.len());
        let mut unread = last_ends.iter();
        if !unread.any(|(element, end)| lower[starts..ends] == **element && Some(at) <= *end) {
            kept.push_str(&html[from..starts]);
            kept.push('x');
            from = ends;
        }
    }
    kept.push_str(&html[from..]);
    kept
}

/// Elements that swallow what follows them in a page.
const SWALLOWING: [&str; 14] = [
    "script",
    "style",
    "textarea",
    "title",
    "plaintext",
    "iframe",
    "noscript",
    "noembed",
    "noframes",
    "xmp",
    "template",
    "select",
    "svg",
    "math",
];

/// A text in which no `>` ends a tag, without each `<` that begins more than a comparison.
fn escape_open_tags(text: &str) -> String {
    let last_value = text.rfind('=').unwrap_or(0);
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for at in tag_openings(text) {
        if at < last_value || hides_what_follows(&text[at + 1..]) {
            kept.push_str(&text[from..at]);
            from = at + 1;
        }
    }
    kept.push_str(&text[from..]);
    kept
}

/// Whether what stands after a `<` would hide what comes after it in a page.
fn hides_what_follows(rest: &str) -> bool {
    let name = rest.split(|c: char| !c.is_ascii_alphanumeric()).next();
    let is_swallowing = |name: &str| {
        let mut names = SWALLOWING.iter();
        names.any(|other| name.eq_ignore_ascii_case(other))
    };
    rest.starts_with("!--") || name.is_some_and(is_swallowing)
}

/// Reads the entities that a serialiser of HTML writes in text (13.3).
fn unescape(html: &str) -> String {
    html.replace("&nbsp;", "\u{a0}")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kept(typed: &str) -> String {
        message_text(typed.to_owned())
            .unwrap_or_else(|refused| panic!("{typed:?}: {refused}"))
            .into_string()
    }

    #[test]
    fn plain_text_stays_itself() {
        for text in [
            "5 < 7 & 8",
            "i <3 you",
            "a && b || c > d",
            "&lt;img src=x onerror=alert(1)&gt;",
            "&amp;lt;b&amp;gt;",
            "&nbsp;|\u{a0}|&#60;b&#62;",
            "цена <N рублей",
            "x<y",
            "<",
            "<>",
            "line\r\nline\n",
            "\"quoted\" and 'quoted'",
            "😀 < 😃",
        ] {
            assert_eq!(kept(text), text);
        }
    }

    #[test]
    fn tags_go_and_the_text_stays() {
        for (typed, text) in [
            ("<b>Привет</b>, мир", "Привет, мир"),
            ("<img src=x onerror=alert(1)>есть?", "есть?"),
            ("a <!-- hidden --> b", "a  b"),
            ("<script>alert(1)</script>да", "да"),
            ("a <script> is begun > ended", "a  is begun > ended"),
            ("Отдам за <min> 500, не <max> 900", "Отдам за  500, не  900"),
            ("std::vector<int> v;", "std::vector v;"),
            ("hello <set> the rest", "hello  the rest"),
            ("<svg><text>hi</text></svg> after", "hi after"),
            ("<template>t</template>u", "tu"),
            ("<math><mi>x</mi></math>", "x"),
            ("<select><option>x</select>y", "xy"),
            ("<<b>img src=x onerror=alert(1)>да", "да"),
            ("<b>5 < 7 & 8</b>", "5 < 7 & 8"),
            ("<p>&lt;b&gt;</p>", "&lt;b&gt;"),
            ("x</textarea><img src=x onerror=alert(1)>", "x"),
            (
                "tail <img src=x onerror=alert(1)//",
                "tail img src=x onerror=alert(1)//",
            ),
            (
                "<<<img src=x onerror=alert(1)//",
                "img src=x onerror=alert(1)//",
            ),
            ("<!-- <script", "!-- script"),
            ("<plaintext><img src=x onerror=alert(1)>да", "да"),
            (
                "<svg><style><img src=x onerror=alert(1)></style></svg>да",
                "да",
            ),
        ] {
            assert_eq!(kept(typed), text, "{typed}");
        }
    }

    #[test]
    fn tags_alone_are_empty() {
        for typed in [
            "<b></b>",
            "<img src=x onerror=alert(1)>",
            "<script>x</script>",
            " <br> ",
        ] {
            let refused = message_text(typed.to_owned());
            assert_eq!(refused, Err(Refused::Text(TextError::Empty)), "{typed}");
        }
    }

    #[test]
    fn characters_are_counted_after_the_tags_are_gone() {
        assert!(message_text(format!("<b>{}</b>", "ё".repeat(2_000))).is_ok());
        let long = message_text("ё".repeat(2_001));
        assert_eq!(long, Err(Refused::Text(TextError::TooLong(2_000))));
    }

    #[test]
    fn markup_within_markup_ends_soon() {
        let nested = format!("{}{}", "<".repeat(1_000), "b>".repeat(1_000));
        assert_eq!(message_text(nested), Err(Refused::Markup));
    }

    /// What people and attackers type: pieces of markup, entities and text, in any order.
    fn typed() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            prop::sample::select(vec![
                "<",
                ">",
                "&",
                ";",
                "/",
                "!",
                "--",
                "<b>",
                "</b>",
                "<img src=x onerror=alert(1)>",
                "<script>",
                "</script>",
                "<style>",
                "</style>",
                "<textarea>",
                "</textarea>",
                "<plaintext>",
                "<svg>",
                "<math>",
                "<![CDATA[",
                "]]>",
                "<!--",
                "-->",
                "&lt;",
                "&gt;",
                "&amp;",
                "&#60;",
                "&#x3c;",
                "&lt",
                "<title>",
                "<iframe>",
                "<noscript>",
                "<table>",
                "<select>",
                "<template>",
                "<int>",
                "<mi>",
                "<text/>",
                "\"",
                "'",
                "`",
                "=",
                "\u{a0}",
                "\r\n",
                " ",
                "img",
                "b",
                "да",
            ])
            .prop_map(str::to_owned),
            ".{0,4}",
        ];
        prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn nothing_that_is_kept_has_a_tag(typed in typed()) {
            if let Ok(text) = message_text(typed) {
                let text = text.as_str();
                let is_tag = |at: usize| {
                    let rest = &text[at + 1..];
                    rest.contains(['>', '=']) || hides_what_follows(rest)
                };
                prop_assert!(!tag_openings(text).any(is_tag), "{text:?}");
                // A parser that keeps every tag finds none to keep.
                let shown = Builder::default().clean(text).to_string();
                prop_assert!(!shown.contains('<'), "{shown:?}");
            }
        }

        #[test]
        fn what_was_kept_is_kept_again(typed in typed()) {
            if let Ok(text) = message_text(typed) {
                prop_assert_eq!(kept(text.as_str()), text.into_string());
            }
        }

        #[test]
        fn a_text_without_a_tag_comes_out_as_it_went_in(text in "[^<\0]{0,40}(< [^<\0]{0,40}){0,4}") {
            prop_assume!(!text.trim().is_empty());
            prop_assert_eq!(kept(&text), text);
        }
    }
}
