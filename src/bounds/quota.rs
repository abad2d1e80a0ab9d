//! What limits leave to the one who caused a request.
//!
//! Where a limit is decided on, what it leaves is noted; whoever answers the request collects it. No further
//! question to the database is needed.
//!
//! # Why
//! A limit is decided on far below the answer. A value of the task spares every function in between a further
//! result, in failures too.

use std::cell::RefCell;

tokio::task_local! {
    static NOTED: RefCell<Vec<Quota>>;
}

/// What a limit leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// The name of the limit: lower-case letters, `_` and `-`.
    pub name: &'static str,
    /// How much it allows at once.
    pub limit: u32,
    /// Seconds in which all of that comes back; `None`: time does not bring it back.
    pub window: Option<u32>,
    /// How much is left.
    pub left: u32,
    /// Seconds until more is left; `None`: nothing is missing, or time does not bring it back.
    pub more_in: Option<u32>,
}

/// Does some work, and returns what was noted meanwhile: one quota for each name, the last one.
pub async fn collect<T>(work: impl Future<Output = T>) -> (T, Vec<Quota>) {
    let collecting = async {
        let outcome = work.await;
        (outcome, NOTED.with(RefCell::take))
    };
    NOTED.scope(RefCell::default(), collecting).await
}

/// Notes quotas for whoever collects them, if anybody does.
pub fn note(quotas: impl IntoIterator<Item = Quota>) {
    let _ = NOTED.try_with(|noted| {
        let mut noted = noted.borrow_mut();
        for quota in quotas {
            noted.retain(|earlier| earlier.name != quota.name);
            noted.push(quota);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quota(name: &'static str, left: u32) -> Quota {
        Quota {
            name,
            limit: 3,
            window: None,
            left,
            more_in: None,
        }
    }

    #[tokio::test]
    async fn last_quota_of_each_name_is_collected() {
        note([quota("a", 9)]);
        let (outcome, noted) = collect(async {
            note([quota("a", 2), quota("b", 1)]);
            tokio::task::yield_now().await;
            note([quota("a", 0)]);
            7
        })
        .await;
        assert_eq!(outcome, 7);
        assert_eq!(noted, [quota("b", 1), quota("a", 0)]);
        assert_eq!(collect(async {}).await, ((), Vec::new()));
    }
}
