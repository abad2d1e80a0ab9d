//! Merkle trees over the hashes of events: RFC 6962, section 2.1. `sql/audit/merkle_root.sql` makes the same root.

use sha2::{Digest as _, Sha256};

use super::Hash;

/// The root of the tree over some hashes, 32 bytes each.
pub(in crate::audit) fn root(hashes: &[u8]) -> Hash {
    let mut level = leaves(hashes);
    while level.len() > 1 {
        level = parents(&level);
    }
    level.pop().unwrap_or_default()
}

/// For the hash at each of the `indices`: the nodes that lead from it to the root, from below.
pub(in crate::audit) fn paths(hashes: &[u8], indices: &[usize]) -> Vec<Vec<Hash>> {
    let mut paths = vec![Vec::new(); indices.len()];
    let mut nodes = indices.to_vec();
    let mut level = leaves(hashes);
    while level.len() > 1 {
        for (path, node) in paths.iter_mut().zip(&mut nodes) {
            path.extend(level.get(*node ^ 1));
            *node /= 2;
        }
        level = parents(&level);
    }
    paths
}

/// The root to which a path leads from the hash at an index. `None` if no path of this length does so in a tree over
/// `count` hashes.
pub(in crate::audit) fn root_of_path(
    hash: &Hash,
    mut index: u64,
    mut count: u64,
    path: &[Hash],
) -> Option<Hash> {
    if index >= count {
        return None;
    }
    let mut node = leaf(hash);
    let mut path = path.iter();
    while count > 1 {
        // The last node of an odd number moves up as it is.
        if index ^ 1 < count {
            let other = path.next()?;
            node = match index % 2 {
                0 => parent(&node, other),
                _ => parent(other, &node),
            };
        }
        index /= 2;
        count = count.div_ceil(2);
    }
    path.next().is_none().then_some(node)
}

fn leaves(hashes: &[u8]) -> Vec<Hash> {
    hashes.chunks(32).map(leaf).collect()
}

fn parents(level: &[Hash]) -> Vec<Hash> {
    let parent_of = |pair: &[Hash]| match pair {
        [left, right] => parent(left, right),
        _ => pair.first().copied().unwrap_or_default(),
    };
    level.chunks(2).map(parent_of).collect()
}

fn leaf(hash: impl AsRef<[u8]>) -> Hash {
    Sha256::new_with_prefix([0])
        .chain_update(hash)
        .finalize()
        .into()
}

fn parent(left: &Hash, right: &Hash) -> Hash {
    Sha256::new_with_prefix([1])
        .chain_update(left)
        .chain_update(right)
        .finalize()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(count: u8) -> Vec<u8> {
        (0..count).flat_map(|number| [number; 32]).collect()
    }

    /// The definition of the RFC: the left part has the greatest power of two of hashes that is less than all.
    fn defined(hashes: &[u8]) -> Hash {
        match hashes.len() / 32 {
            1 => leaf(hashes),
            count => {
                let (left, right) = hashes.split_at(count.next_power_of_two() / 2 * 32);
                parent(&defined(left), &defined(right))
            }
        }
    }

    #[test]
    fn root_is_the_one_that_the_rfc_defines() {
        for count in 1..70 {
            assert_eq!(root(&hashes(count)), defined(&hashes(count)), "{count}");
        }
    }

    #[test]
    fn path_leads_from_its_own_hash_alone_to_the_root() {
        for count in 1..34_u8 {
            let all = hashes(count);
            let indices: Vec<usize> = (0..usize::from(count)).collect();
            for (index, path) in (0..).zip(paths(&all, &indices)) {
                let count = u64::from(count);
                let of = |hash: u64, index, path: &[Hash]| {
                    let hash = [u8::try_from(hash).unwrap(); 32];
                    root_of_path(&hash, index, count, path)
                };
                let root = Some(root(&all));
                assert_eq!(of(index, index, &path), root);
                assert_ne!(of(index + 1, index, &path), root);
                assert_ne!(of(index, index + 1, &path), root);
                let longer = [&path[..], &[[0; 32]]].concat();
                assert_eq!(of(index, index, &longer), None);
                if let Some((_, shorter)) = path.split_last() {
                    assert_eq!(of(index, index, shorter), None);
                }
            }
        }
    }
}
