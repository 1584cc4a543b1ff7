// MOF. Whatever the bytes, the reader gives declarations or says at which places of the text it could not.
// What loads without an error is written as MOF again, loads into an empty repository, and is there as it
// was. What does not load leaves nothing behind.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mock_provider/model/mof_text.h"
#include "mock_provider/model/name.h"
#include "mock_provider/model/repository.h"
#include "mock_provider/mof/limits.h"
#include "mock_provider/mof/load.h"
#include "mock_provider/mof/parse.h"
#include "mock_provider/mof/source.h"
#include "tests/fuzz/property.h"

namespace wbemcheck::fuzz {
namespace {

using namespace mock;

constexpr const char* kName = "fuzzed.mof";
constexpr const char* kSpace = "root\\fuzz";

std::unique_ptr<Repository> empty_repository() {
    auto repository = std::make_unique<Repository>();
    for (const char* path : {"root", kSpace})
        require(repository->create_namespace(path) == S_OK, "a namespace is made", "{}", path);
    return repository;
}

// All that the namespace holds of what is not the system's, superclasses first.
std::string content_of(const Repository& repository) {
    const std::shared_ptr<NamespaceStore> space = repository.find_namespace(kSpace);
    std::string classes;
    std::string instances;
    for (const auto& definition : space->subclasses("", true)) {
        if (!definition->name().starts_with("__")) classes += class_mof(*definition) + "\n";
        if (equal_names(definition->name(), "__NAMESPACE")) continue;
        std::vector<std::string> texts;
        for (const auto& instance : space->instances_of(definition->name(), false))
            texts.push_back(instance_mof(*instance) + "\n");
        std::ranges::sort(texts);
        for (const std::string& text : texts) instances += text;
    }
    return classes + instances;
}

std::string first_error(const std::vector<mof::Diagnostic>& errors) {
    return errors.empty() ? "" : to_text(errors.front());
}

void check_errors(const std::vector<mof::Diagnostic>& errors, std::string_view text) {
    require(errors.size() <= mof::kMaxErrors, "it stops looking after some errors", "{}", errors.size());
    const auto lines = 1U + static_cast<std::size_t>(
                                std::ranges::count_if(text, [](char c) { return c == '\n' || c == '\r'; }));
    for (const mof::Diagnostic& error : errors) {
        require(error.file == kName, "an error names the file", "{}", to_text(error));
        require(!error.message.empty(), "an error says what is wrong", "{}", to_text(error));
        require(
            error.line >= 1 && error.line <= lines && error.column >= 1 && error.column <= text.size() + 1,
            "an error is at a place of the text", "{} of {} lines", to_text(error), lines);
        require(
            std::ranges::none_of(error.message,
                                 [](char c) { return static_cast<unsigned char>(c) < 0x20U || c == '\x7F'; }),
            "a message is one line of printable text", "{}", to_text(error));
    }
}

// An empty repository, for as long as nothing is loaded into it: making one costs more than most texts do.
std::unique_ptr<Repository>& spare_repository() {
    static std::unique_ptr<Repository> spare;
    if (spare == nullptr) spare = empty_repository();
    return spare;
}

void check_loaded(std::string_view bytes, std::string_view text) {
    static const std::string kNothing = content_of(*spare_repository());
    static const std::size_t kNamespaces = spare_repository()->namespaces().size();
    Repository& target = *spare_repository();
    const mof::Loaded loaded = mof::load_text(target, kSpace, bytes, kName);
    check_errors(loaded.errors, text);
    const std::string content = content_of(target);
    if (!loaded.errors.empty()) {
        require(content == kNothing && target.namespaces().size() == kNamespaces,
                "with an error the repository is as it was", "{}\n{}", first_error(loaded.errors), content);
        return;
    }
    // Not in a spare one again, even when it looks as empty: a namespace may have been made.
    const std::unique_ptr<Repository> repository = std::move(spare_repository());
    const std::unique_ptr<Repository> other = empty_repository();
    const mof::Loaded again = mof::load_text(*other, kSpace, content, kName);
    require(again.errors.empty(), "what is written loads", "{}\n{}", first_error(again.errors), content);
    require(content_of(*other) == content, "what is written loads as it was", "{}\nbecame\n{}", content,
            content_of(*other));
}

// What stands in the files of this machine is none of the input.
bool names_files(std::string_view text) {
    constexpr std::string_view kInclude = "include";
    const auto equal = [](char a, char b) { return (a | 0x20) == b; };
    return std::search(text.begin(), text.end(), kInclude.begin(), kInclude.end(), equal) != text.end();
}

void check(std::string_view bytes) {
    const mof::DecodedSource decoded = mof::decode_source(kName, bytes);
    if (!decoded.source) {
        require(!decoded.error.message.empty(), "bytes that are no text are refused with a reason");
        return;
    }
    const mof::Parsed parsed = mof::parse_mof(*decoded.source, mof::kMaxErrors);
    check_errors(parsed.errors, decoded.source->text);
    const mof::ReadInstances read =
        mof::read_instances(*spare_repository()->find_namespace(kSpace), bytes, kName);
    check_errors(read.errors, decoded.source->text);
    require(read.errors.empty() || read.instances.empty(), "with an error no instance is read");
    if (!names_files(decoded.source->text)) check_loaded(bytes, decoded.source->text);
}

}  // namespace
}  // namespace wbemcheck::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    wbemcheck::fuzz::check(wbemcheck::fuzz::as_text(bytes, size));
    return 0;
}
