#include "reports/html/page.h"

#include <fmt/format.h>

#include "reports/html/assets.h"
#include "reports/safe_text.h"
#include "reports/string_writer.h"

namespace wbemcheck::reports::html {
namespace {

std::string safe(std::string_view text) { return to_xml_text(cut_text(text, kTextLimit)); }

// HTML knows no empty element in the XML form except for those that never have content, and the page uses none of these in
// its body.
void print(pugi::xml_node node, std::string& out) {
    StringWriter writer(out);
    node.print(writer, "", pugi::format_raw | pugi::format_no_empty_element_tags, pugi::encoding_utf8);
}

}  // namespace

pugi::xml_node add(pugi::xml_node parent, const char* element, std::string_view css_class, std::string_view text) {
    pugi::xml_node node = parent.append_child(element);
    if (!css_class.empty()) set(node, "class", css_class);
    if (!text.empty()) add_text(node, text);
    return node;
}

void add_text(pugi::xml_node parent, std::string_view text) {
    parent.append_child(pugi::node_pcdata).set_value(safe(text).c_str());
}

void set(pugi::xml_node node, const char* attribute, std::string_view value) {
    node.append_attribute(attribute).set_value(safe(value).c_str());
}

const char* sign_of(Verdict verdict) noexcept {
    switch (verdict) {
        case Verdict::kNotReached: return "\u25CB";     // white circle
        case Verdict::kNotApplicable: return "\u2013";  // dash
        case Verdict::kPass: return "\u2714";           // check mark
        case Verdict::kObserved: return "\u25CF";       // black circle
        case Verdict::kWaived: return "\u25A3";         // square within a square
        case Verdict::kInconclusive: return "?";
        case Verdict::kWarning: return "\u25B2";        // triangle
        case Verdict::kHarnessFault: return "!";
        case Verdict::kViolation: return "\u2716";      // cross
    }
    return "";
}

pugi::xml_node add_verdict(pugi::xml_node parent, Verdict verdict, std::string_view text) {
    pugi::xml_node badge = add(parent, "span", fmt::format("verdict {}", name_of(verdict)));
    set(add(badge, "span", "sign", sign_of(verdict)), "aria-hidden", "true");
    add_text(badge, text.empty() ? fmt::format(" {}", name_of(verdict)) : fmt::format(" {}", text));
    return badge;
}

Verdict verdict_like(RunVerdict verdict) noexcept {
    switch (verdict) {
        case RunVerdict::kConforms: return Verdict::kPass;
        case RunVerdict::kViolates: return Verdict::kViolation;
        case RunVerdict::kInconclusive: return Verdict::kInconclusive;
        case RunVerdict::kFault: break;
    }
    return Verdict::kHarnessFault;
}

pugi::xml_node add_scrolling(pugi::xml_node parent, std::string_view label) {
    pugi::xml_node region = add(parent, "div", "scrolling");
    set(region, "role", "group");  // a landmark for each would be too many to go by
    set(region, "aria-label", label);
    set(region, "tabindex", "0");
    return region;
}

pugi::xml_node add_field(pugi::xml_node list, std::string_view term, std::string_view text) {
    if (text.empty()) return {};
    add(list, "dt", {}, term);
    return add(list, "dd", {}, text);
}

std::string anchor_of(std::string_view prefix, std::string_view id) {
    std::string anchor(prefix);
    for (const char c : id) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
        // Two ids that differ in something else must not meet in one anchor.
        anchor += is_plain ? std::string(1, c) : fmt::format("_{:02x}", static_cast<unsigned char>(c));
    }
    return anchor;
}

Page::Page(std::string_view title) : title_(title) {
    pugi::xml_node skip = add(body_, "a", "skip", "To the report");
    set(skip, "href", "#report");
    pugi::xml_node navigation = add(body_, "nav");
    set(navigation, "aria-label", "Contents");
    contents_ = add(navigation, "ul");
    main_ = add(body_, "main");
    set(main_, "id", "report");
}

pugi::xml_node Page::add_part(std::string_view id, std::string_view title, std::string_view meaning) {
    pugi::xml_node link = add(add(contents_, "li"), "a", {}, title);
    set(link, "href", fmt::format("#{}", id));
    pugi::xml_node part = add(main_, "section", "part");
    set(part, "id", id);
    set(part, "aria-labelledby", fmt::format("{}-title", id));
    set(add(part, "h2", {}, title), "id", fmt::format("{}-title", id));
    if (!meaning.empty()) add(part, "p", "meaning", meaning);
    return part;
}

std::string Page::write(std::string_view page_data) const {
    std::string title;
    pugi::xml_document head;
    add(head, "title", {}, title_);
    print(head.first_child(), title);
    // Nothing is fetched, whatever the page holds: it must read the same from a mail attachment and without a network.
    std::string out = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
        "script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
        "{}\n<style>\n{}</style>\n</head>\n<body>\n",
        title, kStyle);
    for (const pugi::xml_node node : body_.children()) {
        print(node, out);
        out += '\n';
    }
    if (!page_data.empty()) out += fmt::format("<script type=\"text/plain\" id=\"data\">{}</script>\n", page_data);
    out += fmt::format("<script>\n{}</script>\n</body>\n</html>\n", kScript);
    return out;
}

}  // namespace wbemcheck::reports::html
