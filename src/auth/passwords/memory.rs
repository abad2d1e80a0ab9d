//! Reuses the memory that Argon2 works in.
//!
//! # Why
//! A hash needs 19 MiB. Allocated for each hash, the memory stays in the allocator's arenas of the
//! threads, and a flood of log-ins leaves the process hundreds of megabytes larger.

use std::sync::Arc;

use argon2::Block;
use parking_lot::Mutex;

/// The largest memory that a stored hash may require, in blocks of 1 KiB: the second
/// recommendation of RFC 9106. A larger one counts as unreadable.
pub(super) const MAX_BLOCKS: usize = 64 * 1024;

/// Memory of finished computations for later ones; never more than the highest number of
/// simultaneous computations.
#[derive(Clone, Debug, Default)]
pub(super) struct MemoryPool(Arc<Mutex<Vec<Memory>>>);

/// The memory of one computation.
#[derive(Debug, Default)]
pub(super) struct Memory(Vec<Block>);

impl MemoryPool {
    /// Runs a computation in memory of the pool.
    pub(super) fn lend<T>(&self, compute: impl FnOnce(&mut Memory) -> T) -> T {
        let mut memory = self.0.lock().pop().unwrap_or_default();
        let result = compute(&mut memory);
        self.0.lock().push(memory);
        result
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.0.lock().len()
    }
}

impl Memory {
    /// At least this many blocks, with the contents of the previous computation.
    pub(super) fn blocks(&mut self, count: usize) -> &mut [Block] {
        if self.0.len() < count {
            self.0.resize(count, Block::new());
        }
        &mut self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_reused() {
        let pool = MemoryPool::default();
        let first = pool.lend(|memory| memory.blocks(8).as_ptr() as usize);
        let second = pool.lend(|memory| memory.blocks(4).as_ptr() as usize);
        assert_eq!(first, second);
        assert_eq!(pool.len(), 1);
    }
}
