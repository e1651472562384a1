//! Shops and their NP contracts.

use super::{StoreError, Transaction};
use crate::domain::fee::{FeeForm, FeeMode, FeeRule};
use crate::domain::shop::{Automation, DEFAULT_TERMINAL_ID, Environment, SlipSync, is_ready};
use crate::domain::table::Refusal;
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
    /// SPコード, sealed; see `server::secrets`. `None` until one was typed.
    pub sp_code_sealed: Option<String>,
    /// When it was typed, unix milliseconds; `None` also for codes older than this was kept.
    pub sp_code_set_at: Option<i64>,
    /// サイト名, sent with registrations when not empty.
    pub site_name: String,
    /// サイトURL, likewise.
    pub site_url: String,
    /// Why this shop's queue stands still.
    pub paused_because: Option<String>,
    /// What the desk does by itself.
    pub automation: Automation,
    /// 対象外の配送業者を利用する: NP has agreed to carriers that are not on its list.
    pub takes_other_carriers: bool,
    /// 手数料設定
    pub fee_rule: FeeRule,
    /// Counts the changes of the settings.
    pub settings_version: i64,
}

impl Shop {
    /// A shop that is not stored yet: without site, switches and SP code, which `server::shop_settings` seals into it.
    pub fn new(code: &str, name: &str, environment: Environment, merchant_code: &str) -> Self {
        Self {
            id: 0,
            code: code.to_owned(),
            name: name.to_owned(),
            environment,
            merchant_code: merchant_code.to_owned(),
            terminal_id: DEFAULT_TERMINAL_ID.to_owned(),
            sp_code_sealed: None,
            sp_code_set_at: None,
            site_name: String::new(),
            site_url: String::new(),
            paused_because: None,
            automation: Automation::default(),
            takes_other_carriers: false,
            fee_rule: FeeRule::default(),
            settings_version: 0,
        }
    }

    /// Whether everything is there that it takes to speak to NP.
    ///
    /// # Errors
    /// What has to be set first.
    pub const fn is_ready(&self) -> Result<(), Refusal> {
        is_ready(self.merchant_code.as_str(), self.sp_code_sealed.is_some())
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
    sp_code_set_at: Option<i64>,
    site_name: String,
    site_url: String,
    paused_because: Option<String>,
    auto_credit: i64,
    auto_check: i64,
    auto_payment: i64,
    slip_sync: String,
    other_carriers: i64,
    fee_mode: String,
    fee_rows: String,
    settings_version: i64,
}

macro_rules! shops {
    ($rest:literal) => {
        concat!(
            "SELECT id, code, name, environment, merchant_code, terminal_id, sp_code_sealed, sp_code_set_at, site_name, site_url, \
             paused_because, auto_credit, auto_check, auto_payment, slip_sync, other_carriers, fee_mode, fee_rows, settings_version \
             FROM shops ",
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

/// The key of the shop that a view names; 0, which no shop has, when there is none of that code.
///
/// # Errors
/// When the database fails.
pub async fn id_of(conn: &mut AnyConnection, code: Option<&str>) -> Result<Option<i64>, StoreError> {
    let Some(code) = code else { return Ok(None) };
    let id: Option<i64> = sqlx::query_scalar("SELECT id FROM shops WHERE code = $1").bind(code.to_owned()).fetch_optional(conn).await?;
    Ok(Some(id.unwrap_or(0)))
}

/// The shop with this key.
///
/// # Errors
/// When the database fails.
pub async fn by_id(conn: &mut AnyConnection, id: i64) -> Result<Option<Shop>, StoreError> {
    let row: Option<Row> = sqlx::query_as(shops!("WHERE id = $1")).bind(id).fetch_optional(conn).await?;
    row.map(Shop::try_from).transpose()
}

/// Writes a shop, new or changed, and counts the change. What is written is decided in `server::shop_settings`.
///
/// # Errors
/// When the database fails.
pub async fn save(tx: &mut Transaction, shop: &Shop) -> Result<(), StoreError> {
    let fee = shop.fee_rule.form();
    sqlx::query(
        "INSERT INTO shops (id, code, name, environment, merchant_code, terminal_id, sp_code_sealed, sp_code_set_at, site_name, site_url, \
         paused_because, auto_credit, auto_check, auto_payment, slip_sync, other_carriers, fee_mode, fee_rows, settings_version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 1) ON CONFLICT (id) DO UPDATE SET \
         name = excluded.name, environment = excluded.environment, merchant_code = excluded.merchant_code, \
         terminal_id = excluded.terminal_id, sp_code_sealed = excluded.sp_code_sealed, sp_code_set_at = excluded.sp_code_set_at, \
         site_name = excluded.site_name, site_url = excluded.site_url, paused_because = excluded.paused_because, \
         auto_credit = excluded.auto_credit, auto_check = excluded.auto_check, auto_payment = excluded.auto_payment, \
         slip_sync = excluded.slip_sync, other_carriers = excluded.other_carriers, fee_mode = excluded.fee_mode, \
         fee_rows = excluded.fee_rows, settings_version = shops.settings_version + 1",
    )
    .bind(shop.id)
    .bind(shop.code.clone())
    .bind(shop.name.clone())
    .bind(shop.environment.code())
    .bind(shop.merchant_code.clone())
    .bind(shop.terminal_id.clone())
    .bind(shop.sp_code_sealed.clone().unwrap_or_default())
    .bind(shop.sp_code_set_at)
    .bind(shop.site_name.clone())
    .bind(shop.site_url.clone())
    .bind(shop.paused_because.clone())
    .bind(i64::from(shop.automation.credit))
    .bind(i64::from(shop.automation.check))
    .bind(i64::from(shop.automation.payment))
    .bind(shop.automation.slip_sync.code())
    .bind(i64::from(shop.takes_other_carriers))
    .bind(fee.mode.code())
    .bind(serde_json::to_string(&fee.rows).map_err(|_| StoreError::Corrupt("shops.fee_rows"))?)
    .execute(&mut **tx)
    .await?;
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
        let mode = FeeMode::from_code(&row.fee_mode).ok_or(StoreError::Corrupt("shops.fee_mode"))?;
        let rows = serde_json::from_str(&row.fee_rows).map_err(|_| StoreError::Corrupt("shops.fee_rows"))?;
        Ok(Self {
            id: row.id,
            code: row.code,
            name: row.name,
            environment: Environment::from_code(&row.environment).ok_or(StoreError::Corrupt("shops.environment"))?,
            merchant_code: row.merchant_code,
            terminal_id: row.terminal_id,
            sp_code_sealed: Some(row.sp_code_sealed).filter(|sealed| !sealed.is_empty()),
            sp_code_set_at: row.sp_code_set_at,
            site_name: row.site_name,
            site_url: row.site_url,
            paused_because: row.paused_because,
            automation: Automation {
                credit: row.auto_credit == 1,
                check: row.auto_check == 1,
                payment: row.auto_payment == 1,
                slip_sync: SlipSync::from_code(&row.slip_sync).ok_or(StoreError::Corrupt("shops.slip_sync"))?,
            },
            takes_other_carriers: row.other_carriers == 1,
            fee_rule: FeeRule::read(&FeeForm { mode, rows }).map_err(|_| StoreError::Corrupt("shops.fee_rows"))?,
            settings_version: row.settings_version,
        })
    }
}
