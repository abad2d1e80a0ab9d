//! Tests of removing tags from texts.

use std::collections::{HashMap, HashSet};

use ammonia::{Builder, UrlRelative};
use proptest::prelude::*;

use super::names::{ATTRIBUTES, ELEMENTS, TEXT_ELEMENTS};
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
        "Иван <ivan@example.test>",
        "if (a<b && c>d)",
        "<https://example.test/?a=b&c=d>",
        "https://example.test/ <HTTP://example.test/a=b/c>",
        "<mailto:ivan@example.test>, </etc/passwd>",
        "Отдам за <min> 500, не <max> 900",
        "std::vector<int> v; Map<Object, List<String>> m;",
        "for (i<n; i>0) x<p && y>q",
        "a <b and c> d",
        "<имя> <Name> <first name> <?php echo 1; ?> <!important>",
        "if (a<b && c=1",
        "x<a || y<=b",
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
        ("<a href=https://example.test/>link</a>", "link"),
        ("<B CLASS='x'>a</B><br/><hr / >", "a"),
        ("<input disabled> <p title='>'> a", "  a"),
        ("<!DOCTYPE html><p data-x=1>a", "a"),
        ("<svg><circle r=1 /></svg> after", "<circle r=1 /> after"),
        ("<template>t</template>u", "tu"),
        ("<math>x</math>", "x"),
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
        ("<img && src=x onerror=alert(1)>да", "да"),
        ("<STYLE>a{}</style\t>да", "да"),
        ("<!--> a <!-- b --!> c", " a  c"),
        (
            "<svg><style><img src=x onerror=alert(1)></style></svg>да",
            "да",
        ),
    ] {
        assert_eq!(stripped(typed), text, "{typed}");
    }
}

/// What only looks like a tag stays without its `<`, if a page that takes it for one would act on it.
#[test]
fn text_that_a_page_would_act_on_is_no_tag() {
    for (typed, text) in [
        ("<ann onclick=alert(1)>", "ann onclick=alert(1)>"),
        (
            "<https://x onmouseover=alert(1)>",
            "https://x onmouseover=alert(1)>",
        ),
        (
            "<ann style='position:fixed'>",
            "ann style='position:fixed'>",
        ),
        ("<x-login user=ann>", "x-login user=ann>"),
        ("<select * from t> a", "select * from t> a"),
        ("<object && x> a", "object && x> a"),
        ("<![CDATA[<script>alert(1)</script>]]>", "![CDATA[]]>"),
        ("if (a<b && href=1", "if (ab && href=1"),
    ] {
        assert_eq!(stripped(typed), text, "{typed}");
    }
}

#[test]
fn names_are_those_of_the_sanitiser_too() {
    let known = Builder::default();
    for element in known.clone_tags() {
        assert!(ELEMENTS.contains(&element), "{element}");
    }
    let attributes = known.clone_tag_attributes().into_values().flatten();
    for attribute in attributes.chain(known.clone_generic_attributes()) {
        assert!(ATTRIBUTES.contains(&attribute), "{attribute}");
    }
}

#[test]
fn number_of_open_tags_is_bounded() {
    let text = format!("{}>", "<!-- ".repeat(100));
    assert_eq!(parse_text(text, MAX_CHARS), Err(InvalidText::NestedMarkup));
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

/// Parts of markup, entities and text.
const PIECES: &[&str] = &[
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
    "<ann",
    "<b",
    " && ",
    "@example.test",
    "https://",
    "?a=b",
    " onclick=alert(1)",
    " style=x",
    " href='javascript:alert(1)'",
    "onerror",
    "<!",
    "<?",
    "]",
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
];

/// [`PIECES`] in any order.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(PIECES).prop_map(str::to_owned),
        ".{0,4}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// The tags in a document of this HTML that do more than mark text: an independent parser builds the document.
fn effects(html: &str) -> Vec<String> {
    const UNKNOWN: [&str; 5] = ["int", "mi", "text", "ann", "min"];
    let tags = ELEMENTS.iter().chain(&UNKNOWN).copied();
    let attributes = ATTRIBUTES.iter().chain(&["onclick", "onerror"]).copied();
    let shown = Builder::default()
        .tags(tags.filter(|tag| *tag != "div").collect())
        .clean_content_tags(HashSet::new())
        .tag_attributes(HashMap::new())
        .generic_attributes(attributes.filter(|name| *name != "rel").collect())
        .link_rel(None)
        .url_relative(UrlRelative::PassThrough)
        .clean(html)
        .to_string();
    let tags = shown
        .split('<')
        .skip(1)
        .map(|tag| tag.trim_start_matches('/'));
    let does_more = |tag: &&str| {
        let (inside, _) = tag.split_once('>').unwrap_or((tag, ""));
        let name = inside.split(' ').next().unwrap_or_default();
        let marks_text = TEXT_ELEMENTS.contains(&name) || UNKNOWN.contains(&name);
        !marks_text || inside.replace("=\"\"", "").contains('=')
    };
    tags.filter(does_more).map(str::to_owned).collect()
}

proptest! {
    #[test]
    fn page_that_shows_the_text_as_html_does_nothing(typed in any_text()) {
        if let Ok(text) = parse_text(typed, MAX_CHARS) {
            for html in [text.as_str(), &format!("<div>{}</div>", text.as_str())] {
                prop_assert_eq!(effects(html), Vec::<String>::new(), "{:?}", html);
            }
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
