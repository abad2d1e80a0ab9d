//! `GET /health` and `GET /ready`.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use tokio::time::timeout;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::db;
use crate::db::{Pool, schema};
use crate::live::TailLag;
use crate::log::LogWakeup;
use crate::realms::Realms;

/// How long the database may take to answer.
const DATABASE_TIMEOUT: Duration = Duration::from_secs(2);

/// The components that readiness depends on.
#[derive(Clone)]
pub(super) struct Readiness {
    pool: Pool,
    tail: TailLag,
    wakeup: LogWakeup,
    realms: Realms,
}

/// The state of a database that answers.
#[derive(Clone, Copy)]
struct Database {
    has_this_schema: bool,
    /// False on a standby, for example.
    is_writable: bool,
}

/// Whether notifications arrive, and if not, whether the reason is known.
#[derive(Clone, Copy)]
enum NotificationStatus {
    Delivered,
    Undelivered,
    Pooled,
}

/// The process is alive.
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
    /// `delivered`; `undelivered` or, behind a pooler in transaction mode, `pooled` if delivery
    /// relies on polling. It does not affect readiness.
    #[schema(value_type = String, example = "delivered")]
    notifications: &'static str,
    /// A sentence for each problem, for people: programs branch on the fields above, and only
    /// those are promised.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(ignore)]
    problems: Vec<String>,
}

impl Readiness {
    pub(super) fn new(pool: Pool, tail: TailLag, wakeup: LogWakeup, realms: Realms) -> Self {
        Self {
            pool,
            tail,
            wakeup,
            realms,
        }
    }

    fn notifications(&self) -> NotificationStatus {
        let wakeup = &self.wakeup;
        match (wakeup.is_delivering(), wakeup.transaction_pooling()) {
            (true, _) => NotificationStatus::Delivered,
            (false, true) => NotificationStatus::Pooled,
            (false, false) => NotificationStatus::Undelivered,
        }
    }

    /// `None` if the database does not answer.
    async fn database(&self) -> Option<Database> {
        let status = async {
            Ok::<_, db::Error>(Database {
                has_this_schema: schema::is_current(&self.pool, self.realms.policies()).await?,
                is_writable: db::is_writable(&self.pool).await?,
            })
        };
        timeout(DATABASE_TIMEOUT, status).await.ok()?.ok()
    }
}

/// The routes for operators and load balancers.
pub(super) fn routes() -> OpenApiRouter<Readiness> {
    OpenApiRouter::new()
        .routes(routes!(health))
        .routes(routes!(ready))
}

/// The process is alive.
#[utoipa::path(
    get,
    path = "/health",
    operation_id = "getHealth",
    tag = "server",
    security(()),
    responses((status = 200, description = "The process is alive", body = Health))
)]
async fn health() -> Json<Health> {
    Json(Health {
        status: "healthy",
        service: "chat",
    })
}

/// The replica can serve requests: the database is available and writable, and the end of the
/// log was seen within the last five seconds.
#[utoipa::path(
    get,
    path = "/ready",
    operation_id = "getReadiness",
    tag = "server",
    security(()),
    responses(
        (status = 200, description = "The replica is ready", body = Ready),
        (status = 503, description = "The replica is not ready", body = Ready)
    )
)]
async fn ready(State(readiness): State<Readiness>) -> (StatusCode, Json<Ready>) {
    let database = readiness.database().await;
    let behind = readiness.tail.elapsed();
    let is_tail_near = behind <= TailLag::BOUND;
    let notifications = readiness.notifications();
    // This replica can work with a newer schema, of a deployment under way.
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
        notifications: match notifications {
            NotificationStatus::Delivered => "delivered",
            NotificationStatus::Undelivered => "undelivered",
            NotificationStatus::Pooled => "pooled",
        },
        problems: problems(database, (!is_tail_near).then_some(behind), notifications),
    };
    let status = if is_ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(report))
}

/// The problems, each with the name of its field.
fn problems(
    database: Option<Database>,
    behind: Option<Duration>,
    notifications: NotificationStatus,
) -> Vec<String> {
    let mut problems = Vec::new();
    match database {
        Some(database) => {
            if !database.is_writable {
                problems.push("database: it is read-only, so that nothing can be sent".to_owned());
            }
            if !database.has_this_schema {
                problems.push(
                    "schema: it is not the one of this build; run `vestnik migrate` of the newest \
                     build"
                        .to_owned(),
                );
            }
        }
        None => problems.push(format!(
            "database: it refused the connection, or did not answer within {} seconds",
            DATABASE_TIMEOUT.as_secs()
        )),
    }
    if let Some(behind) = behind {
        problems.push(format!(
            "tail: the end of the log was last seen {} seconds ago; at most {} are allowed",
            behind.as_secs(),
            TailLag::BOUND.as_secs()
        ));
    }
    problems.extend(match notifications {
        NotificationStatus::Delivered => None,
        NotificationStatus::Undelivered => {
            Some("notifications: none arrives, so that events are up to a second late, by polling")
        }
        NotificationStatus::Pooled => Some(
            "notifications: DATABASE_URL leads through a pooler in transaction mode, where none \
             arrives, so that events are up to a second late, by polling; point it past the pooler",
        ),
    }.map(str::to_owned));
    problems
}
