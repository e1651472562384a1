//! Copying a shop's settings to others: what is ticked, and never what makes a shop itself.

use super::{NewSpCode, Wanted, write};
use crate::api::shops::CopyGroup;
use crate::domain::shop::ShopForm;
use crate::server::acts::ledger::NO_SHOP;
use crate::server::auth::SessionUser;
use crate::server::error::ServerError;
use crate::server::state::AppState;
use crate::server::store::shops;

/// Copies these groups of the settings that were seen at `version` to the shops with these codes, to all of them or to none.
///
/// # Errors
/// When nothing is chosen, a shop is not there, or somebody has changed the settings meanwhile.
pub async fn copy(
    state: &AppState,
    user: &SessionUser,
    from: &str,
    version: i64,
    to: &[String],
    groups: &[CopyGroup],
) -> Result<(), ServerError> {
    if to.is_empty() || groups.is_empty() {
        return Err(ServerError::BadInput("コピー先の店舗と、コピーする項目にチェックを付けてください。".to_owned()));
    }
    let mut tx = state.store.begin().await?;
    let source = shops::by_code(&mut tx, from).await?.ok_or(NO_SHOP)?;
    super::page::check_version(&source, version)?;
    let form = source.form();
    for code in to.iter().filter(|code| code.as_str() != from) {
        let target = shops::by_code(&mut tx, code).await?.ok_or(NO_SHOP)?;
        let form = groups.iter().fold(target.form(), |target, group| take_over(target, &form, *group));
        let wanted = Wanted { by: user.by(), code, form, sp_code: NewSpCode::Keep, copied_from: Some(&source.name) };
        write(state, &mut tx, wanted).await?;
    }
    state.store.commit(tx).await?;
    Ok(())
}

fn take_over(target: ShopForm, source: &ShopForm, group: CopyGroup) -> ShopForm {
    match group {
        CopyGroup::Fee => ShopForm { fee: source.fee.clone(), ..target },
        CopyGroup::Automation => ShopForm { automation: source.automation, ..target },
        CopyGroup::Carriers => ShopForm { takes_other_carriers: source.takes_other_carriers, ..target },
        CopyGroup::Site => ShopForm { site_name: source.site_name.clone(), site_url: source.site_url.clone(), ..target },
    }
}
