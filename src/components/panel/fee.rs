//! 手数料一括入力

use super::choose::Chooser;
use crate::api::AppError;
use crate::domain::bulk::Bulk;
use crate::domain::edit::Edit;
use crate::domain::yen::Yen;
use leptos::prelude::*;

pub(super) fn form(chooser: Chooser) -> AnyView {
    let typed = chooser.typed;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match typed.with_untracked(|typed| Yen::parse(typed)) {
            Some(fee) => chooser.preview(Bulk::Edit(Edit::Fee(fee))),
            None => chooser.notices.error(&AppError::BadInput("手数料は整数の円で入力してください。".to_owned())),
        }
    };
    view! {
        <form class="panel-row" on:submit=submit>
            <label>
                "手数料に"
                <input type="text" inputmode="numeric" class="num panel-fee" autocomplete="off" required prop:value=move || typed.get() on:input=move |event| typed.set(event_target_value(&event))/>
                "円を"
            </label>
            <button type="submit" class="primary" disabled=move || chooser.is_busy()>"入力"</button>
        </form>
    }
    .into_any()
}
