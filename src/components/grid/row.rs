//! One row of the grid.

use super::columns;
use super::hand::Hand;
use crate::api::row::OrderRow;
use crate::api::view::View;
use crate::components::sheet::SheetDoor;
use leptos::prelude::*;

/// A loaded row. Its cells follow its own signal and nothing else.
#[component]
pub fn RowView(
    /// The order.
    row: ArcRwSignal<OrderRow>,
    /// Its position in the view.
    position: i64,
    /// The view, for the address of the sheet.
    view: Memo<View>,
    /// What is ticked, and where the person is.
    hand: Hand,
) -> impl IntoView {
    let (id, order_number) = row.with_untracked(|row| (row.id, row.order_number.clone()));
    let href = Memo::new(move |_| view.with(|view| view.href_with_sheet(id)));
    let is_ticked = move || hand.ticked.with(|ticked| ticked.contains(&id));
    let door: SheetDoor = expect_context();
    let tick_label = format!("{order_number}をチェック");
    let lamps = {
        let row = row.clone();
        Memo::new(move |_| row.with(|row| row.standing.lamps))
    };
    // A badge that changes leaves the other cells alone.
    let facts = {
        let row = row.clone();
        Memo::new(move |_| row.with(OrderRow::without_credit))
    };
    view! {
        <div
            class="row"
            role="row"
            id=row_id(position)
            aria-rowindex=position + 2
            aria-selected=move || is_ticked().to_string()
            data-order=order_number
            data-credit=move || lamps.get().credit.code()
            data-shipment=move || lamps.get().shipment.code()
            data-payment=move || lamps.get().payment.code()
            class:row-ticked=is_ticked
            class:row-active=move || hand.is_at(position)
            class:row-open=move || door.is_open(id)
        >
            <div class="c-tick" role="gridcell">
                <label class="tick">
                    <input type="checkbox" aria-label=tick_label prop:checked=is_ticked on:click=move |event| hand.clicked(position, id, &event)/>
                </label>
            </div>
            {move || hand.layout.with(|layout| facts.with(|facts| columns::cells(facts, layout, href, hand, &row)))}
        </div>
    }
}

/// The element that shows a position, for who cannot see which row is meant.
pub fn row_id(position: i64) -> String {
    format!("row-{position}")
}

/// The position whose row an element belongs to.
pub fn position_of(element: &leptos::web_sys::Element) -> Option<i64> {
    element.closest("[role=row]").ok()??.id().strip_prefix("row-")?.parse().ok()
}

/// A place whose row is on its way.
#[component]
pub fn LoadingRow(
    /// Its position in the view.
    position: i64,
) -> impl IntoView {
    view! { <div class="row row-loading" role="row" id=row_id(position) aria-rowindex=position + 2><div role="gridcell">"読み込み中…"</div></div> }
}
