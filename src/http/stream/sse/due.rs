//! Frames that are written together.

use bytes::Bytes;

/// Frames are joined up to this size before they are written.
pub(super) const CHUNK: usize = 32 * 1024;

/// Frames that are due. A single one, as most deliveries are, needs no allocation.
pub(super) enum Due {
    One(Bytes),
    Several(Vec<Bytes>),
}

impl Due {
    pub(super) fn and(self, next: Bytes) -> Self {
        Self::Several(match self {
            Self::One(first) => vec![first, next],
            Self::Several(mut frames) => {
                frames.push(next);
                frames
            }
        })
    }

    pub(super) fn as_slice(&self) -> &[Bytes] {
        match self {
            Self::One(frame) => std::slice::from_ref(frame),
            Self::Several(frames) => frames,
        }
    }
}
