//! The live connection: its state for the dot in the header, and what it brings.

use super::notice::Notices;
use super::row_book::RowBook;
#[cfg(feature = "hydrate")]
use crate::api::changes;
use crate::api::orders::load_rows;
use crate::api::row::{OrderRow, Page, ROWS_AT_ONCE};
use crate::api::status::{Me, Status};
use crate::api::view::View;
#[cfg(feature = "hydrate")]
use crate::components::retry::Waits;
use crate::domain::role::Right;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How the connection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// Not tried yet: the page has just been painted.
    Starting,
    /// Events arrive.
    Live,
    /// Broken; the browser tries again by itself.
    Reconnecting,
    /// The machine has no network.
    Offline,
}

impl Connection {
    /// The word beside the dot.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Starting => "接続中",
            Self::Live => "ライブ",
            Self::Reconnecting => "再接続中",
            Self::Offline => "オフライン",
        }
    }

    /// For the style sheet and for tests.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Starting => "starting",
            Self::Live => "live",
            Self::Reconnecting => "reconnecting",
            Self::Offline => "offline",
        }
    }
}

/// What the pages see of the connection. One per tab, whatever page is shown.
#[derive(Clone, Copy)]
pub struct Live {
    /// How it stands.
    pub connection: RwSignal<Connection>,
    /// Shops, statuses and counts, the newest that came.
    pub status: RwSignal<Status>,
    /// Who is signed in.
    pub me: RwSignal<Me>,
    /// The loaded rows.
    pub book: RowBook,
    /// The view whose rows are on screen; the address may name another, whose rows are on their way.
    pub view: RwSignal<View>,
    /// Counts up when the view must be loaded anew.
    pub resync: RwSignal<u32>,
    started: StoredValue<bool>,
    /// Rows are being read anew.
    is_reading: StoredValue<bool>,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            connection: RwSignal::new(Connection::Starting),
            status: RwSignal::new(Status::default()),
            me: RwSignal::new(Me::NOBODY),
            book: RowBook::new(),
            view: RwSignal::new(View::default()),
            resync: RwSignal::new(0),
            started: StoredValue::new(false),
            is_reading: StoredValue::new(false),
        }
    }
}

impl Live {
    /// The connection of this tab.
    pub fn here() -> Self {
        expect_context()
    }

    /// Whether who is signed in holds the right. For drawing: the server asks again.
    pub fn may(self, right: Right) -> bool {
        self.me.with(|me| me.may(right))
    }

    /// Says how the connection stands; whoever shows it hears of a change alone.
    #[cfg(feature = "hydrate")]
    pub fn tell(self, connection: Connection) {
        if self.connection.get_untracked() != connection {
            self.connection.set(connection);
        }
    }

    /// Shows another view, or the same one anew, from its first page.
    pub fn open(self, view: View, page: Page) {
        let is_same = self.view.with_untracked(|shown| shown.has_the_orders_of(&view));
        self.view.set(view);
        self.book.open(page, is_same);
        self.read_unread();
    }

    /// Adds a page of the view on screen, as [`RowBook::add`] does.
    pub fn add(self, page: Page, looking_at: i64) -> bool {
        let is_added = self.book.add(page, looking_at);
        self.read_unread();
        is_added
    }

    /// Follows an order that is open beside the grid; returns its signal.
    pub fn pin(self, row: OrderRow) -> ArcRwSignal<OrderRow> {
        let signal = self.book.pin(row);
        self.read_unread();
        signal
    }

    /// Takes a changed row.
    pub fn apply(self, row: OrderRow) {
        self.view.with_untracked(|view| self.book.apply(row, view));
    }

    /// Takes the header's figures, unless newer ones are there.
    pub fn take_status(self, status: Status) {
        if self.status.with_untracked(|known| known.seq <= status.seq) {
            self.status.set(status);
        }
    }

    /// Has the rows of these orders read anew.
    pub fn read(self, order_ids: &[i64]) {
        self.book.unread.add(order_ids);
        self.read_unread();
    }

    /// One request at a time, however many orders there are.
    fn read_unread(self) {
        if self.is_reading.get_value() || self.book.unread.is_empty() {
            return;
        }
        self.is_reading.set_value(true);
        spawn_local(async move {
            while !self.book.unread.is_empty() {
                if let Ok(rows) = load_rows(self.book.unread.take(ROWS_AT_ONCE)).await {
                    for row in rows {
                        self.apply(row);
                    }
                } else {
                    // What could not be read comes with the view, loaded anew.
                    self.book.unread.take(usize::MAX);
                    self.resync.update(|n| *n += 1);
                }
            }
            self.is_reading.set_value(false);
        });
    }

    /// The stream has left something out, up to an outbox position: the view is loaded anew.
    #[cfg(feature = "hydrate")]
    pub fn start_over(self, seq: i64) {
        self.book.unread.skip_to(seq);
        // After a restore the database counts from an older position.
        self.status.update_untracked(|status| status.seq = status.seq.min(seq));
        self.resync.update(|n| *n += 1);
    }

    /// Takes what somebody looks at of an `orders` event, whose lines are asked for by number, at an outbox position. False
    /// when a line cannot be read.
    #[cfg(feature = "hydrate")]
    pub fn take(self, seq: i64, line: impl Fn(u32) -> Option<String>) -> bool {
        let taken = self.try_take(seq, line);
        self.read_unread();
        taken.is_some()
    }

    #[cfg(feature = "hydrate")]
    fn try_take(self, seq: i64, line: impl Fn(u32) -> Option<String>) -> Option<()> {
        for (change, nth) in changes::named(&line(0)?)?.into_iter().zip(1..) {
            self.book.unread.announce(change, seq);
            let is_known = self.view.with_untracked(|view| {
                let is_taken = !self.book.wants(change, view) || self.book.take(change, changes::read(&line(nth)?)?, view);
                Some(is_taken)
            });
            if !is_known? {
                self.book.unread.add(&[change.id]);
            }
        }
        Some(())
    }

    /// Takes what a page load brought, and opens the stream behind it if that has not happened yet.
    pub fn begin(self, me: Me, status: Status) {
        self.me.set(me);
        let after = status.seq;
        self.take_status(status);
        if self.started.get_value() {
            return;
        }
        self.started.set_value(true);
        self.book.unread.skip_to(after);
        let notices = Notices::here();
        // An effect runs in the browser only, and after hydration.
        Effect::new(move |_| {
            #[cfg(feature = "hydrate")]
            crate::browser::events::listen(self, notices, after, Waits::default());
            #[cfg(not(feature = "hydrate"))]
            let _ = (after, notices);
        });
    }
}
