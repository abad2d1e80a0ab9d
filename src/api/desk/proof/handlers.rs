//! The handlers.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::wire;
use crate::api::caller::NativeCaller;
use crate::api::context::ApiContext;
use crate::desk;
use crate::http::Problem;
use crate::http::problem::Problems;

/// Shows how far the log is sealed, and what the latest check of the seals found. For admins, or
/// moderators.
#[utoipa::path(
    get,
    path = "/desk/proof",
    operation_id = "getProof",
    tag = "desk",
    responses((status = 200, description = "The proof", body = wire::Proof), Problems)
)]
pub async fn show(
    State(context): State<ApiContext>,
    NativeCaller(caller): NativeCaller,
) -> Result<Json<wire::Proof>, Problem> {
    let desk = context.desk(&caller)?;
    Ok(Json(encode(desk.proof().await?)))
}

/// Begins a check of all seals, unless one runs. For admins, or moderators.
///
/// It goes on in the background: ask for the proof again. Once it has ended, the next one may begin a
/// minute after it began.
#[utoipa::path(
    post,
    path = "/desk/proof",
    operation_id = "checkProof",
    tag = "desk",
    responses((status = 202, description = "The proof, with the check that runs", body = wire::Proof), Problems)
)]
pub async fn check(
    State(context): State<ApiContext>,
    NativeCaller(caller): NativeCaller,
) -> Result<(StatusCode, Json<wire::Proof>), Problem> {
    let desk = context.desk(&caller)?;
    if let Some(seconds) = desk.request_proof(caller.user_id).await? {
        let detail = "the seals were checked a moment ago";
        return Err(Problem::too_many(detail, seconds));
    }
    Ok((StatusCode::ACCEPTED, Json(encode(desk.proof().await?))))
}

fn encode(proof: desk::Proof) -> wire::Proof {
    let reached = |reached: desk::Reached| wire::ProofReached {
        position: reached.position,
        at: reached.at.into(),
    };
    wire::Proof {
        head: wire::ProofHead {
            position: proof.head,
            at: proof.head_at.map(Into::into),
        },
        sealed: proof.sealed.map(reached),
        verified: proof.verified.map(reached),
        running: proof.running.map(|running| wire::ProofRunning {
            started_at: running.started_at.into(),
            position: running.position,
            of: running.until,
        }),
        problem: proof.problem.map(|problem| wire::ProofProblem {
            position: problem.position,
            text: problem.text,
            found_at: problem.found_at.into(),
        }),
    }
}
