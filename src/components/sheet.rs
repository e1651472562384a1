//! The side sheet: one order opened beside the grid, never on another page.

mod advice;
mod contents;
pub mod cursor;
mod differences;
mod door;
mod draft;
mod fields;
mod form;
mod parcel;
mod parcel_text;
mod saver;
mod timeline;
mod wishes;

pub use door::{Form, SheetDoor};

use super::live::Live;
use super::notice::Notices;
use super::part::{self, PartMissing};
use crate::api::AppError;
use crate::api::json::Json;
use crate::api::row::OrderRow;
use crate::api::sheet::{Sheet, load_sheet};
use crate::api::view::View;
use crate::components::buttons::Buttons;
use crate::components::lamps::{CreditLamp, FollowingLamps};
use crate::domain::lamp::{Credit, UNSENT};
use crate::domain::reason::{self, Code};
use contents::ContentsForm;
use leptos::html::A;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::wasm_split;
use parcel::ParcelForm;
use timeline::Timeline;
use wishes::WishesForm;

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
        // Ctrl+Enter is 送って次へ, also a moment too early.
        if !event.ctrl_key() && !event.meta_key() {
            door.close();
        }
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

/// What is in the sheet: a part of its own.
#[wasm_split(desk_tools, wasm_split_path = leptos::wasm_split, preload(#[doc(hidden)] load_part), fallible)]
pub fn sheet_inside(id: i64, first_stop: NodeRef<A>) -> Result<AnyView, PartMissing> {
    let (notices, door): (_, SheetDoor) = (Notices::here(), expect_context());
    door.guard();
    cursor::close_on_escape(move || door.close());
    cursor::take_focus(first_stop, door);
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
            cursor::put_into(field);
            door.aim.set(None);
        }
    });
    let lamps = {
        let row = row.clone();
        move || {
            let lamps = row.with(|row| row.standing.lamps);
            view! {
                <div class="lamps">
                    <CreditLamp credit=lamps.credit/>
                    <FollowingLamps lamps/>
                    {lamps.lost_act().map(|act| view! { <span class="mark">{act.lost()}</span> })}
                    {lamps.unsent.then(|| view! { <span class="mark mark-edited">{UNSENT}</span> })}
                </div>
            }
        }
    };
    let reasons = {
        let row = row.clone();
        move || {
            let explain = |code: &Code| view! { <li><b>{code.as_str().to_owned()}</b>" "{reason::explain(code).text}</li> };
            row.with(|row| {
                // NP gives none for some refusals.
                let is_mute = row.standing.lamps.credit == Credit::Ng && row.standing.reasons.is_empty();
                let mute = is_mute.then(|| view! { <li>"NPから理由は返されていません。お客様に別のお支払い方法をご案内ください。"</li> });
                let told =
                    row.standing.reasons.iter().chain(row.standing.refused.iter().flat_map(|act| &act.codes)).map(explain).collect_view();
                let notes = row.standing.notes.iter().map(|note| view! { <li>{note.clone()}</li> }).collect_view();
                view! { {mute} {told} {notes} }
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
    let wishes = {
        let row = row.clone();
        move || row.with(wishes)
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
            {wishes}
            <p class="sheet-ids">{ids}</p>
        </div>
        <fieldset disabled=move || !is_alive.get()>
            <ContentsForm sheet=sheet.clone() sent=Signal::derive(move || newest.with(|sheet| sheet.sent.clone())) row=row.clone()/>
            <ParcelForm sheet row=row.clone()/>
            <WishesForm row/>
        </fieldset>
        <Timeline sheet=newest/>
    };
    body.into_any()
}

/// What buyer and colleagues have written about the order, as a whole: the grid shows its beginning.
fn wishes(row: &OrderRow) -> impl IntoView + use<> {
    let wish = [row.deliver_on.as_str(), &row.deliver_time].join(" ").trim().to_owned();
    let fact = |label: &'static str, text: String| (!text.is_empty()).then(|| view! { <div><dt>{label}</dt><dd>{text}</dd></div> });
    view! { <dl class="sheet-wishes">{fact("お届け希望", wish)}{fact("備考・注意", row.note.clone())}</dl> }
}

/// Loads the sheet's facts anew whenever the order changes; what a person is typing is not touched.
fn refresh_with(row: ArcRwSignal<OrderRow>, newest: RwSignal<Sheet>) {
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
