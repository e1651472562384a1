//! 受注ステータス as tabs: the shop's own words in its order, with whole numbers from the server.

use super::live::Live;
use crate::api::status::Status;
use crate::api::view::View;
use crate::domain::status::Colour;
use leptos::prelude::*;

/// A tab for each status. Links, as the lanes are: both together say which orders are shown.
#[component]
pub fn StatusTabs(
    /// The view on screen.
    view: Memo<View>,
) -> impl IntoView {
    let live = Live::here();
    let names = Memo::new(move |_| view.with(|view| live.status.with(|status| names(status, view.filter.status.as_ref()))));
    let tab = move |name: Option<String>| {
        let wanted = name.clone();
        let href = move || view.with(|view| view.with_status(wanted.clone()).href());
        let (chosen, counted) = (name.clone(), name.clone());
        let is_here = move || view.with(|view| view.filter.status == chosen);
        let count = move || view.with(|view| live.status.with(|status| status.count(view.lane, counted.as_deref(), view.shop.as_deref())));
        let marked = name.clone();
        let colour = move || marked.as_ref().and_then(|name| live.status.with(|status| status.statuses.colour(name))).map(Colour::code);
        view! {
            <a class="status-tab" href=href data-colour=colour aria-current=move || is_here().then_some("page")>
                <span>{name.unwrap_or_else(|| "全ステータス".to_owned())}</span>
                <b class="num">{count}</b>
            </a>
        }
    };
    view! {
        <nav class="status-tabs" aria-label="受注ステータス">
            {move || [None].into_iter().chain(names.get().into_iter().map(Some)).map(tab).collect_view()}
        </nav>
    }
}

/// The list, and behind it words that only orders have, or the address.
fn names(status: &Status, asked: Option<&String>) -> Vec<String> {
    let mut names: Vec<String> = status.statuses.0.iter().map(|status| status.name.clone()).collect();
    for name in status.counts.iter().map(|count| &count.status).chain(asked) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}
