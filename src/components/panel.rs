//! 処理パネル: actions on the ticked rows in three steps: what would happen, progress, result.

mod carrier;
mod check_item;
mod choose;
mod concerns;
mod fee;
mod np;
mod preview;
mod status;
mod text;
mod tracking;

use super::focus;
use super::grid::Ticked;
use super::notice::Notices;
use super::part::{self, PartMissing};
use super::run_rows::{RepeatButton, RunProgress, RunRows};
use crate::api::AppError;
use crate::api::acts::{RunPreview, RunReport, RunSummary, load_run};
use crate::api::tracking::Tracking;
use crate::domain::bulk::Bulk;
use choose::{Choose, Chooser};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::wasm_split;
use preview::Preview;
use std::collections::HashSet;
use std::time::Duration;

/// How soon a run that moves is looked at again, and how late at most one that stands still.
const LOOK_SOON: Duration = Duration::from_millis(400);
const LOOK_LATE: Duration = Duration::from_secs(5);
/// Whose rest NP decides on is looked at ever more rarely, and after a quarter of an hour no more: a page that was forgotten
/// keeps no session alive.
const LOOK_LAST: Duration = Duration::from_mins(5);

/// Where the panel stands.
#[derive(Clone, PartialEq)]
pub(crate) enum Step {
    Choose,
    Confirm { action: Bulk, ids: Vec<i64>, preview: RunPreview },
    Run { id: i64, report: Option<RunReport> },
    Track(Vec<Tracking>),
}

impl Step {
    /// The run that is shown.
    const fn run(&self) -> Option<i64> {
        match self {
            Self::Run { id, .. } => Some(*id),
            Self::Choose | Self::Confirm { .. } | Self::Track(_) => None,
        }
    }
}

/// The panel. It rises when rows are ticked, and stays while a run is shown, also when the page is loaded anew.
#[component]
pub fn Panel(
    /// The ticked rows.
    ticked: Ticked,
) -> impl IntoView {
    let step = RwSignal::new(Step::Choose);
    #[cfg(feature = "hydrate")]
    Effect::new(move |before: Option<()>| {
        let shown = step.with(Step::run);
        if before.is_some() {
            crate::browser::tab::keep_run(shown);
        } else if let Some(id) = crate::browser::tab::run() {
            step.set(Step::Run { id, report: None });
        }
    });
    let count = move || ticked.with(HashSet::len);
    let is_up = Memo::new(move |_| count() > 0 || step.with(|step| *step != Step::Choose));
    move || {
        let shown = || {
            view! {
                <section class="panel" aria-label="処理パネル">
                    <Suspense>{part::view(Box::pin(steps(ticked, step)))}</Suspense>
                </section>
            }
        };
        is_up.get().then(shown)
    }
}

/// What is in the panel: a part of its own.
#[wasm_split(desk_tools, wasm_split_path = leptos::wasm_split, preload(#[doc(hidden)] load_part), fallible)]
pub(crate) fn steps(ticked: Ticked, step: RwSignal<Step>) -> Result<AnyView, PartMissing> {
    let (chooser, notices) = (Chooser::new(ticked, step), Notices::here());
    // One that was on screen before the page was loaded anew.
    if let Some(id) = step.with_untracked(Step::run) {
        look(id, step, notices, LOOK_SOON);
    }
    // Who ticks rows beside a result has read it; failures stay until they are closed.
    Effect::new(move |_| {
        let is_over = || {
            step.with_untracked(
                |step| matches!(step, Step::Run { report: Some(report), .. } if report.summary.open + report.summary.failed == 0),
            )
        };
        if ticked.with(|ticked| !ticked.is_empty()) && is_over() {
            step.set(Step::Choose);
        }
    });
    // Each step draws the panel anew.
    Effect::new(move |before: Option<()>| {
        step.track();
        ticked.track();
        if before.is_some() {
            focus::rescue(&[".panel .primary:not(:disabled)", ".panel button:not(:disabled)", ".grid"]);
        }
    });
    let shown = move || match step.get() {
        // Closed with nothing ticked, the panel is on its way out, and its page may be gone before it.
        Step::Choose if ticked.with_untracked(HashSet::is_empty) => ().into_any(),
        Step::Choose => view! { <Choose chooser/> }.into_any(),
        Step::Confirm { action, ids, preview } => view! { <Preview action ids preview chooser/> }.into_any(),
        Step::Run { id, report } => view! { <Outcome id report step/> }.into_any(),
        Step::Track(found) => tracking::list(found, step),
    };
    Ok(shown.into_any())
}

/// Shows a run, and asks for its report until it has ended or the panel shows something else.
fn follow(id: i64, step: RwSignal<Step>, notices: Notices) {
    step.set(Step::Run { id, report: None });
    look(id, step, notices, LOOK_SOON);
}

fn look(id: i64, step: RwSignal<Step>, notices: Notices, pause: Duration) {
    spawn_local(async move {
        let report = load_run(id).await;
        if step.try_with_untracked(Step::run).flatten() != Some(id) {
            return;
        }
        let later = (pause * 2).min(LOOK_LATE);
        let next = match report {
            Ok(report) => {
                let RunSummary { open, reviewing, .. } = report.summary;
                let news = Step::Run { id, report: Some(report) };
                let is_moving = step.with_untracked(|step| *step != news);
                if is_moving {
                    step.set(news);
                }
                match (open, is_moving) {
                    (0, _) if reviewing == 0 => None,
                    (_, true) => Some(LOOK_SOON),
                    (0, false) => Some(pause * 3 / 2).filter(|pause| *pause < LOOK_LAST),
                    (_, false) => Some(later),
                }
            }
            // The tab may remember what is not kept any more.
            Err(AppError::NotFound(_)) => {
                step.set(Step::Choose);
                None
            }
            Err(error) => {
                notices.error(&error);
                Some(later)
            }
        };
        if let Some(pause) = next {
            set_timeout(move || look(id, step, notices, pause), pause);
        }
    });
}

#[component]
fn Outcome(id: i64, report: Option<RunReport>, step: RwSignal<Step>) -> impl IntoView {
    let notices = Notices::here();
    let close = move |_| step.set(Step::Choose);
    let started = move |id| follow(id, step, notices);
    view! {
        <h2>"実行結果"</h2>
        {report.map(|report| {
            view! {
                <RunProgress report=report.clone()/>
                <RunRows rows=report.rows total=report.summary.total/>
                <RepeatButton summary=report.summary.clone() started/>
            }
        })}
        <div class="panel-row">
            <button type="button" on:click=close>"閉じる"</button>
            <a href=format!("/runs?run={id}")>"実行履歴"</a>
        </div>
    }
}
