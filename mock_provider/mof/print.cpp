#include "mock_provider/mof/print.h"

#include <fmt/format.h>

#include <iterator>
#include <unordered_map>

#include "mock_provider/model/mof_text.h"
#include "mock_provider/model/name.h"
#include "mock_provider/model/object_path.h"

namespace wbemcheck::mock::mof {

namespace {

// What it is, wherever it was declared.
std::string identity(const Stored& stored) {
    const std::string path = stored.definition != nullptr
                                 ? stored.definition->name()
                                 : relative_path(*stored.instance).value_or(std::string{});
    return fmt::format("{}:{}", fold_name(stored.namespace_path),
                       stored.definition != nullptr ? fold_name(path) : path);
}

}  // namespace

std::string print(const Loaded& loaded, std::string_view namespace_path) {
    std::unordered_map<std::string, const Stored*> last;
    for (const Stored& stored : loaded.stored) {
        last[identity(stored)] = &stored;
    }
    std::string text;
    std::string current(namespace_path);
    for (const Stored& stored : loaded.stored) {
        const Stored*& final = last[identity(stored)];
        if (final == nullptr) {
            continue;
        }
        if (!equal_names(current, stored.namespace_path)) {
            current = stored.namespace_path;
            std::string escaped;
            for (const char c : current) {
                escaped += c == '\\' ? "\\\\" : std::string(1, c);
            }
            fmt::format_to(std::back_inserter(text), "#pragma namespace(\"\\\\\\\\.\\\\{}\")\n\n", escaped);
        }
        text += final->definition != nullptr ? class_mof(*final->definition) : instance_mof(*final->instance);
        text += '\n';
        final = nullptr;
    }
    return text;
}

}  // namespace wbemcheck::mock::mof
