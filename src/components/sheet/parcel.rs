//! Carrier, slip number, shipping day.

use super::SheetDoor;
use super::cursor;
use super::draft::Draft;
use super::parcel_text::{ParcelText, overtaken};
use crate::api::AppError;
use crate::api::row::OrderRow;
use crate::api::sheet::{Sheet, save_parcel};
use crate::components::focus;
use crate::components::live::Live;
use crate::components::notice::Notices;
use crate::domain::carrier::Carrier;
use crate::domain::field::Field;
use crate::domain::preflight::{self, Violation};
use crate::domain::role::Right;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The parcel of an order.
#[component]
pub fn ParcelForm(
    /// What was loaded.
    sheet: Sheet,
    /// The order as it stands.
    row: ArcRwSignal<OrderRow>,
) -> impl IntoView {
    let id = sheet.row.id;
    let text = ParcelText::new(&sheet);
    text.follow(&row);
    let ParcelText { carrier, slip_number, shipped_on, draft: Draft { shown, overtaken_by }, .. } = text;
    let refused: RwSignal<Vec<Violation>> = RwSignal::new(Vec::new());
    let book = StoredValue::new(sheet.carriers.clone());
    let found = Memo::new(move |_| {
        let shipment = book.with_value(|book| preflight::shipment(book, &carrier.get(), &slip_number.get()));
        let mut found = shipment.err().unwrap_or_default();
        // What is not entered yet is no mistake.
        found.retain(|violation| match violation.field {
            Field::Carrier => carrier.with(|text| !text.trim().is_empty()),
            _ => slip_number.with(|text| !text.trim().is_empty()),
        });
        found.extend(refused.get());
        found
    });
    let at =
        move |field: Field| found.with(|found| found.iter().filter(|v| v.field == field).map(|v| v.message.clone()).collect::<Vec<_>>());
    let messages = move |field: Field| at(field).into_iter().map(|text| view! { <p class="field-error">{text}</p> }).collect_view();
    let doubts = text.doubts(book, sheet.contents.ordered_on, &row);
    let live = Live::here();
    let locked = {
        let row = row.clone();
        move || why_locked(&row, live)
    };
    let is_locked = locked.clone();
    let (notices, door, busy): (_, SheetDoor, _) = (Notices::here(), expect_context(), RwSignal::new(false));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let parcel = text.read();
        let before = shown.get_untracked();
        busy.set(true);
        spawn_local(async move {
            match save_parcel(id, before, parcel).await {
                Ok(row) => {
                    refused.try_set(Vec::new());
                    overtaken_by.try_set(None);
                    text.show(&row.parcel());
                    live.apply(row);
                    notices.done("配送を保存しました。");
                }
                Err(AppError::Invalid(violations)) if door.is_still_open(id) => {
                    refused.try_set(violations);
                    // The sentence stands at the field, which may be out of sight.
                    cursor::put_into(Field::SlipNumber);
                }
                // Said in the form, as soon as the newer row is there.
                Err(AppError::Changed) => live.read(&[id]),
                Err(error) => notices.error(&error),
            }
            busy.try_set(false);
            focus::rescue(&["form.parcel:not(.wishes) [type=submit]", ".grid"]);
        });
    };
    let wrong_slip = move || at(Field::SlipNumber).len() > refused.with(Vec::len);
    view! {
        <form class="parcel" on:submit=save>
            <h3>"配送"</h3>
            {move || locked().map(|refusal| view! { <p class="locked">{refusal}</p> })}
            {move || overtaken_by.get().map(|parcel| view! { <p class="overtaken" role="alert">{overtaken(&parcel)}</p> })}
            <fieldset disabled=move || is_locked().is_some() || busy.get()>
                <div class="field">
                    <label for=Field::Carrier.input_id()>"配送業者"</label>
                    <input
                        id=Field::Carrier.input_id()
                        list="carriers"
                        autocomplete="off"
                        aria-invalid=move || (!at(Field::Carrier).is_empty()).to_string()
                        aria-describedby="carrier-messages"
                        value=carrier.get_untracked()
                        prop:value=move || carrier.get()
                        on:input=move |event| carrier.set(event_target_value(&event))
                    />
                    <datalist id="carriers">{Carrier::ALL.iter().map(|carrier| view! { <option value=carrier.label()></option> }).collect_view()}</datalist>
                    <div id="carrier-messages" class="messages">{move || messages(Field::Carrier)}</div>
                </div>
                <div class="field">
                    <label for=Field::SlipNumber.input_id()>"伝票番号"</label>
                    <input
                        id=Field::SlipNumber.input_id()
                        class="num"
                        autocomplete="off"
                        // A scanner types over what is there, not into it.
                        on:focus=move |event| select(&event)
                        aria-invalid=move || (!at(Field::SlipNumber).is_empty()).to_string()
                        aria-describedby="slip-number-messages"
                        value=slip_number.get_untracked()
                        prop:value=move || slip_number.get()
                        on:input=move |event| {
                            refused.set(Vec::new());
                            text.type_slip_number(event_target_value(&event));
                        }
                    />
                    <div id="slip-number-messages" class="messages">{move || messages(Field::SlipNumber)}</div>
                </div>
                {day_field(shipped_on)}
                <div class="parcel-doubts" role="status">
                    {move || doubts.get().into_iter().map(|text| view! { <p class="field-warning">{text}</p> }).collect_view()}
                </div>
                <button type="submit" disabled=wrong_slip>"配送を保存"</button>
            </fieldset>
        </form>
    }
}

/// Why the parcel may not be changed, by the order's state or by the person's role.
fn why_locked(row: &ArcRwSignal<OrderRow>, live: Live) -> Option<String> {
    if !live.may(Right::Ship) {
        return Some(AppError::Forbidden.to_string());
    }
    row.with(|row| row.standing.lamps.may_change_slip().err().map(|refusal| refusal.to_string()))
}

fn select(event: &leptos::ev::FocusEvent) {
    #[cfg(feature = "hydrate")]
    if let Some(input) = event.target().and_then(|target| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlInputElement>(target).ok()) {
        input.select();
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = event;
}

fn day_field(shipped_on: RwSignal<String>) -> impl IntoView {
    view! {
        <div class="field">
            <label for="shipped-on">"出荷日"</label>
            <input
                id="shipped-on"
                type="date"
                value=shipped_on.get_untracked()
                prop:value=move || shipped_on.get()
                on:input=move |event| shipped_on.set(event_target_value(&event))
            />
        </div>
    }
}
