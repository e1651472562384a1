//! Shops and their contracts from the command line: the second way beside 設定, for scripts and for machines without a
//! browser.

use super::{CliError, secret};
use crate::domain::shop::{Automation, Environment, ShopForm, SlipSync, sp_code_fault};
use crate::server::config::Config;
use crate::server::error::ServerError;
use crate::server::payment_methods;
use crate::server::secrets::SpCode;
use crate::server::shop_settings::{self, NewSpCode, Wanted};
use crate::server::startup;
use crate::server::state::AppState;
use crate::server::store::Transaction;
use crate::server::store::audit::By;
use crate::server::store::shops::{self, Shop};
use clap::Args;

/// A shop and its contract. What an option does not name stays as it is.
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
    /// 端末ID; 2000022000 for a new shop
    #[arg(long)]
    terminal_id: Option<String>,
    /// production, sandbox or simulator
    #[arg(long, value_parser = environment)]
    environment: Environment,
    /// サイト名, sent with registrations
    #[arg(long)]
    site_name: Option<String>,
    /// サイトURL, sent with registrations
    #[arg(long)]
    site_url: Option<String>,
    /// Ask for credit as orders are imported
    #[arg(long, value_name = "true|false", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    auto_credit: Option<bool>,
    /// Do not ask by itself for verdicts that NP has not decided
    #[arg(long, value_name = "true|false", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    no_auto_check: Option<bool>,
    /// Ask once a day whether customers have paid
    #[arg(long, value_name = "true|false", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    auto_payment: Option<bool>,
    /// Report slip numbers by itself: off, entered or shipped
    #[arg(long, value_parser = slip_sync)]
    slip_sync: Option<SlipSync>,
}

impl Arguments {
    /// The settings with what the command names.
    fn over(self, stored: ShopForm) -> ShopForm {
        let Automation { credit, check, payment, slip_sync } = stored.automation;
        ShopForm {
            name: self.name,
            environment: self.environment,
            merchant_code: self.merchant_code,
            terminal_id: self.terminal_id.unwrap_or(stored.terminal_id),
            site_name: self.site_name.unwrap_or(stored.site_name),
            site_url: self.site_url.unwrap_or(stored.site_url),
            automation: Automation {
                credit: self.auto_credit.unwrap_or(credit),
                check: self.no_auto_check.map_or(check, |no| !no),
                payment: self.auto_payment.unwrap_or(payment),
                slip_sync: self.slip_sync.unwrap_or(slip_sync),
            },
            ..stored
        }
    }
}

/// Asks for the SP code and writes the shop.
pub async fn run(config: Config, arguments: Arguments) -> Result<(), CliError> {
    let typed = secret("DESK_SP_CODE", "SPコード: ")?;
    if let Some(sentence) = sp_code_fault(&typed) {
        return Err(CliError::Failed(sentence));
    }
    let state = startup::open(config).await?;
    let mut tx = state.store.begin().await?;
    let new = || Shop::new(&arguments.code, &arguments.name, arguments.environment, &arguments.merchant_code);
    let stored = shops::by_code(&mut tx, &arguments.code).await?.unwrap_or_else(new);
    write(&state, &mut tx, &stored.code, arguments.over(stored.form()), SpCode::new(&typed)).await?;
    state.store.commit(tx).await?;
    Ok(())
}

/// Writes a whole shop with its SP code; `shop.id` and `shop.sp_code_sealed` are filled in here. Returns its key.
///
/// # Errors
/// What is wrong with it, or that the database fails.
pub async fn save_shop(state: &AppState, shop: Shop, sp_code: &SpCode) -> Result<i64, ServerError> {
    let mut tx = state.store.begin().await?;
    let id = write(state, &mut tx, &shop.code, shop.form(), sp_code.clone()).await?;
    state.store.commit(tx).await?;
    Ok(id)
}

async fn write(state: &AppState, tx: &mut Transaction, code: &str, form: ShopForm, sp_code: SpCode) -> Result<i64, ServerError> {
    let wanted = Wanted { by: By::COMMAND, code, form, sp_code: NewSpCode::Replace(sp_code), copied_from: None };
    let shop = shop_settings::write(state, tx, wanted).await?;
    payment_methods::offer_np_unless_chosen(tx, By::COMMAND).await?;
    Ok(shop.id)
}

fn environment(code: &str) -> Result<Environment, String> {
    Environment::from_code(code).ok_or_else(|| "production, sandbox or simulator".to_owned())
}

fn slip_sync(code: &str) -> Result<SlipSync, String> {
    SlipSync::from_code(code).ok_or_else(|| "off, entered or shipped".to_owned())
}
