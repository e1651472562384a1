//! 配送状況: the carriers' pages of the ticked parcels.

use super::Step;
use super::choose::Chooser;
use crate::api::tracking::{Tracking, load_tracking};
use leptos::prelude::*;

pub(super) fn form(chooser: Chooser) -> AnyView {
    let look = move |_| {
        let ids = chooser.ids();
        chooser.run(async move {
            match load_tracking(ids).await {
                Ok(found) => drop(chooser.step.try_set(Step::Track(found))),
                Err(error) => chooser.notices.error(&error),
            }
        });
    };
    view! {
        <div class="panel-row">
            <button type="button" class="primary" disabled=move || chooser.is_busy() on:click=look>"配送状況を確認"</button>
            <small>"出荷日の入力が必要です。配送業者の画面が新しいタブで開きます。"</small>
        </div>
    }
    .into_any()
}

/// The pages, each a link; what cannot be opened says why.
pub(super) fn list(found: Vec<Tracking>, step: RwSignal<Step>) -> AnyView {
    let there = found.iter().filter(|tracking| tracking.page.is_ok()).count();
    let row = |tracking: Tracking| {
        let page = match tracking.page {
            Ok(href) => view! { <a href=href target="_blank" rel="noopener noreferrer external">"配送状況を開く"</a> }.into_any(),
            Err(why) => view! { <span>{why}</span> }.into_any(),
        };
        view! { <li class="run-row">{tracking.order_number}<span>{tracking.parcel}</span>{page}</li> }
    };
    view! {
        <h2>"配送状況"</h2>
        <p>{format!("{there}件を開けます。{}件は対象外です。", found.len() - there)}</p>
        <ul class="run-rows tracking-rows">{found.into_iter().map(row).collect_view()}</ul>
        <div class="panel-row"><button type="button" on:click=move |_| step.set(Step::Choose)>"戻る"</button></div>
    }
    .into_any()
}
