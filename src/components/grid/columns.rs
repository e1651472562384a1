//! The columns: what stands in the head, and what a row shows there. Several facts per cell, in the manual's order.

use crate::api::row::OrderRow;
use crate::api::view::View;
use crate::components::buttons::Buttons;
use crate::components::lamps::{CreditLamp, FollowingLamps};
use crate::domain::act::RefusedAct;
use crate::domain::column::{Column, Placed};
use crate::domain::lamp::CreditOrigin;
use crate::domain::reason;
use crate::domain::sort::{Sort, SortBy};
use leptos::prelude::*;

/// The head of a column: its name, and what it sorts by.
pub fn head(column: Column, view: Memo<View>) -> AnyView {
    let (name, second) = match column {
        Column::Order => ("受注番号", Some(SortBy::OrderedAt)),
        Column::Total => ("", Some(SortBy::Total)),
        Column::Billed => ("", Some(SortBy::Billed)),
        Column::DeliverOn => ("", Some(SortBy::DeliverOn)),
        Column::Shipping => ("", Some(SortBy::ShippedOn)),
        Column::Buyer
        | Column::Note
        | Column::Device
        | Column::Payment
        | Column::Shop
        | Column::Destination
        | Column::Carrier
        | Column::DeliverTime => (column.label(), None),
    };
    let small = match column {
        Column::Order => "・ステータス",
        Column::Buyer => "リピーター",
        Column::Destination => "電話番号",
        Column::Shipping => "伝票番号",
        _ => "",
    };
    let sorted = move || second.filter(|by| view.with(|view| view.sort.by == *by)).map(|_| view.with(|view| view.sort.rising));
    let aria = move || sorted().map(|rising| if rising { "ascending" } else { "descending" });
    view! {
        <div class=class(column) role="columnheader" aria-sort=aria>
            {name}
            {second.map(|by| sort_link(by, view))}
            {(!small.is_empty()).then(|| view! { <small>{small}</small> })}
        </div>
    }
    .into_any()
}

/// A link, so that a sorted view has an address. The first press brings the largest, or the newest, first.
fn sort_link(by: SortBy, view: Memo<View>) -> impl IntoView {
    let is_sorted = move || view.with(|view| view.sort.by == by);
    let href = move || {
        view.with(|view| {
            let rising = view.sort.by == by && !view.sort.rising;
            View { sort: Sort { by, rising }, ..view.clone() }.href()
        })
    };
    let sign = move || match view.with(|view| (view.sort.by == by, view.sort.rising)) {
        (false, _) => "",
        (true, true) => "▲",
        (true, false) => "▼",
    };
    view! { <a class="sort" href=href class:sorted=is_sorted>{by.label()}<i aria-hidden="true">{sign}</i></a> }
}

/// The class that gives a column its width.
pub fn class(column: Column) -> String {
    let aligned = match column {
        Column::Total | Column::Billed => " c-yen",
        _ => "",
    };
    format!("c-{}{aligned}", column.code())
}

/// The cells of a row, from left to right.
pub fn cells(row: &OrderRow, columns: &[Placed], href: Memo<String>, signal: &ArcRwSignal<OrderRow>) -> Vec<AnyView> {
    let cell = |placed: &Placed| {
        let content = match placed.column {
            Column::Order => order(row, href),
            Column::Buyer => buyer(row),
            Column::Note => view! { <span class="clip3" title=row.note.clone()>{row.note.clone()}</span> }.into_any(),
            Column::Device => view! { <small>{row.device.clone()}</small> }.into_any(),
            Column::Payment => payment(row, signal.clone()),
            Column::Total => row.total_amount.to_string().into_any(),
            Column::Billed => view! { <b>{row.billed_amount.to_string()}</b> }.into_any(),
            Column::Shop => view! { <span class="clip2">{row.shop.clone()}</span> }.into_any(),
            Column::Destination => {
                view! { <span class="clip">{row.receiver_name.clone()}</span> <small class="num">{row.receiver_tel.clone()}</small> }
                    .into_any()
            }
            Column::Carrier => carrier(row),
            Column::DeliverOn => row.deliver_on.clone().into_any(),
            Column::DeliverTime => view! { <small>{row.deliver_time.clone()}</small> }.into_any(),
            Column::Shipping => {
                view! { <span>{row.shipped_on.clone()}</span> <small class="clip">{row.slip_number.clone()}</small> }.into_any()
            }
        };
        view! { <div class=class(placed.column) role="gridcell">{content}</div> }.into_any()
    };
    columns.iter().map(cell).collect()
}

fn order(row: &OrderRow, href: Memo<String>) -> AnyView {
    view! {
        <a class="order-number" href=move || href.get() title=row.order_number.clone()>{row.order_number.clone()}</a>
        <small class="num">{row.ordered_at.clone()}</small>
        <small><span class="status">{row.status.clone()}</span></small>
    }
    .into_any()
}

fn buyer(row: &OrderRow) -> AnyView {
    view! {
        <span class="clip">{row.buyer_name.clone()}</span>
        {row.repeat_customer.then(|| view! { <small><span class="mark mark-repeat">"リピーター"</span></small> })}
    }
    .into_any()
}

fn payment(row: &OrderRow, signal: ArcRwSignal<OrderRow>) -> AnyView {
    let reason = row.reasons.iter().map(|code| reason::explain(code).text).collect::<Vec<_>>().join(" ");
    let short = row.reasons.iter().map(|code| reason::short(code).into_owned()).collect::<Vec<_>>().join("、");
    let by_csv = row.lamps.origin == CreditOrigin::Csv;
    view! {
        <div class="lamps">
            {if row.lamps.by_np {
                view! { <CreditLamp credit=row.lamps.credit/> <FollowingLamps lamps=row.lamps/> }.into_any()
            } else {
                view! { <span class="other-payment">{row.payment_method.clone()}</span> }.into_any()
            }}
            {row.edited.then(|| view! { <span class="mark mark-edited">"修正あり・未送信"</span> })}
            {by_csv.then(|| view! { <span class="mark" title="CSVファイルで取り込んだ与信結果のため、APIの処理はご利用できません。">"CSVの与信結果"</span> })}
            {row.notes.iter().map(|note| view! { <span class="reason" title=note.clone()>{note.clone()}</span> }).collect_view()}
            {row.refused.as_ref().map(|act| view! { <span class="reason">{refusal(act)}</span> })}
            {(!short.is_empty()).then(|| view! { <span class="reason" title=reason>{short}</span> })}
        </div>
        <Buttons row=signal/>
    }
    .into_any()
}

fn carrier(row: &OrderRow) -> AnyView {
    let marks = [
        row.cool.then(|| "冷凍".to_owned()),
        row.pickup.then(|| "コンビニ受取".to_owned()),
        row.slip_number.is_some().then(|| "伝票入力済".to_owned()),
        (row.parcels > 1).then(|| format!("{}個口", row.parcels)),
    ];
    let marks = marks.into_iter().flatten().map(|mark| view! { <span class="mark">{mark}</span> }).collect_view();
    view! { <span class="clip">{row.carrier.clone()}</span> <div class="marks">{marks}</div> }.into_any()
}

/// What was refused, and why in a few words.
fn refusal(act: &RefusedAct) -> String {
    let why = act.codes.iter().map(|code| reason::short(code).into_owned()).collect::<Vec<_>>().join("、");
    format!("{}できません: {why}", act.kind.label())
}
