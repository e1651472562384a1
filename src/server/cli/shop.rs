//! Shops and their contracts, before there is a settings screen.

use super::{CliError, secret};
use crate::domain::audit::AuditKind;
use crate::domain::shop::{Automation, DEFAULT_TERMINAL_ID, Environment, SlipSync};
use crate::server::clock;
use crate::server::config::Config;
use crate::server::error::ServerError;
use crate::server::secrets::{SealedColumn, SpCode};
use crate::server::startup;
use crate::server::state::AppState;
use crate::server::store::audit::{self, COMMAND, Entry};
use crate::server::store::shops::{self, Shop};
use clap::Args;

/// A shop and its contract.
#[derive(Args)]
pub struct Arguments {
    /// Short name for addresses and commands.
    code: String,
    /// Name on the screen.
    #[arg(long)]
    name: String,
    /// 加盟店コード
    #[arg(long)]
    merchant_code: String,
    /// 端末ID
    #[arg(long, default_value = DEFAULT_TERMINAL_ID)]
    terminal_id: String,
    /// production, sandbox or simulator
    #[arg(long, value_parser = environment)]
    environment: Environment,
    /// サイト名, sent with registrations
    #[arg(long, default_value = "")]
    site_name: String,
    /// サイトURL, sent with registrations
    #[arg(long, default_value = "")]
    site_url: String,
    /// Ask for credit as orders are imported
    #[arg(long)]
    auto_credit: bool,
    /// Do not ask by itself for verdicts that NP has not decided
    #[arg(long)]
    no_auto_check: bool,
    /// Ask once a day whether customers have paid
    #[arg(long)]
    auto_payment: bool,
    /// Report slip numbers by itself: off, entered or shipped
    #[arg(long, default_value = "off", value_parser = slip_sync)]
    slip_sync: SlipSync,
}

impl From<Arguments> for Shop {
    fn from(arguments: Arguments) -> Self {
        Self {
            terminal_id: arguments.terminal_id,
            site_name: arguments.site_name,
            site_url: arguments.site_url,
            automation: Automation {
                credit: arguments.auto_credit,
                check: !arguments.no_auto_check,
                payment: arguments.auto_payment,
                slip_sync: arguments.slip_sync,
            },
            ..Self::new(&arguments.code, &arguments.name, arguments.environment, &arguments.merchant_code)
        }
    }
}

/// Asks for the SP code and writes the shop.
pub async fn run(config: Config, arguments: Arguments) -> Result<(), CliError> {
    let sp_code = SpCode::new(&secret("DESK_SP_CODE", "SPコード: ")?);
    let state = startup::open(config).await?;
    save_shop(&state, arguments.into(), &sp_code).await?;
    Ok(())
}

/// Seals the SP code and writes the shop; `shop.id` and `shop.sp_code_sealed` are filled in here.
///
/// # Errors
/// When the database fails.
pub async fn save_shop(state: &AppState, mut shop: Shop, sp_code: &SpCode) -> Result<i64, ServerError> {
    let mut tx = state.store.begin().await?;
    shop.id = shops::key_for(&mut tx, &shop.code).await?;
    shop.sp_code_sealed = state.keys.seal(&tx, SealedColumn::SpCode, shop.id, sp_code.expose())?;
    shops::save(&mut tx, &shop).await?;
    shops::reschedule(&mut tx, &shop, clock::now_ms()).await?;
    let what = format!("店舗 {} の設定とSPコードを変更", shop.code);
    let entry = Entry { who: COMMAND, kind: AuditKind::Settings, what: &what, shop_id: Some(shop.id), address: "" };
    audit::append(&mut tx, entry).await?;
    state.store.commit(tx).await?;
    Ok(shop.id)
}

fn environment(code: &str) -> Result<Environment, String> {
    Environment::from_code(code).ok_or_else(|| "production, sandbox or simulator".to_owned())
}

fn slip_sync(code: &str) -> Result<SlipSync, String> {
    SlipSync::from_code(code).ok_or_else(|| "off, entered or shipped".to_owned())
}
