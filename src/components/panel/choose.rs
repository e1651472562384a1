//! The first step: which action. Each is a module of its own, with a line in [`ACTIONS`].

use super::{Step, carrier, check_item, fee, np, status, text, tracking};
use crate::api::acts::preview_run;
use crate::api::orders::load_keys;
use crate::api::views::{Choices, load_choices};
use crate::components::grid::Ticked;
use crate::components::live::Live;
use crate::components::notice::Notices;
use crate::domain::bulk::Bulk;
use crate::domain::role::Right;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::HashSet;

/// An action of the panel.
struct Action {
    name: &'static str,
    right: Right,
    form: fn(Chooser) -> AnyView,
}

/// The manual's actions, in its order but for 後払い, which everybody comes for.
const ACTIONS: [Action; 7] = [
    Action { name: "後払い", right: Right::Ship, form: np::form },
    Action { name: "受注ステータスの変更", right: Right::Act, form: status::form },
    Action { name: "配送業者", right: Right::Ship, form: carrier::form },
    Action { name: "チェック項目", right: Right::Act, form: check_item::form },
    Action { name: "一括入力", right: Right::Ship, form: text::form },
    Action { name: "手数料一括入力", right: Right::Act, form: fee::form },
    Action { name: "配送状況", right: Right::See, form: tracking::form },
];

/// What the forms of the actions share.
#[derive(Clone, Copy)]
pub(super) struct Chooser {
    ticked: Ticked,
    pub(super) step: RwSignal<Step>,
    busy: RwSignal<bool>,
    /// What orders have already, to choose from.
    pub(super) choices: RwSignal<Choices>,
    pub(super) notices: Notices,
}

impl Chooser {
    /// A request is under way.
    pub(super) fn is_busy(self) -> bool {
        self.busy.get()
    }

    /// The ticked orders, in a fixed order.
    pub(super) fn ids(self) -> Vec<i64> {
        let mut ids: Vec<i64> = self.ticked.with_untracked(|ticked| ticked.iter().copied().collect());
        ids.sort_unstable();
        ids
    }

    /// Asks what the action would do, and shows it.
    pub(super) fn preview(self, action: Bulk) {
        let ids = self.ids();
        self.run(async move {
            match preview_run(action.clone(), ids.clone()).await {
                Ok(preview) => drop(self.step.try_set(Step::Confirm { action, ids, preview })),
                Err(error) => self.notices.error(&error),
            }
        });
    }

    /// Does something while the buttons wait.
    pub(super) fn run(self, task: impl Future<Output = ()> + 'static) {
        self.busy.set(true);
        spawn_local(async move {
            task.await;
            self.busy.try_set(false);
        });
    }
}

#[component]
pub(super) fn Choose(ticked: Ticked, step: RwSignal<Step>) -> impl IntoView {
    let (live, notices) = (Live::here(), Notices::here());
    let chooser = Chooser { ticked, step, busy: RwSignal::new(false), choices: RwSignal::new(Choices::default()), notices };
    Effect::new(move |_| {
        spawn_local(async move {
            match load_choices().await {
                Ok(loaded) => drop(chooser.choices.try_set(loaded)),
                Err(error) => notices.error(&error),
            }
        });
    });
    let more = Memo::new(move |_| i64::try_from(ticked.with(HashSet::len)).is_ok_and(|count| count < live.book.total.get()));
    let everything = move |_| {
        let asked = live.view.get_untracked();
        chooser.run(async move {
            match load_keys(asked.clone()).await {
                // A selection belongs to the view it was made in.
                Ok(keys) if live.view.try_get_untracked() == Some(asked) => drop(ticked.try_set(keys.into_iter().collect())),
                Ok(_) => {}
                Err(error) => notices.error(&error),
            }
        });
    };
    let chosen = RwSignal::new(0);
    let tab = move |(nth, action): (usize, &'static Action)| {
        view! {
            <button type="button" class="panel-tab" aria-pressed=move || (chosen.get() == nth).to_string() on:click=move |_| chosen.set(nth)>
                {action.name}
            </button>
        }
    };
    view! {
        <div class="panel-row">
            <h2>"処理パネル"</h2>
            <p class="panel-count"><b class="num">{move || ticked.with(HashSet::len)}</b>"件を選択中"</p>
            <Show when=move || more.get()>
                <button type="button" disabled=move || chooser.is_busy() on:click=everything>
                    {move || format!("この表示の{}件すべてを選択", live.book.total.get())}
                </button>
            </Show>
            <button type="button" class="quiet" on:click=move |_| ticked.update(HashSet::clear)>"チェックをすべて外す"</button>
        </div>
        <div class="panel-tabs" role="group" aria-label="処理">
            {ACTIONS.iter().enumerate().filter(|(_, action)| live.may(action.right)).map(tab).collect_view()}
        </div>
        {move || (ACTIONS[chosen.get()].form)(chooser)}
    }
}
