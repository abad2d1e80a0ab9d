//! What is markup of HTML, and what only looks like it.

use html5ever::Attribute;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, EndTag, Tag, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
    TokenizerResult,
};

use super::names::{
    ATTRIBUTES, ELEMENTS, HIDING_ELEMENTS, TEXT_ELEMENTS, is_event_handler, is_one_of,
};

/// What begins at a `<`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Markup {
    /// A tag or a comment of HTML, which ends here; a script or a style with its content.
    Removed { end: usize },
    /// It only looks like a tag, and a page that takes it for one does nothing with it.
    Kept { end: usize },
    /// It only looks like a tag, but a page that takes it for one would act on it.
    Active,
    /// A tag or a comment that does not end.
    Open,
}

/// Reads what begins at a `<` that a letter, `/`, `!` or `?` follows.
pub(super) fn at(text: &StrTendril, at: usize) -> Markup {
    let rest = &text[at..];
    if let Some(comment) = rest.strip_prefix("<!--") {
        return comment_end(comment).map_or(Markup::Open, |end| Markup::Removed {
            end: at + "<!--".len() + end,
        });
    }
    let is_tag = |name: &str| name.starts_with(|c: char| c.is_ascii_alphabetic());
    if !is_tag(rest[1..].strip_prefix('/').unwrap_or(&rest[1..])) {
        return declaration(rest, at);
    }
    let Some((tag, length)) = tag(text, at) else {
        return Markup::Open;
    };
    let end = at + length;
    if !is_of_html(&tag) {
        return if is_inert(&tag) {
            Markup::Kept { end }
        } else {
            Markup::Active
        };
    }
    let drops_content = tag.kind != EndTag && matches!(&*tag.name, "script" | "style");
    let content = drops_content.then(|| raw_text_end(&text[end..], &tag.name));
    Markup::Removed {
        end: end + content.flatten().unwrap_or_default(),
    }
}

/// A doctype, or what HTML takes for a comment up to the next `>`: `<!a>`, `<?a>`, `</5>`.
fn declaration(rest: &str, at: usize) -> Markup {
    let Some(length) = rest.find('>') else {
        return Markup::Open;
    };
    let end = at + length + 1;
    let inside = &rest[1..length];
    let is_doctype = inside
        .get(1..8)
        .is_some_and(|word| word.eq_ignore_ascii_case("doctype"));
    if is_doctype {
        Markup::Removed { end }
    } else if inside.contains('<') {
        Markup::Active
    } else {
        Markup::Kept { end }
    }
}

/// Where a comment ends (HTML, 13.2.5.43 to 52): `-->`, `--!>`, or at once.
fn comment_end(comment: &str) -> Option<usize> {
    for at_once in [">", "->"] {
        if comment.starts_with(at_once) {
            return Some(at_once.len());
        }
    }
    let ends = ["-->", "--!>"].map(|end| comment.find(end).map(|at| at + end.len()));
    ends.into_iter().flatten().min()
}

/// Where the content of a script or a style ends, with its end tag.
fn raw_text_end(content: &str, name: &str) -> Option<usize> {
    content.match_indices("</").find_map(|(at, _)| {
        let (found, after) = content[at + 2..].split_at_checked(name.len())?;
        let is_end = found.eq_ignore_ascii_case(name)
            && after.starts_with(['\t', '\n', '\u{c}', '\r', ' ', '/', '>']);
        let end = after.find('>').filter(|_| is_end)?;
        Some(at + 2 + name.len() + end + 1)
    })
}

/// The tag that begins at `at`, as browsers read it, and its length; `None` if it does not end.
fn tag(text: &StrTendril, at: usize) -> Option<(Tag, usize)> {
    let from = u32::try_from(at).ok()?;
    let rest = text.subtendril(from, text.len32() - from);
    let length = rest.len();
    let mut input = BufferQueue::default();
    input.push_back(rest);
    let options = TokenizerOpts {
        discard_bom: false,
        ..TokenizerOpts::default()
    };
    let mut tokenizer = Tokenizer::new(FirstTag(None), options);
    let TokenizerResult::Script(()) = tokenizer.feed(&mut input) else {
        return None;
    };
    let mut unread = 0;
    while let Some(buffer) = input.pop_front() {
        unread += buffer.len();
    }
    Some((tokenizer.sink.0?, length - unread))
}

/// Stops at the first tag.
struct FirstTag(Option<Tag>);

impl TokenSink for FirstTag {
    type Handle = ();

    fn process_token(&mut self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => {
                self.0 = Some(tag);
                TokenSinkResult::Script(())
            }
            _ => TokenSinkResult::Continue,
        }
    }
}

/// Whether a tag is one of HTML: an element of HTML, alone or with an attribute of HTML.
fn is_of_html(tag: &Tag) -> bool {
    is_one_of(ELEMENTS, &tag.name)
        && (tag.kind == EndTag || tag.attrs.is_empty() || tag.attrs.iter().any(is_attribute))
}

/// Whether a page that takes this for a tag does nothing: the element is unknown or marks text, and no
/// attribute has an effect. Elements that a page has defined itself act on any attribute.
fn is_inert(tag: &Tag) -> bool {
    let is_harmless = !is_one_of(ELEMENTS, &tag.name) || is_one_of(TEXT_ELEMENTS, &tag.name);
    let may_be_defined = tag.name.contains('-');
    let has_effect = |attribute: &Attribute| {
        !attribute.value.is_empty() && (may_be_defined || is_attribute(attribute))
    };
    is_harmless && !tag.attrs.iter().any(has_effect)
}

fn is_attribute(attribute: &Attribute) -> bool {
    is_attribute_name(&attribute.name.local)
}

fn is_attribute_name(name: &str) -> bool {
    is_one_of(ATTRIBUTES, name)
        || is_event_handler(name)
        || ["data-", "aria-"]
            .iter()
            .any(|prefix| name.starts_with(prefix))
}

/// Where the value of the last attribute of HTML begins in a text in which no tag ends.
pub(super) fn last_attribute(text: &str) -> Option<usize> {
    let values = text.rmatch_indices('=').map(|(at, _)| at);
    values.into_iter().find(|at| {
        let before = text[..*at].trim_end();
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == ':';
        let name = &before[before.trim_end_matches(is_name).len()..];
        is_attribute_name(&name.to_ascii_lowercase())
    })
}

/// Whether the tag or comment that begins after a `<` hides the text after it in a page.
pub(super) fn hides_following_text(rest: &str) -> bool {
    let name = rest.split(|c: char| !c.is_ascii_alphanumeric()).next();
    rest.starts_with("!--") || name.is_some_and(|name| is_one_of(HIDING_ELEMENTS, name))
}
