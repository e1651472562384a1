//! What every page beside the desk does: loads what it shows, with the header's figures, and says so when it cannot.

use super::live::Live;
use crate::api::AppError;
use crate::api::json::Json;
use crate::api::orders::load_header;
use crate::api::status::{Me, Status};
use crate::domain::role::Right;
use leptos::prelude::*;
use leptos_meta::Title;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What a page shows, with who is signed in and the header's figures.
pub type Loaded<T> = Result<(Me, Status, T), AppError>;

/// A page that shows what `load` brings, once.
pub fn loaded<T, F>(title: &'static str, load: F, show: fn(T) -> AnyView) -> AnyView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Loaded<T>> + Send + 'static,
{
    let live = Live::here();
    let loaded = OnceResource::<_, Json>::new_with_options(load, true);
    let page = view! {
        <Title text=title/>
        <Suspense>{move || Suspend::new(async move { shown(live, loaded.await, show) })}</Suspense>
    };
    page.into_any()
}

/// A page that shows the newest that `load` brings: what was there stays on screen until more has come.
pub fn followed<T>(
    title: &'static str,
    loaded: Resource<Loaded<T>, Json>,
    show: impl Fn(T) -> AnyView + Copy + Send + Sync + 'static,
) -> AnyView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    let live = Live::here();
    let page = view! {
        <Title text=title/>
        <Transition>{move || Suspend::new(async move { shown(live, loaded.await, show) })}</Transition>
    };
    page.into_any()
}

fn shown<T>(live: Live, loaded: Loaded<T>, show: impl Fn(T) -> AnyView) -> AnyView {
    match loaded {
        Ok((me, status, loaded)) => {
            live.begin(me, status);
            show(loaded)
        }
        Err(error) => view! { <Trouble error/> }.into_any(),
    }
}

/// The header's figures alone, for a page that only who holds the right may open.
///
/// # Errors
/// [`AppError::Forbidden`] without the right, or as [`load_header`].
pub async fn header_for(right: Right) -> Loaded<()> {
    let (me, status) = load_header().await?;
    if me.may(right) {
        return Ok((me, status, ()));
    }
    #[cfg(feature = "ssr")]
    crate::server::error::set_status(&AppError::Forbidden);
    Err(AppError::Forbidden)
}

/// What stands in for a page that could not be loaded.
#[component]
pub fn Trouble(
    /// Why.
    error: AppError,
) -> impl IntoView {
    view! {
        <main class="plain">
            <h1>"画面を表示できませんでした"</h1>
            <p role="alert">{error.to_string()}</p>
            <p><a href="" rel="external">"もう一度読み込む"</a>" "<a href="/" rel="external">"受注へ"</a></p>
        </main>
    }
}
