//! One piece of a screen each.

pub mod buttons;
pub mod confirm;
pub mod grid;
pub mod header;
pub mod lamps;
pub mod lanes;
pub mod live;
pub mod notice;
pub mod panel;
pub mod part;
pub mod row_book;
pub mod run_rows;
pub mod saving;
pub mod search;
pub mod settings_frame;
pub mod sheet;
