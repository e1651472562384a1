//! The second step of signing in. A plain form, like the first.

use super::login::Waiting;
use crate::components::part::{self, PartMissing};
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The page that asks for the code.
pub fn screen() -> AnyView {
    part::screen(|| Box::pin(code_page()))
}

/// In the part of the WebAssembly that holds the ways in: who is at work does not load it.
#[wasm_split(sign_in_pages, wasm_split_path = leptos::wasm_split, preload(#[doc(hidden)] load_part), fallible)]
pub fn code_page() -> Result<AnyView, PartMissing> {
    let query = use_query_map();
    let message = move || {
        query.with(|query| {
            let failed = query
                .get_str("failed")
                .map(|_| "認証コードが違うか、すでに使われています。次のコードが表示されたら、それを入力してください。".to_owned());
            Waiting::of(query).map(|waiting| waiting.sentence("認証コード")).or(failed)
        })
    };
    let page = view! {
        <Title text="認証コード"/>
        <main class="login">
            <h1>"認証コード"</h1>
            <form method="post" action="/session/code">
                {move || message().map(|text| view! { <p class="form-error" role="alert">{text}</p> })}
                <label class="field">
                    "認証アプリに表示されている6桁の数字"
                    <input type="text" name="code" required inputmode="numeric" autocomplete="one-time-code" maxlength="12" autofocus/>
                </label>
                <button type="submit" class="primary">"ログイン"</button>
                <p class="quiet-text">"スマートフォンをなくしたときは、管理の人に2段階認証の解除を依頼してください。"</p>
                <p><a href="/login" rel="external">"最初からやり直す"</a></p>
            </form>
        </main>
    };
    Ok(page.into_any())
}
