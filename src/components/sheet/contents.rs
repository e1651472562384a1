//! The editable contents of an order.

use super::SheetDoor;
use super::advice::AdviceBox;
use super::differences::Differences;
use super::fields::{LineFields, PartyFields, TextField};
use super::form::{Findings, OrderForm};
use crate::api::AppError;
use crate::api::row::OrderRow;
use crate::api::sheet::{Sheet, look_up_zips, save_contents};
use crate::components::focus;
use crate::components::live::Live;
use crate::components::notice::Notices;
use crate::domain::act::ActKind;
use crate::domain::field::Field;
use crate::domain::lamp::Credit;
use crate::domain::order::Contents;
use crate::domain::postal::ZipEntry;
use crate::domain::preflight::Violation;
use crate::domain::role::Right;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeMap;

/// Where to after the order was saved.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    Stay,
    /// To the next order of the view.
    Next,
}

/// Saves one order's contents.
#[derive(Clone, Copy)]
struct Saver {
    id: i64,
    /// Of the contents that the person began with.
    version: RwSignal<i64>,
    /// What the server has.
    saved: RwSignal<Option<Contents>>,
    /// What the server found when saving stands beside what the browser finds, until something is typed.
    refused: RwSignal<Vec<Violation>>,
    busy: RwSignal<bool>,
    live: Live,
    notices: Notices,
    door: SheetDoor,
}

impl Saver {
    fn new(sheet: &Sheet, form: &OrderForm) -> Self {
        Self {
            id: sheet.row.id,
            version: RwSignal::new(sheet.row.contents_version),
            saved: RwSignal::new(form.read().ok()),
            refused: RwSignal::new(Vec::new()),
            busy: RwSignal::new(false),
            live: Live::here(),
            notices: Notices::here(),
            door: expect_context(),
        }
    }

    fn save(self, contents: Contents, resend: bool, then: Then) {
        // Asked before: a repaired order leaves the lane, and its place with it.
        let lane = self.live.view.with_untracked(|view| view.lane);
        let next = if then == Then::Next { self.live.book.after(self.id, lane) } else { None };
        let version = self.version.get_untracked();
        self.busy.set(true);
        spawn_local(async move {
            match save_contents(self.id, version, contents.clone(), resend).await {
                Ok(row) => {
                    self.saved.try_set(Some(contents));
                    self.version.try_set(row.contents_version);
                    self.door.unsaved_contents.try_set(false);
                    self.live.apply(row);
                    self.notices.done(match (resend, then, next) {
                        (_, Then::Next, None) => "保存して、NPに送りました。次の受注は一覧から開いてください。",
                        (true, ..) => "保存して、NPに送りました。",
                        (false, ..) => "保存しました。",
                    });
                    if let Some(next) = next.filter(|_| self.door.is_still_open(self.id)) {
                        self.door.open_at_reason(next);
                    }
                }
                Err(AppError::Invalid(violations)) => drop(self.refused.try_set(violations)),
                // Said in the form, as soon as the newer row is there.
                Err(AppError::Changed) => self.live.read(&[self.id]),
                Err(error) => self.notices.error(&error),
            }
            self.busy.try_set(false);
            // The pressed button could not keep it while it waited.
            focus::rescue(&[".sheet .contents .primary:not(:disabled)", ".sheet-close", ".grid"]);
        });
    }
}

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
    Effect::new(move |_| saver.door.unsaved_contents.set(changed.get()));
    on_cleanup(move || {
        saver.door.unsaved_contents.try_set(false);
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
        if let Ok(contents) = untrack(|| form.read()) {
            saver.save(contents, resend, then);
        }
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
    let pressed = move |event: leptos::ev::KeyboardEvent| {
        let is_next = event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && !event.is_composing();
        if is_next && !event.repeat() && untrack(|| repairs() && !blocked()) {
            event.prevent_default();
            save(true, Then::Next);
        }
    };
    let send_word = move || {
        lamps.with(|lamps| if lamps.act_for_contents() == ActKind::Update { "与信内容変更を送る" } else { "保存して与信を実行" })
    };
    let buttons = view! {
        <div class="sheet-buttons">
            <Show when=move || lamps.with(|lamps| lamps.by_np)>
                <button type="submit" class="primary" disabled=blocked>{send_word}</button>
            </Show>
            <Show when=repairs>
                <button type="button" disabled=blocked title="Ctrl+Enter" on:click=move |_| save(true, Then::Next)>"送って次へ"</button>
            </Show>
            <button type="button" disabled=move || blocked() || !changed.get() on:click=move |_| save(false, Then::Stay)>"保存のみ"</button>
            {move || changed.get().then(|| view! { <span class="unsaved">"未保存の変更があります"</span> })}
            {move || findings.with(|findings| !findings.errors.is_empty()).then(|| view! { <span class="unsaved">"印の付いた項目を直すと、保存と送信ができます。"</span> })}
        </div>
    };
    view! {
        <form class="contents" on:submit=submit on:keydown=pressed>
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
            {buttons}
        </form>
    }
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
