//! The fields of an order's contents, each with what is found while typing.

use super::form::{Findings, LineForm, OrderForm, PARTY_FIELDS, PartyForm};
use crate::domain::field::{Field, LineField, PartyField};
use crate::domain::yen::Yen;
use leptos::prelude::*;

/// A purchaser or a destination.
#[component]
pub(super) fn PartyFields(
    title: &'static str,
    prefix: fn(PartyField) -> Field,
    party: PartyForm,
    findings: Memo<Findings>,
) -> impl IntoView {
    let is_destination = prefix(PartyField::Name) == Field::Destination(PartyField::Name);
    let fields = PARTY_FIELDS.into_iter().filter(|field| !(is_destination && *field == PartyField::Email));
    view! {
        <section class="party">
            <h3>{title}</h3>
            {fields
                .map(|field| {
                    let (label, kind) = label(field);
                    view! { <TextField label kind field=prefix(field) text=party.text(field) findings/> }
                })
                .collect_view()}
        </section>
    }
}

const fn label(field: PartyField) -> (&'static str, &'static str) {
    match field {
        PartyField::Name => ("氏名（漢字）", "text"),
        PartyField::Kana => ("氏名（カナ）", "text"),
        PartyField::Company => ("会社名", "text"),
        PartyField::Department => ("部署名", "text"),
        PartyField::Zip => ("郵便番号", "text"),
        PartyField::Address => ("住所", "text"),
        PartyField::Tel => ("電話番号", "tel"),
        PartyField::Email => ("メールアドレス", "email"),
    }
}

#[component]
pub(super) fn TextField(
    label: &'static str,
    kind: &'static str,
    field: Field,
    text: RwSignal<String>,
    findings: Memo<Findings>,
) -> impl IntoView {
    let found = Memo::new(move |_| findings.with(|findings| findings.at(field, None)));
    let message_id = format!("{}-message", field.input_id());
    view! {
        <div class="field" class:field-wrong=move || found.with(|found| found.iter().any(|(is_error, _)| *is_error))>
            <label for=field.input_id()>{label}</label>
            <input
                id=field.input_id()
                type=kind
                autocomplete="off"
                value=text.get_untracked()
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
                aria-invalid=move || found.with(|found| found.iter().any(|(is_error, _)| *is_error)).to_string()
                aria-describedby=message_id.clone()
            />
            <div id=message_id class="messages"><Messages found/></div>
        </div>
    }
}

#[component]
fn Messages(found: Memo<Vec<(bool, String)>>) -> impl IntoView {
    move || {
        found
            .get()
            .into_iter()
            .map(|(is_error, text)| view! { <p class=if is_error { "field-error" } else { "field-warning" }>{text}</p> })
            .collect_view()
    }
}

/// 商品明細 and 請求額
#[component]
pub(super) fn LineFields(form: StoredValue<OrderForm>, findings: Memo<Findings>) -> impl IntoView {
    let form = form.get_value();
    let billed = Memo::new(move |_| findings.with(|findings| findings.at(Field::BilledAmount, None)));
    let differs = Memo::new(move |_| {
        form.lines_total().is_some_and(|total| Yen::parse(&form.billed_amount.get()).is_none_or(|billed| billed != total))
    });
    let numbered = move || (0_u32..).zip(form.lines.get()).collect::<Vec<_>>();
    view! {
        <section class="lines">
            <h3>"商品明細"</h3>
            <div class="line line-head" aria-hidden="true"><span>"商品名"</span><span>"単価"</span><span>"数量"</span><span></span></div>
            <For each=numbered key=|(nth, line)| (*nth, line.key) let:numbered>
                <LineFieldsOf nth=numbered.0 line=numbered.1 form findings/>
            </For>
            <button type="button" class="quiet" on:click=move |_| form.add_line()>"＋ 明細を追加"</button>
            <div class="sum">
                <span>"明細の合計 " <b class="num">{move || form.lines_total().map(|yen| yen.to_string())}</b> " 円"</span>
                <label>
                    "請求額"
                    <input
                        id=Field::BilledAmount.input_id()
                        class="num"
                        inputmode="numeric"
                        autocomplete="off"
                        aria-invalid=move || billed.with(|found| !found.is_empty()).to_string()
                        aria-describedby="billed-amount-messages"
                        value=form.billed_amount.get_untracked()
                        prop:value=move || form.billed_amount.get()
                        on:input=move |event| form.billed_amount.set(event_target_value(&event))
                    />
                    "円"
                </label>
                <Show when=move || differs.get()>
                    <button type="button" on:click=move |_| form.bill_the_lines()>"明細の合計に合わせる"</button>
                </Show>
            </div>
            <div id="billed-amount-messages" class="messages"><Messages found=billed/></div>
        </section>
    }
}

#[component]
fn LineFieldsOf(nth: u32, line: LineForm, form: OrderForm, findings: Memo<Findings>) -> impl IntoView {
    let at = move |field: LineField| findings.with(|findings| findings.at(Field::Line(field), Some(nth)));
    let found = Memo::new(move |_| [LineField::Name, LineField::Price, LineField::Quantity].into_iter().flat_map(at).collect::<Vec<_>>());
    let messages_id = format!("line-messages-{nth}");
    let described_by = messages_id.clone();
    let input = move |label: &'static str, field: LineField, text: RwSignal<String>| {
        view! {
            <input
                id=format!("{}-{nth}", Field::Line(field).input_id())
                aria-label=format!("{}行目の{label}", nth + 1)
                autocomplete="off"
                inputmode=if field == LineField::Name { "text" } else { "numeric" }
                class=if field == LineField::Name { "" } else { "num" }
                aria-invalid=move || at(field).iter().any(|(is_error, _)| *is_error).to_string()
                aria-describedby=described_by.clone()
                value=text.get_untracked()
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
            />
        }
    };
    view! {
        <div class="line" class:field-wrong=move || found.with(|found| found.iter().any(|(is_error, _)| *is_error))>
            {input("商品名", LineField::Name, line.name)}
            {input("単価", LineField::Price, line.price)}
            {input("数量", LineField::Quantity, line.quantity)}
            <button type="button" class="quiet" aria-label=format!("{}行目を削除", nth + 1) on:click=move |_| form.remove_line(line.key)>"×"</button>
            <div id=messages_id class="messages"><Messages found/></div>
        </div>
    }
}
