//! `GET /health` and `GET /ready`.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use tokio::time::timeout;
use utoipa::ToSchema;

use crate::live::TailHealth;
use crate::store::{Bell, Pool, schema};

/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// What readiness is asked of.
#[derive(Clone)]
pub(super) struct Readiness {
    pool: Pool,
    tail: TailHealth,
    bell: Bell,
}

/// Whether notifications arrive, and where not, whether it is known why.
#[derive(Clone, Copy)]
enum Hearing {
    Heard,
    Silent,
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
    /// `ok` or `unavailable`.
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
    pub(super) fn new(pool: Pool, tail: TailHealth, bell: Bell) -> Self {
        Self { pool, tail, bell }
    }

    fn hearing(&self) -> Hearing {
        match (self.bell.is_heard(), self.bell.is_pooled()) {
            (true, _) => Hearing::Heard,
            (false, true) => Hearing::Pooled,
            (false, false) => Hearing::Silent,
        }
    }

    /// Whether the database answers, and whether its schema is this binary's.
    async fn schema(&self) -> Option<bool> {
        let check = timeout(PATIENCE, schema::is_current(&self.pool)).await;
        check.ok()?.ok()
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

/// The replica can do its work: the database answers with the right schema, and the end
/// of the log has been seen within five seconds.
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
    let schema = readiness.schema().await;
    let behind = readiness.tail.behind();
    let (is_tail_near, hearing) = (behind <= TailHealth::BOUND, readiness.hearing());
    // A newer schema, of a deployment that is under way, is one this replica can live with.
    let is_ready = schema.is_some() && is_tail_near;
    let report = Ready {
        status: if is_ready { "ready" } else { "unready" },
        database: if schema.is_some() {
            "ok"
        } else {
            "unavailable"
        },
        schema: match schema {
            Some(true) => "ok",
            Some(false) => "outdated",
            None => "unknown",
        },
        tail: if is_tail_near { "ok" } else { "behind" },
        bell: match hearing {
            Hearing::Heard => "heard",
            Hearing::Silent | Hearing::Pooled => "silent",
        },
        problems: problems(schema, (!is_tail_near).then_some(behind), hearing),
    };
    let status = if is_ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(report))
}

/// What is wrong, each with the name of its condition.
fn problems(schema: Option<bool>, behind: Option<Duration>, bell: Hearing) -> Vec<String> {
    let mut problems = Vec::new();
    match schema {
        Some(true) => {}
        Some(false) => problems.push(
            "schema: the database's is not this build's; run `vestnik migrate` of the newest build"
                .to_owned(),
        ),
        None => problems.push(format!(
            "database: it did not answer within {} seconds",
            PATIENCE.as_secs()
        )),
    }
    if let Some(behind) = behind {
        problems.push(format!(
            "tail: the end of the log was last seen {} seconds ago; at most {} are allowed",
            behind.as_secs(),
            TailHealth::BOUND.as_secs()
        ));
    }
    problems.extend(match bell {
        Hearing::Heard => None,
        Hearing::Silent => {
            Some("bell: no notification arrives, so that events come up to a second late, by polling")
        }
        Hearing::Pooled => Some(
            "bell: DATABASE_URL leads through a pooler in transaction mode, where no notification \
             arrives, so that events come up to a second late, by polling; point it past the pooler",
        ),
    }.map(str::to_owned));
    problems
}
