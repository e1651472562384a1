//! What became of every row of a run, as a file.

use super::NO_RUN;
use crate::api::AppError;
use crate::api::acts::{RUN_EXPORT, RunReport, RunRow};
use crate::domain::audit::AuditKind;
use crate::domain::role::Right;
use crate::server::auth::SessionUser;
use crate::server::error::ServerError;
use crate::server::state::AppState;
use crate::server::store::runs;
use crate::server::{http, spreadsheet};
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use axum::{Extension, Form};
use serde::Deserialize;

/// The form of the download.
#[derive(Deserialize)]
pub struct ExportForm {
    run: i64,
}

/// `POST /runs/export`: the run's rows as CSV.
pub async fn export(State(state): State<AppState>, Extension(user): Extension<SessionUser>, Form(form): Form<ExportForm>) -> Response {
    match take_out(&state, user, form.run).await {
        Ok(report) => http::download(&format!("run-{}.csv", form.run), "text/csv; charset=utf-8", Body::from(csv(&report))),
        Err(error) => http::errors::answer(RUN_EXPORT, error),
    }
}

async fn take_out(state: &AppState, user: SessionUser, run_id: i64) -> Result<RunReport, AppError> {
    let user = user.allowed(Right::See)?;
    Ok(whole(state, &user, run_id).await?)
}

async fn whole(state: &AppState, user: &SessionUser, run_id: i64) -> Result<RunReport, ServerError> {
    let mut tx = state.store.begin().await?;
    let summary = runs::summary(&mut tx, run_id, user.role).await?.ok_or(NO_RUN)?;
    let rows = runs::lines(&mut tx, run_id, i64::MAX).await?;
    let what = format!("実行履歴 {run_id}（{}）をCSVで書出", summary.title);
    user.note(&mut tx, AuditKind::Export, &what).await?;
    tx.commit().await?;
    Ok(RunReport { summary, rows })
}

fn csv(report: &RunReport) -> String {
    let cells = |row: &RunRow| spreadsheet::row([&row.shop, &row.label, row.state.label(), &row.codes, &row.text]);
    let head = spreadsheet::row(["店舗", "受注番号", "結果", "コード", "内容"]);
    spreadsheet::MARK.to_owned() + &head + &report.rows.iter().map(cells).collect::<String>()
}
