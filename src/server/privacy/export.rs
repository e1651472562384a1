//! Everything that is stored about one buyer, to be handed out.

use super::buyer;
use crate::api::AppError;
use crate::api::privacy::{BuyerQuery, EXPORT};
use crate::api::sheet::Sheet;
use crate::domain::audit::AuditKind;
use crate::domain::role::Right;
use crate::server::auth::SessionUser;
use crate::server::error::ServerError;
use crate::server::state::AppState;
use crate::server::{clock, http, orders, spreadsheet};
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use axum::{Extension, Form};
use serde::Deserialize;

/// The form of the download.
#[derive(Deserialize)]
pub struct ExportForm {
    #[serde(flatten)]
    query: BuyerQuery,
    format: Format,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Format {
    /// Everything, what was sent and what came back included.
    Json,
    /// One row per order, for a spreadsheet.
    Csv,
}

/// `POST /settings/privacy/export`: the buyer's orders as a file.
pub async fn export(State(state): State<AppState>, Extension(user): Extension<SessionUser>, Form(form): Form<ExportForm>) -> Response {
    match take_out(&state, user, &form).await {
        Ok(sheets) => {
            let name = format!("buyer-{}", clock::today());
            match form.format {
                Format::Json => http::download(&format!("{name}.json"), "application/json", Body::from(json(&sheets))),
                Format::Csv => http::download(&format!("{name}.csv"), "text/csv; charset=utf-8", Body::from(csv(&sheets))),
            }
        }
        Err(error) => http::errors::answer(EXPORT, error),
    }
}

async fn take_out(state: &AppState, user: SessionUser, form: &ExportForm) -> Result<Vec<Sheet>, AppError> {
    let user = user.allowed(Right::Set)?;
    Ok(sheets(state, &user, form).await?)
}

async fn sheets(state: &AppState, user: &SessionUser, form: &ExportForm) -> Result<Vec<Sheet>, ServerError> {
    let ids = buyer::ids(&mut *state.store.read().await?, &form.query).await?;
    if ids.is_empty() {
        return Err(ServerError::NotFound("該当する受注がありません。"));
    }
    let mut sheets = Vec::with_capacity(ids.len());
    for id in ids {
        sheets.push(orders::sheet::load(state, id).await?);
    }
    let numbers: Vec<&str> = sheets.iter().map(|sheet| sheet.row.order_number.as_str()).collect();
    let format = match form.format {
        Format::Json => "JSON",
        Format::Csv => "CSV",
    };
    let what = format!("購入者1人のデータを{format}で書出（受注 {}）", numbers.join("、"));
    let mut tx = state.store.begin().await?;
    user.note(&mut tx, AuditKind::Export, &what).await?;
    state.store.commit(tx).await?;
    Ok(sheets)
}

fn json(sheets: &[Sheet]) -> String {
    serde_json::to_string_pretty(sheets).expect("sheets are plain data")
}

const HEADER: [&str; 24] = [
    "受注番号",
    "店舗",
    "注文日時",
    "受注ステータス",
    "お支払い方法",
    "備考",
    "氏名",
    "氏名カナ",
    "会社名",
    "部署名",
    "郵便番号",
    "住所",
    "電話番号",
    "メールアドレス",
    "配送先氏名",
    "配送先カナ",
    "配送先郵便番号",
    "配送先住所",
    "配送先電話番号",
    "商品",
    "請求額",
    "与信",
    "伝票番号",
    "入金",
];

fn csv(sheets: &[Sheet]) -> String {
    let rows = sheets.iter().map(|sheet| {
        let (row, buyer, receiver) = (&sheet.row, &sheet.contents.buyer, sheet.contents.receiver());
        let goods: Vec<String> =
            sheet.contents.lines.iter().map(|line| format!("{} {}円 × {}", line.name, line.price, line.quantity)).collect();
        let cells: [&str; 24] = [
            &row.order_number,
            &row.shop,
            &row.ordered_at,
            &row.status,
            &row.payment_method,
            &row.note,
            &buyer.name,
            &buyer.kana,
            &buyer.company,
            &buyer.department,
            &buyer.zip,
            &buyer.address,
            &buyer.tel,
            &buyer.email,
            &receiver.name,
            &receiver.kana,
            &receiver.zip,
            &receiver.address,
            &receiver.tel,
            &goods.join("、"),
            &row.billed_amount.to_string(),
            row.standing.lamps.credit.label(),
            row.slip_number.as_deref().unwrap_or_default(),
            row.standing.lamps.payment.label(),
        ];
        spreadsheet::row(cells)
    });
    spreadsheet::MARK.to_owned() + &spreadsheet::row(HEADER) + &rows.collect::<String>()
}
