//! The editable contents of an order.

use super::SheetDoor;
use super::advice::AdviceBox;
use super::cursor;
use super::differences::Differences;
use super::door::Form;
use super::fields::{LineFields, PartyFields, TextField};
use super::form::{Findings, OrderForm};
use super::saver::{Saver, Then};
use crate::api::AppError;
use crate::api::row::OrderRow;
use crate::api::sheet::{Sheet, look_up_zips};
use crate::domain::act::ActKind;
use crate::domain::difference::differences;
use crate::domain::field::Field;
use crate::domain::lamp::{Credit, Lamps};
use crate::domain::order::Contents;
use crate::domain::postal::ZipEntry;
use crate::domain::role::Right;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use std::collections::BTreeMap;

/// Asks for what the postal table says of codes that are typed anew. Without an answer nothing is said about them.
fn look_up(form: &OrderForm, zips: RwSignal<BTreeMap<String, ZipEntry>>) {
    let form = *form;
    let wanted = Memo::new(move |_| form.zips().into_iter().filter(|zip| !zips.with_untracked(|zips| zips.contains_key(zip))).collect());
    Effect::new(move |_| {
        let wanted: Vec<String> = wanted.get();
        if wanted.is_empty() {
            return;
        }
        spawn_local(async move {
            if let Ok(found) = look_up_zips(wanted).await {
                zips.try_update(|zips| zips.extend(found));
            }
        });
    });
}

/// The form, with 与信内容変更 (or 与信を実行), 送って次へ and 保存.
#[component]
pub fn ContentsForm(
    /// What was loaded.
    sheet: Sheet,
    /// What NP got the last time.
    sent: Signal<Option<Contents>>,
    /// The order as it stands.
    row: ArcRwSignal<OrderRow>,
) -> impl IntoView {
    let form = OrderForm::new(&sheet.contents);
    let saver = Saver::new(&sheet, &form);
    let transaction_id = sheet.shop_transaction_id.clone().unwrap_or_else(|| sheet.row.order_number.clone());
    let today = sheet.today;
    let zips = RwSignal::new(sheet.zips);
    look_up(&form, zips);
    let findings = Memo::new(move |_| {
        let mut findings = zips.with(|zips| Findings::of(&form, &transaction_id, today, zips));
        for violation in saver.refused.get() {
            if !findings.errors.contains(&violation) {
                findings.errors.push(violation);
            }
        }
        findings
    });
    let changed = Memo::new(move |_| form.read().ok() != saver.saved.get());
    Effect::new(move |_| {
        let _ = form.read();
        saver.refused.set(Vec::new());
    });
    Effect::new(move |_| saver.door.unsaved(Form::Contents).set(changed.get()));
    on_cleanup(move || {
        saver.door.unsaved(Form::Contents).try_set(false);
    });
    let is_overtaken = {
        let row = row.clone();
        Memo::new(move |_| !saver.busy.get() && row.with(|row| row.contents_version) > saver.version.get())
    };
    let lamps = {
        let row = row.clone();
        Memo::new(move |_| row.with(|row| row.standing.lamps))
    };
    let save = move |resend, then| {
        let Ok(contents) = untrack(|| form.read()) else { return };
        // What NP refused as wrong may be right once the shop's settings are.
        let is_old = lamps.with_untracked(|lamps| lamps.act_for_contents() == ActKind::Update && lamps.credit != Credit::Error)
            && sent.with_untracked(|sent| sent.as_ref().is_some_and(|sent| differences(sent, &contents).is_empty()));
        if resend && is_old { saver.ask_before(contents, then) } else { saver.save(contents, resend, then) }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save(true, Then::Stay);
    };
    let locked = move || {
        if saver.live.may(Right::Act) {
            lamps.with(|lamps| lamps.may_edit().err().map(|refusal| refusal.to_string()))
        } else {
            Some(AppError::Forbidden.to_string())
        }
    };
    let blocked =
        move || saver.busy.get() || is_overtaken.get() || locked().is_some() || findings.with(|findings| !findings.errors.is_empty());
    let repairs = move || lamps.with(|lamps| lamps.by_np && matches!(lamps.credit, Credit::Hold | Credit::Ng | Credit::Error));
    on_next_key(move || {
        if untrack(|| repairs() && !blocked()) {
            save(true, Then::Next);
        }
    });
    view! {
        <form class="contents" on:submit=submit>
            {move || locked().map(|refusal| view! { <p class="locked">{refusal}</p> })}
            {move || is_overtaken.get().then(|| overtaken(saver.door))}
            <Differences sent now=Signal::derive(move || form.read().ok())/>
            <AdviceBox row form=StoredValue::new(form) locked=Signal::derive(move || locked().is_some())/>
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
                <section class="party">
                    <TextField label="注文日" kind="date" field=Field::OrderedOn text=form.ordered_on findings/>
                </section>
                <LineFields form=StoredValue::new(form) findings/>
            </fieldset>
            <div class="sheet-buttons">
                <Show when=move || lamps.with(|lamps| lamps.by_np)>
                    <button type="submit" class="primary" disabled=blocked>{move || send_word(lamps)}</button>
                </Show>
                <Show when=repairs>
                    <button type="button" disabled=blocked title="Ctrl+Enter" on:click=move |_| save(true, Then::Next)>"送って次へ"</button>
                </Show>
                <button type="button" disabled=move || blocked() || !changed.get() on:click=move |_| save(false, Then::Stay)>"保存のみ"</button>
                {move || what_is_left(changed.get(), findings.with(|findings| !findings.errors.is_empty()))}
            </div>
        </form>
    }
}

fn send_word(lamps: Memo<Lamps>) -> &'static str {
    lamps.with(|lamps| if lamps.act_for_contents() == ActKind::Update { "与信内容変更を送る" } else { "保存して与信を実行" })
}

fn what_is_left(is_changed: bool, has_errors: bool) -> impl IntoView {
    let said = |text: &'static str| view! { <span class="unsaved">{text}</span> };
    view! {
        {is_changed.then(|| said("未保存の変更があります"))}
        {has_errors.then(|| said("印の付いた項目を直すと、保存と送信ができます。"))}
    }
}

/// Does something at Ctrl+Enter, wherever in the sheet it is pressed: the cross would take it for a click.
fn on_next_key(go: impl Fn() + Copy + 'static) {
    let pressed = move |event: leptos::ev::KeyboardEvent| {
        let is_next = event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && !event.is_composing();
        if is_next && is_at_the_sheet(&event) {
            event.prevent_default();
            if !event.repeat() && !cursor::is_in_dialog() {
                go();
            }
        }
    };
    Effect::new(move |_| {
        let listener = window_event_listener(leptos::ev::keydown, pressed);
        on_cleanup(move || listener.remove());
    });
}

/// Whether a key is meant for the sheet: pressed in it, or nowhere.
fn is_at_the_sheet(event: &leptos::ev::KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<leptos::web_sys::Element>().ok());
    target.is_some_and(|target| target.tag_name() == "BODY" || target.closest(".sheet").ok().flatten().is_some())
}

/// Somebody else was faster: what is typed cannot be saved any more.
fn overtaken(door: SheetDoor) -> impl IntoView {
    view! {
        <div class="overtaken" role="alert">
            <p>"ほかの人がこの受注の内容を変更しました。ここに入力した内容は保存できません。"</p>
            <button type="button" on:click=move |_| door.reload()>"最新の内容を読み込む"</button>
        </div>
    }
}
