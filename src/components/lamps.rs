//! The lamps: colour, word and shape, so that no meaning hangs on colour alone.

use crate::domain::lamp::{Credit, Lamps, Payment, Shipment};
use leptos::prelude::*;

/// The credit lamp. It changes in its place, without being drawn anew.
#[component]
pub fn CreditLamp(
    /// Its state.
    #[prop(into)]
    credit: Signal<Credit>,
) -> impl IntoView {
    view! {
        <span class=move || format!("lamp lamp-{}", credit.get().code())>
            <svg viewBox="0 0 12 12" aria-hidden="true"><path d=move || credit_shape(credit.get())/></svg>
            {move || credit.get().label()}
        </span>
    }
}

/// The shipment and payment lamps, as far as they tell something.
#[component]
pub fn FollowingLamps(
    /// The order's lamps.
    lamps: Lamps,
) -> impl IntoView {
    let shipment = (lamps.shipment != Shipment::None).then(|| {
        view! {
            <span class=format!("lamp ship-{}", lamps.shipment.code())>
                <Shape path=shipment_shape(lamps.shipment)/>
                {lamps.shipment.label()}
            </span>
        }
    });
    let payment = (lamps.payment != Payment::None).then(|| {
        view! {
            <span class=format!("lamp pay-{}", lamps.payment.code())>
                <Shape path=payment_shape(lamps.payment)/>
                {lamps.payment.label()}
            </span>
        }
    });
    view! { {shipment} {payment} }
}

#[component]
fn Shape(path: &'static str) -> impl IntoView {
    view! { <svg viewBox="0 0 12 12" aria-hidden="true"><path d=path/></svg> }
}

/// One shape per state, told apart in grey and at arm's length.
const fn credit_shape(credit: Credit) -> &'static str {
    match credit {
        // ring
        Credit::None => "M6 1.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zm0 1.6a2.9 2.9 0 1 1 0 5.8 2.9 2.9 0 0 1 0-5.8z",
        // arrow that leaves
        Credit::Sending => "M1 5.2h5.6L4.4 3l1.1-1.1L9.6 6l-4.1 4.1L4.4 9l2.2-2.2H1z",
        // half disc
        Credit::Reviewing => "M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1zm0 1.4v7.2a3.6 3.6 0 0 1 0-7.2z",
        // tick
        Credit::Ok => "M4.6 10.2.9 6.5l1.4-1.4 2.3 2.3L9.8 2.2l1.4 1.4z",
        // triangle
        Credit::Hold => "M6 .8 11.6 11H.4zM5.3 4.4v3h1.4v-3zm0 4v1.3h1.4V8.4z",
        // cross
        Credit::Ng => "M2.3.9 6 4.6 9.7.9l1.4 1.4L7.4 6l3.7 3.7-1.4 1.4L6 7.4l-3.7 3.7L.9 9.7 4.6 6 .9 2.3z",
        // diamond
        Credit::Error => "M6 .3 11.7 6 6 11.7.3 6zM5.3 3v3.6h1.4V3zm0 4.6v1.3h1.4V7.6z",
        // question mark
        Credit::Unknown => {
            "M3.2 4a2.8 2.8 0 1 1 4 2.5c-.4.2-.5.4-.5.8v.5H5.1v-.7c0-1 .5-1.6 1.3-2A1.2 1.2 0 1 0 4.8 4zm1.9 4.9h1.7v1.7H5.1z"
        }
        // bar
        Credit::Cancelled => "M1 5h10v2H1z",
    }
}

const fn shipment_shape(shipment: Shipment) -> &'static str {
    match shipment {
        // empty and full parcel
        Shipment::None | Shipment::Ready => "M1 2.5h10v7.5H1zm1.4 1.4v4.7h7.2V3.9z",
        Shipment::Sending => credit_shape(Credit::Sending),
        Shipment::Synced => credit_shape(Credit::Ok),
        Shipment::Failed => credit_shape(Credit::Error),
        Shipment::Unknown => credit_shape(Credit::Unknown),
    }
}

const fn payment_shape(payment: Payment) -> &'static str {
    match payment {
        Payment::None | Payment::Unpaid | Payment::Undisclosed => credit_shape(Credit::None),
        // yen sign
        Payment::Paid => "M2 1h1.8L6 4.6 8.2 1H10L7.4 5H9v1.2H6.8v.9H9v1.2H6.8V11H5.2V8.3H3V7.1h2.2v-.9H3V5h1.6z",
    }
}
