//! The rows of a bulk run or an import, with what became of each.

use crate::api::acts::{RunReport, RunRow, RunRowState};
use leptos::prelude::*;

/// How far a run has come, as a bar and in numbers.
#[component]
pub fn RunProgress(
    /// The run.
    report: RunReport,
) -> impl IntoView {
    let summary = report.summary;
    let ended = summary.total - summary.open;
    view! {
        <div class="run-progress">
            <progress max=summary.total.to_string() value=ended.to_string()>{format!("{ended}/{}", summary.total)}</progress>
            <p>
                <b class="num">{format!("{ended} / {}", summary.total)}</b>"件　"
                {format!("完了 {}件、エラー {}件、対象外 {}件", summary.done, summary.failed, summary.left_out)}
                {(summary.open > 0).then(|| format!("、処理中 {}件", summary.open))}
            </p>
        </div>
    }
}

/// One line per row.
#[component]
pub fn RunRows(
    /// The rows.
    rows: Vec<RunRow>,
) -> impl IntoView {
    view! {
        <ul class="run-rows">
            {rows
                .into_iter()
                .map(|row| {
                    let number = match row.order_id {
                        Some(id) => view! { <a href=format!("/?open={id}")>{row.label}</a> }.into_any(),
                        None => view! { <span>{row.label}</span> }.into_any(),
                    };
                    view! { <li class=format!("run-row run-{}", code(row.state))>{number}<b>{word(row.state)}</b><span>{row.text}</span></li> }
                })
                .collect_view()}
        </ul>
    }
}

const fn code(state: RunRowState) -> &'static str {
    match state {
        RunRowState::Waiting => "waiting",
        RunRowState::Lost => "lost",
        RunRowState::Done => "done",
        RunRowState::Attention => "attention",
        RunRowState::Failed => "failed",
        RunRowState::LeftOut => "left-out",
    }
}

const fn word(state: RunRowState) -> &'static str {
    match state {
        RunRowState::Waiting => "処理中",
        RunRowState::Lost => "結果不明",
        RunRowState::Done => "完了",
        RunRowState::Attention => "要対応",
        RunRowState::Failed => "エラー",
        RunRowState::LeftOut => "対象外",
    }
}
