//! モール詳細設定: what is set about a shop, saved in one way by the screens, the command line and the demo.

mod changes;
mod copy;
mod fees;
mod page;

pub use copy::copy;
pub use fees::preview;
pub use page::{add, load, save};

use crate::domain::audit::AuditKind;
use crate::domain::fee::FeeRule;
use crate::domain::shop::{Environment, ShopForm};
use crate::server::clock;
use crate::server::error::ServerError;
use crate::server::orders::carriers;
use crate::server::secrets::{SealedColumn, SpCode};
use crate::server::state::AppState;
use crate::server::store::audit::{self, By, Entry};
use crate::server::store::shops::{self, Shop};
use crate::server::store::{Transaction, acts, automation, take_numbers};

/// What happens to the stored SPコード. Nobody can read it, so nobody can keep it by sending it back.
#[derive(Debug)]
pub enum NewSpCode {
    /// It stays as it is.
    Keep,
    /// Another takes its place.
    Replace(SpCode),
    /// It is taken away.
    Clear,
}

/// What is to be written about a shop.
#[derive(Debug)]
pub struct Wanted<'a> {
    /// Who wants it: an account, or the command.
    pub by: By<'a>,
    /// The shop's code.
    pub code: &'a str,
    /// The settings.
    pub form: ShopForm,
    /// And the secret among them.
    pub sp_code: NewSpCode,
    /// Where the settings came from, for the history.
    pub copied_from: Option<&'a str>,
}

impl Shop {
    /// The shop's settings as they are typed.
    pub fn form(&self) -> ShopForm {
        ShopForm {
            name: self.name.clone(),
            environment: self.environment,
            site_name: self.site_name.clone(),
            site_url: self.site_url.clone(),
            merchant_code: self.merchant_code.clone(),
            terminal_id: self.terminal_id.clone(),
            takes_other_carriers: self.takes_other_carriers,
            fee: self.fee_rule.form(),
            automation: self.automation,
        }
    }

    fn with(self, form: ShopForm) -> Result<Self, ServerError> {
        let form = form.normalised();
        let faults: Vec<String> = form.faults().into_iter().map(|(_, sentence)| sentence).collect();
        if !faults.is_empty() {
            return Err(ServerError::BadInput(faults.join("")));
        }
        Ok(Self {
            name: form.name,
            environment: form.environment,
            site_name: form.site_name,
            site_url: form.site_url,
            merchant_code: form.merchant_code,
            terminal_id: form.terminal_id,
            takes_other_carriers: form.takes_other_carriers,
            fee_rule: FeeRule::read(&form.fee).map_err(|faults| ServerError::BadInput(faults.join("")))?,
            automation: form.automation,
            ..self
        })
    }

    fn speaks_as(&self) -> (Environment, &str, &str, Option<&str>) {
        (self.environment, &self.merchant_code, &self.terminal_id, self.sp_code_sealed.as_deref())
    }
}

/// Writes a shop's settings, new or changed, with a line in the history that says what is different. Returns the shop as
/// it is then.
///
/// # Errors
/// What is wrong with the settings, or why they cannot be changed now.
pub async fn write(state: &AppState, tx: &mut Transaction, wanted: Wanted<'_>) -> Result<Shop, ServerError> {
    let before = shops::by_code(tx, wanted.code).await?;
    let mut after = match &before {
        Some(shop) => shop.clone(),
        None => Shop::new(wanted.code, &wanted.form.name, wanted.form.environment, &wanted.form.merchant_code),
    }
    .with(wanted.form)?;
    after.id = match &before {
        Some(shop) => shop.id,
        None => take_numbers(tx, "shop", 1).await?,
    };
    match &wanted.sp_code {
        NewSpCode::Keep => {}
        NewSpCode::Replace(code) => {
            after.sp_code_sealed = Some(state.keys.seal(tx, SealedColumn::SpCode, after.id, code.expose())?);
            after.sp_code_set_at = Some(clock::now_ms());
        }
        NewSpCode::Clear => (after.sp_code_sealed, after.sp_code_set_at) = (None, None),
    }
    if before.as_ref() == Some(&after) {
        return Ok(after);
    }
    let waits = acts::are_under_way(tx, after.id).await?;
    if waits && before.as_ref().is_some_and(|before| before.environment != after.environment) {
        return Err(ServerError::Conflict(ACTS_UNDER_WAY.into()));
    }
    // What may have reached NP under one contract must not be sent again under another, where it is no duplicate.
    let another_contract = before.as_ref().is_some_and(|before| before.merchant_code != after.merchant_code);
    if another_contract && acts::are_on_their_way(tx, after.id).await? {
        return Err(ServerError::Conflict(ANSWERS_MISSING.into()));
    }
    after.paused_because = paused(before.as_ref(), &after, waits);
    shops::save(tx, &after).await?;
    // Questions that wait for their time keep it, unless the switches say something else now.
    let asks = |shop: &Shop| (shop.automation.check, shop.automation.payment, shop.environment);
    if before.as_ref().is_none_or(|before| asks(before) != asks(&after)) {
        automation::reschedule(tx, &after, clock::now_ms()).await?;
    }
    let reports = |shop: &Shop| (shop.takes_other_carriers, shop.automation.slip_sync);
    if before.as_ref().is_some_and(|before| reports(before) != reports(&after)) {
        carriers::try_again(tx, |shop_id, _| shop_id == after.id).await?;
    }
    let what = changes::describe(before.as_ref(), &after, wanted.copied_from);
    audit::append(tx, Entry { by: wanted.by, kind: AuditKind::Settings, what: &what, shop_id: Some(after.id) }).await?;
    Ok(Shop { settings_version: before.map_or(0, |before| before.settings_version) + 1, ..after })
}

const ANSWERS_MISSING: &str =
    "NPの回答を待っている処理があるため、加盟店コードを変更できません。送信中や結果不明の処理が終わってから変更してください。";

const ACTS_UNDER_WAY: &str = "終わっていない処理があるため、環境を変更できません。実行中や結果不明の処理が終わってから変更してください。";

/// Why the queue stands still afterwards. Changed credentials let a queue go on that was stopped because of the old ones,
/// but for one that waits for a look at NP after a restore: typing an SP code again is no such look.
fn paused(before: Option<&Shop>, after: &Shop, acts_wait: bool) -> Option<String> {
    let was = before.and_then(|before| before.paused_because.as_deref());
    if was == Some(shops::RESTORED) {
        return was.map(ToOwned::to_owned);
    }
    match after.is_ready() {
        Err(missing) => acts_wait.then(|| missing.to_string()),
        Ok(()) if before.is_some_and(|before| before.speaks_as() == after.speaks_as()) => was.map(ToOwned::to_owned),
        Ok(()) => None,
    }
}
