//! A shop's settings as they are being typed.

use crate::api::shops::{ShopSettings, SpCodeChange, TypedSpCode};
use crate::domain::fee::{FeeForm, FeeMode, FeeRow, FeeRule};
use crate::domain::shop::{Automation, Environment, ShopField, ShopForm, SlipSync, sp_code_fault};
use crate::domain::yen::Yen;
use leptos::prelude::*;

/// Rows of the fee table that are always shown, as in the manual.
const FEE_ROWS: usize = 4;

/// What a person is about to do with the SPコード.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpCodeDraft {
    /// Nothing.
    Keep,
    /// Type another one.
    Replace,
    /// Take it away.
    Clear,
}

/// A row of the fee table: from, to, fee.
#[derive(Clone, Copy)]
pub struct FeeRowDraft(pub [RwSignal<String>; 3]);

/// The whole form.
#[derive(Clone, Copy)]
pub struct ShopDraft {
    /// 店舗名
    pub name: RwSignal<String>,
    /// サイト名
    pub site_name: RwSignal<String>,
    /// サイトURL
    pub site_url: RwSignal<String>,
    /// 環境
    pub environment: RwSignal<Environment>,
    /// 端末ID
    pub terminal_id: RwSignal<String>,
    /// 加盟店コード
    pub merchant_code: RwSignal<String>,
    /// What becomes of the SPコード.
    pub sp_code: RwSignal<SpCodeDraft>,
    /// The SPコード being typed.
    pub sp_code_text: RwSignal<String>,
    /// 対象外の配送業者を利用する
    pub takes_other_carriers: RwSignal<bool>,
    /// 変更しない, 上書きする, 加算する
    pub fee_mode: RwSignal<FeeMode>,
    /// The fee table.
    pub fee_rows: RwSignal<Vec<FeeRowDraft>>,
    /// 取込時に与信を実行
    pub credit: RwSignal<bool>,
    /// 与信結果の自動確認
    pub check: RwSignal<bool>,
    /// 入金の自動確認
    pub payment: RwSignal<bool>,
    /// 伝票番号の自動同期
    pub slip_sync: RwSignal<SlipSync>,
}

impl ShopDraft {
    /// A form filled with what is stored.
    pub fn new(settings: &ShopSettings) -> Self {
        let form = &settings.form;
        let text = |text: &str| RwSignal::new(text.to_owned());
        Self {
            name: text(&form.name),
            site_name: text(&form.site_name),
            site_url: text(&form.site_url),
            environment: RwSignal::new(form.environment),
            terminal_id: text(&form.terminal_id),
            merchant_code: text(&form.merchant_code),
            sp_code: RwSignal::new(untouched(settings)),
            sp_code_text: RwSignal::new(String::new()),
            takes_other_carriers: RwSignal::new(form.takes_other_carriers),
            fee_mode: RwSignal::new(form.fee.mode),
            fee_rows: RwSignal::new(rows(&form.fee)),
            credit: RwSignal::new(form.automation.credit),
            check: RwSignal::new(form.automation.check),
            payment: RwSignal::new(form.automation.payment),
            slip_sync: RwSignal::new(form.automation.slip_sync),
        }
    }

    /// After saving: the SPコード leaves the screen and the memory of the page, if that is still there.
    pub fn saved(self, settings: &ShopSettings) {
        self.sp_code_text.try_set(String::new());
        self.sp_code.try_set(untouched(settings));
    }

    /// One more row for a fee.
    pub fn add_fee_row(self) {
        self.fee_rows.update(|all| all.push(row(FeeRow::default())));
    }

