//! Shops and their NP contracts.

use super::{StoreError, Transaction, take_numbers};
use crate::domain::shop::{Automation, DEFAULT_TERMINAL_ID, Environment, SlipSync};
use sqlx::AnyConnection;

/// Why every queue stands still after a restore.
pub const RESTORED: &str = "バックアップから戻しました。NPの管理画面と照らし合わせてから再開してください。";

/// One shop in one mall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shop {
    /// Key.
    pub id: i64,
    /// Short name for addresses and commands.
    pub code: String,
    /// Name on the screen.
    pub name: String,
    /// Which NP is spoken to.
    pub environment: Environment,
    /// 加盟店コード
    pub merchant_code: String,
    /// 端末ID
    pub terminal_id: String,
    /// SPコード, sealed; see `server::secrets`.
    pub sp_code_sealed: String,
    /// サイト名, sent with registrations when not empty.
    pub site_name: String,
    /// サイトURL, likewise.
    pub site_url: String,
    /// Why this shop's queue stands still.
    pub paused_because: Option<String>,
    /// What the desk does by itself.
    pub automation: Automation,
}

impl Shop {
    /// A shop that is not stored yet: without site, switches and SP code, which `cli::save_shop` seals into it.
    pub fn new(code: &str, name: &str, environment: Environment, merchant_code: &str) -> Self {
        Self {
            id: 0,
            code: code.to_owned(),
            name: name.to_owned(),
            environment,
            merchant_code: merchant_code.to_owned(),
            terminal_id: DEFAULT_TERMINAL_ID.to_owned(),
            sp_code_sealed: String::new(),
            site_name: String::new(),
            site_url: String::new(),
            paused_because: None,
            automation: Automation::default(),
        }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    code: String,
    name: String,
    environment: String,
    merchant_code: String,
    terminal_id: String,
    sp_code_sealed: String,
    site_name: String,
    site_url: String,
    paused_because: Option<String>,
    auto_credit: i64,
    auto_check: i64,
    auto_payment: i64,
    slip_sync: String,
}

macro_rules! shops {
    ($rest:literal) => {
        concat!(
            "SELECT id, code, name, environment, merchant_code, terminal_id, sp_code_sealed, site_name, site_url, paused_because, \
             auto_credit, auto_check, auto_payment, slip_sync FROM shops ",
            $rest
        )
    };
}

/// Every shop, by code.
///
/// # Errors
/// When the database fails.
pub async fn all(conn: &mut AnyConnection) -> Result<Vec<Shop>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(shops!("ORDER BY code")).fetch_all(conn).await?;
    rows.into_iter().map(Shop::try_from).collect()
}

/// The shop with this code.
///
/// # Errors
/// When the database fails.
pub async fn by_code(conn: &mut AnyConnection, code: &str) -> Result<Option<Shop>, StoreError> {
    let row: Option<Row> = sqlx::query_as(shops!("WHERE code = $1")).bind(code.to_owned()).fetch_optional(conn).await?;
    row.map(Shop::try_from).transpose()
}

/// The shop with this key.
///
/// # Errors
/// When the database fails.
pub async fn by_id(conn: &mut AnyConnection, id: i64) -> Result<Option<Shop>, StoreError> {
    let row: Option<Row> = sqlx::query_as(shops!("WHERE id = $1")).bind(id).fetch_optional(conn).await?;
    row.map(Shop::try_from).transpose()
}

/// The key a shop has, or will have: the SP code is sealed for it before it is written.
///
/// # Errors
/// When the database fails.
pub async fn key_for(tx: &mut Transaction, code: &str) -> Result<i64, StoreError> {
    match by_code(tx, code).await? {
        Some(shop) => Ok(shop.id),
        None => take_numbers(tx, "shop", 1).await,
    }
}

