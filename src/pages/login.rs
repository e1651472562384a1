//! Signing in. A plain form: it works before, and without, the browser's half.

use crate::components::part::{self, PartMissing};
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

/// After too many wrong guesses: the seconds that are left.
pub struct Waiting(u64);

impl Waiting {
    /// Reads it from the address that the server led to.
    pub fn of(query: &ParamsMap) -> Option<Self> {
        query.get_str("wait")?.parse().ok().map(Self)
    }

    /// What was guessed, and how long to wait.
    pub fn sentence(&self, what: &str) -> String {
        let wait = match self.0 {
            seconds @ 0..=120 => format!("{seconds}秒"),
            seconds => format!("{}分", seconds.div_ceil(60)),
        };
        format!("{what}の入力に続けて失敗したため、しばらくお待ちください（あと{wait}）。")
    }
}

/// The login page.
pub fn screen() -> AnyView {
    part::screen(|| Box::pin(login_page()))
}

/// In the part of the WebAssembly that holds the ways in: who is at work does not load it.
#[wasm_split(sign_in_pages, wasm_split_path = leptos::wasm_split, preload(#[doc(hidden)] load_part), fallible)]
pub fn login_page() -> Result<AnyView, PartMissing> {
    let query = use_query_map();
    let name = query.with_untracked(|query| query.get("name").unwrap_or_default());
    let message = move || {
        query.with(|query| {
            let told = [
                ("failed", "利用者名かパスワードが違います。"),
                ("stopped", "この利用者は停止されています。管理者に相談してください。"),
                ("late", "時間が過ぎました。もう一度パスワードから入力してください。"),
                ("ended", "ログインの有効期限が切れました。もう一度ログインしてください。"),
                ("trouble", "ただいまログインできません。しばらくしてからもう一度お試しください。"),
            ];
            let reason = told.iter().find(|(key, _)| query.get_str(key).is_some()).map(|(_, sentence)| (*sentence).to_owned());
            Waiting::of(query).map(|waiting| waiting.sentence("パスワード")).or(reason)
        })
    };
    let page = view! {
        <Title text="ログイン"/>
        <main class="login">
            <h1 class="brand">"Atobarai "<b>"Desk"</b></h1>
            <form method="post" action="/session">
                {move || message().map(|text| view! { <p class="form-error" role="alert">{text}</p> })}
                <label class="field">"利用者名"<input type="text" name="name" value=name required autocomplete="username" autofocus/></label>
                <label class="field">"パスワード"<input type="password" name="password" required autocomplete="current-password"/></label>
                <button type="submit" class="primary">"ログイン"</button>
            </form>
        </main>
    };
    Ok(page.into_any())
}
