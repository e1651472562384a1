//! The frame around every page of 設定: the header, and the way to the other pages.

use super::header::Header;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The pages of 設定: address, name, and what is set there.
pub const SECTIONS: &[(&str, &str, &str)] = &[("/settings/people", "利用者", "利用者の権限、招待、2段階認証、利用できる接続元")];

/// A page of 設定.
#[component]
pub fn SettingsFrame(
    /// The page's name.
    title: &'static str,
    /// What is set here.
    children: Children,
) -> impl IntoView {
    let path = use_location().pathname;
    let links = SECTIONS
        .iter()
        .map(|&(href, name, _)| view! { <a href=href aria-current=move || path.with(|path| (path == href).then_some("page"))>{name}</a> })
        .collect_view();
    view! {
        <Header/>
        <div class="settings">
            <nav class="settings-nav" aria-label="設定">{links}</nav>
            <main class="page settings-page">
                <h1>{title}</h1>
                {children()}
            </main>
        </div>
    }
}
