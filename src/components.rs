//! One piece of a screen each.

pub mod buttons;
pub mod buyer;
pub mod confirm;
pub mod copy;
pub mod filters;
pub mod grid;
pub mod header;
pub mod help;
pub mod lamps;
pub mod lanes;
pub mod layout_form;
pub mod live;
pub mod notice;
pub mod page;
pub mod panel;
pub mod part;
pub mod reasons;
pub mod row_book;
pub mod run_rows;
pub mod saved_views;
pub mod saving;
pub mod search;
pub mod settings_frame;
pub mod sheet;
pub mod shop_form;
pub mod toolbar;
