//! Parts of the WebAssembly that are files of their own, loaded when they are needed.
//!
//! A function marked with `wasm_split` begins such a part. What a page needs at its first paint is loaded before it is
//! taken over (`browser::parts`).

use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
use std::pin::Pin;

/// A part could not be loaded: the line is broken, or the server has been updated since the page was loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartMissing;

impl From<SplitLoaderError> for PartMissing {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

/// A part on its way. One type for all of them: what differs in type is code of its own in the browser's half.
pub type Coming = Pin<Box<dyn Future<Output = Result<AnyView, PartMissing>> + Send>>;

/// A screen that is a part of its own.
pub fn screen(part: fn() -> Coming) -> AnyView {
    view(part())
}

/// A part, shown once it is there.
pub fn view(part: Coming) -> AnyView {
    Suspend::new(async move { or_reload(part.await) }).into_any()
}

/// The part, or what to do without it.
fn or_reload(part: Result<AnyView, PartMissing>) -> AnyView {
    part.unwrap_or_else(|PartMissing| {
        view! {
            <p class="form-error" role="alert">
                "画面の続きを読み込めませんでした。通信を確かめて、"<a href="" rel="external">"再読み込み"</a>"してください。"
            </p>
        }
        .into_any()
    })
}
