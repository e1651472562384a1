//! Parts of the WebAssembly that are files of their own, loaded when they are needed.
//!
//! A function marked with `wasm_split` begins such a part. What a page needs at its first paint is loaded before it is
//! taken over (`browser::parts`).

use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;

/// A part could not be loaded: the line is broken, or the server has been updated since the page was loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartMissing;

impl From<SplitLoaderError> for PartMissing {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

/// The part, or what to do without it.
pub fn or_reload(part: Result<AnyView, PartMissing>) -> AnyView {
    part.unwrap_or_else(|PartMissing| {
        view! {
            <p class="form-error" role="alert">
                "画面の続きを読み込めませんでした。通信を確かめて、"<a href="" rel="external">"再読み込み"</a>"してください。"
            </p>
        }
        .into_any()
    })
}
