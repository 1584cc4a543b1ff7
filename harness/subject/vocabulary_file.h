// The names of things in a subject's namespace, written down by somebody who knows it: for what no discovery can find
// out, such as a class that may be written to or a method that does no harm.
#pragma once

#include <filesystem>

#include "harness/subject/subject.h"

namespace wbemcheck::subject {

// A TOML file with the fields of Vocabulary as keys, each at most once: `class_with_many = "Win32_Service"`,
// `classes_can_be_put = true`. Replaces these words and leaves the others. What a subject can be asked for beyond its
// services pointer (the `has_...` and `takes_...` fields) is no matter of words, and no key. Throws UsageError with
// file:line:column.
void read_vocabulary(const std::filesystem::path& file, Vocabulary& words);

}  // namespace wbemcheck::subject
