//! The HTML around every page.

use super::PageNonce;
use crate::app::App;
use axum::http::request::Parts;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use leptos::prelude::*;
use leptos_meta::MetaTags;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

const STYLE_FILES: &str = concat!(
    include_str!("../../../style/base.css"),
    include_str!("../../../style/lamps.css"),
    include_str!("../../../style/top.css"),
    include_str!("../../../style/grid.css"),
    include_str!("../../../style/statuses.css"),
    include_str!("../../../style/panel.css"),
    include_str!("../../../style/sheet.css"),
    include_str!("../../../style/pages.css"),
    include_str!("../../../style/settings.css"),
    include_str!("../../../style/shops.css"),
    include_str!("../../../style/records.css"),
    include_str!("../../../style/radar.css"),
    include_str!("../../../style/people.css"),
);

/// The styles, which every page carries: the first frame waits for no second answer.
pub static STYLE: LazyLock<String> = LazyLock::new(|| without_comments(STYLE_FILES));

/// How the security policy names [`STYLE`].
pub static STYLE_HASH: LazyLock<String> = LazyLock::new(|| format!("sha256-{}", BASE64.encode(Sha256::digest(&*STYLE))));

/// The page around the app.
pub fn shell() -> impl IntoView {
    let nonce = use_context::<Parts>().and_then(|parts| parts.extensions.get::<PageNonce>().cloned()).map(|PageNonce(nonce)| nonce);
    // Leptos puts it on the scripts that it writes itself.
    if let Some(nonce) = nonce.clone() {
        provide_context(leptos::nonce::Nonce::from_value(nonce));
    }
    view! {
        <!DOCTYPE html>
        <html lang="ja">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="robots" content="noindex"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <style inner_html=STYLE.as_str()></style>
                <script type="module" nonce=nonce inner_html=include_str!("boot.js")></script>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// What a reader of a style sheet needs, no browser does.
fn without_comments(css: &str) -> String {
    let mut pieces = css.split("/*");
    let before = pieces.next().unwrap_or_default();
    let between = pieces.filter_map(|piece| piece.split_once("*/")).map(|(_, behind)| behind.trim_start());
    std::iter::once(before).chain(between).collect()
}

#[cfg(test)]
mod tests {
    use super::without_comments;

    #[test]
    fn comments_stay_at_home() {
        assert_eq!(without_comments("/* a */\na {}\n/* b\n{} */ b {} /* c */"), "a {}\nb {} ");
        assert_eq!(without_comments("a {}"), "a {}");
    }
}
