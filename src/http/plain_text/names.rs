//! The names of HTML (the standard, its index, and what it lists as obsolete), in lower case.

/// Elements. Those of SVG and `MathML` have an effect inside of `svg` and `math` only. `image` is read as `img`.
#[rustfmt::skip]
pub(super) const ELEMENTS: &[&str] = &[
    "a", "abbr", "acronym", "address", "applet", "area", "article", "aside", "audio", "b", "base",
    "basefont", "bdi", "bdo", "bgsound", "big", "blink", "blockquote", "body", "br", "button",
    "canvas", "caption", "center", "cite", "code", "col", "colgroup", "command", "content", "data",
    "datalist", "dd", "del", "details", "dfn", "dialog", "dir", "div", "dl", "dt", "em", "embed",
    "fencedframe", "fieldset", "figcaption", "figure", "font", "footer", "form", "frame",
    "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "i",
    "iframe", "image", "img", "input", "ins", "isindex", "kbd", "keygen", "label", "legend", "li",
    "link", "listing", "main", "map", "mark", "marquee", "math", "menu", "menuitem", "meta",
    "meter", "nav", "nobr", "noembed", "noframes", "noscript", "object", "ol", "optgroup",
    "option", "output", "p", "param", "picture", "plaintext", "portal", "pre", "progress", "q",
    "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "script", "search", "section", "select",
    "selectedcontent", "shadow", "slot", "small", "source", "spacer", "span", "strike", "strong",
    "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "template", "textarea",
    "tfoot", "th", "thead", "time", "title", "tr", "track", "tt", "u", "ul", "var", "video", "wbr",
    "xmp",
];

/// Elements that only mark text: without attributes nothing is loaded, hidden or run.
#[rustfmt::skip]
pub(super) const TEXT_ELEMENTS: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "mark", "p", "q", "s", "samp", "small", "strike", "strong", "sub",
    "sup", "time", "tt", "u", "var",
];

/// Elements that hide the text after them in a page.
pub(super) const HIDING_ELEMENTS: &[&str] = &[
    "script",
    "style",
    "textarea",
    "title",
    "plaintext",
    "iframe",
    "noscript",
    "noembed",
    "noframes",
    "xmp",
    "template",
    "select",
    "svg",
    "math",
];

/// Attributes, but for those that begin with `on`, `data-` or `aria-`.
#[rustfmt::skip]
pub(super) const ATTRIBUTES: &[&str] = &[
    "abbr", "accept", "accept-charset", "accesskey", "action", "align", "alink", "allow",
    "allowfullscreen", "alpha", "alt", "archive", "async", "autocapitalize", "autocomplete",
    "autocorrect", "autofocus", "autoplay", "axis", "background", "behavior", "bgcolor",
    "blocking", "border", "bordercolor", "bottommargin", "cellpadding", "cellspacing", "char",
    "charoff", "charset", "checked", "cite", "class", "classid", "clear", "closedby", "code",
    "codebase", "codetype", "color", "colorspace", "cols", "colspan", "command", "commandfor",
    "compact", "content", "contenteditable", "controls", "controlslist", "coords",
    "credentialless", "crossorigin", "csp", "data", "datafld", "dataformatas", "datasrc",
    "datetime", "decoding", "declare", "default", "defer", "dir", "direction", "dirname",
    "disabled", "disablepictureinpicture", "disableremoteplayback", "download", "draggable",
    "elementtiming", "enctype", "enterkeyhint", "event", "exportparts", "face", "fetchpriority",
    "for", "form", "formaction", "formenctype", "formmethod", "formnovalidate", "formtarget",
    "frame", "frameborder", "headers", "height", "hidden", "high", "href", "hreflang", "hspace",
    "http-equiv", "icon", "id", "imagesizes", "imagesrcset", "incremental", "inert",
    "inputmode", "integrity", "is", "ismap", "itemid", "itemprop", "itemref", "itemscope",
    "itemtype", "kind", "label", "lang", "language", "leftmargin", "link", "list", "loading",
    "longdesc", "loop", "low", "lowsrc", "manifest", "marginheight", "marginwidth", "max",
    "maxlength", "media", "method", "min", "minlength", "multiple", "muted", "name", "nohref",
    "nomodule", "nonce", "noresize", "noshade", "novalidate", "nowrap", "open", "optimum",
    "part", "pattern", "ping", "placeholder", "playsinline", "popover", "popovertarget",
    "popovertargetaction", "poster", "preload", "profile", "prompt", "property", "radiogroup",
    "readonly", "referrerpolicy", "rel", "required", "rev", "reversed", "rightmargin", "role",
    "rows", "rowspan", "rules", "sandbox", "scheme", "scope", "scrolling", "selected", "shape",
    "size", "sizes", "slot", "span", "spellcheck", "src", "srcdoc", "srclang", "srcset",
    "start", "step", "style", "summary", "tabindex", "target", "text", "title", "topmargin",
    "translate", "type", "usemap", "valign", "value", "valuetype", "version", "vlink", "vspace",
    "width", "wrap", "writingsuggestions", "xlink:href", "xml:base", "xml:lang", "xmlns",
    "zoom",
];

/// Whether a name is one of these, in any case.
pub(super) fn is_one_of(names: &[&str], name: &str) -> bool {
    names.iter().any(|other| name.eq_ignore_ascii_case(other))
}

/// Whether the value of an attribute of this name is a script.
pub(super) fn is_event_handler(name: &str) -> bool {
    name.strip_prefix("on")
        .is_some_and(|event| event.starts_with(|c: char| c.is_ascii_alphabetic()))
}
