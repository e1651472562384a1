//! 受注ステータスの変更

use super::choose::Chooser;
use crate::components::live::Live;
use crate::domain::bulk::Bulk;
use crate::domain::edit::Edit;
use leptos::prelude::*;

pub(super) fn form(chooser: Chooser) -> AnyView {
    let (typed, status) = (chooser.typed, Live::here().status);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        chooser.preview(Bulk::Edit(Edit::Status(typed.get_untracked())));
    };
    let names = Memo::new(move |_| status.with(|status| status.statuses.0.iter().map(|status| status.name.clone()).collect::<Vec<_>>()));
    let option = move |name: String| {
        let chosen = name.clone();
        view! { <option value=name prop:selected=move || typed.with(|typed| *typed == chosen)>{name.clone()}</option> }
    };
    view! {
        <form class="panel-row" on:submit=submit>
            <label>
                "受注ステータスを"
                <select required on:change=move |event| typed.set(event_target_value(&event))>
                    <option value="" prop:selected=move || typed.with(String::is_empty)>"選んでください"</option>
                    {move || names.get().into_iter().map(option).collect_view()}
                </select>
                "に"
            </label>
            <button type="submit" class="primary" disabled=move || chooser.is_busy()>"変更"</button>
        </form>
    }
    .into_any()
}
