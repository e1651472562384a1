//! The tools of the grid: saved views, filters, columns, keys, questions. They come after the orders are on screen.

use super::confirm::ConfirmDialog;
use super::filters::Filters;
use super::grid::{Hand, Keys};
use super::help::Help;
use super::layout_form::LayoutButton;
use super::part::{self, PartMissing};
use super::reasons::ReasonGroups;
use super::saved_views::SavedViews;
use super::status_tabs::StatusTabs;
use crate::api::view::View;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

/// Where the tools stand once they are there.
#[component]
pub fn Toolbar(
    /// The view on screen.
    view: Memo<View>,
    /// Where the person is in the grid.
    hand: Hand,
) -> impl IntoView {
    let there = RwSignal::new(false);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        leptos::task::spawn_local(async move {
            crate::browser::parts::of_the_first_press().await;
            there.try_set(true);
        });
    });
    view! { <div class="bar bar-views">{move || there.get().then(|| view! { <Suspense>{part::view(Box::pin(tools(view, hand)))}</Suspense> })}</div> }
}

#[wasm_split(desk_tools, wasm_split_path = leptos::wasm_split, preload(#[doc(hidden)] load_part), fallible)]
pub(crate) fn tools(view: Memo<View>, hand: Hand) -> Result<AnyView, PartMissing> {
    let keys = Keys::new(hand);
    keys.listen();
    let tools = view! {
        <SavedViews view/>
        <StatusTabs view/>
        <ReasonGroups view/>
        <Filters view/>
        <LayoutButton layout=hand.layout/>
        <Help open=keys.help/>
        <ConfirmDialog/>
    };
    Ok(tools.into_any())
}
