//! The editable contents of an order.

use super::SheetDoor;
use super::form::{Findings, LineForm, OrderForm, PARTY_FIELDS, PartyForm};
use crate::api::AppError;
use crate::api::row::OrderRow;
use crate::api::sheet::{Sheet, save_contents};
use crate::components::live::Live;
use crate::components::notice::Notices;
use crate::domain::act::ActKind;
use crate::domain::field::{Field, LineField, PartyField};
use crate::domain::preflight::Violation;
use crate::domain::role::Right;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The form, with 与信内容変更 (or 与信を実行) and 保存.
#[component]
pub fn ContentsForm(
    /// What was loaded.
    sheet: Sheet,
    /// The order as it stands.
    row: ArcRwSignal<OrderRow>,
) -> impl IntoView {
    let form = OrderForm::new(&sheet.contents);
    let id = sheet.row.id;
    let transaction_id = sheet.shop_transaction_id.clone().unwrap_or_else(|| sheet.row.order_number.clone());
    let today = sheet.today;
    // What the server found when saving stands beside what the browser finds, until something is typed.
    let refused: RwSignal<Vec<Violation>> = RwSignal::new(Vec::new());
    let findings = Memo::new(move |_| {
        let mut findings = Findings::of(&form, &transaction_id, today);
        for violation in refused.get() {
            if !findings.errors.contains(&violation) {
                findings.errors.push(violation);
            }
        }
        findings
    });
    let saved = RwSignal::new(form.read().ok());
    let changed = Memo::new(move |_| form.read().ok() != saved.get());
    Effect::new(move |_| {
        let _ = form.read();
        refused.set(Vec::new());
    });
    let busy = RwSignal::new(false);
    let notices = Notices::here();
    let live = Live::here();
    let lamps = {
        let row = row.clone();
        Memo::new(move |_| row.with(|row| row.lamps))
    };
    let contents_version = StoredValue::new(sheet.row.contents_version);
    let door: SheetDoor = expect_context();
    Effect::new(move |_| door.unsaved.set(changed.get()));
    on_cleanup(move || {
        door.unsaved.try_set(false);
    });
    let save = move |resend: bool| {
        let Ok(contents) = untrack(|| form.read()) else { return };
        let version = contents_version.get_value();
        busy.set(true);
        spawn_local(async move {
            match save_contents(id, version, contents.clone(), resend).await {
                Ok(row) => {
                    saved.try_set(Some(contents));
                    contents_version.try_set_value(row.contents_version);
                    live.apply(row);
                    notices.done(if resend { "保存して、NPに送りました。" } else { "保存しました。" });
                }
                Err(AppError::Invalid(violations)) => drop(refused.try_set(violations)),
                Err(error) => notices.error(&error),
            }
            busy.try_set(false);
        });
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save(true);
    };
    let locked = move || {
        if live.may(Right::Act) {
            lamps.with(|lamps| lamps.may_edit().err().map(|refusal| refusal.to_string()))
        } else {
            Some(AppError::Forbidden.to_string())
        }
    };
    let blocked = move || busy.get() || locked().is_some() || findings.with(|findings| !findings.errors.is_empty());
    let send_word = move || {
        lamps.with(|lamps| if lamps.act_for_contents() == ActKind::Update { "与信内容変更を送る" } else { "保存して与信を実行" })
    };
    view! {
        <form class="contents" on:submit=submit>
            {move || locked().map(|refusal| view! { <p class="locked">{refusal}</p> })}
            <fieldset disabled=move || locked().is_some()>
                <Show when=move || !lamps.with(|lamps| lamps.erased) fallback=|| view! { <p class="erased">"個人情報は消去済み"</p> }>
                    <PartyFields title="購入者" prefix=Field::Buyer party=form.buyer findings/>
                    <label class="check">
                        <input type="checkbox" prop:checked=move || form.elsewhere.get() on:change=move |event| form.elsewhere.set(event_target_checked(&event))/>
                        "配送先が購入者と違う"
                    </label>
                    <Show when=move || form.elsewhere.get()>
                        <PartyFields title="配送先" prefix=Field::Destination party=form.destination findings/>
                    </Show>
                </Show>
                <LineFields form findings/>
            </fieldset>
            <div class="sheet-buttons">
                <Show when=move || lamps.with(|lamps| lamps.by_np)>
                    <button type="submit" class="primary" disabled=blocked>{send_word}</button>
                </Show>
                <button type="button" disabled=move || blocked() || !changed.get() on:click=move |_| save(false)>"保存のみ"</button>
                {move || changed.get().then(|| view! { <span class="unsaved">"未保存の変更があります"</span> })}
            </div>
        </form>
    }
}

#[component]
fn PartyFields(title: &'static str, prefix: fn(PartyField) -> Field, party: PartyForm, findings: Memo<Findings>) -> impl IntoView {
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
fn TextField(label: &'static str, kind: &'static str, field: Field, text: RwSignal<String>, findings: Memo<Findings>) -> impl IntoView {
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

#[component]
fn LineFields(form: OrderForm, findings: Memo<Findings>) -> impl IntoView {
    let billed = Memo::new(move |_| findings.with(|findings| findings.at(Field::BilledAmount, None)));
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
