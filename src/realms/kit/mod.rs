//! What several realms have in common: their contracts differ, these steps do not.

pub(super) mod history;
pub(super) mod paging;