/// Writes a shop, new or changed. Changed credentials let a paused queue go on, but for one that waits for a person to
/// look at NP after a restore: typing an SP code again is no such look.
///
/// # Errors
/// When the database fails.
pub async fn save(tx: &mut Transaction, shop: &Shop) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO shops (id, code, name, environment, merchant_code, terminal_id, sp_code_sealed, site_name, site_url, \
         auto_credit, auto_check, auto_payment, slip_sync) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (id) DO UPDATE SET name = excluded.name, \
         environment = excluded.environment, merchant_code = excluded.merchant_code, terminal_id = excluded.terminal_id, \
         sp_code_sealed = excluded.sp_code_sealed, site_name = excluded.site_name, site_url = excluded.site_url, \
         paused_because = CASE WHEN shops.paused_because = $14 THEN shops.paused_because END, \
         auto_credit = excluded.auto_credit, auto_check = excluded.auto_check, auto_payment = excluded.auto_payment, \
         slip_sync = excluded.slip_sync",
    )
    .bind(shop.id)
    .bind(shop.code.clone())
    .bind(shop.name.clone())
    .bind(shop.environment.code())
    .bind(shop.merchant_code.clone())
    .bind(shop.terminal_id.clone())
    .bind(shop.sp_code_sealed.clone())
    .bind(shop.site_name.clone())
    .bind(shop.site_url.clone())
    .bind(i64::from(shop.automation.credit))
    .bind(i64::from(shop.automation.check))
    .bind(i64::from(shop.automation.payment))
    .bind(shop.automation.slip_sync.code())
    .bind(RESTORED)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Gives the orders of a shop the questions that its switches ask for, and takes away those that they do not.
///
/// # Errors
/// When the database fails.
pub async fn reschedule(tx: &mut Transaction, shop: &Shop, now: i64) -> Result<(), StoreError> {
    sqlx::query("UPDATE orders SET check_at = NULL WHERE shop_id = $1 AND check_at IS NOT NULL").bind(shop.id).execute(&mut **tx).await?;
    if shop.automation.check {
        sqlx::query(
            "UPDATE orders SET check_at = $2 WHERE shop_id = $1 AND (credit = 'reviewing' OR (credit = 'hold' AND reasons LIKE '%RE029%'))",
        )
        .bind(shop.id)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    }
    if shop.automation.payment {
        sqlx::query("UPDATE orders SET check_at = $2 WHERE shop_id = $1 AND credit = 'ok' AND shipment = 'synced' AND payment <> 'paid'")
            .bind(shop.id)
            .bind(now)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// Stops a shop's queue, or lets it go on with `None`.
///
/// # Errors
/// When the database fails.
pub async fn set_paused(tx: &mut Transaction, id: i64, because: Option<&str>) -> Result<(), StoreError> {
    sqlx::query("UPDATE shops SET paused_because = $2 WHERE id = $1")
        .bind(id)
        .bind(because.map(ToOwned::to_owned))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Stops every shop's queue.
///
/// # Errors
/// When the database fails.
pub async fn pause_all(tx: &mut Transaction, because: &str) -> Result<(), StoreError> {
    sqlx::query("UPDATE shops SET paused_because = $1").bind(because.to_owned()).execute(&mut **tx).await?;
    Ok(())
}

impl TryFrom<Row> for Shop {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            code: row.code,
            name: row.name,
            environment: Environment::from_code(&row.environment).ok_or(StoreError::Corrupt("shops.environment"))?,
            merchant_code: row.merchant_code,
            terminal_id: row.terminal_id,
            sp_code_sealed: row.sp_code_sealed,
            site_name: row.site_name,
            site_url: row.site_url,
            paused_because: row.paused_because,
            automation: Automation {
                credit: row.auto_credit == 1,
                check: row.auto_check == 1,
                payment: row.auto_payment == 1,
                slip_sync: SlipSync::from_code(&row.slip_sync).ok_or(StoreError::Corrupt("shops.slip_sync"))?,
            },
        })
    }
}
