// Files that include files.
#include "mock_provider/mof/document.h"

#include <filesystem>
#include <fstream>
#include <random>

#include "tests/unit/mock_mof/mof_fixture.h"

namespace wbemcheck::mock::mof {
namespace {

namespace fs = std::filesystem;

class MofFiles : public MofFixture {
protected:
    MofFiles() {
        folder_ = fs::temp_directory_path() / ("wbemcheck_mof_" + std::to_string(std::random_device{}()));
        fs::create_directories(folder_);
    }
    ~MofFiles() override {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }

    fs::path write(const fs::path& name, std::string_view text) {
        fs::create_directories((folder_ / name).parent_path());
        std::ofstream(folder_ / name, std::ios::binary) << text;
        return folder_ / name;
    }

    // The errors with the names of the files alone.
    [[nodiscard]] std::string load_errors(const fs::path& file, const LoadOptions& options = {}) {
        loaded_ = load_file(repository_, "root\\test", file, options);
        std::string all;
        for (Diagnostic error : loaded_.errors) {
            error.file = fs::path(error.file).filename().string();
            all += (all.empty() ? "" : "\n") + to_text(error);
        }
        return all;
    }

    fs::path folder_;
};

TEST_F(MofFiles, IncludesBesideTheFileBesideTheFirstAndInFolders) {
    write("sub/inner.mof",
          "#include \"beside.mof\"\n#pragma include(\"top.mof\")\n#include \"elsewhere.mof\"\n"
          "class Inner : Elsewhere { };\n");
    write("sub/beside.mof", "class Beside { };\n");
    write("beside.mof", "class Wrong { };\n");
    write("top.mof", "class Top : Beside { };\n");
    write("far/elsewhere.mof", "class Elsewhere : Top { };\n");
    const fs::path first =
        write("first.mof", "#pragma include (\"sub\\\\inner.mof\")\nclass Last : Inner { };\n");
    EXPECT_EQ(load_errors(first), "inner.mof:3:10: the included file elsewhere.mof cannot be read");
    EXPECT_EQ(load_errors(first, {.include_folders = {folder_ / "far"}}), "");
    EXPECT_EQ(loaded_.classes, 5U);
    EXPECT_EQ(definition("Last")->derivation().size(), 4U);
}

TEST_F(MofFiles, NamesTheFileOfAnError) {
    write("two.mof", "\nclass B { uint8 P = 300; };\n");
    EXPECT_EQ(load_errors(write("one.mof", "#include \"two.mof\"\nclass A { uint8 P = -1; };\n")),
              "two.mof:2:21: expected an integer in the range of uint8, found '300'\n"
              "one.mof:2:21: expected an integer in the range of uint8, found '-'");
}

TEST_F(MofFiles, ReadsUtf16) {
    std::string bytes = "\xFF\xFE";
    for (const char c : std::string_view("class A { string \xE4; };")) {
        bytes += c;
        bytes += '\0';
    }
    EXPECT_EQ(load_errors(write("wide.mof", bytes)), "");
    EXPECT_TRUE(definition("A")->find_property("\xC3\xA4"));
}

TEST_F(MofFiles, MayIncludeAFileTwice) {
    write("shared.mof", "class Shared { };\n");
    EXPECT_EQ(load_errors(write("one.mof",
                                "#include \"shared.mof\"\n#include \"shared.mof\"\nclass A : Shared { };\n")),
              "");
}

TEST_F(MofFiles, RefusesAFileThatIncludesItself) {
    const fs::path one = write("one.mof", "#include \"two.mof\"\n");
    write("two.mof", "class Two { };\n#include \"./one.mof\"\n");
    EXPECT_EQ(load_errors(one),
              "two.mof:2:10: the file ./one.mof includes itself: one.mof -> two.mof -> one.mof");
    EXPECT_EQ(load_errors(write("self.mof", "#include \"self.mof\"")),
              "self.mof:1:10: the file self.mof includes itself: self.mof -> self.mof");
}

TEST_F(MofFiles, RefusesFilesThatAreNestedTooDeeply) {
    for (int i = 0; i < 100; ++i) {
        write("f" + std::to_string(i) + ".mof", "#include \"f" + std::to_string(i + 1) + ".mof\"");
    }
    EXPECT_EQ(load_errors(folder_ / "f0.mof"), "f63.mof:1:10: expected at most 64 files within each other");
}

TEST_F(MofFiles, SaysThatAFileCannotBeRead) {
    EXPECT_EQ(load_errors(folder_ / "none.mof"), "none.mof:1:1: the file cannot be read");
    EXPECT_EQ(load_errors(folder_), folder_.filename().string() + ":1:1: the file cannot be read");
}

TEST_F(MofFiles, HaveNoFolderInAText) {
    EXPECT_EQ(errors_of("#include \"one.mof\""), "1:10: the included file one.mof cannot be read");
    write("one.mof", "class One { };");
    const Loaded loaded =
        load_text(repository_, "root\\test", "#include \"one.mof\"", "text", {.include_folders = {folder_}});
    EXPECT_TRUE(loaded.errors.empty());
    EXPECT_EQ(loaded.classes, 1U);
}

}  // namespace
}  // namespace wbemcheck::mock::mof
