#include "tests/unit/reports/golden_file.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace wbemcheck::reports::testing {

namespace {

std::filesystem::path path_of(std::string_view name) {
    return std::filesystem::path(WBEMCHECK_GOLDEN_FOLDER) / name;
}

bool is_approving() {
    const char* value = std::getenv("WBEMCHECK_APPROVE");
    return value != nullptr && std::string_view(value) == "1";
}

std::string line_around(const std::string& text, std::size_t position) {
    const std::size_t before = position == 0 ? std::string::npos : text.rfind('\n', position - 1);
    const std::size_t begin = before == std::string::npos ? 0 : before + 1;
    return text.substr(begin, text.find('\n', position) - begin);
}

}  // namespace

std::string read_golden(std::string_view name) {
    std::ifstream stream(path_of(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void expect_golden(std::string_view name, const std::string& actual) {
    if (is_approving()) {
        std::ofstream stream(path_of(name), std::ios::binary | std::ios::trunc);
        stream << actual;
        stream.close();
        ASSERT_TRUE(stream) << "cannot write " << path_of(name);
        return;
    }
    const std::string expected = read_golden(name);
    if (actual == expected) {
        SUCCEED();
        return;
    }
    const auto difference = std::mismatch(actual.begin(), actual.end(), expected.begin(), expected.end());
    const auto position = static_cast<std::size_t>(difference.first - actual.begin());
    ADD_FAILURE()
        << "differs from the approved file " << path_of(name) << " in line "
        << 1 + std::count(actual.begin(), difference.first, '\n')
        << "\n  approved: " << line_around(expected, position)
        << "\n  actual:   " << line_around(actual, position)
        << "\nIf the new text is right: WBEMCHECK_APPROVE=1, run this test again, look at the difference.";
}

}  // namespace wbemcheck::reports::testing
