//! Compresses an event stream (RFC 1952), each frame by itself.
//!
//! # Why
//! A compressor that remembers earlier frames would hold hundreds of kilobytes for each stream, and make the
//! bytes of each reader different; and who writes to a reader could find out from lengths what else the
//! reader gets. So the compressor begins anew with each frame. Readers share the result, and a stream holds
//! nothing but its checksum.

use std::cell::RefCell;

use axum::http::{HeaderMap, header};
use bytes::Bytes;
use flate2::{Compress, Compression, Crc, FlushCompress, Status};

/// The beginning of a stream: a method (deflate) and nothing else.
pub(super) const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
/// An empty last block of deflate.
const LAST_BLOCK: [u8; 2] = [3, 0];

/// Whether a client wants answers compressed by gzip (RFC 9110, section 12.5.3).
pub(super) fn is_accepted(headers: &HeaderMap) -> bool {
    let values = headers.get_all(header::ACCEPT_ENCODING).iter();
    let mut codings = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    codings.any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let weight = weight.trim().strip_prefix("q=");
        let is_refused = weight.is_some_and(|weight| weight.parse() == Ok(0.0_f32));
        name.trim().eq_ignore_ascii_case("gzip") && !is_refused
    })
}

/// A compressed frame.
struct Compressed {
    /// Ends at a byte, with all of the frame in it.
    blocks: Bytes,
    checksum: Crc,
}

/// What a stream's end says of all its frames.
#[derive(Default)]
pub(super) struct Checksum(Crc);

impl Checksum {
    /// Compresses the next frame of the stream.
    pub(super) fn compress(&mut self, frame: &Bytes) -> Bytes {
        COMPRESSOR.with_borrow_mut(|compressor| {
            let Compressed { blocks, checksum } = compressor.compressed(frame);
            self.0.combine(checksum);
            blocks.clone()
        })
    }

    /// The end of the stream.
    pub(super) fn end(&self) -> Vec<u8> {
        let (sum, length) = (self.0.sum().to_le_bytes(), self.0.amount().to_le_bytes());
        [&LAST_BLOCK[..], &sum, &length].concat()
    }
}

/// A thread's compressor, and the frame that it compressed last: an event is mostly written to one reader
/// after the other.
struct Compressor {
    deflate: Compress,
    last: Option<(Bytes, Compressed)>,
}

thread_local! {
    static COMPRESSOR: RefCell<Compressor> = RefCell::new(Compressor {
        deflate: Compress::new(Compression::default(), false),
        last: None,
    });
}

impl Compressor {
    fn compressed(&mut self, frame: &Bytes) -> &Compressed {
        // The same memory: nobody else has it while it is held here.
        let is_same = |(last, _): &(Bytes, Compressed)| {
            last.as_ptr() == frame.as_ptr() && last.len() == frame.len()
        };
        let last = self.last.take().filter(is_same);
        let last = last.unwrap_or_else(|| (frame.clone(), self.compress(frame)));
        &self.last.insert(last).1
    }

    fn compress(&mut self, frame: &[u8]) -> Compressed {
        self.deflate.reset();
        let mut blocks = Vec::with_capacity(frame.len() / 2 + 64);
        loop {
            let read = usize::try_from(self.deflate.total_in()).unwrap_or(frame.len());
            let status = self
                .deflate
                .compress_vec(&frame[read..], &mut blocks, FlushCompress::Sync)
                .unwrap_or(Status::BufError);
            let is_all = self.deflate.total_in() == frame.len() as u64;
            if is_all && (blocks.len() < blocks.capacity() || status == Status::BufError) {
                break;
            }
            blocks.reserve(frame.len() / 2 + 64);
        }
        let mut checksum = Crc::new();
        checksum.update(frame);
        Compressed {
            blocks: blocks.into(),
            checksum,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use axum::http::HeaderValue;
    use flate2::read::GzDecoder;

    use super::*;

    #[test]
    fn compressed_frames_are_one_gzip_stream() {
        let random: Vec<u8> = (0..300_000).map(|_| rand::random()).collect();
        let text = "data: {\"text\":\"Здравствуйте\"}\n\n".repeat(50);
        let shared = Bytes::from(text);
        let frames = [
            shared.clone(),
            shared,
            Bytes::new(),
            random.into(),
            Bytes::from_static(b"c"),
        ];
        let mut stream = HEADER.to_vec();
        let mut checksum = Checksum::default();
        for frame in &frames {
            stream.extend_from_slice(&checksum.compress(frame));
        }
        stream.extend_from_slice(&checksum.end());
        let mut plain = Vec::new();
        let mut decoder = GzDecoder::new(&stream[..]);
        decoder.read_to_end(&mut plain).expect("its end is right");
        assert_eq!(plain, frames.concat());
    }

    #[test]
    fn frames_depend_on_nothing_before_them() {
        let secret = Bytes::from("data: secret\n\n".repeat(4));
        let mut checksum = Checksum::default();
        let first = checksum.compress(&secret);
        checksum.compress(&Bytes::from_static(b"data: other\n\n"));
        assert_eq!(checksum.compress(&secret), first);
    }

    #[test]
    fn clients_say_whether_they_want_it() {
        for (value, accepts) in [
            ("gzip", true),
            ("br, GZIP;q=0.5", true),
            ("gzip;q=0", false),
            ("gzip; q=0.000", false),
            ("br, deflate", false),
            ("identity", false),
        ] {
            let value = HeaderValue::from_static(value);
            let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, value)]);
            assert_eq!(is_accepted(&headers), accepts, "{headers:?}");
        }
        assert!(!is_accepted(&HeaderMap::new()));
    }
}
