//! `GET /health` and `GET /ready`.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use tokio::time::timeout;
use utoipa::ToSchema;

use crate::db;
use crate::db::{Pool, schema};
use crate::live::TailLag;
use crate::log::LogWakeup;
use crate::realms;

/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// What readiness is asked of.
#[derive(Clone)]
pub(super) struct Readiness {
    pool: Pool,
    tail: TailLag,
    bell: LogWakeup,
}

/// How the database is, where it answers.
#[derive(Clone, Copy)]
struct Database {
    has_this_schema: bool,
    /// Not so on a standby, nor where somebody has made it read-only.
    is_writable: bool,
}

/// Whether notifications arrive, and where not, whether it is known why.
#[derive(Clone, Copy)]
enum NotificationStatus {
    Delivered,
    Undelivered,
    Pooled,
}

/// The process lives.
#[derive(Serialize, ToSchema)]
pub(super) struct Health {
    #[schema(value_type = String, example = "healthy")]
    status: &'static str,
    #[schema(value_type = String, example = "chat")]
    service: &'static str,
}

/// Whether this replica should get requests, and what it depends on.
#[derive(Serialize, ToSchema)]
pub(super) struct Ready {
    /// `ready` or `unready`.
    #[schema(value_type = String, example = "ready")]
    status: &'static str,
    /// `ok`, `read_only` or `unavailable`.
    #[schema(value_type = String, example = "ok")]
    database: &'static str,
    /// `ok`, `outdated` or `unknown`.
    #[schema(value_type = String, example = "ok")]
    schema: &'static str,
    /// `ok` or `behind`.
    #[schema(value_type = String, example = "ok")]
    tail: &'static str,
    /// `heard`, or `silent` where delivery goes on by polling: no reason to be unready.
    #[schema(value_type = String, example = "heard")]
    bell: &'static str,
    /// A sentence for each condition that is not met, in words for people: programs branch on
    /// the fields above, and only those are promised.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(ignore)]
    problems: Vec<String>,
}

impl Readiness {
    pub(super) fn new(pool: Pool, tail: TailLag, bell: LogWakeup) -> Self {
        Self { pool, tail, bell }
    }

    fn hearing(&self) -> NotificationStatus {
        match (self.bell.is_delivering(), self.bell.is_pooled()) {
            (true, _) => NotificationStatus::Delivered,
            (false, true) => NotificationStatus::Pooled,
            (false, false) => NotificationStatus::Undelivered,
        }
    }

    /// `None` where the database does not answer.
    async fn database(&self) -> Option<Database> {
        let look = async {
            Ok::<_, db::Error>(Database {
                has_this_schema: schema::is_current(&self.pool, realms::POLICIES).await?,
                is_writable: db::is_writable(&self.pool).await?,
            })
        };
        timeout(PATIENCE, look).await.ok()?.ok()
    }
}

/// The process lives.
#[utoipa::path(
    get,
    path = "/health",
    operation_id = "getHealth",
    tag = "server",
    security(()),
    responses((status = 200, description = "It lives", body = Health))
)]
pub(super) async fn health() -> Json<Health> {
    Json(Health {
        status: "healthy",
        service: "chat",
    })
}

/// The replica can do its work: the database answers and can be written, and the end of the log
/// has been seen within five seconds.
#[utoipa::path(
    get,
    path = "/ready",
    operation_id = "getReadiness",
    tag = "server",
    security(()),
    responses(
        (status = 200, description = "It can", body = Ready),
        (status = 503, description = "It cannot", body = Ready)
    )
)]
pub(super) async fn ready(State(readiness): State<Readiness>) -> (StatusCode, Json<Ready>) {
    let database = readiness.database().await;
    let behind = readiness.tail.elapsed();
    let (is_tail_near, hearing) = (behind <= TailLag::BOUND, readiness.hearing());
    // A newer schema, of a deployment that is under way, is one this replica can live with.
    let is_ready = database.is_some_and(|database| database.is_writable) && is_tail_near;
    let report = Ready {
        status: if is_ready { "ready" } else { "unready" },
        database: match database {
            Some(Database {
                is_writable: true, ..
            }) => "ok",
            Some(_) => "read_only",
            None => "unavailable",
        },
        schema: match database {
            Some(database) if database.has_this_schema => "ok",
            Some(_) => "outdated",
            None => "unknown",
        },
        tail: if is_tail_near { "ok" } else { "behind" },
        bell: match hearing {
            NotificationStatus::Delivered => "heard",
            NotificationStatus::Undelivered | NotificationStatus::Pooled => "silent",
        },
        problems: problems(database, (!is_tail_near).then_some(behind), hearing),
    };
    let status = if is_ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(report))
}

/// What is wrong, each with the name of its condition.
fn problems(
    database: Option<Database>,
    behind: Option<Duration>,
    bell: NotificationStatus,
) -> Vec<String> {
    let mut problems = Vec::new();
    match database {
        Some(database) => {
            if !database.is_writable {
                problems
                    .push("database: it can be read only, so that nothing can be sent".to_owned());
            }
            if !database.has_this_schema {
                problems.push(
                    "schema: the database's is not this build's; run `vestnik migrate` of the \
                     newest build"
                        .to_owned(),
                );
            }
        }
        None => problems.push(format!(
            "database: it refused, or did not answer within {} seconds",
            PATIENCE.as_secs()
        )),
    }
    if let Some(behind) = behind {
        problems.push(format!(
            "tail: the end of the log was last seen {} seconds ago; at most {} are allowed",
            behind.as_secs(),
            TailLag::BOUND.as_secs()
        ));
    }
    problems.extend(match bell {
        NotificationStatus::Delivered => None,
        NotificationStatus::Undelivered => {
            Some("bell: no notification arrives, so that events come up to a second late, by polling")
        }
        NotificationStatus::Pooled => Some(
            "bell: DATABASE_URL leads through a pooler in transaction mode, where no notification \
             arrives, so that events come up to a second late, by polling; point it past the pooler",
        ),
    }.map(str::to_owned));
    problems
}
