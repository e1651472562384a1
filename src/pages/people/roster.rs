//! The list of accounts, and what 管理 does with each.

use crate::api::AppError;
use crate::api::people::{Person, end_sessions, reset_totp, set_active, set_role};
use crate::components::confirm::{Confirm, Question};
use crate::components::saving::Saving;
use crate::domain::role::Role;
use leptos::prelude::*;

/// Every account.
#[component]
pub fn Roster(
    /// By name.
    people: Vec<Person>,
    /// The account of who looks: it is changed elsewhere.
    my_id: i64,
    /// Loads the page anew.
    reload: Callback<()>,
) -> impl IntoView {
    view! {
        <section class="card">
            <h2>"利用者の一覧"</h2>
            <div class="table-scroll">
                <table class="table roster">
                    <thead><tr><th>"利用者名"</th><th>"権限"</th><th>"状態"</th><th>"2段階認証"</th><th>"PIN"</th><th>"最終利用"</th><th>"操作"</th></tr></thead>
                    <tbody>{people.into_iter().map(|person| view! { <Row is_me=person.id == my_id person reload/> }).collect_view()}</tbody>
                </table>
            </div>
            <p class="quiet-text">
                "閲覧は見るだけ、受注は与信と出荷の操作、梱包は伝票番号の入力と出荷報告、管理はすべての操作と設定ができます。自分のアカウントは「アカウント」画面で変更します。"
            </p>
        </section>
    }
}

#[component]
fn Row(person: Person, is_me: bool, reload: Callback<()>) -> impl IntoView {
    let there = |there: bool| if there { "登録済" } else { "なし" };
    let person = StoredValue::new(person);
    person.with_value(|shown| {
        view! {
            <tr data-person=shown.name.clone()>
                <th scope="row">{shown.name.clone()}{is_me.then(|| view! { <small>"（自分）"</small> })}</th>
                <td>{if is_me { shown.role.label().into_any() } else { view! { <RoleForm person=shown.clone() reload/> }.into_any() }}</td>
                <td>{if shown.active { "有効" } else { "停止中" }}</td>
                <td>{there(shown.has_totp)}</td>
                <td>{there(shown.has_pin)}</td>
                <td class="num">{if shown.last_seen.is_empty() { "まだありません".to_owned() } else { shown.last_seen.clone() }}</td>
                <td>{(!is_me).then(|| view! { <Buttons person=shown.clone() reload/> })}</td>
            </tr>
        }
    })
}

/// A choice alone changes nothing: arrow keys move it.
#[component]
fn RoleForm(person: Person, reload: Callback<()>) -> impl IntoView {
    let saving = Saving::new();
    let chosen = RwSignal::new(person.role);
    let choose = move |event| {
        if let Some(role) = Role::from_code(&event_target_value(&event)) {
            chosen.set(role);
        }
    };
    let options = Role::ALL
        .iter()
        .map(|role| view! { <option value=role.code() selected=*role == person.role>{role.label()}</option> })
        .collect_view();
    let name = person.name.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let role = chosen.get_untracked();
        saving.save(set_role(person.id, role), format!("{name} の権限を「{}」にしました。", role.label()), move || {
            reload.run(());
        });
    };
    view! {
        <form class="row-form" on:submit=submit>
            <select aria-label=format!("{} の権限", person.name) on:change=choose>{options}</select>
            <button type="submit" disabled=move || saving.is_busy() || chosen.get() == person.role>"変更"</button>
        </form>
    }
}

#[component]
fn Buttons(person: Person, reload: Callback<()>) -> impl IntoView {
    let (id, name) = (person.id, person.name);
    let act = Act { saving: Saving::new(), confirm: expect_context(), reload };
    let stop = {
        let name = name.clone();
        move |_| {
            let done = format!("{name} を停止しました。");
            act.ask(
                format!("{name} を停止しますか"),
                "ログインできなくなり、開いている画面もすぐに終わります。あとで有効に戻せます。",
                "停止する",
                done,
                move || set_active(id, false),
            );
        }
    };
    let start = {
        let name = name.clone();
        move |_| act.saving.save(set_active(id, true), format!("{name} を有効にしました。"), move || reload.run(()))
    };
    let reset = {
        let name = name.clone();
        move |_| {
            let done = format!("{name} の2段階認証を解除しました。");
            act.ask(
                format!("{name} の2段階認証を解除しますか"),
                "次からはパスワードだけでログインできます。本人からの依頼であることを確かめてください。",
                "解除する",
                done,
                move || reset_totp(id),
            );
        }
    };
    let sign_out = move |_| {
        let done = format!("{name} をすべての端末からログアウトさせました。");
        act.ask(
            format!("{name} をすべての端末からログアウトさせますか"),
            "入力中の内容は失われます。",
            "ログアウトさせる",
            done,
            move || end_sessions(id),
        );
    };
    let busy = move || act.saving.is_busy();
    view! {
        <div class="row-buttons">
            {if person.active {
                view! {
                    <button type="button" disabled=busy on:click=stop>"停止"</button>
                    <button type="button" disabled=busy on:click=sign_out>"全端末ログアウト"</button>
                }
                .into_any()
            } else {
                view! { <button type="button" disabled=busy on:click=start>"有効にする"</button> }.into_any()
            }}
            {person.has_totp.then(|| view! { <button type="button" disabled=busy on:click=reset>"2段階認証を解除"</button> })}
        </div>
    }
}

/// What a row's buttons share.
#[derive(Clone, Copy)]
struct Act {
    saving: Saving,
    confirm: Confirm,
    reload: Callback<()>,
}

impl Act {
    /// Asks first: one wrong click must not take anything away.
    fn ask<F>(self, title: String, text: &str, button: &'static str, done: String, call: impl Fn() -> F + Send + Sync + 'static)
    where
        F: Future<Output = Result<(), AppError>> + 'static,
    {
        let answer = Callback::new(move |_| self.saving.save(call(), done.clone(), move || self.reload.run(())));
        self.confirm.ask(Question { title, text: text.to_owned(), button, is_dangerous: true, input: None, answer });
    }
}
