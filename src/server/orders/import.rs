//! Importing order files: read, compare with the store, report, and, when told to, write.

mod file;
mod next_engine;

use super::fee;
use crate::api::files::{ImportOutcome, ImportReport, ImportRow};
use crate::domain::act::ActKind;
use crate::domain::audit::AuditKind;
use crate::domain::bulk::Bulk;
use crate::domain::order::is_np_payment;
use crate::server::acts::automation::AUTOMATIC;
use crate::server::acts::ledger::NO_SHOP;
use crate::server::auth::SessionUser;
use crate::server::error::ServerError;
use crate::server::foresight;
use crate::server::state::AppState;
use crate::server::store::Transaction;
use crate::server::store::audit::{self, Entry};
use crate::server::store::import::{self, NewOrder, insert};
use crate::server::store::runs::{self as stored_runs, Line, NewRun};
use crate::server::store::shops::{self, Shop};
use crate::server::{clock, digest, runs};
use next_engine::ReadOrder;

/// What a shop may have the desk do with orders that come in.
const CREDIT: Bulk = Bulk::Act(ActKind::Register);
use server_fn::codec::MultipartData;
use sqlx::AnyConnection;
use std::collections::HashMap;

/// The largest file that is read: about 60,000 rows.
const LARGEST_FILE: usize = 32 * 1024 * 1024;

/// Reads the upload form and does what it asks.
///
/// # Errors
/// When a part is missing or the file as a whole cannot be read.
pub async fn from_form(state: &AppState, user: &SessionUser, form: MultipartData) -> Result<ImportReport, ServerError> {
    let mut form = form.into_inner().ok_or_else(|| ServerError::Internal("a form without a body".to_owned()))?;
    let (mut shop, mut file, mut commit) = (String::new(), Vec::new(), false);
    while let Some(mut part) = form.next_field().await.map_err(broken_upload)? {
        let name = part.name().unwrap_or_default().to_owned();
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(broken_upload)? {
            if bytes.len() + chunk.len() > LARGEST_FILE {
                return Err(ServerError::BadInput("ファイルが大きすぎます。32MB以内に分けて取り込んでください。".to_owned()));
            }
            bytes.extend_from_slice(&chunk);
        }
        match name.as_str() {
            "shop" => shop = String::from_utf8_lossy(&bytes).into_owned(),
            "file" => file = bytes,
            "commit" => commit = bytes == b"yes",
            _ => {}
        }
    }
    run(state, &user.name, &shop, &file, commit).await
}

/// Reads a file for a shop, says what importing it does, and does it when `commit` is set.
///
/// # Errors
/// When there is no such shop, or the file as a whole cannot be read.
pub async fn run(state: &AppState, who: &str, shop_code: &str, file: &[u8], commit: bool) -> Result<ImportReport, ServerError> {
    let bytes = file.to_vec();
    let digest = digest::sha256_of(file);
    let read = tokio::task::spawn_blocking(move || next_engine::read(&bytes))
        .await
        .map_err(|error| ServerError::Internal(error.to_string()))??;
    let (rows, asks_credit, committed) = if commit {
        let mut tx = state.store.begin().await?;
        let shop = shop(&mut tx, shop_code).await?;
        let (rows, new) = write(&mut tx, &shop, who, read.orders).await?;
        note(&mut tx, &shop, who, &digest, &rows).await?;
        // In the same transaction: what is imported is also asked about, whatever happens in between.
        let asks = shop.automation.credit && !new.is_empty();
        let run_id = if asks { Some(runs::open(&mut tx, AUTOMATIC, &CREDIT, &new).await?) } else { None };
        state.store.commit(tx).await?;
        if let Some(run_id) = run_id {
            runs::begin(state, run_id, CREDIT, AUTOMATIC);
        }
        (rows, shop.automation.credit, true)
    } else {
        let mut conn = state.store.read().await?;
        let shop = shop(&mut conn, shop_code).await?;
        let known = known(&mut conn, &shop, &read.orders).await?;
        let elsewhere = elsewhere(&mut conn, &shop, &read.orders).await?;
        let mut rows: Vec<ImportRow> = read.orders.into_iter().map(|order| judge(&known, &shop, order).0).collect();
        name_other_shops(&mut rows, elsewhere);
        (rows, shop.automation.credit, false)
    };
    Ok(ImportReport { rows, unused_columns: read.unused_columns, asks_credit, committed })
}

async fn shop(conn: &mut AnyConnection, code: &str) -> Result<Shop, ServerError> {
    shops::by_code(conn, code).await?.ok_or(NO_SHOP)
}

