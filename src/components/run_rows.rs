//! The rows of a bulk run or an import, with what became of each.

use super::confirm::{Confirm, Question};
use super::notice::Notices;
use crate::api::AppError;
use crate::api::acts::{RUN_EXPORT, Repeat, RunPreview, RunReport, RunRow, RunSummary, load_repeat, preview_run, start_run};
use crate::components::sheet::SheetDoor;
use crate::domain::act::{ActKind, CANCEL_MEANS};
use crate::domain::bulk::Bulk;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// How far a run has come, as a bar and in numbers.
#[component]
pub fn RunProgress(
    /// The run.
    report: RunReport,
) -> impl IntoView {
    let summary = report.summary;
    let ended = summary.total - summary.open;
    view! {
        <div class="run-progress" data-failed=(summary.failed > 0).then_some("true")>
            <progress max=summary.total.to_string() value=ended.to_string()>{format!("{ended}/{}", summary.total)}</progress>
            <p>
                <b class="num">{format!("{ended} / {}", summary.total)}</b>"件　"
                {format!("完了 {}件、", summary.done)}
                {(summary.reviewing > 0).then(|| format!("与信中 {}件、", summary.reviewing))}
                {(summary.attention > 0).then(|| format!("要対応 {}件、", summary.attention))}
                {format!("エラー {}件、対象外 {}件", summary.failed, summary.left_out)}
                {(summary.open > 0).then(|| format!("、処理中 {}件", summary.open))}
            </p>
        </div>
    }
}

/// One line per row.
#[component]
pub fn RunRows(
    /// The rows, those that somebody has to look at first.
    rows: Vec<RunRow>,
    /// How many the run has.
    total: i64,
) -> impl IntoView {
    let shown = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let rest = (shown < total).then(|| {
        let text =
            format!("全{total}件のうち、エラーと要対応から先に{shown}件を表示しています。全件は「結果をCSVで書き出す」で確かめられます。");
        view! { <p class="quiet-text">{text}</p> }
    });
    view! {
        {rest}
        <ul class="run-rows">
            {rows
                .into_iter()
                .map(|row| {
                    let number = match row.order_id {
                        Some(id) => order_link(id, row.label).into_any(),
                        None => view! { <span>{row.label}</span> }.into_any(),
                    };
                    view! { <li class=format!("run-row run-{}", row.state.code())>{number}<b>{row.state.label()}</b><span>{row.text}</span></li> }
                })
                .collect_view()}
        </ul>
    }
}

/// On the desk an order opens beside the view on screen.
fn order_link(id: i64, label: String) -> impl IntoView {
    let door = use_context::<SheetDoor>();
    let open = move |event: leptos::ev::MouseEvent| {
        if let Some(door) = door {
            event.prevent_default();
            door.open(id, None);
        }
    };
    view! { <a href=format!("/?open={id}") on:click=open>{label}</a> }
}

/// 失敗だけ再実行, and the rows as a file, once the run has ended.
#[component]
pub fn RepeatButton<F>(
    /// The run.
    summary: RunSummary,
    /// Gets the key of the run that does it again.
    started: F,
) -> impl IntoView
where
    F: Fn(i64) + Copy + Send + Sync + 'static,
{
    let (confirm, notices): (Confirm, _) = (expect_context(), Notices::here());
    let busy = RwSignal::new(false);
    let (id, undone) = (summary.id, summary.repeatable);
    let ask = move |_| {
        busy.set(true);
        spawn_local(async move {
            match look(id).await {
                Ok((repeat, preview)) => confirm.ask(question(repeat, &preview, notices, started)),
                Err(error) => notices.error(&error),
            }
            busy.try_set(false);
        });
    };
    let offered = summary.open == 0 && undone > 0;
    view! {
        <div class="run-after">
            {offered.then(|| view! { <button type="button" disabled=move || busy.get() on:click=ask>{format!("失敗した{undone}件だけ再実行")}</button> })}
            <form method="post" action=RUN_EXPORT>
                <input type="hidden" name="run" value=id.to_string()/>
                <button type="submit">"結果をCSVで書き出す"</button>
            </form>
        </div>
    }
}

async fn look(run_id: i64) -> Result<(Repeat, RunPreview), AppError> {
    let repeat = load_repeat(run_id).await?;
    let preview = preview_run(repeat.action.clone(), repeat.order_ids.clone()).await?;
    Ok((repeat, preview))
}

/// What would be done again, what is still in the way, and what there is to know before.
fn question<F>(repeat: Repeat, preview: &RunPreview, notices: Notices, started: F) -> Question
where
    F: Fn(i64) + Copy + Send + Sync + 'static,
{
    let reasons = preview.left_out.iter().map(|(reason, count)| format!("{count}件は対象外: {reason}"));
    let concerns = preview.concerns.iter();
    let concerns = concerns.map(|concern| format!("「{}」{}件: {}", concern.short, concern.order_ids.len(), concern.kind.label()));
    let cancels = repeat.action == Bulk::Act(ActKind::Cancel);
    let (title, button) = match preview.will_send {
        0 => ("いま再実行できる受注はありません".to_owned(), "もう一度試す"),
        count => (format!("{}: {count}件を再実行しますか？", repeat.action.title()), "再実行"),
    };
    Question {
        title,
        text: cancels.then_some(CANCEL_MEANS.to_owned()).into_iter().chain(reasons).chain(concerns).collect::<Vec<_>>().join(" "),
        button,
        is_dangerous: cancels,
        input: None,
        answer: Arc::new(move |_| {
            let Repeat { action, order_ids } = repeat.clone();
            spawn_local(async move {
                match start_run(action, order_ids).await {
                    Ok(id) => started(id),
                    Err(error) => notices.error(&error),
                }
            });
        }),
    }
}
