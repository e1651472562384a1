//! What people may do. One table, which the server enforces and the browser draws by.

use super::act::{ActKind, Press};
use super::coded::coded;

coded! {
    /// What somebody's work is.
    pub enum Role {
        /// Looks, and changes nothing.
        Viewer = "viewer", "閲覧";
        /// Works on orders.
        Clerk = "clerk", "受注";
        /// Packs and ships.
        Packer = "packer", "梱包";
        /// Everything, the settings and the people included.
        Manager = "manager", "管理";
    }
}

coded! {
    /// How a session was opened.
    pub enum OpenedBy {
        /// By the password, and by the code where there is a second factor.
        Password = "password", "パスワード";
        /// By a PIN, on a tablet that people share.
        Pin = "pin", "PIN";
    }
}

/// What a role may hold the right to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Right {
    /// See the orders.
    See,
    /// Ask NP for credit, repair, cancel, import.
    Act,
    /// Enter slip numbers and report them.
    Ship,
    /// Change the settings of shops, people and the desk.
    Set,
}

impl Role {
    /// Whether the role holds the right.
    pub const fn may(self, right: Right) -> bool {
        match (self, right) {
            (_, Right::See) | (Self::Manager, _) | (Self::Clerk, Right::Act | Right::Ship) | (Self::Packer, Right::Ship) => true,
            (Self::Viewer, Right::Act | Right::Ship | Right::Set) | (Self::Packer, Right::Act | Right::Set) | (Self::Clerk, Right::Set) => {
                false
            }
        }
    }
}

impl OpenedBy {
    /// What a role comes to in such a session: four digits never hold more than the work on orders.
    pub const fn limits(self, role: Role) -> Role {
        match (self, role) {
            (Self::Password, role) | (Self::Pin, role @ (Role::Viewer | Role::Clerk | Role::Packer)) => role,
            (Self::Pin, Role::Manager) => Role::Clerk,
        }
    }
}

impl ActKind {
    /// The right it takes to ask for such an act.
    pub const fn right(self) -> Right {
        match self {
            Self::ReportShipment => Right::Ship,
            Self::Register | Self::Check | Self::Update | Self::Cancel | Self::CheckPayment => Right::Act,
        }
    }
}

impl Press {
    /// The right it takes to press the button.
    pub const fn right(self) -> Right {
        match self {
            Self::ReportShipment => Right::Ship,
            Self::Register | Self::Check | Self::Update | Self::Cancel | Self::Repair | Self::LookUp | Self::EnterNpId => Right::Act,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{OpenedBy, Right, Role};

    #[test]
    fn a_pin_never_opens_the_settings_and_takes_nothing_else_away() {
        for role in Role::ALL {
            assert_eq!(OpenedBy::Password.limits(*role), *role);
            let by_pin = OpenedBy::Pin.limits(*role);
            for right in [Right::See, Right::Act, Right::Ship] {
                assert_eq!(by_pin.may(right), role.may(right), "{role:?} {right:?}");
            }
            assert!(!by_pin.may(Right::Set), "{role:?}");
        }
    }

    #[test]
    fn the_table_of_rights() {
        let rights = |role: Role| [Right::See, Right::Act, Right::Ship, Right::Set].map(|right| role.may(right));
        assert_eq!(rights(Role::Viewer), [true, false, false, false]);
        assert_eq!(rights(Role::Clerk), [true, true, true, false]);
        assert_eq!(rights(Role::Packer), [true, false, true, false]);
        assert_eq!(rights(Role::Manager), [true, true, true, true]);
    }
}
