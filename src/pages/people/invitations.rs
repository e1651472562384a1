//! Inviting people, and the invitations that nobody has taken.

use crate::api::people::{OpenInvitation, invite, revoke_invitation};
use crate::components::copy::copy_selection;
use crate::components::saving::Saving;
use crate::domain::role::Role;
use leptos::html::Input;
use leptos::prelude::*;

/// Days that an invitation may last.
const DAYS: [i64; 4] = [1, 3, 7, 14];

/// What is typed, and the link that is shown once.
#[derive(Clone, Copy)]
pub struct Draft {
    name: RwSignal<String>,
    role: RwSignal<Role>,
    days: RwSignal<i64>,
    link: RwSignal<Option<String>>,
}

impl Default for Draft {
    fn default() -> Self {
        Self { name: RwSignal::default(), role: RwSignal::new(Role::Clerk), days: RwSignal::new(3), link: RwSignal::new(None) }
    }
}

/// The form, the new link and the open invitations.
#[component]
pub fn Invitations(
    /// Those that nobody has taken.
    open: Vec<OpenInvitation>,
    /// What is typed.
    draft: Draft,
    /// Loads the page anew.
    reload: Callback<()>,
) -> impl IntoView {
    let saving = Saving::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let call = invite(draft.name.get_untracked(), draft.role.get_untracked(), draft.days.get_untracked());
        saving.run(call, move |path| {
            let origin = window().location().origin().unwrap_or_default();
            draft.link.set(Some(origin + &path));
            draft.name.set(String::new());
            reload.try_run(());
        });
    };
    let choose_role = move |event| draft.role.update(|role| *role = Role::from_code(&event_target_value(&event)).unwrap_or(*role));
    let choose_days = move |event| draft.days.update(|days| *days = event_target_value(&event).parse().unwrap_or(*days));
    let role = |role: &'static Role| view! { <option value=role.code() selected=move || draft.role.get() == *role>{role.label()}</option> };
    let days =
        |days: i64| view! { <option value=days.to_string() selected=move || draft.days.get() == days>{format!("{days}日間")}</option> };
    view! {
        <section class="card">
            <h2>"招待"</h2>
            <p>"招待のリンクを作り、本人に送ります。リンクを開いた人が、自分でパスワードを決めて登録します。"</p>
            <form class="inline-form" on:submit=submit>
                <label class="field">"利用者名（空欄なら本人が決めます）"<input type="text" maxlength="40" autocomplete="off" bind:value=draft.name/></label>
                <label class="field">"権限"<select on:change=choose_role>{Role::ALL.iter().map(role).collect_view()}</select></label>
                <label class="field">"有効期間"<select on:change=choose_days>{DAYS.map(days).collect_view()}</select></label>
                <button type="submit" class="primary" disabled=move || saving.is_busy()>"招待リンクを作る"</button>
            </form>
            {move || draft.link.get().map(|link| view! { <Link link/> })}
            {(!open.is_empty()).then(|| view! { <Open open reload/> })}
        </section>
    }
}

#[component]
fn Link(link: String) -> impl IntoView {
    let field = NodeRef::<Input>::new();
    let copied = RwSignal::new(false);
    let copy = move |_| {
        if let Some(field) = field.get_untracked() {
            field.select();
            copied.set(copy_selection());
        }
    };
    view! {
        <div class="new-link" role="status">
            <label class="field">
                "招待リンク（この画面でだけ表示されます）"
                <input type="text" readonly value=link node_ref=field on:focus=move |_| { if let Some(field) = field.get_untracked() { field.select(); } }/>
            </label>
            <button type="button" on:click=copy>{move || if copied.get() { "コピーしました" } else { "コピー" }}</button>
        </div>
    }
}

#[component]
fn Open(open: Vec<OpenInvitation>, reload: Callback<()>) -> impl IntoView {
    let saving = Saving::new();
    let row = move |invitation: OpenInvitation| {
        let id = invitation.id;
        let revoke =
            move |_| saving.save(revoke_invitation(id), "招待を取り消しました。".to_owned(), move || reload.try_run(()));
        let name = if invitation.name.is_empty() { "（本人が決める）".to_owned() } else { invitation.name };
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td>{invitation.role.label()}</td>
                <td>{invitation.invited_by}</td>
                <td class="num">{invitation.expires_at}</td>
                <td><button type="button" disabled=move || saving.is_busy() on:click=revoke>"取り消す"</button></td>
            </tr>
        }
    };
    view! {
        <div class="table-scroll">
            <table class="table invitations">
                <caption>"まだ使われていない招待"</caption>
                <thead><tr><th>"利用者名"</th><th>"権限"</th><th>"招待した人"</th><th>"期限"</th><th>"操作"</th></tr></thead>
                <tbody>{open.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}
