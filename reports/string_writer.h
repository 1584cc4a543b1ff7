// What pugixml prints, at the end of a string.
#pragma once

#include <cstddef>
#include <string>

#include <pugixml.hpp>

namespace wbemcheck::reports {

struct StringWriter final : pugi::xml_writer {
    explicit StringWriter(std::string& target) : out(target) {}
    void write(const void* data, std::size_t size) override { out.append(static_cast<const char*>(data), size); }
    std::string& out;
};

}  // namespace wbemcheck::reports
