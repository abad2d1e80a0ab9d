//! The frames of an event stream, each encoded as a chunk of a response's body (RFC 9112, section
//! 7.1), so that the bytes that subscribers share are exactly those that each of them writes.

use bytes::Bytes;
use serde::Serialize;

use crate::domain::Cursor;

/// A reconnecting browser waits this long, so that the clients of a restarted server do not
/// reconnect at once.
const RETRY_MS: std::ops::Range<u32> = 2_000..4_000;
/// A comment, sent after a heartbeat's time without other output. No blank line follows it: some
/// clients would take that for the end of an event, although it has no data.
pub(super) const HEARTBEAT: Bytes = Bytes::from_static(b"c\r\n: heartbeat\n\r\n");

/// An event's frame: `id`, `event` and `data` lines.
pub fn frame(id: Cursor, name: &str, data: &impl Serialize) -> Bytes {
    frame_after(format!("id: {id}\n"), name, data)
}

/// The frame of a signal. It has no id, as no client can resume from it.
pub fn transient_frame(name: &str, data: &impl Serialize) -> Bytes {
    frame_after(String::new(), name, data)
}

/// The frame that tells a client to reload, and to resume from `head`.
pub fn reset_frame(head: Cursor) -> Bytes {
    chunk(format!("id: {head}\nevent: reset\ndata: {{}}\n\n").as_bytes())
}

/// Several frames that are written as one.
pub fn joined(frames: &[Bytes]) -> Bytes {
    let frames: Vec<Bytes> = frames.iter().map(without_chunk).collect();
    chunk(&frames.concat())
}

/// The events of a frame: the name and the data of each.
pub fn events(frame: &Bytes) -> Vec<(String, String)> {
    let event = |block: &str| {
        let name = field(block, "event: ")?;
        Some((name.to_owned(), field(block, "data: ")?.to_owned()))
    };
    let frame = without_chunk(frame);
    blocks(&frame).filter_map(event).collect()
}

/// Those of joined frames whose name and data a condition holds for.
pub fn only(frames: &Bytes, is_wanted: impl Fn(&str, &str) -> bool) -> Option<Bytes> {
    let wanted = |block: &&str| {
        let name = field(block, "event: ").unwrap_or_default();
        is_wanted(name, field(block, "data: ").unwrap_or_default())
    };
    let frames = without_chunk(frames);
    let rest: String = blocks(&frames).filter(wanted).collect();
    (!rest.is_empty()).then(|| chunk(rest.as_bytes()))
}

/// Those of several joined frames of an event that follow one of them.
pub fn rest_after(frames: &Bytes, seen: Cursor) -> Option<Bytes> {
    let follows = |block: &&str| {
        let id = field(block, "id: ").and_then(|id| id.parse::<Cursor>().ok());
        id.is_some_and(|id| id.follows_within_event(seen))
    };
    let frames = without_chunk(frames);
    let rest: String = blocks(&frames).filter(follows).collect();
    (!rest.is_empty()).then(|| chunk(rest.as_bytes()))
}

/// The blocks of a stream, each with its blank line: JSON has no line breaks outside of strings, and escapes
/// those inside.
fn blocks(stream: &[u8]) -> impl Iterator<Item = &str> {
    let text = str::from_utf8(stream).unwrap_or_default();
    text.split_inclusive("\n\n")
}

fn field<'a>(block: &'a str, name: &str) -> Option<&'a str> {
    block.lines().find_map(|line| line.strip_prefix(name))
}

fn frame_after(id: String, name: &str, data: &impl Serialize) -> Bytes {
    let mut frame = id.into_bytes();
    for part in ["event: ", name, "\ndata: "] {
        frame.extend_from_slice(part.as_bytes());
    }
    serde_json::to_writer(&mut frame, data).expect("wire types have string keys only");
    frame.extend_from_slice(b"\n\n");
    chunk(&frame)
}

pub(super) fn chunk(frame: &[u8]) -> Bytes {
    let head = format!("{:x}\r\n", frame.len());
    [head.as_bytes(), frame, b"\r\n"].concat().into()
}

/// The frame in a chunk.
pub(super) fn without_chunk(chunk: &Bytes) -> Bytes {
    let line = chunk.iter().position(|byte| *byte == b'\n');
    let start = line.map_or(0, |end| end + 1);
    chunk.slice(start..chunk.len() - b"\r\n".len())
}

/// The first frame.
pub(super) fn opening(start: Cursor) -> Bytes {
    let retry = rand::random_range(RETRY_MS);
    chunk(format!("retry: {retry}\nid: {start}\nevent: ready\ndata: {{}}\n\n").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::FrameNumber;

    #[test]
    fn heartbeat_is_a_chunk() {
        assert_eq!(HEARTBEAT, chunk(b": heartbeat\n"));
    }

    #[test]
    fn events_are_read_from_joined_frames() {
        let data = serde_json::json!({ "text": "a\n\nevent: b" });
        let both = joined(&[
            transient_frame("chat", &data),
            frame(Cursor::START, "message", &data),
        ]);
        let data = data.to_string();
        let expected = ["chat", "message"].map(|name| (name.to_owned(), data.clone()));
        assert_eq!(events(&both), expected);
        assert_eq!(events(&HEARTBEAT), []);
    }

    #[test]
    fn wanted_ones_of_joined_frames_remain() {
        let frames = ["chat", "message"].map(|name| frame(Cursor::START, name, &name));
        let all = joined(&frames);
        assert_eq!(
            only(&all, |name, _| name == "message"),
            Some(frames[1].clone())
        );
        assert_eq!(
            only(&all, |_, data| data == "\"chat\""),
            Some(frames[0].clone())
        );
        assert_eq!(only(&all, |_, _| true), Some(all.clone()));
        assert_eq!(only(&all, |_, _| false), None);
    }

    #[test]
    fn rest_of_joined_frames_follows_one_of_them() {
        let cursor: Cursor = "7-0000000f".parse().unwrap();
        let at = |number| cursor.at_frame(FrameNumber::new(number).unwrap());
        let data = serde_json::json!({ "text": "id: 7-0000000f\n\nid: x" });
        let frames = [at(1), at(3), cursor].map(|id| frame(id, "a", &data));
        let all = joined(&frames);
        assert_eq!(rest_after(&all, at(1)), Some(joined(&frames[1..])));
        assert_eq!(rest_after(&all, at(2)), Some(joined(&frames[1..])));
        assert_eq!(rest_after(&all, at(3)), Some(frames[2].clone()));
        assert_eq!(rest_after(&all, at(9)), Some(frames[2].clone()));
        assert_eq!(rest_after(&joined(&frames[..2]), at(3)), None);
        assert_eq!(rest_after(&all, cursor), None);
        assert_eq!(rest_after(&HEARTBEAT, at(1)), None);
    }
}
