// What a module's file tells before it is loaded.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "harness/com/guid.h"
#include "harness/com/text.h"
#include "harness/subject/module_file.h"

namespace wbemcheck::subject::test {
namespace {

using ::testing::IsEmpty;

constexpr const char* kFirst = "{4590F811-1D3A-11D0-891F-00AA004B2E24}";
constexpr const char* kSecond = "{7C0B2D1E-5B6F-4E0C-9B1D-3F1A5C7E9A01}";

class ModuleFileTest : public ::testing::Test {
protected:
    ~ModuleFileTest() override {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

    // A file of these bytes.
    [[nodiscard]] std::filesystem::path file_of(const std::string& bytes) const {
        std::filesystem::create_directories(folder_);
        const std::filesystem::path file = folder_ / "module";
        std::ofstream(file, std::ios::binary) << bytes;
        return file;
    }
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

private:
    // CTest may run several of these at once.
    const std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() /
        ("wbemcheck-module-" + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
};

std::string with(std::string bytes, std::size_t position, std::string_view part) {
    return bytes.replace(position, part.size(), part);
}

// The head of an ELF file: type and machine.
std::string elf(char type, char machine) {
    std::string bytes = with(std::string(64, '\0'), 0, "\x7F"
                                                       "ELF");
    bytes[16] = type;
    bytes[18] = machine;
    return bytes;
}

std::string portable_executable(std::string_view machine, char characteristics_high) {
    std::string bytes = with(std::string(256, '\0'), 0, "MZ");
    bytes[0x3C] = '\x80';
    bytes = with(bytes, 0x80, std::string_view("PE\0\0", 4));
    bytes = with(bytes, 0x84, machine);
    bytes[0x80 + 23] = characteristics_high;
    return bytes;
}

TEST_F(ModuleFileTest, KnowsASharedObjectAndItsMachine) {
    EXPECT_EQ(describe(inspect_module(file_of(elf(3, 62)))), "an ELF module for x86-64");
    EXPECT_EQ(describe(inspect_module(file_of(elf(3, 3)))), "an ELF module for i386");
    EXPECT_EQ(describe(inspect_module(file_of(elf(3, 99)))), "an ELF module for machine 0x63");
}

TEST_F(ModuleFileTest, KnowsAnObjectFileFromAModule) {
    EXPECT_EQ(describe(inspect_module(file_of(elf(1, 62)))), "an ELF file for x86-64");
}

TEST_F(ModuleFileTest, KnowsADllAndItsMachine) {
    EXPECT_EQ(describe(inspect_module(file_of(portable_executable("\x64\x86", '\x20')))), "a Windows DLL for x86-64");
    EXPECT_EQ(describe(inspect_module(file_of(portable_executable("\x4C\x01", '\x21')))), "a Windows DLL for i386");
    EXPECT_EQ(describe(inspect_module(file_of(portable_executable("\x64\xAA", '\x00')))), "a Windows program for AArch64");
}

TEST_F(ModuleFileTest, CallsEverythingElseNoModule) {
    EXPECT_EQ(describe(inspect_module(file_of(""))), "no module");
    EXPECT_EQ(describe(inspect_module(file_of("#!/bin/sh\n"))), "no module");
    EXPECT_EQ(describe(inspect_module(file_of("MZ"))), "no module") << "the header lies beyond the end";
    std::string far_header = portable_executable("\x64\x86", '\x20');
    far_header[0x3F] = '\x7F';
    EXPECT_EQ(describe(inspect_module(file_of(far_header))), "no module");
}

TEST_F(ModuleFileTest, SaysWhyAFileCannotBeRead) {
    const auto reason = [](const std::filesystem::path& file) -> std::string {
        try {
            static_cast<void>(inspect_module(file));
        } catch (const std::runtime_error& error) {
            return error.what();
        }
        return "none";
    };
    EXPECT_EQ(reason(folder() / "missing"), "does not exist");
    EXPECT_EQ(reason(file_of("").parent_path()), "is no file");
}

std::string two_bytes_each(std::string_view text) {
    std::string bytes;
    for (const char c : text) {
        bytes += c;
        bytes += '\0';
    }
    return bytes;
}

std::vector<std::string> class_ids(const std::filesystem::path& file) {
    std::vector<std::string> texts;
    for (const CLSID& id : find_class_ids(file)) texts.push_back(com::format_guid(id));
    return texts;
}

TEST_F(ModuleFileTest, FindsIdentifiersOfOneAndOfTwoBytesOnceEach) {
    const std::string bytes = std::string("\x01{") + kSecond + "'" + two_bytes_each(kFirst) + "{4590F811-" + kSecond;
    EXPECT_THAT(class_ids(file_of(bytes)), ::testing::ElementsAre(kSecond, kFirst));
}

TEST_F(ModuleFileTest, FindsAnIdentifierThatEndsWithTheFile) {
    EXPECT_THAT(class_ids(file_of(kFirst)), ::testing::ElementsAre(kFirst));
    const std::string wide = two_bytes_each(kFirst);
    EXPECT_THAT(class_ids(file_of(wide)), ::testing::ElementsAre(kFirst));
    EXPECT_THAT(class_ids(file_of(wide.substr(0, wide.size() - 1))), ::testing::ElementsAre(kFirst))
        << "the last character is there, its zero is not";
}

TEST_F(ModuleFileTest, TakesNothingForAnIdentifierThatIsCutOrMisspelt) {
    const std::string text = kFirst;
    EXPECT_THAT(class_ids(file_of(text.substr(0, text.size() - 1))), IsEmpty());
    EXPECT_THAT(class_ids(file_of(with(text, 9, "+"))), IsEmpty());
    EXPECT_THAT(class_ids(file_of(with(two_bytes_each(text), 1, "x"))), IsEmpty());
    EXPECT_THAT(class_ids(file_of("{{{{{")), IsEmpty());
}

}  // namespace
}  // namespace wbemcheck::subject::test
