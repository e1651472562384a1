//! 配送業者

use super::choose::Chooser;
use crate::domain::bulk::Bulk;
use crate::domain::carrier::Carrier;
use crate::domain::edit::Edit;
use leptos::prelude::*;

pub(super) fn form(chooser: Chooser) -> AnyView {
    let chosen = chooser.typed;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        chooser.preview(Bulk::Edit(Edit::Carrier(chosen.get_untracked())));
    };
    // The manual's fifteen, and what the shops' own orders say.
    let names = move || {
        let mut names: Vec<String> = Carrier::ALL.iter().map(|carrier| carrier.label().to_owned()).collect();
        let own = chooser.choices.with(|choices| choices.carriers.clone());
        names.extend(own.into_iter().filter(|name| Carrier::ALL.iter().all(|carrier| carrier.label() != name)));
        names
    };
    let option = move |name: String| {
        let selected = chosen.with_untracked(|chosen| *chosen == name);
        view! { <option value=name.clone() prop:selected=selected>{name.clone()}</option> }
    };
    view! {
        <form class="panel-row" on:submit=submit>
            <label>
                "配送業者を"
                <select required on:change=move |event| chosen.set(event_target_value(&event))>
                    <option value="">"選んでください"</option>
                    {move || names().into_iter().map(option).collect_view()}
                </select>
                "に"
            </label>
            <button type="submit" class="primary" disabled=move || chooser.is_busy()>"変更"</button>
        </form>
    }
    .into_any()
}
