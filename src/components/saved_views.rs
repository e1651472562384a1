//! Views that people gave a name, with their counts, beside the lanes.

use super::confirm::{Confirm, Question, Typed};
use super::live::Live;
use super::notice::Notices;
use super::pace::pace;
use crate::api::AppError;
use crate::api::view::View;
use crate::api::views::{NamedView, delete_view, load_views, save_view};
use crate::domain::role::Right;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// The named views as links, and the way to name the one on screen.
#[component]
pub fn SavedViews(
    /// The view on screen.
    view: Memo<View>,
) -> impl IntoView {
    let views = RwSignal::new(Vec::new());
    let live = Live::here();
    let (confirm, notices) = (expect_context::<Confirm>(), Notices::here());
    follow_counts(views, live);
    let query = Memo::new(move |_| view.with(View::query));
    // By its name alone: a count that moves does not draw the button anew under somebody's finger.
    let current = Memo::new(move |_| {
        let named = query.with(|query| views.with(|views: &Vec<NamedView>| views.iter().find(|named| named.query == *query).cloned()));
        named.map(|named| (named.id, named.name))
    });
    let link = move |named: NamedView| {
        let href = format!("/?{}", named.query);
        view! {
            <a class="saved-view" href=href aria-current=move || query.with(|query| (*query == named.query).then_some("page"))>
                <span>{named.name.clone()}</span>
                <b class="num">{named.orders}</b>
            </a>
        }
    };
    let offer = move || {
        // Asked first: a memo that a later one has brought up to date no longer tells this closure that it has changed.
        let is_plain = query.with(String::is_empty);
        let word = if current.with(Option::is_some) { "この表示を削除" } else { "この表示を保存" };
        let ask = move |_| confirm.ask(question(current.get_untracked(), view.get_untracked(), views, notices));
        (live.may(Right::Act) && !is_plain).then(|| view! { <button type="button" class="quiet" on:click=ask>{word}</button> })
    };
    view! {
        <nav class="saved-views" aria-label="保存した表示">
            {move || views.get().into_iter().map(link).collect_view()}
            {offer}
        </nav>
    }
}

/// For a name, or whether the named view shall go.
fn question(named: Option<(i64, String)>, asked: View, views: RwSignal<Vec<NamedView>>, notices: Notices) -> Question {
    match named {
        None => Question {
            title: "この表示を保存".to_owned(),
            text: "いまの状態・店舗・検索・絞り込み・並び順に名前を付けて、全員が開けるようにします。検索の文字も残るため、お客様の名前や電話番号では保存しないでください。".to_owned(),
            button: "保存",
            is_dangerous: false,
            input: Some(Typed { label: "表示の名前", keyboard: "text", longest: Some(40), pattern: ".*\\S.*" }),
            answer: Arc::new(move |name: String| {
                let asked = asked.clone();
                spawn_local(async move { take(save_view(name, asked).await, views, notices) });
            }),
        },
        Some((id, name)) => Question {
            title: format!("表示「{name}」を削除しますか？"),
            text: "受注はそのままです。全員の画面からこの表示がなくなります。".to_owned(),
            button: "表示を削除",
            is_dangerous: true,
            input: None,
            answer: Arc::new(move |_| spawn_local(async move { take(delete_view(id).await, views, notices) })),
        },
    }
}

fn take(answer: Result<Vec<NamedView>, AppError>, views: RwSignal<Vec<NamedView>>, notices: Notices) {
    match answer {
        Ok(loaded) => drop(views.try_set(loaded)),
        Err(error) => notices.error(&error),
    }
}

/// Loads the views at once, and their counts anew when the lanes have moved.
fn follow_counts(views: RwSignal<Vec<NamedView>>, live: Live) {
    Effect::new(move |_| count(views));
    let has_any = move || views.try_with_untracked(|views| !views.is_empty()).unwrap_or(false);
    pace(live, move || {
        if has_any() {
            count(views);
        }
    });
}

/// A count that could not be asked for stays as it was; the next change asks again.
fn count(views: RwSignal<Vec<NamedView>>) {
    spawn_local(async move {
        if let Ok(loaded) = load_views().await
            && views.try_with_untracked(|views| *views != loaded) == Some(true)
        {
            views.try_set(loaded);
        }
    });
}
