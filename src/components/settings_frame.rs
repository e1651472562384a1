//! The frame around every page of 設定: the header, and the way to the other pages.

use super::header::Header;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The pages of 設定: address, name, and what is set there.
pub const SECTIONS: &[(&str, &str, &str)] = &[
    ("/settings/payments", "支払い方法", "利用可能な支払方法の設定を行います"),
    ("/settings/shops", "モール詳細設定", "店舗ごとに、NPとの契約、手数料、自動処理の設定を行います"),
    ("/settings/statuses", "受注ステータス", "受注の進み具合を表す、自社の言葉。並び順と色"),
    ("/settings/carriers", "配達業者設定", "商品の配送に利用する業者の名前を、NP後払いの配送業者に対応付けます"),
    ("/settings/people", "利用者", "利用者の権限、招待、2段階認証、利用できる接続元"),
    ("/settings/application", "利用申請", "NP後払いのAPIの利用申請メールを作ります"),
    ("/settings/privacy", "個人情報", "購入者の情報をいつまで残すか。1人分の書き出しと消去"),
    ("/settings/audit", "操作履歴", "だれが、いつ、何をしたか。絞り込みと書き出し"),
];

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
