//! The columns: what stands in the head, and what a row shows there. Several facts per cell, in the manual's order.

use super::hand::Hand;
use super::payment;
use crate::api::row::OrderRow;
use crate::api::view::View;
use crate::domain::column::{Column, Layout, Placed};
use crate::domain::sort::{Sort, SortBy};
use crate::domain::status::Colour;
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

/// The cells of a row, from left to right. お支払い方法 follows the order by itself.
pub fn cells(row: &OrderRow, layout: &Layout, href: Memo<String>, hand: Hand, signal: &ArcRwSignal<OrderRow>) -> Vec<AnyView> {
    let cell = |placed: Placed| {
        let content = match placed.column {
            Column::Order => order(row, href, hand),
            Column::Buyer => {
                vec![text("clip", &row.buyer_name), text("mark mark-repeat", if row.repeat_customer { "リピーター" } else { "" })]
            }
            Column::Note => note(row),
            Column::Device => vec![text("small", &row.device)],
            Column::Payment => payment::cell(signal),
            Column::Total => vec![text("", &row.total_amount.to_string())],
            Column::Billed => vec![text("strong", &row.billed_amount.to_string())],
            Column::Shop => vec![text("clip2", &row.shop)],
            Column::Destination => vec![text("clip", &row.receiver_name), text("small num", &row.receiver_tel)],
            Column::Carrier => carrier(row),
            Column::DeliverOn => vec![text("", &row.deliver_on)],
            Column::DeliverTime => vec![text("small clip clip3", &row.deliver_time)],
            Column::Shipping => vec![text("", &row.shipped_on), text("small clip", row.slip_number.as_deref().unwrap_or_default())],
        };
        view! { <div class=class(placed.column) role="gridcell">{content}</div> }.into_any()
    };
    layout.shown().map(cell).collect()
}

/// A fact, with all of it as a title where the cell may cut it off. Nothing for an empty one.
pub(super) fn text(class: &'static str, text: &str) -> AnyView {
    titled(class, text, text)
}

pub(super) fn titled(class: &'static str, text: &str, title: &str) -> AnyView {
    let (text, title) = (text.to_owned(), title.to_owned());
    (!text.is_empty()).then(|| view! { <span class=class title=title>{text}</span> }).into_any()
}

fn order(row: &OrderRow, href: Memo<String>, hand: Hand) -> Vec<AnyView> {
    let number = row.order_number.clone();
    let link = view! { <a class="order-number" href=move || href.get() title=number.clone()>{number.clone()}</a> };
    let status = row.status.clone();
    let colour = hand.statuses.with(|statuses| statuses.colour(&status)).map(Colour::code);
    let status = view! { <span class="small status" data-colour=colour title=status.clone()>{status.clone()}</span> };
    vec![link.into_any(), text("small num", &row.ordered_at), status.into_any()]
}

fn carrier(row: &OrderRow) -> Vec<AnyView> {
    let parcels = if row.parcels > 1 { format!("{}個口", row.parcels) } else { String::new() };
    let marks = vec![
        text("mark", if row.cool { "冷凍" } else { "" }),
        text("mark", if row.pickup { "コンビニ受取" } else { "" }),
        text("mark", if row.slip_number.is_some() { "伝票入力済" } else { "" }),
        text("mark", &parcels),
    ];
    vec![text("clip", &row.carrier), view! { <div class="marks">{marks}</div> }.into_any()]
}

/// 備考・注意 below the labels.
fn note(row: &OrderRow) -> Vec<AnyView> {
    if row.check_items.is_empty() {
        return vec![text("clip3", &row.note)];
    }
    let label = |item: &String| view! { <span class="mark mark-item">{item.clone()}</span> };
    vec![view! { <div class="marks">{row.check_items.iter().map(label).collect_view()}</div> }.into_any(), text("clip2", &row.note)]
}
