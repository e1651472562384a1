//! The keys of the desk, listed.

use leptos::html::Dialog;
use leptos::prelude::*;

/// What each key does.
const KEYS: [(&str, &str); 17] = [
    ("↑ ↓", "前・次の受注へ"),
    ("Page Up / Page Down", "1画面分移動"),
    ("Home / End", "先頭・末尾へ"),
    ("Space", "チェックを付ける・外す"),
    ("Shift + ↑ ↓", "範囲にチェックを付ける"),
    ("Enter", "受注の内容を開く"),
    ("Esc", "受注の内容を閉じる"),
    ("Tab", "選んだ行のボタンへ、続けて表の外へ"),
    ("R", "与信を実行"),
    ("E", "与信内容変更・修正"),
    ("S", "伝票番号同期"),
    ("Ctrl + Enter", "修正を送って次の受注へ（受注の内容）"),
    ("P", "処理パネルへ"),
    ("G", "一覧の表へ"),
    ("/", "検索へ（Enter か ↓ で表へ。受注番号なら Enter でその受注を開く）"),
    ("バーコード", "受注番号を読み取ると、その受注を開く"),
    ("?", "この一覧"),
];

/// The overlay.
#[component]
pub fn Help(
    /// Whether it is shown.
    open: RwSignal<bool>,
) -> impl IntoView {
    move || open.get().then(|| overlay(open))
}

fn overlay(open: RwSignal<bool>) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    show_modal(dialog);
    let row = |(key, what): (&'static str, &'static str)| view! { <div><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div> };
    view! {
        <dialog class="confirm help" aria-labelledby="help-title" node_ref=dialog on:close=move |_| open.set(false)>
            <h2 id="help-title">"キー操作"</h2>
            <p>"受注一覧の表にいるときに使えます。"</p>
            <dl>{KEYS.map(row).collect_view()}</dl>
            <form method="dialog" class="confirm-buttons"><button type="submit">"閉じる"</button></form>
        </dialog>
    }
}

/// Opens a dialog as soon as it is there.
pub fn show_modal(dialog: NodeRef<Dialog>) {
    Effect::new(move |_| {
        #[cfg(feature = "hydrate")]
        if let Some(dialog) = dialog.get()
            && !dialog.open()
        {
            // It has just been made: nothing keeps it from opening.
            drop(dialog.show_modal());
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = dialog;
    });
}
