//! Tests of removing tags from texts.

use ammonia::Builder;
use proptest::prelude::*;

use super::strip::{hides_following_text, tag_openings};
use super::*;

const MAX_CHARS: usize = 2_000;

fn stripped(typed: &str) -> String {
    parse_text(typed.to_owned(), MAX_CHARS)
        .unwrap_or_else(|refused| panic!("{typed:?}: {refused}"))
        .into_string()
}

#[test]
fn plain_text_is_unchanged() {
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
        assert_eq!(stripped(text), text);
    }
}

#[test]
fn tags_are_removed_and_text_is_kept() {
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
        assert_eq!(stripped(typed), text, "{typed}");
    }
}

#[test]
fn tags_without_text_are_refused() {
    for typed in [
        "<b></b>",
        "<img src=x onerror=alert(1)>",
        "<script>x</script>",
        " <br> ",
    ] {
        let refused = parse_text(typed.to_owned(), MAX_CHARS);
        assert_eq!(refused, Err(InvalidText::Text(TextError::Empty)), "{typed}");
    }
}

#[test]
fn length_is_counted_without_tags() {
    assert!(parse_text(format!("<b>{}</b>", "ё".repeat(2_000)), MAX_CHARS).is_ok());
    let long = parse_text("ё".repeat(2_001), MAX_CHARS);
    assert_eq!(long, Err(InvalidText::Text(TextError::TooLong(2_000))));
}

#[test]
fn deeply_nested_markup_is_refused() {
    let nested = format!("{}{}", "<".repeat(1_000), "b>".repeat(1_000));
    assert_eq!(
        parse_text(nested, MAX_CHARS),
        Err(InvalidText::NestedMarkup)
    );
}

/// Pieces of markup, entities and text, in any order.
fn any_text() -> impl Strategy<Value = String> {
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
    fn stripped_text_has_no_tags(typed in any_text()) {
        if let Ok(text) = parse_text(typed, MAX_CHARS) {
            let text = text.as_str();
            let is_tag = |at: usize| {
                let rest = &text[at + 1..];
                rest.contains(['>', '=']) || hides_following_text(rest)
            };
            prop_assert!(!tag_openings(text).any(is_tag), "{text:?}");
            // An independent sanitiser, which would keep these tags, finds none.
            let shown = Builder::default().clean(text).to_string();
            prop_assert!(!shown.contains('<'), "{shown:?}");
        }
    }

    #[test]
    fn stripping_is_idempotent(typed in any_text()) {
        if let Ok(text) = parse_text(typed, MAX_CHARS) {
            prop_assert_eq!(stripped(text.as_str()), text.into_string());
        }
    }

    #[test]
    fn text_without_tags_is_unchanged(text in "[^<\0]{0,40}(< [^<\0]{0,40}){0,4}") {
        prop_assume!(!text.trim().is_empty());
        prop_assert_eq!(stripped(&text), text);
    }
}
