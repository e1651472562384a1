//! 連携状態: the queue of each shop, and how NP answers.

use crate::api::json::Json;
use crate::api::links::{Link, load_links};
use crate::components::header::Header;
use crate::components::page::followed;
use crate::components::part::{self, PartMissing};
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;
use std::time::Duration;

/// How often the figures are read anew while the page is open.
const EVERY: Duration = Duration::from_secs(2);

/// The line of each shop.
pub fn screen() -> AnyView {
    part::screen(|| Box::pin(links_page()))
}

/// In the part of the WebAssembly that holds the pages beside the desk.
#[wasm_split(work_pages, wasm_split_path = leptos::wasm_split, preload(#[doc(hidden)] load_part), fallible)]
pub fn links_page() -> Result<AnyView, PartMissing> {
    let page = Resource::<_, Json>::new_with_options(|| (), |()| load_links(), true);
    Effect::new(move |_| {
        if let Ok(timer) = set_interval_with_handle(move || page.refetch(), EVERY) {
            on_cleanup(move || timer.clear());
        }
    });
    Ok(followed("連携状態", page, |links| view! { <Links links/> }.into_any()))
}

#[component]
fn Links(links: Vec<Link>) -> impl IntoView {
    view! {
        <Header/>
        <main class="page">
            <h1>"連携状態"</h1>
            {links.is_empty().then(|| view! { <p class="quiet-text">"店舗がまだありません。"</p> })}
            {links.into_iter().map(card).collect_view()}
        </main>
    }
}

fn card(link: Link) -> impl IntoView {
    let facts = link.facts.into_iter().map(|(label, text)| view! { <div><dt>{label}</dt><dd>{text}</dd></div> }).collect_view();
    let queue = |(kind, counts): (String, [i64; 4])| {
        let counts = counts.map(|count| view! { <td class="num">{count}</td> }).collect_view();
        view! { <tr><td>{kind}</td>{counts}</tr> }
    };
    view! {
        <section class="card link" data-link=link.state.code() data-shop=link.code>
            <h2>
                {link.name}
                <small>{link.environment}</small>
                <b class="link-state">{link.state.label()}</b>
            </h2>
            <p class="link-why">{link.why}</p>
            <dl>{facts}</dl>
            <table class="table">
                <thead><tr><th>"処理"</th><th class="num">"送信待ち"</th><th class="num">"回答待ち"</th><th class="num">"再確認待ち"</th><th class="num">"要確認"</th></tr></thead>
                <tbody>{link.queues.into_iter().map(queue).collect_view()}</tbody>
            </table>
        </section>
    }
}
