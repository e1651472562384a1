//! The routes, and what every page has.

use crate::components::live::Live;
use crate::components::notice::{NoticeList, Notices};
use crate::pages::{
    account, application, audit, carriers, code, desk, files, invite, links, login, payments, people, privacy, radar, runs, settings,
    shops, statuses, switch,
};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// What a route shows. One type for all, so that the router is compiled once.
type Screen = fn() -> AnyView;

/// The app. Every page is rendered whole on the server, so that it reads without scripts.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(Notices::default());
    provide_context(Live::default());
    // `data-ready` on the body tells people who wait, and tests, that the page can be used.
    Effect::new(|_| {
        if let Some(body) = document().body() {
            let _ = body.set_attribute("data-ready", "true");
        }
    });
    view! {
        <Title formatter=|title: String| if title.is_empty() { "Atobarai Desk".to_owned() } else { format!("{title} | Atobarai Desk") }/>
        <Router>
            <Routes fallback=NotFound>
                <Route path=path!("/") view=desk::screen as Screen ssr=SsrMode::Async/>
                <Route path=path!("/files") view=files::screen as Screen ssr=SsrMode::Async/>
                <Route path=path!("/runs") view=runs::screen as Screen ssr=SsrMode::Async/>
                <Route path=path!("/radar") view=radar::screen as Screen ssr=SsrMode::Async/>
                <Route path=path!("/links") view=links::screen as Screen ssr=SsrMode::Async/>
                <Route path=path!("/settings") view=settings::screen as Screen ssr=SsrMode::Async/>
                <Route path=path!("/settings/carriers") view=carriers::screen as Screen ssr=SsrMode::Async/>
                <Route path=path!("/settings/statuses") view=statuses::screen as Screen ssr=SsrMode::Async/>
                <Route path=path!("/settings/application") view=application::screen as Screen ssr=SsrMode::Async/>
                <Route path=path!("/settings/payments") view=payments::screen as Screen ssr=SsrMode::Async/>
                <Route path=path!("/settings/shops") view=shops::screen as Screen ssr=SsrMode::Async/>
                <Route path=path!("/settings/privacy") view=privacy::screen as Screen ssr=SsrMode::Async/>
                <Route path=path!("/settings/audit") view=audit::screen as Screen ssr=SsrMode::Async/>
                <Route path=path!("/settings/people") view=people::screen as Screen ssr=SsrMode::Async/>
                <Route path=path!("/account") view=account::screen as Screen ssr=SsrMode::Async/>
                <Route path=path!("/switch") view=switch::screen as Screen ssr=SsrMode::Async/>
                <Route path=path!("/login") view=login::screen as Screen ssr=SsrMode::Async/>
                <Route path=path!("/login/code") view=code::screen as Screen ssr=SsrMode::Async/>
                <Route path=path!("/invite") view=invite::screen as Screen ssr=SsrMode::Async/>
            </Routes>
        </Router>
        <NoticeList/>
    }
}

#[component]
fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(axum::http::StatusCode::NOT_FOUND);
    }
    view! {
        <Title text="ページが見つかりません"/>
        <main class="plain">
            <h1>"ページが見つかりません"</h1>
            <p><a href="/">"受注一覧へ"</a></p>
        </main>
    }
}
