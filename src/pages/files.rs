//! 取込: order files, with a preview before anything is written.

use crate::api::files::{ImportOutcome, ImportReport};
use crate::components::header::Header;
use crate::components::live::Live;
use crate::components::notice::Notices;
use crate::components::page::{header_for, loaded};
use crate::components::part::{self, PartMissing};
use crate::domain::role::Right;
use leptos::html::Form;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

/// The import screen.
pub fn screen() -> AnyView {
    part::screen(|| Box::pin(files_page()))
}

/// In the part of the WebAssembly that holds the pages beside the desk.
#[wasm_split(work_pages, wasm_split_path = leptos::wasm_split, preload(#[doc(hidden)] load_part), fallible)]
pub fn files_page() -> Result<AnyView, PartMissing> {
    Ok(loaded("取込", header_for(Right::Act), |()| view! { <Header/> <ImportForm/> }.into_any()))
}

#[component]
fn ImportForm() -> impl IntoView {
    let status = Live::here().status;
    let form = NodeRef::<Form>::new();
    let report: RwSignal<Option<ImportReport>> = RwSignal::new(None);
    let busy = RwSignal::new(false);
    let notices = Notices::here();
    let send = move |commit: bool| send(form, commit, busy, report, notices);
    let preview = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send(false);
    };
    let forget = move |_| report.set(None);
    view! {
        <main class="page">
            <h1>"受注データの取込"</h1>
            <section class="card">
                <p>"ネクストエンジンの汎用受注CSV（41列、Shift_JISまたはUTF-8）を取り込みます。取り込む前に、1件ずつの結果を確認できます。"</p>
                <form class="import" node_ref=form on:submit=preview enctype="multipart/form-data">
                    <label class="field">
                        "店舗"
                        <select name="shop" required on:change=forget>
                            {move || status.with(|status| status.shops.iter().map(|shop| view! { <option value=shop.code.clone()>{shop.name.clone()}</option> }).collect_view())}
                        </select>
                    </label>
                    <label class="field">"ファイル"<input type="file" name="file" required accept=".csv,text/csv" on:change=forget/></label>
                    <button type="submit" class="primary" disabled=move || busy.get()>"内容を確認"</button>
                </form>
            </section>
            {move || report.get().map(|report| view! { <Report report busy commit=Callback::new(move |()| send(true))/> })}
        </main>
    }
}

fn send(form: NodeRef<Form>, commit: bool, busy: RwSignal<bool>, report: RwSignal<Option<ImportReport>>, notices: Notices) {
    #[cfg(feature = "hydrate")]
    {
        use crate::api::files::import_orders;
        let Some(form) = form.get_untracked() else { return };
        let Ok(data) = web_sys::FormData::new_with_form(&form) else { return };
        // The only way to fail is a name that is no text.
        drop(data.append_with_str("commit", if commit { "yes" } else { "no" }));
        busy.set(true);
        leptos::task::spawn_local(async move {
            match import_orders(data.into()).await {
                Ok(done) => {
                    if done.committed {
                        notices.done(format!("{}件を取り込みました。", done.count(ImportOutcome::New)));
                    }
                    report.try_set(Some(done));
                }
                Err(error) => {
                    report.try_set(None);
                    notices.error(&error);
                }
            }
            busy.try_set(false);
        });
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (form, commit, busy, report, notices);
}

#[component]
fn Report(report: ImportReport, busy: RwSignal<bool>, commit: Callback<()>) -> impl IntoView {
    let count = |outcome| report.count(outcome);
    let (new, failed) = (count(ImportOutcome::New), count(ImportOutcome::Failed));
    let committed = report.committed;
    let word =
        if failed > 0 { format!("エラーの{failed}件を除き、{new}件を取り込む") } else { format!("{new}件を取り込む") };
    let unused = (!report.unused_columns.is_empty())
        .then(|| view! { <p class="quiet-text">"取り込まない列: "{report.unused_columns.join("、")}</p> });
    let summary = format!(
        "新規 {new}件、変更なし {}件、内容が違う {}件、エラー {failed}件",
        count(ImportOutcome::Unchanged),
        count(ImportOutcome::Different)
    );
    let foreseen = report.rows.iter().filter(|row| !row.foreseen.is_empty()).count();
    let foreseen = (foreseen > 0)
        .then(|| view! { <p class="field-warning">{format!("新規のうち{foreseen}件に、与信を実行する前に確かめることがあります（下の表）。")}</p> });
    let elsewhere = report.rows.iter().filter(|row| row.elsewhere.is_some()).count();
    let elsewhere = (elsewhere > 0).then(|| {
        view! { <p class="field-error">{format!("新規のうち{elsewhere}件は、同じ受注番号の受注がほかの店舗にあります。店舗の選択を確かめてください。")}</p> }
    });
    let asks_credit = (report.asks_credit && new > 0).then(|| {
        let told = if committed {
            "取り込んだNP後払いの受注の与信を実行しています（自動処理「取込時に与信を実行する」）。"
        } else {
            "取り込むと、NP後払いの受注の与信をすぐに実行します（自動処理「取込時に与信を実行する」）。"
        };
        view! { <p class="field-warning">{told}{committed.then(|| view! { <a href="/runs">"実行履歴"</a> })}</p> }
    });
    view! {
        <section class="card import-report" data-committed=committed.to_string()>
            <h2>{if committed { "取込結果" } else { "取込前の確認" }}</h2>
            <p class="import-summary">{summary}</p>
            {asks_credit}
            {elsewhere}
            {foreseen}
            {unused}
            {(!committed).then(|| view! { <button type="button" class="primary" disabled=move || busy.get() || new == 0 on:click=move |_| commit.run(())>{word}</button> })}
            <div class="table-scroll">
                <table class="table">
                    <thead><tr><th class="num">"行"</th><th>"受注番号"</th><th>"注文者"</th><th class="num">"手数料設定"</th><th class="num">"請求額"</th><th>"結果"</th></tr></thead>
                    <tbody>
                        {report
                            .rows
                            .into_iter()
                            .map(|row| {
                                let problems = row
                                    .problems
                                    .into_iter()
                                    .map(|problem| view! { <p class="field-error">{format!("{}行目「{}」: {}", problem.row, problem.column, problem.message)}</p> })
                                    .collect_view();
                                let differs = (!row.differs.is_empty()).then(|| view! { <p class="quiet-text">{row.differs}</p> });
                                let elsewhere = row
                                    .elsewhere
                                    .map(|shop| view! { <p class="field-error">{format!("同じ受注番号の受注が「{shop}」にあります。")}</p> });
                                let foreseen = row.foreseen.into_iter().map(|message| view! { <p class="field-warning">{message}</p> }).collect_view();
                                view! {
                                    <tr data-outcome=format!("{:?}", row.outcome)>
                                        <td class="num">{row.row}</td>
                                        <td>{row.order_number}</td>
                                        <td>{row.buyer_name}</td>
                                        <td class="num">{row.fee.map(|step| format!("{}円 → {}円", step.before, step.after))}</td>
                                        <td class="num">{row.billed_amount}</td>
                                        <td>{row.outcome.label()}{differs}{problems}{elsewhere}{foreseen}</td>
                                    </tr>
                                }
                            })
                            .collect_view()}
                    </tbody>
                </table>
            </div>
        </section>
    }
}
