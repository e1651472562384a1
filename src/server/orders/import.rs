//! Importing order files: read, compare with the store, report, and, when told to, write.

mod file;
mod next_engine;

use super::fee;
use crate::api::files::{ImportOutcome, ImportReport, ImportRow};
use crate::domain::act::ActKind;
use crate::domain::audit::AuditKind;
use crate::domain::bulk::Bulk;
use crate::domain::difference::differences;
use crate::domain::order::{is_enclosed, is_np_payment};
use crate::server::acts::automation::AUTOMATIC;
use crate::server::acts::ledger::NO_SHOP;
use crate::server::auth::SessionUser;
use crate::server::error::ServerError;
use crate::server::foresight;
use crate::server::state::AppState;
use crate::server::store::Transaction;
use crate::server::store::audit::{self, By, Entry};
use crate::server::store::import::{self, Held, NewOrder, insert};
use crate::server::store::runs::{self as stored_runs, Line, NewRun};
use crate::server::store::shops::{self, Shop};
use crate::server::{clock, digest, runs};
use next_engine::ReadOrder;

/// What a shop may have the desk do with orders that come in.
const CREDIT: Bulk = Bulk::Act(ActKind::Register);
use server_fn::codec::MultipartData;
use sqlx::AnyConnection;
use std::collections::{HashMap, HashSet};

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
    run(state, user.by(), &shop, &file, commit).await
}

/// Reads a file for a shop, says what importing it does, and does it when `commit` is set.
///
/// # Errors
/// When there is no such shop, or the file as a whole cannot be read.
pub async fn run(state: &AppState, by: By<'_>, shop_code: &str, file: &[u8], commit: bool) -> Result<ImportReport, ServerError> {
    let bytes = file.to_vec();
    let digest = digest::sha256_of(file);
    let read = tokio::task::spawn_blocking(move || next_engine::read(&bytes))
        .await
        .map_err(|error| ServerError::Internal(error.to_string()))??;
    let (rows, asks_credit, committed) = if commit {
        let mut tx = state.store.begin().await?;
        let shop = shop(&mut tx, shop_code).await?;
        let (rows, new) = write(&mut tx, &shop, by.who, read.orders).await?;
        note(&mut tx, &shop, by, &digest, &rows).await?;
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
        (judge_all(&mut conn, &shop, read.orders).await?.0, shop.automation.credit, false)
    };
    Ok(ImportReport { rows, unused_columns: read.unused_columns, asks_credit, committed })
}

async fn shop(conn: &mut AnyConnection, code: &str) -> Result<Shop, ServerError> {
    shops::by_code(conn, code).await?.ok_or(NO_SHOP)
}

/// Compares and writes in one transaction: what the report says is what was done. Returns the new orders' keys too.
async fn write(tx: &mut Transaction, shop: &Shop, who: &str, orders: Vec<ReadOrder>) -> Result<(Vec<ImportRow>, Vec<i64>), ServerError> {
    let (rows, new) = judge_all(tx, shop, orders).await?;
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
            None if row.differs.is_empty() => row.outcome.label().to_owned(),
            None => format!("{} {}", row.outcome.label(), row.differs),
            Some(problem) => format!("{}行目 {}: {}", problem.row, problem.column, problem.message),
        },
    });
    let lines: Vec<Line<'_>> = lines.collect();
    stored_runs::add_lines(tx, run_id, &lines).await?;
    Ok((rows, imported))
}

/// The file's digest tells later whether a file is the one that was taken in.
async fn note(tx: &mut Transaction, shop: &Shop, by: By<'_>, digest: &str, rows: &[ImportRow]) -> Result<(), ServerError> {
    let count = |outcome| rows.iter().filter(|row| row.outcome == outcome).count();
    let what = format!(
        "受注データを取込（新規 {}件、変更なし {}件、内容が違う {}件、エラー {}件、SHA-256 {digest}）",
        count(ImportOutcome::New),
        count(ImportOutcome::Unchanged),
        count(ImportOutcome::Different),
        count(ImportOutcome::Failed)
    );
    Ok(audit::append(tx, Entry { by, kind: AuditKind::Import, what: &what, shop_id: Some(shop.id) }).await?)
}