/// Compares and writes in one transaction: what the report says is what was done. Returns the new orders' keys too.
async fn write(tx: &mut Transaction, shop: &Shop, who: &str, orders: Vec<ReadOrder>) -> Result<(Vec<ImportRow>, Vec<i64>), ServerError> {
    let known = known(tx, shop, &orders).await?;
    let elsewhere = elsewhere(tx, shop, &orders).await?;
    let (mut rows, new): (Vec<_>, Vec<_>) = orders.into_iter().map(|order| judge(&known, shop, order)).unzip();
    name_other_shops(&mut rows, elsewhere);
    let new: Vec<NewOrder> = new.into_iter().flatten().collect();
    let imported = insert(tx, shop.id, &new, clock::now_ms()).await?;
    for (id, order) in imported.iter().zip(&new) {
        fee::note_rule(tx, *id, order).await?;
    }
    let mut ids = imported.iter().copied();
    let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let run_id =
        stored_runs::open(tx, NewRun { action: None, title: &format!("{}に取込", shop.name), shop_id: Some(shop.id), who, total }).await?;
    let lines = rows.iter().map(|row| Line {
        label: &row.order_number,
        done: row.outcome == ImportOutcome::New,
        failed: row.outcome == ImportOutcome::Failed,
        order_id: if row.outcome == ImportOutcome::New { ids.next() } else { None },
        outcome: match row.problems.first() {
            None => row.outcome.label().to_owned(),
            Some(problem) => format!("{}行目 {}: {}", problem.row, problem.column, problem.message),
        },
    });
    let lines: Vec<Line<'_>> = lines.collect();
    stored_runs::add_lines(tx, run_id, &lines).await?;
    Ok((rows, imported))
}

/// What the store has of a file's orders: the digest of the lines that each came from, by its number.
async fn known(conn: &mut AnyConnection, shop: &Shop, orders: &[ReadOrder]) -> Result<HashMap<String, String>, ServerError> {
    let numbers: Vec<&str> = orders.iter().map(|order| order.order_number.as_str()).collect();
    Ok(import::known(conn, shop.id, &numbers).await?)
}

/// The other shops that have an order of the same number, by number: a file may be meant for them.
async fn elsewhere(conn: &mut AnyConnection, shop: &Shop, orders: &[ReadOrder]) -> Result<HashMap<String, String>, ServerError> {
    let numbers: Vec<&str> = orders.iter().map(|order| order.order_number.as_str()).collect();
    Ok(import::elsewhere(conn, shop.id, &numbers).await?)
}

fn name_other_shops(rows: &mut [ImportRow], mut elsewhere: HashMap<String, String>) {
    for row in rows.iter_mut().filter(|row| row.outcome == ImportOutcome::New) {
        row.elsewhere = elsewhere.remove(&row.order_number);
    }
}

/// The file's digest tells later whether a file is the one that was taken in.
async fn note(tx: &mut Transaction, shop: &Shop, who: &str, digest: &str, rows: &[ImportRow]) -> Result<(), ServerError> {
    let count = |outcome| rows.iter().filter(|row| row.outcome == outcome).count();
    let what = format!(
        "受注データを取込（新規 {}件、変更なし {}件、内容が違う {}件、エラー {}件、SHA-256 {digest}）",
        count(ImportOutcome::New),
        count(ImportOutcome::Unchanged),
        count(ImportOutcome::Different),
        count(ImportOutcome::Failed)
    );
    Ok(audit::append(tx, Entry { who, kind: AuditKind::Import, what: &what, shop_id: Some(shop.id), address: "" }).await?)
}

/// What becomes of an order of the file, and the order as it is to be written when it is new. The shop's fee rule is applied
/// here, once, and to new orders alone: what was imported under another rule stays as it is.
fn judge(known: &HashMap<String, String>, shop: &Shop, read: ReadOrder) -> (ImportRow, Option<NewOrder>) {
    let outcome = match &read.order {
        None => ImportOutcome::Failed,
        Some(order) => match known.get(&order.order_number) {
            None => ImportOutcome::New,
            Some(digest) if *digest == order.source_hash => ImportOutcome::Unchanged,
            Some(_) => ImportOutcome::Different,
        },
    };
    let is_new = outcome == ImportOutcome::New;
    let order = read.order.map(|order| if is_new { fee::by_rule(shop, order) } else { order });
    let row = ImportRow {
        row: read.first_row,
        order_number: read.order_number,
        buyer_name: read.buyer_name,
        billed_amount: order.as_ref().map(|order| order.contents.billed_amount.to_string()).unwrap_or_default(),
        fee: order.as_ref().and_then(|order| order.fee.applied).filter(|step| step.is_change()),
        outcome,
        elsewhere: None,
        problems: read.problems,
        foreseen: order.as_ref().filter(|order| is_new && is_np_payment(&order.payment_method)).map(foreseen).unwrap_or_default(),
    };
    (row, order.filter(|_| is_new))
}

fn foreseen(order: &NewOrder) -> Vec<String> {
    foresight::of(Some(&order.order_number), &order.contents).into_iter().map(|violation| violation.message).collect()
}

fn broken_upload(_: multer::Error) -> ServerError {
    ServerError::BadInput("ファイルを最後まで受け取れませんでした。もう一度お試しください。".to_owned())
}
