//! The lanes above the grid, with whole numbers from the server.

use super::live::Live;
use crate::api::view::View;
use crate::domain::lane::Lane;
use leptos::prelude::*;

/// The tabs. Links, so that a lane has an address and works without scripts.
#[component]
pub fn Lanes(
    /// The view on screen.
    #[prop(into)]
    view: Signal<View>,
) -> impl IntoView {
    let status = Live::here().status;
    let tab = move |lane: Option<Lane>| {
        let code = lane.map_or("all", Lane::code);
        let count = move || view.with(|view| status.with(|status| status.count(lane, view.filter.status.as_deref(), view.shop.as_deref())));
        view! {
            <a
                class=format!("lane lane-{code}")
                href=move || view.with(|view| view.with_lane(lane).href())
                aria-current=move || view.with(|view| (view.lane == lane).then_some("page"))
                data-lane=code
            >
                <span>{lane.map_or("すべて", Lane::label)}</span>
                <b class="num">{count}</b>
            </a>
        }
    };
    view! {
        <nav class="lanes" aria-label="受注の状態">
            {tab(None)}
            {Lane::TABS.iter().map(|lane| tab(Some(*lane))).collect_view()}
        </nav>
    }
}
