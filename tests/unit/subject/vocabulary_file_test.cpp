// Words that a person writes down for a subject.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "harness/subject/vocabulary_file.h"
#include "tests/unit/subject/usage_message.h"

namespace wbemcheck::subject::test {
namespace {

using ::testing::HasSubstr;

class VocabularyFile : public ::testing::Test {
protected:
    ~VocabularyFile() override {
        std::error_code ignored;
        std::filesystem::remove(file_, ignored);
    }

    [[nodiscard]] Vocabulary read(const std::string& text, Vocabulary words = {}) const {
        std::ofstream(file_, std::ios::binary) << text;
        read_vocabulary(file_).put_into(words);
        return words;
    }
    // Behind the name of the file.
    [[nodiscard]] std::string mistake(const std::string& text) const {
        const std::string message = usage_message([&] { static_cast<void>(read(text)); });
        return message.substr(std::min(message.size(), file_.string().size()));
    }

private:
    const std::filesystem::path file_ =
        std::filesystem::temp_directory_path() /
        ("wbemcheck-words-" + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()) + ".toml");
};

TEST_F(VocabularyFile, ReplacesTheWordsThatItHasAndLeavesTheOthers) {
    Vocabulary found;
    found.class_with_many = "Found";
    found.object_path = "Found.Id=1";
    const Vocabulary words = read("class_with_many = \"Own\"\nclasses_can_be_put = true\n", found);
    EXPECT_EQ(words.class_with_many, "Own");
    EXPECT_EQ(words.object_path, "Found.Id=1");
    EXPECT_TRUE(words.classes_can_be_put);
}

TEST_F(VocabularyFile, CanTakeAWordAway) {
    Vocabulary found;
    found.event_query = "SELECT * FROM Found";
    EXPECT_EQ(read("event_query = \"\"", found).event_query, "");
}

TEST_F(VocabularyFile, RefusesAWordThatNobodyUses) {
    EXPECT_THAT(mistake("\nclas_with_many = \"X\""),
                HasSubstr(":2:18: a vocabulary has no word 'clas_with_many' (did you mean 'class_with_many'?); it has "));
}

TEST_F(VocabularyFile, RefusesAValueOfAnotherKind) {
    EXPECT_EQ(mistake("object_path = 5"), ":1:15: 'object_path' must be a text in quotation marks");
    EXPECT_EQ(mistake("classes_can_be_put = \"yes\""), ":1:22: 'classes_can_be_put' must be true or false");
}

TEST_F(VocabularyFile, SaysWhereItIsNoToml) { EXPECT_THAT(mistake("object_path ="), HasSubstr(": the vocabulary cannot be read: ")); }

TEST_F(VocabularyFile, ThatIsMissingIsAMistake) {
    const std::string message = usage_message([] {
        static_cast<void>(read_vocabulary("no-such-vocabulary.toml"));
    });
    EXPECT_THAT(message, HasSubstr("no-such-vocabulary.toml"));
    EXPECT_THAT(message, HasSubstr("the vocabulary cannot be read"));
}

}  // namespace
}  // namespace wbemcheck::subject::test
