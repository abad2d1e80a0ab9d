//! Reads the contents of many runs in one statement.

use tokio_postgres::Row;

use crate::db::Error;
use crate::db::query::Parameter;
use crate::outbox::channel::{Delivery, Reading, Run};

/// The columns of deliveries, as the first parameters of a statement: `receivers`, `topics`, `since` and
/// `positions`.
#[derive(Default)]
pub(super) struct Columns {
    receivers: Vec<i64>,
    topics: Vec<i64>,
    since: Vec<i64>,
    positions: Vec<i64>,
}

impl Columns {
    /// Adds a row.
    pub(super) fn push(&mut self, receiver: i64, delivery: &Delivery) {
        self.receivers.push(receiver);
        self.topics.push(delivery.topic);
        self.since.push(delivery.since);
        self.positions.push(delivery.position);
    }

    /// A row for each run: its receiver, which is a number, and its first delivery.
    pub(super) fn of_runs(runs: &[Run]) -> Self {
        let mut columns = Self::default();
        for run in runs {
            columns.push(run.receiver_id(), &run.deliveries[0]);
        }
        columns
    }

    pub(super) fn parameters(&self) -> [Parameter<'_>; 4] {
        [&self.receivers, &self.topics, &self.since, &self.positions]
    }
}

/// The index of a row among those of the parameters.
pub(super) fn index(row: &Row) -> Result<usize, Error> {
    let index: i64 = row.try_get("index")?;
    Ok(usize::try_from(index).unwrap_or(usize::MAX))
}

/// Puts contents, each with the index of its run, to their runs. A run without one has nothing to send.
pub(super) fn of<C>(runs: &[Run], contents: Vec<(usize, C)>) -> Vec<Reading<C>> {
    let mut readings: Vec<Reading<C>> = runs.iter().map(|_| Reading::Nothing).collect();
    for (index, content) in contents {
        if let Some(reading) = readings.get_mut(index) {
            *reading = Reading::Send(content);
        }
    }
    readings
}
