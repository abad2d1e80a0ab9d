//! Reads a file in chunks.

use std::fs::File;
use std::io::{BufRead, BufReader, Read as _};
use std::path::Path;

use super::error::{ImportError, Problem};
use crate::audit::portable::{EventLine, FileLine, Line, PersonLine, VERSION};

/// Lines in one chunk, and the bytes after which it ends earlier.
const LINES: usize = 1_000;
const BYTES: usize = 1024 * 1024;
/// The longest line, in bytes. A server stores no event that is half as long.
const MAX_LINE: u64 = 4 * 1024 * 1024;

/// U+FEFF in UTF-8.
const BYTE_ORDER_MARK: &[u8] = &[0xEF, 0xBB, 0xBF];

/// A file of an import.
pub struct ImportFile {
    name: String,
    input: BufReader<File>,
    /// The lines that were read.
    line: u64,
    events: u64,
    has_ended: bool,
}

/// Consecutive lines of a file.
#[derive(Default)]
pub struct Chunk {
    pub(super) file: String,
    pub(super) people: Vec<(u64, PersonLine)>,
    pub(super) files: Vec<(u64, FileLine)>,
    pub(super) events: Vec<(u64, EventLine)>,
    /// Lines that are none of an export.
    pub(super) problems: Vec<Problem>,
    /// The number of its first line, and the number of its last line.
    pub(super) first: u64,
    pub(super) last: u64,
    bytes: usize,
}

impl Chunk {
    /// Its size, in bytes.
    pub fn bytes(&self) -> u64 {
        self.bytes as u64
    }

    /// The number of the first line of a chunk that is of no file.
    pub(in crate::audit) const FIRST: u64 = 2;

    /// People who are in no file.
    pub(in crate::audit) fn of_people(people: Vec<PersonLine>) -> Self {
        let mut chunk = Self::of_no_file(people.len());
        chunk.people = (Self::FIRST..).zip(people).collect();
        chunk
    }

    /// Events that are in no file.
    pub(in crate::audit) fn of_events(events: Vec<EventLine>) -> Self {
        let mut chunk = Self::of_no_file(events.len());
        chunk.events = (Self::FIRST..).zip(events).collect();
        chunk
    }

    fn of_no_file(lines: usize) -> Self {
        Self {
            file: "the origin".to_owned(),
            first: Self::FIRST,
            last: Self::FIRST + lines as u64,
            ..Self::default()
        }
    }

    pub(super) fn problem(&self, line: u64, reason: impl Into<String>) -> Problem {
        Problem {
            file: self.file.clone(),
            line,
            reason: reason.into(),
        }
    }
}

impl ImportFile {
    /// Opens a file; it is read from its beginning.
    pub fn open(path: &Path) -> Result<Self, ImportError> {
        let name = path.display().to_string();
        match File::open(path) {
            Ok(file) => Ok(Self {
                name,
                input: BufReader::new(file),
                line: 0,
                events: 0,
                has_ended: false,
            }),
            Err(error) => Err(ImportError::Read { file: name, error }),
        }
    }

    /// The next lines; `None` at the end of the file.
    pub fn next_chunk(&mut self) -> Result<Option<Chunk>, ImportError> {
        let mut chunk = Chunk {
            file: self.name.clone(),
            first: self.line + 1,
            last: self.line + 1,
            ..Chunk::default()
        };
        let mut text = Vec::new();
        let mut lines = 0;
        while lines < LINES && chunk.bytes < BYTES {
            self.read_line(&mut text)?;
            if text.is_empty() {
                break;
            }
            lines += 1;
            chunk.last = self.line;
            chunk.bytes += text.len();
            if let Err(reason) = self.add_line(&text, &mut chunk) {
                chunk.problems.push(chunk.problem(self.line, reason));
            }
        }
        if text.is_empty() && !self.has_ended {
            // Reported once.
            self.has_ended = true;
            let reason = "the file ends here, but its last line has to be `end`: it is incomplete";
            chunk.problems.push(chunk.problem(self.line + 1, reason));
            return Ok(Some(chunk));
        }
        Ok((lines > 0).then_some(chunk))
    }

    /// Reads a line with its line feed. A line that is too long is cut, and the rest of it skipped.
    fn read_line(&mut self, text: &mut Vec<u8>) -> Result<(), ImportError> {
        let read = |error| ImportError::Read {
            file: self.name.clone(),
            error,
        };
        text.clear();
        let mut line = (&mut self.input).take(MAX_LINE + 1);
        line.read_until(b'\n', text).map_err(read)?;
        if text.len() as u64 > MAX_LINE {
            self.input.skip_until(b'\n').map_err(read)?;
        }
        self.line += u64::from(!text.is_empty());
        Ok(())
    }

    fn add_line(&mut self, text: &[u8], chunk: &mut Chunk) -> Result<(), String> {
        if text.len() as u64 > MAX_LINE {
            return Err(format!("it has more than {MAX_LINE} bytes"));
        }
        if self.has_ended && text.trim_ascii().is_empty() {
            return Ok(());
        }
        if self.has_ended {
            return Err("it follows the line `end`".to_owned());
        }
        // Editors on Windows begin a file with it.
        let text = match text.strip_prefix(BYTE_ORDER_MARK) {
            Some(text) if self.line == 1 => text,
            _ => text,
        };
        let line = serde_json::from_slice(text);
        let line: Line = line.map_err(|error| format!("it is no line of an export: {error}"))?;
        match line {
            Line::VestnikExport(header) if self.line == 1 => {
                if header.version != VERSION {
                    let version = header.version;
                    return Err(format!("a newer version wrote this file: format {version}"));
                }
            }
            Line::VestnikExport(_) => return Err("it belongs to the beginning".to_owned()),
            _ if self.line == 1 => return Err("`vestnik_export` has to be first".to_owned()),
            Line::Person(person) => chunk.people.push((self.line, *person)),
            Line::File(file) => chunk.files.push((self.line, *file)),
            Line::Event(event) => {
                self.events += 1;
                chunk.events.push((self.line, *event));
            }
            Line::End(end) => {
                self.has_ended = true;
                if end.events != self.events {
                    let events = self.events;
                    return Err(format!(
                        "{events} events precede it instead of {}",
                        end.events
                    ));
                }
            }
        }
        Ok(())
    }
}
