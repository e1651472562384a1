//! 実行履歴: bulk runs and imports.

use crate::api::acts::{RunReport, RunSummary, latest_runs, load_run};
use crate::api::json::Json;
use crate::api::orders::load_header;
use crate::components::confirm::{Confirm, ConfirmDialog};
use crate::components::header::Header;
use crate::components::page::followed;
use crate::components::part::{self, PartMissing};
use crate::components::run_rows::{RepeatButton, RunProgress, RunRows};
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use std::time::Duration;

/// How often runs that have not ended are looked at.
const EVERY: Duration = Duration::from_secs(2);

/// The runs, and one of them opened.
pub fn screen() -> AnyView {
    part::screen(|| Box::pin(runs_page()))
}

/// In the part of the WebAssembly that holds the pages beside the desk.
#[wasm_split(work_pages, wasm_split_path = leptos::wasm_split, preload(#[doc(hidden)] load_part), fallible)]
pub fn runs_page() -> Result<AnyView, PartMissing> {
    provide_context(Confirm::default());
    let query = use_query_map();
    let open = Memo::new(move |_| query.with(|query| query.get_str("run").and_then(|id| id.parse::<i64>().ok())));
    let page = Resource::<_, Json>::new_with_options(
        move || open.get(),
        |open| async move {
            let ((me, status), runs) = (load_header().await?, latest_runs().await?);
            let report = match open {
                Some(id) => Some(load_run(id).await?),
                None => None,
            };
            Ok((me, status, (runs, report)))
        },
        true,
    );
    let is_running = StoredValue::new(false);
    Effect::new(move |_| {
        let look = move || {
            if is_running.get_value() {
                page.refetch();
            }
        };
        if let Ok(timer) = set_interval_with_handle(look, EVERY) {
            on_cleanup(move || timer.clear());
        }
    });
    let show = move |(runs, report): (Vec<RunSummary>, Option<RunReport>)| {
        is_running.set_value(runs.iter().chain(report.as_ref().map(|report| &report.summary)).any(|run| run.open > 0));
        view! { <Runs runs report/> }.into_any()
    };
    let page = followed("実行履歴", page, show);
    Ok(view! { {page} <ConfirmDialog/> }.into_any())
}

#[component]
fn Runs(runs: Vec<RunSummary>, report: Option<RunReport>) -> impl IntoView {
    let none = runs.is_empty();
    let path = use_location().pathname;
    let show = move |run: i64| {
        // Whoever has left the page is not fetched back.
        if path.try_with_untracked(|path| path == "/runs") == Some(true) {
            use_navigate()(&format!("/runs?run={run}"), NavigateOptions::default());
        }
    };
    view! {
        <Header/>
        <main class="page">
            <h1>"実行履歴"</h1>
            {report.map(|report| {
                view! {
                    <section class="card">
                        <h2>{report.summary.title.clone()}</h2>
                        <RunProgress report=report.clone()/>
                        <RepeatButton summary=report.summary.clone() started=show/>
                        <RunRows rows=report.rows total=report.summary.total/>
                    </section>
                }
            })}
            {none.then(|| view! { <p class="quiet-text">"まだ実行はありません。"</p> })}
            <table class="table">
                <thead><tr><th>"日時"</th><th>"処理"</th><th>"実行者"</th><th class="num">"件数"</th><th class="num">"完了"</th><th class="num">"与信中"</th><th class="num">"要対応"</th><th class="num">"エラー"</th><th class="num">"対象外"</th><th class="num">"処理中"</th></tr></thead>
                <tbody>
                    {runs
                        .into_iter()
                        .map(|run| {
                            view! {
                                <tr>
                                    <td>{run.started_at}</td>
                                    <td><a href=format!("/runs?run={}", run.id)>{run.title}</a></td>
                                    <td>{run.started_by}</td>
                                    <td class="num">{run.total}</td>
                                    <td class="num">{run.done}</td>
                                    <td class="num">{run.reviewing}</td>
                                    <td class="num">{run.attention}</td>
                                    <td class="num">{run.failed}</td>
                                    <td class="num">{run.left_out}</td>
                                    <td class="num">{run.open}</td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        </main>
    }
}