/// What becomes of every order of the file, and those that are new as they are to be written.
async fn judge_all(conn: &mut AnyConnection, shop: &Shop, orders: Vec<ReadOrder>) -> Result<(Vec<ImportRow>, Vec<NewOrder>), ServerError> {
    let numbers: Vec<&str> = orders.iter().map(|order| order.order_number.as_str()).collect();
    let known = import::known(conn, shop.id, &numbers).await?;
    let mut elsewhere = import::elsewhere(conn, shop.id, &numbers).await?;
    let outcomes: Vec<ImportOutcome> = orders.iter().map(|order| outcome(&known, order)).collect();
    let different = numbers.iter().zip(&outcomes).filter(|(_, outcome)| **outcome == ImportOutcome::Different);
    let mut held = import::held(conn, shop.id, &different.map(|(number, _)| *number).collect::<Vec<_>>()).await?;
    let mut new = Vec::new();
    let mut rows = Vec::with_capacity(orders.len());
    for (mut read, outcome) in orders.into_iter().zip(outcomes) {
        let order = read.order.take().map(|order| match outcome {
            // Here, once, and to new orders alone: what was imported under another rule stays as it is.
            ImportOutcome::New => fee::by_rule(shop, order),
            ImportOutcome::Unchanged | ImportOutcome::Different | ImportOutcome::Failed => order,
        });
        let mut row = row(read, outcome, order.as_ref());
        match (outcome, order) {
            (ImportOutcome::New, Some(order)) => {
                row.elsewhere = elsewhere.remove(&order.order_number);
                new.push(order);
            }
            (ImportOutcome::Different, Some(order)) => {
                let held = held.remove(&order.order_number);
                row.differs = held.map(|held| differs(&held, shop, order)).unwrap_or_default();
            }
            _ => {}
        }
        rows.push(row);
    }
    Ok((rows, new))
}

fn outcome(known: &HashMap<String, String>, read: &ReadOrder) -> ImportOutcome {
    match &read.order {
        None => ImportOutcome::Failed,
        Some(order) => match known.get(&order.order_number) {
            None => ImportOutcome::New,
            Some(digest) if *digest == order.source_hash => ImportOutcome::Unchanged,
            Some(_) => ImportOutcome::Different,
        },
    }
}

fn row(read: ReadOrder, outcome: ImportOutcome, order: Option<&NewOrder>) -> ImportRow {
    let new = order.filter(|_| outcome == ImportOutcome::New);
    ImportRow {
        row: read.first_row,
        order_number: read.order_number,
        buyer_name: read.buyer_name,
        billed_amount: order.map(|order| order.contents.billed_amount.to_string()).unwrap_or_default(),
        fee: order.and_then(|order| order.fee.applied).filter(|step| step.is_change()),
        outcome,
        differs: String::new(),
        elsewhere: None,
        problems: read.problems,
        foreseen: new.filter(|order| is_np_payment(&order.payment_method)).map(foreseen).unwrap_or_default(),
    }
}

/// Names what an order has otherwise than its file, without what stands there. The bill of the file is meant with the shop's
/// fee rule or without it.
fn differs(held: &Held, shop: &Shop, of_the_file: NewOrder) -> String {
    let NewOrder { payment_method, carrier, .. } = of_the_file.clone();
    let as_it_is = of_the_file.contents.billed_amount == held.contents.billed_amount;
    let order = if as_it_is { of_the_file } else { fee::by_rule(shop, of_the_file) };
    let mut labels: Vec<&str> = differences(&held.contents, &order.contents).iter().map(|difference| difference.field.label()).collect();
    let mut named = HashSet::new();
    labels.retain(|label| named.insert(*label));
    labels.extend((held.payment_method != payment_method).then_some("支払方法"));
    labels.extend((held.carrier != carrier).then_some("配送業者"));
    if labels.is_empty() {
        "購入者・配送先・商品・請求額・支払方法・配送業者は、いまの受注と同じです。".to_owned()
    } else {
        format!("いまの受注と違う項目: {}", labels.join("、"))
    }
}

/// Said of an order whose customer expects the invoice in the parcel.
const ENCLOSED: &str = "NP後払いwizの受注です。与信は請求書別送のNP後払いとして実行されます（請求書はNPからお客様に届きます）。";

fn foreseen(order: &NewOrder) -> Vec<String> {
    let enclosed = is_enclosed(&order.payment_method).then(|| ENCLOSED.to_owned());
    let foreseen = foresight::of(Some(&order.order_number), &order.contents).into_iter().map(|violation| violation.message);
    enclosed.into_iter().chain(foreseen).collect()
}

fn broken_upload(_: multer::Error) -> ServerError {
    ServerError::BadInput("ファイルを最後まで受け取れませんでした。もう一度お試しください。".to_owned())
}
