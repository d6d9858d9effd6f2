//! Whether a JSON value is of the form that the OpenAPI description gives it: the parts of JSON
//! Schema that the description uses; any other part fails the test.

use serde_json::{Map, Value};

/// Every way in which a value is not what the schema says.
pub fn faults(document: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let Some(parts) = schema.as_object() else { return vec![format!("{at}: no schema")] };
    let of_type = |value: &Value, name: &str| match name {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        _ => false,
    };
    let mut found = Vec::new();
    for (keyword, wanted) in parts {
        match keyword.as_str() {
            "$ref" => found.extend(faults(document, resolved(document, wanted), value, at)),
            "type" => {
                let names: Vec<&str> = wanted.as_array().map_or_else(
                    || wanted.as_str().into_iter().collect(),
                    |all| all.iter().filter_map(Value::as_str).collect(),
                );
                if !names.iter().any(|name| of_type(value, name)) {
                    found.push(format!("{at}: {value} is not of type {wanted}"));
                }
            }
            "allOf" => {
                found.extend(wanted.as_array().unwrap().iter().flat_map(|part| faults(document, part, value, at)));
            }
            "oneOf" | "anyOf" => {
                let fits = |part: &Value| faults(document, part, value, at).is_empty();
                if !wanted.as_array().unwrap().iter().any(fits) {
                    found.push(format!("{at}: {value} is none of {wanted}"));
                }
            }
            "required" => {
                let names = wanted.as_array().unwrap().iter().filter_map(Value::as_str);
                found.extend(names.filter(|name| value.get(name).is_none()).map(|name| format!("{at}: no {name}")));
            }
            "properties" => {
                let known = wanted.as_object().unwrap();
                let present = known.iter().filter_map(|(name, schema)| Some((name, schema, value.get(name)?)));
                found.extend(
                    present.flat_map(|(name, schema, part)| faults(document, schema, part, &format!("{at}.{name}"))),
                );
            }
            "items" => {
                let rows = value.as_array().into_iter().flatten().enumerate();
                found.extend(rows.flat_map(|(row, part)| faults(document, wanted, part, &format!("{at}[{row}]"))));
            }
            "enum" => {
                if !wanted.as_array().unwrap().contains(value) {
                    found.push(format!("{at}: {value} is none of {wanted}"));
                }
            }
            "minimum" => {
                if value.as_f64().is_some_and(|number| number < wanted.as_f64().unwrap()) {
                    found.push(format!("{at}: {value} is less than {wanted}"));
                }
            }
            "description" | "example" | "format" | "minItems" | "maxItems" => {}
            other => found.push(format!("{at}: the test does not know {other}")),
        }
    }
    found
}

/// The names of every property that a schema knows, its parts included.
pub fn known(document: &Value, schema: &Value) -> Vec<String> {
    let own = schema["properties"].as_object().map(Map::keys).into_iter().flatten().cloned();
    let parts = ["allOf", "oneOf"]
        .into_iter()
        .filter_map(|of| schema[of].as_array())
        .flatten()
        .flat_map(|part| known(document, part));
    let behind = schema.get("$ref").into_iter().flat_map(|link| known(document, resolved(document, link)));
    own.chain(parts).chain(behind).collect()
}

/// What a `$ref` leads to.
pub fn resolved<'a>(document: &'a Value, link: &Value) -> &'a Value {
    let path = link.as_str().unwrap().strip_prefix('#').unwrap();
    document.pointer(path).unwrap_or_else(|| panic!("{path} leads nowhere"))
}
