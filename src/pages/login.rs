//! Signing in. A plain form: it works before, and without, the browser's half.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The login page.
#[component]
pub fn LoginPage() -> impl IntoView {
    let query = use_query_map();
    let message = move || {
        query.with(|query| {
            if let Some(seconds) = query.get_str("wait").and_then(|text| text.parse::<u32>().ok()) {
                Some(format!("ログインに続けて失敗したため、しばらくお待ちください（あと{seconds}秒）。"))
            } else if query.get_str("failed").is_some() {
                Some("利用者名かパスワードが違います。".to_owned())
            } else if query.get_str("ended").is_some() {
                Some("ログインの有効期限が切れました。もう一度ログインしてください。".to_owned())
            } else {
                query.get_str("trouble").map(|_| "ただいまログインできません。しばらくしてからもう一度お試しください。".to_owned())
            }
        })
    };
    view! {
        <Title text="ログイン"/>
        <main class="login">
            <h1 class="brand">"Atobarai "<b>"Desk"</b></h1>
            <form method="post" action="/session">
                {move || message().map(|text| view! { <p class="form-error" role="alert">{text}</p> })}
                <label class="field">"利用者名"<input type="text" name="name" required autocomplete="username" autofocus/></label>
                <label class="field">"パスワード"<input type="password" name="password" required autocomplete="current-password"/></label>
                <button type="submit" class="primary">"ログイン"</button>
            </form>
        </main>
    }
}
