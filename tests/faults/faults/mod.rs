//! The kinds of faults; each removes its cause again.

mod clock;
mod database;
mod failover;
mod processes;
mod readers;

use super::campaign::Campaign;

/// A kind of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    Kill,
    Terminate,
    RestartNginx,
    RollingRestart,
    StopPostgres,
    EndSessions,
    FrozenListener,
    LostAnswer,
    CutConnections,
    ReadOnly,
    DiskFull,
    SynchronousFailover,
    LostTail,
    Storm,
    StoppedReader,
    ExpiringToken,
    Removal,
    ClockJumps,
    Pooler,
}

impl Fault {
    pub const ALL: &[Self] = &[
        Self::Kill,
        Self::Terminate,
        Self::RestartNginx,
        Self::RollingRestart,
        Self::StopPostgres,
        Self::EndSessions,
        Self::FrozenListener,
        Self::LostAnswer,
        Self::CutConnections,
        Self::ReadOnly,
        Self::DiskFull,
        Self::SynchronousFailover,
        Self::LostTail,
        Self::Storm,
        Self::StoppedReader,
        Self::ExpiringToken,
        Self::Removal,
        Self::ClockJumps,
        Self::Pooler,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Kill => "replica: kill -9",
            Self::Terminate => "replica: SIGTERM",
            Self::RestartNginx => "nginx: restart",
            Self::RollingRestart => "replica: rolling restart of all",
            Self::StopPostgres => "Postgres: pg_ctl stop -m immediate, start",
            Self::EndSessions => "Postgres: every session terminated",
            Self::FrozenListener => "Postgres: SIGSTOP of every listener's backend",
            Self::LostAnswer => "Postgres: connection cut during COMMIT",
            Self::CutConnections => "Postgres: all connections of a replica cut",
            Self::ReadOnly => "Postgres: read-only",
            Self::DiskFull => "Postgres: disk full (its SQLSTATE)",
            Self::SynchronousFailover => "failover: kill -9, synchronous standby promoted",
            Self::LostTail => "failover: kill -9, standby without the tail promoted",
            Self::Storm => "subscribers: many reconnect at once",
            Self::StoppedReader => "subscribers: one pauses reading",
            Self::ExpiringToken => "subscribers: tokens expire on open streams",
            Self::Removal => "subscribers: a participant with an open stream is removed",
            Self::ClockJumps => "replica: its clock jumps",
            Self::Pooler => "replica: behind pgbouncer in transaction mode",
        }
    }

    /// Injects the fault, and removes its cause.
    pub async fn inject(self, campaign: &mut Campaign) {
        match self {
            Self::Kill => processes::kill(campaign).await,
            Self::Terminate => processes::terminate(campaign).await,
            Self::RestartNginx => processes::restart_nginx(campaign).await,
            Self::RollingRestart => processes::rolling_restart(campaign).await,
            Self::StopPostgres => database::stop_and_start(campaign).await,
            Self::EndSessions => database::end_sessions(campaign).await,
            Self::FrozenListener => database::freeze_listeners(campaign).await,
            Self::LostAnswer => database::lose_answers(campaign).await,
            Self::CutConnections => database::cut_connections(campaign).await,
            Self::ReadOnly => database::read_only(campaign).await,
            Self::DiskFull => database::disk_full(campaign).await,
            Self::SynchronousFailover => failover::with_synchronous_standby(campaign).await,
            Self::LostTail => failover::with_lost_tail(campaign).await,
            Self::Storm => readers::storm(campaign).await,
            Self::StoppedReader => readers::stopped_reader(campaign).await,
            Self::ExpiringToken => readers::expiring_token(campaign).await,
            Self::Removal => readers::removal(campaign).await,
            Self::ClockJumps => clock::jumps(campaign).await,
            Self::Pooler => processes::behind_a_pooler(campaign).await,
        }
    }
}
