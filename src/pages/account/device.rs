//! Whether this device is one that people share.

use crate::api::account::share_device;
use crate::components::saving::Saving;
use leptos::prelude::*;

/// The button that shares the device, or stops that.
#[component]
pub fn SharedDevice(
    /// It is shared now.
    shared: bool,
    /// Loads the page anew.
    reload: Callback<()>,
) -> impl IntoView {
    let saving = Saving::new();
    let done = if shared {
        "共有端末をやめました。"
    } else {
        "共有端末にしました。画面右上の「交代」から交代できます。"
    };
    let change = move |_| saving.save(share_device(!shared), done.to_owned(), move || reload.try_run(()));
    view! {
        <section class="card">
            <h2>"共有端末"<small class="state">{if shared { "この端末は共有端末です" } else { "この端末は共有端末ではありません" }}</small></h2>
            <p>"梱包台のタブレットなど、何人かで使う端末です。PINを登録した人が「交代」できるようになります。ログアウトすると終わります。"</p>
            <p>
                <button type="button" disabled=move || saving.is_busy() on:click=change>
                    {if shared { "共有端末をやめる" } else { "この端末を共有端末にする" }}
                </button>
            </p>
        </section>
    }
}
