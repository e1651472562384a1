//! What every page beside the desk does: loads what it shows, with the header's figures, and says so when it cannot.

use super::live::Live;
use crate::api::AppError;
use crate::api::json::Json;
use crate::api::orders::load_header;
use crate::api::status::{Me, Status};
use crate::domain::role::Right;
use crate::pages::desk::Trouble;
use leptos::prelude::*;
use leptos_meta::Title;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A page that shows what `load` brings.
pub fn loaded<T, F>(title: &'static str, load: F, show: fn(T) -> AnyView) -> AnyView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<(Me, Status, T), AppError>> + Send + 'static,
{
    let live = Live::here();
    let loaded = OnceResource::<_, Json>::new_with_options(load, true);
    let page = view! {
        <Title text=title/>
        <Suspense>
            {move || Suspend::new(async move {
                match loaded.await {
                    Ok((me, status, loaded)) => {
                        live.begin(me, status, None);
                        show(loaded)
                    }
                    Err(error) => view! { <Trouble error/> }.into_any(),
                }
            })}
        </Suspense>
    };
    page.into_any()
}

/// The header's figures alone, for a page that only who holds the right may open.
///
/// # Errors
/// [`AppError::Forbidden`] without the right, or as [`load_header`].
pub async fn header_for(right: Right) -> Result<(Me, Status, ()), AppError> {
    let (me, status) = load_header().await?;
    if me.may(right) {
        return Ok((me, status, ()));
    }
    #[cfg(feature = "ssr")]
    crate::server::error::set_status(&AppError::Forbidden);
    Err(AppError::Forbidden)
}
