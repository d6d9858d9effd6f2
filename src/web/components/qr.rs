use leptos::prelude::*;
use qrcodegen::{QrCode, QrCodeEcc};

/// A QR code, dark on white in every theme; nothing when the text is too long for one.
#[component]
pub fn Qr(
    /// What it says to a camera.
    text: String,
    /// What it is, for those who do not see it.
    label: &'static str,
    /// Larger, for a screen that another device looks at.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    QrCode::encode_text(&text, QrCodeEcc::Medium).ok().map(|code| {
        let cells = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
        let path: String =
            cells.filter(|(x, y)| code.get_module(*x, *y)).map(|(x, y)| format!("M{x} {y}h1v1h-1z")).collect();
        let frame = format!("-3 -3 {0} {0}", code.size() + 6);
        let class = if large { "qr qr-large" } else { "qr" };
        view! { <svg class=class viewBox=frame role="img" aria-label=label shape-rendering="crispEdges"><path d=path/></svg> }
            .into_any()
    })
}
