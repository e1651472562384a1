//! Views that people gave a name, with their counts, beside the lanes.

use super::confirm::{Confirm, Question};
use super::live::Live;
use super::notice::Notices;
use crate::api::view::View;
use crate::api::views::{NamedView, delete_view, load_views, save_view};
use crate::domain::role::Right;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// Counts are asked for this long after something has changed, and not again before that.
const PAUSE: Duration = Duration::from_secs(2);

/// The named views as links, and the way to name the one on screen.
#[component]
pub fn SavedViews(
    /// The view on screen.
    view: Memo<View>,
    /// What was loaded with the page.
    views: Vec<NamedView>,
) -> impl IntoView {
    let views = RwSignal::new(views);
    let live = Live::here();
    let notices = Notices::here();
    follow_counts(views, live);
    let confirm: Confirm = expect_context();
    let save = move |_| {
        confirm.ask(Question {
            title: "この表示を保存".to_owned(),
            text: "いまの状態・店舗・検索・絞り込み・並び順に名前を付けて、全員が開けるようにします。".to_owned(),
            button: "保存",
            is_dangerous: false,
            input: Some("表示の名前"),
            answer: Callback::new(move |name: String| {
                spawn_local(async move { taken(save_view(name, view.get_untracked()).await, views, notices) });
            }),
        });
    };
    let query = Memo::new(move |_| view.with(View::query));
    let current = Memo::new(move |_| query.with(|query| views.with(|views| views.iter().find(|named| named.query == *query).cloned())));
    let forget = move |_| {
        let Some(named) = current.get_untracked() else { return };
        confirm.ask(Question {
            title: format!("表示「{}」を削除しますか？", named.name),
            text: "受注はそのままです。全員の画面からこの表示がなくなります。".to_owned(),
            button: "表示を削除",
            is_dangerous: true,
            input: None,
            answer: Callback::new(move |_| {
                spawn_local(async move { taken(delete_view(named.id).await, views, notices) });
            }),
        });
    };
    let link = move |named: NamedView| {
        let href = format!("/?{}", named.query);
        view! {
            <a class="saved-view" href=href aria-current=move || query.with(|query| (*query == named.query).then_some("page"))>
                <span>{named.name.clone()}</span>
                <b class="num">{named.orders}</b>
            </a>
        }
    };
    let can_save = move || live.may(Right::Act) && current.get().is_none() && query.with(|query| !query.is_empty());
    let can_forget = move || live.may(Right::Act) && current.get().is_some();
    view! {
        <nav class="saved-views" aria-label="保存した表示">
            {move || views.get().into_iter().map(link).collect_view()}
            <Show when=can_save><button type="button" class="quiet" on:click=save>"この表示を保存"</button></Show>
            <Show when=can_forget><button type="button" class="quiet" on:click=forget>"この表示を削除"</button></Show>
        </nav>
    }
}

fn taken(answer: Result<Vec<NamedView>, crate::api::AppError>, views: RwSignal<Vec<NamedView>>, notices: Notices) {
    match answer {
        Ok(loaded) => drop(views.try_set(loaded)),
        Err(error) => notices.error(&error),
    }
}

/// Asks for the counts anew some time after the lanes have moved.
fn follow_counts(views: RwSignal<Vec<NamedView>>, live: Live) {
    let waiting = StoredValue::new(false);
    Effect::new(move |before: Option<()>| {
        live.status.track();
        let nothing_to_count = views.with_untracked(Vec::is_empty);
        if before.is_none() || nothing_to_count || waiting.get_value() {
            return;
        }
        waiting.set_value(true);
        set_timeout(
            move || {
                waiting.try_set_value(false);
                spawn_local(async move {
                    // A count that could not be asked for stays as it was; the next change asks again.
                    if let Ok(loaded) = load_views().await
                        && views.try_with_untracked(|views| *views != loaded) == Some(true)
                    {
                        views.try_set(loaded);
                    }
                });
            },
            PAUSE,
        );
    });
}
