//! The first step: which action. Each is a module of its own, with a line in [`ACTIONS`].

use super::{Step, carrier, check_item, fee, np, status, text, tracking};
use crate::api::acts::preview_run;
use crate::api::orders::load_keys;
use crate::api::views::{Choices, load_choices};
use crate::components::grid::Ticked;
use crate::components::live::Live;
use crate::components::notice::Notices;
use crate::domain::bulk::Bulk;
use crate::domain::edit::TextField;
use crate::domain::role::Right;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::HashSet;
use std::mem::discriminant;

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
    pub(super) ticked: Ticked,
    pub(super) step: RwSignal<Step>,
    busy: RwSignal<bool>,
    /// What orders have already, to choose from.
    pub(super) choices: RwSignal<Choices>,
    pub(super) notices: Notices,
    /// Which action.
    tab: RwSignal<usize>,
    /// What is typed for it.
    pub(super) typed: RwSignal<String>,
    /// The field of 一括入力.
    pub(super) field: RwSignal<TextField>,
}

impl Chooser {
    /// For the panel as long as it is up: who looks at a preview and goes back finds what was typed.
    pub(super) fn new(ticked: Ticked, step: RwSignal<Step>) -> Self {
        let (live, notices) = (Live::here(), Notices::here());
        let choices = RwSignal::new(Choices::default());
        let first = ACTIONS.iter().position(|action| untrack(|| live.may(action.right))).unwrap_or_default();
        Effect::new(move |_| {
            spawn_local(async move {
                match load_choices().await {
                    Ok(loaded) => drop(choices.try_set(loaded)),
                    Err(error) => notices.error(&error),
                }
            });
        });
        Self {
            ticked,
            step,
            busy: RwSignal::new(false),
            choices,
            notices,
            tab: RwSignal::new(first),
            typed: RwSignal::new(String::new()),
            field: RwSignal::new(TextField::Note),
        }
    }

    /// Turns to another action, with nothing typed.
    fn turn_to(self, tab: usize) {
        self.typed.set(String::new());
        self.tab.set(tab);
    }

    /// A request is under way.
    pub(super) fn is_busy(self) -> bool {
        self.busy.get()
    }

    /// Takes orders out of the selection.
    pub(super) fn without(self, ids: &[i64]) {
        self.ticked.update(|ticked| ticked.retain(|id| !ids.contains(id)));
    }

    /// The ticked orders, in a fixed order.
    pub(super) fn ids(self) -> Vec<i64> {
        let mut ids: Vec<i64> = self.ticked.with_untracked(|ticked| ticked.iter().copied().collect());
        ids.sort_unstable();
        ids
    }

    /// Asks what the action would do, and shows it unless the person has gone on or back meanwhile.
    pub(super) fn preview(self, action: Bulk) {
        let ids = self.ids();
        if ids.is_empty() {
            return self.step.set(Step::Choose);
        }
        let asked_in = self.step.with_untracked(discriminant);
        self.run(async move {
            let answer = preview_run(action.clone(), ids.clone()).await;
            if self.step.try_with_untracked(discriminant) != Some(asked_in) {
                return;
            }
            match answer {
                Ok(preview) => self.step.set(Step::Confirm { action, ids, preview }),
                Err(error) => {
                    // A preview of other orders is none.
                    self.step.set(Step::Choose);
                    self.notices.error(&error);
                }
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
pub(super) fn Choose(chooser: Chooser) -> impl IntoView {
    let (Chooser { ticked, notices, .. }, live) = (chooser, Live::here());
    let total = Memo::new(move |_| {
        live.view.with(|view| {
            let counted = || live.status.with(|status| status.count(view.lane, view.filter.status.as_deref(), view.shop.as_deref()));
            if view.is_counted() { counted() } else { live.book.total.get() }
        })
    });
    let more = Memo::new(move |_| i64::try_from(ticked.with(HashSet::len)).is_ok_and(|count| count < total.get()));
    let everything = move |_| {
        let asked = live.view.get_untracked();
        chooser.run(async move {
            match load_keys(asked.clone()).await {
                // A selection belongs to the view it was made in.
                Ok(keys) if live.view.try_get_untracked().as_ref() == Some(&asked) => {
                    // Where the lane's count tells, what has arrived is still to be shown.
                    if !asked.is_counted() {
                        live.book.count(i64::try_from(keys.len()).unwrap_or(i64::MAX));
                    }
                    ticked.try_set(keys.into_iter().collect());
                }
                Ok(_) => {}
                Err(error) => notices.error(&error),
            }
        });
    };
    let tab = move |(nth, action): (usize, &'static Action)| {
        view! {
            <button type="button" class="panel-tab" aria-pressed=move || (chooser.tab.get() == nth).to_string() on:click=move |_| chooser.turn_to(nth)>
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
                    {move || if live.book.is_counted.get() { format!("この表示の{}件すべてを選択", total.get()) } else { "この表示のすべてを選択".to_owned() }}
                </button>
            </Show>
            <button type="button" class="quiet" on:click=move |_| ticked.update(HashSet::clear)>"チェックをすべて外す"</button>
        </div>
        <div class="panel-tabs" role="group" aria-label="処理">
            {ACTIONS.iter().enumerate().filter(|(_, action)| live.may(action.right)).map(tab).collect_view()}
        </div>
        {move || (ACTIONS[chooser.tab.get()].form)(chooser)}
    }
}
