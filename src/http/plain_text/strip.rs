//! One pass over a text, which removes its tags.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::Rawtext;
use html5ever::tokenizer::{
    BufferQueue, StartTag, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// Removes the tags and comments of a text.
pub(super) fn strip(text: &str) -> String {
    let end_of_tags = text.rfind('>').map_or(0, |at| at + 1);
    let (with_tags, rest) = text.split_at(end_of_tags);
    let mut stripped = if tag_openings(with_tags).next().is_some() {
        without_tags(with_tags)
    } else {
        with_tags.to_owned()
    };
    push_without_hiding_tags(&mut stripped, rest);
    stripped
}

/// The text between tags. Entities stay as they were written: `&` is escaped before the tokenizer
/// decodes them.
fn without_tags(html: &str) -> String {
    let html = html.replace('&', "&amp;");
    let mut input = BufferQueue::default();
    input.push_back(StrTendril::from(html.as_str()));
    let options = TokenizerOpts {
        discard_bom: false,
        ..TokenizerOpts::default()
    };
    let mut tokenizer = Tokenizer::new(TextSink::default(), options);
    let _ = tokenizer.feed(&mut input);
    tokenizer.end();
    let TextSink { mut text, dropped } = tokenizer.sink;
    // A script or a style that does not end was a word between angle brackets.
    text.push_str(&dropped.unwrap_or_default().replace("&amp;", "&"));
    text
}

/// Collects the text.
#[derive(Default)]
struct TextSink {
    text: String,
    /// The content of an open script or style, where entities are not decoded.
    dropped: Option<String>,
}

impl TokenSink for TextSink {
    type Handle = ();

    fn process_token(&mut self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let text = self.dropped.as_mut().unwrap_or(&mut self.text);
        match token {
            Token::CharacterTokens(characters) => text.push_str(&characters),
            Token::NullCharacterToken => text.push('\0'),
            Token::TagToken(tag) => {
                self.dropped = None;
                if tag.kind == StartTag && matches!(&*tag.name, "script" | "style") {
                    self.dropped = Some(String::new());
                    return TokenSinkResult::RawData(Rawtext);
                }
            }
            Token::CommentToken(_)
            | Token::DoctypeToken(_)
            | Token::EOFToken
            | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

/// Where a tag could begin: HTML (13.2.5.6) takes a `<` for text unless a letter, `/`, `!` or `?`
/// follows.
pub(super) fn tag_openings(text: &str) -> impl Iterator<Item = usize> + '_ {
    let openings = text.match_indices('<').map(|(at, _)| at);
    openings.filter(|at| {
        let next = text.as_bytes().get(at + 1);
        next.is_some_and(|byte| byte.is_ascii_alphabetic() || b"/!?".contains(byte))
    })
}

/// Appends a text in which no `>` ends a tag. A page that shows it as HTML, although it must not,
/// could end the tag. So a `<` is left out where that would run a script or hide the rest of the
/// page; `x<y` stays.
fn push_without_hiding_tags(stripped: &mut String, text: &str) {
    let last_attribute = text.rfind('=').unwrap_or(0);
    let mut from = 0;
    for at in tag_openings(text) {
        if at < last_attribute || hides_following_text(&text[at + 1..]) {
            stripped.push_str(&text[from..at]);
            from = at + 1;
        }
    }
    stripped.push_str(&text[from..]);
}

/// Elements that hide the text after them in a page.
const HIDING: [&str; 14] = [
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

/// Whether the tag or comment that begins after a `<` hides the text after it in a page.
pub(super) fn hides_following_text(rest: &str) -> bool {
    let name = rest.split(|c: char| !c.is_ascii_alphanumeric()).next();
    let hides = |name: &str| HIDING.iter().any(|other| name.eq_ignore_ascii_case(other));
    rest.starts_with("!--") || name.is_some_and(hides)
}
