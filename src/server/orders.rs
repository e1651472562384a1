//! Orders: reading the grid and the sheet, editing, importing.

pub mod carriers;
pub mod edit;
pub mod fee;
pub mod import;
pub mod page;
pub mod sheet;
pub mod tracking;
pub mod unsent;
pub mod views;
