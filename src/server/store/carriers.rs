//! 配達業者設定: the names that people have mapped to carriers.

use super::shops::{self, Shop};
use super::{StoreError, Transaction};
use crate::domain::carrier::{CarrierBook, OwnName, ShippedBy, name_key};
use sqlx::AnyConnection;
use std::collections::HashMap;

/// The mapped names, in their alphabet.
///
/// # Errors
/// When the database fails.
pub async fn own_names(conn: &mut AnyConnection) -> Result<Vec<OwnName>, StoreError> {
    let rows: Vec<(String, String)> = sqlx::query_as("SELECT name, carrier FROM carrier_names ORDER BY name_key").fetch_all(conn).await?;
    let own = |(name, carrier): (String, String)| {
        let by = ShippedBy::from_code(&carrier).ok_or(StoreError::Corrupt("carrier_names.carrier"))?;
        Ok(OwnName { name, by })
    };
    rows.into_iter().map(own).collect()
}

/// What a shop's orders are reported by.
///
/// # Errors
/// When the database fails.
pub async fn book(conn: &mut AnyConnection, shop: &Shop) -> Result<CarrierBook, StoreError> {
    Ok(CarrierBook { own: own_names(conn).await?, takes_contracted: shop.takes_other_carriers })
}

/// The books of all shops, by key.
///
/// # Errors
/// When the database fails.
pub async fn books(conn: &mut AnyConnection) -> Result<HashMap<i64, CarrierBook>, StoreError> {
    let own = own_names(conn).await?;
    let book = |shop: Shop| (shop.id, CarrierBook { own: own.clone(), takes_contracted: shop.takes_other_carriers });
    Ok(shops::all(conn).await?.into_iter().map(book).collect())
}

/// Maps a name, or takes its mapping away.
///
/// # Errors
/// When the database fails.
pub async fn map(tx: &mut Transaction, name: &str, by: Option<ShippedBy>) -> Result<(), StoreError> {
    let Some(by) = by else {
        sqlx::query("DELETE FROM carrier_names WHERE name_key = $1").bind(name_key(name)).execute(&mut **tx).await?;
        return Ok(());
    };
    sqlx::query(
        "INSERT INTO carrier_names (name_key, name, carrier) VALUES ($1, $2, $3) \
         ON CONFLICT (name_key) DO UPDATE SET name = excluded.name, carrier = excluded.carrier",
    )
    .bind(name_key(name))
    .bind(name.to_owned())
    .bind(by.code())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The carriers of the orders that NP has to be told about, as their files name them, with how many orders there are.
///
/// # Errors
/// When the database fails.
pub async fn names_in_use(conn: &mut AnyConnection) -> Result<Vec<(String, i64)>, StoreError> {
    Ok(sqlx::query_as(
        "SELECT carrier, COUNT(*) FROM orders WHERE lane IN ('before', 'reviewing', 'repair', 'ng', 'error', 'unsynced', 'unknown') AND carrier <> '' GROUP BY carrier ORDER BY 2 DESC, 1",
    )
    .fetch_all(conn)
    .await?)
}

/// Orders whose slip number the desk could not report by itself, with their shops and carriers: it may be able to now.
///
/// # Errors
/// When the database fails.
pub async fn held_up(conn: &mut AnyConnection) -> Result<Vec<(i64, i64, String)>, StoreError> {
    Ok(sqlx::query_as(
        "SELECT id, shop_id, carrier FROM orders WHERE credit = 'ok' AND shipment <> 'synced' AND automation_note IS NOT NULL ORDER BY id",
    )
    .fetch_all(conn)
    .await?)
}
