//! 操作履歴: what people did, newest first, filtered by the address.

use crate::api::audit::{AuditFilter, AuditLine, AuditPage as Page, load_audit};
use crate::api::json::Json;
use crate::api::status::ShopStatus;
use crate::components::live::Live;
use crate::components::page::followed;
use crate::components::part::{self, PartMissing};
use crate::components::settings_frame::SettingsFrame;
use crate::domain::audit::AuditKind;
use leptos::html::Form;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

/// The history.
pub fn screen() -> AnyView {
    part::screen(|| Box::pin(audit_page()))
}

/// In the part of the WebAssembly that holds the settings: who does not open them does not load it.
#[wasm_split(settings_pages, wasm_split_path = leptos::wasm_split, preload(#[doc(hidden)] load_part), fallible)]
pub fn audit_page() -> Result<AnyView, PartMissing> {
    let query = use_query_map();
    let filter = Memo::new(move |_| query.with(|query| AuditFilter::from_query(|name| query.get(name))));
    let page = Resource::<_, Json>::new_with_options(move || filter.get(), load_audit, true);
    let show = move |page| {
        let shops = Live::here().status.with_untracked(|status| status.shops.clone());
        view! { <History page shops filter=filter.get_untracked()/> }.into_any()
    };
    Ok(followed("操作履歴", page, show))
}

#[component]
fn History(page: Page, shops: Vec<ShopStatus>, filter: AuditFilter) -> impl IntoView {
    let Page { lines, older, people } = page;
    let newest = AuditFilter { before: None, ..filter.clone() };
    let hidden = newest.parts().into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    let none = lines.is_empty();
    view! {
        <SettingsFrame title="操作履歴">
            <FilterForm filter=filter.clone() people shops/>
            <form method="post" action=AuditFilter::EXPORT class="audit-export">
                {hidden}
                <button type="submit">"CSVで書き出す"</button>
                <span class="quiet-text">"この絞り込みのすべての行を書き出します。書き出したことも記録されます。"</span>
            </form>
            {none.then(|| view! { <p class="quiet-text">"この条件の記録はありません。"</p> })}
            <div class="table-scroll">
                <table class="table audit">
                    <thead><tr><th>"日時"</th><th>"操作した人"</th><th>"種類"</th><th>"内容"</th><th>"店舗"</th><th>"接続元"</th></tr></thead>
                    <tbody>{lines.into_iter().map(line).collect_view()}</tbody>
                </table>
            </div>
            <nav class="audit-pages" aria-label="ページ">
                {filter.before.map(|_| view! { <a href=newest.href()>"最新へ"</a> })}
                {older.map(|older| view! { <a href=older.href()>"さらに前の記録"</a> })}
            </nav>
        </SettingsFrame>
    }
}

fn line(line: AuditLine) -> impl IntoView {
    view! {
        <tr data-audit=line.kind.code()>
            <td class="when">{line.at}</td>
            <td>{line.who}</td>
            <td class="when">{line.kind.label()}</td>
            <td class="audit-what">{line.what}</td>
            <td>{line.shop}</td>
            <td>{line.address}</td>
        </tr>
    }
}

/// A form with GET, so that it works without scripts; with them the page stays.
#[component]
fn FilterForm(filter: AuditFilter, people: Vec<String>, shops: Vec<ShopStatus>) -> impl IntoView {
    let form = NodeRef::<Form>::new();
    let navigate = use_navigate();
    let submit = move |event: leptos::ev::SubmitEvent| {
        if let Some(wanted) = typed(form) {
            event.prevent_default();
            navigate(&wanted.href(), NavigateOptions { scroll: false, ..NavigateOptions::default() });
        }
    };
    let kinds = AuditKind::ALL
        .iter()
        .map(|&kind| view! { <option value=kind.code() selected=filter.kind == Some(kind)>{kind.label()}</option> })
        .collect_view();
    let shop = filter.shop.clone();
    let shops = shops
        .into_iter()
        .map(|of| view! { <option value=of.code.clone() selected=shop.as_ref() == Some(&of.code)>{of.name}</option> })
        .collect_view();
    let people = people.into_iter().map(|name| view! { <option value=name></option> }).collect_view();
    let day = |day: Option<crate::domain::order::Day>| day.map(String::from).unwrap_or_default();
    view! {
        <form class="card audit-filter" method="get" action=AuditFilter::PATH node_ref=form on:submit=submit>
            <label class="field">"種類"<select name="kind"><option value="">"すべて"</option>{kinds}</select></label>
            <label class="field">
                "操作した人"
                <input type="text" name="who" list="audit-people" autocomplete="off" value=filter.who.clone()/>
                <datalist id="audit-people">{people}</datalist>
            </label>
            <label class="field">"店舗"<select name="shop"><option value="">"すべて"</option>{shops}</select></label>
            <label class="field">"この日から"<input type="date" name="from" value=day(filter.from)/></label>
            <label class="field">"この日まで"<input type="date" name="until" value=day(filter.until)/></label>
            <button type="submit" class="primary">"絞り込む"</button>
        </form>
    }
}

/// What stands in the form.
fn typed(form: NodeRef<Form>) -> Option<AuditFilter> {
    #[cfg(feature = "hydrate")]
    {
        let data = web_sys::FormData::new_with_form(&form.get_untracked()?).ok()?;
        Some(AuditFilter::from_query(|name| data.get(name).as_string()))
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = form;
        None
    }
}
