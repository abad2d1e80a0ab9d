//! The blocks of a GIF (version 89a).

const TRAILER: u8 = 0x3B;
const IMAGE: u8 = 0x2C;
const EXTENSION: u8 = 0x21;
/// How long an image is shown, and which colour is transparent.
const GRAPHIC_CONTROL: u8 = 0xF9;
/// Of an application: how often an animation is repeated, if it is one of [`LOOPS`].
const APPLICATION: u8 = 0xFF;
const LOOPS: [&[u8]; 2] = [b"\x0bNETSCAPE2.0", b"\x0bANIMEXTS1.0"];
/// The signature, and the head of the screen without its colours.
const HEAD: usize = 13;

/// Keeps images and what they are shown with; neither comments nor XMP. `None` if a block is cut. Many files
/// have no trailer, and get one.
pub(super) fn copy(bytes: &[u8], kept: &mut Vec<u8>) -> Option<()> {
    let colours = colours(*bytes.get(HEAD - 3)?);
    let (head, rest) = bytes.split_at_checked(HEAD + colours)?;
    if !head.starts_with(b"GIF8") {
        return None;
    }
    kept.extend(head);
    let read = copy_blocks(rest, kept);
    kept.push(TRAILER);
    read
}

fn copy_blocks(mut rest: &[u8], kept: &mut Vec<u8>) -> Option<()> {
    loop {
        let (length, is_needed) = match rest {
            [] | [TRAILER, ..] => return Some(()),
            // Some encoders write more ends than blocks.
            [0, ..] => (1, false),
            [IMAGE, ..] => {
                // After the sides, the colours, and the size of codes.
                let data = 11 + colours(*rest.get(9)?);
                (data + blocks(rest.get(data..)?)?, true)
            }
            [EXTENSION, label, content @ ..] => {
                let length = blocks(content)?;
                (2 + length, is_needed(*label, &content[..length]))
            }
            _ => return None,
        };
        let (block, after) = rest.split_at_checked(length)?;
        if is_needed {
            kept.extend(block);
        }
        rest = after;
    }
}

fn is_needed(label: u8, content: &[u8]) -> bool {
    match label {
        GRAPHIC_CONTROL => true,
        APPLICATION => LOOPS.iter().any(|name| content.starts_with(name)),
        _ => false,
    }
}

/// The length of a table of colours, by the byte that describes it.
fn colours(flags: u8) -> usize {
    if flags & 0x80 == 0 {
        0
    } else {
        3 << ((flags & 7) + 1)
    }
}

/// The length of blocks that each begin with their length, with the empty one that ends them.
fn blocks(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}
