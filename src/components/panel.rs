//! 処理パネル: acts on the ticked rows in three steps: what would happen, progress, result.

use super::grid::Ticked;
use super::live::Live;
use super::notice::Notices;
use super::part::{self, PartMissing};
use super::run_rows::{RunProgress, RunRows};
use crate::api::acts::{RunPreview, RunReport, load_run, preview_run, start_run};
use crate::api::orders::load_keys;
use crate::domain::act::ActKind;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::wasm_split;
use std::collections::HashSet;
use std::time::Duration;

/// The acts of 後払い [NP後払い].
const KINDS: [ActKind; 3] = [ActKind::Register, ActKind::Check, ActKind::ReportShipment];
/// How often a running run is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(400);

/// Where the panel stands.
#[derive(Clone, PartialEq)]
pub(crate) enum Step {
    Choose,
    Confirm { kind: ActKind, ids: Vec<i64>, preview: RunPreview },
    Run { id: i64, report: Option<RunReport> },
}

/// The panel. It rises when rows are ticked, and stays while a run is shown.
#[component]
pub fn Panel(
    /// The ticked rows.
    ticked: Ticked,
) -> impl IntoView {
    let step = RwSignal::new(Step::Choose);
    let count = move || ticked.with(HashSet::len);
    let is_up = Memo::new(move |_| count() > 0 || step.with(|step| *step != Step::Choose));
    move || {
        let shown = || view! { <section class="panel" aria-label="処理パネル"><Suspense>{part::view(Box::pin(steps(ticked, step)))}</Suspense></section> };
        is_up.get().then(shown)
    }
}

/// What is in the panel: a part of its own.
#[wasm_split(desk_tools, wasm_split_path = leptos::wasm_split, preload(#[doc(hidden)] load_part), fallible)]
pub(crate) fn steps(ticked: Ticked, step: RwSignal<Step>) -> Result<AnyView, PartMissing> {
    let shown = move || match step.get() {
        Step::Choose => view! { <Choose ticked step/> }.into_any(),
        Step::Confirm { kind, ids, preview } => view! { <Preview kind ids preview step/> }.into_any(),
        Step::Run { report, .. } => view! { <Outcome report ticked step/> }.into_any(),
    };
    Ok(shown.into_any())
}

#[component]
fn Choose(ticked: Ticked, step: RwSignal<Step>) -> impl IntoView {
    let notices = Notices::here();
    let busy = RwSignal::new(false);
    let choose = move |kind: ActKind| {
        let mut ids: Vec<i64> = ticked.with_untracked(|ticked| ticked.iter().copied().collect());
        ids.sort_unstable();
        busy.set(true);
        spawn_local(async move {
            match preview_run(kind, ids.clone()).await {
                Ok(preview) => step.set(Step::Confirm { kind, ids, preview }),
                Err(error) => notices.error(&error),
            }
            busy.try_set(false);
        });
    };
    let live = Live::here();
    let more = Memo::new(move |_| i64::try_from(ticked.with(HashSet::len)).is_ok_and(|count| count < live.book.total.get()));
    let everything = move |_| {
        let asked = live.view.get_untracked();
        busy.set(true);
        spawn_local(async move {
            match load_keys(asked.clone()).await {
                // A selection belongs to the view it was made in.
                Ok(keys) if live.view.try_get_untracked() == Some(asked) => ticked.set(keys.into_iter().collect()),
                Ok(_) => {}
                Err(error) => notices.error(&error),
            }
            busy.try_set(false);
        });
    };
    view! {
        <h2>"処理パネル"</h2>
        <p class="panel-count"><b class="num">{move || ticked.with(HashSet::len)}</b>"件を選択中"</p>
        <div class="panel-row">
            <label>"後払い"<select aria-label="後払い"><option>"NP後払い"</option></select></label>
            {KINDS
                .into_iter()
                .filter(|kind| live.may(kind.right()))
                .map(|kind| view! { <button type="button" class="primary" disabled=move || busy.get() on:click=move |_| choose(kind)>{kind.label()}</button> })
                .collect_view()}
            <Show when=move || more.get()>
                <button type="button" disabled=move || busy.get() on:click=everything>
                    {move || format!("この表示の{}件すべてを選択", live.book.total.get())}
                </button>
            </Show>
            <button type="button" class="quiet" on:click=move |_| ticked.update(HashSet::clear)>"チェックをすべて外す"</button>
        </div>
    }
}

#[component]
fn Preview(kind: ActKind, ids: Vec<i64>, preview: RunPreview, step: RwSignal<Step>) -> impl IntoView {
    let notices = Notices::here();
    let busy = RwSignal::new(false);
    let nothing = preview.will_send == 0;
    let left_out: i64 = preview.left_out.iter().map(|(_, count)| count).sum();
    let start = move |_| {
        let ids = ids.clone();
        busy.set(true);
        spawn_local(async move {
            match start_run(kind, ids).await {
                Ok(id) => {
                    step.set(Step::Run { id, report: None });
                    follow(id, step, notices);
                }
                Err(error) => {
                    notices.error(&error);
                    busy.try_set(false);
                }
            }
        });
    };
    view! {
        <h2>{kind.label()}</h2>
        <div class="panel-preview">
            <p><b class="num">{preview.will_send}</b>"件送信、"<b class="num">{left_out}</b>"件対象外"</p>
            <ul>{preview.left_out.into_iter().map(|(reason, count)| view! { <li>{format!("{count}件: {reason}")}</li> }).collect_view()}</ul>
        </div>
        <div class="panel-row">
            <button type="button" class="primary" disabled=move || nothing || busy.get() on:click=start>{format!("{}件を実行", preview.will_send)}</button>
            <button type="button" on:click=move |_| step.set(Step::Choose)>"戻る"</button>
        </div>
    }
}

/// Asks for the report until the run has ended or the panel shows something else.
fn follow(id: i64, step: RwSignal<Step>, notices: Notices) {
    spawn_local(async move {
        let report = load_run(id).await;
        let shown = step.try_with_untracked(|step| matches!(step, Step::Run { id: shown, .. } if *shown == id));
        if shown != Some(true) {
            return;
        }
        match report {
            Ok(report) => {
                let open = report.summary.open;
                step.set(Step::Run { id, report: Some(report) });
                if open > 0 {
                    set_timeout(move || follow(id, step, notices), LOOK_EVERY);
                }
            }
            Err(error) => {
                notices.error(&error);
                set_timeout(move || follow(id, step, notices), LOOK_EVERY * 5);
            }
        }
    });
}

#[component]
fn Outcome(report: Option<RunReport>, ticked: Ticked, step: RwSignal<Step>) -> impl IntoView {
    let close = move |_| {
        ticked.update(HashSet::clear);
        step.set(Step::Choose);
    };
    view! {
        <h2>"実行結果"</h2>
        {report.map(|report| view! { <RunProgress report=report.clone()/> <RunRows rows=report.rows/> })}
        <div class="panel-row">
            <button type="button" on:click=close>"閉じる"</button>
            <a href="/runs">"実行履歴"</a>
        </div>
    }
}
