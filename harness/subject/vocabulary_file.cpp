#include "harness/subject/vocabulary_file.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "harness/subject/usage_error.h"
#include "harness/subject/word_list.h"

namespace wbemcheck::subject {
namespace {

struct Word {
    std::string_view key;
    std::string Vocabulary::*field;
};

constexpr std::array kWords = {
    Word{"class_with_many", &Vocabulary::class_with_many},
    Word{"class_with_one", &Vocabulary::class_with_one},
    Word{"class_with_none", &Vocabulary::class_with_none},
    Word{"many_query", &Vocabulary::many_query},
    Word{"one_query", &Vocabulary::one_query},
    Word{"none_query", &Vocabulary::none_query},
    Word{"object_path", &Vocabulary::object_path},
    Word{"missing_object_path", &Vocabulary::missing_object_path},
    Word{"missing_class", &Vocabulary::missing_class},
    Word{"superclass_with_many", &Vocabulary::superclass_with_many},
    Word{"superclass_with_one", &Vocabulary::superclass_with_one},
    Word{"superclass_with_none", &Vocabulary::superclass_with_none},
    Word{"writable_class", &Vocabulary::writable_class},
    Word{"writable_key", &Vocabulary::writable_key},
    Word{"scratch_superclass", &Vocabulary::scratch_superclass},
    Word{"child_namespace", &Vocabulary::child_namespace},
    Word{"method_path", &Vocabulary::method_path},
    Word{"method_with_outputs", &Vocabulary::method_with_outputs},
    Word{"method_without_outputs", &Vocabulary::method_without_outputs},
    Word{"method_with_return_value", &Vocabulary::method_with_return_value},
    Word{"method_disabled", &Vocabulary::method_disabled},
    Word{"method_not_implemented", &Vocabulary::method_not_implemented},
    Word{"event_query", &Vocabulary::event_query},
    Word{"event_trigger_path", &Vocabulary::event_trigger_path},
    Word{"event_trigger_method", &Vocabulary::event_trigger_method},
    Word{"event_trigger_count", &Vocabulary::event_trigger_count},
    Word{"intrinsic_interval", &Vocabulary::intrinsic_interval},
};

struct Fact {
    std::string_view key;
    bool Vocabulary::*field;
};

constexpr std::array kFacts = {
    Fact{"classes_can_be_put", &Vocabulary::classes_can_be_put},
    Fact{"queries_fail_with_their_class", &Vocabulary::queries_fail_with_their_class},
};

[[noreturn]] void fail(const std::filesystem::path& file, const toml::source_position& place, const std::string& what) {
    throw UsageError(fmt::format("{}:{}:{}: {}", file.string(), place.line, place.column, what));
}

[[noreturn]] void fail_on_key(const std::filesystem::path& file, const toml::node& value, std::string_view key) {
    std::vector<std::string_view> known;
    for (const Word& word : kWords) known.push_back(word.key);
    for (const Fact& fact : kFacts) known.push_back(fact.key);
    fail(file, value.source().begin,
         fmt::format("a vocabulary has no word '{}'{}; it has {}", key, suggest(key, known), enumerate(known)));
}

}  // namespace

void WrittenVocabulary::put_into(Vocabulary& vocabulary) const {
    for (const auto& [field, text] : words) vocabulary.*field = text;
    for (const auto& [field, holds] : facts) vocabulary.*field = holds;
}

WrittenVocabulary read_vocabulary(const std::filesystem::path& file) {
    WrittenVocabulary written;
    toml::table document;
    try {
        document = toml::parse_file(file.string());
    } catch (const toml::parse_error& error) {
        fail(file, error.source().begin, fmt::format("the vocabulary cannot be read: {}", error.description()));
    }
    for (const auto& [key, value] : document) {
        const std::string_view name = key.str();
        if (const auto word = std::ranges::find(kWords, name, &Word::key); word != kWords.end()) {
            if (!value.is_string()) {
                fail(file, value.source().begin, fmt::format("'{}' must be a text in quotation marks", name));
            }
            written.words.emplace_back(word->field, value.value_or(std::string()));
        } else if (const auto fact = std::ranges::find(kFacts, name, &Fact::key); fact != kFacts.end()) {
            if (!value.is_boolean()) {
                fail(file, value.source().begin, fmt::format("'{}' must be true or false", name));
            }
            written.facts.emplace_back(fact->field, value.value_or(false));
        } else {
            fail_on_key(file, value, name);
        }
    }
    return written;
}

}  // namespace wbemcheck::subject
