// The whole CIM schema of the DMTF: it loads, and what is printed of it loads again as the same classes. The
// schema is not in the repository; the tests are skipped where nobody has unpacked it.
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>

#include "mock_provider/mof/document.h"
#include "mock_provider/mof/print.h"
#include "tests/unit/mock_mof/mof_fixture.h"

namespace wbemcheck::mock::mof {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kRefused = "CIM_PublicKeyCertificate.mof";

class CimSchema : public testing::Test {
protected:
    void SetUp() override {
        const char* const folder = std::getenv("WBEMCHECK_CIM_SCHEMA");
        folder_ = folder != nullptr ? folder : "";
        if (folder_.empty() || !fs::exists(top())) {
            GTEST_SKIP() << "WBEMCHECK_CIM_SCHEMA does not name the folder of an unpacked CIM schema 2.32.0";
        }
    }

    [[nodiscard]] fs::path top() const { return folder_ / "cim_schema_2.32.0.mof"; }

    static std::unique_ptr<Repository> make_repository() {
        auto repository = std::make_unique<Repository>();
        EXPECT_EQ(repository->create_namespace("root"), S_OK);
        EXPECT_EQ(repository->create_namespace("root\\cimv2"), S_OK);
        return repository;
    }

    // The top file has four of the files in comments. Three of them are right all the same. The fourth adds
    // keys below a class that has keys, which DSP0004 rules out as WMI does.
    [[nodiscard]] std::string everything() const {
        std::set<std::string> read;
        for (const auto& source : read_document(top(), {}).sources) {
            read.insert(fs::path(source->name).filename().string());
        }
        std::set<std::string> left_out;
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder_)) {
            const std::string name = entry.path().filename().string();
            if (entry.path().extension() == ".mof" && !read.contains(name) && name != kRefused) {
                left_out.insert(fs::relative(entry.path(), folder_).generic_string());
            }
        }
        EXPECT_EQ(read.size() + left_out.size() + 1, 1425U);
        std::string text = "#include \"" + top().filename().string() + "\"\n";
        for (const std::string& file : left_out) {
            text += "#pragma include(\"" + file + "\")\n";
        }
        return text;
    }

    // What every test but one begins with: it takes a while, and nobody changes it.
    struct Kept {
        std::unique_ptr<Repository> repository;
        Loaded loaded;
    };
    [[nodiscard]] const Kept& kept() const {
        static const Kept kept = [this] {
            Kept made{make_repository(), {}};
            made.loaded = load_text(*made.repository, "root\\cimv2", everything(), "everything",
                                    {.include_folders = {folder_}});
            return made;
        }();
        return kept;
    }

    fs::path folder_;
};

TEST_F(CimSchema, Loads) {
    const Loaded& loaded = kept().loaded;
    for (const Diagnostic& error : loaded.errors) ADD_FAILURE() << to_text(error);
    EXPECT_EQ(loaded.classes, 1421U);  // one in each file but the top one and the two with qualifiers

    const auto space = kept().repository->find_namespace("root\\cimv2");
    const auto disk = space->find_class("CIM_DiskDrive");
    ASSERT_NE(disk, nullptr);
    EXPECT_TRUE(disk->derives_from("CIM_ManagedElement"));
    EXPECT_EQ(disk->keys().size(), 4U);
    const auto position = disk->find_property("EnabledState");
    ASSERT_TRUE(position);
    const Property& state = disk->properties()[*position];
    EXPECT_EQ(state.origin, "CIM_EnabledLogicalElement");
    EXPECT_EQ(state.default_value, Value::uint16(5));
    EXPECT_NE(state.qualifiers.find("ValueMap"), nullptr);
    EXPECT_NE(disk->find_method("RequestStateChange"), nullptr);
    EXPECT_TRUE(space->find_class("CIM_Dependency")->is_association());
}

TEST_F(CimSchema, ReadsInAgainAsItIsPrinted) {
    const Loaded& loaded = kept().loaded;
    ASSERT_TRUE(loaded.errors.empty());
    const std::string printed = print(loaded, "root\\cimv2");
    const auto second = make_repository();
    const Loaded again = load_text(*second, "root\\cimv2", printed, "printed");
    for (const Diagnostic& error : again.errors) ADD_FAILURE() << to_text(error);
    ASSERT_EQ(again.classes, loaded.classes);
    const auto before = kept().repository->find_namespace("root\\cimv2");
    const auto after = second->find_namespace("root\\cimv2");
    for (const Stored& stored : loaded.stored) {
        const auto definition = after->find_class(stored.definition->name());
        ASSERT_NE(definition, nullptr) << stored.definition->name();
        EXPECT_TRUE(definition->same_content(*before->find_class(stored.definition->name())))
            << definition->name();
    }
    EXPECT_EQ(print(again, "root\\cimv2"), printed);
}

TEST_F(CimSchema, RefusesTheFileThatAddsKeysBelowKeys) {
    const std::unique_ptr<Repository> repository = kept().repository->clone();
    const Loaded loaded = load_file(*repository, "root\\cimv2", folder_ / "User" / kRefused);
    ASSERT_EQ(loaded.errors.size(), 1U);
    EXPECT_THAT(
        to_text(loaded.errors.front()),
        testing::HasSubstr(
            "CIM_PublicKeyCertificate.mof:15:7: the class CIM_PublicKeyCertificate cannot be stored: its "
            "superclass has keys, which it can neither change nor add to"));
}

TEST_F(CimSchema, SaysWhatIsMissingForOneFileAlone) {
    const auto repository = make_repository();
    const Loaded loaded = load_file(*repository, "root\\cimv2", folder_ / "Core" / "CIM_LogicalElement.mof");
    ASSERT_EQ(loaded.errors.size(), 1U);
    EXPECT_THAT(
        to_text(loaded.errors.front()),
        testing::EndsWith("Core/CIM_LogicalElement.mof:13:28: the superclass CIM_ManagedSystemElement of "
                          "CIM_LogicalElement is not known in root\\cimv2: declare or include it before"));
}

}  // namespace
}  // namespace wbemcheck::mock::mof
