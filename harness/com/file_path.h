// Names of files: UTF-8 inside, whatever the system wants outside.
#pragma once

#include <filesystem>
#include <string>

namespace wbemcheck::com {

[[nodiscard]] inline std::filesystem::path to_path(const std::string& utf8) {
    return {std::u8string(utf8.begin(), utf8.end())};
}

[[nodiscard]] inline std::string path_text(const std::filesystem::path& path) {
    const std::u8string text = path.u8string();
    return {text.begin(), text.end()};
}

}  // namespace wbemcheck::com
