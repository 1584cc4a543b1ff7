// The names of things in a subject's namespace, written down by somebody who knows it: for what no discovery can find
// out, such as a class that may be written to or a method that does no harm.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "harness/subject/subject.h"

namespace wbemcheck::subject {

// What such a file says: these words replace those that were found, the others stay.
struct WrittenVocabulary {
    std::vector<std::pair<std::string Vocabulary::*, std::string>> words;
    std::vector<std::pair<bool Vocabulary::*, bool>> facts;

    void put_into(Vocabulary& vocabulary) const;
};

// A TOML file with the fields of Vocabulary as keys, each at most once: `class_with_many = "Win32_Service"`,
// `classes_can_be_put = true`. What a subject can be asked for beyond its
// services pointer (the `has_...` and `takes_...` fields) is no matter of words, and no key. Throws UsageError with
// file:line:column.
[[nodiscard]] WrittenVocabulary read_vocabulary(const std::filesystem::path& file);

}  // namespace wbemcheck::subject
