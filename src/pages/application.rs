//! 利用申請: the mail to NP, filled in.

use crate::api::application::{load_application, save_application};
use crate::components::copy::copy_text;
use crate::components::notice::Notices;
use crate::components::page::loaded;
use crate::components::part::{self, PartMissing};
use crate::components::saving::Saving;
use crate::components::settings_frame::SettingsFrame;
use crate::domain::application::{ADDRESS, Application};
use leptos::html::Textarea;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

/// The application.
pub fn screen() -> AnyView {
    part::screen(|| Box::pin(application_page()))
}

/// In the part of the WebAssembly that holds the settings: who does not open them does not load it.
#[wasm_split(settings_pages, wasm_split_path = leptos::wasm_split, preload(#[doc(hidden)] load_part), fallible)]
pub fn application_page() -> Result<AnyView, PartMissing> {
    Ok(loaded("利用申請", load_application(), |application| view! { <Form application/> }.into_any()))
}

/// A text of the application: its label, the kind of input, and where it is.
type Item = (&'static str, &'static str, fn(&mut Application) -> &mut String);

const ITEMS: [Item; 12] = [
    ("会社名（漢字）", "text", |a| &mut a.company),
    ("会社名（カナ）", "text", |a| &mut a.company_kana),
    ("住所", "text", |a| &mut a.address),
    ("ご担当者名（漢字）", "text", |a| &mut a.contact),
    ("ご担当者名（カナ）", "text", |a| &mut a.contact_kana),
    ("連絡先（電話番号）", "tel", |a| &mut a.tel),
    ("メールアドレス", "email", |a| &mut a.email),
    ("利用予定サイトURL", "url", |a| &mut a.site_url),
    ("商材", "text", |a| &mut a.goods),
    ("月商", "text", |a| &mut a.monthly_sales),
    ("その他", "text", |a| &mut a.other),
    ("利用システム（件名に入ります）", "text", |a| &mut a.system),
];

#[component]
fn Form(application: Application) -> impl IntoView {
    let entered = RwSignal::new(application);
    let saving = Saving::new();
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        saving.save(save_application(entered.get_untracked()), "入力内容を保存しました。".to_owned(), || {});
    };
    let field = move |(label, kind, part): Item| {
        let text = move || entered.with(|application| part(&mut application.clone()).clone());
        view! {
            <label class="field">
                {label}
                <input
                    type=kind
                    maxlength="500"
                    value=untrack(text)
                    prop:value=text
                    on:input=move |event| entered.update(|application| *part(application) = event_target_value(&event))
                />
            </label>
        }
    };
    let use_of_np = [(true, "利用中"), (false, "未利用")].map(|(in_use, label)| {
        view! {
            <label class="check">
                <input
                    type="radio"
                    name="in-use"
                    checked=entered.with_untracked(|application| application.in_use == in_use)
                    on:change=move |_| entered.update(|application| application.in_use = in_use)
                />
                {label}
            </label>
        }
    });
    view! {
        <SettingsFrame title="利用申請">
            <p>"NP後払いのAPIを使うには、ネットプロテクションズへのメールでの申請が必要です。入力するとメールの文面ができます。申請が済むとSPコードが届きます。"</p>
            <form class="card application" on:submit=save>
                {ITEMS.map(field).collect_view()}
                <fieldset class="choices"><legend>"NP後払い利用状況"</legend>{use_of_np.collect_view()}</fieldset>
                <button type="submit" class="primary" disabled=move || saving.is_busy()>"入力内容を保存"</button>
            </form>
            <Mail entered/>
        </SettingsFrame>
    }
}

/// The mail as it stands, to open in the mail program or to copy.
#[component]
fn Mail(entered: RwSignal<Application>) -> impl IntoView {
    let missing = move || {
        let missing = entered.with(Application::missing);
        (!missing.is_empty()).then(|| format!("まだ入力されていない項目：{}", missing.join("、")))
    };
    let text = move || entered.with(|application| format!("宛先：{ADDRESS}\n件名：{}\n\n{}", application.subject(), application.body()));
    let (field, notices) = (NodeRef::<Textarea>::new(), Notices::here());
    view! {
        <section class="card application-mail">
            <h2>"申請メール"</h2>
            <p class="form-warning" role="status">{missing}</p>
            <textarea readonly rows="18" aria-label="メールの文面" node_ref=field prop:value=text></textarea>
            <div class="card-actions">
                <a class="button" href=move || entered.with(Application::mailto)>"メールソフトで開く"</a>
                <button type="button" on:click=move |_| copy_text(field, notices)>"文面をコピー"</button>
            </div>
        </section>
    }
}
