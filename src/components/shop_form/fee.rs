//! 手数料設定: the table of the manual, and what it would have made of the last orders.

use super::draft::{FeeRowDraft, ShopDraft};
use super::fields::Choice;
use crate::api::AppError;
use crate::api::shops::{FeePreview, preview_fee};
use crate::components::notice::Notices;
use crate::domain::fee::{FeeMode, MOST_ROWS};
use crate::domain::shop::ShopField;
use crate::domain::yen::Yen;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Mode, table, faults by row, preview.
#[component]
pub fn FeeFields(
    /// The shop's code.
    code: StoredValue<String>,
    /// What is typed.
    draft: ShopDraft,
    /// What is wrong.
    faults: Memo<Vec<(ShopField, String)>>,
) -> impl IntoView {
    let modes = FeeMode::ALL.iter().map(|mode| (*mode, mode.label())).collect();
    let wrong = Memo::new(move |_| {
        faults.with(|faults| faults.iter().filter(|(at, _)| *at == ShopField::Fee).map(|(_, text)| text.clone()).collect::<Vec<_>>())
    });
    let full = move || draft.fee_rows.with(Vec::len) >= MOST_ROWS;
    let numbered = move || (1_usize..).zip(draft.fee_rows.get()).collect::<Vec<_>>();
    view! {
        <Choice legend="手数料設定" name="fee-mode" options=modes chosen=draft.fee_mode/>
        <div class="fee-table" role="group" aria-label="手数料の価格範囲" aria-describedby="fee-faults fee-hint">
            <p class="fee-head" aria-hidden="true"><span>"価格範囲(請求金額(税込))"</span><span>"手数料(税込)"</span></p>
            <For each=numbered key=|(nth, _)| *nth let:numbered>
                <FeeRowFields nth=numbered.0 row=numbered.1 draft wrong/>
            </For>
        </div>
        <div id="fee-faults">
            {move || wrong.get().into_iter().map(|sentence| view! { <p class="field-error">{sentence}</p> }).collect_view()}
        </div>
        <p class="hint" id="fee-hint">
            "価格範囲は、手数料を含まない請求金額で判定します。0円〜0円の行は使いません。取込のときに1回だけ適用し、取込済みの受注は変わりません。"
        </p>
        <div class="fee-buttons">
            <button type="button" disabled=full on:click=move |_| draft.add_fee_row()>"＋ 行を追加"</button>
            <Preview code draft/>
        </div>
    }
}

#[component]
fn FeeRowFields(nth: usize, row: FeeRowDraft, draft: ShopDraft, wrong: Memo<Vec<String>>) -> impl IntoView {
    let name = format!("{nth}行目");
    let is_wrong = Memo::new(move |_| wrong.with(|wrong| wrong.iter().any(|sentence| names_row(sentence, nth))));
    let input = move |what: &'static str, text: RwSignal<String>| {
        view! {
            <input
                class="num"
                aria-label=format!("{nth}行目の{what}")
                inputmode="numeric"
                autocomplete="off"
                aria-invalid=move || is_wrong.get().to_string()
                value=text.get_untracked()
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
            />
        }
    };
    let FeeRowDraft([from, to, fee]) = row;
    let verb = move || if draft.fee_mode.get() == FeeMode::Add { "円を加算する" } else { "円にする" };
    view! {
        <p class="fee-row" class:field-wrong=move || is_wrong.get()>
            <b class="fee-nth">{name}</b>
            {input("価格範囲の下限", from)} "円 〜" {input("価格範囲の上限", to)} "円の注文を" {input("手数料", fee)} {verb}
        </p>
    }
}

/// Whether a sentence is about this row; 1行目 is not in 11行目.
fn names_row(sentence: &str, nth: usize) -> bool {
    let name = format!("{nth}行目");
    sentence.match_indices(&name).any(|(at, _)| !sentence[..at].ends_with(|c: char| c.is_ascii_digit()))
}

/// What the typed table would have made of the last orders; nothing is saved.
#[component]
fn Preview(code: StoredValue<String>, draft: ShopDraft) -> impl IntoView {
    let notices = Notices::here();
    let busy = RwSignal::new(false);
    let orders: RwSignal<Option<Vec<FeePreview>>> = RwSignal::new(None);
    // What is shown belongs to what was typed when it was asked for.
    Effect::new(move |_| {
        let _ = draft.fee();
        orders.set(None);
    });
    let ask = move |_| {
        let (fee, unreadable) = untrack(|| draft.fee());
        if let Some(sentence) = unreadable.into_iter().next() {
            return notices.error(&AppError::BadInput(sentence));
        }
        busy.set(true);
        spawn_local(async move {
            match preview_fee(code.get_value(), fee).await {
                Ok(found) => drop(orders.try_set(Some(found))),
                Err(error) => notices.error(&error),
            }
            busy.try_set(false);
        });
    };
    view! {
        <button type="button" disabled=move || busy.get() on:click=ask>"直近20件の受注で確認"</button>
        {move || orders.get().map(|orders| view! { <PreviewTable orders/> })}
    }
}

#[component]
fn PreviewTable(orders: Vec<FeePreview>) -> impl IntoView {
    if orders.is_empty() {
        return view! { <p class="quiet-text">"NP後払いの受注がまだありません。"</p> }.into_any();
    }
    let yen = |amount: Yen| format!("{amount}円");
    let row = |order: FeePreview| {
        let then = if order.is_covered { yen(order.fee_then) } else { "変更なし".to_owned() };
        view! {
            <tr class:changed=order.billed_now != order.billed_then>
                <td>{order.order_number}</td>
                <td class="num">{yen(order.billed_now)}</td>
                <td class="num">{yen(order.fee_now)}</td>
                <td class="num">{then}</td>
                <td class="num">{yen(order.billed_then)}</td>
            </tr>
        }
    };
    view! {
        <div class="fee-preview table-scroll">
            <table class="table">
                <caption>"この設定で取り込んでいた場合（保存も変更もしません）"</caption>
                <thead>
                    <tr>
                        <th>"受注番号"</th>
                        <th class="num">"いまの請求額"</th>
                        <th class="num">"いまの手数料"</th>
                        <th class="num">"設定後の手数料"</th>
                        <th class="num">"設定後の請求額"</th>
                    </tr>
                </thead>
                <tbody>{orders.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
