//! 要修正, 与信NG, エラー: why the lane's orders stand there. One press shows those of one reason.

use super::live::Live;
use super::notice::Notices;
use super::pace::pace;
use crate::api::view::{Filter, View};
use crate::api::views::{ReasonGroup, load_reasons};
use crate::domain::lane::Lane;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The reasons of the lane on screen, each with its count.
#[component]
pub fn ReasonGroups(
    /// The view on screen.
    view: Memo<View>,
) -> impl IntoView {
    let groups: RwSignal<Vec<ReasonGroup>> = RwSignal::new(Vec::new());
    let of = Memo::new(move |_| view.with(|view| (view.lane.filter(|lane| has_reasons(*lane)), view.shop.clone())));
    follow(of, groups);
    let link = move |group: ReasonGroup| {
        let code = group.code;
        let shown = {
            let code = code.clone();
            Memo::new(move |_| view.with(|view| view.filter.reason.as_ref() == Some(&code)))
        };
        // Pressed again, all of the lane are shown.
        let href = move || {
            view.with(|view| {
                let reason = (!shown.get()).then(|| code.clone());
                View { filter: Filter { reason, ..view.filter.clone() }, ..view.clone() }.href()
            })
        };
        view! {
            <a class="saved-view" href=href aria-current=move || shown.get().then_some("true")>
                <span>{group.short}</span>
                <b class="num">{group.orders}</b>
            </a>
        }
    };
    move || {
        let groups = groups.get();
        (!groups.is_empty())
            .then(|| view! { <nav class="saved-views reason-groups" aria-label="理由">{groups.into_iter().map(link).collect_view()}</nav> })
    }
}

/// A chip keeps its place while somebody works through the lane; new ones come last.
fn in_place(shown: &[ReasonGroup], mut loaded: Vec<ReasonGroup>) -> Vec<ReasonGroup> {
    let place = |group: &ReasonGroup| shown.iter().position(|other| other.code == group.code).unwrap_or(shown.len());
    loaded.sort_by_key(place);
    loaded
}

const fn has_reasons(lane: Lane) -> bool {
    match lane {
        Lane::Repair | Lane::Ng | Lane::Error => true,
        Lane::Before | Lane::Reviewing | Lane::Unsynced | Lane::Synced | Lane::Unknown | Lane::Rest => false,
    }
}

/// Loads the groups of another lane at once, and their counts anew when the lanes have moved.
fn follow(of: Memo<(Option<Lane>, Option<String>)>, groups: RwSignal<Vec<ReasonGroup>>) {
    let (live, notices) = (Live::here(), Notices::here());
    let shown_of: StoredValue<Option<(Option<Lane>, Option<String>)>> = StoredValue::new(None);
    let load = move || {
        let Some(asked) = of.try_get_untracked() else { return };
        let Some(lane) = asked.0 else { return drop(groups.try_set(Vec::new())) };
        spawn_local(async move {
            match load_reasons(lane, asked.1.clone()).await {
                // Those of a lane that has been left belong to nobody.
                Ok(loaded) if of.try_get_untracked().as_ref() == Some(&asked) => {
                    let is_same = shown_of.try_get_value().flatten().as_ref() == Some(&asked);
                    groups.try_update(|shown| *shown = if is_same { in_place(shown, loaded) } else { loaded });
                    shown_of.set_value(Some(asked));
                }
                Ok(_) => {}
                Err(error) => notices.error(&error),
            }
        });
    };
    Effect::new(move |_| {
        of.track();
        load();
    });
    pace(live, load);
}
