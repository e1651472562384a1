//! 個人情報: how long buyers' data are kept, and one buyer's data taken out or blanked.

use crate::api::AppError;
use crate::api::privacy::{LONGEST_DAYS, PrivacySettings, SHORTEST_DAYS, load_privacy, save_retention};
use crate::components::buyer::OneBuyer;
use crate::components::confirm::{Confirm, ConfirmDialog};
use crate::components::notice::Notices;
use crate::components::page::loaded;
use crate::components::part::{self, PartMissing};
use crate::components::saving::Saving;
use crate::components::settings_frame::SettingsFrame;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

/// The settings of buyers' data.
pub fn screen() -> AnyView {
    part::screen(|| Box::pin(privacy_page()))
}

/// In the part of the WebAssembly that holds the settings: who does not open them does not load it.
#[wasm_split(settings_pages, wasm_split_path = leptos::wasm_split, preload(#[doc(hidden)] load_part), fallible)]
pub fn privacy_page() -> Result<AnyView, PartMissing> {
    provide_context(Confirm::default());
    let page = loaded("個人情報", load_privacy(), |settings| {
        let page = view! {
            <SettingsFrame title="個人情報">
                <Retention settings/>
                <OneBuyer/>
            </SettingsFrame>
        };
        page.into_any()
    });
    Ok(view! { {page} <ConfirmDialog/> }.into_any())
}

#[component]
fn Retention(settings: PrivacySettings) -> impl IntoView {
    let (notices, input) = (Notices::here(), NodeRef::<Input>::new());
    let keep_days = settings.keep_days;
    let settings = RwSignal::new(settings);
    let saving = Saving::new();
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = input.get_untracked().map(|input| input.value()).unwrap_or_default();
        let Ok(keep_days) = typed.trim().parse::<i64>() else {
            return notices.error(&AppError::BadInput("保存期間は日数を整数で入力してください。".to_owned()));
        };
        saving.run(save_retention(keep_days), move |saved| {
            settings.try_set(saved);
            notices.done("保存しました。");
        });
    };
    let state = move || {
        settings.with(|settings| {
            let rule = match settings.keep_days {
                0 => "いまの設定: 自動では消去しません。".to_owned(),
                days => format!("いまの設定: 入金またはキャンセルから{days}日を過ぎた受注の個人情報を、1時間以内に自動で消去します。"),
            };
            format!("{rule}入金・キャンセル済みで個人情報が残っている受注 {}件、消去済みの受注 {}件。", settings.concluded, settings.erased)
        })
    };
    view! {
        <section class="card">
            <h2>"保存期間"</h2>
            <p>
                "入金かキャンセル（入金非開示の受注は伝票番号同期）からの日数です。過ぎた受注から、注文者と送付先の氏名・カナ・住所・電話番号・メールアドレス・会社名・部署名、備考、NPとの送受信の内容を消去します。受注番号、金額、日付、与信結果のコード、NP取引IDは残ります。処理中の受注と、与信の結果が確定していない受注は消去しません。NP後払いで入金もキャンセルもしていない受注（ほかの支払い方法、与信NGなど）は自動では消去しないので、下の「購入者1人のデータ」から消去してください。消去した情報は元に戻せません。"
            </p>
            <form class="privacy-form" on:submit=save>
                <label class="field">
                    {format!("保存期間（日数。{SHORTEST_DAYS}から{LONGEST_DAYS}、消去しない場合は0）")}
                    <input type="number" name="keep_days" inputmode="numeric" required min="0" max=LONGEST_DAYS.to_string() node_ref=input value=keep_days.to_string()/>
                </label>
                <button type="submit" class="primary" disabled=move || saving.is_busy()>"保存"</button>
            </form>
            <p class="privacy-state" role="status">{state}</p>
        </section>
    }
}
