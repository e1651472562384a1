//! モール選択 and モール詳細設定: the shops and what is set about each.

use super::error::AppError;
use super::status::{Me, Status};
use crate::domain::coded::coded;
use crate::domain::fee::FeeForm;
use crate::domain::shop::{ShopForm, is_ready};
use crate::domain::yen::Yen;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A shop in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopSummary {
    /// Short name in addresses.
    pub code: String,
    /// Name.
    pub name: String,
    /// 本番, テスト or シミュレータ.
    pub environment: String,
    /// What has to be set before anything is sent, as a sentence.
    pub missing: Option<String>,
}

impl ShopSummary {
    /// Shows what has been saved about the shop.
    pub fn follow(&mut self, settings: &ShopSettings) {
        self.name.clone_from(&settings.form.name);
        settings.form.environment.label().clone_into(&mut self.environment);
        self.missing = is_ready(&settings.form.merchant_code, settings.sp_code.is_set()).err().map(|missing| missing.to_string());
    }
}

/// A shop's settings as its page shows them. Of the SPコード there is only that it is set, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopSettings {
    /// Short name in addresses.
    pub code: String,
    /// Counts the changes; sent back with the next one.
    pub version: i64,
    /// What is set.
    pub form: ShopForm,
    /// Of the SPコード, only whether there is one.
    pub sp_code: SpCodeState,
    /// NP後払い is ticked in 支払い方法: without it there is no NP後払い設定.
    pub np_is_offered: bool,
    /// Orders with a slip number that is not reported yet: 自動同期 would report them.
    pub reportable: i64,
    /// Who changed what, newest first.
    pub history: Vec<ShopChange>,
}

/// What is told about a stored SPコード.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SpCodeState {
    /// There is none.
    Missing,
    /// One is stored.
    Set {
        /// Since when, in Japan; `None` for one that is older than this was kept.
        since: Option<String>,
    },
}

impl SpCodeState {
    /// Whether one is stored.
    pub const fn is_set(&self) -> bool {
        match self {
            Self::Missing => false,
            Self::Set { .. } => true,
        }
    }
}

/// A line of the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopChange {
    /// When, in Japan.
    pub at: String,
    /// An account's name, or the command's.
    pub who: String,
    /// What, in words.
    pub what: String,
}

/// An SPコード on its way from the keyboard to the server. It never goes back, and does not print.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TypedSpCode(String);

impl TypedSpCode {
    /// As it was typed.
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    /// To be sealed, and for nothing else.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for TypedSpCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TypedSpCode(***)")
    }
}

/// What becomes of the stored SPコード.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SpCodeChange {
    /// It stays.
    Keep,
    /// 入れ替える
    Replace(TypedSpCode),
    /// 消去
    Clear,
}

/// What the test of the credentials found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionTest {
    /// The credentials were accepted.
    pub is_good: bool,
    /// In words.
    pub sentence: String,
}

/// An order now, and as the rule would have made it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeePreview {
    /// 受注番号
    pub order_number: String,
    /// 請求額 now.
    pub billed_now: Yen,
    /// 手数料 now.
    pub fee_now: Yen,
    /// The rule says something about this order.
    pub is_covered: bool,
    /// 手数料 by the rule.
    pub fee_then: Yen,
    /// 請求額 by the rule.
    pub billed_then: Yen,
}

coded! {
    /// What is copied from one shop to others. Credentials and 環境 are each shop's own.
    pub enum CopyGroup {
        /// The fee rule.
        Fee = "fee", "手数料設定";
        /// The switches.
        Automation = "automation", "自動処理";
        /// 対象外の配送業者
        Carriers = "carriers", "対象外の配送業者";
        /// サイト名 and サイトURL
        Site = "site", "サイト名・サイトURL";
    }
}

/// What the page needs to paint: who is signed in, the header's figures, all shops, and the chosen one's settings.
pub type ShopsPage = (Me, Status, Vec<ShopSummary>, Option<ShopSettings>);

/// The shops, and the settings of one of them.
///
/// # Errors
/// When the caller may not change settings, or there is no such shop.
#[server(prefix = "/api", endpoint = "shop_settings", input = server_fn::codec::Json)]
pub async fn load_shop_settings(shop: Option<String>) -> Result<ShopsPage, AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, orders, shop_settings, state};
    let user = auth::require(Right::Set)?;
    let store = &state::current().store;
    let (shops, settings) = shop_settings::load(store, shop.as_deref()).await?;
    Ok((user.me(), orders::page::status(store).await?, shops, settings))
}

/// Adds a shop.
///
/// # Errors
/// When the code or the name is none, or the code is taken.
#[server(prefix = "/api", endpoint = "add_shop", input = server_fn::codec::Json)]
pub async fn add_shop(code: String, name: String) -> Result<(), AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, shop_settings, state};
    let user = auth::require(Right::Set)?;
    Ok(shop_settings::add(&state::current(), &user, &code, &name).await?)
}

/// Saves a shop's settings; returns them as they are then.
///
/// # Errors
/// What is wrong with them; that they cannot be changed now; or that somebody else was first.
#[server(prefix = "/api", endpoint = "save_shop_settings", input = server_fn::codec::Json)]
pub async fn save_shop_settings(shop: String, version: i64, form: ShopForm, sp_code: SpCodeChange) -> Result<ShopSettings, AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, shop_settings, state};
    let user = auth::require(Right::Set)?;
    Ok(shop_settings::save(&state::current(), &user, &shop, version, form, sp_code).await?)
}

/// 接続テスト: asks NP whether it knows the stored credentials.
///
/// # Errors
/// When the shop lacks credentials.
#[server(prefix = "/api", endpoint = "test_connection", input = server_fn::codec::Json)]
pub async fn test_connection(shop: String) -> Result<ConnectionTest, AppError> {
    use crate::domain::role::Right;
    use crate::server::provider::Probe;
    use crate::server::{acts, auth, state};
    auth::require(Right::Set)?;
    let found = acts::pause::test(&state::current(), &shop).await?;
    Ok(ConnectionTest { is_good: found == Probe::Good, sentence: found.sentence().to_owned() })
}

/// What a fee rule would have made of the shop's last orders. Nothing is saved.
///
/// # Errors
/// When the rule has faults, or there is no such shop.
#[server(prefix = "/api", endpoint = "preview_fee", input = server_fn::codec::Json)]
pub async fn preview_fee(shop: String, fee: FeeForm) -> Result<Vec<FeePreview>, AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, shop_settings, state};
    auth::require(Right::Set)?;
    Ok(shop_settings::preview(&state::current().store, &shop, &fee).await?)
}

/// Copies settings to other shops, to all of them or to none.
///
/// # Errors
/// When nothing is chosen, a shop is not there, or somebody has changed the settings meanwhile.
#[server(prefix = "/api", endpoint = "copy_shop_settings", input = server_fn::codec::Json)]
pub async fn copy_shop_settings(shop: String, version: i64, to: Vec<String>, groups: Vec<CopyGroup>) -> Result<(), AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, shop_settings, state};
    let user = auth::require(Right::Set)?;
    Ok(shop_settings::copy(&state::current(), &user, &shop, version, &to, &groups).await?)
}