    /// The fee table, and the cells that are no amount.
    pub fn fee(self) -> (FeeForm, Vec<String>) {
        let mut unreadable = Vec::new();
        let mut read = |nth: usize, what: &str, text: RwSignal<String>| {
            text.with(|text| match text.trim() {
                "" => 0,
                typed => Yen::parse(typed).map_or_else(
                    || {
                        unreadable.push(format!("{nth}行目の{what}を、円の整数で入力してください。"));
                        0
                    },
                    |amount| amount.0,
                ),
            })
        };
        let is_blank = |text: RwSignal<String>| text.with(|text| text.trim().is_empty());
        let mut without_fee = Vec::new();
        let rows = (1..).zip(self.fee_rows.get()).map(|(nth, FeeRowDraft([from, to, fee]))| {
            let row =
                FeeRow {
                    from: read(nth, "価格範囲の下限", from), to: read(nth, "価格範囲の上限", to), fee: read(nth, "手数料", fee)
                };
            if row.to > 0 && is_blank(fee) {
                without_fee.push(format!("{nth}行目の手数料を入力してください。0円にするときは0と入力します。"));
            }
            row
        });
        let rows = rows.collect();
        unreadable.extend(without_fee);
        (FeeForm { mode: self.fee_mode.get(), rows }, unreadable)
    }

    /// The form as it is sent, and every fault in it.
    pub fn read(self) -> (ShopForm, Vec<(ShopField, String)>) {
        let (fee, unreadable) = self.fee();
        let form = ShopForm {
            name: self.name.get(),
            environment: self.environment.get(),
            site_name: self.site_name.get(),
            site_url: self.site_url.get(),
            merchant_code: self.merchant_code.get(),
            terminal_id: self.terminal_id.get(),
            takes_other_carriers: self.takes_other_carriers.get(),
            fee,
            automation: Automation {
                credit: self.credit.get(),
                check: self.check.get(),
                payment: self.payment.get(),
                slip_sync: self.slip_sync.get(),
            },
        }
        .normalised();
        let unreadable = unreadable.into_iter().map(|sentence| (ShopField::Fee, sentence));
        let faults = unreadable.chain(form.faults()).collect();
        (form, faults)
    }

    /// What becomes of the SPコード.
    ///
    /// # Errors
    /// What is wrong with the one that is typed.
    pub fn sp_code_change(self) -> Result<SpCodeChange, String> {
        let typed = self.sp_code_text.get();
        match self.sp_code.get() {
            SpCodeDraft::Keep => Ok(SpCodeChange::Keep),
            SpCodeDraft::Clear => Ok(SpCodeChange::Clear),
            // A shop without one may be saved without one.
            SpCodeDraft::Replace if typed.trim().is_empty() => Ok(SpCodeChange::Keep),
            SpCodeDraft::Replace => match sp_code_fault(&typed) {
                Some(sentence) => Err(sentence),
                None => Ok(SpCodeChange::Replace(TypedSpCode::new(typed))),
            },
        }
    }

    /// Whether anything is different from what is stored.
    pub fn differs(self, settings: &ShopSettings) -> bool {
        let (form, _) = self.read();
        // As it is stored: without empty rows, and in the order of the amounts.
        let fee = FeeRule::read(&form.fee).map_or_else(|_| form.fee.clone(), |rule| rule.form());
        let form = ShopForm { fee, ..form };
        form != settings.form || self.sp_code_change() != Ok(SpCodeChange::Keep)
    }
}

/// Where there is no SPコード yet, it can be typed at once.
const fn untouched(settings: &ShopSettings) -> SpCodeDraft {
    if settings.sp_code.is_set() { SpCodeDraft::Keep } else { SpCodeDraft::Replace }
}

fn rows(fee: &FeeForm) -> Vec<FeeRowDraft> {
    let missing = FEE_ROWS.saturating_sub(fee.rows.len());
    fee.rows.iter().copied().chain(std::iter::repeat_n(FeeRow::default(), missing)).map(row).collect()
}

fn row(row: FeeRow) -> FeeRowDraft {
    FeeRowDraft([row.from, row.to, row.fee].map(|amount| RwSignal::new(amount.to_string())))
}
