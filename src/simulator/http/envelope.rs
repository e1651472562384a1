//! `{"transactions": […]}`, around every request (np-api.md §1.1, §1.3).

use serde_json::Value;

use crate::simulator::rules::fields::Object;

/// NP takes no more elements at once (`EPRO0102`).
const MOST: usize = 1000;

/// Takes the elements out of a body, or tells the code that refuses the whole request.
///
/// NP's answer to a body that is no such JSON is not known; like an empty list (np-api.md §1.5) it holds no transaction
/// that could be processed (`EPRO0101`).
pub(crate) fn open(body: &[u8]) -> Result<Vec<Object>, &'static str> {
    const NOTHING: &str = "EPRO0101";
    let Ok(Value::Object(mut envelope)) = serde_json::from_slice(body) else {
        return Err(NOTHING);
    };
    let Some(Value::Array(elements)) = envelope.remove("transactions") else {
        return Err(NOTHING);
    };
    if elements.is_empty() {
        return Err(NOTHING);
    }
    if elements.len() > MOST {
        return Err("EPRO0102");
    }
    let objects = elements.into_iter().map(|element| match element {
        Value::Object(object) => Ok(object),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => Err(NOTHING),
    });
    objects.collect()
}
