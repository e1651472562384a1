//! NP後払い設定: the contract with NP, in the manual's words and order.

use super::draft::{ShopDraft, SpCodeDraft};
use super::fields::{Choice, TextField};
use crate::api::shops::{ShopSettings, SpCodeState};
use crate::domain::shop::{Environment, ShopField};
use leptos::prelude::*;

/// 環境, 端末ID, 加盟店コード, SPコード, 対象外の配送業者.
#[component]
pub fn Contract(
    /// What is typed.
    draft: ShopDraft,
    /// What is stored.
    settings: RwSignal<ShopSettings>,
    /// What is wrong.
    faults: Memo<Vec<(ShopField, String)>>,
) -> impl IntoView {
    let environments = Environment::ALL.iter().map(|environment| (*environment, environment.label())).collect();
    let warning = move || {
        (draft.environment.get() == Environment::Production)
            .then(|| view! { <p class="field-warning">"本番では、実際のお取引としてNPに送信されます。"</p> })
    };
    view! {
        <Choice legend="環境" name="environment" options=environments chosen=draft.environment/>
        {warning}
        <TextField label="端末ID" id="terminal-id" text=draft.terminal_id fault=fault_of(faults, ShopField::TerminalId)/>
        <TextField label="加盟店コード" id="merchant-code" text=draft.merchant_code fault=fault_of(faults, ShopField::MerchantCode)/>
        <SpCode draft settings/>
        <Choice
            legend="対象外の配送業者を"
            name="other-carriers"
            options=vec![(false, "利用しない"), (true, "利用する")]
            chosen=draft.takes_other_carriers
        />
        <p class="hint">"※対象外の配送業者を利用する際は、別途ネットプロテクションズと契約を行う必要があります"</p>
    }
}

/// The first fault of a field.
pub fn fault_of(faults: Memo<Vec<(ShopField, String)>>, field: ShopField) -> Signal<Option<String>> {
    Signal::derive(move || faults.with(|faults| faults.iter().find(|(at, _)| *at == field).map(|(_, sentence)| sentence.clone())))
}

/// Typed, never shown again: of a stored one there is only that it is there, and since when.
#[component]
fn SpCode(draft: ShopDraft, settings: RwSignal<ShopSettings>) -> impl IntoView {
    let stored = Memo::new(move |_| settings.with(|settings| settings.sp_code.clone()));
    let fault = Signal::derive(move || draft.sp_code_change().err());
    let keep = move |_| {
        draft.sp_code_text.set(String::new());
        draft.sp_code.set(SpCodeDraft::Keep);
    };
    let give_up = move || stored.with(SpCodeState::is_set).then(|| view! { <button type="button" on:click=keep>"やめる"</button> });
    move || {
        match draft.sp_code.get() {
        SpCodeDraft::Keep => view! {
            <div class="field" role="group" aria-label="SPコード">
                <span>"SPコード"</span>
                <p class="sp-code">
                    <b>{stored.with(set_since)}</b>
                    <button type="button" on:click=move |_| draft.sp_code.set(SpCodeDraft::Replace)>"入れ替える"</button>
                    <button type="button" on:click=move |_| draft.sp_code.set(SpCodeDraft::Clear)>"消去"</button>
                </p>
            </div>
        }
        .into_any(),
        SpCodeDraft::Replace => view! {
            <TextField
                label="SPコード"
                id="sp-code"
                kind="password"
                text=draft.sp_code_text
                fault
                hint="NPから届いたSPコードを入力します。暗号化して保存し、保存した後は画面に表示しません。"
            />
            {give_up}
        }
        .into_any(),
        SpCodeDraft::Clear => view! {
            <div class="field" role="group" aria-label="SPコード">
                <span>"SPコード"</span>
                <p class="sp-code"><span class="field-warning">"保存すると消去します。入力し直すまで、この店舗からNPへの送信は止まります。"</span>{give_up}</p>
            </div>
        }
        .into_any(),
    }
    }
}

fn set_since(stored: &SpCodeState) -> String {
    match stored {
        SpCodeState::Missing => String::new(),
        SpCodeState::Set { since: None } => "設定済み".to_owned(),
        SpCodeState::Set { since: Some(at) } => format!("設定済み（{at}）"),
    }
}
