//! Detects the media type of a file from its first bytes. The type that the client sends is ignored.

use super::{location, pictures};
use crate::domain::Files;

/// The number of bytes that are inspected.
pub(super) const INSPECTED_BYTES: usize = 8 * 1024;

/// Served for unknown types and for types that a browser would render.
pub(super) const UNKNOWN: &str = "application/octet-stream";

/// Types of programs that the content identifies: EXE and DLL, ELF, Mach-O, COFF, Java classes,
/// LLVM bitcode, Android's DEX. Scripts, installers and archives are accepted, because they cannot be
/// distinguished from ordinary files.
const PROGRAMS: &[&str] = &[
    "application/x-executable",
    "application/vnd.microsoft.portable-executable",
    "application/x-mach-binary",
    "application/java",
    "application/x-llvm",
    "application/vnd.android.dex",
    "application/vnd.android.dey",
];

/// Pictures without metadata, besides those from which it is removed.
const PLAIN_PICTURES: &[&str] = &["image/bmp", "image/vnd.microsoft.icon"];

/// Whether a type is that of a picture which may tell a location that nothing here removes. It is served as a file.
fn may_hide_location(mime: &str) -> bool {
    mime.starts_with("image/")
        && !pictures::is_picture(mime)
        && !location::may_have(mime)
        && !PLAIN_PICTURES.contains(&mime)
}

/// Whether files of this type are refused.
pub(super) fn is_refused(mime: &str) -> bool {
    PROGRAMS.contains(&mime)
}

/// Whether files of this type are among those that a realm takes.
pub(super) fn is_among(mime: &str, files: Files) -> bool {
    match files {
        Files::All => true,
        Files::Images => mime.starts_with("image/"),
        Files::None => false,
    }
}

/// The media type of a file that begins with `head`. Never one that a browser renders as a page or
/// runs: markup and scripts are plain text at most.
pub(super) fn mime(head: &[u8]) -> &'static str {
    match infer::get(head) {
        Some(known) if known.matcher_type() == infer::MatcherType::Text => UNKNOWN,
        Some(known) if may_hide_location(known.mime_type()) => UNKNOWN,
        Some(known) => known.mime_type(),
        None if is_text(head) => "text/plain",
        None => UNKNOWN,
    }
}

/// UTF-8 without control characters. The last character may be incomplete.
fn is_text(head: &[u8]) -> bool {
    let valid = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !valid.is_empty()
        && !valid
            .chars()
            .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides() {
        for (head, expected) in [
            (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], "image/png"),
            (b"%PDF-1.7\n", "application/pdf"),
            (b"<!DOCTYPE html><script>alert(1)</script>", UNKNOWN),
            (b"<html><body>", UNKNOWN),
            (b"<?xml version=\"1.0\"?><svg onload=\"x\"/>", UNKNOWN),
            (b"#!/bin/sh\nrm -rf /\n", UNKNOWN),
            ("привет".as_bytes(), "text/plain"),
            ("привет".as_bytes().split_at(11).0, "text/plain"),
            (b"alert(1)", "text/plain"),
            (b"\0\x01\x02", UNKNOWN),
            (b"\0\0\0\x14ftypheic\0\0\0\0mif1", "image/heif"),
            (b"BM\0\0\0\0", "image/bmp"),
            (b"\xff\x0a JPEG XL", UNKNOWN),
            (b"\0\0\0\x0cjP  \r\n\x87\n\0", UNKNOWN),
            (b"II\xbc\x01 JPEG XR", UNKNOWN),
            (b"8BPS\0\x01", UNKNOWN),
            (b"", UNKNOWN),
        ] {
            assert_eq!(mime(head), expected, "{}", head.escape_ascii());
        }
    }

    #[test]
    fn programs_are_refused_and_scripts_and_archives_are_not() {
        // The detector also checks the header size of a DEX file: 0x70 at byte 36.
        let padded = |head: &[u8]| {
            let mut file = [head, &[0; 200]].concat();
            file[36] = 0x70;
            file
        };
        for program in [
            &b"\x7fELF\x02\x01\x01"[..],
            b"MZ\x90\x00",
            b"\xcf\xfa\xed\xfe",
            b"\xca\xfe\xba\xbe\x00\x00\x00\x34",
            b"BC\xc0\xde",
            b"dex\n035\0",
        ] {
            let detected = mime(&padded(program));
            assert!(
                is_refused(detected),
                "{detected}: {}",
                program.escape_ascii()
            );
        }
        for other in [
            &b"#!/bin/sh\n"[..],
            b"@echo off\r\n",
            b"PK\x03\x04",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            b"%PDF-1.7",
        ] {
            let detected = mime(&padded(other));
            assert!(
                !is_refused(detected),
                "{detected}: {}",
                other.escape_ascii()
            );
        }
    }
}
