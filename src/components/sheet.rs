//! The side sheet: one order opened beside the grid, never on another page.

mod advice;
mod contents;
mod differences;
mod door;
mod fields;
mod form;
mod parcel;
mod parcel_text;
mod timeline;

pub use door::SheetDoor;

use super::live::Live;
use super::notice::Notices;
use super::part::{self, PartMissing};
use crate::api::AppError;
use crate::api::json::Json;
use crate::api::sheet::{Sheet, load_sheet};
use crate::api::view::View;
use crate::components::buttons::Buttons;
use crate::components::lamps::{CreditLamp, FollowingLamps};
use crate::domain::field::Field;
use crate::domain::reason::{self, Code};
use contents::ContentsForm;
use leptos::html::A;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::wasm_split;
use parcel::ParcelForm;
use timeline::Timeline;

/// Where the sheet stands when an order is open.
#[component]
pub fn SheetSlot() -> impl IntoView {
    let door: SheetDoor = expect_context();
    move || {
        door.reloads.track();
        door.open.get().map(|id| view! { <OrderSheet id/> })
    }
}

#[component]
fn OrderSheet(id: i64) -> impl IntoView {
    let door: SheetDoor = expect_context();
    let close = door.view.with_untracked(View::href);
    let first_stop = NodeRef::<A>::new();
    let pressed = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        door.close();
    };
    view! {
        <aside class="sheet" aria-label="受注の内容" data-sheet=id.to_string()>
            <a class="sheet-close" href=close aria-label="閉じる" node_ref=first_stop on:click=pressed>"×"</a>
            <Suspense fallback=wait>{part::view(Box::pin(sheet_inside(id, first_stop)))}</Suspense>
        </aside>
    }
}

fn wait() -> impl IntoView {
    view! { <p class="sheet-wait">"読み込み中…"</p> }
}

/// The sheet takes the focus when it opens, unless a field is aimed at, and gives it back when it closes.
fn take_focus(first_stop: NodeRef<A>, door: SheetDoor) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let before =
            StoredValue::new_local(document().active_element().and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()));
        Effect::new(move |_| {
            if let Some(first_stop) = first_stop.get()
                && door.aim.get_untracked().is_none()
            {
                drop(first_stop.focus());
            }
        });
        on_cleanup(move || {
            // Who has gone on to the search, say, stays there.
            let active = document().active_element();
            let is_elsewhere =
                active.is_some_and(|active| active.tag_name() != "BODY" && active.closest(".sheet").ok().flatten().is_none());
            if let (Some(Some(element)), false) = (before.try_get_value(), is_elsewhere) {
                drop(element.focus());
            }
        });
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (first_stop, door);
}

/// Escape closes the sheet, unless a dialog is open, which takes the key itself.
fn close_on_escape(close: impl Fn() + Copy + 'static) {
    Effect::new(move |_| {
        let listener = window_event_listener(leptos::ev::keydown, move |event| {
            let in_dialog = document().query_selector("dialog[open]").ok().flatten().is_some();
            if event.key() == "Escape" && !in_dialog && !event.is_composing() {
                close();
            }
        });
        on_cleanup(move || listener.remove());
    });
}

/// What is in the sheet: a part of its own.
#[wasm_split(desk_tools, wasm_split_path = leptos::wasm_split, preload(#[doc(hidden)] load_part), fallible)]
pub fn sheet_inside(id: i64, first_stop: NodeRef<A>) -> Result<AnyView, PartMissing> {
    let (notices, door): (_, SheetDoor) = (Notices::here(), expect_context());
    door.guard();
    close_on_escape(move || door.close());
    take_focus(first_stop, door);
    let first = OnceResource::<_, Json>::new_with_options(load_sheet(id), true);
    let shown = move || {
        Suspend::new(async move {
            match first.await {
                Ok(sheet) => body(sheet),
                Err(error) => {
                    let told = error.to_string();
                    // Without a session, the way leads to the login page.
                    Effect::new(move |_| {
                        if error == AppError::SignedOut {
                            notices.error(&error);
                        }
                    });
                    view! {
                        <p class="form-error" role="alert">{told}</p>
                        <button type="button" on:click=move |_| door.reload()>"もう一度読み込む"</button>
                    }
                    .into_any()
                }
            }
        })
    };
    Ok(view! { <Suspense fallback=wait>{shown}</Suspense> }.into_any())
}

