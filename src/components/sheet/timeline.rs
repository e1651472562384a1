//! Everything that happened to an order: who, when, what was sent, what came back.

use crate::api::sheet::{Sheet, TimelineEntry};
use crate::domain::reason;
use leptos::prelude::*;

/// The timeline, newest first.
#[component]
pub fn Timeline(
    /// The sheet as it stands.
    sheet: RwSignal<Sheet>,
) -> impl IntoView {
    view! {
        <section class="timeline">
            <h3>"履歴"</h3>
            <ol>
                {move || sheet.with(|sheet| sheet.timeline.iter().cloned().map(|entry| view! { <Entry entry/> }).collect_view())}
            </ol>
            <Show when=move || sheet.with(|sheet| sheet.timeline.is_empty())>
                <p class="quiet-text">"まだ操作はありません。"</p>
            </Show>
        </section>
    }
}

#[component]
fn Entry(entry: TimelineEntry) -> impl IntoView {
    let codes = entry
        .codes
        .iter()
        .map(|code| view! { <p class="entry-code"><b>{code.as_str().to_owned()}</b>" "{reason::explain(code).text}</p> })
        .collect_view();
    let wire = (entry.sent_at.is_some()).then(|| {
        view! {
            <details>
                <summary>"送受信の内容"{entry.sent_at.clone().map(|at| format!("（{at} 送信）"))}</summary>
                {entry.sent.map(|sent| view! { <h4>"送信"</h4><pre>{sent}</pre> })}
                {entry.got.map(|got| view! { <h4>"受信"</h4><pre>{got}</pre> })}
            </details>
        }
    });
    view! {
        <li>
            <p class="entry-head">
                <time class="num">{entry.at}</time>
                <b>{entry.title}</b>
                {(!entry.state.is_empty()).then(|| view! { <span class="entry-state">{entry.state}</span> })}
                <span class="entry-who">{entry.who}</span>
            </p>
            {entry.trouble.map(|trouble| view! { <p class="entry-trouble">{trouble}</p> })}
            {codes}
            {entry.next_try.map(|at| view! { <p class="entry-next">"次の確認 "{at}</p> })}
            {wire}
        </li>
    }
}
