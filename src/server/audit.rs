//! 操作履歴: pages by key, and the download.

use super::clock;
use super::error::ServerError;
use super::state::AppState;
use super::store::audit::{self, Entry, Wanted};
use super::store::{Store, StoreError, shops, users};
use super::{http, spreadsheet};
use crate::api::AppError;
use crate::api::audit::{AuditFilter, AuditLine, AuditPage};
use crate::domain::audit::AuditKind;
use crate::domain::role::Right;
use crate::server::auth::SessionUser;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::Response;
use axum::{Extension, Form};
use futures::Stream;
use sqlx::AnyConnection;

/// Lines of one page, and of one piece of a download.
const PAGE_LINES: i64 = 100;
const PIECE_LINES: i64 = 1_000;
/// A day has so many milliseconds; Japan has no daylight saving time.
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// The lines of a filter.
///
/// # Errors
/// When there is no such shop, or the database fails.
pub async fn page(store: &Store, filter: AuditFilter) -> Result<AuditPage, ServerError> {
    let mut conn = store.read().await?;
    // One more than is shown tells whether there are older ones.
    let wanted = wanted(&mut conn, &filter).await?;
    let mut lines = audit::lines(&mut conn, &wanted, PAGE_LINES + 1).await?;
    let more = lines.len() > usize::try_from(PAGE_LINES).unwrap_or_default();
    if more {
        lines.pop();
    }
    let older = lines.last().filter(|_| more).map(|last| AuditFilter { before: Some(last.id), ..filter });
    let mut people = users::names(&mut conn).await?;
    people.push(audit::COMMAND.to_owned());
    Ok(AuditPage { lines, older, people })
}

async fn wanted(conn: &mut AnyConnection, filter: &AuditFilter) -> Result<Wanted, ServerError> {
    let shop_id = match &filter.shop {
        None => None,
        Some(code) => Some(shops::by_code(conn, code).await?.ok_or(super::acts::ledger::NO_SHOP)?.id),
    };
    let begins = |day: crate::domain::order::Day| clock::parse(&day.to_string());
    Ok(Wanted {
        kind: filter.kind,
        who: Some(filter.who.clone()).filter(|who| !who.is_empty()),
        shop_id,
        from: filter.from.and_then(begins),
        until: filter.until.and_then(begins).map(|day| day + DAY_MS),
        before: filter.before,
    })
}

/// `POST /settings/audit/export`: the lines of a filter as CSV. Taking them out is a line, too.
pub async fn export(
    State(state): State<AppState>,
    Extension(user): Extension<SessionUser>,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    let given = |name: &str| form.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let filter = AuditFilter { before: None, ..AuditFilter::from_query(given) };
    match begin_export(&state, user, &filter).await {
        Ok(wanted) => {
            let name = format!("history-{}.csv", clock::today());
            http::download(&name, "text/csv; charset=utf-8", Body::from_stream(pieces(state, wanted)))
        }
        Err(error) => http::errors::answer(AuditFilter::EXPORT, error),
    }
}

async fn begin_export(state: &AppState, user: SessionUser, filter: &AuditFilter) -> Result<Wanted, AppError> {
    let user = user.allowed(Right::Set)?;
    Ok(note_export(state, &user, filter).await?)
}

async fn note_export(state: &AppState, user: &SessionUser, filter: &AuditFilter) -> Result<Wanted, ServerError> {
    let mut tx = state.store.begin().await?;
    let wanted = wanted(&mut tx, filter).await?;
    let parts: Vec<String> = filter.parts().into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    let of = if parts.is_empty() { "すべて".to_owned() } else { parts.join("、") };
    let what = format!("操作履歴をCSVで書出（{of}）");
    audit::append(&mut tx, Entry { by: user.by(), kind: AuditKind::Export, what: &what, shop_id: wanted.shop_id }).await?;
    state.store.commit(tx).await?;
    Ok(wanted)
}

/// Piece by piece: a history of years needs no more memory than one of a day. Cut off by a trouble, the download fails
/// as a whole and no file looks complete.
fn pieces(state: AppState, mut wanted: Wanted) -> impl Stream<Item = Result<Bytes, StoreError>> {
    async_stream::try_stream! {
        yield Bytes::from(spreadsheet::MARK.to_owned() + &spreadsheet::row(["日時", "操作した人", "種類", "内容", "店舗", "接続元"]));
        loop {
            let mut conn = state.store.read().await?;
            let lines = audit::lines(&mut conn, &wanted, PIECE_LINES).await?;
            drop(conn);
            let Some(last) = lines.last() else { return };
            wanted.before = Some(last.id);
            yield Bytes::from(lines.iter().map(row).collect::<String>());
        }
    }
}

fn row(line: &AuditLine) -> String {
    spreadsheet::row([line.at.as_str(), &line.who, line.kind.label(), &line.what, &line.shop, &line.address])
}
