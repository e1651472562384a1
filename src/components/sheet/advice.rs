//! What to do about an order that NP holds or refuses, where it takes more than a corrected field.

use super::form::{OrderForm, PartyForm};
use crate::api::row::OrderRow;
use crate::components::buttons::Presser;
use crate::components::copy::copy_text;
use crate::components::live::Live;
use crate::components::notice::Notices;
use crate::domain::act::Press;
use crate::domain::advice::{WORKPLACE_WORDS, other_payment};
use crate::domain::field::{Field, PartyField};
use crate::domain::lamp::Credit;
use crate::domain::reason::{Advice, Code, explain};
use leptos::html::Textarea;
use leptos::prelude::*;

/// The words that NP wants, to be put in by one press; the mail that asks for another payment, to be copied.
#[component]
pub fn AdviceBox(
    /// The order as it stands.
    row: ArcRwSignal<OrderRow>,
    /// What is being typed.
    form: StoredValue<OrderForm>,
    /// It may not be changed.
    locked: Signal<bool>,
) -> impl IntoView {
    let form = form.get_value();
    let wanted = {
        let row = row.clone();
        Memo::new(move |_| row.with(|row| workplace(&row.standing.reasons)))
    };
    // As NP's verdict is: a hold that will not pass is told in the same words.
    let refused = {
        let row = row.clone();
        Memo::new(move |_| row.with(|row| row.standing.lamps.credit == Credit::Ng || has(&row.standing.reasons, Advice::Cancel)))
    };
    let (presser, live) = (Presser::new(row.clone()), Live::here());
    let hopeless = {
        let row = row.clone();
        let may = move |row: &OrderRow| live.may(Press::Cancel.right()) && row.standing.lamps.buttons().contains(&Press::Cancel);
        Memo::new(move |_| row.with(|row| has(&row.standing.reasons, Advice::Cancel) && may(row)))
    };
    let texts = row.with_untracked(|row| (row.shop.clone(), row.order_number.clone()));
    view! {
        {move || wanted.get().map(|is_destination| // Without a destination of its own, the parcel goes to the purchaser.
            if is_destination && form.elsewhere.get() { words(form.destination, "配送先", locked) } else { words(form.buyer, "購入者", locked) })}
        {move || hopeless.get().then(|| cancel(presser.clone()))}
        {move || refused.get().then(|| mail(&texts.0, &texts.1, form.buyer))}
    }
}

fn has(codes: &[Code], advice: Advice) -> bool {
    codes.iter().any(|code| explain(code).advice == advice)
}

/// Whether NP wants to know if somebody works at an address: `true` when it is the destination's.
fn workplace(codes: &[Code]) -> Option<bool> {
    let asked = codes.iter().map(explain).find(|reason| reason.advice == Advice::AddWorkplaceWord)?;
    Some(matches!(asked.field, Some(Field::Destination(_))))
}

fn words(party: PartyForm, whose: &'static str, locked: Signal<bool>) -> impl IntoView {
    let department = party.text(PartyField::Department);
    let button = move |word: &'static str| {
        let put = move |_| {
            department.update(|text| {
                if text.contains(word) {
                    return;
                }
                // One of them: whoever chooses another has changed his mind.
                let bare = WORKPLACE_WORDS.iter().find_map(|other| text.strip_suffix(other)).unwrap_or(text);
                *text = format!("{bare}{word}");
            });
        };
        view! { <button type="button" disabled=locked on:click=put>{word}</button> }
    };
    view! {
        <div class="advice">
            <p>{format!("お客様に在籍を確認してから、{whose}の部署名に書き足します。")}</p>
            <div class="advice-buttons">{WORKPLACE_WORDS.map(button).collect_view()}</div>
        </div>
    }
}

/// NP will not change its mind: the way out stands beside the reason.
fn cancel(presser: Presser) -> impl IntoView {
    view! {
        <div class="advice">
            <p>"修正しても通らない理由です。与信をキャンセルし、お客様に別のお支払い方法をご案内ください。"</p>
            <div class="advice-buttons"><button type="button" class="primary danger" on:click=move |_| presser.press(Press::Cancel)>{Press::Cancel.label()}</button></div>
        </div>
    }
}

fn mail(shop: &str, order_number: &str, buyer: PartyForm) -> impl IntoView + use<> {
    let (field, notices) = (NodeRef::<Textarea>::new(), Notices::here());
    let text = other_payment(shop, order_number, &buyer.text(PartyField::Name).get_untracked());
    view! {
        <details class="advice">
            <summary>"別のお支払い方法をお願いする文面"</summary>
            <textarea readonly rows="12" aria-label="お客様への文面" node_ref=field prop:value=text></textarea>
            <button type="button" on:click=move |_| copy_text(field, notices)>"文面をコピー"</button>
        </details>
    }
}