fn body(sheet: Sheet) -> AnyView {
    let row = Live::here().pin(sheet.row.clone());
    let newest = RwSignal::new(sheet.clone());
    refresh_with(row.clone(), newest);
    // What is typed into a page from the server before it comes alive would be lost.
    let is_alive = RwSignal::new(false);
    Effect::new(move |_| is_alive.set(true));
    let (door, id): (SheetDoor, _) = (expect_context(), sheet.row.id);
    Effect::new(move |_| {
        // The sheet that was open before has a moment to live: it is not its field.
        if let Some((_, field)) = door.aim.get().filter(|(order_id, _)| *order_id == id) {
            focus(field);
            door.aim.set(None);
        }
    });
    let lamps = {
        let row = row.clone();
        move || {
            let row = row.get();
            view! {
                <div class="lamps">
                    <CreditLamp credit=row.standing.lamps.credit/>
                    <FollowingLamps lamps=row.standing.lamps/>
                    {row.standing.edited.then(|| view! { <span class="mark mark-edited">"修正あり・未送信"</span> })}
                </div>
            }
        }
    };
    let reasons = {
        let row = row.clone();
        move || {
            let explain = |code: &Code| view! { <li><b>{code.as_str().to_owned()}</b>" "{reason::explain(code).text}</li> };
            row.with(|row| {
                row.standing.reasons.iter().chain(row.standing.refused.iter().flat_map(|act| &act.codes)).map(explain).collect_view()
            })
        }
    };
    let ids = move || {
        newest.with(|sheet| {
            let np = sheet.np_transaction_id.clone().map(|id| view! { <span>"NP取引ID "<b class="num">{id}</b></span> });
            let shop = sheet.shop_transaction_id.clone().map(|id| view! { <span>"加盟店取引ID "<b class="num">{id}</b></span> });
            view! { {np} {shop} }
        })
    };
    let verdict_by = move || {
        let until = newest.with(|sheet| sheet.verdict_by.clone());
        until.map(
            |until| view! { <p class="verdict-by">{format!("詳細審査の結果は {until} までに出ます。それまで発送しないでください。")}</p> },
        )
    };
    let body = view! {
        <header class="sheet-head">
            <h2>{sheet.row.order_number.clone()}<small>{format!("{} ・ {} ・ {}", sheet.row.ordered_at, sheet.row.shop, sheet.row.payment_method)}</small></h2>
            <div class="sheet-state">{lamps}<Buttons row=row.clone()/></div>
        </header>
        <div class="sheet-facts">
            <ul class="reasons">{reasons}</ul>
            {verdict_by}
            <p class="sheet-ids">{ids}</p>
        </div>
        <fieldset disabled=move || !is_alive.get()>
            <ContentsForm sheet=sheet.clone() sent=Signal::derive(move || newest.with(|sheet| sheet.sent.clone())) row=row.clone()/>
            <ParcelForm sheet row/>
        </fieldset>
        <Timeline sheet=newest/>
    };
    body.into_any()
}

/// Loads the sheet's facts anew whenever the order changes; what a person is typing is not touched.
fn refresh_with(row: ArcRwSignal<crate::api::row::OrderRow>, newest: RwSignal<Sheet>) {
    let notices = Notices::here();
    let version = Memo::new(move |_| row.with(|row| (row.id, row.version)));
    Effect::new(move |_| {
        let (id, version) = version.get();
        if newest.with_untracked(|sheet| sheet.row.version) >= version {
            return;
        }
        spawn_local(async move {
            match load_sheet(id).await {
                // Answers may overtake each other.
                Ok(sheet) => drop(newest.try_maybe_update(|shown| {
                    let is_newer = sheet.row.version > shown.row.version;
                    if is_newer {
                        *shown = sheet;
                    }
                    (is_newer, ())
                })),
                Err(AppError::Transport) => {}
                Err(error) => notices.error(&error),
            }
        });
    });
}

/// Puts the cursor into a field: the destination's where there is one, else the purchaser's.
fn focus(field: Field) {
    request_animation_frame(move || {
        let wanted = field.input_id();
        let fallback = wanted.replace("destination-", "buyer-");
        let exact = document().get_element_by_id(wanted);
        let element =
            exact.or_else(|| document().get_element_by_id(&fallback)).or_else(|| document().get_element_by_id(&format!("{wanted}-0")));
        #[cfg(feature = "hydrate")]
        if let Some(element) = element.and_then(|element| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(element).ok()) {
            // A field that cannot take the cursor is simply not aimed at.
            drop(element.focus());
            let centre = web_sys::ScrollIntoViewOptions::new();
            centre.set_block(web_sys::ScrollLogicalPosition::Center);
            element.scroll_into_view_with_scroll_into_view_options(&centre);
        }
        #[cfg(not(feature = "hydrate"))]
        drop(element);
    });
}
