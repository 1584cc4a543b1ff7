// An HTML page in the making. Everything goes through an XML tree, whose writer escapes every text and every attribute: no
// text of a subject can become markup. The style sheet and the script of the page are ours alone and hold nothing else.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <pugixml.hpp>

#include "reports/result.h"

namespace wbemcheck::reports::html {

// A child at the end of `parent`, with a class and a text where they are not empty. The text may hold any bytes.
pugi::xml_node add(pugi::xml_node parent, const char* element, std::string_view css_class = {}, std::string_view text = {});

// A text behind what `parent` holds already.
void add_text(pugi::xml_node parent, std::string_view text);

void set(pugi::xml_node node, const char* attribute, std::string_view value);

// "violation" with its sign, so that nothing depends on the colour alone.
pugi::xml_node add_verdict(pugi::xml_node parent, Verdict verdict, std::string_view text = {});
[[nodiscard]] const char* sign_of(Verdict verdict) noexcept;

// The verdict of a scenario that looks like this one of a run.
[[nodiscard]] Verdict verdict_like(RunVerdict verdict) noexcept;

// A region that scrolls by itself where it is wider than the window, and that the keyboard can reach.
pugi::xml_node add_scrolling(pugi::xml_node parent, std::string_view label);

// A term and its explanation, where there is one.
pugi::xml_node add_field(pugi::xml_node list, std::string_view term, std::string_view text);

// Letters, digits and hyphens only: what an id and the link to it may hold.
[[nodiscard]] std::string anchor_of(std::string_view prefix, std::string_view id);

// Texts longer than this are cut, and say so.
inline constexpr std::size_t kTextLimit = 20'000;

class Page {
public:
    explicit Page(std::string_view title);

    [[nodiscard]] pugi::xml_node main() noexcept { return main_; }

    // A part with a heading of its own that the contents at the top lead to.
    pugi::xml_node add_part(std::string_view id, std::string_view title, std::string_view meaning = {});

    // The whole document. `page_data`: digits, letters and commas that the script of the page reads; never a text of a subject.
    [[nodiscard]] std::string write(std::string_view page_data = {}) const;

private:
    std::string title_;
    pugi::xml_document body_;
    pugi::xml_node contents_;
    pugi::xml_node main_;
};

}  // namespace wbemcheck::reports::html
