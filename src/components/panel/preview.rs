//! The second step: what the action would do to how many rows, and why others are left out.

use super::choose::Chooser;
use super::concerns::Concerns;
use super::{Step, follow};
use crate::api::AppError;
use crate::api::acts::{ConcernKind, RunPreview, start_run};
use crate::domain::act::{ActKind, CANCEL_MEANS};
use crate::domain::bulk::Bulk;
use crate::domain::edit::Edit;
use leptos::prelude::*;
use std::collections::HashSet;

#[component]
pub(super) fn Preview(action: Bulk, ids: Vec<i64>, preview: RunPreview, chooser: Chooser) -> impl IntoView {
    let Chooser { step, notices, .. } = chooser;
    let nothing = preview.will_send == 0;
    let stopped: HashSet<i64> = preview
        .concerns
        .iter()
        .filter(|concern| concern.kind == ConcernKind::Stopped)
        .flat_map(|concern| concern.order_ids.clone())
        .collect();
    let stopped = i64::try_from(stopped.len()).unwrap_or(0);
    let left_out: i64 = preview.left_out.iter().map(|(_, count)| count).sum();
    let title = action.title();
    let word = if matches!(action, Bulk::Act(_)) { "送信" } else { "変更" };
    let cancels = action == Bulk::Act(ActKind::Cancel);
    let shown = action.clone();
    // As it was understood, not as it was typed.
    let entered = match &action {
        Bulk::Edit(edit) => match edit.clone().checked() {
            Ok(Edit::Text { text, .. }) if text.trim().is_empty() => Some("項目を空白にします。".to_owned()),
            Ok(Edit::Text { text, .. }) => Some(format!("入力する内容: {text}")),
            _ => None,
        },
        Bulk::Act(_) => None,
    };
    // Who takes a tick away while this is shown means this run, too.
    let (asked, of) = (action.clone(), ids.clone());
    Effect::new(move |_| {
        chooser.ticked.track();
        let is_shown = step.with_untracked(|step| matches!(step, Step::Confirm { .. }));
        if is_shown && chooser.ids() != of {
            chooser.preview(asked.clone());
        }
    });
    let start = move |_| {
        let (action, ids) = (action.clone(), ids.clone());
        chooser.run(async move {
            match start_run(action, ids.clone()).await {
                Ok(id) => {
                    follow(id, step, notices);
                    // What is ticked from here on is for the next action.
                    chooser.without(&ids);
                }
                // It may have begun: to press once more would do it twice.
                Err(AppError::Transport) => {
                    step.try_set(Step::Choose);
                    notices.tell(
                        "通信が切れたため、実行されたかどうか分かりません。実行履歴で確かめてから、必要ならやり直してください。".to_owned(),
                    );
                }
                Err(error) => notices.error(&error),
            }
        });
    };
    view! {
        <h2>{title}</h2>
        <div class="panel-preview">
            <p>
                <b class="num">{preview.will_send - stopped}</b>{format!("件{word}、")}
                {(stopped > 0).then(|| view! { <b class="num">{stopped}</b>"件エラー、" })}
                <b class="num">{left_out}</b>"件対象外"
            </p>
            {entered.map(|text| view! { <p class="panel-text-shown">{text}</p> })}
            {(cancels && !nothing).then(|| view! { <p class="panel-warning">{CANCEL_MEANS}</p> })}
            <ul>{preview.left_out.into_iter().map(|(reason, count)| view! { <li>{format!("{count}件: {reason}")}</li> }).collect_view()}</ul>
            <Concerns concerns=preview.concerns action=shown chooser/>
        </div>
        <div class="panel-row">
            <button type="button" class=if cancels { "primary danger" } else { "primary" } disabled=move || nothing || chooser.is_busy() on:click=start>
                {format!("{}件を実行", preview.will_send)}
            </button>
            <button type="button" on:click=move |_| step.set(Step::Choose)>"戻る"</button>
        </div>
    }
}
