//! What names may consist of: of people, titles of chats, names of files (`docs/realms/README.md`).
//!
//! `sql/users/clean_name.sql` removes the same characters from names that other systems write.

use unicode_properties::{GeneralCategory, UnicodeEmoji as _, UnicodeGeneralCategory as _};

/// Why a name was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidName {
    /// Nothing of it can be seen.
    #[error("must have a character that can be seen")]
    Invisible,
    /// More Unicode scalar values than allowed.
    #[error("must be at most {0} characters")]
    TooLong(usize),
    /// A line break, a control character, or one that changes how others are shown.
    #[error("must not have the character U+{:04X}", u32::from(.0.to_owned()))]
    Character(char),
}

/// Joins emoji to one, and letters of scripts that need it.
const ZERO_WIDTH_JOINER: char = '\u{200d}';
/// Parts letters of scripts that join them.
const ZERO_WIDTH_NON_JOINER: char = '\u{200c}';

/// Checks a name of at most `max` characters.
///
/// # Errors
/// `InvalidName`.
pub fn check_given_name(name: &str, max: usize) -> Result<(), InvalidName> {
    let mut previous = None;
    let mut characters = name.chars().peekable();
    while let Some(character) = characters.next() {
        let is_allowed = if is_joiner(character) {
            let next = characters.peek().copied();
            previous.is_some_and(joins) && next.is_some_and(joins)
        } else {
            !is_forbidden(character)
        };
        if !is_allowed {
            return Err(InvalidName::Character(character));
        }
        previous = Some(character);
    }
    if !name.chars().any(is_seen) {
        return Err(InvalidName::Invisible);
    }
    // A name has at most as many characters as bytes.
    if name.len() > max && name.chars().count() > max {
        return Err(InvalidName::TooLong(max));
    }
    Ok(())
}

/// Whether a character joins or parts those around it, which must be letters or emoji.
pub fn is_joiner(character: char) -> bool {
    matches!(character, ZERO_WIDTH_JOINER | ZERO_WIDTH_NON_JOINER)
}

fn joins(character: char) -> bool {
    use GeneralCategory as Category;
    let is_mark = matches!(
        character.general_category(),
        Category::NonspacingMark | Category::SpacingMark | Category::EnclosingMark
    );
    character.is_alphabetic() || is_mark || (!character.is_ascii() && character.is_emoji_char())
}

fn is_forbidden(character: char) -> bool {
    use GeneralCategory as Category;
    matches!(
        character.general_category(),
        Category::Control
            | Category::Format
            | Category::LineSeparator
            | Category::ParagraphSeparator
    )
}

/// Whether a character shows. White space does not, nor do fillers and what only changes other characters.
fn is_seen(character: char) -> bool {
    let is_blank = matches!(
        character,
        '\u{34f}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{ffa0}'
            | '\u{e0100}'..='\u{e01ef}'
    );
    !is_blank && !character.is_whitespace() && !is_forbidden(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_script_and_joined_emoji_are_taken() {
        for name in [
            "Анна Ё. О\u{2019}Хара-Смит, 3\u{a0}«Б»",
            "Tom & Jerry's",
            " Ann ",
            "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{1f3fd}\u{200d}\u{2764}\u{fe0f}\u{200d}\u{1f525}",
            // Persian, Devanagari.
            "می\u{200c}خواهم",
            "क्\u{200d}ष",
            "é",
            "e\u{301}",
        ] {
            assert_eq!(check_given_name(name, 200), Ok(()), "{name:?}");
        }
    }

    #[test]
    fn what_changes_or_hides_the_rest_is_refused() {
        for character in [
            '\0',
            '\n',
            '\r',
            '\t',
            '\u{7f}',
            '\u{85}',
            '\u{ad}',
            '\u{61c}',
            '\u{180e}',
            '\u{200b}',
            '\u{200e}',
            '\u{200f}',
            '\u{2028}',
            '\u{2029}',
            '\u{202a}',
            '\u{202e}',
            '\u{2060}',
            '\u{2066}',
            '\u{2069}',
            '\u{feff}',
            '\u{fff9}',
            '\u{e0001}',
            '\u{e0067}',
        ] {
            let name = format!("a{character}b");
            let expected = Err(InvalidName::Character(character));
            assert_eq!(check_given_name(&name, 200), expected, "{name:?}");
        }
        for name in [
            "\u{200d}a",
            "a\u{200c}",
            "a \u{200d}b",
            "1\u{200d}2",
            "a\u{200d}\u{200d}b",
        ] {
            let refused = check_given_name(name, 200);
            assert!(
                matches!(refused, Err(InvalidName::Character(_))),
                "{name:?}"
            );
        }
        for name in ["", " \u{a0}\u{3000}", "\u{3164}", "\u{2800}\u{fe0f}"] {
            let refused = check_given_name(name, 200);
            assert_eq!(refused, Err(InvalidName::Invisible), "{name:?}");
        }
    }

    #[test]
    fn length_counts_scalar_values() {
        assert_eq!(check_given_name(&"ё".repeat(200), 200), Ok(()));
        let refused = check_given_name(&"ё".repeat(201), 200);
        assert_eq!(refused, Err(InvalidName::TooLong(200)));
    }
}
