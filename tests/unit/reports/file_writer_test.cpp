#include "reports/file_writer.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>

namespace wbemcheck::reports {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// A folder of its own for each test, gone afterwards.
class FileWriter : public ::testing::Test {
protected:
    FileWriter() {
        const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
        folder = fs::temp_directory_path() / fmt::format("wbemcheck-reports-{:x}", now);
        fs::create_directories(folder);
    }
    ~FileWriter() override {
        std::error_code ignored;  // a test may have removed it
        fs::remove_all(folder, ignored);
    }

    static std::string content(const fs::path& path) {
        std::ifstream stream(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }
    [[nodiscard]] std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
    }
    static std::string sentence(const std::function<void()>& action) {
        try {
            action();
        } catch (const FileError& error) {
            return error.what();
        }
        ADD_FAILURE() << "nothing was refused";
        return "";
    }

    fs::path folder;
};

TEST_F(FileWriter, WritesEveryByteAsItIs) {
    const std::string text("line\nline\r\n\0\xFF end", 18);
    write_whole(folder / "report.json", text);
    EXPECT_EQ(content(folder / "report.json"), text);
    EXPECT_EQ(files(), 1U);
}

TEST_F(FileWriter, ReplacesAnOlderReport) {
    write_whole(folder / "report.json", "an older and longer report");
    write_whole(folder / "report.json", "new");
    EXPECT_EQ(content(folder / "report.json"), "new");
    EXPECT_EQ(files(), 1U);
}

TEST_F(FileWriter, AcceptsANameWithoutAFolder) {
    const fs::path before = fs::current_path();
    fs::current_path(folder);
    check_writable("report.json");
    write_whole("report.json", "text");
    fs::current_path(before);
    EXPECT_EQ(content(folder / "report.json"), "text");
}

TEST_F(FileWriter, AcceptsNamesBeyondAscii) {
    const fs::path path = folder / fs::path(u8"Pr\u00FCfbericht \u4F60.json");
    check_writable(path);
    write_whole(path, "text");
    EXPECT_EQ(content(path), "text");
}

TEST_F(FileWriter, RefusesAFolderThatDoesNotExistAndMakesNone) {
    const fs::path path = folder / "missing" / "report.json";
    for (const auto& refused :
         {sentence([&] { check_writable(path); }), sentence([&] { write_whole(path, "x"); })}) {
        EXPECT_THAT(refused, StartsWith("Cannot write '"));
        EXPECT_THAT(refused, HasSubstr("report.json': the folder '"));
        EXPECT_THAT(refused, HasSubstr("missing' does not exist."));
    }
    EXPECT_EQ(files(), 0U);
}

TEST_F(FileWriter, RefusesAFolderInPlaceOfAFile) {
    EXPECT_THAT(sentence([&] { check_writable(folder); }), HasSubstr(": it is a folder."));
    EXPECT_THAT(sentence([&] { write_whole(folder, "x"); }), HasSubstr(": it is a folder."));
    EXPECT_THAT(sentence([&] { check_writable(folder / ""); }), HasSubstr("it names a folder, not a file."));
    EXPECT_THAT(sentence([&] { check_writable(""); }), HasSubstr("Cannot write '': the name is empty."));
}

TEST_F(FileWriter, RefusesAFileInPlaceOfAFolder) {
    write_whole(folder / "file", "x");
    EXPECT_THAT(sentence([&] { check_writable(folder / "file" / "report.json"); }),
                HasSubstr("' is not a folder."));
    EXPECT_EQ(content(folder / "file"), "x");
}

TEST_F(FileWriter, CheckingLeavesNothingBehindAndChangesNothing) {
    check_writable(folder / "new.json");
    EXPECT_EQ(files(), 0U);
    write_whole(folder / "old.json", "old");
    const auto time = fs::last_write_time(folder / "old.json");
    check_writable(folder / "old.json");
    EXPECT_EQ(content(folder / "old.json"), "old");
    EXPECT_EQ(fs::last_write_time(folder / "old.json"), time);
    EXPECT_EQ(files(), 1U);
}

TEST_F(FileWriter, ShowsAGrowingFileOnlyWhenItIsWhole) {
    write_whole(folder / "trace.json", "old");
    {
        GrowingFile file(folder / "trace.json");
        file.write("one ");
        file.write("two");
        EXPECT_EQ(content(folder / "trace.json"), "old");
        file.finish();
    }
    EXPECT_EQ(content(folder / "trace.json"), "one two");
    EXPECT_EQ(files(), 1U);
}

TEST_F(FileWriter, LeavesNothingOfAGrowingFileThatIsGivenUp) {
    {
        GrowingFile file(folder / "trace.json");
        file.write("half");
    }
    EXPECT_EQ(files(), 0U);
    EXPECT_THAT(sentence([&] { GrowingFile(folder / "missing" / "trace.json"); }), HasSubstr("does not exist"));
}

}  // namespace
}  // namespace wbemcheck::reports
