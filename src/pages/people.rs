//! 利用者: who may use the desk, from where, and how they sign in.

mod invitations;
mod roster;
mod rules;

use crate::api::json::Json;
use crate::api::people::{People, load_people};
use crate::components::confirm::{Confirm, ConfirmDialog};
use crate::components::page::followed;
use crate::components::part::{self, PartMissing};
use crate::components::settings_frame::SettingsFrame;
use invitations::{Draft as Invitation, Invitations};
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;
use roster::Roster;
use rules::{Draft as NewRules, Rules};

/// The accounts, the invitations and the rules.
pub fn screen() -> AnyView {
    part::screen(|| Box::pin(people_page()))
}

/// In the part of the WebAssembly that holds the settings: who does not open them does not load it.
#[wasm_split(settings_pages, wasm_split_path = leptos::wasm_split, preload(#[doc(hidden)] load_part), fallible)]
pub fn people_page() -> Result<AnyView, PartMissing> {
    provide_context(Confirm::default());
    let load = |()| async move {
        let page = load_people().await?;
        Ok((page.me.clone(), page.status.clone(), page))
    };
    let page = Resource::<_, Json>::new_with_options(|| (), load, true);
    let reload = Callback::new(move |()| page.refetch());
    // Outlive the reload that another form of the page causes.
    let (invitation, new_rules) = (Invitation::default(), NewRules::default());
    let page = followed("利用者", page, move |page: People| {
        let page = view! {
            <SettingsFrame title="利用者">
                <Roster people=page.people my_id=page.my_id reload/>
                <Invitations open=page.invitations draft=invitation reload/>
                <Rules
                    managers_need_code=page.managers_need_code
                    allowed_addresses=page.allowed_addresses
                    your_address=page.your_address
                    draft=new_rules
                    reload
                />
            </SettingsFrame>
        };
        page.into_any()
    });
    Ok(view! { {page} <ConfirmDialog/> }.into_any())
}
