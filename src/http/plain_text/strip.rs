//! One pass over a text, which removes its tags.

use html5ever::tendril::StrTendril;

use super::markup::{self, Markup};

/// Tags that are begun and not ended, in one text. Each may cost a look at the whole rest.
const MAX_OPEN_TAGS: usize = 64;

/// Removes the tags and comments of a text. `None` if too many tags are begun and not ended.
pub(super) fn strip(text: &str) -> Option<String> {
    let end_of_tags = text.rfind('>').map_or(0, |at| at + 1);
    let (with_tags, rest) = text.split_at(end_of_tags);
    let mut stripped = without_tags(with_tags)?;
    push_without_hiding_tags(&mut stripped, rest);
    Some(stripped)
}

fn without_tags(html: &str) -> Option<String> {
    let whole = StrTendril::from(html);
    let mut text = String::with_capacity(html.len());
    // Up to here everything is copied or left out.
    let mut done = 0;
    let mut open_tags = 0;
    for at in tag_openings(html) {
        if at < done {
            continue;
        }
        text.push_str(&html[done..at]);
        let (is_kept, end) = match markup::at(&whole, at) {
            Markup::Removed { end } => (false, end),
            Markup::Kept { end } => (true, end),
            // A page would act on it: without its `<` it is a text.
            Markup::Active => (false, at + 1),
            Markup::Open => {
                open_tags += 1;
                if open_tags > MAX_OPEN_TAGS {
                    return None;
                }
                (false, at + 1)
            }
        };
        if is_kept {
            text.push_str(&html[at..end]);
        }
        done = end;
    }
    text.push_str(&html[done..]);
    Some(text)
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
    let last_attribute = markup::last_attribute(text).unwrap_or(0);
    let mut from = 0;
    for at in tag_openings(text) {
        if at < last_attribute || markup::hides_following_text(&text[at + 1..]) {
            stripped.push_str(&text[from..at]);
            from = at + 1;
        }
    }
    stripped.push_str(&text[from..]);
}
